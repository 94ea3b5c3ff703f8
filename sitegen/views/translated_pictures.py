"""Pictures of a translation whose texts come from its source."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.model.picture_plans import ImageView
from sitegen.model.translated_pictures import ALT, WORDS, is_inherited
from sitegen.types import Page
from sitegen.views.views import ForeignText


def with_language(view: ImageView, page: Page, place: str, direction: str) -> ImageView:
    """The picture with the language of its texts, if they come from the source; `direction` is the
    source's."""
    lang = page.source_language
    for name in WORDS:
        text = getattr(view, name)
        if text and is_inherited(page.inherited, f"{place}/{name}"):
            view = replace(view, **{name: ForeignText(text, lang, direction)})
    if view.alt and is_inherited(page.inherited, f"{place}/{ALT}"):
        view = replace(view, lang=lang, dir=direction)
    return view
