"""Key `severity` of `site.yaml`: severities of problems by code or family, for the site and for folders.

severity:
  link.missing: warning
  content/archive:
    heading: ignore
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys, Schema, Value
from sitegen.features.severities.codes import LOWERABLE, is_of, names
from sitegen.problems.formats import suggest
from sitegen.read.scan import FOLDERS
from sitegen.types import Config, Severity
from sitegen.types.paths import composed
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.nodes import Node, Scalar

IGNORE = "ignore"
LEVELS = (IGNORE, str(Severity.NOTE), str(Severity.WARNING), str(Severity.ERROR))
"""Severities that a site can set, the lowest first."""


class FolderRule(Struct, frozen=True):
    """Severities for the files of a folder; the folder of the site itself is empty."""

    folder: str
    levels: Mapping[str, str]
    """Severity by code or family."""


def rules_of(config: Config) -> tuple[FolderRule, ...]:
    """Severities that a site sets, those of the innermost folders first."""
    rules = config.contributed["severity"]
    assert isinstance(rules, tuple)
    return rules


def _rules(own: Keys, key: Key, node: Node, default: Any) -> tuple[FolderRule, ...]:
    if not isinstance(node, MappingNode):
        own.wrong(node, f'"{key.name}" must have codes of problems with their severities')
        return ()
    site = dict(_levels(own, ((k, value) for k, value in node.entries if not isinstance(value, MappingNode))))
    found = [FolderRule("", site)]
    for name, value in node.entries:
        if isinstance(value, MappingNode):
            folder = composed(name.text.strip("/"))
            if not _is_folder(own.context.root, folder):
                hint = suggest(folder, _folders(own.context.root)) or "like content/archive"
                own.wrong(name, f'there is no folder "{name.text}"', hint)
            found.append(FolderRule(f"{folder}/", dict(_levels(own, value.entries))))
    return tuple(sorted(found, key=lambda rule: -len(rule.folder)))


def _levels(own: Keys, entries: Any) -> Iterator[tuple[str, str]]:
    """Yields the severities that are set, and reports those that cannot be."""
    known = tuple(names())
    for key, node in entries:
        if key.text not in known:
            hint = suggest(key.text, known) or "a code such as link.missing, or a family such as link"
            own.wrong(key, f'there is no problem with the code "{key.text}"', hint)
        elif not isinstance(node, Scalar) or node.text not in LEVELS:
            written = node.text if isinstance(node, Scalar) else "a list"
            own.wrong(node, f'"{written}" is not a severity', f"one of {', '.join(LEVELS)}")
        elif node.text != Severity.ERROR and not any(is_of(code, key.text) for code in LOWERABLE):
            message = f'"{key.text}" is always an error: no sound site can be made with it'
            own.wrong(key, message, "mend it, or leave the file out as a draft")
        else:
            yield key.text, node.text


def _is_folder(root: Path, folder: str) -> bool:
    parts = folder.split("/")
    return parts[0] in FOLDERS and ".." not in parts and (root / folder).is_dir()


def _folders(root: Path) -> Iterator[str]:
    """Folders of the sources, relative to the site."""
    for top in FOLDERS:
        paths = (path for path in sorted((root / top).rglob("*")) if path.is_dir())
        yield from (composed(path.relative_to(root).as_posix()) for path in paths)


LEVEL: Schema = {"enum": list(LEVELS)}
OF_FOLDER: Schema = {"type": "object", "additionalProperties": LEVEL}
SEVERITIES = Value(
    "severities",
    _rules,
    {"type": "object", "additionalProperties": {"anyOf": [LEVEL, OF_FOLDER]}},
    (),
)
SEVERITY = Key("severity", SEVERITIES, "See [severities](#severities).", otherwise="none")
KEYS = Contributed(site=(SEVERITY,))
