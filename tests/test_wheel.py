"""The package as it is installed: its name, and the wheels that hatchling and `sitegen init` make of it."""

from __future__ import annotations

import tarfile
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from io import BytesIO
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from sitegen import DISTRIBUTION, __version__
from sitegen.authoring.scaffold.vendored import vendored_files

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
BESIDE = {"requirements.lock", "LICENSE"}
"""Files of the repository that the wheel has inside the package."""


def wheel_of(source: Path, folder: Path) -> zipfile.ZipFile:
    """The wheel that hatchling builds from a source tree."""
    (path,) = WheelBuilder(str(source)).build(directory=str(folder), versions=["standard"])
    return zipfile.ZipFile(path)


def texts(wheel: zipfile.ZipFile) -> dict[str, bytes]:
    """Files of a wheel without its metadata; `data/` has those that are installed outside the package."""
    names = {
        name: name.partition(".data/")[2] or name for name in wheel.namelist() if ".dist-info/" not in name
    }
    return {path: wheel.read(name) for name, path in names.items()}


def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return Parser().parsestr(wheel.read(name).decode("utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return wheel_of(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def vendored() -> zipfile.ZipFile:
    (data,) = (data for path, data in vendored_files().items() if path.endswith(".whl"))
    return zipfile.ZipFile(BytesIO(data))


def test_the_name_of_the_project_is_the_one_that_the_program_knows() -> None:
    assert (PROJECT["name"], PROJECT["version"]) == (DISTRIBUTION, __version__)
    assert PROJECT["scripts"] == {"sitegen": "sitegen.__main__:start"}


def test_the_wheel_has_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    package = ROOT / "sitegen"
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    expected = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files}
    expected |= {f"sitegen/{name}": (ROOT / name).read_bytes() for name in BESIDE}

    expected["data/share/man/man1/sitegen.1"] = expected["sitegen/commands/sitegen.1"]
    assert {"sitegen/py.typed", "sitegen/authoring/scaffold/site/dot-gitignore"} < expected.keys()
    assert texts(wheel) == expected


def test_a_wheel_from_the_source_distribution_is_the_same(tmp_path: Path, wheel: zipfile.ZipFile) -> None:
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(archive) as files:
        files.extractall(tmp_path, filter="data")

    assert texts(wheel_of(next(tmp_path.glob("*/")), tmp_path / "wheel")) == texts(wheel)


def test_the_wheel_of_a_new_site_has_the_same_files(
    wheel: zipfile.ZipFile, vendored: zipfile.ZipFile
) -> None:
    assert texts(vendored) == texts(wheel)


@pytest.mark.parametrize("key", ["Name", "Requires-Python", "License-Expression", "License-File"])
def test_both_wheels_say_the_same_about_themselves(
    wheel: zipfile.ZipFile, vendored: zipfile.ZipFile, key: str
) -> None:
    assert metadata(vendored)[key] == metadata(wheel)[key]
    assert metadata(wheel)["Version"] == __version__
    assert metadata(vendored)["Version"].startswith(f"{__version__}+b")


def test_every_extra_can_be_asked_for(wheel: zipfile.ZipFile) -> None:
    assert set(metadata(wheel).get_all("Provides-Extra", [])) == PROJECT["optional-dependencies"].keys()
