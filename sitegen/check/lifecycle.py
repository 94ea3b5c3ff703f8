"""Entries are reviewed by their review dates, and links to retired entries are known.

review_by: 2026-01-31     →   warning: review.due: to be looked at again since 31 January
[Food](../topics/food.md) →   note: link.retired: this leads to "Food", which was withdrawn
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.check.checked import Checked
from sitegen.definition.menus import every_item
from sitegen.kinds import KINDS
from sitegen.model.dates import at, review
from sitegen.model.figures import FIGURES
from sitegen.model.lifecycle import REVIEW_BY, SUPERSEDED_BY
from sitegen.model.links import destination, links_in_fields
from sitegen.model.relations import mentions
from sitegen.model.versions import master
from sitegen.types import Document, EntryKey, Link, Location, Problem, Severity, Site
from sitegen.types.keys import entry_key, kind_and_key
from sitegen.views.inputs import NUMBER


def check(checked: Checked) -> Iterator[Problem]:
    yield from _reviews(checked.site)
    if checked.site.retired:
        yield from _menus(checked.site)
        yield from _references(checked.site)


def in_texts(checked: Checked) -> Iterator[Problem]:
    """Problems for links and numbers in texts that refer to retired entries."""
    site = checked.site
    if site.retired:
        offered = [document for document in checked.documents if document.entry not in site.retired]
        yield from _links(site, offered)
        yield from _figures(site, offered)


def _reviews(site: Site) -> Iterator[Problem]:
    for document in site.documents.values():
        if at(review(document.fields), site.config.today) and document.entry not in site.retired:
            place = Location(document.path, *document.positions[REVIEW_BY])
            owner = document.fields.get("owner")
            by = f", by {owner}" if owner else ""
            message = f"to be looked at again since {document.fields[REVIEW_BY]}{by}"
            hint = "look whether it still holds, mend it, and give it a later review_by"
            yield Problem("review.due", message, place, hint, Severity.WARNING)


def _menus(site: Site) -> Iterator[Problem]:
    for rule in every_item(site.config):
        kind, entry = kind_and_key(rule.target)
        if kind == "page" and entry in site.retired:
            yield _problem(site, entry, rule.location)


def _references(site: Site) -> Iterator[Problem]:
    """Problems for fields of live entries that refer to retired ones."""
    offered = (d for d in site.documents.values() if d.entry not in site.retired)
    for mention in mentions(offered, site.config):
        if mention.target in site.retired and mention.field.name != SUPERSEDED_BY:
            yield _problem(site, mention.target, mention.location)
    for entry, retired in site.retired.items():
        document = site.documents[master(site, entry).document]
        if retired.successor in site.retired and SUPERSEDED_BY in document.positions:
            yield _problem(
                site, retired.successor, Location(document.path, *document.positions[SUPERSEDED_BY])
            )


def _links(site: Site, offered: Iterable[Document]) -> Iterator[Problem]:
    """Problems for links to retired entries; a link is resolved only if its target may be retired."""
    retired = [site.pages[key] for entry in site.retired for key in site.versions[entry].values()]
    pages = {page.url: page.entry for page in retired if page.url}
    files = {site.documents[page.document].path.rpartition("/")[2] for page in retired}
    for document in offered:
        rich = tuple(links_in_fields(document)) if _may_have_links(site, document) else ()
        for target in dict.fromkeys((*document.targets, *(link.target for link in rich))):
            bare = target.partition("#")[0]
            if bare not in pages and bare.rpartition("/")[2] not in files:
                continue
            for link in (*document.links, *rich):
                if link.target == target:
                    yield from _link(site, document, link, pages)


def _may_have_links(site: Site, document: Document) -> bool:
    known = site.config.types.get(document.type)
    return known is not None and any(f.fields or KINDS[f.kind].rich for f in known.fields.values())


def _link(site: Site, document: Document, link: Link, pages: dict[str, EntryKey]) -> Iterator[Problem]:
    url = destination(site, document, link).url.partition("#")[0]
    if url in pages:
        yield _problem(site, pages[url], Location(document.path, link.line, link.column))


def _figures(site: Site, offered: Iterable[Document]) -> Iterator[Problem]:
    """Problems for numbers from retired figures."""
    for document in offered:
        if any(_figure_of(call) in site.retired for call in document.calls):
            for shortcode in document.shortcodes:
                figure = _figure_of((shortcode.name, *shortcode.args))
                if figure in site.retired:
                    yield _problem(site, figure, Location(document.path, shortcode.line, shortcode.column))


def _figure_of(call: tuple[str, ...]) -> EntryKey:
    return entry_key(FIGURES, call[1]) if call[0] == NUMBER and len(call) > 1 else EntryKey("")


def _problem(site: Site, entry: EntryKey, place: Location) -> Problem:
    retired = site.retired[entry]
    if retired.withdrawn:
        why = "was withdrawn"
    elif retired.expired:
        why = f"expired after {retired.expired}"
    else:
        why = "was replaced"
    message = f'this leads to "{master(site, entry).title}", which {why}'
    if retired.successor and retired.successor not in site.retired:
        document = site.documents[master(site, retired.successor).document]
        hint = f'"{master(site, retired.successor).title}" took its place: {document.path}'
    else:
        hint = "name another page, or remove it"
    return Problem("link.retired", message, place, hint, Severity.NOTE)
