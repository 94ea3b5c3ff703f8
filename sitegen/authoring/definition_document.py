"""Writes the tables of keys: `python -m sitegen.authoring.definition_document FILE`.

A table is between `<!-- keys: site.search -->` and `<!-- end of keys -->`; the words say where the keys are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitegen.definition.config import SITE_KEYS, contributed_keys
from sitegen.definition.content_types import FIELD, TYPE, kinds_with
from sitegen.definition.reader import Key, Table
from sitegen.kinds import every_kind

MORE = contributed_keys()
SITE, TYPES = (*SITE_KEYS, *MORE.site), (*TYPE, *MORE.type)
"""All keys of `site.yaml` and of `_type.yaml`."""
TABLE = re.compile(r"(<!-- keys: ([a-z_.]+) -->\n).*?(<!-- end of keys -->)", re.DOTALL)


def documented(text: str) -> str:
    """The text with its tables of keys brought up to date. Raises KeyError for a name that is no mapping."""
    return TABLE.sub(lambda match: f"{match[1]}\n{_table(_keys_at(match[2]))}\n{match[3]}", text)


def all_keys(keys: Iterable[Key] = (*SITE, *TYPES)) -> Iterator[Key]:
    """The keys and the keys of the mappings in them."""
    for key in keys:
        yield key
        yield from all_keys(key.value.keys)


def _keys_at(path: str) -> Table:
    first, *names = path.split(".")
    keys: Table = {"site": SITE, "type": TYPES}[first]
    for name in names:
        keys = {key.name: key.value.keys for key in keys}[name]
    return keys


def _table(keys: Table) -> str:
    of_fields = keys == FIELD
    columns = ("key", "value", "default", *(("for kinds",) if of_fields else ()), "what it means")
    rows = [columns]
    for key in keys:
        kinds = (_kinds_with(key.name),) if of_fields else ()
        rows.append((f"`{key.name}`", key.value.name, _default(key), *kinds, _meaning(key)))
    head, *lines = (f"| {' | '.join(row)} |\n" for row in rows)
    return "".join((head, "|---" * len(columns), "|\n", *lines))


def _kinds_with(key: str) -> str:
    """The kinds of fields that accept a key, in words."""
    if key == "default":
        return f"all but {', '.join(kind.name for kind in every_kind().values() if kind.keyed)}"
    return ", ".join(kinds_with(key)) or "all"


def _default(key: Key) -> str:
    """The default of a key as it is written in YAML, or in words."""
    if key.required or key.otherwise:
        return "required" if key.required else key.otherwise
    value = key.value.default if key.default is None else key.default
    if isinstance(value, dict):
        value = value.get("")
    if isinstance(value, tuple):
        value = value[0] if len(value) == 1 else f"[{', '.join(map(str, value))}]" if value else ""
    if isinstance(value, bool):
        value = str(value).lower()
    return "none" if value in (None, "") else f"`{value}`"


def _meaning(key: Key) -> str:
    return f"{key.meaning} Example: `{key.example}`." if key.example else key.meaning


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(documented(Path(name).read_text(encoding="utf-8")), encoding="utf-8")
