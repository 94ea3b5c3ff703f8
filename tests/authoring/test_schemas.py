"""The JSON Schemas of front matter are complete and agree with sitegen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from sitegen.authoring import entry_schemas, generated_files
from sitegen.authoring.files import GeneratedFile
from sitegen.authoring.scaffold import make_site as make_new_site
from sitegen.kinds import KINDS
from sitegen.types import Config
from tests.authoring.core_yaml import front_matter
from tests.sites import Files, attempt, load, make_site, picture
from tests.test_broken import BROKEN, read_case

REPOSITORY = Path(__file__).parents[2]


class Schemas:
    """The schemas of a site, as an editor uses them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.config: Config = load(root)
        self.files: tuple[GeneratedFile, ...] = generated_files(root, self.config)
        texts = [file for file in self.files if file.path.startswith(".vscode/schemas/")]
        self.by_name: Mapping[str, Any] = {
            f.path.removeprefix(".vscode/schemas/"): json.loads(f.text) for f in texts
        }
        resources = ((name, Resource.from_contents(schema)) for name, schema in self.by_name.items())
        self.registry: Any = Registry().with_resources(resources)

    def wrong(self, path: str) -> list[str]:
        """Problems that an editor marks in a content file."""
        return self.wrong_in(path, front_matter(path, (self.root / path).read_text(encoding="utf-8")))

    def wrong_in(self, path: str, fields: object) -> list[str]:
        name = schema_of(path, self.config)
        formats = FormatChecker(("date",))
        validator = Draft7Validator(self.by_name[name], registry=self.registry, format_checker=formats)
        return [error.message for error in validator.iter_errors(fields)]


def schema_of(path: str, config: Config) -> str:
    folders, _, file = path.rpartition("/")
    stem = file.rpartition(".")[0]
    name, _, code = stem.rpartition(".")
    translated = code in config.languages and code != config.default_language
    kind = "_index" if (name if translated else stem) == "_index" else folders.removeprefix("content/")
    return f"{kind}.translation.json" if translated else f"{kind}.json"


def entries(root: Path) -> Iterator[str]:
    for file in sorted((root / "content").rglob("*")):
        if file.suffix in (".md", ".yaml") and file.name not in ("_type.yaml", "site.yaml"):
            yield file.relative_to(root).as_posix()


@pytest.fixture(scope="module")
def shipped() -> Schemas:
    return Schemas(REPOSITORY)


# --- completeness ------------------------------------------------------------------------------


def test_every_schema_is_one(shipped: Schemas) -> None:
    for schema in shipped.by_name.values():
        Draft7Validator.check_schema(schema)

    assert len(shipped.by_name) == 2 * (len(shipped.config.types) + 1) + 4


def test_every_shipped_entry_and_translation_fits(shipped: Schemas) -> None:
    paths = list(entries(REPOSITORY))

    assert len(paths) > 500
    assert {path: wrong for path in paths if (wrong := shipped.wrong(path))} == {}


def test_every_entry_of_a_new_site_fits(tmp_path: Path) -> None:
    make_new_site(tmp_path / "site")
    new = Schemas(tmp_path / "site")

    assert {path: wrong for path in entries(new.root) if (wrong := new.wrong(path))} == {}


# --- accepted values ---------------------------------------------------------------------------

THINGS = """\
name: Thing
plural: Things
fields:
  summary: {required: true, max: 12, help: What it is.}
  words: {many: true, pattern: '[A-Z]{3}'}
  python: {pattern: '(?P<a>x)'}
  rich: {kind: markdown}
  pieces: {kind: integer, min: 1, max: 9}
  share: {kind: number, max: 99.5}
  broken: {kind: boolean, default: false, required: true}
  day: {kind: date}
  made: {kind: date, partial: true}
  at: {kind: datetime}
  when: {kind: datetime, whole_day: true, partial: true}
  size: {kind: choice, choices: {1: One, 2.5: More, true: All}}
  topics: {kind: reference, to: topics, many: true, required: true}
  about: {kind: reference, to: [projects, topics]}
  country: {kind: country}
  spot: {kind: coordinates}
  tongue: {kind: language}
  url: {kind: url}
  email: {kind: email}
  picture: {kind: image}
  film: {kind: video}
  report: {kind: file}
  repeats: {kind: repeats}
  owners: {kind: group, many: true, fields: {name: {required: true}, until: {kind: date, required: true}}}
"""
WHOLE = {"title": "T", "summary": "S.", "topics": "food"}
GOOD = (
    "title: 2026",
    "title: true",
    "words: ABC",
    "words: [ABC, DEF]",
    "python: x",
    "pieces: 3",
    'pieces: "3"',
    "share: 3.40",
    "broken: true",
    "day: 2026-05-31",
    "made: 2026",
    "made: 2026-05",
    "at: 2026-05-31T14:30+02:00",
    "at: 2026-05-31 14:30:05Z",
    "at: 2019-02-19 15:00:00 -0500",
    "at: 2026-05-31 9:30 Europe/Paris",
    "at: 2026-05-31T14:30 America/Argentina/Buenos_Aires",
    "at: 2026-05-31 14:30 UTC",
    "when: 2026",
    "when: 2026-05-31",
    "size: 1",
    "size: 2.5",
    "size: true",
    "topics: [food, water]",
    "about: topics/food",
    "country: NO",
    "country: XK",
    "spot: 57.05, 9.92",
    "spot: -90, -180.0",
    "tongue: zh-Hans",
    "url: http://example.org/a",
    "email: a.b@example.org",
    "picture: {file: a.jpg, alt: A}",
    "picture: {file: a.png, decorative: true}",
    "picture: {file: a.jpg, alt: A, caption: By night, license: CC0 1.0}",
    "film: {title: A, still: {file: a.jpg, alt: A}, url: https://example.org/a, transcript: A}",
    "report: a.pdf",
    "report: {file: https://example.org/a.pdf, language: fr, format: PDF}",
    "repeats: {every: week, until: 2026-05-31}",
    "repeats: {every: 2 months, on: [first tue, -1FR], times: 5, except: [2026-05-31]}",
    "repeats: FREQ=WEEKLY;COUNT=3",
    "owners: [{name: A, until: 2026-05-31}]",
    "owners: {name: A, until: 2026-05-31}",
)
BAD = (
    "title:",
    "summary: A sentence that is too long.",
    "words: abc",
    "words: [ABC, abc]",
    "pieces: 2.5",
    "pieces: 10",
    "share: 2,500",
    "share: 99.6",
    "broken: maybe",
    "day: 2026-05",
    "day: 2026-02-30",
    "made: 2026-13",
    "made: 2026-02-30",
    "at: 2026-05-31T14:30",
    "at: 2026-05-31 14:30 PM",
    "at: 2026-05-31 14:30 +15:00",
    "when: in May",
    "size: 3",
    "topics: foood",
    "topics: []",
    "about: food",
    "about: topics/foood",
    "country: UK",
    "spot: 91, 0",
    "tongue: French",
    "url: example.org",
    "email: nobody",
    "picture: a.jpg",
    "film: A",
    "film: {title: A, still: a.jpg, url: https://example.org/a, transcript: A}",
    "picture: {file: a.pdf, alt: A}",
    "picture: {file: a.jpg}",
    "report: {format: PDF}",
    "repeats: {every: week}",
    "repeats: {every: weak, times: 3}",
    "repeats: {every: week, times: 3, until: 2026-05-31}",
    "repeats: weekly",
    "owners: [{name: A}]",
    "owners: [{nam: A, name: A, until: 2026-05-31}]",
    "sumary: S.",
)


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Schemas:
    return Schemas(make_site(tmp_path_factory.mktemp("things"), {"content/things/_type.yaml": THINGS}))


def test_the_lines_are_of_every_kind(things: Schemas) -> None:
    assert {field.kind for field in things.config.types["things"].fields.values()} == set(KINDS)


def read_with(line: str) -> str:
    fields = "".join(f"{n}: {value}\n" for n, value in WHOLE.items() if not line.startswith(f"{n}:"))
    return f"{fields}{line}\n"


def said_by_sitegen(root: Path, line: str) -> list[str]:
    files: Files = {
        "content/things/_type.yaml": THINGS,
        "content/things/a.yaml": read_with(line),
        "content/things/a.jpg": picture("JPEG"),
        "content/things/a.png": picture("PNG"),
        "content/things/a.pdf": b"%PDF-",
    }
    return [problem.message for problem in attempt(root, files).found]


@pytest.mark.parametrize("line", GOOD)
def test_what_sitegen_takes_is_not_marked(line: str, things: Schemas, tmp_path: Path) -> None:
    assert said_by_sitegen(tmp_path, line) == []

    path = "content/things/a.yaml"
    assert things.wrong_in(path, front_matter(path, read_with(line))) == []


@pytest.mark.parametrize("line", BAD)
def test_what_sitegen_refuses_is_marked(line: str, things: Schemas, tmp_path: Path) -> None:
    assert said_by_sitegen(tmp_path, line) != []

    path = "content/things/a.yaml"
    assert things.wrong_in(path, front_matter(path, read_with(line))) != []


def test_a_draft_may_lack_what_is_needed_and_a_translation_needs_only_texts(things: Schemas) -> None:
    assert things.wrong_in("content/things/a.yaml", {"title": "T"}) != []
    assert things.wrong_in("content/things/a.yaml", {"title": "T", "draft": True}) == []
    translated = {"title": "T", "summary": "S.", "owners": [{"name": "A"}]}
    assert things.wrong_in("content/things/a.fr.yaml", translated) == []
    assert things.wrong_in("content/things/a.fr.yaml", {"title": "T"}) != []


BEYOND = {
    "field.markup-html": "a schema does not know what of a text readers see as signs",
    "field.markup-shortcode": "the same",
    "field.datetime-skipped-hour": "a schema does not know when clocks are changed",
    "field.datetime-unknown-zone": "nor the names of all time zones",
    "field.range-early": "a schema cannot say that a day comes before another",
    "field.range-late": "the same",
    "field.integer-row": "a table is no YAML",
    "field.unknown-warning": "the type lets unknown fields pass",
    "field.values-facet": "it is wrong only in a field whose values have pages",
    "reference.missing-type": "an entry of any type may replace another, and names of all are not looked up",
}
"""Mistakes that a schema cannot detect, with the reason."""
SEEN = ("field.", "image.alt-field", "image.kind", "reference.missing", "reference.type")


@pytest.mark.parametrize("name", sorted(p.stem for p in BROKEN.glob("*.txt") if p.stem.startswith(SEEN)))
def test_the_broken_entries_are_marked_in_the_editor_too(name: str, tmp_path: Path) -> None:
    case = read_case(BROKEN / f"{name}.txt")
    root = make_site(tmp_path, case.files)
    paths = {line.partition(":")[0] for line in case.expected.split("\n") if line.startswith("content/")}

    entries = (path for path in paths if not path.endswith(".csv"))
    marked = [message for path in entries for message in Schemas(root).wrong(path)]

    assert bool(marked) == (name not in BEYOND), marked


# --- completions -------------------------------------------------------------------------------


def test_the_entries_that_exist_are_offered_with_their_type_where_it_is_needed(things: Schemas) -> None:
    names = things.by_name["_names.json"]["definitions"]

    assert {"food", "water"} <= set(names["topics"]["enum"])
    assert {"projects/spark", "topics/food"} <= set(names["projects+topics"]["enum"])


def test_of_very_many_entries_only_the_form_of_a_name_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry_schemas, "MOST_NAMES", 1)
    many = Schemas(make_site(tmp_path, {"content/things/_type.yaml": THINGS}))

    assert "enum" not in many.by_name["_names.json"]["definitions"]["topics"]
    assert many.wrong_in("content/things/a.yaml", WHOLE | {"about": "topics/anything"}) == []
    assert many.wrong_in("content/things/a.yaml", WHOLE | {"about": "anything"}) != []


def test_a_field_says_what_it_is_what_is_needed_and_what_its_values_mean(things: Schemas) -> None:
    fields = things.by_name["things.json"]["properties"]

    assert (fields["summary"]["title"], fields["summary"]["description"]) == (
        "Summary",
        "required; What it is; at most 12 characters",
    )
    assert fields["size"]["enumDescriptions"] == ["One", "One", "More", "More", "All", "All"]
    assert "Norway" in things.by_name["_countries.json"]["definitions"]["country"]["enumDescriptions"]
