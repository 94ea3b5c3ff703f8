"""Pictures of a translation whose texts come from its source."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.model.picture_plans import ImageView
from sitegen.model.translated_pictures import ALT, CREDIT, is_inherited
from sitegen.types import Page
from sitegen.views.views import ForeignText


def with_language(view: ImageView, page: Page, place: str, direction: str) -> ImageView:
    """The picture with the language of its texts, if they come from the source; `direction` is the
    source's."""
    lang = page.source_language
    if view.credit and is_inherited(page.inherited, f"{place}/{CREDIT}"):
        view = replace(view, credit=ForeignText(view.credit, lang, direction))
    if view.alt and is_inherited(page.inherited, f"{place}/{ALT}"):
        view = replace(view, lang=lang, dir=direction)
    return view
