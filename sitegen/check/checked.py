"""The input of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from sitegen.types import Document, Facts, Plan, Site, Templates


class Checked(Struct, frozen=True):
    site: Site
    plan: Plan
    """At least the outputs that are rendered in this build."""
    paths: frozenset[str]
    """Paths of all outputs."""
    templates: Templates
    documents: tuple[Document, ...]
    """Documents whose links and shortcodes can have become wrong since the last build without errors."""
    read: Callable[[str], bytes]
    """The bytes of a source file. Raises OSError."""
    has_lock: bool = False
    """Whether the site keeps a list of its released addresses."""
    facts: Mapping[str, Facts] = field(default_factory=dict)
    """Facts of each HTML output by path; empty before rendering."""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    """Contents of all outputs by path, if reports are wanted."""
    changed: tuple[str, ...] = ()
    """Pages whose links can have become wrong, in the order of the plan."""
    hidden: tuple[Document, ...] = ()
    """Drafts and documents to be published later; empty after an edit of words alone."""
