"""Optional packages that some features need, and the commands that install them.

sitegen itself cannot be named in such a command: on the package index, its name belongs to a different
project.
"""

from __future__ import annotations

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
    "importing": ("mammoth>=1.13", "markdownify>=1.2.3"),
}
"""Requirements by name of the extra in pyproject.toml."""


def install_command(extra: str) -> str:
    """Returns a command such as `pip install "comrak>=0.0.12,<0.0.13"`."""
    return " ".join(["pip install", *(f'"{requirement}"' for requirement in EXTRAS[extra])])
