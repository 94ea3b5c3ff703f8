"""Which pages of a site to look at: of each kind the fullest, in the default language and in another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sitegen.build.build import examine
from sitegen.types import Config, Output
from tests.sites import load

Kind = tuple[str, ...]
"""The template, what the page is about, whether it is filtered, and whether it is a later page of a list."""


def pages_of_each_kind(root: Path, built: Path, language: str = "") -> dict[str, str]:
    """The address of the fullest page of each kind by its name, in a language or in the default one."""
    config = load(root)
    fullest: dict[Kind, tuple[int, str]] = {}
    for output in _html_of(root, config):
        if output.language == (language or config.default_language):
            kind = kind_of(output)
            size = (built / output.path).stat().st_size
            fullest[kind] = max(fullest.get(kind, (0, "")), (size, output.path))
    return {" ".join(filter(None, kind)): _address(path) for kind, (_, path) in sorted(fullest.items())}


def kind_of(output: Output) -> Kind:
    subject = output.inputs["page"].key if "page" in output.inputs else ""
    about, _, key = subject.partition(":")
    later = key.rpartition("#")[2] not in (key, "1") if "#" in key else False
    return (output.template, about, "filtered" if "?" in key else "", "later" if later else "")


def _html_of(root: Path, config: Config) -> Iterator[Output]:
    outputs = examine(root, config).plan.outputs
    return (output for output in outputs if output.path.endswith(".html") and output.template)


def _address(path: str) -> str:
    return "/" + path.removesuffix("index.html")
