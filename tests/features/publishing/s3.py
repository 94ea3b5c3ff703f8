"""A stand-in for S3 that keeps objects in memory, and fails on request as real hosts do.

It implements what sitegen uses of the REST API of Amazon S3 (PutObject with `If-Match`, `If-None-Match`,
`x-amz-copy-source` and `x-amz-checksum-sha256`, GetObject with `Range`, HeadObject, ListObjectsV2,
DeleteObjects).
"""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

BUCKET = "bucket"
SECRET = "never/show+this=secret"
PAGE = 10
"""Objects in one answer to a listing, so that tests see several."""


@dataclass
class Object:
    data: bytes
    headers: dict[str, str]
    generation: int = field(default_factory=count(1).__next__)

    @property
    def e_tag(self) -> str:
        return f'"{hashlib.md5(self.data).hexdigest()}"'


@dataclass
class Fault:
    """An answer in place of the right one."""

    status: int = 0
    after: bool = False
    """True to carry the request out before, so that only the answer is lost."""
    half: bool = False
    """True to send or store half of the body."""
    seconds: float = 0


@dataclass
class S3:
    """The bucket, and what was asked of it."""

    objects: dict[str, Object] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and key of each request that was carried out."""
    headers: list[dict[str, str]] = field(default_factory=list)
    fault: Callable[[int, str, str], Fault | None] = field(default=lambda *_: None)
    """Called with the number of the request, its method and its key."""
    look: Callable[[], None] = field(default=lambda: None)
    """Called after each change."""
    asked: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    port: int = 0
    address: str = f"s3://{BUCKET}"

    def read(self, prefix: str) -> Callable[[str], bytes | None]:
        def read(path: str) -> bytes | None:
            found = self.objects.get(prefix + path)
            return found.data if found else None

        return read

    def put(self) -> list[str]:
        return [key for method, key in self.requests if method in ("PUT", "COPY")]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    s3: S3

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer("GET")

    def do_HEAD(self) -> None:
        self._answer("HEAD")

    def do_PUT(self) -> None:
        self._answer("PUT")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        with self.s3.lock:
            number = self.s3.asked
            self.s3.asked += 1
            self.s3.headers.append(dict(self.headers))
        fault = self.s3.fault(number, method, key) or Fault()
        time.sleep(fault.seconds)
        if fault.status and not fault.after:
            self._send(fault.status, b"<Error><Code>Fault</Code></Error>")
            return
        if method == "PUT" and fault.half:
            body = body[: len(body) // 2]
        with self.s3.lock:
            status, data, headers = self._carry_out(method, bucket, key, parts.query, body, fault)
            if method in ("PUT", "POST", "DELETE") and status < 300:
                self.s3.look()
        if fault.status:
            self._send(fault.status, b"<Error><Code>Fault</Code></Error>")
        else:
            self._send(status, data, headers, fault.half and method == "GET")

    def _carry_out(
        self, method: str, bucket: str, key: str, query: str, body: bytes, fault: Fault
    ) -> tuple[int, bytes, dict[str, str]]:
        if bucket != BUCKET:
            return 404, b"<Error><Code>NoSuchBucket</Code></Error>", {}
        if not self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential=the-id/"):
            return 403, b"<Error><Code>InvalidAccessKeyId</Code></Error>", {}
        if method == "POST":
            return self._delete(body)
        if method == "GET" and not key:
            return self._list(parse_qs(query))
        if method == "PUT":
            return self._put(key, body, fault)
        return self._read(key)

    def _read(self, key: str) -> tuple[int, bytes, dict[str, str]]:
        found = self.s3.objects.get(key)
        if found is None:
            return 404, b"<Error><Code>NoSuchKey</Code></Error>", {}
        modified = {"ETag": found.e_tag, "Last-Modified": "Sun, 31 May 2026 12:00:00 GMT"}
        if wanted := self.headers.get("Range"):
            first, last = map(int, wanted.removeprefix("bytes=").split("-"))
            part = found.data[first : last + 1]
            modified["Content-Range"] = f"bytes {first}-{first + len(part) - 1}/{len(found.data)}"
            return 206, part, {**found.headers, **modified}
        return 200, found.data, {**found.headers, **modified}

    def _put(self, key: str, body: bytes, fault: Fault) -> tuple[int, bytes, dict[str, str]]:
        old = self.s3.objects.get(key)
        if self.headers.get("If-None-Match") == "*" and old:
            return 412, b"<Error><Code>PreconditionFailed</Code></Error>", {}
        wanted = self.headers.get("If-Match")
        if wanted and (old is None or old.e_tag != wanted):
            return (412 if old else 404), b"<Error><Code>PreconditionFailed</Code></Error>", {}
        source = self.headers.get("x-amz-copy-source")
        if source:
            copied = self.s3.objects[unquote(source).lstrip("/").partition("/")[2]]
            self.s3.objects[key] = copied
            self.s3.requests.append(("COPY", key))
            return 200, b"<CopyObjectResult><ETag>%s</ETag></CopyObjectResult>" % copied.e_tag.encode(), {}
        checksum = self.headers.get("x-amz-checksum-sha256", "")
        if not fault.half and checksum != base64.b64encode(hashlib.sha256(body).digest()).decode():
            return 400, b"<Error><Code>BadDigest</Code></Error>", {}
        kept = {k: v for k, v in self.headers.items() if k.lower() in ("content-type", "cache-control")}
        self.s3.objects[key] = Object(body, kept)
        self.s3.requests.append(("PUT", key))
        return 200, b"", {"ETag": self.s3.objects[key].e_tag}

    def _delete(self, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        keys = [it.text or "" for it in ElementTree.fromstring(body).iter() if it.tag.endswith("Key")]
        for key in keys:
            self.s3.objects.pop(key, None)
            self.s3.requests.append(("DELETE", key))
        rows = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
        return 200, f"<DeleteResult>{rows}</DeleteResult>".encode(), {}

    def _list(self, query: dict[str, list[str]]) -> tuple[int, bytes, dict[str, str]]:
        prefix, delimiter = (query.get(name, [""])[0] for name in ("prefix", "delimiter"))
        after = query.get("continuation-token", [""])[0]
        keys = sorted(key for key in self.s3.objects if key.startswith(prefix) and key > after)
        deep = [key for key in keys if delimiter and delimiter in key[len(prefix) :]]
        folders = sorted({prefix + key[len(prefix) :].partition(delimiter)[0] + delimiter for key in deep})
        shown = [key for key in keys if key not in set(deep)]
        cut = len(shown) > PAGE
        shown = shown[:PAGE]
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>2026-05-31T12:00:00.000Z</LastModified>"
            f"<ETag>{escape(it.e_tag)}</ETag><Size>{len(it.data)}</Size>{self._of_object(it)}</Contents>"
            for key, it in ((key, self.s3.objects[key]) for key in shown)
        )
        rows += "".join(f"<CommonPrefixes><Prefix>{escape(it)}</Prefix></CommonPrefixes>" for it in folders)
        more = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if cut else ""
        text = (
            f"<ListBucketResult><IsTruncated>{str(cut).lower()}</IsTruncated>{rows}{more}</ListBucketResult>"
        )
        return 200, text.encode(), {}

    def _of_object(self, found: Object) -> str:
        """What a listing says of an object besides its size."""
        return ""

    def _send(
        self, status: int, data: bytes, headers: dict[str, str] | None = None, half: bool = False
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data[: len(data) // 2] if half else data)
        if half:
            self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """A client that went away is no error of the test."""


def serve(s3: S3, handler: type[Handler] = Handler) -> ThreadingHTTPServer:
    """Starts a server on a free port in a thread."""
    server = Server(("127.0.0.1", 0), type("BoundHandler", (handler,), {"s3": s3}))
    s3.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


def site_in(s3: S3, prefix: str = "site/") -> dict[str, bytes]:
    """Files of the site in the bucket, without records."""
    return {
        key.removeprefix(prefix): it.data
        for key, it in s3.objects.items()
        if key.startswith(prefix) and not key.startswith(f"{prefix}.sitegen/")
    }
