"""A session of editing: builds the site, serves it, and rebuilds it after every change.

Builds run in this process and the server in another, so that pages are served during a build and a failed
build does not stop the server.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import Enum, auto
from multiprocessing.connection import Connection
from pathlib import Path
from traceback import format_exception
from typing import Any

from msgspec import Struct

from sitegen.build import cache
from sitegen.build.build import build, until_settled
from sitegen.build.context import Context, Options, Storage, silent
from sitegen.build.previous import NO_PREVIOUS, Previous
from sitegen.build.result import Result
from sitegen.build.unchanged import Request
from sitegen.definition.config import load_config
from sitegen.execute import executor_for
from sitegen.execute.signals import signals_held
from sitegen.problems.extension_failures import problem_in_extension
from sitegen.problems.formats import count
from sitegen.serve.engine import load_reading
from sitegen.serve.hosts import HOST, is_open, of_this_machine, with_port
from sitegen.serve.server import ServedSite, Update, run_server
from sitegen.serve.watching import Step, watching
from sitegen.store.own_files import make_folder
from sitegen.types import Problem
from sitegen.types.paths import INDEX
from sitegen.types.registers import extender
from sitegen.upkeep.lock import lock
from sitegen.upkeep.tracked import refuse_tracked
from sitegen.views.policy import policies_of, policy
from sitegen.write.output import OutputError, check_output, stamps_in

QUIET_FOR_INDEX = 5
"""Idle seconds before the search index is built, which takes seconds for a large site."""

Print = Callable[[str], None]
Show = Callable[[Update], None]
"""Shows an update in browsers."""
AsText = Callable[[Sequence[Problem]], str]


class SessionOptions(Struct, frozen=True):
    """Options of a session."""

    root: Path
    port: int
    now: Callable[[], date]
    base_url: str | None = None
    drafts: bool = True
    jobs: int = 1
    poll: bool = False
    host: str = HOST
    """Address to listen at."""


class NoPort(Exception):
    """Neither the given port nor one of the next is free; the message has the reason."""


class Overtaken(Exception):
    """A source has changed during slow work, which a later build goes on with."""


class Deferred(Enum):
    """Slow work that is done after the pages have been shown."""

    PICTURES = auto()
    """Pictures and cards."""
    INDEX = auto()
    """Pictures, cards and the search index."""


def folder_of(root: Path) -> Path:
    """Folder for the site and the build cache of sessions, separate from those of builds."""
    return cache.folder_of(root) / "serve"


Ready = Callable[[str, tuple[str, ...]], None]
"""Called with the address of the site, and with those for other devices."""


def serve(session: SessionOptions, echo: Print, as_text: AsText, ready: Ready) -> None:
    """Serves the site until KeyboardInterrupt; calls `ready` with its addresses. Raises NoPort, OSError."""
    gc.enable()  # unlike a build, a session takes hours
    if loads := extender():
        loads.watch()
    output = folder_of(session.root) / "public"
    refuse_tracked(session.root)
    make_folder(session.root, output.parent)
    check_output(output, session.root)
    stamps_in(output)  # refuses the files of somebody else
    with lock(output), watching(session.root, session.poll) as steps:
        builder = Builder(session, output, echo, as_text)
        builder.build()
        process, connection, port = start_server(
            ServedSite(
                output,
                builder.base_path,
                session.port,
                policy(builder.searched),
                builder.policies,
                session.host,
            )
        )
        try:
            if port != session.port:
                echo(f"port {session.port} is taken; using {port}")
            connection.send(Update(problems=builder.problems))
            builder.show, builder.is_overtaken = connection.send, steps.are_waiting
            ready(*_addresses(session.host, port, builder.base_path))
            for result in updates(builder, steps):
                connection.send(result)
        finally:
            connection.close()
            process.join(timeout=5)
            process.kill()


def _addresses(host: str, port: int, path: str) -> tuple[str, tuple[str, ...]]:
    """The address of the site on this machine, and those for other devices."""
    own = {"0.0.0.0": HOST, "::": "::1"}.get(host, host)  # noqa: S104
    others = of_this_machine(host) if is_open(host) else ()
    one, *more = (f"http://{with_port(it, port)}{path}/" for it in (own, *others))
    return one, tuple(more)


def updates(builder: Builder, steps: Iterator[Step]) -> Iterator[Update]:
    """Rebuilds the pages after each change, then the pictures, and after a while the search index.

    The next change interrupts pictures and the search index.
    """
    quiet = 0
    if builder.waiting:
        yield from _later(builder, Deferred.PICTURES)
    for step in steps:
        if step is Step.CHANGED:
            quiet = 0
            yield builder.build()
            if builder.waiting:
                yield from _later(builder, Deferred.PICTURES)
        else:
            quiet += 1
            if quiet == QUIET_FOR_INDEX and builder.old_index and not builder.problems:
                yield from _later(builder, Deferred.INDEX)


def _later(builder: Builder, work: Deferred) -> Iterator[Update]:
    with suppress(Overtaken):
        yield builder.build(work)


def start_server(site: ServedSite) -> tuple[Any, Connection, int]:
    """Starts the server; returns its process, the end of a connection to it, and its port. Raises NoPort."""
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve_only, args=(site, theirs, ours), daemon=True)
    with signals_held():
        process.start()
    theirs.close()
    port, reason = ours.recv()
    if not port:
        raise NoPort(reason)
    return process, ours, port


def _serve_only(site: ServedSite, connection: Connection, other_end: Connection) -> None:
    other_end.close()  # the fork has a copy, and would never see it closed
    run_server(site, connection)


class Builder:
    """Builds the site repeatedly, each time from the state of the last build."""

    def __init__(self, session: SessionOptions, output: Path, echo: Print, as_text: AsText) -> None:
        self.session = session
        self.output = output
        self.echo = echo
        self.as_text = as_text
        self.show: Show = _no_browsers
        """Shows the first problems of a build that goes on to look for more."""
        self.is_overtaken: Callable[[], bool] = lambda: False
        """True if a source has changed since this build began."""
        self.first_problems: Sequence[Problem] = ()
        """First problems of the last build; empty if it ended before it showed any."""
        self.first_before: Sequence[Problem] = ()
        """First problems of the build before the last one."""
        self.problems = ""
        self.waiting = False
        """True if pictures or cards are still to be rendered."""
        self.old_index = True
        """True if the search index may be older than the pages."""
        self.base_path = ""
        self.searched = False
        self.policies: Mapping[str, str] = {}
        self.previous = Previous(cache.read(folder_of(session.root)))
        self.executor = executor_for(session.jobs)

    def build(self, work: Deferred | None = None) -> Update:
        """Builds the site with this slow work, prints its problems, and returns the update for browsers.

        Raises Overtaken.
        """
        try:
            return until_settled(lambda patient: self._build(work, patient))
        except OSError as error:  # a folder was removed during the scan, or the disk is full
            return self._not_built(f"{error.strerror or error} ({error.filename or self.output})")
        except OutputError as error:
            return self._not_built(str(error))
        except Overtaken:
            raise
        except Exception as error:
            problem = problem_in_extension(error)
            if problem is not None:
                return self._failed([problem])
            self.echo("".join(format_exception(error)).rstrip())
            self.previous = NO_PREVIOUS  # it may be the cause
            return self._not_built("this is a fault of sitegen, not of your content; please report it")

    def _not_built(self, reason: str) -> Update:
        self.problems = f"the site could not be built: {reason}; it is rebuilt after the next change"
        self.waiting = False
        self.echo(self.problems)
        return Update(problems=self.problems)

    def _build(self, work: Deferred | None, patient: bool) -> Update:
        started = time.perf_counter()
        self.first_before, self.first_problems = self.first_problems, ()
        now = self.session.now()
        config, problems = load_config(self.session.root, now, self.session.base_url, self.session.drafts)
        if config is None:
            return self._failed(problems)
        self.base_path = self.base_path or config.base_path
        self.searched = config.searched is not None
        self.policies = policies_of(config)
        load_reading(config.engine)
        request = Request(str(self.output), config.base_url, config.drafts, strict=False, today=config.today)
        storage = Storage(self.output, folder_of(self.session.root), request)
        options = Options(
            fingerprints=False,
            defer_pictures=work is None,
            old_index=work is not Deferred.INDEX,
            patient=patient,
        )
        context = Context(
            self.executor,
            progress=self._unless_overtaken if work else silent,
            note=self.echo,
            storage=storage,
            previous=self.previous,
            options=options,
            first_problems=self._show_first,
        )
        result = build(self.session.root, config, context)
        if result.report.failed:
            return self._failed(result.report.problems)
        self.previous, self.first_problems, self.problems = result.previous, (), ""
        self.waiting = bool(result.deferred)
        self.old_index = self.searched and work is not Deferred.INDEX
        if result.report.problems:
            self.echo(self.as_text(result.report.problems))
        self.echo(_summary(result, time.perf_counter() - started))
        shown = (path for path in result.changed if not path.startswith(f"{INDEX}/"))
        return Update(tuple(shown))

    def _unless_overtaken(self, *_: object) -> None:
        """Raises Overtaken."""
        if self.is_overtaken():
            raise Overtaken

    def _show_first(self, problems: Sequence[Problem]) -> None:
        self.first_problems = problems
        if problems != self.first_before:
            self.show(self._failed(problems))

    def _failed(self, problems: Sequence[Problem]) -> Update:
        before, self.problems = self.problems, self.as_text(problems)
        self.waiting = False
        if self.problems == before:  # many editors save in two steps
            return Update(problems=self.problems)
        self.echo(f"{self.problems}\n{count(problems)}; the pages are not updated")
        return Update(problems=self.problems)


def _no_browsers(update: Update) -> None:
    """Shows an update nowhere, before the server has started."""


def _summary(result: Result, seconds: float) -> str:
    report = result.report
    files = report.written + report.removed
    what = f"{files:,} files changed" if files != 1 else "1 file changed"
    warnings = f"; {count(report.problems)}" if report.problems else ""
    warnings += f"; {report.known:,} known problem{'' if report.known == 1 else 's'}" if report.known else ""
    return f"{what} in {seconds:.2f} s{warnings}"
