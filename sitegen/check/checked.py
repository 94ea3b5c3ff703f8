"""What a rule may look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.types import Body, Digest, Facts, Plan, Site, Templates


@dataclass(frozen=True, slots=True)
class Checked:
    site: Site
    plan: Plan
    templates: Templates
    bodies: Mapping[Digest, Body]
    facts: Mapping[str, Facts] = field(default_factory=dict)
    """Of each HTML output by path; empty before rendering."""
    changed: frozenset[str] | None = None
    """The outputs whose links need to be looked at; none: all."""
