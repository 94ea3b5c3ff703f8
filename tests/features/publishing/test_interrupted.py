"""Publications that end at any step: readers miss nothing meanwhile, and the next one finishes the work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sitegen.features.publishing.engine import BuiltSite, Options
from sitegen.features.publishing.in_place import publish_in_place
from sitegen.features.publishing.releases import publish_release
from sitegen.features.publishing.targets.file_target import FileTarget
from sitegen.features.publishing.targets.folder import LocalFiles
from tests.features.publishing.outputs import (
    BOLD,
    FIRST,
    OPTIONS,
    SECOND,
    files_in,
    missing_for_readers,
    newer_than_styles,
    output,
)

WRITES = (
    "write", "rename", "rename_new", "copy", "remove", "remove_folder", "make_folders", "link",
)  # fmt: skip
AGAIN = replace(OPTIONS, unlock=True)
Publish = Callable[[FileTarget, BuiltSite, Options], object]


class Killed(BaseException):
    """The process ends; nothing after it is carried out."""


class Watched(LocalFiles):
    """Ends at the operation number `last`, and calls a reader after each one."""

    at_once = 1

    def __init__(self, root: Path, look: Callable[[], None], last: int | None = None) -> None:
        super().__init__(root)
        self.look = look
        self.last = last
        self.done = 0

    def __getattribute__(self, name: str) -> Any:
        operation = object.__getattribute__(self, name)
        return self._watched(operation) if name in WRITES else operation

    def _watched(self, operation: Callable[..., Any]) -> Callable[..., Any]:
        def carried_out(*arguments: object) -> Any:
            if self.last is not None and self.done >= self.last:
                raise Killed
            self.done += 1
            result = operation(*arguments)
            self.look()
            return result

        return carried_out


def reader(folder: Path) -> Callable[[str], bytes | None]:
    def read(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    return read


def look_at(folder: Path) -> Callable[[], None]:
    def look() -> None:
        read = reader(folder)
        assert missing_for_readers(read) == []
        changed = {path: data for path, data in SECOND.items() if FIRST.get(path) != data}
        assert newer_than_styles(read, changed, BOLD) == []

    return look


def run(publish: Publish, place: Path, site: BuiltSite, options: Options, last: int | None = None) -> int:
    seen = place / "current" if publish is publish_release else place
    files = Watched(place, look_at(seen), last)
    publish(FileTarget(files), site, options)
    return files.done


@pytest.fixture
def sites(tmp_path: Path) -> tuple[BuiltSite, BuiltSite]:
    return output(tmp_path / "one", FIRST), output(tmp_path / "two", SECOND)


@pytest.mark.parametrize("publish", [publish_in_place, publish_release])
def test_killed_at_every_step(tmp_path: Path, sites: tuple[BuiltSite, BuiltSite], publish: Publish) -> None:
    place = tmp_path / "whole"
    steps = [run(publish, place, site, OPTIONS) for site in sites]
    assert min(steps) > 20
    for number, (before, after) in enumerate([(None, sites[0]), sites]):
        for last in range(steps[number]):
            place = tmp_path / f"{number}-{last}"
            if before is not None:
                run(publish, place, before, OPTIONS)
            with pytest.raises(Killed):
                run(publish, place, after, OPTIONS, last)
            run(publish, place, after, AGAIN)
            seen: Mapping[str, bytes] = SECOND if number else FIRST
            assert files_in(place / "current" if publish is publish_release else place) == seen


def test_killed_and_then_a_different_site_is_published(
    tmp_path: Path, sites: tuple[BuiltSite, BuiltSite]
) -> None:
    """Files that the killed publication may have sent are removed if the next site does not have them."""
    whole = tmp_path / "whole"
    run(publish_in_place, whole, sites[0], OPTIONS)
    for last in range(0, run(publish_in_place, whole, sites[1], OPTIONS), 3):
        place = tmp_path / str(last)
        run(publish_in_place, place, sites[0], OPTIONS)
        with pytest.raises(Killed):
            run(publish_in_place, place, sites[1], OPTIONS, last)
        publish_in_place(FileTarget(LocalFiles(place)), sites[0], AGAIN)
        assert files_in(place) == FIRST


KILL = """
import sys
from pathlib import Path
from tests.features.publishing.outputs import OPTIONS, built_site
from sitegen.features.publishing.releases import publish_release
from sitegen.features.publishing.in_place import publish_in_place
from sitegen.features.publishing.targets.folder import folder_target
publish = publish_release if sys.argv[3] == "release" else publish_in_place
site = built_site(Path(sys.argv[1]))
print("begun", flush=True)
publish(folder_target(Path(sys.argv[2]), ()), site, OPTIONS)
"""


@pytest.mark.parametrize("way", ["release", "in place"])
def test_killed_by_the_system(tmp_path: Path, way: str) -> None:
    many = {f"p/{number}/index.html": SECOND["index.html"] for number in range(300)}
    site = output(tmp_path / "many", {**SECOND, **many})
    place = tmp_path / "place"
    publish = publish_release if way == "release" else publish_in_place
    publish(FileTarget(LocalFiles(place)), output(tmp_path / "one", FIRST), OPTIONS)
    for delay in (0.0, 0.01, 0.03):
        program = [sys.executable, "-c", KILL, str(tmp_path / "many"), str(place), way]
        with subprocess.Popen(program, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(delay)
            os.kill(process.pid, signal.SIGKILL)
        seen = place / "current" if way == "release" else place
        assert missing_for_readers(reader(seen)) == []

    publish(FileTarget(LocalFiles(place)), site, AGAIN)

    assert files_in(seen) == {**SECOND, **many}
