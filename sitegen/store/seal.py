"""Seals on what a build keeps: only this machine, or who has its secret, can make them.

The build memory decides what is published of sources that have not changed. A checksum would show damage; it
would not show a memory that somebody else made and committed, or left in a shared cache. So every seal is
keyed (BLAKE2b, RFC 7693), with a key that is never in the folder of a site.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from msgspec import Struct

from sitegen.store.own_files import make_new, read_regular

SECRET = "SITEGEN_SECRET"  # noqa: S105 - the name of a variable
"""Variable of the environment with a secret that several machines share, such as those of a CI."""
SHORTEST = 32
"""Characters of such a secret."""
SIZE = 32
"""Bytes of a key."""
SEAL = 16
"""Bytes of a seal."""
NAME = "memory.key"
MEMORY = ".sitegen"
"""Folder of a site in which the memory is kept."""


class WeakSecret(Exception):
    """The secret in the environment is too short to be one."""


class Sealer(Struct, frozen=True):
    """Makes seals with one key."""

    key: bytes

    def sealing(self, purpose: str) -> Callable[[bytes], bytes]:
        """A function that gives the seal of some bytes; one for another purpose gives other seals."""
        base = hashlib.blake2b(key=self.key, digest_size=SEAL, person=purpose.encode())

        def seal(data: bytes) -> bytes:
            state = base.copy()
            state.update(data)
            return state.digest()

        return seal

    def seal(self, purpose: str, data: bytes) -> bytes:
        return self.sealing(purpose)(data)

    def is_sealed(self, purpose: str, data: bytes, seal: bytes) -> bool:
        return hmac.compare_digest(self.seal(purpose, data), seal)

    def name(self, purpose: str, text: str) -> str:
        """A name for a file or folder that nobody without the key can foresee."""
        return self.seal(purpose, text.encode("utf-8", "surrogateescape")).hex()


def sealer_of(home: Path) -> Sealer:
    """The sealer for what is kept below a folder of a site. Raises WeakSecret.

    Its key comes from the environment, from a file of the user, or, where neither can be had, from chance; in
    that case the next run ignores what this one kept.
    """
    if secret := os.environ.get(SECRET):
        if len(secret) < SHORTEST:
            raise WeakSecret(f"{SECRET} is too short to be a secret: it needs {SHORTEST} characters or more")
        return Sealer(hashlib.blake2b(secret.encode("utf-8", "surrogateescape"), digest_size=SIZE).digest())
    folder = _state_folder()
    site = _site_of(home)
    if folder is None or not folder.is_absolute() or _is_inside(folder, site):
        return Sealer(_key_of_this_run())
    return Sealer(_key_in(folder) or _key_of_this_run())


@cache
def _key_of_this_run() -> bytes:
    return os.urandom(SIZE)


def _site_of(home: Path) -> Path:
    """The folder of the site; `serve` and `diff` keep their memory deeper in it."""
    for folder in home.parents:
        if folder.name == MEMORY:
            return folder.parent
    return home.parent if home.name == MEMORY else home


def _is_inside(folder: Path, site: Path) -> bool:
    """True if the folder is inside a site, where authors of the site could put a key."""
    return folder.resolve().is_relative_to(site.resolve())


def _state_folder() -> Path | None:
    """Folder for what programs keep for a user; None where the system names none."""
    with suppress(RuntimeError):  # no home
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA")
            return Path(local) / "sitegen" if local else None
        if sys.platform == "darwin":
            return Path.home() / "Library/Application Support/sitegen"
        # XDG Base Directory Specification
        own = os.environ.get("XDG_STATE_HOME")
        return (Path(own) if own else Path.home() / ".local/state") / "sitegen"
    return None


@cache
def _key_in(folder: Path) -> bytes | None:
    """The key in a folder, made where there is none; None where it can neither be read nor made."""
    file = folder / NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = _read(file)
        if key is None:
            with suppress(FileNotFoundError):
                file.unlink()
            make_new(file, os.urandom(SIZE), 0o600)
            key = _read(file)
    except OSError:
        return None
    return key


def _read(file: Path) -> bytes | None:
    """The key in a file that only its owner, the user, can read; None for any other file or none."""
    try:
        status = file.lstat()
        key = read_regular(file)
    except OSError:
        return None
    if sys.platform != "win32" and (status.st_uid != os.geteuid() or status.st_mode & 0o077):
        return None
    return key if len(key) == SIZE else None
