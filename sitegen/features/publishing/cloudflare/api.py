"""Requests to the API of Cloudflare Pages, and what it answers.

The operations on assets are those of `wrangler pages deploy`, the program of Cloudflare
(https://github.com/cloudflare/workers-sdk, packages/wrangler/src/pages/upload.ts). The others are described
at https://developers.cloudflare.com/api/resources/pages/.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.http_api import LONGEST_REASON, HttpApi, Service

T = TypeVar("T")

CLOUDFLARE = Service(
    "Cloudflare",
    "https://api.cloudflare.com",
    "/client/v4",
    "CLOUDFLARE_API_BASE_URL",
    "CLOUDFLARE_API_TOKEN",
)


class Answer(Struct, Generic[T], frozen=True):
    result: T


class Notice(Struct, frozen=True):
    message: str = ""


class Success(Struct, frozen=True):
    """Beginning of every answer."""

    success: bool = True
    errors: tuple[Notice, ...] | None = None


class Stage(Struct, frozen=True):
    name: str = ""
    status: str = ""


class Metadata(Struct, frozen=True):
    commit_message: str | None = None


class Trigger(Struct, frozen=True):
    metadata: Metadata = Metadata()


class Deployment(Struct, frozen=True):
    """State of a deployment, as far as a publication needs it."""

    id: str
    created_on: str | None = None
    latest_stage: Stage = Stage()
    deployment_trigger: Trigger = Trigger()

    @property
    def message(self) -> str:
        return self.deployment_trigger.metadata.commit_message or ""

    @property
    def is_ready(self) -> bool:
        return self.latest_stage == Stage("deploy", "success")


class Project(Struct, frozen=True):
    production_branch: str
    canonical_deployment: Deployment | None = None
    """The deployment that readers have."""


class Token(Struct, frozen=True):
    """Right to send files, for a short time."""

    jwt: str


class Asset(Struct, frozen=True):
    """A file to send."""

    key: str
    value: str
    """Its bytes in base64."""
    metadata: Mapping[str, str]
    base64: bool = True


class Part(Struct, frozen=True):
    """A field of a form."""

    name: str
    data: bytes
    is_file: bool = False


def form_of(parts: tuple[Part, ...]) -> tuple[bytes, str]:
    """The fields as `multipart/form-data` (RFC 7578), with its media type."""
    boundary = secrets.token_hex(16)
    lines: list[bytes] = []
    for part in parts:
        file = f'; filename="{part.name}"' if part.is_file else ""
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{part.name}"{file}\r\n'
        kind = "Content-Type: application/octet-stream\r\n" if part.is_file else ""
        lines += [head.encode(), kind.encode(), b"\r\n", part.data, b"\r\n"]
    return b"".join([*lines, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"


class Api(HttpApi):
    """The API of Cloudflare."""

    def result(self, method: str, path: str, kind: type[T], value: object = None, token: str = "") -> T:
        """Returns the result in an answer. Does not repeat the request. Raises PublishError."""
        data = b"" if value is None else msgspec.json.encode(value)
        return self._result(self.answer(method, path, data, token=token)[0], kind)

    def sent(self, path: str, kind: type[T], parts: tuple[Part, ...]) -> T:
        """Sends a form and returns the result. Does not repeat the request. Raises PublishError."""
        return self._result(self.answer("POST", path, *form_of(parts))[0], kind)

    def _result(self, data: bytes, kind: type[T]) -> T:
        head = self.decoded(data, Success)
        if not head.success:
            texts = "; ".join(error.message for error in head.errors or ())
            raise PublishError(f"{self.name}: Cloudflare does not carry this out ({texts[:LONGEST_REASON]})")
        return self.decoded(data, Answer[kind]).result  # type: ignore[valid-type]
