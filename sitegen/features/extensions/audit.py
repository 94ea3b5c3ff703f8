"""Watches pure functions of extensions while they run: what they read from the machine is a problem.

Python reports files, connections and programs to audit hooks (PEP 578). A hook cannot be removed, so it is
added only by `build --verify` and `serve`. It has no way to see the clock or chance, which
`sitegen/features/extensions/purity.py` looks for in the code.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType

from sitegen.problems.extension_failures import ExtensionFailed, shown_path
from sitegen.types import Location, Problem

NETWORK, PROGRAMS, FILES = "the network", "another program", "the file"
EVENTS = {
    "socket.connect": NETWORK, "socket.getaddrinfo": NETWORK, "socket.gethostbyname": NETWORK,
    "urllib.Request": NETWORK, "http.client.connect": NETWORK, "socket.bind": NETWORK,
    "subprocess.Popen": PROGRAMS, "os.system": PROGRAMS, "os.exec": PROGRAMS, "os.posix_spawn": PROGRAMS,
    "os.spawn": PROGRAMS, "open": FILES, "os.listdir": "the folder", "os.scandir": "the folder",
    "os.remove": "the file", "os.rename": "the file", "os.mkdir": "the folder",
}  # fmt: skip
"""Words for messages, by the audit event."""
IMPORTING = "<frozen importlib"
"""Beginning of the file names of code that imports modules, which may read files."""


class _Watch:
    """The function that runs now, and whether a hook is there."""

    added = False
    function = ""
    reads: frozenset[str] = frozenset()
    found: Problem | None = None
    """The first problem of the function, which may catch the exception itself."""


@contextmanager
def watched(what: str, reads: frozenset[str], pure: bool) -> Iterator[None]:
    """Watches a pure function while it runs, if this process watches."""
    if not _Watch.added or not pure:
        yield
        return
    before = _Watch.function, _Watch.reads
    _Watch.function, _Watch.reads = what, reads
    try:
        yield
    finally:
        _Watch.function, _Watch.reads = before
        problem, _Watch.found = _Watch.found, None
    if problem is not None:
        raise ExtensionFailed(problem)


def watch() -> None:
    """Watches pure functions from now on, in this process and in those that it starts by forking."""
    if not _Watch.added:
        _Watch.added = True
        sys.addaudithook(_hook)


def is_watching() -> bool:
    """True if pure functions are watched in this process."""
    return _Watch.added


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _Watch.function or event not in EVENTS:
        return
    what, reads = _Watch.function, _Watch.reads
    _Watch.function = ""  # looking into it may report events as well
    try:
        problem = _problem(event, arguments, what, reads)
    finally:
        _Watch.function = what
    if problem is not None:
        _Watch.found = _Watch.found or problem
        raise ExtensionFailed(problem)


def _problem(event: str, arguments: tuple[object, ...], what: str, reads: frozenset[str]) -> Problem | None:
    frame = sys._getframe(2)
    place, is_import = _place(frame)
    if is_import or place is None:
        return None
    used = EVENTS[event]
    if used is FILES or used == "the folder":
        name = os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes) else str(arguments[0])
        path = os.path.realpath(name)
        if path in reads or _is_of_python(path):
            return None
        used = f"{used} {path.removeprefix(os.path.realpath(os.curdir) + os.sep)}"
    hint = "declare a file that it may read in FILES; anything else belongs into a loader or a command"
    return Problem("extension.impure", f"{what} uses {used}, which the build cannot follow", place, hint)


def _place(frame: FrameType | None) -> tuple[Location | None, bool]:
    """Line of the extension that is running, and whether it imports a module."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(IMPORTING):
            return None, True
        path = shown_path(frame.f_code.co_filename)
        if path:
            return Location(path, frame.f_lineno), False
        frame = frame.f_back
    return None, False


def _is_of_python(path: str) -> bool:
    """True for files of Python, of installed packages and of time zones."""
    return path.startswith(_homes())


@cache
def _homes() -> tuple[str, ...]:
    import sysconfig
    import zoneinfo

    names = ("stdlib", "platstdlib", "purelib", "platlib")
    folders = {*(sysconfig.get_path(name) for name in names), *zoneinfo.TZPATH}
    folders |= {folder for folder in sys.path if folder.endswith("-packages")}
    return tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in sorted(filter(None, folders)))
