"""Every address must be usable as a file name and must not be reserved for hosts or sitegen.

slug: a word of 300 letters   →   address.long: a part of this address has 300 bytes, and 240 is the most
aliases: /_preview/           →   address.reserved: /_preview is reserved for the report of sitegen diff
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from sitegen.check.checked import Checked
from sitegen.model.urls import segment
from sitegen.types import Document, Location, Misnamed, Problem, Site
from sitegen.views.redirects import place_of, redirects


def check(checked: Checked) -> Iterator[Problem]:
    seen: set[tuple[str, Location]] = set()
    for found in checked.plan.misnamed:
        place = _place_of(found, checked)
        if (found.problem.code, place) not in seen:
            seen.add((found.problem.code, place))
            yield replace(found.problem, location=place)


def _place_of(found: Misnamed, checked: Checked) -> Location:
    """Location in the sources of the value that the address is made from."""
    site = checked.site
    key = site.paths.get(found.output.source)
    document = site.documents[key] if key else None
    if document is not None:
        return _old_address(found, document, checked) or _own_address(document, site)
    values = (_value(found.part, document) for document in site.documents.values())
    return next(filter(None, values), None) or Location(found.output.source)


def _old_address(found: Misnamed, document: Document, checked: Checked) -> Location | None:
    """Location of the old address that this output is made from, or None."""
    for redirect in redirects(checked.site):
        if redirect.page.document == document.key and redirect.old.file == found.output.path:
            return place_of(document, redirect.written)
    return None


def _own_address(document: Document, site: Site) -> Location:
    """Location of an entry's slug, which may be that of its source, or else of its file."""
    versions = site.versions.get(document.entry, {})
    source = versions.get(site.config.default_language)
    for one in (document, site.documents[source] if source else document):
        if one.fields.get("slug"):
            return Location(one.path, *one.positions["slug"])
    return Location(document.path)


def _value(part: str, document: Document) -> Location | None:
    """Location of the field whose value produces this part of an address, or None."""
    for name, value in document.fields.items():
        values = value if isinstance(value, tuple) else (value,)
        named = (item for item in values if not isinstance(item, Mapping))
        if name in document.positions and any(segment(str(item)) == part for item in named):
            return Location(document.path, *document.positions[name])
    return None
