"""The schemas of `site.yaml` and `_type.yaml` have exactly the keys that the code reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from sitegen.authoring.definition_document import all_keys
from sitegen.authoring.definition_schemas import definition_schemas
from tests.authoring.core_yaml import Core
from tests.sites import load, make_site
from tests.test_broken import BROKEN, read_case
from tests.test_docs import keys_of_definitions

REPOSITORY = Path(__file__).parents[2]
NAMED_BY_PEOPLE = {"en", "fr"}
"""Languages of the site, which are not keys of the code."""


def wrong(root: Path, schemas: Any) -> dict[str, list[str]]:
    """Problems that an editor marks in the definition files."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / "content").rglob("*.yaml")):
        if path.name in ("site.yaml", "_type.yaml"):
            data = yaml.load(path.read_text(encoding="utf-8"), Core)
            schema = schemas["_site.json" if path.name == "site.yaml" else "_type.json"]
            messages = [error.message for error in Draft7Validator(schema).iter_errors(data)]
            found |= {path.relative_to(root).as_posix(): messages} if messages else {}
    return found


def keys_of(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            yield name
            yield from keys_of(inner)
        for word in ("additionalProperties", "items", "else"):
            yield from keys_of(schema.get(word))
        for inner in schema.get("definitions", {}).values():
            yield from keys_of(inner)


def test_they_know_every_key_that_the_code_asks_for_and_no_other(tmp_path: Path) -> None:
    schemas = definition_schemas(load(make_site(tmp_path)))
    known = {key for schema in schemas.values() for key in keys_of(schema)}
    former = {key.former.name for key in all_keys() if key.former}

    assert former == {"licence"}
    assert known - NAMED_BY_PEOPLE == keys_of_definitions() | former


@pytest.mark.parametrize("root", [REPOSITORY, REPOSITORY / "tests/site"])
def test_the_definitions_of_our_sites_fit(root: Path) -> None:
    schemas = definition_schemas(load(root))
    for schema in schemas.values():
        Draft7Validator.check_schema(schema)

    assert wrong(root, schemas) == {}


@pytest.mark.parametrize(
    "name",
    [
        "config.language-in-text",
        "config.missing-cms-repo",
        "config.missing-menu-target",
        "config.missing-title",
        "config.unknown-in-field",
        "config.unknown-in-type",
        "config.unknown-key",
        "config.unknown-nothing-near",
        "config.value-base-url",
        "config.value-field-name",
        "config.value-flag",
        "config.value-kind",
        "config.value-kind-nothing-near",
        "config.value-number",
        "config.value-pair",
    ],
)
def test_broken_definitions_are_marked_in_the_editor_too(name: str, tmp_path: Path) -> None:
    schemas = definition_schemas(load(make_site(tmp_path / "sound")))
    root = make_site(tmp_path / "broken", read_case(BROKEN / f"{name}.txt").files)

    assert wrong(root, schemas) != {}
