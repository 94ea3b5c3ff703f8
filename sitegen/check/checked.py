"""What a rule may look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from sitegen.types import Document, Facts, Plan, Site, Templates

if TYPE_CHECKING:
    from sitegen.check.weight import Weight


class Checked(Struct, frozen=True):
    site: Site
    plan: Plan
    """Of it at least the outputs that are rendered now."""
    paths: frozenset[str]
    """Of all outputs."""
    templates: Templates
    documents: tuple[Document, ...]
    """Those whose links and shortcodes can have become wrong since the last build that had no errors."""
    read: Callable[[str], bytes]
    """The bytes of a source file. Raises OSError."""
    has_lock: bool = False
    """Whether the site keeps a list of its released addresses."""
    facts: Mapping[str, Facts] = field(default_factory=dict)
    """Of each HTML output by path; empty before rendering."""
    weights: tuple[Weight, ...] = ()
    """Of all pages, where reports are wanted."""
    changed: tuple[str, ...] = ()
    """The outputs whose links can have become wrong."""
    hidden: tuple[Document, ...] = ()
    """Drafts and what is to be published later; empty after an edit of text alone."""
