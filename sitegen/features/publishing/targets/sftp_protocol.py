"""The SSH File Transfer Protocol, version 3 (draft-ietf-secsh-filexfer-02), over the pipes of a program.

The program is `ssh`, which connects as it does for the user: with the settings, keys, agent and known hosts
of OpenSSH. Several threads may use a connection at once.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
import subprocess
import threading
from collections.abc import Sequence
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as Late
from contextlib import suppress

from msgspec import Struct

INIT, VERSION, OPEN, CLOSE, READ, WRITE, LSTAT = 1, 2, 3, 4, 5, 6, 7
OPENDIR, READDIR, REMOVE, MKDIR, RMDIR, STAT, RENAME, READLINK, SYMLINK = 11, 12, 13, 14, 15, 17, 18, 19, 20
STATUS, HANDLE, DATA, NAME, ATTRIBUTES, EXTENDED = 101, 102, 103, 104, 105, 200
READING, WRITING, CREATING, EXCLUSIVE = 1, 2, 8, 32
"""Flags for opening a file."""
END, NO_SUCH_FILE, DENIED, FAILURE, UNSUPPORTED = 1, 2, 3, 4, 8
"""Statuses besides 0, success."""
SIZE, OWNER, MODE, TIMES, MORE = 1, 2, 4, 8, 0x80000000
"""Flags of attributes."""
PIECE = 30_000
"""Bytes of a file in one packet; every server accepts packets of 34,000 bytes."""
LARGEST = 1 << 20
"""Bytes of a packet that is accepted."""
SECONDS = 60.0
"""Time to wait for an answer."""


class ConnectionLost(Exception):
    """The connection has ended; the message is what the program wrote to its standard error."""


class Attributes(Struct, frozen=True):
    size: int
    mode: int
    modified: int


class Connection:
    """Requests to a server, each answered by a packet with its number."""

    def __init__(self, command: Sequence[str]) -> None:
        """Starts the program and agrees on the version. Raises ConnectionLost, FileNotFoundError."""
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0)
        self._lock = threading.Lock()
        self._waiting: dict[int, Future[tuple[int, bytes]]] = {}
        self._number = 0
        self._errors: list[bytes] = []
        self._ended = False
        hello: Future[tuple[int, bytes]] = Future()
        self._waiting[-1] = hello
        self._threads = [threading.Thread(target=it, daemon=True) for it in (self._receive, self._listen)]
        for thread in self._threads:
            thread.start()
        try:
            self._send(struct.pack(">BI", INIT, 3))
            _, data = self._answer(hello)
        except ConnectionLost:
            self.close()
            raise
        self.extensions = frozenset(_strings(data[4:])[::2])

    def close(self) -> None:
        with suppress(OSError):
            assert self._process.stdin
            self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join(5)
        for stream in (self._process.stdout, self._process.stderr):
            if stream:
                stream.close()

    # --- files ---------------------------------------------------------------------------------

    def read(self, path: str) -> bytes:
        """Content of a file. Raises OSError."""
        handle = self._handle(OPEN, _text(path) + struct.pack(">II", READING, 0), path)
        pieces: list[bytes] = []
        try:
            while True:
                place = struct.pack(">QI", sum(map(len, pieces)), PIECE)
                kind, data = self._request(READ, handle + place)
                if kind == STATUS and _number(data) == END:
                    return b"".join(pieces)
                _expect(kind, data, DATA, path)
                pieces.append(data[4:])
        finally:
            self._request(CLOSE, handle)

    def write(self, path: str, data: bytes) -> None:
        """Writes a new file. Raises FileExistsError, OSError."""
        flags = WRITING | CREATING | EXCLUSIVE
        try:
            handle = self._handle(OPEN, _text(path) + struct.pack(">II", flags, 0), path)
        except OSError as error:
            if error.errno == errno.EIO and self.attributes(path) is not None:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path) from None
            raise
        pieces = [(start, data[start : start + PIECE]) for start in range(0, len(data), PIECE)]
        try:
            for start in range(0, len(pieces), AHEAD):
                sent = [
                    self._begin(WRITE, handle + struct.pack(">QI", place, len(piece)) + piece)
                    for place, piece in pieces[start : start + AHEAD]
                ]
                for answer in sent:
                    _succeed(*self._answer(answer), path)
        finally:
            closed = self._request(CLOSE, handle)
        _succeed(*closed, path)

    def attributes(self, path: str) -> Attributes | None:
        """Attributes of a file, folder or link; None if there is none. Raises OSError."""
        kind, data = self._request(LSTAT, _text(path))
        if kind == STATUS and _number(data) == NO_SUCH_FILE:
            return None
        _expect(kind, data, ATTRIBUTES, path)
        return _attributes(data)

    def names(self, path: str) -> list[str]:
        """Names in a folder. Raises OSError."""
        handle = self._handle(OPENDIR, _text(path), path)
        found: list[str] = []
        try:
            while True:
                kind, data = self._request(READDIR, handle)
                if kind == STATUS and _number(data) == END:
                    return [name for name in found if name not in (".", "..")]
                _expect(kind, data, NAME, path)
                found += _names(data)
        finally:
            self._request(CLOSE, handle)

    def rename(self, old: str, new: str) -> None:
        """Renames a file; replaces an existing one atomically if the server can. Raises OSError."""
        if POSIX_RENAME in self.extensions:
            self._do(EXTENDED, _text(POSIX_RENAME) + _text(old) + _text(new), new)
            return
        try:
            self._do(RENAME, _text(old) + _text(new), new)
        except FileExistsError:
            self._do(REMOVE, _text(new), new)
            self._do(RENAME, _text(old) + _text(new), new)

    def rename_new(self, old: str, new: str) -> None:
        """Renames a file; raises FileExistsError if there is one of the new name."""
        self._do(RENAME, _text(old) + _text(new), new)

    def hard_link(self, old: str, new: str) -> None:
        """Raises OSError, with the number ENOTSUP if the server cannot."""
        if HARD_LINK not in self.extensions:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), new)
        self._do(EXTENDED, _text(HARD_LINK) + _text(old) + _text(new), new)

    def remove(self, path: str) -> None:
        self._do(REMOVE, _text(path), path)

    def make_folder(self, path: str) -> None:
        self._do(MKDIR, _text(path) + struct.pack(">I", 0), path)

    def remove_folder(self, path: str) -> None:
        self._do(RMDIR, _text(path), path)

    def link(self, destination: str, path: str) -> None:
        """Creates a symbolic link, with the order of arguments of OpenSSH, which other servers share."""
        self._do(SYMLINK, _text(destination) + _text(path), path)

    def destination(self, path: str) -> str:
        kind, data = self._request(READLINK, _text(path))
        _expect(kind, data, NAME, path)
        return _names(data)[0]

    # --- packets -------------------------------------------------------------------------------

    def _do(self, kind: int, payload: bytes, path: str) -> None:
        answer, data = self._request(kind, payload)
        failed = answer == STATUS and _number(data) == FAILURE and kind in (RENAME, MKDIR, SYMLINK)
        if failed and self.attributes(path) is not None:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
        _succeed(answer, data, path)

    def _handle(self, kind: int, payload: bytes, path: str) -> bytes:
        answer, data = self._request(kind, payload)
        _expect(answer, data, HANDLE, path)
        return data

    def _request(self, kind: int, payload: bytes) -> tuple[int, bytes]:
        return self._answer(self._begin(kind, payload))

    def _begin(self, kind: int, payload: bytes) -> Future[tuple[int, bytes]]:
        answer: Future[tuple[int, bytes]] = Future()
        with self._lock:
            if self._ended:
                raise ConnectionLost(self._reason())
            self._number += 1
            self._waiting[self._number] = answer
            self._send(struct.pack(">BI", kind, self._number) + payload)
        return answer

    def _send(self, packet: bytes) -> None:
        assert self._process.stdin
        data = memoryview(struct.pack(">I", len(packet)) + packet)
        try:
            while data:
                data = data[self._process.stdin.write(data) :]
        except OSError:
            raise ConnectionLost(self._reason()) from None

    def _answer(self, answer: Future[tuple[int, bytes]]) -> tuple[int, bytes]:
        try:
            return answer.result(SECONDS)
        except Late:
            self._process.kill()
            raise ConnectionLost("no answer in time") from None

    def _receive(self) -> None:
        """Gives each answer to the request that waits for it, until the connection ends."""
        while (packet := self._packet()) is not None:
            first = packet[0] == VERSION
            number = -1 if first else _number(packet[1:])
            answer = self._waiting.pop(number, None)
            if answer is not None:
                answer.set_result((packet[0], packet[1:] if first else packet[5:]))
        self._threads[1].join(5)
        with self._lock:
            self._ended = True
            waiting = list(self._waiting.values())
        for answer in waiting:
            with suppress(InvalidStateError):
                answer.set_exception(ConnectionLost(self._reason()))

    def _packet(self) -> bytes | None:
        head = self._exactly(4)
        size = _number(head) if head else 0
        return self._exactly(size) if 0 < size <= LARGEST else None

    def _exactly(self, size: int) -> bytes | None:
        assert self._process.stdout
        data = b""
        while len(data) < size:
            piece = self._process.stdout.read(size - len(data))
            if not piece:
                return None
            data += piece
        return data

    def _listen(self) -> None:
        """Keeps the last lines that the program writes to its standard error."""
        assert self._process.stderr
        for line in self._process.stderr:
            self._errors = [*self._errors[-MOST_LINES:], line]

    def _reason(self) -> str:
        self._threads[1].join(1)
        return b"".join(self._errors).decode("utf-8", "replace").strip()


MOST_LINES = 50
"""Lines of the standard error that are kept."""
AHEAD = 32
"""Packets of a file that are sent before an answer is awaited."""
POSIX_RENAME = "posix-rename@openssh.com"
HARD_LINK = "hardlink@openssh.com"
ERRORS = {NO_SUCH_FILE: errno.ENOENT, DENIED: errno.EACCES, UNSUPPORTED: errno.ENOTSUP}


def _text(text: str) -> bytes:
    data = os.fsencode(text)
    return struct.pack(">I", len(data)) + data


def _number(data: bytes) -> int:
    return int.from_bytes(data[:4], "big")


def _strings(data: bytes) -> list[str]:
    found = []
    while data:
        size = _number(data)
        found.append(os.fsdecode(data[4 : 4 + size]))
        data = data[4 + size :]
    return found


def _succeed(kind: int, data: bytes, path: str) -> None:
    """Raises OSError unless the answer is a success."""
    status = _number(data) if kind == STATUS else FAILURE
    if status:
        number = ERRORS.get(status, errno.EIO)
        raise OSError(number, os.strerror(number), path)


def _expect(kind: int, data: bytes, wanted: int, path: str) -> None:
    """Raises OSError unless the answer is of a kind."""
    if kind != wanted:
        _succeed(kind, data, path)
        raise OSError(errno.EIO, os.strerror(errno.EIO), path)


def _attributes(data: bytes) -> Attributes:
    flags, place = _number(data), 4
    size = int.from_bytes(data[place : place + 8], "big") if flags & SIZE else 0
    place += 8 * bool(flags & SIZE) + 8 * bool(flags & OWNER)
    mode = _number(data[place:]) if flags & MODE else stat.S_IFREG
    place += 4 * bool(flags & MODE)
    return Attributes(size, mode, _number(data[place + 4 :]) if flags & TIMES else 0)


def _names(data: bytes) -> list[str]:
    """Names in an answer; each is followed by a line for people and its attributes."""
    found, place = [], 4
    for _ in range(_number(data)):
        for text in range(2):
            size = _number(data[place:])
            if text == 0:
                found.append(os.fsdecode(data[place + 4 : place + 4 + size]))
            place += 4 + size
        flags = _number(data[place:])
        place += 4 + sum(8 for flag in (SIZE, OWNER, TIMES) if flags & flag) + 4 * bool(flags & MODE)
        if flags & MORE:
            extended = _number(data[place:])
            place += 4
            for _ in range(2 * extended):
                place += 4 + _number(data[place:])
    return found
