"""Hosts on this machine that answer as tests want: files of a folder, and planted answers by path."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    """Announced instead of the real one."""
    slow: float = 0
    """Seconds before each byte of the body."""


@dataclass(slots=True)
class Host:
    url: str
    """Without a slash at its end."""
    asked: list[str] = field(default_factory=list)
    """Method and path of each request, in the order in which they came."""
    agents: set[str] = field(default_factory=set)
    dripped: int = 0
    """Bytes of slow bodies that somebody waited for."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    host: Host
    folder: Path | None
    planted: Mapping[str, Reply | list[Reply]]
    otherwise: Reply | None

    def handle_error(self, *args: object) -> None:
        """Those who ask hang up when they have had enough."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.host.asked.append(f"{self.command} {self.path}")
        self.server.host.agents.add(self.headers["User-Agent"])
        reply = self._reply()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        length = len(reply.body) if reply.length is None else reply.length
        if length >= 0:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if self.command == "HEAD":
            return
        if not reply.slow:
            self.wfile.write(reply.body)
        for byte in reply.body if reply.slow else b"":
            time.sleep(reply.slow)
            self.wfile.write(bytes([byte]))
            self.server.host.dripped += 1

    def do_HEAD(self) -> None:
        self.do_GET()

    def _reply(self) -> Reply:
        planted = self.server.planted.get(self.path)
        if isinstance(planted, list):
            return planted.pop(0) if len(planted) > 1 else planted[0]
        if planted:
            return planted
        folder, path = self.server.folder, self.path.partition("?")[0].lstrip("/")
        file = folder / path if folder else None
        if file and (path.endswith("/") or not path):
            file /= "index.html"
        if file and file.is_file():
            return Reply(200, file.read_bytes())
        nothing = Reply(404, (folder / "404.html").read_bytes() if folder else b"nothing")
        return self.server.otherwise or nothing

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def host(
    folder: Path | None = None,
    planted: Mapping[str, Reply | list[Reply]] | None = None,
    otherwise: Reply | None = None,
) -> Iterator[Host]:
    """A host with the files of a folder; planted answers come first, those of a list one after the other.

    Everything else is `otherwise`, or the folder's 404 page.
    """
    server = _Server(("127.0.0.1", 0), _Handler)
    server.host = Host(f"http://localhost:{server.server_address[1]}")
    server.folder, server.planted, server.otherwise = folder, planted or {}, otherwise
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.host
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def closed_host() -> Iterator[str]:
    """The address of a host that refuses connections; no other process can take its port meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://localhost:{bound.getsockname()[1]}"
