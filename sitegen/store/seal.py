"""Seals for the build cache, which only this machine or the owner of its secret can create.

The cache determines what is published for unchanged sources. A checksum would reveal damage, but not a cache
that an attacker made and committed, or left in a shared cache of a CI. Every seal is therefore a keyed hash
(BLAKE2b, RFC 7693), and the key is never inside the folder of a site.
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

from sitegen.store.own_files import create_file, read_regular

SECRET = "SITEGEN_SECRET"  # noqa: S105 - the name of a variable
"""Environment variable with a secret that several machines share, such as those of a CI."""
SHORTEST = 32
"""Minimum length of the secret in characters."""
SIZE = 32
"""Length of a key in bytes."""
SEAL = 16
"""Length of a seal in bytes."""
NAME = "memory.key"
CACHE = ".sitegen"
"""Folder of a site that contains the build cache."""


class WeakSecret(Exception):
    """The secret in the environment is too short."""


class Sealer(Struct, frozen=True):
    """Creates and checks seals with one key."""

    key: bytes

    def sealing(self, purpose: str) -> Callable[..., bytes]:
        """Returns a function from bytes, in one part or several, to their seal; seals differ by purpose."""
        base = hashlib.blake2b(key=self.key, digest_size=SEAL, person=purpose.encode())

        def seal(*parts: bytes) -> bytes:
            state = base.copy()
            for part in parts:
                state.update(part)
            return state.digest()

        return seal

    def seal(self, purpose: str, data: bytes) -> bytes:
        return self.sealing(purpose)(data)

    def is_sealed(self, purpose: str, data: bytes, seal: bytes) -> bool:
        return hmac.compare_digest(self.seal(purpose, data), seal)

    def name(self, purpose: str, text: str) -> str:
        """Returns a name for a file or folder that is unpredictable without the key."""
        return self.seal(purpose, text.encode("utf-8", "surrogateescape")).hex()


def sealer_of(home: Path) -> Sealer:
    """Returns the sealer for files below a folder of a site. Raises WeakSecret.

    The key comes from the environment or from a file of the user. If neither is available, it is random, and
    the next run ignores the files of this one.
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
    """Returns the folder of the site; the caches of `serve` and `diff` are deeper in it."""
    for folder in home.parents:
        if folder.name == CACHE:
            return folder.parent
    return home.parent if home.name == CACHE else home


def _is_inside(folder: Path, site: Path) -> bool:
    """Returns True if the folder is inside the site, where its authors could put a key."""
    return folder.resolve().is_relative_to(site.resolve())


def _state_folder() -> Path | None:
    """Folder for the user's application state; None if the system has none."""
    with suppress(RuntimeError):  # no home folder
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
    """Returns the key in a folder and creates it if missing; None if it can be neither read nor created."""
    file = folder / NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = _read(file)
        if key is None:
            with suppress(FileNotFoundError):
                file.unlink()
            create_file(file, os.urandom(SIZE), 0o600)
            key = _read(file)
    except OSError:
        return None
    return key


def _read(file: Path) -> bytes | None:
    """Returns the key from a file that only this user can read; None for any other file."""
    try:
        status = file.lstat()
        key = read_regular(file)
    except OSError:
        return None
    if sys.platform != "win32" and (status.st_uid != os.geteuid() or status.st_mode & 0o077):
        return None
    return key if len(key) == SIZE else None
