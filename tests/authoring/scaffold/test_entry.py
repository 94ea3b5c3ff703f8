"""The skeleton of a new entry: each field expects a value that its comment describes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.authoring.scaffold import entry_path, skeleton
from sitegen.types import ContentType, Problem
from tests.sites import Files, attempt, load, make_site, picture

DEFINITION = """\
name: Thing
plural: Things
fields:
  summary: {required: true, max: 80, help: What it is.}
  date: {kind: date, partial: true, required: true, help: When it was found.}
  when: {kind: datetime, whole_day: true}
  words: {many: true}
  rich: {kind: markdown}
  pieces: {kind: integer}
  weight_kg: {kind: number}
  broken: {kind: boolean, default: false, required: true}
  colour: {kind: choice, required: true, choices: {red: Red, blue: Blue}}
  topics: {kind: reference, to: topics, many: true, required: true}
  made: {kind: date, partial: true}
  seen_by: {kind: reference, to: [projects, topics]}
  countries: {kind: country, many: true}
  spot: {kind: coordinates}
  tongue: {kind: language}
  url: {kind: url}
  email: {kind: email}
  picture: {kind: image}
  report: {kind: file}
  finder:
    kind: group
    required: true
    fields: {address: {}, name: {required: true, label: Name}}
  owners:
    kind: group
    many: true
    fields: {until: {kind: date}, name: {required: true}}
  secret: {show: false}
"""

EXPECTED = """\
---
title: "A \\"thing\\""
summary:  # required; Summary; at most 80 characters; What it is
date:  # required; Date; like 2026-05-31, 2026-05 or 2026; When it was found
colour:  # required; Colour; one of red, blue
topics:  # required; Topics; the name of a file in content/topics; one or several: [a, b]
finder:  # required; Finder
  name:  # required; Name
  # address: …  # optional; Address
# when: 2026-05-31T14:30+02:00  # optional; When
# words: […]  # optional; Words; one or several
# rich: …  # optional; Rich
# pieces: 1  # optional; Pieces
# weight_kg: 2.5  # optional; Weight kg
# broken: false  # optional; Broken
# made: 2026-05-31  # optional; Made; a day, a month (2026-05) or a year
# seen_by: projects/name  # optional; Seen by; the name of a file in content/projects or content/topics
# countries: [NO]  # optional; Countries; one or several
# spot: 57.05, 9.92  # optional; Spot
# tongue: fr  # optional; Tongue
# url: https://example.org/  # optional; Url
# email: name@example.org  # optional; Email
# picture: {file: picture.jpg, alt: what it shows}  # optional; Picture
# report: report.pdf  # optional; Report
# owners:  # optional; Owners; one or several
#   - name: …  # required; Name
#     until: 2026-05-31  # optional; Until
draft: true  # remove this line when it is ready
---

Write here.
"""


@pytest.fixture
def things(tmp_path: Path) -> ContentType:
    root = make_site(tmp_path, {"content/things/_type.yaml": DEFINITION})
    return load(root).types["things"]


def test_required_fields_come_first_and_optional_ones_are_comments(things: ContentType) -> None:
    assert skeleton(things, 'A "thing"', "en") == EXPECTED


def found(root: Path, text: str) -> list[Problem]:
    files: Files = {
        "content/things/_type.yaml": DEFINITION,
        "content/things/a-thing.md": text,
        "content/things/picture.jpg": picture("JPEG"),
        "content/things/report.pdf": b"%PDF-",
    }
    return list(attempt(root, files, drafts=True).found)


def test_what_waits_for_a_value_is_reported_until_it_has_one(tmp_path: Path) -> None:
    codes = [(problem.code, problem.location.line) for problem in found(tmp_path, EXPECTED)]

    assert codes == [("field.empty", line) for line in (3, 4, 5, 6, 8)]


def test_every_example_can_be_uncovered_as_it_stands(tmp_path: Path) -> None:
    text = EXPECTED
    for name, value in {
        "summary": "S.",
        "date": "2026",
        "colour": "red",
        "topics": "food",
        "  name": "N",
    }.items():
        text = text.replace(f"\n{name}:  #", f"\n{name}: {value}  #")
    text = re.sub(r"^( *)# ", r"\1", text, flags=re.MULTILINE).replace("projects/name", "projects/spark", 1)

    assert [problem.message for problem in found(tmp_path, text)] == []


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("Food systems", "content/things/food-systems.md"),
        ("Ærø: Øl & vand", "content/things/aero-ol-vand.md"),
        ("Land/Water", "content/things/land-water.md"),
        ("word " * 100, "content/things/" + "-".join(["word"] * 12) + ".md"),
        ("2026", "content/things/2026.md"),
        ("città.fr", "content/things/citta-fr.md"),
        ("食", None),
        ("", None),
    ],
)
def test_the_name_of_a_new_file(things: ContentType, title: str, path: str | None) -> None:
    assert entry_path(things, title) == path


def test_a_title_is_kept_whatever_is_in_it(tmp_path: Path, things: ContentType) -> None:
    title = "A:\n# \\ 'b' \"c\" – {{ d }} é\t"
    text = skeleton(things, title, "en")
    assert text.splitlines()[1] == 'title: "A: # \\\\ \'b\' \\"c\\" – {{ d }} é"'
    assert "title" not in " ".join(problem.message for problem in found(tmp_path, text))
