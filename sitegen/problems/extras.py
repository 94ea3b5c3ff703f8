"""Optional packages that some features need, and the commands that install them.

A command names these packages and not an extra of sitegen, so that it also works while no release of sitegen
is on the package index, and for a site that has a wheel of sitegen in its folder.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

EXTRAS = {
    "gfm": ("comrak>=0.0.12,<0.0.13",),
    "search": ("pagefind-bin>=1.5.2,<1.6", "cbor2>=6.3"),
    "search-cjk": ("pagefind-bin-extended>=1.5.2,<1.6", "cbor2>=6.3"),
    "cards": (
        "fontpkg-noto-sans>=2.15",
        "fontpkg-noto-sans-arabic>=2.12",
        "fonttools>=4.66",
        "noto-cjk-sans-jp-bold>=0.0.1",
    ),
    "sheets": ("noto-cjk-sans-jp-regular>=0.0.1", "segno>=1.6.6", "typst>=0.15.2,<0.16"),
    "cluster": ("cryptography>=46", "distributed>=2026.8"),
    "publish": ("obstore>=0.12.1,<0.13",),
    "cache": ("cryptography>=46", "obstore>=0.12.1,<0.13"),
    "cloudflare": ("blake3>=1.0.5",),
    "importing": ("mammoth>=1.13", "markdownify>=1.2.3"),
}
"""Requirements by name of the extra in pyproject.toml."""


def install_command(extra: str) -> str:
    """Returns a command such as `pip install "comrak>=0.0.12,<0.0.13"`, as a problem has it.

    `INSTALLER` stands for its beginning. A problem may be stored by one program and shown by another one,
    whose packages are installed by a different command.
    """
    return " ".join([INSTALLER, *(f'"{requirement}"' for requirement in EXTRAS[extra])])


INSTALLER = "\ufdd0"
"""Stands for the command that adds packages; not a character, so no text has it."""


def with_installer(text: str) -> str:
    """A text with the command that adds packages beside this program."""
    return text.replace(INSTALLER, installer()) if INSTALLER in text else text


@cache
def installer() -> str:
    """Command that adds packages beside sitegen, which pipx, uv or build.py may have installed."""
    environment = Path(sys.prefix)
    by_pipx = (environment / "pipx_metadata.json").is_file()
    if by_pipx and environment.parent.name == "venvs":
        return f"pipx inject {environment.name}"
    if find_spec("pip") is None:
        return f'uv pip install --python "{environment}"'
    hidden = by_pipx or "SITEGEN_PROGRAM" in os.environ
    return f'"{sys.executable}" -m pip install' if hidden else "pip install"
