"""Modules of extensions: packages, files beside each other, and names that are almost registers."""

# ruff: noqa: E501 - code of extensions, as it is

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sitegen.definition.config import load_config
from sitegen.types.registers import active_extensions, by_name
from tests.sites import Files, make_site

FILTER = "FILTERS = {'f': str.upper}\n"

SOUND: dict[str, Files] = {
    "a package": {"extensions/pod/__init__.py": FILTER},
    "a package with modules": {
        "extensions/pod/__init__.py": "from .inner import g\n\nFILTERS = {'f': g}\n",
        "extensions/pod/inner.py": "from ..other import h\n\n\ndef g(x):\n    return h(x)\n",
        "extensions/other.py": "def h(x):\n    return x\n",
    },
    "a folder without __init__.py": {
        "extensions/f.py": "from .lib.text import g\n\nFILTERS = {'f': g}\n",
        "extensions/lib/text.py": "def g(x):\n    return x\n",
    },
    "modules that import each other": {
        "extensions/f.py": "from . import _g\n\n\ndef f(x):\n    return _g.g(x)\n\n\nFILTERS = {'f': f}\n",
        "extensions/_g.py": "from . import f\n\n\ndef g(x):\n    return f.f and x\n",
    },
    "the whole name": {
        "extensions/f.py": "import sitegen_extensions._g as other\n\nFILTERS = {'f': other.g}\n",
        "extensions/_g.py": "def g(x):\n    return x\n",
    },
    "a file with a byte order mark": {"extensions/f.py": b"\xef\xbb\xbf" + FILTER.encode()},
    "a file with lines of Windows": {"extensions/f.py": FILTER.replace("\n", "\r\n")},
    "a file in a different encoding": {
        "extensions/f.py": b"# coding: latin-1\nNAME = '\xe9'\n" + FILTER.encode()
    },
    "an empty file with _": {"extensions/f.py": FILTER, "extensions/_empty.py": ""},
    "files that are no code": {
        "extensions/f.py": FILTER, "extensions/README.md": "Notes.", "extensions/.hidden.py": "(",
        "extensions/__pycache__/f.py": "(",
    },
    "a value by annotation": {"extensions/f.py": "FILTERS: dict = {'f': str.upper}\n"},
    "names that are like registers and are none": {
        "extensions/f.py": "TEXTS = {'a': 'b'}\nLINES = ('a',)\nFILE = 'a.txt'\nKEY = 'k'\nRULE = 1\n" + FILTER
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_it_is_loaded(tmp_path: Path, name: str) -> None:
    make_site(tmp_path, SOUND[name])

    config, problems = load_config(tmp_path, date(2026, 1, 1))

    assert problems == ()
    assert config is not None
    assert list(by_name({}, "FILTERS")) == ["f"]


MISSPELT = {
    "FILTER = {'f': str.upper}\n": "FILTERS",
    "FLITERS = {'f': str.upper}\n": "FILTERS",
    "FILTRES = {'f': str.upper}\n": "FILTERS",
    "GLOBAL = {'f': 1}\n": "GLOBALS",
    "SHORTCODE = {'f': str.upper}\n": "SHORTCODES",
    "from sitegen.extend import Kind\nKIND = Kind(name='k', noun='k', pattern='k')\n": "KINDS",
    "from sitegen.extend import Rule, Scope\nRULE = (Rule(print, Scope.FACTS),)\n": "RULES",
    "def plan(site, sources):\n    return ()\n\nPLANNER = (plan,)\n": "PLANNERS",
    "DOCUMENT_RULE = (print,)\n": "DOCUMENT_RULES",
    "MARKDOWNS = {'toc': {}}\n": "MARKDOWN",
}


@pytest.mark.parametrize("code", MISSPELT)
def test_a_name_that_is_almost_a_register(tmp_path: Path, code: str) -> None:
    make_site(tmp_path, {"extensions/f.py": code})

    _, problems = load_config(tmp_path, date(2026, 1, 1))

    assert [p.code for p in problems] == ["extension.register"]
    assert problems[0].hint == f"did you mean {MISSPELT[code]}?"


BROKEN: dict[str, tuple[Files, list[tuple[str, str, int | None]]]] = {
    "two files with one name": (
        {"extensions/f.py": FILTER, "extensions/f/__init__.py": FILTER},
        [("extension.name", "extensions/f.py", None)],
    ),
    "a name that begins with a digit": (
        {"extensions/2fa.py": FILTER}, [("extension.name", "extensions/2fa.py", None)],
    ),
    "bytes that are no text": (
        {"extensions/f.py": b"NAME = '\xff'\n"}, [("extension.syntax", "extensions/f.py", 1)],
    ),
    "a byte of zero": ({"extensions/f.py": b"A = 1\x00\n"}, [("extension.syntax", "extensions/f.py", None)]),
    "an error in a file that others import": (
        {"extensions/f.py": "from ._g import g\n" + FILTER, "extensions/_g.py": "def g(:\n"},
        [("extension.import", "extensions/f.py", 1), ("extension.syntax", "extensions/_g.py", 1)],
    ),
    "an import that fails in a file beside it": (
        {"extensions/f.py": "from ._g import g\n" + FILTER, "extensions/_g.py": "import nosuchpackage\n"},
        [("extension.import", "extensions/_g.py", 1)],
    ),
    "an exception in a class": (
        {"extensions/f.py": "class A:\n    B = 1 / 0\n" + FILTER}, [("extension.failed", "extensions/f.py", 2)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_it_is_reported(tmp_path: Path, name: str) -> None:
    files, expected = BROKEN[name]
    make_site(tmp_path, files)

    config, problems = load_config(tmp_path, date(2026, 1, 1))

    assert config is None
    assert sorted((p.code, p.location.path, p.location.line) for p in problems) == sorted(expected)
    assert not active_extensions() or name


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    (tmp_path / "f.py").write_text(FILTER, encoding="utf-8")
    (root / "extensions").mkdir()
    (root / "extensions/f.py").symlink_to(tmp_path / "f.py")

    _, problems = load_config(root, date(2026, 1, 1))

    assert [problem.code for problem in problems] == ["file.kind"]
