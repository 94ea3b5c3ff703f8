"""A project of Cloudflare Pages: its deployments and their files."""

from __future__ import annotations

import os
import re
import time
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec

from sitegen.features.publishing.cloudflare.api import (
    CLOUDFLARE,
    Api,
    Asset,
    Deployment,
    Part,
    Project,
    Token,
)
from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.http_api import RefusedError
from sitegen.features.publishing.retries import Retries
from sitegen.problems.extras import install_command, with_installer

T = TypeVar("T")

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,56}[a-z0-9])?")
ACCOUNT = "CLOUDFLARE_ACCOUNT_ID"
PAGE = 25
"""Deployments in an answer."""
POLLS = 600
"""Questions for the state of a deployment before a publication gives up; one each second."""
FILES = 20_000
"""Most files of a deployment, unless the token to send files has a different number."""
DENIED = (401, 403)


def digest_of_asset(path: str, data: bytes) -> str:
    """Digest by which Cloudflare knows a file: BLAKE3 of its bytes in base64 and its extension, shortened."""
    from blake3 import blake3

    extension = PurePosixPath(path).suffix.removeprefix(".")
    return blake3(b64encode(data) + extension.encode("utf-8")).hexdigest()[:32]


class CloudflareProject:
    """Each deployment is a whole site, which readers see from the moment in which it is ready."""

    at_once = 3

    def __init__(self, name: str, retries: Retries) -> None:
        self.name = f"cloudflare://{name}"
        self.retries = retries
        self._api = Api(CLOUDFLARE, self.name, retries)
        self._path = f"/accounts/{_account()}/pages/projects/{name}"
        self._project = name
        self._token = ""

    def project(self) -> Project:
        try:
            return self.retries(lambda: self._api.result("GET", self._path, Project))
        except RefusedError as error:
            if error.status != 404:
                raise
            raise PublishError(
                f'there is no project "{self._project}" in this account of Cloudflare; create it there, or '
                "correct its name"
            ) from None

    def most_files(self) -> int:
        """Most files that a deployment may have, as the token to send files says."""
        token = self._file_token()
        try:
            payload = token.split(".")[1]
            claims = msgspec.json.decode(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
            return int(claims["max_file_count_allowed"])
        except (IndexError, KeyError, TypeError, ValueError):
            return FILES

    def missing(self, digests: Sequence[str]) -> frozenset[str]:
        """Digests of these whose files Cloudflare does not have."""
        path = "/pages/assets/check-missing"
        return frozenset(self.retries(lambda: self._of_files(path, tuple[str, ...], {"hashes": digests})))

    def send(self, assets: Sequence[Asset]) -> None:
        """Sends files. Does not repeat the request. Raises PublishError."""
        self._of_files("/pages/assets/upload", Any, assets)

    def keep(self, digests: Sequence[str]) -> None:
        """Has Cloudflare keep these files. If it does not, the next publication sends them again."""
        with suppress(PublishError):
            self.retries(lambda: self._of_files("/pages/assets/upsert-hashes", Any, {"hashes": digests}))

    def deploy(self, parts: tuple[Part, ...], message: str) -> Deployment:
        """Starts a deployment. If an answer is lost, the deployment is found by its message."""
        tried = False

        def start() -> Deployment:
            nonlocal tried
            found = self.with_message(message) if tried else None
            tried = True
            return found or self._api.sent(f"{self._path}/deployments", Deployment, parts)

        return self.retries(start)

    def with_message(self, message: str) -> Deployment | None:
        return next((it for it in self._page(1) if it.message == message), None)

    def wait(self, deployment: Deployment) -> Deployment:
        """Returns a deployment when it is ready. Raises PublishError."""
        for _ in range(POLLS):
            if deployment.is_ready:
                return deployment
            if deployment.latest_stage.status in ("failure", "canceled"):
                raise PublishError(
                    f"{self.name}: Cloudflare rejects the deployment {deployment.id}; look at it there"
                )
            self.pause()
            path = f"{self._path}/deployments/{deployment.id}"
            deployment = self.retries(lambda path=path: self._api.result("GET", path, Deployment))  # type: ignore[misc]
        raise PublishError(f"{self.name}: the deployment {deployment.id} is not ready; look at it there")

    def deployments(self) -> Iterator[Deployment]:
        """Yields the deployments of the production branch, the latest first."""
        number, more = 1, True
        while more:
            page = self.retries(lambda number=number: self._page(number))  # type: ignore[misc]
            yield from page
            number, more = number + 1, len(page) == PAGE

    def restore(self, deployment: Deployment) -> Deployment:
        path = f"{self._path}/deployments/{deployment.id}/rollback"
        return self.retries(lambda: self._api.result("POST", path, Deployment))

    def pause(self) -> None:
        time.sleep(2 * self.retries.pause)

    def _page(self, number: int) -> tuple[Deployment, ...]:
        path = f"{self._path}/deployments?env=production&page={number}&per_page={PAGE}"
        return self._api.result("GET", path, tuple[Deployment, ...])

    def _of_files(self, path: str, kind: type[T], value: object) -> T:
        """Result of a request with the token to send files, which is replaced when its time is over."""
        try:
            return self._api.result("POST", path, kind, value, self._file_token())
        except RefusedError as error:
            if error.status not in DENIED:
                raise
        self._token = ""
        return self._api.result("POST", path, kind, value, self._file_token())

    def _file_token(self) -> str:
        if not self._token:
            path = f"{self._path}/upload-token"
            self._token = self.retries(lambda: self._api.result("GET", path, Token)).jwt
        return self._token


def _account() -> str:
    account = os.environ.get(ACCOUNT, "").strip()
    if not re.fullmatch(r"[0-9a-f]{32}", account):
        raise PublishError(
            f"there is no account: set {ACCOUNT} in the environment to the 32 characters at Cloudflare"
        )
    return account


def cloudflare_project(address: str, retries: Retries) -> CloudflareProject:
    """The project at `cloudflare://PROJECT`. Raises PublishError."""
    parts = urlsplit(address)
    name = parts.netloc.lower()
    if not NAME.fullmatch(name) or parts.path.strip("/") or parts.query or parts.fragment:
        raise PublishError("write the address of a project as cloudflare://PROJECT")
    try:
        import blake3  # noqa: F401 - that it is installed
    except ImportError:
        raise PublishError(
            f"cloudflare:// needs a package: {with_installer(install_command('cloudflare'))}"
        ) from None
    return CloudflareProject(name, retries)
