"""A folder of a server as a target, by SFTP over the program `ssh`."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from sitegen.features.publishing.errors import PublishError, TemporaryError
from sitegen.features.publishing.targets.file_target import FileTarget
from sitegen.features.publishing.targets.sftp_protocol import Connection, ConnectionLost

NAME = re.compile(r"[A-Za-z0-9._-]+")
SECONDS = 20
"""Time to connect."""


class RemoteFiles:
    """Files below a folder of a server."""

    at_once = 8

    def __init__(self, connection: Connection, root: str, name: str) -> None:
        self.name = name
        self._connection = connection
        self._root = root.rstrip("/") or "/"
        self._folders = set[str]()

    def read(self, path: str) -> bytes:
        with self._connected():
            found = self._connection.attributes(self._place(path))
            if found is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
            if not stat.S_ISREG(found.mode):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
            data = self._connection.read(self._place(path))
        if len(data) != found.size:
            raise TemporaryError(f"{self.name}/{path}: the answer is not complete; try again later")
        return data

    def write(self, path: str, data: bytes) -> None:
        with self._connected():
            self._connection.write(self._place(path), data)

    def size(self, path: str) -> int | None:
        with self._connected():
            found = self._connection.attributes(self._place(path))
        return None if found is None or stat.S_ISDIR(found.mode) else found.size

    def age(self, path: str, than: str) -> float:
        with self._connected():
            one, other = (self._connection.attributes(self._place(it)) for it in (path, than))
        return float(other.modified - one.modified) if one and other else 0.0

    def rename(self, old: str, new: str) -> None:
        with self._connected():
            self._connection.rename(self._place(old), self._place(new))

    def rename_new(self, old: str, new: str) -> None:
        with self._connected():
            self._connection.rename_new(self._place(old), self._place(new))

    def copy(self, old: str, new: str) -> None:
        with self._connected():
            try:
                self._connection.hard_link(self._place(old), self._place(new))
            except OSError as error:
                if error.errno not in (errno.ENOTSUP, errno.EIO):
                    raise
                self._connection.write(self._place(new), self._connection.read(self._place(old)))

    def remove(self, path: str) -> None:
        with self._connected():
            self._connection.remove(self._place(path))

    def remove_folder(self, path: str) -> None:
        with self._connected():
            self._connection.remove_folder(self._place(path))
        self._folders.clear()

    def make_folders(self, path: str) -> None:
        if path in self._folders:
            return
        parts = path.split("/")
        with self._connected():
            for depth in range(len(parts) + 1):
                self._make_folder("/".join(parts[:depth]))
        self._folders.add(path)

    def names(self, path: str) -> list[str]:
        with self._connected():
            return self._connection.names(self._place(path))

    def link(self, destination: str, path: str) -> None:
        with self._connected():
            self._connection.link(destination, self._place(path))

    def destination(self, path: str) -> str:
        with self._connected():
            return self._connection.destination(self._place(path))

    def close(self) -> None:
        self._connection.close()

    def _place(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}" if path else self._root

    def _make_folder(self, path: str) -> None:
        place = self._place(path)
        found = self._connection.attributes(place)
        if found is None:
            try:
                self._connection.make_folder(place)
            except FileExistsError:
                found = self._connection.attributes(place)
        if found is not None and path and not stat.S_ISDIR(found.mode):
            raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)

    @contextmanager
    def _connected(self) -> Iterator[None]:
        try:
            yield
        except ConnectionLost as error:
            raise PublishError(
                f"the connection to {self.name} has ended ({_explained(str(error))}); repeat the publication"
            ) from None


def sftp_target(address: str) -> FileTarget:
    """The target at `sftp://USER@HOST:PORT/FOLDER`. Raises PublishError."""
    parts = urlsplit(address)
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise PublishError(f"{address} has no valid port") from None
    folder = unquote(parts.path)
    if not NAME.fullmatch(host.replace(":", "")) or host.startswith("-") or folder in ("", "/"):
        raise PublishError("write the address of a server as sftp://USER@HOST/FOLDER")
    return _connect(parts.username or "", host, port, folder.removeprefix("/~/"), address.rstrip("/"))


def ssh_target(address: str) -> FileTarget:
    """The target at `USER@HOST:FOLDER`. Raises PublishError."""
    place, folder = address.split(":", 1)
    user, host = place.rsplit("@", 1)
    return _connect(user, host, None, folder.removeprefix("~/"), address.rstrip("/"))


def _connect(user: str, host: str, port: int | None, folder: str, name: str) -> FileTarget:
    options = ["-o", "BatchMode=yes", "-o", f"ConnectTimeout={SECONDS}", "-o", "ServerAliveInterval=15"]
    options += ["-l", user] if user else []
    options += ["-p", str(port)] if port else []
    return connected(["ssh", *options, "-s", "--", host, "sftp"], folder, name, host)


def connected(command: Sequence[str], folder: str, name: str, host: str) -> FileTarget:
    """The target that a command connects to. Raises PublishError."""
    try:
        connection = Connection(command)
    except FileNotFoundError:
        raise PublishError(f"there is no program {command[0]}; install OpenSSH (its client)") from None
    except ConnectionLost as error:
        raise PublishError(f"{name}: {_explained(str(error), host)}") from None
    return FileTarget(RemoteFiles(connection, folder, name))


def _explained(text: str, host: str = "") -> str:
    """Advice for an error of `ssh`."""
    lower = text.lower()
    for words, advice in ADVICE.items():
        if words in lower:
            return advice.replace("HOST", host)
    last = text.splitlines()[-1] if text else "it was closed"
    return f"ssh says: {last}"


ADVICE = {
    "remote host identification has changed": "the key of the server is a different one than before; ask its "
    "administrator, and do not publish before you know why",
    "host key verification failed": "the key of the server is not known; run ssh HOST once and compare the "
    "fingerprint that it shows with that of the administrator",
    "permission denied": "the server refuses the login; check the name of the user, and that "
    "ssh-add -l lists your key",
    "could not resolve": "there is no such host, or its name cannot be resolved",
    "connection refused": "the host refuses connections; check its name and port",
    "timed out": "there is no answer in time; check the name of the host",
    "no route to host": "the host cannot be reached",
    "network is unreachable": "the host cannot be reached",
    "subsystem request failed": "the server does not offer SFTP; ask its administrator",
    "no answer in time": "there is no answer in time",
}
