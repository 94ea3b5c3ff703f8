"""Elements of HTML in imported texts."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.features.importing.imported import ImportedEntry
from sitegen.markdown.allowed_html import ALLOWED
from sitegen.markdown.tokens import Kind, tokens

ALWAYS = frozenset({"br", "sub", "sup"})
"""Elements that every site may have."""


def elements(entries: Iterable[ImportedEntry]) -> tuple[str, ...]:
    """The elements in the texts that a site can allow, sorted."""
    found = {
        token.name
        for entry in entries
        if "<" in entry.body
        for token in tokens(entry.body)
        if token.kind is Kind.TAG
    }
    return tuple(sorted((found & set(ALLOWED)) - ALWAYS))
