"""Packages of a new site: this sitegen as a wheel in `vendor/`, and its dependencies with their digests.

A site includes sitegen, so that it works with what it was made with, and before a release is on the package
index. The wheel is made from the files of the running package, without network or build tool. It has the same
files as the wheel that hatchling builds (`tests/test_wheel.py`); only its metadata differ.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from sitegen import DISTRIBUTION, __version__

PACKAGE = Path(__file__).parents[2]
LOCK, LICENCE = "requirements.lock", "LICENSE"
WHEEL_NAME = DISTRIBUTION.replace("-", "_")
BESIDE = (LOCK, LICENCE)
"""Files of the repository that are in the package once it is installed."""
MANUAL = "sitegen/commands/sitegen.1"
PINNED = re.compile(r"^([A-Za-z0-9._-]+==[^\s;\\]+)(?: *; *([^\\\n]+?))? *\\?$", re.MULTILINE)
"""A package in the lock, and the versions of Python and systems that need it."""
WHEEL_TIME = (1980, 1, 1, 0, 0, 0)
"""Time of every file in the wheel, so that the same package gives the same bytes."""
KIND = b"Wheel-Version: 1.0\nGenerator: sitegen\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
ABOUT = """\
# What `pip install -r requirements.txt` installs: sitegen, from vendor/, and all that it needs, each in one
# version with its digests. Nothing else comes from the package index. README.md says how to update sitegen.
--require-hashes
"""


class Wheel(Struct, frozen=True):
    name: str
    data: bytes


def vendored_files() -> dict[str, bytes]:
    """`requirements.txt` and the wheel that it names, by path."""
    lock = _beside(LOCK)
    wheel = _wheel(lock)
    own = f"./vendor/{wheel.name} --hash=sha256:{hashlib.sha256(wheel.data).hexdigest()}\n"
    needed = "".join(line for line in lock.splitlines(keepends=True) if not line.startswith("#"))
    return {"requirements.txt": (ABOUT + own + needed).encode("utf-8"), f"vendor/{wheel.name}": wheel.data}


def _wheel(lock: str) -> Wheel:
    """The package as a wheel. Its version has a digest, since pip does not replace an installed version."""
    package = packed()
    version = f"{__version__}+b{short_digest(package)}"
    about, data = (f"{WHEEL_NAME}-{version}.{part}" for part in ("dist-info", "data"))
    files = {
        **package,
        f"{data}/data/share/man/man1/sitegen.1": package[MANUAL],
        f"{about}/METADATA": _metadata(version, lock).encode("utf-8"),
        f"{about}/WHEEL": KIND,
        f"{about}/entry_points.txt": b"[console_scripts]\nsitegen = sitegen.__main__:start\n",
        f"{about}/licenses/{LICENCE}": _beside(LICENCE).encode("utf-8"),
    }
    record = "".join(f"{path},sha256={_digest(data)},{len(data)}\n" for path, data in files.items())
    files[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n".encode()
    return Wheel(f"{WHEEL_NAME}-{version}-py3-none-any.whl", _zipped(files))


def short_digest(package: Mapping[str, bytes]) -> str:
    """First digits of the digest of files with their paths."""
    listed = "".join(f"{path} {_digest(data)}\n" for path, data in package.items())
    return hashlib.sha256(listed.encode("utf-8")).hexdigest()[:12]


def packed() -> dict[str, bytes]:
    """Files of the package by path in a wheel, including those beside it in the repository."""
    found = {
        f"sitegen/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    found |= {f"sitegen/{name}": _beside(name).encode("utf-8") for name in BESIDE}
    return dict(sorted(found.items()))


def _beside(name: str) -> str:
    inside = PACKAGE / name
    return (inside if inside.is_file() else PACKAGE.parent / name).read_text(encoding="utf-8")


def _metadata(version: str, lock: str) -> str:
    needed = (f"{pin}; {marker}" if marker else pin for pin, marker in PINNED.findall(lock))
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {DISTRIBUTION}",
        f"Version: {version}",
        "License-Expression: MIT",
        f"License-File: {LICENCE}",
        "Requires-Python: >=3.11",
        *(f"Requires-Dist: {requirement}" for requirement in needed),
    ]
    return "\n".join([*lines, ""])


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode("ascii")


def _zipped(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in files.items():
            member = zipfile.ZipInfo(path, WHEEL_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    return data.getvalue()
