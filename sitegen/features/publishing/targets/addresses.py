"""Addresses of targets."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.hosts import HOSTS, HostKind
from sitegen.features.publishing.target import Target
from sitegen.problems.formats import suggest
from sitegen.types.registers import EntryPoint

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")
SCHEMES = {
    **dict.fromkeys(
        ("s3", "gs", "az"), EntryPoint("sitegen.features.publishing.targets.object_store:bucket_target")
    ),
    "sftp": EntryPoint("sitegen.features.publishing.targets.sftp:sftp_target"),
}
"""Functions from an address to a target. Each raises PublishError."""
KNOWN = ("file", *SCHEMES, *HOSTS)
SHORT = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9][A-Za-z0-9.-]*:(?!//)[^\0]+")
"""`user@host:folder`, as `scp` and `rsync` have it."""
PASSWORD = re.compile(
    r"[a-z0-9+.-]+:/+[^/?#@]*:[^/?#]*@|(?:s3|gs|az|netlify|cloudflare):/+[^/?#]*@", re.IGNORECASE
)


def host_kind(address: str) -> HostKind | None:
    """Kind of a host that publishes whole sites; None for any other address. Raises PublishError."""
    scheme = SCHEME.match(address)
    kind = HOSTS.get(scheme[1].lower()) if scheme else None
    if kind:
        _refuse_password(address)
    return kind


def open_target(address: str, protected: tuple[Path, ...]) -> Target:
    """The target at an address; `protected` are folders of the site itself. Raises PublishError."""
    scheme = SCHEME.match(address)
    _refuse_password(address)
    if scheme is None and SHORT.fullmatch(address):
        over_ssh: Target = EntryPoint("sitegen.features.publishing.targets.sftp:ssh_target").load()(address)
        return over_ssh
    if scheme is None:
        return _folder(address, protected)
    name = scheme[1].lower()
    if name == "file":
        parts = urlsplit(address)
        if parts.netloc not in ("", "localhost"):
            raise PublishError(f"{address} names a host; write file:///FOLDER with three slashes")
        return _folder(unquote(parts.path), protected)
    if name in HOSTS:
        title = HOSTS[name].title
        raise PublishError(
            f"{title} does not give files back; write the https:// address of the site instead"
        )
    if name not in SCHEMES:
        hint = suggest(name, KNOWN) or f"kinds of targets: a folder, {', '.join(f'{it}://' for it in KNOWN)}"
        raise PublishError(f'there is no kind of target "{name}://" ({hint})')
    target: Target = SCHEMES[name].load()(address)
    return target


def has_scheme(address: str) -> bool:
    """True for an address that is that of a target, and not only a path."""
    scheme = SCHEME.match(address)
    known = scheme is not None and scheme[1].lower() in KNOWN
    return known or SHORT.fullmatch(address) is not None


def _refuse_password(address: str) -> None:
    if PASSWORD.match(address):
        raise PublishError(
            "the address contains credentials; remove them, change them because the shell may have recorded "
            "them, and give them in the environment"
        )


def _folder(path: str, protected: tuple[Path, ...]) -> Target:
    from sitegen.features.publishing.targets.folder import folder_target

    return folder_target(Path(path), protected)
