"""Texts of the definition files of a site, and of those that its theme has for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sitegen.problems.formats import not_utf8, unreadable
from sitegen.store.own_files import read_regular
from sitegen.types import Location, Problem


def own_files(root: Path) -> list[Path]:
    """`site.yaml` and every `_type.yaml` of a site."""
    content = root / "content"
    return [content / "site.yaml", *sorted(content.glob("*/_type.yaml"))]


def definition_files(root: Path, paths: Iterable[Path], problems: list[Problem]) -> dict[str, str]:
    """Text of each file that can be read and is no link, by its path, which is absolute outside the site."""
    texts: dict[str, str] = {}
    for path in paths:
        name = (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
        try:
            texts[name] = read_regular(path).decode("utf-8-sig")
        except FileNotFoundError:
            problems.append(Problem("config.file", "the site definition is missing", Location(name)))
        except UnicodeDecodeError as error:
            problems.append(not_utf8(name, error, "config.file"))
        except OSError as error:
            problems.append(unreadable(name, error, "config.file"))
    return texts
