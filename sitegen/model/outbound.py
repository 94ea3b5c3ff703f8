"""Links to other sites: reviewed hosts, and the `rel` attribute of links."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from sitegen.kinds import KINDS
from sitegen.types import Field

REVIEWED = "external"
UNKNOWN = "external nofollow ugc noopener noreferrer"
"""Tells search engines not to count the link as a recommendation, and browsers not to send the referrer."""


@lru_cache(maxsize=4096)
def rel_of(address: str, reviewed: tuple[str, ...] | None) -> str:
    """The `rel` of a link to a web address; without a list of hosts all count as reviewed."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return UNKNOWN
    return REVIEWED if reviewed is None or is_reviewed(punycode(host), reviewed) else UNKNOWN


def is_reviewed(host: str, reviewed: tuple[str, ...]) -> bool:
    """True if a host in punycode is in the list or a subdomain of an item."""
    return any(host == known or host.endswith(f".{known}") for known in reviewed)


def punycode(host: str) -> str:
    """A host in punycode, in which look-alike letters differ (RFC 3492)."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")


def can_hold_addresses(field: Field) -> bool:
    """True if values of a field can have addresses on the web."""
    return KINDS[field.kind].address is not None or any(map(can_hold_addresses, field.fields.values()))


def addresses_in(field: Field, value: object) -> Iterator[str]:
    """Yields every web address in the value of a field, also within lists and groups."""
    if isinstance(value, tuple):
        for item in value:
            yield from addresses_in(field, item)
    elif isinstance(value, dict):
        for name, inner in field.fields.items():
            yield from addresses_in(inner, value.get(name))
    elif value is not None and (address := KINDS[field.kind].address) is not None:
        yield from filter(None, (address(value),))
