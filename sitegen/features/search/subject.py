"""The page to search on, as its template sees it."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.views.subjects import SubjectKind, ViewContext, generated
from sitegen.views.views import PageView

SEARCH = "search"


def _search(context: ViewContext, _: str) -> PageView:
    rule = context.viewer.config.searched
    assert rule is not None
    title, summary = context.words.gettext("Search"), context.words.gettext("Search everything on this site.")
    view = generated(context, SEARCH, "search", rule.permalink, title, summary)
    return replace(view, indexed=False)


SUBJECTS = {SEARCH: SubjectKind(_search)}
