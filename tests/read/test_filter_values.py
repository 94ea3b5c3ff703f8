"""How many values an entry may have in a field whose values have pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.builds import build, write
from tests.sites import Files, attempt, base_text, build_good, entry

TYPE = "name: Note\nplural: Notes\nfields: {words: {many: true}, free: {many: true}}\n"
SITE = base_text("content/site.yaml")


def values(number: int) -> str:
    return ", ".join(f"v{n}" for n in range(number))


PLACES: dict[str, Files] = {
    "a facet of an index": {"content/notes/_type.yaml": TYPE + "index: {facets: [words]}\n"},
    "a facet of a list": {
        "content/notes/_type.yaml": TYPE,
        "content/site.yaml": SITE.replace(
            "alphabet:\n", "  all: {types: [notes], permalink: /all/, facets: [words]}\nalphabet:\n"
        ),
    },
    "the terms of a taxonomy": {
        "content/notes/_type.yaml": TYPE + "index: {facets: [words]}\n",
        "content/site.yaml": SITE.replace("taxonomies:\n", "taxonomies:\n  words: {fields: words}\n"),
    },
}


@pytest.mark.parametrize("place", PLACES)
def test_more_values_than_may_have_pages_are_an_error(place: str, tmp_path: Path) -> None:
    note = entry("Note", f"words: [{values(2400)}]")
    outcome = attempt(tmp_path, {**PLACES[place], "content/notes/note.md": note})

    assert [(problem.code, problem.message) for problem in outcome.found] == [
        ("field.values", '"words" has 2,400 values here and may have 500: each has a page')
    ]
    place_of = outcome.found[0].location
    assert (place_of.path, place_of.line, place_of.column) == (
        "content/notes/note.md",
        3,
        note.split("\n")[2].index("v500") + 1,
    )


def test_a_field_without_pages_may_have_more(tmp_path: Path) -> None:
    files = {
        "content/notes/_type.yaml": TYPE,
        "content/notes/note.md": entry("Note", f"free: [{values(2400)}]", f"words: [{values(501)}]"),
    }
    assert "notes/note/index.html" in build_good(tmp_path, files).paths


def test_two_long_fields_that_are_a_pair_are_reported_and_not_joined(tmp_path: Path) -> None:
    pair = "index: {facets: [words, free], pairs: [[words, free]]}\n"
    note = entry("Note", f"words: [{values(9000)}]", f"free: [{values(9000)}]")
    files = {
        "content/site.yaml": SITE + "limits: {front_matter_bytes: 200000}\n",
        "content/notes/_type.yaml": TYPE + pair,
        "content/notes/note.md": note,
    }
    assert attempt(tmp_path, files).codes == ["field.values", "field.values"]


def test_a_facet_that_is_added_is_looked_at_in_the_next_build(tmp_path: Path) -> None:
    files = {
        "content/notes/_type.yaml": TYPE,
        "content/notes/note.md": entry("Note", f"words: [{values(501)}]"),
    }
    build_good(tmp_path, files)
    assert not build(tmp_path).report.problems
    taxonomy = SITE.replace(
        "lists:\n", "lists:\n  all: {types: [notes], permalink: /all/, facets: [words]}\n"
    )
    write(tmp_path, "content/site.yaml", taxonomy)

    assert [problem.code for problem in build(tmp_path).report.problems] == ["field.values"]
