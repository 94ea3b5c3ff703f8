"""Record of what `sitegen init` wrote, in the site: the base from which `sitegen upgrade` merges.

Templates, styles and content are not recorded: a site changes them, and an upgrade leaves them alone.
Copier renders the old version of a template again instead, which needs its repository and the network. The
record needs neither, and a reviewer sees in it what an upgrade has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from msgspec import Struct

RECORD = "vendor/init.json"
OF_THE_SITE = ("content/", "templates/", "static/", "vendor/")
"""Folders whose files are not recorded."""
ABOUT = "Files as sitegen init wrote them, from which sitegen upgrade merges. Commit it and do not change it."

NO_COPIES: Mapping[str, str] = MappingProxyType({})


class Answers(Struct, frozen=True, omit_defaults=True):
    """Choices of `sitegen init` that an upgrade needs."""

    ci: str = "github"


class Record(Struct, frozen=True, omit_defaults=True):
    version: str
    answers: Answers
    files: Mapping[str, str]
    copies: Mapping[str, str] = {}
    """Digests of templates and styles that were copied into the site before sites had themes."""
    about: str = ""


def recorded(
    files: Mapping[str, bytes], answers: Answers, copies: Mapping[str, str] = NO_COPIES
) -> dict[str, bytes]:
    """The record of the files of a new site, by its path; the version is that of its wheel."""
    (version,) = (path.split("-")[1] for path in files if path.endswith(".whl"))
    texts = {path: data.decode("utf-8") for path, data in files.items() if not path.startswith(OF_THE_SITE)}
    record = Record(version, answers, dict(sorted(texts.items())), dict(copies), ABOUT)
    return {RECORD: msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"}
