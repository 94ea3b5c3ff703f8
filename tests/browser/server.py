"""A built site as a careful host serves it: compressed, with its `_headers` and its 404 page."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

TEXT = (
    "text/",
    "image/svg+xml",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "application/javascript",
)
BAD = Path(__file__).parent / "bad"
BAD_PREFIX = "/-bad-/"
"""Where the page stands on which every proof must find something."""


def headers_for(rules: str, path: str) -> dict[str, str]:
    """The headers that a `_headers` file gives to an address."""
    found: dict[str, str] = {}
    fits = False
    for line in rules.splitlines():
        if line and not line[0].isspace():
            rule = line.strip()
            fits = _pattern(rule).fullmatch(path) is not None
        elif fits and ":" in line:
            name, _, value = line.partition(":")
            found[name.strip()] = value.strip()
    return found


def _pattern(rule: str) -> re.Pattern[str]:
    """The addresses of a rule: `:name` stands for one folder, `*` at the end for all that follows."""
    return re.compile(re.sub(r":[a-z]\w*", "[^/]+", re.escape(rule)).replace(r"\*", ".*"))


class Server(ThreadingHTTPServer):
    """Says nothing when a browser hangs up."""

    def handle_error(self, *args: object) -> None:
        pass


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, root: Path, *args: object) -> None:
        self.root = root
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self._file(path)
        status = 200 if file else 404
        file = file or self.root / "404.html"
        data = file.read_bytes()
        kind = guess_type(file.name)[0] or "application/octet-stream"
        self.send_response(status)
        if kind.startswith(TEXT):
            data = gzip.compress(data, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers_for((self.root / "_headers").read_text("utf-8"), path).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _file(self, path: str) -> Path | None:
        folder, inner = (
            (BAD, path.removeprefix(BAD_PREFIX)) if path.startswith(BAD_PREFIX) else (self.root, path)
        )
        file = (folder / inner.lstrip("/")).resolve()
        file = file / "index.html" if file.is_dir() else file
        return file if file.is_file() and file.is_relative_to(folder.resolve()) else None

    def log_message(self, *args: object) -> None:
        pass


def free_port() -> int:
    """A port that nobody listens on now."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        return server.server_port


@contextmanager
def serving(root: Path, port: int) -> Iterator[str]:
    """The address of a server of a folder, as long as it is needed."""
    with Server(("127.0.0.1", port), partial(Handler, root)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{port}"
        server.shutdown()
