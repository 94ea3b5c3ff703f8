"""Templates and catalogues of interface strings."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.types.problem import Problem
from sitegen.types.source import Digest


class Asked(Struct, frozen=True, array_like=True):
    """A name that a template takes from the page, perhaps with an attribute: `page` or `page.title`."""

    name: str
    attribute: str
    """Empty where the name stands alone."""
    line: int


class Template(Struct, frozen=True, array_like=True):
    name: str
    path: str
    """Of its file, for messages."""
    text: str
    digest: Digest
    """Of the template and of all that it extends, includes and imports."""
    names: frozenset[str]
    """The variables that it and those can ask for."""
    uses: tuple[str, ...]
    """Itself, then all that it extends, includes and imports, the nearest first."""
    asks: tuple[Asked, ...] = ()
    """Names that the template itself takes from the page, at their first use."""
    gives: tuple[str, ...] = ()
    """The names to which it gives values itself."""


class Catalogue(Struct, frozen=True, array_like=True):
    """The words of the interface in one language."""

    language: str
    messages: Mapping[str, tuple[str, ...]]
    """English text → its translations by plural form."""
    plural_rule: str
    """The C expression of gettext that chooses a plural form."""
    digest: Digest


class Templates(Struct, frozen=True):
    """All templates and catalogues of the site, built-in ones included."""

    templates: Mapping[str, Template]
    catalogues: Mapping[str, Catalogue]
    problems: tuple[Problem, ...]
    made_of: Digest = ""
    """Of the files below `templates/`."""
