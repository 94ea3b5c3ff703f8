"""The local server, in a process of its own: livereload on Tornado, notified by the builder of changes.

It answers requests for an address of this machine only. Otherwise a page of another site could read drafts
through the browser of an editor: by a name that resolves to this machine (DNS rebinding, which shows in
`Host`), or by opening the socket (cross-site, which shows in `Origin`).
"""

from __future__ import annotations

import asyncio
import errno
import json
import mimetypes
import sys
from collections.abc import Mapping, Sequence
from html import escape
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from sitegen.execute.signals import leave_signals_to_parent
from sitegen.serve.hosts import HOST, answered
from sitegen.serve.request_paths import find, missing
from sitegen.types.registers import by_name

PORTS_TRIED = 50
MISDIRECTED = 421
"""Status of an answer to a request for another host (RFC 9110, 15.5.20)."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class ServedSite(Struct, frozen=True):
    """The output folder, the address of the site, and the policies for its pages."""

    output: Path
    base_path: str
    port: int
    policy: str
    policies: Mapping[str, str] = field(default_factory=dict)
    """Content security policies of folders with programs, such as the CMS."""
    host: str = HOST
    """Address to listen at."""


class Update(Struct, frozen=True):
    """Result of a build, for the server."""

    changed: tuple[str, ...] = ()
    """Paths of the outputs that were added, changed or removed."""
    problems: str = ""
    """Problems as text for editors; if there are any, the pages are those of the previous build."""


class _ServerState(Struct):
    """State of the server: the last problems, and the page open in each browser."""

    site: ServedSite
    port: int
    problems: str = ""
    watchers: dict[Any, str] = field(default_factory=dict)
    """Output path of each open page, by its socket."""


def run_server(site: ServedSite, connection: Connection) -> None:
    """Serves until the other end of the connection is closed. First sends the port, or 0 and the reason."""
    leave_signals_to_parent(terminated=False)  # which then closes the connection
    asyncio.run(_serve(site, connection))


async def _serve(site: ServedSite, connection: Connection) -> None:
    try:
        sockets, port = _bind(site.host, site.port)
    except OSError as error:
        connection.send((0, error.strerror or str(error)))
        return
    from tornado.httpserver import HTTPServer

    state = _ServerState(site, port)
    server = HTTPServer(_application(state), max_body_size=0, max_buffer_size=1 << 20)
    server.add_sockets(sockets)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(connection.fileno(), _listen, state, connection, ended)
    connection.send((port, ""))
    await ended.wait()
    loop.remove_reader(connection.fileno())
    server.stop()


def _bind(host: str, first: int) -> tuple[list[Any], int]:
    """Opens sockets at the port, or at the next free one. Raises OSError after fifty attempts."""
    from tornado.netutil import bind_sockets

    last = min(first + PORTS_TRIED, 65536) - 1
    for port in range(first, last):
        try:
            return bind_sockets(port, host), port
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    return bind_sockets(last, host), last


def _listen(state: _ServerState, connection: Connection, ended: asyncio.Event) -> None:
    try:
        update = connection.recv()
    except (EOFError, OSError):
        ended.set()
        return
    before, state.problems = state.problems, update.problems
    if before and update.problems == before:
        return
    if update.problems or before:  # every page shows the problems
        _reload(state, [], every_page=True)
    else:
        _reload(state, update.changed, every_page=False)


def _reload(state: _ServerState, changed: Sequence[str], every_page: bool) -> None:
    """Replaces changed styles in open pages; reloads pages that have changed or may show a changed file."""
    styles = [path for path in changed if path.endswith(".css")]
    pages = {path for path in changed if path.endswith((".html", ".xml", ".json", ".csv", ".ics"))}
    shared = every_page or len(styles) + len(pages) < len(changed)
    for watcher, path in list(state.watchers.items()):
        if shared or path in pages:
            watcher.send_message(_reload_message(path or "/"))
        else:
            for style in styles:
                watcher.send_message(_reload_message(style))


def _reload_message(path: str) -> str:
    """A `reload` message of livereload's protocol 7."""
    return json.dumps({"command": "reload", "path": path, "liveCSS": True, "liveImg": False})


# --- answers -------------------------------------------------------------------------------------


def _own_policy(site: ServedSite, path: str) -> str:
    """Policy of a program such as the CMS, which loads more than pages do and is not reloaded during edits.

    Empty for pages.
    """
    policies = site.policies.items()
    return next((own for folder, own in policies if path.startswith(f"{site.base_path}/{folder}")), "")


def _answered(request: Any, port: int) -> tuple[str, ...]:
    """Values of `Host` that a request may have: addresses of this machine, as it was asked for."""
    return answered(request.connection.stream.socket.getsockname()[0], port)


def _refusal(status: int, reason: str, own: str) -> str:
    hint = f": open http://{own}/, an address of the machine itself" if status == MISDIRECTED else ""
    return f"{status} {reason}{hint}\n"


def _application(state: _ServerState) -> Any:
    from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
    from tornado.web import Application, HTTPError, RequestHandler

    class Guarded(RequestHandler):
        def prepare(self) -> None:
            if self.request.host not in _answered(self.request, state.port):
                raise HTTPError(MISDIRECTED, reason="Misdirected Request")

        def set_default_headers(self) -> None:
            self.clear_header("Server")
            policy = self.own_policy() or state.site.policy
            self.set_header("Content-Security-Policy", f"{policy}; frame-ancestors 'none'")
            for name, value in HEADERS.items():
                self.set_header(name, value)
            if self.own_policy():
                self.set_header("Cross-Origin-Opener-Policy", "same-origin-allow-popups")

        def own_policy(self) -> str:
            return _own_policy(state.site, self.request.path)

        def write_error(self, status_code: int, **_: Any) -> None:
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            own = _answered(self.request, state.port)[0]
            self.finish(_refusal(status_code, self._reason, own))

    class Page(Guarded):
        SUPPORTED_METHODS = ("GET", "HEAD")

        def get(self) -> None:
            match = find(state.site.output, state.site.base_path, self.request.path)
            if match.redirect:
                self.redirect(match.redirect)
                return
            if match.file is None:
                self.set_status(404)
                match = missing(state.site.output, state.site.base_path, self.request.path)
            self._send(match.file)

        head = get

        def _send(self, file: Path | None) -> None:
            kind = "text/html" if file is None else _kind_of(file.name)
            data = file.read_bytes() if file else NOTHING_YET
            self.set_header("Content-Type", _with_charset(kind or "application/octet-stream"))
            html = kind == "text/html" and not self.own_policy()
            self.finish(with_problems(data.decode("utf-8", "replace"), state.problems) if html else data)

    class Style(Guarded):
        def get(self) -> None:
            self.set_header("Content-Type", "text/css; charset=utf-8")
            self.finish(STYLE)

    class Script(Guarded, LiveReloadJSHandler):  # type: ignore[misc]
        pass

    class Socket(Guarded, LiveReloadHandler):  # type: ignore[misc]
        def check_origin(self, origin: str) -> bool:
            return urlsplit(origin).scheme == "http" and urlsplit(origin).netloc in _answered(
                self.request, state.port
            )

        def on_message(self, message: str | bytes) -> None:
            try:
                order = json.loads(message)
                command, url = order.get("command"), order.get("url")
            except (ValueError, AttributeError):
                self.close()
                return
            if command == "hello":
                super().on_message(message)
            elif command == "info" and isinstance(url, str):
                match = find(state.site.output, state.site.base_path, urlsplit(url).path)
                state.watchers[self] = _output_path(state.site.output, match.file)

        def on_close(self) -> None:
            state.watchers.pop(self, None)

    handlers = [("/livereload", Socket), ("/livereload.js", Script), (f"{PREFIX}/problems.css", Style)]
    return Application([*handlers, (".*", Page)], log_function=lambda _: None)


def _output_path(output: Path, file: Path | None) -> str:
    return file.relative_to(output.resolve()).as_posix() if file else "404.html"


def _media_types() -> Mapping[str, str]:
    """Media types of files by name, as features state them; their register is `MEDIA_TYPES`."""
    return by_name({}, "MEDIA_TYPES")


def _kind_of(name: str) -> str | None:
    return _media_types().get(name) or mimetypes.guess_type(name)[0]


def _with_charset(kind: str) -> str:
    text = kind.startswith("text/") or kind in (
        *_media_types().values(),
        "application/json",
        "application/xml",
        "image/svg+xml",
    )
    return f"{kind}; charset=utf-8" if text else kind


if sys.platform == "win32":  # pragma: no cover - add_reader needs a selector loop
    asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())


PREFIX = "/__sitegen__"
"""Start of the server's own addresses; no page of a site can have it."""
SCRIPT = f'<script src="/livereload.js"></script><link rel="stylesheet" href="{PREFIX}/problems.css">'
STYLE = b"""\
#sitegen-problems {
  position: fixed; inset: auto 0 0; z-index: 2147483647; max-block-size: 60vh; overflow: auto;
  margin: 0; padding: 1rem 1.5rem; background: #2b0b0b; color: #fff; border-block-start: 4px solid #ff8f7a;
  font: 14px/1.5 ui-monospace, monospace; direction: ltr; text-align: left;
}
#sitegen-problems h2 { margin: 0 0 .5rem; font: bold 1rem/1.4 system-ui, sans-serif; color: #fff }
#sitegen-problems pre { margin: 0; background: none; color: inherit; white-space: pre-wrap; font: inherit }
"""
NOTHING_YET = b"<!doctype html><title>sitegen</title><p>The site has not been built yet.</p>"


def with_problems(page: str, problems: str) -> str:
    """The page with the reload script, and with the problems on top of it if there are any."""
    head, tag, rest = page.partition("</head>")
    page = f"{head}{SCRIPT}{tag}{rest}" if tag else f"{SCRIPT}{page}"
    if not problems:
        return page
    overlay = (
        '<div id="sitegen-problems" role="alert"><h2>This page is as it was before the last change:</h2>'
        f"<pre>{escape(problems)}</pre></div>"
    )
    body, tag, rest = page.rpartition("</body>")
    return f"{body}{overlay}{tag}{rest}" if tag else f"{page}{overlay}"
