"""A stand-in for Netlify that keeps deploys in memory, and fails on request as real hosts do.

It implements what sitegen uses of the API that https://open-api.netlify.com describes: getSite,
listSiteFiles, listSiteDeploys with pages and `Link`, createSiteDeploy (`files`, `async`, `title`),
getSiteDeploy, uploadDeployFile and restoreSiteDeploy.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.features.publishing.s3 import Fault, Server

ID = "0d3a9d2f-ef94-4380-93df-27ee400e2048"
NAME = "atlas.netlify.app"
TOKEN = "nfp_never/show+this=secret"
PAGE = 2
"""Deploys in one answer, so that tests see several pages."""


@dataclass
class Deploy:
    id: str
    title: str
    files: dict[str, str]
    state: str
    created_at: str
    published_at: str | None = None
    locked: bool = False
    context: str = "production"
    many: bool = False


@dataclass
class Netlify:
    """The site, and what was asked of it."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    """Content of every file that was ever sent, by SHA-1."""
    deploys: list[Deploy] = field(default_factory=list)
    published: Deploy | None = None
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of each request that was carried out."""
    fault: Callable[[int, str, str], Fault | None] = field(default=lambda *_: None)
    """Called with the number of the request, its method and its path."""
    wait_headers: dict[str, str] = field(default_factory=dict)
    """Headers of answers with an error."""
    rejects: str = ""
    """Error of each deploy, after its files have arrived."""
    asked: int = 0
    moment: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    port: int = 0

    def read(self) -> dict[str, bytes]:
        """What readers have."""
        files = self.published.files if self.published else {}
        return {path: self.blobs[digest] for path, digest in files.items()}

    def put(self) -> list[str]:
        return [path.partition("/files/")[2] for method, path in self.requests if method == "PUT"]

    def create(self, files: dict[str, str], title: str, many: bool) -> Deploy:
        deploy = Deploy(
            f"d{len(self.deploys)}", title, files, "preparing" if many else "", self.now(), many=many
        )
        self.deploys.insert(0, deploy)
        if not many:
            deploy.state = "uploading"
            self.finish(deploy)
        return deploy

    def publish(self, files: dict[str, bytes], title: str = "main@1a2b3c") -> Deploy:
        """Publishes as somebody else does."""
        with self.lock:
            self.blobs |= {sha1(data).hexdigest(): data for data in files.values()}
            return self.create({path: sha1(data).hexdigest() for path, data in files.items()}, title, False)

    def required(self, deploy: Deploy) -> list[str]:
        return sorted({digest for digest in deploy.files.values() if digest not in self.blobs})

    def finish(self, deploy: Deploy) -> None:
        """Publishes a deploy as soon as it has its files."""
        if deploy.state != "uploading" or self.required(deploy):
            return
        if self.rejects:
            deploy.state = "error"
            return
        deploy.state = "ready"
        if not (self.published and self.published.locked):
            self.restore(deploy)

    def restore(self, deploy: Deploy) -> None:
        self.published, deploy.published_at = deploy, self.now()

    def now(self) -> str:
        self.moment += 1
        return f"2026-05-31T12:{self.moment // 60:02}:{self.moment % 60:02}.000Z"

    def shown(self, deploy: Deploy | None) -> dict[str, Any] | None:
        if deploy is None:
            return None
        names = ("id", "title", "state", "created_at", "published_at", "locked", "context")
        required = [] if deploy.state == "preparing" else self.required(deploy)
        error = self.rejects if deploy.state == "error" else None
        return {name: getattr(deploy, name) for name in names} | {
            "required": required,
            "error_message": error,
        }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    host: Netlify

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer("GET")

    def do_PUT(self) -> None:
        self._answer("PUT")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path).path.removeprefix("/api/v1")
        with self.host.lock:
            number = self.host.asked
            self.host.asked += 1
        fault = self.host.fault(number, method, path) or Fault()
        time.sleep(fault.seconds)
        if not fault.status or fault.after:
            if method == "PUT" and fault.half:
                body = body[: len(body) // 2]
            with self.host.lock:
                status, data, headers = self._carry_out(method, path, body)
        if fault.status:
            status, data, headers = (
                fault.status,
                _error(fault.status, f"fault for {TOKEN}"),
                self.host.wait_headers,
            )
        self._send(status, data, headers, fault.half and method != "PUT")

    def _carry_out(self, method: str, path: str, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, _error(401, f"no access with {self.headers.get('Authorization')}"), {}
        self.host.requests.append((method, path))
        parts = path.strip("/").split("/", 3)
        if parts[0] == "sites" and parts[1] in (ID, NAME):
            return self._site(method, parts[2:], body)
        deploy = self._deploy(parts[1]) if parts[0] == "deploys" else None
        if deploy is None or method != "PUT":
            return 404, _error(404, "Not Found"), {}
        return self._put(deploy, unquote(parts[3]), body)

    def _site(self, method: str, parts: list[str], body: bytes) -> tuple[int, bytes, dict[str, str]]:
        host = self.host
        if not parts:
            return _json({"id": ID, "name": "atlas", "published_deploy": host.shown(host.published)})
        if parts == ["files"]:
            files = host.published.files if host.published else {}
            rows = [
                {"id": f"/{path}", "path": f"/{path}", "sha": it, "size": 1} for path, it in files.items()
            ]
            return _json(rows)
        if parts == ["deploys"]:
            return self._create(body) if method == "POST" else self._list()
        name, _, operation = parts[1].partition("/")
        deploy = self._deploy(name)
        if deploy is None:
            return 404, _error(404, "Not Found"), {}
        if method == "POST" and operation == "restore":
            host.restore(deploy)
            return 201, *_json(host.shown(deploy))[1:]
        if deploy.state == "preparing":
            deploy.state = "uploading"
            host.finish(deploy)
        return _json(host.shown(deploy))

    def _create(self, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        wanted = json.loads(body)
        if not wanted["files"] or any("#" in path for path in wanted["files"]):
            return 422, _error(422, "files are not valid"), {}
        title = parse_qs(urlsplit(self.path).query)["title"][0]
        return _json(self.host.shown(self.host.create(wanted["files"], title, wanted["async"])))

    def _list(self) -> tuple[int, bytes, dict[str, str]]:
        page = int(parse_qs(urlsplit(self.path).query).get("page", ["1"])[0])
        found = self.host.deploys[(page - 1) * PAGE : page * PAGE]
        more = len(self.host.deploys) > page * PAGE
        address = (
            f"http://127.0.0.1:{self.host.port}/api/v1/sites/{ID}/deploys?page={page + 1}&per_page={PAGE}"
        )
        return (
            200,
            _json([self.host.shown(it) for it in found])[1],
            ({"Link": f'<{address}>; rel="next", <{address}>; rel="last"'} if more else {}),
        )

    def _put(self, deploy: Deploy, path: str, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        if deploy.state != "uploading":
            return 422, _error(422, f"the deploy is {deploy.state}"), {}
        if self.headers["Content-Type"] != "application/octet-stream" or path not in deploy.files:
            return 422, _error(422, "the file is not one of the deploy"), {}
        digest = sha1(body).hexdigest()
        if digest == deploy.files[path]:
            self.host.blobs[digest] = body
            self.host.finish(deploy)
        return _json({"id": f"/{path}", "path": f"/{path}", "sha": digest, "size": len(body)})

    def _deploy(self, name: str) -> Deploy | None:
        return next((it for it in self.host.deploys if it.id == name), None)

    def _send(self, status: int, data: bytes, headers: dict[str, str], half: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if half else data)
        if half:
            self.close_connection = True


def _json(value: object) -> tuple[int, bytes, dict[str, str]]:
    return 200, json.dumps(value).encode(), {}


def _error(code: int, message: str) -> bytes:
    return json.dumps({"code": code, "message": message}).encode()


def serve(host: Netlify) -> ThreadingHTTPServer:
    """Starts a server on a free port in a thread."""
    server = Server(("127.0.0.1", 0), type("BoundHandler", (Handler,), {"host": host}))
    host.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
