"""Rows of tables as entries: their pages, the places of problems in them, and what an edit of one renders."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.problems.formats import as_text
from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import entry

SITE = """title: Cities
description: A table.
base_url: https://example.org
languages: {en: {}, fr: {}}
"""
CITIES = """name: City
plural: Cities
fields:
  country: {kind: country, required: true}
  people: {kind: integer}
  tags: {many: true}
  near: {kind: reference, to: cities, many: true}
  place: {kind: group, fields: {street: {}, code: {}}}
"""
ROWS = """name,title,title.fr,country,people,tags,near,place.street,place.code
berlin,Berlin,,DE,3600000,capital; river,geneva,Unter den Linden,10117
geneva,Geneva,Genève,CH,200000,"lake;
river",,"Rue ""du"" Lac, 1",
"""
PAGE = (
    "[{{ page.title }}]{% set f = page.fields %}{{ f.country.name }}"
    "{% if f.people is defined %} {{ f.people }}{% endif %}"
    "{% if f.tags is defined %}{% for tag in f.tags %} {{ tag }}{% endfor %}{% endif %}"
    "{% if f.near is defined %}{% for card in f.near %} near {{ card.title }}{% endfor %}{% endif %}"
    "{% if f.place is defined %} {{ f.place.street }}{% endif %}{{ body.html }}"
)
FILES = {
    "content/site.yaml": SITE,
    "content/cities/_type.yaml": CITIES,
    "content/cities/_rows.csv": ROWS,
    "templates/home.html": "home",
    "templates/entry.html": PAGE,
    "templates/index.html": "{% for card in entries %}{{ card.title }},{% endfor %}",
    "templates/404.html": "nothing here",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "site"
    put(place, FILES)
    result = build(place)
    assert not result.report.problems, result.report.problems
    return place


def put(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def page(root: Path, path: str) -> str:
    return (root / "public" / path / "index.html").read_text(encoding="utf-8")


def problems(root: Path) -> list[str]:
    """Problems after an edit, which are also those of a clean build."""
    found = [as_text(problem, lambda *_: None) for problem in build(root).report.problems]
    assert found == [as_text(p, lambda *_: None) for p in build(root, "clean", fresh=True).report.problems]
    return found


def test_a_row_is_an_entry_in_all_its_languages(root: Path) -> None:
    assert page(root, "cities/berlin") == "[Berlin]Germany 3600000 capital river near Geneva Unter den Linden"
    assert page(root, "cities/geneva").startswith(
        "[Geneva]Switzerland 200000 lake river Rue &#34;du&#34; Lac, 1"
    )
    assert page(root, "fr/cities/geneva").startswith("[Genève]Suisse")
    assert page(root, "cities") == "Berlin,Geneva,"


def test_an_edit_of_a_row_renders_its_pages_alone(root: Path) -> None:
    replace_in(root, "content/cities/_rows.csv", "3600000", "3700000")
    rendered = set(build(root).rendered)
    assert "cities/berlin/index.html" in rendered
    assert not {path for path in rendered if path.endswith(".html") and "geneva" in path}
    assert_as_clean(root)


def test_a_new_row_above_and_a_row_less(root: Path) -> None:
    replace_in(root, "content/cities/_rows.csv", "berlin,", "aarhus,Aarhus,,DK,1,,,,\nberlin,")
    assert {
        path for path in build(root).rendered if path.endswith("/index.html") and path.count("/") > 1
    } == {
        "cities/aarhus/index.html",
        "cities/berlin/index.html",  # the place of its reference is another
        "fr/cities/index.html",
    }
    assert_as_clean(root)
    replace_in(root, "content/cities/_rows.csv", "aarhus,Aarhus,,DK,1,,,,\n", "")
    build(root)
    assert not (root / "public/cities/aarhus").exists()
    assert_as_clean(root)


def test_a_text_with_the_name_of_a_row_has_its_fields(root: Path) -> None:
    put(root, {"content/cities/berlin.md": "---\nowner: Ana\n---\n\nA city, near [Geneva](geneva.yaml).\n"})
    assert not build(root).report.problems
    assert page(root, "cities/berlin").endswith('<p>A city, near <a href="/cities/geneva/">Geneva</a>.</p>')
    assert page(root, "cities/berlin").startswith("[Berlin]Germany 3600000")
    assert_as_clean(root)
    replace_in(root, "content/cities/_rows.csv", "3600000", "3700000")
    build(root)
    assert "3700000" in page(root, "cities/berlin")
    assert_as_clean(root)
    replace_in(root, "content/cities/berlin.md", "A city", "The city")
    build(root)
    assert "The city" in page(root, "cities/berlin")
    assert_as_clean(root)
    (root / "content/cities/berlin.md").unlink()
    build(root)
    assert_as_clean(root)


def test_other_entries_link_to_rows(root: Path) -> None:
    put(
        root,
        {"content/cities/rome.md": entry("Rome", "country: IT", "near: [berlin]", body="[B](berlin.yaml)")},
    )
    assert not build(root).report.problems
    assert page(root, "cities/rome").startswith("[Rome]Italy near Berlin")
    assert '<a href="/cities/berlin/">B</a>' in page(root, "cities/rome")
    assert_as_clean(root)


TABLE = "content/cities/_rows.csv"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "DE,3600000",
            "DE,many",
            [f'{TABLE}:2:19: field.integer: "many" is not a whole number'],
        ),
        ("DE,", ",", [f'{TABLE}:2:1: field.missing: the field "country" is missing']),
        ("river,geneva", "river,genova", [f'{TABLE}:2:42: reference.missing: there is no city "genova"']),
        (
            "title.fr,country",
            "title.fr,contry",
            [f'{TABLE}:1:21: row.column: the column "contry" is no field of cities'],
        ),
        (",10117\n", "\n", [f"{TABLE}:2:49: row.cells: this row has 8 cells and the first one 9"]),
        (",10117\n", ",10117,x\n", [f"{TABLE}:2:72: row.cells: this row has 10 cells and the first one 9"]),
        (
            "geneva,Geneva",
            "berlin,Geneva",
            [f'{TABLE}:3:1: row.name: "berlin" is also the name of the row in line 2'],
        ),
        (
            "geneva,Geneva",
            "Gen/eva,Geneva",
            [f'{TABLE}:3:1: row.name: "Gen/eva" cannot be the name of an entry'],
        ),
        (
            '"lake;',
            '"lake"x;',
            [f"{TABLE}:3:32: row.table: text follows the closing quotation mark of this cell"],
        ),
        ('1",\n', "1,\n", [f"{TABLE}:4:9: row.table: this quotation mark is not closed"]),
    ],
)
def test_problems_are_at_the_cell(root: Path, old: str, new: str, found: list[str]) -> None:
    replace_in(root, TABLE, old, new)
    shown = [text.split("\n")[0] for text in problems(root)]
    assert [text for text in shown if found[0].split(": ")[1] in text] == found


def test_a_field_in_both_is_a_problem(root: Path) -> None:
    put(root, {"content/cities/berlin.md": "---\npeople: 3\n---\n\nText.\n"})
    assert [text.split("\n")[0] for text in problems(root)] == [
        f'content/cities/berlin.md:2:1: row.twice: "people" is also a column of {TABLE}, line 2'
    ]
    put(root, {"content/cities/berlin.md": "---\nowner: Ana\n---\n\nText.\n"})
    replace_in(root, TABLE, "3600000", "many")
    assert [text.split("\n")[0] for text in problems(root)] == [
        f'{TABLE}:2:19: field.integer: "many" is not a whole number'
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_rows.tsv", "title\tcountry\ttags\nBerlin\tDE\ta; b\n"),
        ("_rows.json", '[{"title": "Berlin", "country": "DE", "tags": ["a", "b"]}]'),
        ("_rows.yaml", "- title: Berlin\n  country: DE\n  tags: [a, b]\n"),
        ("_rows.csv", 'title;country;tags\nBerlin;DE;"a; b"\n'),
    ],
)
def test_forms_of_tables(tmp_path: Path, name: str, text: str) -> None:
    put(tmp_path / "site", {k: v for k, v in FILES.items() if k != TABLE} | {f"content/cities/{name}": text})
    assert not build(tmp_path / "site").report.problems
    assert page(tmp_path / "site", "cities/berlin").startswith("[Berlin]Germany a b")


def test_formulas_are_texts(root: Path) -> None:
    replace_in(root, TABLE, "Unter den Linden", "=cmd|' /C calc'!A0")
    assert not build(root).report.problems
    assert page(root, "cities/berlin").endswith("=cmd|&#39; /C calc&#39;!A0")


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_the_line_in_which_excel_names_the_separator_is_no_row(tmp_path: Path, sign: str) -> None:
    rows = f"sep={sign}\nname{sign}title{sign}country\nberlin{sign}Berlin{sign}DE\n"
    put(tmp_path, FILES | {"content/cities/_rows.csv": rows})
    assert not build(tmp_path).report.problems
    assert (tmp_path / "public/cities/berlin/index.html").read_text() == "[Berlin]Germany"
    put(tmp_path, {"content/cities/_rows.csv": f"{rows}bonn{sign}Bonn{sign}XY\n"})
    problem, *_ = build(tmp_path).report.problems
    assert as_text(problem, lambda *_: None).startswith("content/cities/_rows.csv:4:11: field.country")
