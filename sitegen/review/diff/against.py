"""A commit and the present files of a site, both built below `.sitegen/diff/` and kept there."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build import memory
from sitegen.build import state_file as store
from sitegen.build.memory import Request
from sitegen.build.pipeline import Progress
from sitegen.build.tracked import refuse_tracked
from sitegen.build.update import Means, until_settled, update
from sitegen.definition.config import load_config
from sitegen.execute import Executor
from sitegen.git.commit_files import Commit, files_of, history_of
from sitegen.read.scan import stamps
from sitegen.store.own_files import make_folder
from sitegen.store.seal import sealer_of
from sitegen.types import Problem
from sitegen.write.lock import lock
from sitegen.write.output import check_output

FOLDER = "diff"
PRESENT = "present"


class CannotBuild(Exception):
    """One of the two has errors."""

    def __init__(self, what: str, root: Path, problems: Sequence[Problem]) -> None:
        super().__init__(what)
        self.what = what
        self.root = root
        self.problems = problems


class Builder(Struct, frozen=True):
    """Builds sites for a comparison, both for the same day."""

    now: date
    """The day that counts as today, or the moment that counts as now."""
    executor: Executor
    progress: Progress

    def both(self, commit: Commit) -> tuple[Path, Path]:
        """The built site of the commit and of the present files.

        A commit is built again only when the program or the day is another one. Raises CannotBuild, NoCommit,
        Locked, OSError.
        """
        refuse_tracked(commit.home)
        place = store.folder_of(commit.home) / FOLDER
        make_folder(commit.home, place)
        name = sealer_of(place).name("commit", commit.digest)  # nobody can put another tree in its place
        _sweep(place, {PRESENT, name})
        then = self._build("the commit", _tree_of(commit, place / name), place / name)
        now = self._build("the site", commit.home, place / PRESENT)
        return then, now

    def _build(self, what: str, root: Path, place: Path) -> Path:
        output = place / "public"
        config, problems = load_config(root, self.now)
        if config is None:
            raise CannotBuild(what, root, problems)
        place.mkdir(parents=True, exist_ok=True)
        outputs = check_output(output, root)
        request = Request(str(output.resolve()), "", drafts=False, strict=False, today=config.today)
        with lock(output):
            state = store.read(place)
            seen = memory.Look(stamps(root), outputs)
            if not memory.is_unchanged(root, request, state, seen):
                means = Means(self.executor, self.progress, state, home=place, seen=seen)
                report = until_settled(
                    lambda patient: update(root, output, config, request, replace(means, patient=patient))
                ).report
                if report.failed:
                    raise CannotBuild(what, root, report.problems)
        return output


def _tree_of(commit: Commit, place: Path) -> Path:
    """The folder of the site with its files as they are in the commit."""
    tree = place / "tree"
    if not tree.is_dir():
        fresh = place / "tree.new"
        shutil.rmtree(fresh, ignore_errors=True)
        for path, data in files_of(commit):
            _write(fresh / commit.prefix / path, data)
        for path, text in history_of(commit).items():
            _write(fresh / ".git" / path, text.encode("utf-8"))
        fresh.rename(tree)
    return tree / commit.prefix


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _sweep(place: Path, wanted: set[str]) -> None:
    """Only the commit that was asked for last is kept."""
    for folder in place.iterdir() if place.is_dir() else ():
        if folder.name not in wanted:
            shutil.rmtree(folder, ignore_errors=True)
