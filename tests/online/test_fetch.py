"""A single request to a host that may answer with anything or nothing, and always gives a result."""

from __future__ import annotations

import gzip
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from sitegen.features.outbound.ledger import LEDGER, LinkRecord, read_ledger
from sitegen.online.fetch import RequestFailure, RequestLimits, fetch, moved_to
from sitegen.online.link_checker import LinkOptions, status_of
from tests.hosts import Reply, host
from tests.online.test_links import ROOT, page
from tests.sites import make_site

QUICK = RequestLimits(seconds=0.6, most=2000, private=True)


@contextmanager
def raw(*pieces: bytes, endless: bytes = b"") -> Iterator[str]:
    """A host that sends these bytes after a request, and then others without end, or nothing more."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.recv(65536)
            for piece in pieces:
                connection.sendall(piece)
            while endless:
                connection.sendall(endless)

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=talk, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        listener.close()


BROKEN = {
    "no status": b"hello\r\n\r\n",
    "status without number": b"HTTP/1.1 abc Fine\r\n\r\n",
    "status of five digits": b"HTTP/1.1 20000 Fine\r\n\r\n",
    "negative status": b"HTTP/1.1 -20 Fine\r\n\r\n",
    "nothing": b"",
    "bytes": bytes(range(256)),
    "a long line": b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n\r\n",
    "a long header": b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70_000 + b"\r\n\r\n",
    "many headers": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 300 + b"\r\n",
    "less than announced": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
    "a broken chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
    "no gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nplain",
    "TLS": b"\x15\x03\x01\x00\x02\x02\x28",
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_an_answer_that_is_none_is_a_broken_connection(answer: bytes) -> None:
    with raw(answer) as url:
        assert fetch(url, QUICK).failure is RequestFailure.BROKEN


def test_an_endless_body_is_cut() -> None:
    with raw(b"HTTP/1.1 200 OK\r\n\r\n", endless=b"x" * 1000) as url:
        answer = fetch(url, QUICK)
    assert (answer.status, len(answer.body), answer.cut) == (200, 2000, True)


def test_endless_interim_answers_end_with_the_time() -> None:
    with raw(endless=b"HTTP/1.1 100 Continue\r\n\r\n") as url:
        assert fetch(url, QUICK).failure is RequestFailure.LATE


def test_a_compressed_body_is_unpacked_as_far_as_it_is_wanted() -> None:
    packed = gzip.compress(b"a" * 50_000_000)
    with raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed) as url:
        answer = fetch(url, RequestLimits(seconds=5, most=100_000, private=True))
    assert (answer.status, answer.body, answer.cut) == (200, b"a" * 100_000, True)


# --- redirects -------------------------------------------------------------------------------


NONSENSE = [
    "http://a b/", "http://[", "http://[::1", "http://a:99999/", "http://a:b/", "http://a:0/", "//", "http://",
    "http://a..b/", f"http://{'a' * 64}.example/", f"http://{'a.' * 200}b/", "http://a@b/", "javascript:x",
    "file:///etc/passwd", "ftp://a.example/", "http://\u202e/", "http://xn--\u00e9/", "http://a%20b/", "http://a\\b/",
    "mailto:a@b.example", "http://%/", "http://a#@b:c/",
]  # fmt: skip


@pytest.mark.parametrize("target", NONSENSE)
def test_a_redirect_to_nonsense_is_a_status(target: str) -> None:
    location = target.encode("utf-8")
    with raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n") as url:
        status = status_of(url, LinkOptions(local=True, seconds=2))
    assert status in ("astray", "no-host", "lookup", "redirects", "302")


def test_where_a_redirect_leads_is_read_as_utf8() -> None:
    with host(
        planted={"/a": Reply(302, b"", {"Location": "/caf\u00c3\u00a9"}), "/caf%C3%A9": Reply(200)}
    ) as it:
        answer = fetch(f"{it.url}/a", QUICK)
        assert moved_to(f"{it.url}/a", answer) == f"{it.url}/café"
        assert status_of(f"{it.url}/a", LinkOptions(local=True)) == "200"


# --- time ------------------------------------------------------------------------------------


def test_all_addresses_of_a_name_share_one_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    tried = []

    def wait(place: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(place[0])
        now[0] += timeout
        raise TimeoutError

    addresses = [f"127.0.0.{n}" for n in range(1, 100)]
    monkeypatch.setattr("sitegen.online.fetch._resolve", lambda *_: addresses)
    monkeypatch.setattr("sitegen.online.fetch.socket.create_connection", wait)
    monkeypatch.setattr("sitegen.online.fetch.time.monotonic", lambda: now[0])

    assert (
        fetch("http://many.example/", RequestLimits(seconds=20, private=True)).failure is RequestFailure.LATE
    )
    assert tried == addresses[:16]
    assert now[0] == pytest.approx(20)


def test_the_first_address_that_answers_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with host(planted={"/a": Reply(200)}) as it:
        found = ["127.0.0.9", "127.0.0.8", "127.0.0.1"]
        monkeypatch.setattr("sitegen.online.fetch._resolve", lambda *_: found)
        assert (
            fetch(it.url.replace("localhost", "three.example") + "/a", RequestLimits(private=True)).status
            == 200
        )


def test_a_resolver_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        released.wait()
        return []

    monkeypatch.setattr("sitegen.online.fetch.socket.getaddrinfo", hang)
    assert fetch("http://slow.example/", QUICK).failure is RequestFailure.LATE
    released.set()


def test_a_resolver_that_breaks_is_a_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise UnicodeError

    monkeypatch.setattr("sitegen.online.fetch.socket.getaddrinfo", break_down)
    assert fetch("http://a.example/", QUICK).failure is RequestFailure.UNRESOLVED


# --- public addresses ------------------------------------------------------------------------


PRIVATE = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.0.1", "168.63.129.16",
    "169.254.169.254", "169.254.170.2", "172.16.0.1", "192.0.0.8", "192.0.0.9", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
    "::ffff:0:7f00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "64:ff9b:1::808:808",
    "100::1", "2001::1", "2001:0:808:808::80ff:fffe", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:1::1", "2606:4700::5efe:7f00:1",
    "2606:4700::200:5efe:a00:1",
    "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::5efe:808:808", "fec0::1",
    "feff::1", "ff02::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "100.63.0.1", "100.128.0.1", "192.0.1.1", "2606:4700::1111", "2a00:1450::1",
          "64:ff9b::808:808", "2002:808:808::1", "2001:4860:4860::8888"]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "public"), [*((a, False) for a in PRIVATE), *((a, True) for a in PUBLIC)]
)
def test_only_hosts_of_the_public_network_are_asked(
    address: str, public: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def connect(place: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("sitegen.online.fetch._resolve", lambda *_: [address])
    monkeypatch.setattr("sitegen.online.fetch.socket.create_connection", connect)
    answer = fetch("http://a.example/", RequestLimits(seconds=2))

    assert answer.failure is (RequestFailure.REFUSED if public else RequestFailure.PRIVATE)
    assert asked == ([address] if public else [])


# --- an interrupted run ----------------------------------------------------------------------


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_was_learned_stays_where_a_run_is_stopped(tmp_path: Path, how: signal.Signals) -> None:
    replies = {"/a": Reply(200), "/b": Reply(404), "/c": Reply(302, b"", {"Location": "/slow"})}
    with host(planted={**replies, "/slow": Reply(404, b"x" * 600, slow=0.1)}) as it:
        make_site(tmp_path, page(*(it.url + path for path in replies)))
        other = "https://example.com/other"
        (tmp_path / LEDGER).write_text(f"{other}  checked 2026-01-01  status 200\n", "utf-8")
        options = ["--root", str(tmp_path), "--local", "--pause", "0"]
        command = [sys.executable, "-m", "sitegen", "links", *options]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as run:
            while "GET /slow" not in it.asked:
                time.sleep(0.02)
                assert run.poll() is None
            run.send_signal(how)
            assert run.wait(10) == 130  # and not when the slow host is done
            assert run.stderr is not None
            assert "Traceback" not in run.stderr.read()

    rows = [row for row in read_ledger((tmp_path / LEDGER).read_text("utf-8")) if isinstance(row, LinkRecord)]
    found = {row.address.removeprefix(it.url): row.status for row in rows}
    assert found == {other: "200", "/a": "200", "/b": "404"}
