"""Addresses of this machine: where the local server listens, what it answers to, what other devices open."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address

HOST = "127.0.0.1"
EVERY = ("0.0.0.0", "::")  # noqa: S104 - compared with what the user asks for
LOOPBACK_NAME = "localhost"
NOWHERE = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))
"""Addresses for documentation; a datagram socket that is connected to one sends nothing."""


class NoHost(Exception):
    """The server cannot listen at an address; the message says why."""


def checked_host(host: str) -> str:
    """The address to listen at. Raises NoHost unless this machine has it."""
    address = HOST if host == LOOPBACK_NAME else host
    try:
        family = socket.AF_INET6 if isinstance(ip_address(address), IPv6Address) else socket.AF_INET
    except ValueError:
        raise NoHost(f'"{host}" is not an IP address') from None
    try:
        with socket.socket(family, socket.SOCK_STREAM) as attempt:
            attempt.bind((address, 0))
    except OSError:
        raise NoHost(f"{host} is not an address of this machine") from None
    return address


def is_open(host: str) -> bool:
    """True if other machines can reach a server that listens there."""
    return not ip_address(host).is_loopback


def with_port(host: str, port: int) -> str:
    """Host and port as in the address of a page."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def answered(arrived_at: str, port: int) -> tuple[str, ...]:
    """Values of `Host` for a request that arrived at this address of the machine.

    They are addresses and no names, except `localhost`: the owner of a name can let it lead here (DNS
    rebinding), and then read drafts with scripts in the browser of an editor.
    """
    address = arrived_at.partition("%")[0]
    own = with_port(address, port)
    return (own, f"{LOOPBACK_NAME}:{port}") if ip_address(address).is_loopback else (own,)


def of_this_machine(host: str) -> tuple[str, ...]:
    """Addresses at which other devices reach a server that listens at `host`."""
    return tuple(dict.fromkeys(_own(host))) if host in EVERY else (host,)


def _own(host: str) -> Iterator[str]:
    """Addresses of the way out and of the name of this machine, as the family of `host`."""
    wanted = IPv6Address if ":" in host else None
    for address in (*_way_out(), *_by_name()):
        parsed = ip_address(address.partition("%")[0])
        if isinstance(parsed, IPv6Address) == (wanted is not None) and not (
            parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified
        ):
            yield str(parsed)


def _way_out() -> Iterator[str]:
    for target, family in NOWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as attempt:
                attempt.connect((target, 9))
                yield str(attempt.getsockname()[0])
        except OSError:  # there is no network
            continue


def _by_name() -> Iterator[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
    except OSError:
        return
    yield from (str(address[4][0]) for address in found)


def as_code(address: str) -> str:
    """An address as a QR code for a terminal; empty if `segno` is not installed."""
    try:
        import segno
    except ModuleNotFoundError:
        return ""
    import io

    out = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(out, border=2, compact=True)
    return out.getvalue().rstrip("\n")
