"""Every kind of field: what it takes, what it refuses, and that YAML never guesses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from sitegen.kinds import KINDS
from sitegen.read.document import read_document
from sitegen.types import Config, Document, File, Image, PartialDate, Problem, Reference, Repeats, RichText
from sitegen.types.keys import EntryKey
from tests.sites import load, make_site

TYPE = """\
name: Thing
plural: Things
fields:
  text: {}
  short: {max: 5}
  long: {min: 5}
  code: {pattern: "[A-Z]{3}"}
  words: {many: true}
  markdown: {kind: markdown}
  integer: {kind: integer}
  few: {kind: integer, min: 1, max: 9}
  number: {kind: number}
  share: {kind: number, min: 0, max: 100}
  boolean: {kind: boolean}
  day: {kind: date}
  about: {kind: date, partial: true}
  recent: {kind: date, partial: true, min: 1990-01-01, max: 2030-12-31}
  moment: {kind: datetime}
  repeats: {kind: repeats}
  moment_or_day: {kind: datetime, whole_day: true}
  moment_or_year: {kind: datetime, whole_day: true, partial: true}
  choice: {kind: choice, choices: {small: Small, large: Large}}
  topic: {kind: reference, to: topics}
  anything: {kind: reference, to: [topics, projects]}
  country: {kind: country}
  countries: {kind: country, many: true}
  coordinates: {kind: coordinates}
  language: {kind: language}
  url: {kind: url}
  email: {kind: email}
  image: {kind: image}
  video: {kind: video}
  file: {kind: file}
  group:
    kind: group
    fields: {name: {required: true}, since: {kind: date}}
  groups:
    kind: group
    many: true
    fields: {name: {required: true}, country: {kind: country}, note: {default: none}}
  preset: {kind: integer, default: 7}
"""
FILES = {
    "content/things/plan.pdf": 1200,
    "content/things/photo.jpg": 3400,
    "content/topics/map.PNG": 5,
    "content/things/data": 1,
}
PATH = "content/things/one.md"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    root: Path = tmp_path_factory.mktemp("fields")
    return load(make_site(root, {"content/things/_type.yaml": TYPE}))


def read(config: Config, *lines: str, path: str = PATH) -> tuple[Document, tuple[Problem, ...]]:
    text = "\n".join(["---", "title: One", *lines, "---", "", "Text.", ""])
    document, _, _, problems = read_document(path, text, config, FILES)
    assert document is not None
    return document, problems


def value_of(config: Config, line: str) -> object:
    document, problems = read(config, *line.split("\n"))
    assert problems == ()
    return document.fields[line.partition(":")[0]]


GOOD: Mapping[str, object] = {
    # Text: as written, whatever YAML would make of it.
    "text: NO": "NO",
    "text: 1.10": "1.10",
    "text: 12:30": "12:30",
    "text: 0123": "0123",
    "text: 1_000": "1_000",
    "text: on": "on",
    "text: null": "null",
    "text: 2024-05-03": "2024-05-03",
    'text: "quoted: text"': "quoted: text",
    "text: 'it''s'": "it's",
    "text: >-\n  folded\n  text": "folded text",
    "text: |\n  kept\n  lines": "kept\nlines",
    "text: Zürich — 東京": "Zürich — 東京",
    "short: abcde": "abcde",
    "long: abcde": "abcde",
    "code: ABC": "ABC",
    "words: one": ("one",),
    "words: [one, two]": ("one", "two"),
    "words:\n  - one\n  - two": ("one", "two"),
    "words: []": (),
    # Numbers stay as written, so that their decimals are not lost.
    "integer: 0": "0",
    "integer: -12": "-12",
    'integer: "12"': "12",
    "few: 1": "1",
    "few: 9": "9",
    "number: 1.10": "1.10",
    "number: -0.5": "-0.5",
    "number: 2500": "2500",
    "share: 100": "100",
    "boolean: true": True,
    "boolean: false": False,
    # Dates.
    "day: 2024-02-29": date(2024, 2, 29),
    "about: 2024": PartialDate(2024),
    "about: 2024-05": PartialDate(2024, 5),
    "about: 2024-05-03": date(2024, 5, 3),
    "recent: 1990": PartialDate(1990),
    "recent: 2030-12-31": date(2030, 12, 31),
    "moment: 2026-05-31T14:30+02:00": datetime(2026, 5, 31, 14, 30, tzinfo=timezone(timedelta(hours=2))),
    "moment: 2026-05-31T14:30Z": datetime(2026, 5, 31, 14, 30, tzinfo=UTC),
    "moment: 2026-05-31 14:30:15-05:30": datetime(
        2026, 5, 31, 14, 30, 15, tzinfo=timezone(-timedelta(hours=5, minutes=30))
    ),
    "moment_or_day: 2026-05-31": date(2026, 5, 31),
    "moment_or_year: 2026": PartialDate(2026),
    "repeats: {every: week, times: 3}": Repeats("WEEKLY", times=3),
    # Codes.
    "choice: large": "large",
    "country: NO": "NO",
    "country: XK": "XK",
    "coordinates: 57.05, 9.92": "57.05, 9.92",
    "coordinates: -26.2,28": "-26.2, 28",
    "coordinates: 90, -180": "90, -180",
    "countries: [NO, FR]": ("NO", "FR"),
    "countries: NO": ("NO",),
    "language: fr": "fr",
    "language: pt-BR": "pt-BR",
    "language: zh-Hans": "zh-Hans",
    "language: no": "no",
    # Addresses.
    "url: https://example.org/a?b=c#d": "https://example.org/a?b=c#d",
    "url: http://example.org": "http://example.org",
    "email: jo.b+c@city.example.org": "jo.b+c@city.example.org",
    # Files.
    "image: {file: photo.jpg, alt: A square., credit: Jo}": Image(
        "content/things/photo.jpg", "A square.", "Jo"
    ),
    "image: {file: photo.jpg, alt: A, focus: top left}": Image(
        "content/things/photo.jpg", "A", focus="top left"
    ),
    "image: {file: photo.jpg, alt: A, caption: By night, license: CC0 1.0}": Image(
        "content/things/photo.jpg", "A", caption="By night", license="CC0 1.0"
    ),
    "video: {title: A, still: {file: photo.jpg, alt: B}, url: https://example.org/a, transcript: C}": {
        "title": "A",
        "still": Image("content/things/photo.jpg", "B"),
        "url": "https://example.org/a",
        "transcript": "C",
    },
    "image: {file: photo.jpg, decorative: true}": Image("content/things/photo.jpg", "", "", decorative=True),
    "image: {file: ../topics/map.PNG, alt: A map.}": Image("content/topics/map.PNG", "A map."),
    "file: plan.pdf": File("content/things/plan.pdf", None, "PDF", 1200),
    "file: {file: plan.pdf, language: fr}": File("content/things/plan.pdf", "fr", "PDF", 1200),
    "file: {file: plan.pdf, format: PDF/A}": File("content/things/plan.pdf", None, "PDF/A", 1200),
    "file: https://example.org/plan.odt": File("https://example.org/plan.odt", None, "ODT", None),
    # Groups.
    "group:\n  name: NO\n  since: 2024-05-03": {"name": "NO", "since": date(2024, 5, 3)},
    "groups:\n  - {name: One, country: NO}\n  - {name: Two, note: late}": (
        {"name": "One", "country": "NO", "note": "none"},
        {"name": "Two", "note": "late"},
    ),
    "groups: {name: One}": ({"name": "One", "note": "none"},),
}


@pytest.mark.parametrize("line", GOOD)
def test_a_good_value_is_read_as_its_kind_says(line: str, config: Config) -> None:
    assert value_of(config, line) == GOOD[line]


BAD: Mapping[str, str] = {
    "text: [one, two]": "field.single",
    "text: {one: two}": "field.single",
    "text:": "field.empty",
    "text: ~": "field.empty",
    "short: abcdef": "field.length",
    "long: abcd": "field.length",
    "code: ABCD": "field.pattern",
    "code: abc": "field.pattern",
    "words: [one, [two]]": "field.single",
    "integer: 1.0": "field.integer",
    "integer: 012": "field.integer",
    "integer: 1,000": "field.integer",
    "integer: 1_000": "field.integer",
    "integer: 0x10": "field.integer",
    "integer: 1e3": "field.integer",
    "integer: ٣": "field.integer",
    "integer: 1٣": "field.integer",
    "integer: 99999999999999999999999": "field.integer",
    "integer: 12:30": "field.integer",
    "few: 0": "field.range",
    "few: 10": "field.range",
    "number: 1,5": "field.number",
    "number: 12:30": "field.number",
    "number: .5": "field.number",
    "number: .inf": "field.number",
    "number: 40%": "field.number",
    "share: 100.01": "field.range",
    "share: -1": "field.range",
    "boolean: yes": "field.boolean",
    "boolean: True": "field.boolean",
    "boolean: 1": "field.boolean",
    "day: 2024": "field.date",
    "day: 2024-05": "field.date",
    "day: 2024-02-30": "field.date",
    "day: 2023-02-29": "field.date",
    "day: 0000-01-01": "field.date",
    "day: 03.05.2024": "field.date",
    "day: 2024-5-3": "field.date",
    "day: 2024-05-03T10:00Z": "field.date",
    "day: ٢٠٢٤-٠٥-٠٣": "field.date",
    "about: 2024-13": "field.date",
    "about: 24": "field.date",
    "recent: 1989": "field.range",
    "recent: 2031-01": "field.range",
    "moment: 2026-05-31": "field.datetime",
    "moment: 2026-05-31T14:30": "field.datetime",
    "moment: 2026-05-31T24:30Z": "field.datetime",
    "moment: 2026-02-30T14:30Z": "field.datetime",
    "moment: 14:30": "field.datetime",
    "repeats: weekly": "field.repeats",
    "repeats: [mon, tue]": "field.single",
    "moment_or_day: 2026": "field.date",
    "choice: Large": "field.choice",
    "choice: medium": "field.choice",
    "topic: projects/spark": "reference.type",
    "anything: food": "reference.type",
    "country: no": "field.country",
    "country: Norway": "field.country",
    "country: NOR": "field.country",
    "country: UK": "field.country",
    "country: EU": "field.country",
    "country: AN": "field.country",
    "coordinates: 57.05": "field.coordinates",
    "coordinates: 57,05 9,92": "field.coordinates",
    "coordinates: 57.05N, 9.92E": "field.coordinates",
    "coordinates: 1e1, 2": "field.coordinates",
    "coordinates: 57.05, 9.92, 3": "field.coordinates",
    "coordinates: [57.05, 9.92]": "field.single",
    "coordinates: 90.01, 0": "field.range",
    "coordinates: 0, -180.5": "field.range",
    "language: english": "field.language",
    "language: xx": "field.language",
    "language: fr_FR": "field.language",
    "url: example.org": "field.url",
    "url: ftp://example.org": "field.url",
    "url: javascript:alert(1)": "field.url",
    "url: //example.org": "field.url",
    "url: https://": "field.url",
    "url: https://user:pw@example.org": "field.url",
    'url: "https://example.org/a b"': "field.url",
    "url: https://[::1": "field.url",
    "email: jo": "field.email",
    "email: jo@city": "field.email",
    "email: Jo <jo@city.example.org>": "field.email",
    "video: A talk": "field.group",
    "image: photo.jpg": "image.alt",
    'image: {file: photo.jpg, alt: " "}': "image.alt",
    "image: {file: plan.pdf, alt: A plan.}": "image.kind",
    "image: {file: none.jpg, alt: None.}": "file.missing",
    "image: {alt: A picture.}": "field.missing",
    "image: https://example.org/photo.jpg": "file.missing",
    "file: none.pdf": "file.missing",
    "file: /etc/passwd": "file.missing",
    "file: ../../../../etc/passwd": "file.missing",
    "file: {language: fr}": "field.missing",
    "file: {file: plan.pdf, language: French}": "field.language",
    "file: {file: plan.pdf, size: 3}": "field.unknown",
    "group: One": "field.group",
    "group: [{name: One}]": "field.single",
    "group: {since: 2024-05-03}": "field.missing",
    "group: {name: One, whence: here}": "field.unknown",
    "groups: [One]": "field.group",
    "groups: [{name: One, country: Norway}]": "field.country",
    "nothing: here": "field.unknown",
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_value_is_one_problem_on_its_line(line: str, config: Config) -> None:
    _, problems = read(config, line)

    assert [problem.code for problem in problems] == [BAD[line]]
    assert problems[0].location.path == PATH
    assert problems[0].location.line == 3
    assert problems[0].location.column is not None


def test_every_kind_is_tested_with_good_and_bad_values() -> None:
    """The kinds that TYPE declares under their own names, or as below."""
    others = {"date": "day", "datetime": "moment", "reference": "topic"}
    for kind in KINDS:
        name = others.get(kind, kind)
        assert any(line.startswith(f"{name}:") for line in (*GOOD, *REFERENCES, *RICH)), kind
        assert any(line.startswith(f"{name}:") for line in BAD) or kind == "markdown", kind


REFERENCES = {
    "topic: food": "topics/food",
    "topic: topics/food": "topics/food",
    "topic: food.md": "topics/food",
    "topic: /topics/food/": "topics/food",
    "anything: projects/spark": "projects/spark",
}


@pytest.mark.parametrize("line", REFERENCES)
def test_a_reference_names_type_and_entry_and_knows_its_place(line: str, config: Config) -> None:
    column = len(line.partition(":")[0]) + 3

    assert value_of(config, line) == Reference(EntryKey(REFERENCES[line]), 3, column)


RICH = {
    "markdown: Plain words": "Plain words",
    "markdown: Some *emphasis* and `code`": "Some <em>emphasis</em> and <code>code</code>",
    "markdown: CO<sub>2</sub> <!-- of 2026 -->": "CO<sub>2</sub>",
    "markdown: A {{< number x >}}": "A {{&lt; number x &gt;}}",
}


@pytest.mark.parametrize("line", RICH)
def test_a_markdown_field_is_inline_html(line: str, config: Config) -> None:
    value = value_of(config, line)

    assert isinstance(value, RichText)
    assert value.html == RICH[line]


def test_html_in_a_markdown_field_is_shown_and_named(config: Config) -> None:
    document, problems = read(config, "markdown: A <script>alert(1)</script>")

    value = document.fields["markdown"]
    assert isinstance(value, RichText)
    assert value.html == "A &lt;script&gt;alert(1)&lt;/script&gt;"
    assert [(problem.code, problem.location.line, problem.location.column) for problem in problems] == [
        ("markdown.html", 3, 11)
    ]


def test_a_default_is_used_where_nothing_is_given(config: Config) -> None:
    document, problems = read(config)

    assert problems == ()
    assert document.fields["preset"] == "7"


def test_a_translation_has_no_defaults_of_its_own(config: Config) -> None:
    document, problems = read(config, path="content/things/one.fr.md")

    assert problems == ()
    assert "preset" not in document.fields


def test_all_problems_of_a_file_are_found_at_once(config: Config) -> None:
    _, problems = read(config, "country: Norway", "day: soon", "boolean: yes", "unknown: x")

    assert [p.code for p in problems] == ["field.country", "field.date", "field.boolean", "field.unknown"]
    assert [p.location.line for p in problems] == [3, 4, 5, 6]


def test_positions_of_values_count_from_the_file(config: Config) -> None:
    document, _ = read(config, "country: NO", "words:", "  - one")

    assert document.positions["country"] == (3, 10)
    assert document.positions["words"] == (5, 3)


def test_a_field_of_a_group_has_no_special_meaning_by_its_name(tmp_path: Path) -> None:
    fields = "{title: {label: Job}, draft: {kind: text}, weight: {kind: number}}"
    text = f"name: A\nplural: B\nfields:\n  people: {{kind: group, fields: {fields}}}\n"
    parts = (
        load(make_site(tmp_path, {"content/things/_type.yaml": text})).types["things"].fields["people"].fields
    )

    assert [
        (field.kind, field.show, field.required, field.help, field.maximum) for field in parts.values()
    ] == [
        ("text", True, False, "", None),
        ("text", True, False, "", None),
        ("number", True, False, "", None),
    ]
    assert parts["title"].label == {"": "Job"}
