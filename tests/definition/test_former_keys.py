"""A key under its former name: accepted with a warning at its place, at any depth of a definition file."""

from __future__ import annotations

from jsonschema import Draft7Validator

from sitegen.definition.reader import Context, Former, Key, Keys, keys_of
from sitegen.definition.values import TEXT, keys_schema, mapping
from sitegen.types import Problem

FORMER = Former("colour", since="0.1.0", until="0.3.0")
ICON = mapping(
    "the icon",
    (Key("color", TEXT, "Its colour.", former=FORMER), Key("file", TEXT, "A file.", required=True)),
    lambda own: own.values(),
)
TABLE = (
    Key("icon", ICON, "The icon."),
    Key("title", TEXT, "The title.", required=True, former=Former("name", since="0.1.0", until="0.2.0")),
)


def read(text: str) -> tuple[Keys, list[Problem]]:
    problems: list[Problem] = []
    return keys_of(text, TABLE, "the site", Context("site.yaml", problems)), problems


def test_the_value_is_that_of_the_new_key() -> None:
    keys, problems = read("title: T\nicon:\n  file: i.svg\n  colour: red\n")

    assert keys["icon"] == {"color": "red", "file": "i.svg"}
    (problem,) = problems
    assert (problem.code, problem.location.line, problem.location.column) == ("deprecated.key", 4, 3)
    assert problem.message == '"colour" of the icon is now called "color"'
    assert problem.hint == "write color: version 0.3.0 of sitegen will not know colour"


def test_a_required_key_may_have_its_former_name() -> None:
    keys, problems = read("name: T\n")

    assert keys["title"] == "T"
    assert [problem.code for problem in problems] == ["deprecated.key"]


def test_both_names_are_a_mistake_and_the_new_one_counts() -> None:
    keys, problems = read("name: Old\ntitle: New\n")

    assert keys["title"] == "New"
    (problem,) = problems
    assert problem.code == "config.value"
    assert problem.message == 'the site has both "title" and its former name "name"'
    assert (problem.location.line, problem.hint) == (1, 'keep "title"')


def test_a_former_name_elsewhere_is_unknown() -> None:
    _, problems = read("title: T\ncolour: red\n")

    assert [problem.code for problem in problems] == ["config.unknown"]


def test_editors_accept_the_former_name_and_mark_it() -> None:
    schema = keys_schema(TABLE)
    icon = schema["properties"]["icon"]  # type: ignore[index]

    assert Draft7Validator(schema).is_valid({"title": "T", "icon": {"file": "i.svg", "colour": "red"}})
    assert Draft7Validator(schema).is_valid({"name": "T"})
    assert not Draft7Validator(schema).is_valid({"icon": {"file": "i.svg"}})
    assert icon["properties"]["colour"]["deprecated"] is True
    assert icon["properties"]["colour"]["deprecationMessage"] == "now called color"
