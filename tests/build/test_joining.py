"""The join as a remembered function: which edits need a new join, and what they report and render."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import cache, joining
from sitegen.build.previous import Previous, restored
from sitegen.model.site import build_site
from sitegen.types import Site
from tests.build.builds import assert_as_clean, build, replace_in, write
from tests.sites import entry, load, make_site

BAY, PORT = "content/topics/bay.md", "content/topics/port.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        BAY: entry("Bay", body="## Boats\n\nText."),
        "content/topics/bay.fr.md": entry("Baie", body="Texte."),
        PORT: entry("Port", body="See the [boats](bay.md#boats)."),
    }
    place = make_site(tmp_path / "site", files)
    assert not build(place).report.problems
    return place


@pytest.fixture
def joins(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Counts the joins since the last call."""
    made: list[Site] = []

    def counted(*args: object) -> Site:
        made.append(build_site(*args))  # type: ignore[arg-type]
        return made[-1]

    def count() -> int:
        number = len(made)
        made.clear()
        return number

    monkeypatch.setattr(joining, "build_site", counted)
    return count


def test_a_lost_anchor_is_reported_on_pages_that_were_not_read_again(
    root: Path, joins: Callable[[], int]
) -> None:
    replace_in(root, BAY, "## Boats", "## Ships")
    found = [(p.code, p.location.path, p.location.line) for p in build(root).report.problems]

    assert joins() == 0
    assert found == [("anchor.missing", PORT, 5)]
    write(root, PORT, entry("Port", body="See the [ships](bay.md#ships)."))
    result = build(root)
    assert joins() == 0
    assert result.rendered == ("topics/bay/index.html", "topics/port/index.html")
    assert_as_clean(root)


def test_a_missing_output_is_rendered_from_the_remembered_site(root: Path, joins: Callable[[], int]) -> None:
    (root / "public/topics/bay/index.html").unlink()
    replace_in(root, PORT, "See the", "See all")
    result = build(root)

    assert joins() == 0
    assert set(result.rendered) == {"topics/bay/index.html", "topics/port/index.html"}
    assert_as_clean(root)


def test_a_file_that_is_saved_without_a_change_needs_no_join(root: Path, joins: Callable[[], int]) -> None:
    for path in (BAY, "templates/base.html"):
        (root / path).write_bytes((root / path).read_bytes())
    result = build(root)

    assert (joins(), result.rendered) == (0, ())


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (BAY, "Bay", "Cove", 0),
        (BAY, "Bay", "Quay", 1),  # now after "Port"
        (BAY, "---\n\n##", "slug: cove\n---\n\n##", 1),
        (BAY, "---\n\n##", "summary: A bay.\n---\n\n##", 1),
        ("content/topics/bay.fr.md", "Baie", "Quai", 0),  # topics have no order in French but that of titles
        ("templates/base.html", "</head>", "<!-- x --></head>", 0),
        ("content/topics/_type.yaml", "Topics", "Subjects", 1),
    ],
)
def test_a_change_of_more_than_words_needs_a_join(
    root: Path, path: str, old: str, new: str, expected: int, joins: Callable[[], int]
) -> None:
    replace_in(root, path, old, new)
    build(root)

    assert joins() == expected
    assert_as_clean(root)


def test_static_files_come_and_go_without_a_join(root: Path, joins: Callable[[], int]) -> None:
    write(root, "static/note.txt", "A note.")
    added = build(root)
    (root / "static/note.txt").unlink()
    build(root)

    assert joins() == 0
    assert "note.txt" in added.rendered
    assert_as_clean(root)


def test_a_file_beside_entries_needs_a_join(root: Path, joins: Callable[[], int]) -> None:
    write(root, "content/topics/note.txt", "A note.")
    build(root)

    assert joins() == 1


@pytest.mark.parametrize("field", ["withdrawn: Gone for good.", "superseded_by: port"])
def test_the_title_of_a_retired_entry_is_in_messages_about_others(
    root: Path, field: str, joins: Callable[[], int]
) -> None:
    replace_in(root, BAY, "title: Bay", f"title: Bay\n{field}")
    replace_in(root, PORT, "boats](bay.md#boats)", "bay](bay.md)")
    messages = [problem.message for problem in build(root).report.problems]
    why = "was withdrawn" if "withdrawn" in field else "was replaced"
    assert messages == [f'this leads to "Bay", which {why}']
    joins()
    replace_in(root, BAY, "title: Bay", "title: Cove")
    messages = [problem.message for problem in build(root).report.problems]

    assert (joins(), messages) == (1, [f'this leads to "Cove", which {why}'])


def test_a_field_that_the_definition_names_needs_a_join(root: Path, joins: Callable[[], int]) -> None:
    """Both are texts; the filters of the index are made from one of them."""
    fields = "fields:\n  ward: {kind: text, label: Ward}\n  view: {kind: text, label: View}\n"
    write(
        root, "content/topics/_type.yaml", f"name: Topic\nplural: Topics\nindex: {{facets: [ward]}}\n{fields}"
    )
    write(root, BAY, entry("Bay", "ward: North", "view: Hills", body="## Boats\n\nText."))
    assert not build(root).report.problems
    joins()
    replace_in(root, BAY, "view: Hills", "view: Sea")
    build(root)
    assert joins() == 0
    replace_in(root, BAY, "ward: North", "ward: South")
    build(root)
    assert joins() == 1
    assert_as_clean(root)


@pytest.mark.parametrize("sorted_by_titles", [("[projects, topics]", ""), ("", "[topics, projects]")])
def test_a_title_counts_where_a_list_or_the_alphabet_is_sorted_by_it(
    root: Path, sorted_by_titles: tuple[str, str], joins: Callable[[], int]
) -> None:
    """The type has the order of its weights; a list with topics, or the A–Z, that of their titles."""
    write(root, "content/topics/_type.yaml", "name: Topic\nplural: Topics\nsort: [weight]\n")
    replace_in(root, BAY, "title: Bay", "title: Bay\nweight: 1")
    replace_in(root, PORT, "title: Port", "title: Port\nweight: 2")
    for types in ("[projects, topics]", "[topics, projects]"):
        replace_in(root, "content/site.yaml", types, "[projects]")
    assert not build(root).report.problems
    joins()
    replace_in(root, BAY, "title: Bay", "title: Quay")
    build(root)
    assert joins() == 0
    names = ("activities:\n    types: ", "alphabet:\n  types: ")
    for name, types in zip(names, sorted_by_titles, strict=True):
        replace_in(root, "content/site.yaml", f"{name}[projects]", f"{name}{types or '[projects]'}")
    assert not build(root).report.problems
    joins()
    replace_in(root, BAY, "title: Quay", "title: Bay")
    build(root)
    assert joins() == 1
    assert_as_clean(root)


def test_the_remembered_site_is_the_joined_one_in_the_same_order(root: Path) -> None:
    """A plan of all outputs can be made from either."""
    joined = build(root, fresh=True).site.site
    site = restored(Previous(cache.read(root)), root / "public", None, load(root)).site

    assert site is not None
    for name in site.__struct_fields__:
        now, then = getattr(site, name), getattr(joined, name)
        assert now == then, name
        if name not in ("media", "outdated", "config", "problems"):
            assert list(now) == list(then), name
