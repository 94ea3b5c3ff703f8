"""Texts of the interface in one language, with gettext's plural rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from gettext import c2py

from sitegen.types import Catalogue

NO_PAGE = "There is no page at this address. It may have moved, or the address may have a mistake in it."
HOME_PAGE = "Home page of %(title)s"
USED_HERE = (
    NO_PAGE,
    HOME_PAGE,
    "Home",
    "Year",
    "State",
    "Kind",
    "Country",
    "Page not found",
    "Contents",
    "Search",
    "Search everything on this site.",
    "Editor’s handbook",
    "What goes where.",
)
"""Texts of sitegen itself on pages, for the catalogue; Markdown adds `read.fragment.ALERTS`."""


class Words:
    """Translates texts; those missing from the catalogue stay in English."""

    def __init__(self, catalogue: Catalogue | None) -> None:
        self.catalogue = catalogue

    def gettext(self, message: str) -> str:
        found = self.catalogue.messages.get(message) if self.catalogue else None
        return found[0] if found else message

    def joined_title(self, whole: str, part: str) -> str:
        """A title of two parts, separated as is usual in the language."""
        return self.gettext("%(whole)s: %(part)s") % {"whole": whole, "part": part}

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        found = self.catalogue.messages.get(singular) if self.catalogue else None
        if not found:
            return singular if number == 1 else plural
        assert self.catalogue is not None
        rule = self.catalogue.rules.get(singular, self.catalogue.plural_rule)
        return found[min(_form_of(rule)(number), len(found) - 1)]


@cache
def _form_of(rule: str) -> Callable[[int], int]:
    """Function that selects the plural form of a number."""
    found: Callable[[int], int] = c2py(rule)
    return found
