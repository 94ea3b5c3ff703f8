"""The formats of files with citations, each with its renderer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment
from msgspec import Struct

from sitegen.features.citations.bibtex import bibtex
from sitegen.features.citations.csl import csl_json
from sitegen.features.citations.ris import ris
from sitegen.features.citations.work import Work
from sitegen.types import Job

WORK = "work"
"""Name of the input."""


class Format(Struct, frozen=True):
    """A format of citations."""

    name: str
    """Name of its renderer."""
    title: str
    ending: str
    type: str
    """Media type."""
    write: Callable[[Work], str]

    def render(self, job: Job, _: Environment, __: Path) -> bytes:
        work = job.context[WORK]
        assert isinstance(work, Work)
        return self.write(work).encode("utf-8")


FORMATS = (
    Format("bibtex", "BibTeX", "bib", "application/x-bibtex", bibtex),
    Format("ris", "RIS", "ris", "application/x-research-info-systems", ris),
    Format("csl_json", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json),
)
RENDERERS = {it.name: it.render for it in FORMATS}
