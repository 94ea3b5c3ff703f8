"""Builds that remember, one after the other, and what a clean one would have given."""

from __future__ import annotations

import shutil
from datetime import date
from functools import partial
from pathlib import Path

from sitegen.build import cache, unchanged
from sitegen.build.build import build as build_site
from sitegen.build.context import Context, Options, Storage
from sitegen.build.previous import Previous
from sitegen.build.result import Result
from sitegen.build.unchanged import FileStamps, Request
from sitegen.execute import executor_for
from sitegen.store.sealed_tables import Tables
from sitegen.write.output import stamps_in
from tests.sites import TODAY, Files, load, write_files


def build(
    root: Path,
    output: str = "public",
    *,
    today: date = TODAY,
    fresh: bool = False,
    jobs: int = 1,
    old_index: bool = False,
    defer_pictures: bool = False,
) -> Result:
    target = root / output
    request = Request(str(target), "", drafts=False, strict=False, today=today)
    state = cache.EMPTY if fresh else cache.read(root)
    context = Context(
        executor_for(jobs),
        storage=Storage(target, root, request, look(root, target, state), rewrite=fresh),
        previous=Previous(state),
        options=Options(old_index=old_index, defer_pictures=defer_pictures),
    )
    return build_site(root, load(root, today), context)


def built(root: Path, files: Files) -> Path:
    """The folder of a site with these files after its first build, which finds no problems."""
    write_files(root, files)
    assert not build(root).report.problems
    return root


def build_on(root: Path, last: Result, jobs: int) -> Result:
    """A build that has the last one in memory, as that of `serve` does."""
    request = Request(str(root / "public"), "", drafts=False, strict=False, today=TODAY)
    storage = Storage(root / "public", root, request)
    context = Context(executor_for(jobs), storage=storage, previous=last.previous)
    return build_site(root, load(root, TODAY), context)


def look(root: Path, target: Path, state: Tables) -> FileStamps:
    return unchanged.stamps_of(root, state, partial(stamps_in, target))


def is_unchanged(root: Path, target: Path, request: Request, state: Tables) -> bool:
    return unchanged.is_unchanged(root, request, state, look(root, target, state))


def tree(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def assert_as_clean(root: Path, today: date = TODAY, warned: tuple[str, ...] = ()) -> None:
    """The output is, to the byte, what a build without memory gives, with warnings of these codes."""
    other = root.with_name("clean")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("public", ".public*", ".sitegen"))
    problems = build(other, today=today, fresh=True).report.problems
    assert tuple(problem.code for problem in problems) == warned, problems

    assert tree(root / "public") == tree(other / "public")


def replace_in(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def write(root: Path, path: str, text: str) -> None:
    (root / path).write_text(text, encoding="utf-8")
