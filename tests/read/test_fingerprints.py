"""The fingerprints of what a document's translations translate: what changes which of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sitegen.build.build import examine
from sitegen.types import Part
from sitegen.types.keys import DocumentKey
from tests.sites import Files, base_text, entry, load, model

SOURCE = """---
title: Air
summary: What the city breathes.
topics: [food]
start: 2024-05-01
partners:
  - {name: City of Oslo, role: Lead, topic: food}
---

Clean air is a right. See [food](../topics/food.md) and
[the report](https://example.org/report).

## How it began

> A quotation that is long enough
> to be wrapped.

| Year | Word |
|------|------|
| 1990 | First |

## What is open

![A street](street.jpg "Photo: A. Person")
{{< number members >}} people.
"""


def parts(tmp_path: Path, source: str, **files: str) -> dict[str, Part]:
    given: Files = {
        "content/projects/air.md": source,
        "content/projects/street.jpg": b"\xff\xd8\xff",
        **{f"content/{name}": text for name, text in files.items()},
    }
    document = model(tmp_path, given).documents[DocumentKey("projects/air@en")]
    return {part.name: part for part in document.parts}


def changed(tmp_path: Path, *edits: tuple[str, str]) -> set[str]:
    """The parts whose fingerprints an edit changes; those that come and go as well."""
    before, source = parts(tmp_path / "before", SOURCE), SOURCE
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    after = parts(tmp_path / "after", source)
    names = before.keys() | after.keys()
    digests = {name: [p[name].digest for p in (before, after) if name in p] for name in names}
    return {name for name, found in digests.items() if len(found) == 1 or found[0] != found[1]}


def test_a_document_has_a_part_for_each_field_of_text_and_each_heading(tmp_path: Path) -> None:
    found = parts(tmp_path, SOURCE)

    assert [(part.name, part.text, part.line) for part in found.values()] == [
        ("partners", "partners", 7),
        ("summary", "summary", 3),
        ("title", "title", 2),
        ("#", "", 10),
        ("#how-it-began", "How it began", 13),
        ("#what-is-open", "What is open", 22),
    ]
    assert all(len(part.digest) == 8 for part in found.values())


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("title: Air", "title: Clean air", "title"),
        ("What the city breathes", "What a city breathes", "summary"),
        ("role: Lead", "role: Host", "partners"),
        ("is a right", "is one right", "#"),
        ("org/report)", "org/report-2)", "#"),
        ("[food]", "[eating]", "#"),
        ("to be wrapped", "to be cut", "#how-it-began"),
        ("| First |", "| Second |", "#how-it-began"),
        ("![A street]", "![A road]", "#what-is-open"),
        ("A. Person", "B. Person", "#what-is-open"),
        ("people.", "persons.", "#what-is-open"),
    ],
)
def test_other_words_change_the_part_they_stand_in_and_no_other(
    tmp_path: Path, old: str, new: str, part: str
) -> None:
    assert changed(tmp_path, (old, new)) == {part}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("right. See", "right.\nSee"),
        ("and\n[the", "and [the"),
        ("enough\n> to", "enough to"),
        ("wrapped.", "wrapped.  "),
        ("\n## What", "\n\n\n## What"),
        ("## How", "### How"),
        ("\n", "\r\n"),
        ("../topics/food.md)", "../topics/water.md)"),
        ("(street.jpg", "( street.jpg"),
        ("start: 2024-05-01", "start: 2025-05-01"),
        ("topics: [food]", "topics: [food, water]"),
        ("topic: food}", "topic: water}"),
        ("title: Air\nsummary: What the city breathes.", "summary: What the city breathes.\ntitle: Air"),
        ("summary: What the city breathes.", "summary: >\n  What the city\n  breathes."),
        ("{name: City of Oslo, role: Lead,", "{role: Lead, name: City of Oslo,"),
    ],
)
def test_what_no_reader_of_the_text_sees_changes_none(tmp_path: Path, old: str, new: str) -> None:
    assert changed(tmp_path, (old, new)) == set()


def test_a_page_that_is_renamed_leaves_the_texts_that_link_to_it_as_they_are(tmp_path: Path) -> None:
    by_name = SOURCE.replace("[food](../topics/food.md)", "[food][f]") + "\n[f]: ../topics/food.md\n"
    moved = by_name.replace("topics/food.md\n", "topics/water.md\n")

    assert parts(tmp_path / "a", by_name) == parts(tmp_path / "b", moved)


def test_a_footnote_is_text_and_no_address(tmp_path: Path) -> None:
    noted = SOURCE.replace("right.", "right.[^1]") + "\n[^1]: Since 2021.\n"
    before, after = parts(tmp_path / "a", noted), parts(tmp_path / "b", noted.replace("Since", "After"))

    assert {name for name in before if before[name] != after[name]} == {"#what-is-open"}


def test_an_address_in_angle_brackets_counts_where_it_leads_off_the_site(tmp_path: Path) -> None:
    angled = SOURCE.replace("(https://example.org/report)", "(<https://example.org/report>)")
    before, after = parts(tmp_path / "a", angled), parts(tmp_path / "b", angled.replace("/report", "/other"))

    assert {name for name in before if before[name] != after[name]} == {"#"}


def test_what_looks_like_a_heading_in_code_begins_no_part(tmp_path: Path) -> None:
    found = parts(tmp_path, entry("Air", body="Text.\n\n```\n## Not one\n```\n\nUnderlined\n---\n\nMore."))

    assert [(part.name, part.line) for part in found.values()][1:] == [
        ("#", 5), ("#underlined", 11),
    ]  # fmt: skip


def test_both_engines_give_the_same(tmp_path: Path) -> None:
    gfm = base_text("content/site.yaml") + "markdown: {engine: gfm}\n"

    assert parts(tmp_path / "a", SOURCE) == parts(tmp_path / "b", SOURCE, **{"site.yaml": gfm})


def test_only_what_can_have_translations_has_parts(tmp_path: Path) -> None:
    site = model(tmp_path / "two")
    (alone := tmp_path / "one/content/notes").mkdir(parents=True)
    (alone / "_type.yaml").write_text("name: Note\nplural: Notes\n")
    (alone / "one.md").write_text(entry("One"))
    config = "title: A\ndescription: B\nbase_url: https://example.org\nlanguages: {en: {}}\n"
    (alone.parent / "site.yaml").write_text(config)

    assert site.documents[DocumentKey("topics/food@en")].parts
    assert site.documents[DocumentKey("topics/food@fr")].parts == ()
    root = tmp_path / "one"
    assert examine(root, load(root)).site.documents[DocumentKey("notes/one@en")].parts == ()


def test_a_fingerprint_is_the_same_in_every_version_of_sitegen(tmp_path: Path) -> None:
    """Another way to make them would make every translation of every site stale."""
    found = parts(tmp_path, entry("Air", body="> Clean\n> air.\n\n## A [right](../topics/food.md)\n\nÀ é"))
    expected = {"title": "Air", "#": "Cleanair.", "#a-right": "A[right]()Àé"}

    assert {name: part.digest for name, part in found.items()} == {
        name: hashlib.blake2b(letters.encode(), digest_size=16).hexdigest()[:8]
        for name, letters in expected.items()
    }
