"""Base of an upgrade: the files as the version of sitegen wrote them that made the site, or upgraded it last.

`sitegen init` records them in the site. A site that was made before it did so has a wheel of its version in
`vendor/`, which has the files of a new site.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from sitegen.authoring.scaffold.record import RECORD, Answers, Record
from sitegen.digest import digest_of_bytes
from sitegen.store.own_files import read_regular

VENDOR = "vendor"
WHEEL = re.compile(r"sitegen(?:_networks)?-([^-]+)-py3-none-any\.whl")
SITE = "sitegen/authoring/scaffold/site/"
LOCK = "sitegen/requirements.lock"
REQUIREMENTS = "requirements.txt"
COPIED = ("templates/", "static/")
"""Folders that a new site had as copies before sites had themes; an upgrade leaves them alone."""


class NoBase(Exception):
    """Nothing in the site says what `sitegen init` wrote."""


class Base(Struct, frozen=True):
    version: str
    answers: Answers
    files: Mapping[str, bytes]
    copies: Mapping[str, str] = {}
    """Digests of templates and styles that were copied into the site."""


def base_of(root: Path) -> Base:
    """Returns the base of a site. Raises NoBase and OSError."""
    if (root / RECORD).is_file():
        try:
            record = msgspec.json.decode(read_regular(root / RECORD), type=Record)
        except msgspec.DecodeError as error:
            raise NoBase(f"{RECORD} cannot be read: {error}") from error
        files = {path: text.encode("utf-8") for path, text in record.files.items()}
        return Base(record.version, record.answers, files, record.copies)
    for wheel in wheels(root):
        if (root / REQUIREMENTS).is_file() and wheel.name.encode() in read_regular(root / REQUIREMENTS):
            return _base_in(wheel, read_regular(root / REQUIREMENTS))
    raise NoBase(
        f"nothing says what sitegen init wrote: there is neither {RECORD} nor a wheel in {VENDOR}/ that "
        f"{REQUIREMENTS} names; compare the site with a new one"
    )


def wheels(root: Path) -> list[Path]:
    """Wheels of sitegen in `vendor/`."""
    return sorted(path for path in (root / VENDOR).glob("*.whl") if WHEEL.fullmatch(path.name))


def _base_in(wheel: Path, requirements: bytes) -> Base:
    match = WHEEL.fullmatch(wheel.name)
    assert match is not None
    data = read_regular(wheel)
    with zipfile.ZipFile(wheel) as archive:
        written = {
            _site_path(name.removeprefix(SITE)): archive.read(name)
            for name in archive.namelist()
            if name.startswith(SITE)
        }
        lock = archive.read(LOCK).decode("utf-8")
    needed = "".join(line for line in lock.splitlines(keepends=True) if not line.startswith("#"))
    own = f"./{VENDOR}/{wheel.name} --hash=sha256:{hashlib.sha256(data).hexdigest()}\n"
    written[REQUIREMENTS] = "".join((*_head(requirements), own, needed)).encode("utf-8")
    copies = {path: digest_of_bytes(data) for path, data in written.items() if path.startswith(COPIED)}
    files = {p: data for p, data in written.items() if not p.startswith((*COPIED, "content/"))}
    return Base(match[1], Answers(), files, copies)


def _site_path(name: str) -> str:
    return f".{name.removeprefix('dot-')}" if name.startswith("dot-") else name


def _head(requirements: bytes) -> Iterator[str]:
    """Comments and options at the start of the site's own file, which no version has changed."""
    for line in requirements.decode("utf-8", "replace").splitlines():
        if line and not line.startswith(("#", "--")):
            break
        yield f"{line}\n"
