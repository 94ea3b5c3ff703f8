"""A small complete site: a copy of the files in `scaffold/site/`, and sitegen itself.

Files and folders at its top that begin with a dot are stored as `dot-…`, so that they are visible, are
packed into the wheel, and have no effect in this repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from sitegen.authoring.scaffold.record import Answers, recorded
from sitegen.authoring.scaffold.vendored import vendored_files

DOT = "dot-"
DEFAULTS = Answers()
OF_CI = {"github": ".github/", "gitlab": ".gitlab-ci.yml"}
"""Files for each CI system."""


class NotEmpty(Exception):
    """The folder is not empty; nothing was written."""


def make_site(folder: Path, answers: Answers = DEFAULTS) -> int:
    """Writes the files of a new site and returns their number. Raises `NotEmpty`.

    A folder that holds only a `.git` counts as empty.
    """
    if folder.exists() and (not folder.is_dir() or any(item.name != ".git" for item in folder.iterdir())):
        raise NotEmpty(f"{folder} is not empty; name a new folder")
    files = _files(answers, ())
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return len(files)


def site_base(answers: Answers = DEFAULTS) -> dict[str, bytes]:
    """The files of a new site without its content, by path, and sitegen itself."""
    return _files(answers, ("content/",))


def _files(answers: Answers, without: tuple[str, ...]) -> dict[str, bytes]:
    """Files of a new site with sitegen itself and the record of them."""
    others = tuple(path for name, path in OF_CI.items() if name != answers.ci)
    written = {p: source.read_bytes() for p, source in site_files() if not p.startswith((*without, *others))}
    files = written | vendored_files()
    return files | recorded(files, answers)


def site_files() -> Iterator[tuple[str, Traversable]]:
    """The files of a new site, with their paths in it."""
    for item in _sorted(resources.files("sitegen.authoring.scaffold") / "site"):
        name = f".{item.name.removeprefix(DOT)}" if item.name.startswith(DOT) else item.name
        yield from _below(item, name)


def _below(item: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    if item.is_dir():
        for inner in _sorted(item):
            yield from _below(inner, f"{path}/{inner.name}")
    else:
        yield path, item


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda item: item.name)
