"""Outputs as values, and the results of rendering them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from sitegen.types.problem import Problem, Severity
from sitegen.types.source import Digest


class Input(Struct, frozen=True, gc=False):
    """Named ingredient of an output; `views.inputs` resolves it to a value."""

    kind: str
    key: str


Shape: TypeAlias = Mapping[str, tuple[str, int]]
"""Inputs of a kind of output: name → kind, and index into the output's keys (-1: no key)."""


class Inputs(Mapping[str, Input]):
    """Inputs of an output by name, created on access because a site has very many."""

    __slots__ = ("keys_given", "shape")

    def __init__(self, shape: Shape, keys: tuple[str, ...]) -> None:
        self.shape = shape
        self.keys_given = keys

    @classmethod
    def of(cls, inputs: Mapping[str, Input]) -> Inputs:
        """The inputs of a plain mapping."""
        shape = {name: (it.kind, number) for number, (name, it) in enumerate(inputs.items())}
        return cls(shape, tuple(it.key for it in inputs.values()))

    def __getitem__(self, name: str) -> Input:
        kind, which = self.shape[name]
        return Input(kind, self.keys_given[which] if which >= 0 else "")

    def __iter__(self) -> Iterator[str]:
        return iter(self.shape)

    def __len__(self) -> int:
        return len(self.shape)


class Output(Struct, frozen=True, gc=False):
    """A planned file of the site."""

    path: str
    renderer: str
    language: str
    inputs: Mapping[str, Input]
    source: str
    """File that caused the output, for messages: a content file or a definition file."""
    template: str = ""
    indexed: bool = True
    """True if the sitemap lists the output."""


class Misnamed(Struct, frozen=True):
    """An output whose path cannot be used."""

    output: Output
    part: str
    """Part of the path that is not allowed."""
    problem: Problem
    """Problem located at the output's source file; the check adds the line."""


class Plan(Struct, frozen=True):
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    misnamed: tuple[Misnamed, ...] = ()


class Job(Struct, frozen=True):
    """An output and the context for its template."""

    output: Output
    context: Mapping[str, object]


class Facts(Struct, frozen=True, gc=False):
    """Facts about a rendered page, for checks."""

    anchors: str = ""
    """Anchors of the page, one per line; parsed only on demand, since a site has many pages."""
    open_links: tuple[str, ...] = ()
    """Internal links that still have to be checked: their page, or the anchor that they name, is not known to
    exist.
    """
    text: Digest = ""
    """Digest of the text that search indexes; empty if the site has no search."""

    @property
    def parts(self) -> frozenset[str]:
        """Anchors as a set."""
        return _parts(self.anchors)


@lru_cache(maxsize=256)
def _parts(anchors: str) -> frozenset[str]:
    return frozenset(anchors.split("\n")) - {""}


class Artifact(Struct, frozen=True, gc=False):
    """A rendered output."""

    path: str
    source: str
    data: bytes
    """Content of the file; empty if it is already written."""
    digest: Digest
    """Digest of the content."""
    facts: Facts = Facts()
    problems: tuple[Problem, ...] = ()
    recipe: Digest = ""
    """Digest of everything that the output is made from."""
    inputs: Digest = ""
    """Digest of the part of it that is no template."""
    reads: str = ""
    """Marks of what was read for the recipe: see `sitegen/plan/changes.py`."""
    unchanged: bool = False
    """True if the output folder already has the same file."""
    seconds: float = 0.0
    shortcodes: tuple[tuple[str, float], ...] = ()
    """Shortcodes that were rendered, each with its seconds."""


class Record(Struct, frozen=True, array_like=True, gc=False):
    """Cached facts about an artifact."""

    path: str
    recipe: Digest
    digest: Digest
    """Digest of the content."""
    anchors: str = ""
    """Anchors of the page, one per line."""
    text: Digest = ""
    """Digest of the text that search indexes."""
    reads: str = ""
    """Marks of what was read for the recipe: see `sitegen/plan/changes.py`."""
    inputs: Digest = ""
    """Digest of the part of the recipe that is no template."""


class Report(Struct, frozen=True):
    problems: tuple[Problem, ...]
    pages: int = 0
    languages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    seconds: float = 0.0
    left_out: int = 0
    """Number of drafts and of entries with a later publication date."""
    files_left_out: int = 0
    """Number of files beside entries that no published page refers to."""
    known: int = 0
    """Number of problems that are left out, because the site has them on its list of known ones."""

    @property
    def failed(self) -> bool:
        return any(p.severity is Severity.ERROR for p in self.problems)
