"""Contents of long lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import Files, Outcome, attempt, base_text, build_good, entry, make_site, theme_templates

TYPE = "name: Note\nplural: {en: Notes, fr: Notes}\nsort: [title]\nindex: {paginate_by: 1}\n"
CONTENTS = (
    "{{ page.title }}|{% for group in contents.groups %}{{ group.label }}={{ group.url }} {% endfor %}|"
    "{% for section in contents.sections %}{{ section.label }}: {% for it in section.pages %}"
    "{{ it.number }} {{ it.url }} {{ it.titles|join('–') }} {{ it.dates|length if it.dates else '' }}; "
    "{% endfor %}{% endfor %}|{{ pager.number }}/{{ pager.total }} {{ pager.next or 'None' }}"
)
TOP, END = "{% extends 'base.html' %}{% block main %}", "{% endblock %}"
FILES: Files = {
    "content/notes/_type.yaml": TYPE,
    "content/notes/ash.md": entry("Ash"),
    "content/notes/beech.md": entry("beech"),
    "content/notes/birch.md": entry("Birch"),
    "content/notes/elan.md": entry("Élan"),
    "content/notes/trees.md": entry("2 trees"),
    "content/notes/ash.fr.md": entry("Zone"),
    "templates/contents.html": f"{TOP}{CONTENTS}{END}",
    "templates/index.html": f"{TOP}{{{{ contents_url or 'None' }}}}{END}",
}


def shown(site: Outcome, path: str) -> str:
    """What a page shows below its heading."""
    text = site[path]
    return text.split("</h1>", 1)[1].split("</body>", 1)[0].strip()


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("inputs", "long_lists"):
        monkeypatch.setattr(f"sitegen.features.contents.{module}.MOST_PAGES", 2)


def test_a_long_list_by_title_has_contents_by_letter_in_each_language(tmp_path: Path) -> None:
    site = build_good(tmp_path, FILES)

    letters = (
        "0–9=/notes/page/#page-1 A=/notes/page/#page-2 B=/notes/page/page/2/#page-3 "
        "E=/notes/page/page/3/#page-5 "
    )
    assert shown(site, "notes/page/index.html") == (
        f"Notes: Contents|{letters}|0–9: 1 /notes/ 2 trees–2 trees ; A: 2 /notes/page/2/ Ash–Ash ; "
        "|1/3 /notes/page/page/2/"
    )
    assert shown(site, "notes/page/page/2/index.html").split("|")[1:3] == [
        letters,
        "B: 3 /notes/page/3/ beech–beech ; 4 /notes/page/4/ Birch–Birch ; ",
    ]
    assert shown(site, "fr/notes/page/index.html").split("|")[1] == (
        "0–9=/fr/notes/page/#page-1 B=/fr/notes/page/#page-2 E=/fr/notes/page/page/2/#page-4 "
        "Z=/fr/notes/page/page/3/#page-5 "
    )
    assert shown(site, "notes/index.html") == shown(site, "notes/page/4/index.html") == "/notes/page/"
    assert shown(site, "projects/index.html") == "None"


def test_the_number_of_a_page_stays_with_its_word_on_a_phone(tmp_path: Path) -> None:
    files = {**FILES, **theme_templates("contents.html", "listing.html", "partials/pager.html")}
    site = build_good(tmp_path, files)

    assert "<small>Page\u00a01</small>" in site["notes/page/index.html"]


def test_a_long_list_by_date_has_contents_by_year(tmp_path: Path) -> None:
    days = ("2026-05-01", "2026-01-01", "2025-12-01", "2024-03-01", "2023")
    notes: Files = {f"content/notes/n{at}.md": entry(f"N{at}", f"day: {day}") for at, day in enumerate(days)}
    definition = TYPE.replace("[title]", "[-day]").replace("paginate_by: 1", "paginate_by: 2")
    definition += "fields: {day: {kind: date, partial: true}}\n"
    files = {path: text for path, text in FILES.items() if path.startswith("templates/")}
    site = build_good(tmp_path, {**files, **notes, "content/notes/_type.yaml": definition})

    assert shown(site, "notes/page/index.html").split("|")[1:3] == [
        "2026=/notes/page/#page-1 2025=/notes/page/#page-2 2024=/notes/page/#page-2 "
        "2023=/notes/page/page/2/#page-3 ",
        "2026: 1 /notes/ N0–N1 2; 2025: 2 /notes/page/2/ N2–N3 2; ",
    ]


# --- terms -----------------------------------------------------------------------------------

SITE = base_text("content/site.yaml").replace("countries: {fields: countries}", "trees: {RULES}")
NOTES = {
    "ash": "Ash",
    "beech": "beech",
    "birch": "Birch",
    "elan": "Élan",
    "trees": "2 trees",
    "ash.fr": "Zone",
}
KINDS = "kinds: {kind: choice, many: true, choices: {hard-wood: Hard wood, soft-wood: Soft wood}}"
TERMS: Files = {
    **{f"content/notes/{name}.md": entry(title, "kinds: [hard-wood]") for name, title in NOTES.items()},
    "content/notes/_type.yaml": "name: Note\nplural: Notes\nsort: [title]\nindex: false\n"
    f"fields: {{{KINDS}, day: {{kind: date, partial: true}}}}\n",
    "templates/contents.html": f"{TOP}{CONTENTS}{END}",
    "templates/term.html": f"{TOP}{{{{ contents_url or 'None' }}}}{END}",
}


def with_terms(rules: str, files: Files, definition: str = SITE) -> Files:
    return {**TERMS, "content/site.yaml": definition.replace("RULES", f"fields: kinds, {rules}"), **files}


BY_LETTER = (
    "0–9=/trees/hard-wood/page/#page-1 A=/trees/hard-wood/page/#page-2 "
    "B=/trees/hard-wood/page/page/2/#page-3 E=/trees/hard-wood/page/page/3/#page-5 "
)


@pytest.mark.parametrize(
    "sort", ["sort: [title], ", ""], ids=["sort of the taxonomy", "sort of the only type"]
)
def test_a_long_term_by_title_has_contents_by_letter_in_each_language(sort: str, tmp_path: Path) -> None:
    site = build_good(tmp_path, with_terms(f"{sort}paginate_by: 1", {}))

    assert shown(site, "trees/hard-wood/page/index.html") == (
        f"Hard wood: Contents|{BY_LETTER}|0–9: 1 /trees/hard-wood/ 2 trees–2 trees ; "
        "A: 2 /trees/hard-wood/page/2/ Ash–Ash ; |1/3 /trees/hard-wood/page/page/2/"
    )
    assert shown(site, "trees/hard-wood/page/page/2/index.html").split("|")[1:3] == [
        BY_LETTER,
        "B: 3 /trees/hard-wood/page/3/ beech–beech ; 4 /trees/hard-wood/page/4/ Birch–Birch ; ",
    ]
    assert shown(site, "fr/trees/hard-wood/page/index.html").split("|")[1] == (
        "0–9=/fr/trees/hard-wood/page/#page-1 B=/fr/trees/hard-wood/page/#page-2 "
        "E=/fr/trees/hard-wood/page/page/2/#page-4 Z=/fr/trees/hard-wood/page/page/3/#page-5 "
    )
    last = "trees/hard-wood/page/4/index.html"
    assert shown(site, "trees/hard-wood/index.html") == shown(site, last) == "/trees/hard-wood/page/"
    assert "trees/hard-wood/page/page/4/index.html" not in site.paths


def test_a_long_term_by_date_has_contents_by_year(tmp_path: Path) -> None:
    days = {
        "ash": "2026-05-01",
        "beech": "2025-12-01",
        "birch": "2025-01-01",
        "elan": "2024",
        "trees": "2023",
    }
    dated: Files = {
        f"content/notes/{name}.md": entry(name, f"day: {day}", "kinds: [hard-wood]")
        for name, day in days.items()
    }
    site = build_good(tmp_path, with_terms("sort: [-day], paginate_by: 2", dated))

    assert shown(site, "trees/hard-wood/page/index.html").split("|")[1:3] == [
        "2026=/trees/hard-wood/page/#page-1 2025=/trees/hard-wood/page/#page-1 "
        "2024=/trees/hard-wood/page/#page-2 2023=/trees/hard-wood/page/page/2/#page-3 ",
        "2026: 1 /trees/hard-wood/ ash–beech 2; 2025: 2 /trees/hard-wood/page/2/ birch–elan 2; ",
    ]


def test_a_long_term_whose_entries_are_sorted_by_type_has_contents_without_letters(tmp_path: Path) -> None:
    other: Files = {
        "content/plants/_type.yaml": f"name: Plant\nplural: Plants\nindex: false\nfields: {{{KINDS}}}\n",
        "content/plants/aloe.md": entry("Aloe", "kinds: [hard-wood]"),
    }
    site = build_good(tmp_path, with_terms("paginate_by: 2", other))

    assert shown(site, "trees/hard-wood/page/index.html").split("|")[1:3] == [
        "",
        ": 1 /trees/hard-wood/ 2 trees–Ash ; 2 /trees/hard-wood/page/2/ beech–Birch ; ",
    ]
    assert shown(site, "trees/hard-wood/page/page/2/index.html").split("|")[2] == (
        ": 3 /trees/hard-wood/page/3/ Élan–Aloe ; "
    )


def test_a_short_term_has_no_contents(tmp_path: Path) -> None:
    site = build_good(tmp_path, with_terms("paginate_by: 3", {}))

    assert shown(site, "trees/hard-wood/index.html") == "None"
    assert "trees/hard-wood/page/index.html" not in site.paths


def test_contents_of_a_term_lead_to_the_term(tmp_path: Path) -> None:
    crumbs = "{% for it in breadcrumbs %}{{ it.title }}={{ it.url or 'None' }} {% endfor %}"
    crumbs += "{{ page.name }} {{ page.type }}"
    template: Files = {"templates/contents.html": f"{TOP}{crumbs}{END}"}
    site = build_good(tmp_path, with_terms("paginate_by: 1", template))

    assert shown(site, "trees/hard-wood/page/index.html") == "Home=/ Hard wood=/trees/hard-wood/ trees"


def test_contents_of_a_term_follow_an_edit(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", with_terms("paginate_by: 1", {}))
    build(root)
    replace_in(root, "content/notes/ash.md", "Ash", "Cedar")
    build(root)
    assert_as_clean(root)
    for name in ("elan", "birch", "beech"):
        replace_in(root, f"content/notes/{name}.md", "hard-wood", "soft-wood")
    build(root)
    assert_as_clean(root)


def test_a_list_with_the_address_of_contents_is_an_error(tmp_path: Path) -> None:
    taken = "lists:\n  soft: {types: [notes], title: Soft, permalink: /trees/hard-wood/page/}\n"
    files = with_terms("paginate_by: 1", {}, SITE.replace("lists:\n", taken))

    assert attempt(tmp_path, files).problems == (
        "content/site.yaml: address.collision: the address /trees/hard-wood/page/ is already that of "
        "content/site.yaml\n"
        "  give one of the two another permalink or name"
    )


# ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"content/notes/_type.yaml": TYPE.replace("paginate_by: 1", "paginate_by: 3")},
        {"templates/contents.html": None},
    ],
)
def test_a_short_list_and_a_theme_without_the_template_have_no_contents(
    tmp_path: Path, changed: Files
) -> None:
    site = build_good(tmp_path, {**FILES, **changed})

    assert not [path for path in site.paths if path.startswith("notes/page/") and path.count("/") == 2]


def test_contents_follow_an_edit(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", FILES)
    build(root)
    replace_in(root, "content/notes/ash.md", "Ash", "Cedar")
    build(root)
    assert_as_clean(root)
