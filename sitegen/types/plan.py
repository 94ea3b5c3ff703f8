"""Outputs as values, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from sitegen.types.problem import Problem, Severity
from sitegen.types.source import Digest


class Input(Struct, frozen=True, gc=False):
    """Something an output is made from, by name; `model.inputs.resolve` turns it into a value."""

    kind: str
    key: str


Shape: TypeAlias = Mapping[str, tuple[str, int]]
"""The inputs of a kind of output: name → kind, and which of the output's keys it has (-1: none)."""


class Inputs(Mapping[str, Input]):
    """The inputs of an output by name, made when they are asked for: a site has very many."""

    __slots__ = ("keys_given", "shape")

    def __init__(self, shape: Shape, keys: tuple[str, ...]) -> None:
        self.shape = shape
        self.keys_given = keys

    def __getitem__(self, name: str) -> Input:
        kind, which = self.shape[name]
        return Input(kind, self.keys_given[which] if which >= 0 else "")

    def __iter__(self) -> Iterator[str]:
        return iter(self.shape)

    def __len__(self) -> int:
        return len(self.shape)


class Output(Struct, frozen=True, gc=False):
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


class Misnamed(Struct, frozen=True):
    """An output whose path cannot be used."""

    output: Output
    part: str
    """The part of the path that makes it unusable."""
    problem: Problem
    """At the output's source; the check finds the line."""


class Plan(Struct, frozen=True):
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    misnamed: tuple[Misnamed, ...] = ()


class Job(Struct, frozen=True):
    """An output and the context its template sees."""

    output: Output
    context: Mapping[str, object]


class Facts(Struct, frozen=True, gc=False):
    """What checks need to know of a rendered page."""

    anchors: str = ""
    """A line each: there are many pages, and few are asked for theirs."""
    open_links: tuple[str, ...] = ()
    """Links within the site to no page, or to a part of another page, or to no part of this one."""
    text: Digest = ""
    """Of what search finds the page by, where the site has a search."""

    @property
    def parts(self) -> frozenset[str]:
        """The anchors, one by one."""
        return _parts(self.anchors)


@lru_cache(maxsize=256)
def _parts(anchors: str) -> frozenset[str]:
    return frozenset(anchors.split("\n")) - {""}


class Artifact(Struct, frozen=True, gc=False):
    """A rendered output."""

    path: str
    source: str
    data: bytes
    """Empty where they were written already."""
    digest: Digest
    """Of its bytes."""
    facts: Facts = Facts()
    problems: tuple[Problem, ...] = ()
    recipe: Digest = ""
    """The digest of all that it was made from."""
    unchanged: bool = False
    """The output folder has the same file."""
    seconds: float = 0.0
    shortcodes: tuple[tuple[str, float], ...] = ()
    """Each that was rendered, with the seconds it took."""


class Record(Struct, frozen=True, gc=False):
    """What is remembered of an artifact."""

    path: str
    recipe: Digest
    digest: Digest
    """Of its bytes."""
    anchors: str = ""
    """A line each."""
    text: Digest = ""
    """Of what search finds it by."""


class Report(Struct, frozen=True):
    problems: tuple[Problem, ...]
    pages: int = 0
    languages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    seconds: float = 0.0
    left_out: int = 0
    """Drafts, and what is to be published later."""
    files_left_out: int = 0
    """Files beside entries to which nothing refers that is published."""

    @property
    def failed(self) -> bool:
        return any(p.severity is Severity.ERROR for p in self.problems)
