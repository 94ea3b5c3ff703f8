"""Keys that features add to `site.yaml` and `_type.yaml` are read, checked and in the schemas."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen.authoring.definition_schemas import definition_schemas
from sitegen.definition.config import Contributed, load_config
from sitegen.definition.reader import Key
from sitegen.definition.values import FLAG, TEXT, TEXTS, mapping
from sitegen.types import Config, Problem, Texts
from tests.sites import base_text, load, make_site


class Podcast(Struct, frozen=True):
    title: Texts
    host: str


PODCAST = Key(
    "podcast",
    mapping(
        "the podcast",
        (
            Key("title", TEXTS, "Its title.", required=True),
            Key("speaker", TEXT, "Who speaks.", "nobody", attribute="host"),
        ),
        lambda own: Podcast(**own.values()),
    ),
    "A podcast.",
)
EPISODES = Key("episodes", FLAG, "The entries are episodes.")
FEATURE = Contributed(site=(PODCAST,), type=(EPISODES,))


def loaded(root: Path, site: str, topics: str) -> tuple[Config | None, tuple[Problem, ...]]:
    files = {
        "content/site.yaml": base_text("content/site.yaml") + site,
        "content/topics/_type.yaml": base_text("content/topics/_type.yaml") + topics,
    }
    return load_config(make_site(root, files), date(2026, 1, 1), more=FEATURE)


def test_their_values_are_in_the_configuration(tmp_path: Path) -> None:
    config, problems = loaded(tmp_path, "podcast: {title: Talks}\n", "episodes: true\n")

    assert problems == ()
    assert config is not None
    assert config.contributed == {"podcast": Podcast({"": "Talks"}, "nobody")}
    assert {name: dict(t.contributed) for name, t in config.types.items()} == {
        name: {"episodes": name == "topics"} for name in config.types
    }


def test_their_mistakes_are_reported_as_those_of_other_keys(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, "podcats: {}\npodcast: {speeker: Ann}\n", "episodes: often\n")

    assert [(p.code, p.message, p.hint) for p in problems] == [
        ("config.unknown", 'the site has no key "podcats"', "did you mean podcast?"),
        ("config.missing", 'the podcast needs "title"', ""),
        ("config.unknown", 'the podcast has no key "speeker"', "did you mean speaker?"),
        ("config.value", '"often" is not a value of "episodes"', "one of true, false"),
    ]


def test_the_schemas_have_them(tmp_path: Path) -> None:
    config = load(make_site(tmp_path))
    schemas: Any = definition_schemas(config, FEATURE)
    without: Any = definition_schemas(config)

    assert schemas["_site.json"]["properties"]["podcast"]["required"] == ["title"]
    assert schemas["_type.json"]["properties"]["episodes"] == {"type": "boolean"}
    assert "podcast" not in without["_site.json"]["properties"]
