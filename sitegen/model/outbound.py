"""Links to other sites: which hosts were reviewed, and what a link tells machines about it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from sitegen.types import Field, File

REVIEWED = "external"
UNKNOWN = "external nofollow ugc noopener noreferrer"
"""Search engines do not take such a link for a recommendation; its host is not told where one comes from."""


@lru_cache(maxsize=4096)
def rel_of(address: str, reviewed: tuple[str, ...] | None) -> str:
    """The `rel` of a link to an address on the web; without a list of hosts none is marked."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return UNKNOWN
    return REVIEWED if reviewed is None or is_reviewed(punycode(host), reviewed) else UNKNOWN


def is_on_the_web(address: str) -> bool:
    """Whether an address names a host; `mailto:` and files of the site do not."""
    return address[:8].lower().startswith(("http://", "https://"))


def is_reviewed(host: str, reviewed: tuple[str, ...]) -> bool:
    """Whether a host in punycode is one of these or below one."""
    return any(host == known or host.endswith(f".{known}") for known in reviewed)


def punycode(host: str) -> str:
    """A host as the name system knows it, so that no letter can be taken for another (RFC 3492)."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")


def can_hold_addresses(field: Field) -> bool:
    """Whether values of a field can have addresses on the web."""
    return field.kind in ("url", "file") or any(map(can_hold_addresses, field.fields.values()))


def addresses_in(field: Field, value: object) -> Iterator[str]:
    """Every address on the web in the value of a field, also within lists and groups."""
    if isinstance(value, tuple):
        for item in value:
            yield from addresses_in(field, item)
    elif isinstance(value, dict):
        for name, inner in field.fields.items():
            yield from addresses_in(inner, value.get(name))
    elif field.kind == "url" and isinstance(value, str):
        yield value
    elif isinstance(value, File) and is_on_the_web(value.path):
        yield value.path
