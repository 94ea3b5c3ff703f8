"""A session of work: build, show, wait for a change, and again, until it is ended.

Builds run in this process and the server in another, so that a page is answered while a build goes on
and a build that fails takes nothing with it.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sitegen.config import load_config
from sitegen.execute import executor_for
from sitegen.model.policy import policy
from sitegen.problems import count
from sitegen.serve.server import HOST, News, Place, run_server
from sitegen.serve.watching import watching
from sitegen.state import store
from sitegen.state.memory import Request
from sitegen.types import Problem, Site, Snapshot
from sitegen.update import Means, Updated, update
from sitegen.write.lock import lock
from sitegen.write.output import check_output

Say = Callable[[str], None]
AsText = Callable[[Sequence[Problem]], str]


@dataclass(frozen=True, slots=True)
class Session:
    """What the session was asked for."""

    root: Path
    port: int
    today: Callable[[], date]
    base_url: str | None = None
    drafts: bool = True
    jobs: int = 1
    poll: bool = False


class NoPort(Exception):
    """Every port near the one asked for is taken."""


def folder_of(root: Path) -> Path:
    """Where a session keeps its site and its memory, apart from those of builds."""
    return store.folder_of(root) / "serve"


def serve(session: Session, say: Say, as_text: AsText, ready: Callable[[str], None]) -> None:
    """Serves the site until KeyboardInterrupt; `ready` is told the address. Raises NoPort, OSError."""
    gc.enable()  # unlike a build, this goes on for hours
    output = folder_of(session.root) / "public"
    output.parent.mkdir(parents=True, exist_ok=True)
    check_output(output, session.root)
    with lock(output), watching(session.root, session.poll) as changes:
        builder = _Builder(session, output, say, as_text)
        builder.build()
        process, connection, port = _start(
            Place(output, builder.base_path, session.port, policy(builder.searched))
        )
        try:
            if port != session.port:
                say(f"port {session.port} is taken; this is {port}")
            connection.send(News(problems=builder.problems))
            ready(f"http://{HOST}:{port}{builder.base_path}/")
            for _ in changes:
                connection.send(builder.build())
        finally:
            connection.close()
            process.join(timeout=5)
            process.kill()


def _start(place: Place) -> tuple[Any, Connection, int]:
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve_only, args=(place, theirs, ours), daemon=True)
    process.start()
    theirs.close()
    port = ours.recv()
    if not port:
        raise NoPort
    return process, ours, port


def _serve_only(place: Place, connection: Connection, other_end: Connection) -> None:
    other_end.close()  # a fork holds it too, and would never see it closed
    run_server(place, connection)


class _Builder:
    """Builds again and again, each time from what the last build knew."""

    def __init__(self, session: Session, output: Path, say: Say, as_text: AsText) -> None:
        self.session = session
        self.output = output
        self.say = say
        self.as_text = as_text
        self.problems = ""
        self.base_path = ""
        self.searched = False
        self.state = store.read(folder_of(session.root))
        self.snapshot: Snapshot | None = None
        self.site: Site | None = None
        self.executor = executor_for(session.jobs)

    def build(self) -> News:
        """What a browser has to know after a build; the problems are said here as well."""
        started = time.perf_counter()
        today = self.session.today()
        config, problems = load_config(self.session.root, today, self.session.base_url, self.session.drafts)
        if config is None:
            return self._failed(problems)
        self.base_path = self.base_path or config.base_path
        self.searched = config.searched is not None
        request = Request(str(self.output), config.base_url, config.drafts, strict=False, today=today)
        home = folder_of(self.session.root)
        means = Means(
            self.executor,
            _silent,
            self.state,
            home=home,
            last=self.snapshot,
            before=self.site,
            fingerprints=False,
            old_index=True,
        )
        updated = update(self.session.root, self.output, config, request, means)
        if updated.report.failed:
            return self._failed(updated.report.problems)
        assert updated.state is not None
        assert updated.built is not None
        self.state, self.snapshot, self.problems = updated.state, updated.snapshot, ""
        self.site = updated.built.prepared.site
        if updated.report.problems:
            self.say(self.as_text(updated.report.problems))
        self.say(_summary(updated, time.perf_counter() - started))
        return News(updated.changed)

    def _failed(self, problems: Sequence[Problem]) -> News:
        self.problems = self.as_text(problems)
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
