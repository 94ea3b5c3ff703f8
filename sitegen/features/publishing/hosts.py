"""Hosts that publish whole sites, each as a deployment that readers see whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from msgspec import Struct

from sitegen.features.publishing.engine import BuiltSite, Options, Outcome
from sitegen.features.publishing.retries import Retries
from sitegen.types.registers import EntryPoint


class Host(Protocol):
    """A site at a host."""

    @property
    def name(self) -> str:
        """Address for messages."""


class HostKind(Struct, frozen=True):
    """A kind of host. What opens a site there, publishes it and goes back raises PublishError."""

    title: str
    open: EntryPoint
    publish: EntryPoint
    roll_back: EntryPoint

    def opened(self, address: str, retries: Retries) -> Host:
        found: Host = self.open.load()(address, retries)
        return found

    def published(self, host: Host, site: BuiltSite, options: Options) -> Outcome:
        publish: Callable[[Any, BuiltSite, Options], Outcome] = self.publish.load()
        return publish(host, site, options)

    def rolled_back(self, host: Host, options: Options) -> str:
        """Goes back to the deployment before the current one; returns its ID."""
        roll_back: Callable[[Any, Options], str] = self.roll_back.load()
        return roll_back(host, options)


_NETLIFY, _CLOUDFLARE = (f"sitegen.features.publishing.{name}" for name in ("netlify", "cloudflare"))
HOSTS = {
    "netlify": HostKind(
        "Netlify",
        EntryPoint(f"{_NETLIFY}.host:netlify_host"),
        EntryPoint(f"{_NETLIFY}.deploys:publish_deploy"),
        EntryPoint(f"{_NETLIFY}.deploys:roll_back_deploy"),
    ),
    "cloudflare": HostKind(
        "Cloudflare Pages",
        EntryPoint(f"{_CLOUDFLARE}.project:cloudflare_project"),
        EntryPoint(f"{_CLOUDFLARE}.deployments:publish_deployment"),
        EntryPoint(f"{_CLOUDFLARE}.deployments:roll_back_deployment"),
    ),
}
"""Kinds of hosts by the scheme of their addresses."""
