"""The local server, in a process of its own: livereload over Tornado, told by the builder what changed.

It answers this machine only. A page of somebody else could otherwise read drafts through the browser of
whoever works here: by a name that leads to this machine (DNS rebinding, seen as another `Host`), or by
opening the socket from elsewhere (another `Origin`).
"""

from __future__ import annotations

import asyncio
import errno
import json
import mimetypes
import signal
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from sitegen.serve.addresses import find, missing
from sitegen.serve.pages import NOTHING_YET, PREFIX, STYLE, shown
from sitegen.views.cms import ADMIN
from sitegen.views.media_types import MEDIA_TYPES

HOST = "127.0.0.1"
PORTS_TRIED = 50
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Place(Struct, frozen=True):
    """Where the site lies, at which address it begins, and what its pages may load."""

    output: Path
    base_path: str
    port: int
    policy: str
    cms_policy: str = ""
    """What the CMS may load, where the site has one."""


class News(Struct, frozen=True):
    """What the builder tells after a build."""

    changed: tuple[str, ...] = ()
    """Paths of the outputs that are new or gone."""
    problems: str = ""
    """As an editor reads them; what is shown is then as it was before."""


class _Shown(Struct):
    """What the server knows: the last problems, and which browser looks at what."""

    place: Place
    hosts: frozenset[str]
    problems: str = ""
    watchers: dict[Any, str] = field(default_factory=dict)
    """The path of the output that each open page is."""


def run_server(place: Place, connection: Connection) -> None:
    """Serves until the other end of the connection is closed; first says at which port, or why at none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the builder is told too, and closes the connection
    asyncio.run(_serve(place, connection))


async def _serve(place: Place, connection: Connection) -> None:
    try:
        sockets, port = _bind(place.port)
    except OSError as error:
        connection.send((0, error.strerror or str(error)))
        return
    from tornado.httpserver import HTTPServer

    known = _Shown(place, frozenset({f"{HOST}:{port}", f"localhost:{port}"}))
    server = HTTPServer(_application(known), max_body_size=0, max_buffer_size=1 << 20)
    server.add_sockets(sockets)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(connection.fileno(), _listen, known, connection, ended)
    connection.send((port, ""))
    await ended.wait()
    loop.remove_reader(connection.fileno())
    server.stop()


def _bind(first: int) -> tuple[list[Any], int]:
    """Sockets at the port, or at the next that is free. Raises OSError where fifty cannot be had."""
    from tornado.netutil import bind_sockets

    last = min(first + PORTS_TRIED, 65536) - 1
    for port in range(first, last):
        try:
            return bind_sockets(port, HOST), port
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    return bind_sockets(last, HOST), last


def _listen(known: _Shown, connection: Connection, ended: asyncio.Event) -> None:
    try:
        news = connection.recv()
    except (EOFError, OSError):
        ended.set()
        return
    before, known.problems = known.problems, news.problems
    if news.problems or before:  # the problems lie over every page
        _reload(known, [], every_page=True)
    else:
        _reload(known, news.changed, every_page=False)


def _reload(known: _Shown, changed: Sequence[str], every_page: bool) -> None:
    """Styles are exchanged in the page; a page is loaded again where it, or a file it may show, changed."""
    styles = [path for path in changed if path.endswith(".css")]
    pages = {path for path in changed if path.endswith((".html", ".xml", ".json", ".csv", ".ics"))}
    shared = every_page or len(styles) + len(pages) < len(changed)
    for watcher, path in list(known.watchers.items()):
        if shared or path in pages:
            watcher.send_message(_order(path or "/"))
        else:
            for style in styles:
                watcher.send_message(_order(style))


def _order(path: str) -> str:
    """`reload`, of livereload's protocol 7."""
    return json.dumps({"command": "reload", "path": path, "liveCSS": True, "liveImg": False})


# --- answers -------------------------------------------------------------------------------------


def _application(known: _Shown) -> Any:
    from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
    from tornado.web import Application, HTTPError, RequestHandler

    class Guarded(RequestHandler):
        def prepare(self) -> None:
            if self.request.host not in known.hosts:
                raise HTTPError(421, reason="Misdirected Request")  # RFC 9110, 15.5.20

        def set_default_headers(self) -> None:
            self.clear_header("Server")
            policy = known.place.cms_policy if self.of_cms() else known.place.policy
            self.set_header("Content-Security-Policy", f"{policy}; frame-ancestors 'none'")
            for name, value in HEADERS.items():
                self.set_header(name, value)
            if self.of_cms():
                self.set_header("Cross-Origin-Opener-Policy", "same-origin-allow-popups")

        def of_cms(self) -> bool:
            """Whether this is the CMS: it loads more than a page, and is not renewed under the hands."""
            path: str = self.request.path
            return bool(known.place.cms_policy) and path.startswith(f"{known.place.base_path}/{ADMIN}")

        def write_error(self, status_code: int, **_: Any) -> None:
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(f"{status_code} {self._reason}\n")

    class Page(Guarded):
        SUPPORTED_METHODS = ("GET", "HEAD")

        def get(self) -> None:
            found = find(known.place.output, known.place.base_path, self.request.path)
            if found.moved_to:
                self.redirect(found.moved_to)
                return
            if found.file is None:
                self.set_status(404)
                found = missing(known.place.output, known.place.base_path, self.request.path)
            self._send(found.file)

        head = get

        def _send(self, file: Path | None) -> None:
            kind = "text/html" if file is None else _kind_of(file.name)
            data = file.read_bytes() if file else NOTHING_YET
            self.set_header("Content-Type", _with_charset(kind or "application/octet-stream"))
            html = kind == "text/html" and not self.of_cms()
            self.finish(shown(data.decode("utf-8", "replace"), known.problems) if html else data)

    class Style(Guarded):
        def get(self) -> None:
            self.set_header("Content-Type", "text/css; charset=utf-8")
            self.finish(STYLE)

    class Script(Guarded, LiveReloadJSHandler):  # type: ignore[misc]
        pass

    class Socket(Guarded, LiveReloadHandler):  # type: ignore[misc]
        def check_origin(self, origin: str) -> bool:
            return urlsplit(origin).scheme == "http" and urlsplit(origin).netloc in known.hosts

        def on_message(self, message: str | bytes) -> None:
            try:
                said = json.loads(message)
                command, url = said.get("command"), said.get("url")
            except (ValueError, AttributeError):
                self.close()
                return
            if command == "hello":
                super().on_message(message)
            elif command == "info" and isinstance(url, str):
                found = find(known.place.output, known.place.base_path, urlsplit(url).path)
                known.watchers[self] = _output_path(known.place.output, found.file)

        def on_close(self) -> None:
            known.watchers.pop(self, None)

    handlers = [("/livereload", Socket), ("/livereload.js", Script), (f"{PREFIX}/problems.css", Style)]
    return Application([*handlers, (".*", Page)], log_function=lambda _: None)


def _output_path(output: Path, file: Path | None) -> str:
    return file.relative_to(output.resolve()).as_posix() if file else "404.html"


def _kind_of(name: str) -> str | None:
    return MEDIA_TYPES.get(name) or mimetypes.guess_type(name)[0]


def _with_charset(kind: str) -> str:
    text = kind.startswith("text/") or kind in (
        *MEDIA_TYPES.values(),
        "application/json",
        "application/xml",
        "image/svg+xml",
    )
    return f"{kind}; charset=utf-8" if text else kind


if sys.platform == "win32":  # pragma: no cover - a reader on a connection needs the other kind of loop
    asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
