"""One request to a host: bounded in time and in bytes, and to machines of the public network only.

Names are resolved once and the connection goes to the address that was looked at, so that a name which
changes its mind in between (DNS rebinding) leads nowhere else. Redirects are for the caller to follow.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator, Mapping
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
NAT64 = ipaddress.ip_network("64:ff9b::/96")

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
    """What a host answers to one request, or why it does not; raises nothing."""
    try:
        parts = urlsplit(url)
        target = _target(parts)
        connection = _Connection(parts, manners)
    except (ValueError, UnicodeError, _Failed):
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
    except (OSError, ValueError, HTTPException) as error:
        answer = Answer(failure=_reason(error))
    finally:
        watch.cancel()
        connection.close()
    return Answer(failure=Failure.LATE) if connection.late else answer


def moved_to(url: str, answer: Answer) -> str:
    """Where a redirect leads; empty where the answer is none, or says nothing that could be read."""
    if answer.status not in MOVED or not answer.headers.get("location"):
        return ""
    try:
        return urljoin(url, answer.headers["location"].strip())
    except ValueError:
        return ""


def _target(parts: SplitResult) -> str:
    """The path and query as they are sent; letters beyond ASCII as UTF-8 (RFC 3987)."""
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
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
    """Connects to the address that was looked at."""

    def __init__(self, parts: SplitResult, manners: Manners) -> None:
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
        self.secure = parts.scheme == "https"
        super().__init__(host, parts.port or (443 if self.secure else 80), timeout=manners.seconds)
        self.default_port = 443 if self.secure else 80
        self.manners = manners
        self.late = False
        self.wire: socket.socket | None = None
        """As long as an answer is read; `sock` is given up before."""

    def connect(self) -> None:
        addresses = list(_looked_up(self.host, self.port))
        if not self.manners.private and not all(map(_is_public, map(ipaddress.ip_address, addresses))):
            raise _Failed(Failure.PRIVATE)
        for left, address in zip(reversed(range(len(addresses))), addresses, strict=True):
            try:
                self.wire = self.sock = socket.create_connection((address, self.port), self.manners.seconds)
                break
            except OSError:
                if not left:
                    raise
        if self.secure:
            context = ssl.create_default_context()
            self.wire = self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut_off(self) -> None:
        """Ends the conversation from another thread: the time is over."""
        self.late = True
        if self.wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.wire, socket.SHUT_RDWR)


def _looked_up(host: str, port: int) -> Iterator[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        gone = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
        raise _Failed(Failure.NAME if gone else Failure.UNRESOLVED) from error
    for *_, address in found:
        yield str(address[0]).partition("%")[0]


def _is_public(address: Address) -> bool:
    """Whether an address is one of the public network, also one of version 4 within one of version 6."""
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo
        within = [address.ipv4_mapped, address.sixtofour, teredo[1] if teredo else None]
        if address in NAT64:
            within.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if not all(_is_public(inner) for inner in within if inner is not None):
            return False
    return address.is_global and not address.is_multicast
