"""Facts for an accessibility statement: criteria that every build checks, and the share of translated pages.

The numbers are those of the success criteria of the Web Content Accessibility Guidelines 2.2
(https://www.w3.org/TR/WCAG22/).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from sitegen.model.coverage import offered_to_all
from sitegen.views.inputs.kind import shared
from sitegen.views.inputs.source import InputSource
from sitegen.views.reads import ADDRESS
from sitegen.views.viewer import Viewer

CHECKED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "1.1.1": ("image.alt",),
        "1.3.1": ("heading.level", "heading.empty", "heading.text"),
        "2.4.2": ("field.missing", "field.empty"),
        "2.4.4": ("link.text", "link.empty", "link.vague"),
    }
)
"""Criteria that a program can check on every page: number → codes of problems."""


class CheckedRule(Struct, frozen=True):
    criterion: str
    codes: tuple[str, ...]


class TranslationShare(Struct, frozen=True):
    """Share of the site that is available in a language."""

    code: str
    name: str
    """Name of the language in the language itself."""
    dir: str
    entries: int
    of: int


class AccessibilityView(Struct, frozen=True):
    checked: tuple[CheckedRule, ...]
    languages: tuple[TranslationShare, ...]
    """Languages in which an entry is missing."""


def accessibility(viewer: Viewer) -> AccessibilityView:
    site = viewer.site
    entries = viewer.reads.as_values(site.config.types, [ADDRESS], offered_to_all, site)
    counts = {code: sum(code in site.versions[entry] for entry in entries) for code in site.config.languages}
    languages = tuple(
        TranslationShare(code, language.name, language.direction, counts[code], len(entries))
        for code, language in site.config.languages.items()
        if counts[code] < len(entries)
    )
    return AccessibilityView(tuple(CheckedRule(*rule) for rule in CHECKED.items()), languages)


def _accessibility(inputs: InputSource, _: str) -> AccessibilityView:
    return accessibility(inputs.viewer)


KINDS = {"accessibility": shared(_accessibility)}
