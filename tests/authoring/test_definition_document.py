"""The tables of keys in `content-model.md` come from the code."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from sitegen.authoring.definition_document import TABLE, all_keys, documented
from sitegen.authoring.definition_schemas import definition_schemas
from sitegen.definition.reader import Key
from tests.authoring.core_yaml import Core
from tests.sites import load, make_site

PAGE = Path(__file__).parents[2] / "docs/content/manual/reference/content-model.md"
COMMAND = "python -m sitegen.authoring.definition_document docs/content/manual/reference/content-model.md"


def test_the_tables_of_keys_are_up_to_date() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert documented(text) == text, f"run `{COMMAND}`"


def test_a_table_says_what_each_key_takes() -> None:
    page = (
        "Before.\n<!-- keys: site.dates -->\nold\n<!-- end of keys -->\n<!-- keys: site.languages --><!-- end"
    )

    assert documented(page) == (
        "Before.\n<!-- keys: site.dates -->\n\n| key | value | default | what it means |\n|---|---|---|---|\n"
        "| `updated` | `written` or `git` | `written` | Source of the day on which a page last changed: "
        "`written`, its front matter alone; `git`, the history of the repository if the front matter has no "
        "`updated`. Example: `git`. |\n\n<!-- end of keys -->\n<!-- keys: site.languages --><!-- end"
    )


def test_a_name_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(KeyError):
        documented("<!-- keys: site.nothing -->\n<!-- end of keys -->")


def test_every_key_with_keys_of_its_own_has_a_table_or_is_described_by_its_examples() -> None:
    tables = {match[2].rpartition(".")[2] for match in TABLE.finditer(PAGE.read_text(encoding="utf-8"))}
    nested = {key.name for key in all_keys() if key.value.keys}

    assert nested - tables == {"types", "quality", "properties"}


EXAMPLES = [key for key in all_keys() if key.example]


@pytest.mark.parametrize("key", EXAMPLES, ids=lambda key: key.name)
def test_an_example_fits_the_schema(key: Key, tmp_path: Path) -> None:
    definitions = definition_schemas(load(make_site(tmp_path)))["_type.json"]["definitions"]

    Draft7Validator(key.schema | {"definitions": definitions}).validate(yaml.load(key.example, Core))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 15
