"""A stand-in for Google Cloud Storage that keeps objects in memory, and fails on request.

It implements what sitegen uses of the documented XML API: PUT Object with `x-goog-if-generation-match` and
`x-goog-copy-source`, GET and HEAD Object with `Range`, GET Bucket (`list-type=2`), DELETE Object. It asks for
no sign-in, which is a different service.
"""

from __future__ import annotations

import json
from urllib.parse import parse_qs, unquote

from tests.features.publishing import s3
from tests.features.publishing.s3 import BUCKET, SECRET, Fault, Object

MISSING = 404, b"<Error><Code>NoSuchKey</Code></Error>", dict[str, str]()


class Handler(s3.Handler):
    def _carry_out(
        self, method: str, bucket: str, key: str, query: str, body: bytes, fault: Fault
    ) -> tuple[int, bytes, dict[str, str]]:
        if bucket != BUCKET:
            return 404, b"<Error><Code>NoSuchBucket</Code></Error>", {}
        if method == "GET" and not key:
            return self._list(parse_qs(query))
        if method == "PUT":
            return self._put(key, body, fault)
        if key not in self.s3.objects:
            return MISSING
        if method == "DELETE":
            del self.s3.objects[key]
            self.s3.requests.append(("DELETE", key))
            return 204, b"", {}
        status, data, headers = self._read(key)
        return status, data, {**headers, "x-goog-generation": str(self.s3.objects[key].generation)}

    def _put(self, key: str, body: bytes, fault: Fault) -> tuple[int, bytes, dict[str, str]]:
        old = self.s3.objects.get(key)
        wanted = self.headers.get("x-goog-if-generation-match")
        if wanted is not None and int(wanted) != (old.generation if old else 0):
            return 412, b"<Error><Code>PreconditionFailed</Code></Error>", {}
        if source := self.headers.get("x-goog-copy-source"):
            found = self.s3.objects.get(unquote(source).lstrip("/").partition("/")[2])
            if found is None:
                return MISSING
            new = Object(found.data, found.headers)
            self.s3.requests.append(("COPY", key))
            answer = f"<CopyObjectResult><ETag>{new.e_tag}</ETag></CopyObjectResult>".encode()
        else:
            kept = {k: v for k, v in self.headers.items() if k.lower() in ("content-type", "cache-control")}
            new = Object(body, kept)
            self.s3.requests.append(("PUT", key))
            answer = b""
        self.s3.objects[key] = new
        return 200, answer, {"ETag": new.e_tag, "x-goog-generation": str(new.generation)}

    def _of_object(self, found: Object) -> str:
        return f"<Generation>{found.generation}</Generation><MetaGeneration>1</MetaGeneration>"


def account(port: int) -> str:
    """Key of a service account for this server, as JSON."""
    key = {"client_email": "someone@example.org", "private_key": SECRET, "private_key_id": "the-id"}
    return json.dumps({**key, "gcs_base_url": f"http://127.0.0.1:{port}", "disable_oauth": True})
