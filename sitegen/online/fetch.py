"""One request to a host: bounded in time and in bytes, and to machines of the public network only.

Names are resolved once and the connection goes to the address that was looked at, so that a name which
changes its mind in between (DNS rebinding) leads nowhere else. Redirects are for the caller to follow.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from msgspec import Struct, field

from sitegen import __version__

AGENT = f"sitegen/{__version__} (checks links and what is published)"
MOVED = (301, 302, 303, 307, 308)
PIECE = 65536
AS_WRITTEN = "/%?&=:;@+$,!~*'()[]-._"
MOST_ADDRESSES = 16
"""Addresses of one name that are tried."""
HOST = re.compile(r"[a-z0-9_.:-]+", re.IGNORECASE)
"""Characters of a host name after IDNA, and of a literal address."""

GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""The only block of IPv6 with public hosts (RFC 4291); all others are local, reserved or translations."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
ISATAP = (0x00005EFE, 0x02005EFE)
"""Third quarter of an address whose last quarter is an IPv4 address (RFC 5214)."""
NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",  # IETF protocol assignments; some clouds keep metadata here
            "192.88.99.0/24",  # relays of 6to4, withdrawn
            "168.63.129.16/32",  # the host below a virtual machine of Azure
            "2001::/23",  # IETF protocol assignments, Teredo and ORCHID among them
            "3fff::/20",  # documentation
        ),
    )
)
"""Blocks without public hosts that `ipaddress` counts as global, in this version of Python or another."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Failure(StrEnum):
    """Why there is no answer."""

    ADDRESS = "this is no address on the web"
    NAME = "there is no host of that name"
    UNRESOLVED = "the name of the host could not be looked up"
    PRIVATE = "this leads to a machine that is not on the public network"
    REFUSED = "the host refuses connections"
    CERTIFICATE = "its certificate is not valid"
    LATE = "no whole answer in time"
    BROKEN = "the connection broke off"


class Manners(Struct, frozen=True):
    seconds: float = 20
    """For the whole of one request."""
    most: int = 5_000_000
    """Bytes of a body that are read."""
    private: bool = False
    """Machines of the own network may be asked as well: for tests, and for addresses that the user names."""


class Answer(Struct, frozen=True):
    status: int = 0
    """Of HTTP (RFC 9110); 0 where there was no answer."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """With names in lower case."""
    body: bytes = b""
    cut: bool = False
    """The body is longer than was wanted."""
    failure: Failure | None = None


class _Failed(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


def ask(url: str, manners: Manners, method: str = "GET") -> Answer:
    """The answer of a host to one request, or the reason why there is none. Raises nothing."""
    try:
        parts = urlsplit(url)
        target = _target(parts)
        connection = _Connection(parts, manners)
    except (ValueError, HTTPException, _Failed):
        return Answer(failure=Failure.ADDRESS)
    watch = threading.Timer(manners.seconds, connection.cut_off)
    watch.daemon = True
    watch.start()
    try:
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
        connection.request(method, target, headers=headers)
        answer = _read(connection.getresponse(), manners.most)
    except _Failed as error:
        answer = Answer(failure=error.failure)
    except Exception as error:  # a host can send anything, and http.client raises whatever it stumbles over
        answer = Answer(failure=_reason(error))
    finally:
        watch.cancel()
        connection.close()
    return Answer(failure=Failure.LATE) if connection.late else answer


def moved_to(url: str, answer: Answer) -> str:
    """The target of a redirect; empty if the answer is none or its target cannot be read."""
    if answer.status not in MOVED or not answer.headers.get("location"):
        return ""
    try:
        return urljoin(url, _as_text(answer.headers["location"]).strip())
    except ValueError:
        return ""


def _as_text(header: str) -> str:
    """A header that http.client took for Latin-1, read as the UTF-8 that servers send."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _target(parts: SplitResult) -> str:
    """The path and query as they are sent; letters beyond ASCII as UTF-8 (RFC 3987)."""
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise _Failed(Failure.ADDRESS)
    if parts.port == 0:
        raise _Failed(Failure.ADDRESS)
    path = quote(parts.path or "/", safe=AS_WRITTEN)
    return f"{path}?{quote(parts.query, safe=AS_WRITTEN)}" if parts.query else path


def _reason(error: Exception) -> Failure:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failure.CERTIFICATE
    if isinstance(error, ConnectionRefusedError):
        return Failure.REFUSED
    return Failure.LATE if isinstance(error, TimeoutError) else Failure.BROKEN


def _read(response: HTTPResponse, most: int) -> Answer:
    pieces, size = [], 0
    while size <= most and (piece := response.read1(PIECE)):
        pieces.append(piece)
        size += len(piece)
    if size <= most and response.length:  # fewer bytes than were announced
        raise _Failed(Failure.BROKEN)
    headers = {name.lower(): value for name, value in response.getheaders()}
    body = b"".join(pieces)
    if headers.get("content-encoding", "").lower() == "gzip" and body:  # though it was not asked for
        try:
            body = zlib.decompressobj(31).decompress(body, most + 1)
        except zlib.error:
            raise _Failed(Failure.BROKEN) from None
    return Answer(response.status, headers, body[:most], len(body) > most)


class _Connection(HTTPConnection):
    """Connects to the address that was looked at, within the time for the whole request."""

    def __init__(self, parts: SplitResult, manners: Manners) -> None:
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
        if not HOST.fullmatch(host):
            raise _Failed(Failure.ADDRESS)
        self.secure = parts.scheme == "https"
        super().__init__(host, parts.port or (443 if self.secure else 80), timeout=manners.seconds)
        self.default_port = 443 if self.secure else 80
        self.manners = manners
        self.end = time.monotonic() + manners.seconds
        self.late = False
        self.wire: socket.socket | None = None
        """As long as an answer is read; `sock` is given up before."""

    def connect(self) -> None:
        addresses = _looked_up(self.host, self.port, self._left())
        if not self.manners.private and not all(map(_is_public, map(ipaddress.ip_address, addresses))):
            raise _Failed(Failure.PRIVATE)
        self.wire = self.sock = self._connected(addresses[:MOST_ADDRESSES])
        self.sock.settimeout(self._left())
        if self.secure:
            context = ssl.create_default_context()
            self.wire = self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _connected(self, addresses: Sequence[str]) -> socket.socket:
        """A connection to the first address that takes one; each has its share of the time that is left."""
        for waiting, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                return socket.create_connection((address, self.port), self._left() / waiting)
            except OSError:
                if waiting == 1:
                    raise
        raise _Failed(Failure.NAME)

    def _left(self) -> float:
        """Seconds that are left for the request. Raises TimeoutError where there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def cut_off(self) -> None:
        """Ends the conversation from another thread: the time is over."""
        self.late = True
        if self.wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.wire, socket.SHUT_RDWR)


def _looked_up(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host, without repetitions. Raises TimeoutError.

    The system's resolver cannot be interrupted: one that does not answer stays behind in its thread.
    """
    found: list[list[str] | _Failed] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            gone = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
            found.append(_Failed(Failure.NAME if gone else Failure.UNRESOLVED))
        except (OSError, ValueError):
            found.append(_Failed(Failure.UNRESOLVED))
        else:
            found.append(list(dict.fromkeys(str(row[-1][0]).partition("%")[0] for row in rows)))

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise TimeoutError
    if isinstance(found[0], _Failed):
        raise found[0]
    return found[0]


def _is_public(address: Address) -> bool:
    """True if an address is public. An IPv4 address embedded in an IPv6 address must be public too."""
    if isinstance(address, ipaddress.IPv6Address):
        within = _within(address)
        if within is not None:
            return _is_public(within) and (address in NAT64 or address in GLOBAL_UNICAST)
        if address not in GLOBAL_UNICAST:
            return False
    listed = any(address in network for network in NOT_PUBLIC if network.version == address.version)
    return address.is_global and not address.is_multicast and not listed


def _within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address to which an IPv6 address leads by translation or a tunnel."""
    number = int(address)
    if address in NAT64 or number >> 32 & 0xFFFFFFFF in ISATAP:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return address.sixtofour
