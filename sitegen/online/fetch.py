"""A single request to a host, limited in time and size, and by default to hosts of the public network.

Each name is resolved once, and the connection goes to the address that was checked. A name that resolves
differently a moment later (DNS rebinding) therefore cannot reach a private host. Redirects are not followed.
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
"""Most addresses of one name that are tried."""
HOST = re.compile(r"[a-z0-9_.:-]+", re.IGNORECASE)
"""Host name after IDNA, or a literal address."""

GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""The only IPv6 block with public hosts (RFC 4291); others are local, reserved or for translation."""
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
"""Blocks without public hosts that some versions of `ipaddress` count as global."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RequestFailure(StrEnum):
    """Reason why there is no response."""

    ADDRESS = "this is not a web address"
    NAME = "there is no host with this name"
    UNRESOLVED = "the name of the host could not be resolved"
    PRIVATE = "the host is not on the public network"
    REFUSED = "the host refuses connections"
    CERTIFICATE = "its certificate is not valid"
    LATE = "no complete answer in time"
    BROKEN = "the connection was closed too early"


class RequestLimits(Struct, frozen=True):
    """Limits of a request."""

    seconds: float = 20
    """Time for the whole request."""
    most: int = 5_000_000
    """Bytes of the body to read."""
    private: bool = False
    """True to allow hosts of the private network: for tests, and for addresses that the user gives."""


class Response(Struct, frozen=True):
    """Response of a host, or the reason why there is none."""

    status: int = 0
    """HTTP status (RFC 9110); 0 without a response."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Values of the headers, by name in lower case."""
    body: bytes = b""
    cut: bool = False
    """True if the body is longer than the limit."""
    failure: RequestFailure | None = None


class _Failed(Exception):
    def __init__(self, failure: RequestFailure) -> None:
        super().__init__(failure)
        self.failure = failure


def fetch(url: str, limits: RequestLimits, method: str = "GET") -> Response:
    """Returns the response to one request, or the reason why there is none. Raises nothing."""
    try:
        parts = urlsplit(url)
        target = _target(parts)
        connection = _Connection(parts, limits)
    except (ValueError, HTTPException, _Failed):
        return Response(failure=RequestFailure.ADDRESS)
    watch = threading.Timer(limits.seconds, connection.cut_off)
    watch.daemon = True
    watch.start()
    try:
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
        connection.request(method, target, headers=headers)
        response = _read(connection.getresponse(), limits.most)
    except _Failed as error:
        response = Response(failure=error.failure)
    except Exception as error:  # a host can send anything, and http.client may raise anything
        response = Response(failure=_reason(error))
    finally:
        watch.cancel()
        connection.close()
    return Response(failure=RequestFailure.LATE) if connection.late else response


def moved_to(url: str, response: Response) -> str:
    """Target of a redirect; empty if the response is not a redirect or its target is malformed."""
    if response.status not in MOVED or not response.headers.get("location"):
        return ""
    try:
        return urljoin(url, _as_text(response.headers["location"]).strip())
    except ValueError:
        return ""


def _as_text(header: str) -> str:
    """Decodes as UTF-8 a header that http.client has decoded as Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _target(parts: SplitResult) -> str:
    """Path and query as sent, with non-ASCII letters as UTF-8 (RFC 3987)."""
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise _Failed(RequestFailure.ADDRESS)
    if parts.port == 0:
        raise _Failed(RequestFailure.ADDRESS)
    path = quote(parts.path or "/", safe=AS_WRITTEN)
    return f"{path}?{quote(parts.query, safe=AS_WRITTEN)}" if parts.query else path


def _reason(error: Exception) -> RequestFailure:
    if isinstance(error, ssl.SSLCertVerificationError):
        return RequestFailure.CERTIFICATE
    if isinstance(error, ConnectionRefusedError):
        return RequestFailure.REFUSED
    return RequestFailure.LATE if isinstance(error, TimeoutError) else RequestFailure.BROKEN


def _read(response: HTTPResponse, most: int) -> Response:
    pieces, size = [], 0
    while size <= most and (piece := response.read1(PIECE)):
        pieces.append(piece)
        size += len(piece)
    if size <= most and response.length:  # fewer bytes than were announced
        raise _Failed(RequestFailure.BROKEN)
    headers = {name.lower(): value for name, value in response.getheaders()}
    body = b"".join(pieces)
    if (
        headers.get("content-encoding", "").lower() == "gzip" and body
    ):  # some hosts send it without being asked
        try:
            body = zlib.decompressobj(31).decompress(body, most + 1)
        except zlib.error:
            raise _Failed(RequestFailure.BROKEN) from None
    return Response(response.status, headers, body[:most], len(body) > most)


class _Connection(HTTPConnection):
    """Connects to the address that was checked, within the time of the whole request."""

    def __init__(self, parts: SplitResult, limits: RequestLimits) -> None:
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
        if not HOST.fullmatch(host):
            raise _Failed(RequestFailure.ADDRESS)
        self.secure = parts.scheme == "https"
        super().__init__(host, parts.port or (443 if self.secure else 80), timeout=limits.seconds)
        self.default_port = 443 if self.secure else 80
        self.limits = limits
        self.end = time.monotonic() + limits.seconds
        self.late = False
        self.wire: socket.socket | None = None
        """The socket while the response is read; `sock` is cleared before that."""

    def connect(self) -> None:
        addresses = _resolve(self.host, self.port, self._left())
        if not self.limits.private and not all(map(_is_public, map(ipaddress.ip_address, addresses))):
            raise _Failed(RequestFailure.PRIVATE)
        self.wire = self.sock = self._connected(addresses[:MOST_ADDRESSES])
        self.sock.settimeout(self._left())
        if self.secure:
            context = ssl.create_default_context()
            self.wire = self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _connected(self, addresses: Sequence[str]) -> socket.socket:
        """Connects to the first address that accepts; each gets its share of the remaining time."""
        for waiting, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                return socket.create_connection((address, self.port), self._left() / waiting)
            except OSError:
                if waiting == 1:
                    raise
        raise _Failed(RequestFailure.NAME)

    def _left(self) -> float:
        """Seconds left for the request. Raises TimeoutError if there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def cut_off(self) -> None:
        """Closes the connection from the timer's thread."""
        self.late = True
        if self.wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.wire, socket.SHUT_RDWR)


def _resolve(host: str, port: int, seconds: float) -> list[str]:
    """Addresses of a host without duplicates. Raises TimeoutError.

    The system's resolver cannot be interrupted; a thread in which it hangs is abandoned.
    """
    found: list[list[str] | _Failed] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            gone = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
            found.append(_Failed(RequestFailure.NAME if gone else RequestFailure.UNRESOLVED))
        except (OSError, ValueError):
            found.append(_Failed(RequestFailure.UNRESOLVED))
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
    """Returns True for a public address. An IPv4 address embedded in an IPv6 address must be public too."""
    if isinstance(address, ipaddress.IPv6Address):
        within = _embedded_ipv4(address)
        if within is not None:
            return _is_public(within) and (address in NAT64 or address in GLOBAL_UNICAST)
        if address not in GLOBAL_UNICAST:
            return False
    listed = any(address in network for network in NOT_PUBLIC if network.version == address.version)
    return address.is_global and not address.is_multicast and not listed


def _embedded_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """IPv4 address embedded in an IPv6 address for translation or tunnelling."""
    number = int(address)
    if address in NAT64 or number >> 32 & 0xFFFFFFFF in ISATAP:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return address.sixtofour
