"""Extensions of installed packages, and the versions of the packages that extensions import."""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.store.packages import PackageEntry, entry_points_of, installed_packages, project_of
from sitegen.types import Digest
from sitegen.types.registers import EXTENSIONS_GROUP


def digest_of_installed() -> Digest:
    """Digest of the code of installed extensions; empty if there are none."""
    found = entry_points_of(EXTENSIONS_GROUP)
    return digest_of_parts(*(f"{entry.name} {digest_of_entry(entry)}" for entry in found)) if found else ""


def digest_of_entry(entry: PackageEntry) -> Digest:
    """Digest of an installed extension: of its module, or of all that is in its package."""
    place = place_of(entry.module)
    if place is None:
        return ""
    folder = place.parent
    files = _in_package(folder) if place.name == "__init__.py" else [place]
    return digest_of_parts(
        *(f"{file.relative_to(folder).as_posix()} {digest_of_bytes(file.read_bytes())}" for file in files)
    )


def _in_package(folder: Path) -> list[Path]:
    """Files of a package: its code, and those that it has beside it, such as templates."""
    return sorted(file for file in folder.rglob("*") if file.suffix != ".pyc" and file.is_file())


def place_of(module: str) -> Path | None:
    """The file of an installed module; None if there is none."""
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin) if spec and spec.origin else None


def version_of(library: str) -> str:
    """Name and version of the package that has a top-level module; empty if none is installed."""
    plain = library.lower().replace("_", "-")
    for _, package in installed_packages():
        if project_of(package) == plain:
            return package
    return _version_by_records(library)


def _version_by_records(library: str) -> str:
    """The version of a package that has a different name than its module, from the records of all."""
    from importlib.metadata import PackageNotFoundError, packages_distributions, version

    names = packages_distributions().get(library, ())
    with suppress(PackageNotFoundError):
        return " ".join(f"{name}-{version(name)}" for name in sorted(set(names)))
    return ""
