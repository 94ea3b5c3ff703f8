"""A work as text in APA style (Publication Manual of the American Psychological Association, 7th edition).

Author, A. B., & Group. (2024, April 15). Title [Kind]. Publisher. https://doi.org/…

Words and months are in the language of the page.
"""

from __future__ import annotations

from urllib.parse import quote

from babel import Locale
from markupsafe import Markup, escape
from msgspec import Struct

from sitegen.features.citations.dates import in_apa_style
from sitegen.features.citations.names import Name
from sitegen.features.citations.work import Work
from sitegen.views.words import Words

MOST_NAMES = 20
"""Most authors that are all named; of more there are the first nineteen and the last (manual, 9.8)."""
DOI = "https://doi.org/"
ENDS = (".", "?", "!", "。", "？", "！", "؟")


class Reference(Struct, frozen=True):
    """The parts of a reference in their order; parts that a work does not have are empty."""

    authors: str
    date: str
    title: str
    described: str
    publisher: str
    url: str


def reference(work: Work, words: Words, locale: Locale) -> Reference:
    """The parts of the reference to a work."""
    by_itself = "; ".join(name.literal for name in work.authors) == work.publisher
    return Reference(
        authors=_ended(_authors(work.authors, words)),
        date=f"({in_apa_style(work.date, locale, words) if work.date else words.gettext('n.d.')}).",
        title=work.title,
        described=f"[{work.described}]" if work.described else "",
        publisher="" if by_itself else _ended(work.publisher),
        url=f"{DOI}{quote(work.doi, safe=SAFE)}" if work.doi else work.url,
    )


SAFE = "/:;.,()_-"
"""Characters that a DOI keeps in an address."""


def as_text(parts: Reference) -> str:
    title = _ended(" ".join(filter(None, (parts.title, parts.described))))
    before = (parts.authors, parts.date, title) if parts.authors else (title, parts.date)
    return " ".join(filter(None, (*before, parts.publisher, parts.url)))


def as_html(parts: Reference, attributes: Markup, origin: str) -> Markup:
    """The reference with its title as `<cite>` and its address as a link.

    `attributes` state the language of the title. An address on the site itself, which begins with `origin`,
    is linked without it, as in all links of pages.
    """
    title = Markup("<cite{}>{}</cite>").format(attributes, parts.title)
    after = f" {parts.described}" if parts.described else ""
    stop = "" if not after and parts.title.endswith(ENDS) else "."
    title += escape(after + stop)
    date = escape(parts.date)
    before = (_isolated(parts.authors), date, title) if parts.authors else (title, date)
    href = parts.url.removeprefix(origin) if parts.url.startswith(f"{origin}/") else parts.url
    link = Markup('<a href="{}">{}</a>').format(href, parts.url)
    return Markup(" ").join(filter(None, (*before, _isolated(parts.publisher), link)))


def _isolated(text: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(text) if text else Markup("")


def _authors(names: tuple[Name, ...], words: Words) -> str:
    shown = [_name(name) for name in names]
    if len(shown) < 2:
        return "".join(shown)
    if len(shown) > MOST_NAMES:
        return f"{', '.join(shown[: MOST_NAMES - 1])}, … {shown[-1]}"
    joined = words.gettext("%(names)s, & %(name)s")
    return joined % {"names": ", ".join(shown[:-1]), "name": shown[-1]}


def _name(name: Name) -> str:
    initials = " ".join(filter(None, map(_initial, name.given.split(" "))))
    return name.literal or ", ".join(filter(None, (name.whole_family, initials, name.suffix)))


def _initial(given: str) -> str:
    """`J.-L.` of `Jean-Luc`; a name in a script without capitals stays whole."""
    if not given or given.lower() == given.upper():
        return given
    return "-".join(f"{part[0]}." for part in given.split("-") if part)


def _ended(text: str) -> str:
    return text if not text or text.endswith(ENDS) else f"{text}."
