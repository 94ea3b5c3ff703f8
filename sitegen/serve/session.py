"""A session of work: build, show, wait for a change, and again, until it is ended.

Builds run in this process and the server in another, so that a page is answered while a build goes on
and a build that fails takes nothing with it.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import Enum, auto
from multiprocessing.connection import Connection
from pathlib import Path
from traceback import format_exception
from typing import Any

from msgspec import Struct

from sitegen.build import state_file as store
from sitegen.build.memory import Request
from sitegen.build.tracked import refuse_tracked
from sitegen.build.update import Means, Updated, until_settled, update
from sitegen.definition.config import load_config
from sitegen.execute import executor_for
from sitegen.plan.plan import INDEX
from sitegen.problems.formats import count
from sitegen.serve.server import HOST, News, Place, run_server
from sitegen.serve.watching import Step, watching
from sitegen.store.own_files import make_folder
from sitegen.types import Problem, Site, Snapshot
from sitegen.views.cms import cms_policy
from sitegen.views.policy import policy
from sitegen.write.lock import lock
from sitegen.write.output import OutputError, check_output

QUIET_FOR_INDEX = 5
"""Seconds after which the index for search is made, which at a large site takes as many."""

Say = Callable[[str], None]
AsText = Callable[[Sequence[Problem]], str]


class Session(Struct, frozen=True):
    """What the session was asked for."""

    root: Path
    port: int
    now: Callable[[], date]
    base_url: str | None = None
    drafts: bool = True
    jobs: int = 1
    poll: bool = False


class NoPort(Exception):
    """Neither the port asked for nor one near it can be had; the message says why."""


class After(Enum):
    """When to do what takes its time."""

    PAGES = auto()
    """Pictures and cards, as soon as the pages are shown."""
    QUIET = auto()
    """The index for search as well, when nobody edits."""


def folder_of(root: Path) -> Path:
    """Where a session keeps its site and its memory, apart from those of builds."""
    return store.folder_of(root) / "serve"


def serve(session: Session, say: Say, as_text: AsText, ready: Callable[[str], None]) -> None:
    """Serves the site until KeyboardInterrupt; `ready` is told the address. Raises NoPort, OSError."""
    gc.enable()  # unlike a build, this goes on for hours
    output = folder_of(session.root) / "public"
    refuse_tracked(session.root)
    make_folder(session.root, output.parent)
    check_output(output, session.root)
    with lock(output), watching(session.root, session.poll) as changes:
        builder = Builder(session, output, say, as_text)
        builder.build()
        process, connection, port = start_server(
            Place(output, builder.base_path, session.port, policy(builder.searched), builder.cms_policy)
        )
        try:
            if port != session.port:
                say(f"port {session.port} is taken; this is {port}")
            connection.send(News(problems=builder.problems))
            ready(f"http://{HOST}:{port}{builder.base_path}/")
            for news in news_of(builder, changes):
                connection.send(news)
        finally:
            connection.close()
            process.join(timeout=5)
            process.kill()


def news_of(builder: Builder, steps: Iterator[Step]) -> Iterator[News]:
    """The pages after each change, then the pictures, and in a quiet moment the index for search."""
    quiet = 0
    if builder.waiting:
        yield builder.build(After.PAGES)
    for step in steps:
        if step is Step.CHANGED:
            quiet = 0
            yield builder.build()
            if builder.waiting:
                yield builder.build(After.PAGES)
        else:
            quiet += 1
            if quiet == QUIET_FOR_INDEX and builder.old_index and not builder.problems:
                yield builder.build(After.QUIET)


def start_server(place: Place) -> tuple[Any, Connection, int]:
    """The server's process, the end of a connection to it, and its port. Raises NoPort."""
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve_only, args=(place, theirs, ours), daemon=True)
    process.start()
    theirs.close()
    port, reason = ours.recv()
    if not port:
        raise NoPort(reason)
    return process, ours, port


def _serve_only(place: Place, connection: Connection, other_end: Connection) -> None:
    other_end.close()  # a fork holds it too, and would never see it closed
    run_server(place, connection)


class Builder:
    """Builds again and again, each time from what the last build knew."""

    def __init__(self, session: Session, output: Path, say: Say, as_text: AsText) -> None:
        self.session = session
        self.output = output
        self.say = say
        self.as_text = as_text
        self.problems = ""
        self.waiting = False
        """Whether there are pictures or cards to make."""
        self.old_index = True
        """Whether what is found may not be what is shown."""
        self.base_path = ""
        self.searched = False
        self.cms_policy = ""
        self.state = store.read(folder_of(session.root))
        self.snapshot: Snapshot | None = None
        self.site: Site | None = None
        self.executor = executor_for(session.jobs)

    def build(self, after: After | None = None) -> News:
        """What a browser has to know after a build; the problems are said here as well.

        What takes its time is left out, unless it is `after` a change that has been shown.
        """
        try:
            return until_settled(lambda patient: self._build(after, patient))
        except OSError as error:  # a folder was taken away while it was read, a disk is full
            return self._not_built(f"{error.strerror or error} ({error.filename or self.output})")
        except OutputError as error:
            return self._not_built(str(error))
        except Exception as error:
            self.say("".join(format_exception(error)).rstrip())
            self.state, self.snapshot, self.site = store.EMPTY, None, None  # one of them may be the reason
            return self._not_built("this is a fault of sitegen, not of your content; please report it")

    def _not_built(self, reason: str) -> News:
        self.problems = f"the site could not be built: {reason}; it is built again at the next change"
        self.waiting = False
        self.say(self.problems)
        return News(problems=self.problems)

    def _build(self, after: After | None, patient: bool) -> News:
        started = time.perf_counter()
        now = self.session.now()
        config, problems = load_config(self.session.root, now, self.session.base_url, self.session.drafts)
        if config is None:
            return self._failed(problems)
        self.base_path = self.base_path or config.base_path
        self.searched = config.searched is not None
        self.cms_policy = cms_policy(config.cms) if config.cms else ""
        request = Request(str(self.output), config.base_url, config.drafts, strict=False, today=config.today)
        home = folder_of(self.session.root)
        means = Means(
            self.executor,
            _silent,
            self.state,
            home=home,
            last=self.snapshot,
            before=self.site,
            fingerprints=False,
            pictures_later=after is None,
            old_index=after is not After.QUIET,
            patient=patient,
        )
        updated = update(self.session.root, self.output, config, request, means)
        if updated.report.failed:
            return self._failed(updated.report.problems)
        assert updated.state is not None
        assert updated.built is not None
        self.state, self.snapshot, self.problems = updated.state, updated.snapshot, ""
        self.site = updated.built.prepared.site
        self.waiting = bool(updated.built.waiting)
        self.old_index = self.searched and after is not After.QUIET
        if updated.report.problems:
            self.say(self.as_text(updated.report.problems))
        self.say(_summary(updated, time.perf_counter() - started))
        shown = (path for path in updated.changed if not path.startswith(f"{INDEX}/"))
        return News(tuple(shown))

    def _failed(self, problems: Sequence[Problem]) -> News:
        before, self.problems = self.problems, self.as_text(problems)
        self.waiting = False
        if self.problems == before:  # many editors save in two steps
            return News(problems=self.problems)
        self.say(f"{self.problems}\n{count(problems)}; the page is as it was")
        return News(problems=self.problems)


def _summary(updated: Updated, seconds: float) -> str:
    report = updated.report
    files = report.written + report.removed
    what = f"{files:,} files changed" if files != 1 else "1 file changed"
    warnings = f"; {count(report.problems)}" if report.problems else ""
    return f"{what} in {seconds:.2f} s{warnings}"


def _silent(stage: str, done: int, total: int) -> None:
    pass
