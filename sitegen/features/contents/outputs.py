"""The pages of the contents of long lists: `/articles/page/`, in each language.

A list has them if it has more than `MOST_PAGES` pages and the theme has the template.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sitegen.features.contents.long_lists import long_list, long_lists
from sitegen.model.urls import page_number_url
from sitegen.plan.common import GeneratedPage, of_each_language
from sitegen.types import Output, Site, Sources
from sitegen.types.keys import number_of, numbered, subject_key
from sitegen.views.subjects import SubjectKind, ViewContext, generated, title_of
from sitegen.views.views import PageView

CONTENTS = "contents"
TEMPLATE = "contents.html"


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    if f"templates/{TEMPLATE}" not in sources.templates:
        return iter(())
    return of_each_language(site, _pages)


def _pages(site: Site) -> Iterator[GeneratedPage]:
    for found in long_lists(site):
        for number in range(1, found.pages_of_contents + 1):
            key = numbered(number_of(found.subject)[0], number)
            yield GeneratedPage(
                url=page_number_url(found.contents_url, number),
                subject=subject_key(CONTENTS, key),
                template=TEMPLATE,
                source=found.source,
                own={"contents": "contents", "pager": "contents_pager"},
                key=key,
            )


def _page(context: ViewContext, key: str) -> PageView:
    viewer, found = context.viewer, long_list(context.viewer.site, key)
    whole = title_of(context, found.subject)
    title = context.words.joined_title(whole, context.words.gettext("Contents"))
    url = page_number_url(found.contents_url, number_of(key)[1])
    view = generated(context, CONTENTS, found.name, url, title, "")
    parent = viewer.href(viewer.here(found.url))
    return replace(view, type=found.type, type_plural=whole, type_url=parent)


def _is_made(site: Site, key: str) -> bool:
    return number_of(key)[1] <= long_list(site, key).pages_of_contents


SUBJECTS = {CONTENTS: SubjectKind(_page, is_made=_is_made)}
