"""Builds a commit and the current files of a site below `.sitegen/diff/`, and keeps both for next time."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build import cache, unchanged
from sitegen.build.build import build, until_settled
from sitegen.build.context import Context, Options, Progress, Storage
from sitegen.build.previous import Previous
from sitegen.build.unchanged import Request
from sitegen.definition.config import load_config
from sitegen.execute import Executor
from sitegen.review.commit_files import Commit, files_of, history_of
from sitegen.store.own_files import make_folder
from sitegen.store.seal import sealer_of
from sitegen.types import Problem
from sitegen.upkeep.lock import lock
from sitegen.upkeep.tracked import refuse_tracked
from sitegen.write.output import check_output, stamps_in

FOLDER = "diff"
PRESENT = "present"


class CannotBuild(Exception):
    """The commit or the current files have errors."""

    def __init__(self, what: str, root: Path, problems: Sequence[Problem]) -> None:
        super().__init__(what)
        self.what = what
        self.root = root
        self.problems = problems


class ComparisonBuilder(Struct, frozen=True):
    """Builds sites for a comparison, all for the same day."""

    now: date
    """The current day or moment."""
    executor: Executor
    progress: Progress

    def both(self, commit: Commit) -> tuple[Path, Path]:
        """Builds the commit and the current files; returns the folders of the two sites.

        The commit is rebuilt only if sitegen or the day has changed.
        Raises CannotBuild, NoCommit, Locked, OSError.
        """
        refuse_tracked(commit.home)
        place = cache.folder_of(commit.home) / FOLDER
        make_folder(commit.home, place)
        name = sealer_of(place).name("commit", commit.digest)  # no other user can prepare a tree there
        _sweep(place, {PRESENT, name})
        before = self._build("the commit", _tree_of(commit, place / name), place / name)
        after = self._build("the site", commit.home, place / PRESENT)
        return before, after

    def _build(self, what: str, root: Path, place: Path) -> Path:
        output = place / "public"
        config, problems = load_config(root, self.now)
        if config is None:
            raise CannotBuild(what, root, problems)
        place.mkdir(parents=True, exist_ok=True)
        check_output(output, root)
        request = Request(str(output.resolve()), "", drafts=False, strict=False, today=config.today)
        with lock(output):
            state = cache.read(place)
            found = unchanged.stamps_of(root, state, partial(stamps_in, output))
            if not unchanged.is_unchanged(root, request, state, found):
                storage = Storage(output, place, request, found)
                context = Context(self.executor, self.progress, storage, Previous(state))
                report = until_settled(
                    lambda patient: build(root, config, replace(context, options=Options(patient=patient)))
                ).report
                if report.failed:
                    raise CannotBuild(what, root, report.problems)
        return output


def _tree_of(commit: Commit, place: Path) -> Path:
    """Folder of the site with its files as committed."""
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
    """Removes the builds of earlier commits."""
    for folder in place.iterdir() if place.is_dir() else ():
        if folder.name not in wanted:
            shutil.rmtree(folder, ignore_errors=True)
