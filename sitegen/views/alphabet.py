"""The A–Z of the site: entries under the letters of a language."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.model.collation import collator
from sitegen.types import Page
from sitegen.views.viewer import Viewer


def letters(viewer: Viewer, types: Iterable[str]) -> list[tuple[str, list[Page]]]:
    """The pages of these types, grouped by heading in the order of the language."""
    order = collator(viewer.language.locale)
    entries = (entry for name in types for entry in viewer.site.entries.get(name, ()))
    groups: dict[str, list[Page]] = {}
    for page in map(viewer.page, viewer.ordered(entries, ("title",))):
        groups.setdefault(order.letter(page.sort_title), []).append(page)
    places = {heading: place for place, heading in enumerate(order.headings())}
    return sorted(groups.items(), key=lambda group: places.get(group[0], len(places)))
