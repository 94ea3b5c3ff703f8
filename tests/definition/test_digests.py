"""The digests of a definition depend on all that is in it, and on nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.definition.digests import digest_of_definition, digest_of_type
from sitegen.types import Config, ContentType
from tests.sites import BASE, base_text, load, make_site

CONFIG = load(BASE)
TOPIC = CONFIG.types["topics"]


def other_than(value: object) -> object:
    """A value of about the same kind that differs."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (str, int)):
        return f"{value}x"
    return ("x",) if isinstance(value, tuple) else {"x": "x"}


@pytest.mark.parametrize("name", [name for name in Config.__struct_fields__ if name != "today"])
def test_the_digest_of_a_definition_depends_on_each_value(name: str) -> None:
    changed = replace(CONFIG, **{name: other_than(getattr(CONFIG, name)) if name != "types" else {}})

    assert digest_of_definition(changed) != digest_of_definition(CONFIG)


@pytest.mark.parametrize("name", ContentType.__struct_fields__)
def test_the_digest_of_a_type_depends_on_each_value(name: str) -> None:
    changed = replace(TOPIC, **{name: other_than(getattr(TOPIC, name))})

    assert digest_of_type(changed) != digest_of_type(TOPIC)
    other = replace(CONFIG, types={**CONFIG.types, "topics": changed})
    assert digest_of_definition(other) != digest_of_definition(CONFIG)


def test_the_order_of_fields_and_types_counts() -> None:
    turned = replace(TOPIC, fields=dict(reversed([*TOPIC.fields.items()])))

    assert turned.fields == TOPIC.fields
    assert digest_of_type(turned) != digest_of_type(TOPIC)
    other = replace(CONFIG, types=dict(reversed([*CONFIG.types.items()])))
    assert digest_of_definition(other) != digest_of_definition(CONFIG)


def test_the_day_does_not_count() -> None:
    assert digest_of_definition(replace(CONFIG, today=date(2031, 1, 1))) == digest_of_definition(CONFIG)


def test_each_process_finds_the_same_digest(tmp_path: Path) -> None:
    html = "markdown:\n  html: [abbr, cite, details, dfn, figure, kbd, mark, q, ruby, s, summary, var]\n"
    make_site(tmp_path, {"content/site.yaml": base_text("content/site.yaml") + html})
    program = (
        "import sys; from pathlib import Path; from tests.sites import load;"
        "from sitegen.definition.digests import digest_of_definition;"
        "print(digest_of_definition(load(Path(sys.argv[1]))))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(4)
    }

    assert len(found) == 1
