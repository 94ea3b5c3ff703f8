"""The pages of the handbook and the style guide, as their templates see them."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.features.editing.handbook import URL
from sitegen.views.subjects import SubjectKind, ViewContext, default_language, generated
from sitegen.views.views import PageView

STYLEGUIDE, HANDBOOK = "styleguide", "handbook"


def _styleguide(context: ViewContext, _: str) -> PageView:
    summary = "Every component of the design, with what the site holds."
    view = generated(context, STYLEGUIDE, "styleguide", "/styleguide/", "Style guide", summary)
    return replace(view, indexed=False)


def _handbook(context: ViewContext, key: str) -> PageView:
    """The page of the handbook about a type, or its first page."""
    viewer, words = context.viewer, context.words
    title, summary = words.gettext("Editor’s handbook"), words.gettext("What goes where.")
    first = replace(generated(context, HANDBOOK, "handbook", URL, title, summary), indexed=False)
    if not key:
        return first
    content_type = viewer.config.types[key]
    view = generated(
        context,
        HANDBOOK,
        key,
        f"{URL}{key}/",
        words.joined_title(title, viewer.text(content_type.plural)),
        viewer.text(content_type.description),
    )
    return replace(view, type_plural=title, type_url=first.url, indexed=False)


SUBJECTS = {
    STYLEGUIDE: SubjectKind(_styleguide, default_language),
    HANDBOOK: SubjectKind(_handbook, default_language),
}
