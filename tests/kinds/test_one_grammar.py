"""One grammar for each kind: a value is accepted by the build if and only if the tools of editors accept it.

Values are generated: some from the pattern of the kind, some with a slip in them, some at random. `BEYOND`
lists what JSON Schema cannot say. There a schema accepts more than the build, and never less.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from sitegen.authoring.entry_schemas import entry_schemas, tools_of
from sitegen.kinds import KINDS
from sitegen.kinds.kind import Reading, Tools
from sitegen.kinds.values import read_mapping
from sitegen.types import Config, Field, Reference, Severity
from sitegen.yaml import nodes
from sitegen.yaml.compose import compose
from tests.authoring.core_yaml import Core
from tests.sites import load, make_site

TYPE = """\
name: Thing
plural: Things
fields:
  text: {}
  short: {max: 5}
  letter: {max: 1}
  long: {min: 3, max: 9}
  code: {pattern: '[A-Z]{3}'}
  rich: {kind: markdown}
  integer: {kind: integer}
  few: {kind: integer, min: 1, max: 9}
  number: {kind: number}
  boolean: {kind: boolean}
  day: {kind: date}
  partial: {kind: date, partial: true}
  late: {kind: date, partial: true, min: 2000-01-01}
  moment: {kind: datetime}
  whole: {kind: datetime, whole_day: true}
  year: {kind: datetime, whole_day: true, partial: true}
  choice: {kind: choice, choices: {small: Small, 2: Two}}
  topic: {kind: reference, to: topics}
  about: {kind: reference, to: [projects, topics]}
  country: {kind: country}
  coordinates: {kind: coordinates}
  language: {kind: language}
  url: {kind: url}
  email: {kind: email}
  image: {kind: image}
  video: {kind: video}
  file: {kind: file}
  group: {kind: group, fields: {name: {required: true}, since: {kind: date}}}
  repeats: {kind: repeats}
"""
NAMES = {"topics": ("food", "water"), "projects": ("spark",)}
ENTRIES = {f"{to}/{name}" for to, names in NAMES.items() for name in names}
FILES = {"content/things/a.jpg": 1, "content/things/a.pdf": 1}
BEYOND = {
    "rich": "what Markdown makes of a text",
    "few": "limits of a number that stands in quotes",
    "day": "whether a tool knows the days of each February: here it does",
    "partial": "29 February in a year that has none",
    "late": "a day that comes before another",
    "moment": "names of time zones, hours that clocks skip, days that a month lacks",
    "whole": "the same",
    "year": "the same",
    "url": "hosts in brackets, and letters that look like a part of an address",
    "topic": "whether a name that is written like a link, as in food.md, is there",
    "about": "the same",
    "superseded_by": "the names of all entries",
    "aliases": "addresses that lead to another site, or have characters that nobody sees",
    "video": "which of its parts belong together",
    "repeats": "days that there are not, days of a week in every day, and rules of iCalendar",
}
"""Where a schema accepts more than the build, and why it cannot say it."""


class Grammar:
    """A site's two readers of values."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.tools: Tools = tools_of(config)
        self.fields: Mapping[str, Field] = config.types["things"].fields
        schemas = entry_schemas(config, NAMES)
        resources = ((name, Resource.from_contents(schema)) for name, schema in schemas.items())
        registry: Any = Registry().with_resources(resources)
        properties: Any = schemas["things.json"]["properties"]
        self.validators = {
            name: Draft7Validator(schema, registry=registry, format_checker=FormatChecker(("date",)))
            for name, schema in properties.items()
        }

    def built(self, name: str, written: str) -> bool:
        """True if the build accepts a value that is written like this in YAML."""
        node, problems = compose(f"{name}: {written}", "content/things/a.md")
        assert isinstance(node, nodes.Mapping)
        reading = Reading("content/things/a.md", FILES, False, KINDS, languages=tuple(self.config.languages))
        value = read_mapping(reading, {name: self.fields[name]}, node).get(name)
        if isinstance(value, Reference) and value.target not in ENTRIES:
            return False
        return not [p for p in (*problems, *reading.problems) if p.severity is Severity.ERROR]

    def marked(self, name: str, written: str) -> bool:
        """True if an editor's tool marks the value as wrong."""
        value = yaml.load(f"{name}: {written}", Core)[name]
        return not self.validators[name].is_valid(value)

    def agree(self, name: str, written: str) -> None:
        built, marked = self.built(name, written), self.marked(name, written)
        assert not (built and marked), "the build accepts it, and the tool marks it"
        assert built or marked or name in BEYOND, "the tool accepts it, and the build does not"


@pytest.fixture(scope="module")
def grammar(tmp_path_factory: pytest.TempPathFactory) -> Grammar:
    return Grammar(load(make_site(tmp_path_factory.mktemp("grammar"), {"content/things/_type.yaml": TYPE})))


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def is_possible(text: str) -> bool:
    """True if a file can hold the text."""
    return nodes.FORBIDDEN.search(text) is None


CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"))
LETTERS = st.characters(max_codepoint=0x17F, exclude_categories=("Cs", "Cc"), include_characters="\u3000字")
PRINTABLE = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
SLIPS = st.sampled_from("0189aZé-+.,:/@#?[]()<>'\"\\_ \t\u00a0\u3000“٣字TZ") | CHARACTERS


ASCII = st.text("abz09", min_size=1, max_size=8)
DECIMAL = st.decimals(-181, 181, places=3).map(str)
COMPOSED = {
    "email": st.builds("{}.{}@{}.{}".format, ASCII, ASCII, ASCII, st.text("abc", min_size=2, max_size=4)),
    "coordinates": st.builds("{}, {}".format, DECIMAL, DECIMAL),
}
"""Values of kinds whose patterns are too long to draw from."""


def words(grammar: Grammar, name: str, letters: st.SearchStrategy[str] = LETTERS) -> st.SearchStrategy[str]:
    """Texts that have the form of a field; those of a pattern consist of these letters."""
    known = grammar.fields[name]
    kind = KINDS[known.kind]
    if known.choices:
        return st.sampled_from(sorted(known.choices))
    if known.to:
        typed = [f"{to}/{entry}" for to in known.to for entry in NAMES[to]]
        plain = [] if len(known.to) > 1 else list(NAMES[known.to[0]])
        forms = st.sampled_from(("{}", "/{}", "{}.md", "{}/", " {}", "{}.yaml"))
        return st.builds(str.format, forms, st.sampled_from(plain or typed))
    pattern = kind.pattern_of(known, grammar.tools)
    if name == "country":
        return st.text("ABNOXZ", min_size=2, max_size=2)
    if name in COMPOSED:
        return COMPOSED[name]
    if pattern:
        return st.from_regex(re.compile(pattern), fullmatch=True, alphabet=letters)
    return st.text(CHARACTERS, max_size=12) | st.text(" \n\tab", max_size=12)


@st.composite
def with_a_slip(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    text = draw(texts)
    at = draw(st.integers(0, len(text)))
    put, gone = draw(SLIPS | st.just("")), draw(st.integers(0, 1))
    return text[:at] + put + text[at + gone :]


SCALARS = (
    "text", "short", "letter", "long", "code", "rich", "integer", "few", "number", "boolean", "day",
    "partial", "late", "moment", "whole", "year", "choice", "topic", "about", "country", "coordinates",
    "language", "url", "email", "only_in", "slug", "superseded_by", "aliases",
)  # fmt: skip
MANY = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
PATTERN_IS_NOT_ALL = (*BEYOND, *COMPOSED, "country", "language")
"""Fields of which a pattern does not say all that the build and the schema ask for."""


@pytest.mark.parametrize("name", SCALARS)
@MANY
@given(data=st.data())
def test_a_value_of_the_form_of_a_kind_is_accepted_by_both(
    name: str, grammar: Grammar, data: st.DataObject
) -> None:
    written = quoted(data.draw(words(grammar, name).filter(is_possible)))

    grammar.agree(name, written)
    if (
        KINDS[grammar.fields[name].kind].pattern_of(grammar.fields[name], grammar.tools)
        and name not in PATTERN_IS_NOT_ALL
    ):
        assert grammar.built(name, written)


@pytest.mark.parametrize("name", SCALARS)
@MANY
@given(data=st.data())
def test_a_value_with_a_slip_is_accepted_by_both_or_by_neither(
    name: str, grammar: Grammar, data: st.DataObject
) -> None:
    grammar.agree(name, quoted(data.draw(with_a_slip(words(grammar, name)).filter(is_possible))))


@pytest.mark.parametrize("name", SCALARS)
@MANY
@given(text=st.text(CHARACTERS, max_size=30).filter(is_possible))
def test_any_text_is_accepted_by_both_or_by_neither(name: str, grammar: Grammar, text: str) -> None:
    grammar.agree(name, quoted(text))


@pytest.mark.parametrize("name", SCALARS)
@MANY
@given(data=st.data())
def test_a_tool_never_marks_a_word_without_quotes_that_the_build_accepts(
    name: str, grammar: Grammar, data: st.DataObject
) -> None:
    text = data.draw(words(grammar, name, PRINTABLE).filter(str.isascii).filter(str.isprintable))
    node, _ = compose(f"{name}: {text}", "a")
    value = node.get(name) if isinstance(node, nodes.Mapping) else None
    if isinstance(value, nodes.Scalar) and value.plain and value.text == text:
        assert not (grammar.built(name, text) and grammar.marked(name, text))


def some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


FLAG = st.sampled_from((True, False, "true", "false", "yes", ""))
DAY = st.sampled_from(("2026-05-31", "2026-05", "May", ""))
WEEKDAY = st.sampled_from(
    ("tue", "Tuesday", "first tue", "last-fri", "1TU", "-1FR", "Second MON", "x", "tu", "9MO", "")
)
EVERY = st.sampled_from(
    ("week", "Weeks", "2 months", " 3  days ", "0 weeks", "100 years", "101 years", "weak", "day2")
)
MAPPINGS = {
    "image": some(
        file=st.sampled_from(("a.jpg", "./a.jpg", "A.JPG", "a.pdf", "", "a.jpg ")),
        alt=st.sampled_from(("A", "", " ", 5)),
        credit=st.sampled_from(("C", "")),
        decorative=FLAG,
        focus=st.sampled_from(("top", "top left", "left top", "centre", "")),
        caption=st.sampled_from(("D", "")),
        license=st.sampled_from(("CC0 1.0", "")),
        other=st.just(1),
    ),
    "file": some(
        file=st.sampled_from(("a.pdf", "https://example.org/a.pdf", "")),
        language=st.sampled_from(("fr", "pt-BR", "French", "")),
        format=st.sampled_from(("PDF", "")),
        other=st.just(1),
    ),
    "video": some(
        title=st.sampled_from(("A", "", 5)),
        still=st.just({"file": "a.jpg", "alt": "A"}) | st.just({"file": "a.pdf", "alt": "A"}),
        url=st.sampled_from(("https://example.org/a", "here", "")),
        transcript=st.sampled_from(("A", "")),
        date=DAY,
        other=st.just(1),
    ),
    "group": some(name=st.sampled_from(("A", "", 5)), since=DAY, other=st.just(1)),
    "repeats": some(
        every=EVERY,
        on=WEEKDAY | st.lists(WEEKDAY, max_size=3),
        until=DAY,
        times=st.sampled_from((3, "3", 0, "x")),
        **{"except": DAY | st.lists(DAY, max_size=2)},
        other=st.just(1),
    ),
}
MISSING = {"image": "files that are not there", "file": "the same"} | BEYOND


@pytest.mark.parametrize("name", MAPPINGS)
@MANY
@given(data=st.data())
def test_values_with_keys_are_accepted_by_both_or_by_neither(
    name: str, grammar: Grammar, data: st.DataObject
) -> None:
    written = json.dumps(data.draw(MAPPINGS[name]))

    built, marked = grammar.built(name, written), grammar.marked(name, written)

    assert not (built and marked)
    assert built or marked or name in MISSING


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY;COUNT=3", "freq=weekly;count=3", "RRULE:FREQ=DAILY;UNTIL=20270101", " FREQ=YEARLY;COUNT=1"],
)
def test_a_rule_of_icalendar_is_accepted_by_both(rule: str, grammar: Grammar) -> None:
    assert grammar.built("repeats", quoted(rule))
    assert not grammar.marked("repeats", quoted(rule))


def test_every_kind_is_tried(grammar: Grammar) -> None:
    tried = (*SCALARS, *MAPPINGS)

    assert {grammar.fields[name].kind for name in tried} == set(KINDS)
