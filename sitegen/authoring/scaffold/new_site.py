"""A small complete site: the files of `scaffold/site/`, the content of a preset, and sitegen itself.

Files and folders at the top of `site/` that begin with a dot are stored as `dot-…`, so that they are visible,
are packed into the wheel, and have no effect in this repository. A new site has no templates: its theme has
them.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from sitegen.authoring.scaffold.packed import files_below
from sitegen.authoring.scaffold.presets import Preset, preset_files
from sitegen.authoring.scaffold.record import Answers, recorded
from sitegen.authoring.scaffold.vendored import vendored_files

DOT = "dot-"
DEFAULTS, USUAL = Answers(), Preset()
OF_CI = {"github": ".github/", "gitlab": ".gitlab-ci.yml"}
"""Files for each CI system."""


class NotEmpty(Exception):
    """The folder is not empty; nothing was written."""


def make_site(folder: Path, answers: Answers = DEFAULTS, preset: Preset = USUAL) -> int:
    """Writes the files of a new site and returns their number. Raises `NotEmpty`.

    A folder that holds only a `.git` counts as empty.
    """
    if folder.exists() and (not folder.is_dir() or any(item.name != ".git" for item in folder.iterdir())):
        raise NotEmpty(f"{folder} is not empty; name a new folder")
    files = site_base(answers) | preset_files(preset)
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return len(files)


def site_base(answers: Answers = DEFAULTS) -> dict[str, bytes]:
    """The files of a new site without its content, by path, with sitegen itself and the record of them."""
    others = tuple(path for name, path in OF_CI.items() if name != answers.ci)
    written = {path: data for path, data in base_files().items() if not path.startswith(others)}
    files = written | vendored_files()
    return files | recorded(files, answers)


def site_files(preset: Preset = USUAL) -> dict[str, bytes]:
    """The files of a new site by path, for every CI system, without those of sitegen."""
    return base_files() | preset_files(preset)


def base_files() -> dict[str, bytes]:
    """The files that every new site has, for every CI system."""
    folder = resources.files("sitegen.authoring.scaffold") / "site"
    return {_with_dot(path): item.read_bytes() for path, item in files_below(folder)}


def _with_dot(path: str) -> str:
    return f".{path.removeprefix(DOT)}" if path.startswith(DOT) else path
