"""YAML as editors' tools read it: by the core schema of YAML 1.2, in which `NO` and a day are strings."""

from __future__ import annotations

import re
from typing import Any

import yaml


class Core(yaml.SafeLoader):
    """PyYAML with only the implicit types of the core schema (YAML 1.2.2, 10.3.2)."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own


for tag, pattern, first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^(?:[-+]?[0-9]+)$", list("-+0123456789")),
    ("float", r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def front_matter(path: str, text: str) -> Any:
    """The YAML of an entry that a tool sees: the whole file, or the text between the fences."""
    inside = text if path.endswith(".yaml") else text.split("---\n", 2)[1]
    return yaml.load(inside, Core)
