"""Outputs as values, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.types.problem import Problem, Severity
from sitegen.types.source import Digest


@dataclass(frozen=True, slots=True)
class Input:
    """Something an output is made from, by name; `model.inputs.resolve` turns it into a value."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Output:
    """A file the site must have."""

    path: str
    renderer: str
    language: str
    inputs: Mapping[str, Input]
    source: str
    """What asked for it, for messages: a content file or a site definition file."""
    template: str = ""
    indexed: bool = True
    """Listed in the sitemap."""


@dataclass(frozen=True, slots=True)
class Plan:
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """An output and the context its template sees."""

    output: Output
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Facts:
    """What checks need to know of a rendered page."""

    anchors: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    """Addresses within the site, as in `href` and `src`, each once."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A rendered output."""

    path: str
    data: bytes
    source: str
    facts: Facts = Facts()
    problems: tuple[Problem, ...] = ()
    recipe: Digest = ""
    """The digest of all that it was made from."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered of an artifact."""

    path: str
    recipe: Digest
    digest: Digest
    """Of its bytes."""
    anchors: str
    links: str
    """Its facts, a line each: seldom asked for, so not taken apart before."""

    @property
    def facts(self) -> Facts:
        return Facts(frozenset(self.anchors.split("\n")) - {""}, tuple(filter(None, self.links.split("\n"))))


@dataclass(frozen=True, slots=True)
class Kept:
    """An output that is as it was."""

    path: str


@dataclass(frozen=True, slots=True)
class Report:
    problems: tuple[Problem, ...]
    pages: int = 0
    languages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    seconds: float = 0.0
    left_out: int = 0
    """Drafts, and what is to be published later."""

    @property
    def failed(self) -> bool:
        return any(p.severity is Severity.ERROR for p in self.problems)
