"""A stand-in for Cloudflare Pages that keeps deployments in memory, and fails on request as real hosts do.

It implements what `wrangler pages deploy` uses (`upload-token`, `check-missing`, `upload`, `upsert-hashes`
and the form of a deployment), and of https://developers.cloudflare.com/api/resources/pages/ the project, its
deployments with pages, and `rollback`.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from blake3 import blake3

from tests.features.publishing.s3 import Fault, Server

ACCOUNT = "0123456789abcdef0123456789abcdef"
PROJECT = "atlas"
TOKEN = "cf_never/show+this=secret"
MOST_FILES = 100


def digest_of(path: str, data: bytes) -> str:
    """Digest of a file as wrangler has it."""
    name = path.rpartition("/")[2]
    extension = name.rpartition(".")[2] if "." in name.lstrip(".") else ""
    return blake3(base64.b64encode(data) + extension.encode()).hexdigest()[:32]


@dataclass
class Deployment:
    id: str
    message: str
    files: dict[str, str]
    settings: dict[str, bytes]
    created_on: str
    branch: str = "main"
    stage: tuple[str, str] = ("queued", "active")


@dataclass
class Cloudflare:
    """The project, and what was asked of it."""

    blobs: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    """Content and type of every file that was ever sent, by its digest."""
    deployments: list[Deployment] = field(default_factory=list)
    canonical: Deployment | None = None
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of each request that was carried out."""
    sent: list[str] = field(default_factory=list)
    """Digests of the files that were sent."""
    kept: list[str] = field(default_factory=list)
    fault: Callable[[int, str, str], Fault | None] = field(default=lambda *_: None)
    """Called with the number of the request, its method and its path."""
    rejects: bool = False
    """True if deployments fail."""
    tokens: int = 0
    """Tokens to send files that were given; only the last one is valid."""
    most_files: int = MOST_FILES
    asked: int = 0
    moment: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    port: int = 0

    def read(self) -> dict[str, bytes]:
        """What readers have, with the settings."""
        if self.canonical is None:
            return {}
        files = {path.lstrip("/"): self.blobs[it][0] for path, it in self.canonical.files.items()}
        return {**files, **self.canonical.settings}

    def create(self, files: dict[str, str], settings: dict[str, bytes], message: str) -> Deployment:
        self.moment += 1
        moment = f"2026-05-31T12:{self.moment // 60:02}:{self.moment % 60:02}.000000Z"
        found = Deployment(f"d{len(self.deployments)}", message, files, settings, moment)
        self.deployments.insert(0, found)
        return found

    def finish(self, deployment: Deployment) -> None:
        if deployment.stage == ("queued", "active"):
            deployment.stage = ("deploy", "failure" if self.rejects else "success")
            if not self.rejects:
                self.canonical = deployment

    def publish(self, files: dict[str, bytes], message: str = "Change the title") -> Deployment:
        """Publishes as somebody else does."""
        with self.lock:
            digests = {f"/{path}": digest_of(path, data) for path, data in files.items()}
            self.blobs |= {digests[f"/{path}"]: (data, "") for path, data in files.items()}
            deployment = self.create(digests, {}, message)
            self.finish(deployment)
            return deployment

    @property
    def jwt(self) -> str:
        claims = base64.urlsafe_b64encode(json.dumps({"max_file_count_allowed": self.most_files}).encode())
        return f"head.{claims.decode().rstrip('=')}.{self.tokens}"


def shown(deployment: Deployment | None) -> dict[str, Any] | None:
    if deployment is None:
        return None
    name, status = deployment.stage
    return {
        "id": deployment.id,
        "created_on": deployment.created_on,
        "environment": "production",
        "latest_stage": {"name": name, "status": status},
        "deployment_trigger": {"type": "ad_hoc", "metadata": {"commit_message": deployment.message}},
    }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    host: Cloudflare

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path).path.removeprefix("/client/v4")
        with self.host.lock:
            number = self.host.asked
            self.host.asked += 1
        fault = self.host.fault(number, method, path) or Fault()
        time.sleep(fault.seconds)
        status, value = 200, {"success": True, "errors": [], "result": None}
        if not fault.status or fault.after:
            with self.host.lock:
                status, value = self._carry_out(method, path, body)
        if fault.status:
            status, value = fault.status, _error(f"fault for {TOKEN}")
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if fault.half else data)
        if fault.half:
            self.close_connection = True

    def _carry_out(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        host = self.host
        of_files = path.startswith("/pages/assets/")
        if self.headers.get("Authorization") != f"Bearer {host.jwt if of_files else TOKEN}":
            return 403, _error(f"no access with {self.headers.get('Authorization')}")
        host.requests.append((method, path))
        if of_files:
            return self._of_files(path.rpartition("/")[2], json.loads(body))
        home = f"/accounts/{ACCOUNT}/pages/projects/{PROJECT}"
        if not path.startswith(home):
            return 404, _error("Project not found")
        parts = path.removeprefix(home).strip("/").split("/")
        if parts == [""]:
            result = {
                "name": PROJECT,
                "production_branch": "main",
                "canonical_deployment": shown(host.canonical),
            }
            return _result(result)
        if parts == ["upload-token"]:
            host.tokens += 1
            return _result({"jwt": host.jwt})
        if parts == ["deployments"]:
            return self._create(body) if method == "POST" else self._list()
        deployment = next((it for it in host.deployments if it.id == parts[1]), None)
        if deployment is None:
            return 404, _error("Deployment not found")
        if parts[2:] == ["rollback"]:
            host.canonical = deployment
        else:
            host.finish(deployment)
        return _result(shown(deployment))

    def _of_files(self, operation: str, value: Any) -> tuple[int, dict[str, Any]]:
        host = self.host
        if operation == "check-missing":
            return _result([it for it in value["hashes"] if it not in host.blobs])
        if operation == "upsert-hashes":
            host.kept = value["hashes"]
            return _result(True)
        for file in value:
            assert file["base64"] is True
            data = base64.b64decode(file["value"])
            host.blobs[file["key"]] = (data, file["metadata"]["contentType"])
            host.sent.append(file["key"])
        return _result({"successful_key_count": len(value)})

    def _create(self, body: bytes) -> tuple[int, dict[str, Any]]:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        fields: dict[str, bytes] = {}
        files: dict[str, bytes] = {}
        for part in message_from_bytes(head + body).get_payload():
            name = str(part.get_param("name", header="Content-Disposition"))  # type: ignore[union-attr]
            kind = files if part.get_filename() else fields  # type: ignore[union-attr]
            kind[name] = part.get_payload(decode=True)  # type: ignore[union-attr,assignment]
        manifest: dict[str, str] = json.loads(fields["manifest"])
        if fields["branch"] != b"main" or any(it not in self.host.blobs for it in manifest.values()):
            return 400, _error("the manifest is not valid")
        wrong = [path for path, it in manifest.items() if digest_of(path, self.host.blobs[it][0]) != it]
        assert not wrong
        return _result(shown(self.host.create(manifest, files, fields["commit_message"].decode())))

    def _list(self) -> tuple[int, dict[str, Any]]:
        query = parse_qs(urlsplit(self.path).query)
        page, number = int(query["page"][0]), int(query["per_page"][0])
        found = self.host.deployments[(page - 1) * number : page * number]
        return _result([shown(it) for it in found])


def _result(value: object) -> tuple[int, dict[str, Any]]:
    return 200, {"success": True, "errors": [], "messages": [], "result": value}


def _error(message: str) -> dict[str, Any]:
    return {"success": False, "errors": [{"code": 8000000, "message": message}], "result": None}


def serve(host: Cloudflare) -> ThreadingHTTPServer:
    """Starts a server on a free port in a thread."""
    server = Server(("127.0.0.1", 0), type("BoundHandler", (Handler,), {"host": host}))
    host.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
