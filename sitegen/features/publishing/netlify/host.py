"""A site at Netlify: its deploys and their files."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha1
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from sitegen.features.publishing.errors import PublishError, TemporaryError
from sitegen.features.publishing.http_api import RefusedError
from sitegen.features.publishing.netlify.api import NETLIFY, Api, Deploy, File, Site
from sitegen.features.publishing.retries import Retries
from sitegen.features.publishing.target import Upload

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
AT_ONCE = 100
"""Most files of a deploy that Netlify compares before it answers."""
POLLS = 1200
"""Questions for the state of a deploy before a publication gives up; one each second."""
COMPARED = ("prepared", "uploading", "uploaded", "processing", "processed", "ready")
"""States in which Netlify knows which files it needs."""
RECEIVED = ("uploaded", "processing", "processed", "ready")
"""States in which Netlify has every file."""
FAILED = ("error", "rejected")


class NetlifyHost:
    """Each deploy is a whole site, which readers see from the moment in which it is ready."""

    at_once = 5

    def __init__(self, site: str, retries: Retries) -> None:
        self.name = f"netlify://{site}"
        self.retries = retries
        self._site = site
        self._api = Api(NETLIFY, self.name, retries)
        self._id = ""

    def site(self) -> Site:
        try:
            found = self._api.ask("GET", f"/sites/{self._id or self._site}", Site)
        except RefusedError as error:
            if error.status != 404:
                raise
            raise PublishError(
                f'there is no site "{self._site}" at Netlify that the token gives access to; write its ID or '
                "NAME.netlify.app"
            ) from None
        self._id = found.id
        return found

    def files(self) -> Mapping[str, str]:
        """SHA-1 of the files that readers have, by path."""
        return {file.path.lstrip("/"): file.sha for file in self._api.pages(f"/sites/{self._id}/files", File)}

    def deploys(self) -> Iterator[Deploy]:
        """Yields the deploys, the latest first."""
        return self._api.pages(f"/sites/{self._id}/deploys", Deploy)

    def create(self, digests: Mapping[str, str], title: str) -> Deploy:
        """Starts a deploy; returns it when Netlify knows which files it needs."""
        many = len(digests) > AT_ONCE
        data = msgspec.json.encode({"files": digests, "async": many})
        path = f"/sites/{self._id}/deploys?{urlencode({'title': title})}"
        deploy = self._api.ask("POST", path, Deploy, data)
        return self.wait(deploy, COMPARED) if many else deploy

    def put(self, deploy: Deploy, upload: Upload) -> None:
        """Sends a file of a deploy. Raises PublishError."""
        data = upload.read()
        path = f"/deploys/{quote(deploy.id)}/files/{quote(upload.path)}"
        try:
            stored = self._api.send(path, File, data)
        except RefusedError as error:
            if error.status in (401, 403) or self._deploy(deploy).state not in RECEIVED:
                raise  # otherwise the answer to the first try was lost, and Netlify has the file
            return
        if stored.sha != sha1(data, usedforsecurity=False).hexdigest():
            raise TemporaryError(f"{self.name}/{upload.path} did not arrive complete; repeat the publication")

    def wait(self, deploy: Deploy, states: Collection[str]) -> Deploy:
        """Returns a deploy when it is in one of the states. Raises PublishError."""
        for _ in range(POLLS):
            if deploy.state in states:
                return deploy
            if deploy.state in FAILED:
                reason = f": {deploy.error_message}" if deploy.error_message else ""
                raise PublishError(f"{self.name}: Netlify rejects the deploy {deploy.id}{reason}")
            self.pause()
            deploy = self._deploy(deploy)
        raise PublishError(
            f'{self.name}: the deploy {deploy.id} is still "{deploy.state}"; look at it at Netlify'
        )

    def restore(self, deploy: Deploy) -> None:
        self._api.ask("POST", f"/sites/{self._id}/deploys/{quote(deploy.id)}/restore", Deploy)

    def pause(self) -> None:
        time.sleep(2 * self.retries.pause)

    def _deploy(self, deploy: Deploy) -> Deploy:
        return self._api.ask("GET", f"/sites/{self._id}/deploys/{quote(deploy.id)}", Deploy)


def netlify_host(address: str, retries: Retries) -> NetlifyHost:
    """The site at `netlify://SITE_ID` or `netlify://NAME.netlify.app`. Raises PublishError."""
    parts = urlsplit(address)
    site = parts.netloc.lower()
    name = re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", site)
    if not (name or ID.fullmatch(site)) or parts.path.strip("/") or parts.query or parts.fragment:
        raise PublishError("write the address of a site as netlify://SITE_ID or netlify://NAME.netlify.app")
    return NetlifyHost(site, retries)
