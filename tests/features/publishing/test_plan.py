"""The order of a publication."""

from __future__ import annotations

from sitegen.features.publishing.plan import Phase, Plan, make_plan
from sitegen.features.publishing.release import PublishedFile, uncertain


def files(**digests: str) -> dict[str, PublishedFile]:
    return {path.replace("__", "/").replace("_", "."): file(digest) for path, digest in digests.items()}


def file(digest: str) -> PublishedFile:
    return PublishedFile(digest, 1, "text/html", "no-cache")


def steps(plan: Plan) -> list[tuple[Phase, tuple[str, ...]]]:
    return [(step.phase, step.paths) for step in plan.steps]


BEFORE = files(
    index_html="1", a__index_html="1", gone_html="1", gone_png="1", site_css="1", feed_xml="1", same="1"
)
AFTER = files(
    index_html="2", a__index_html="2", b__index_html="1", b__c__index_html="1", new_png="1", site_css="2",
    feed_xml="2", b__feed_xml="1", same="1", sitemap_xml="1",
)  # fmt: skip


def test_nothing_is_seen_before_what_it_needs() -> None:
    assert steps(make_plan(BEFORE, AFTER)) == [
        (Phase.NEW_FILES, ("new.png",)),
        (Phase.CHANGED_FILES, ("site.css",)),
        (Phase.NEW_PAGES, ("b/c/index.html", "b/index.html")),
        (Phase.NEW_LISTS, ("b/feed.xml", "sitemap.xml")),
        (Phase.CHANGED_PAGES, ("a/index.html",)),
        (Phase.HOME, ("index.html",)),
        (Phase.CHANGED_LISTS, ("feed.xml",)),
        (Phase.REMOVED_PAGES, ("gone.html",)),
        (Phase.REMOVED_FILES, ("gone.png",)),
    ]


def test_the_home_page_of_a_new_site_comes_after_all_that_it_links_to() -> None:
    assert steps(make_plan({}, files(index_html="1", a__index_html="1", site_css="1", feed_xml="1"))) == [
        (Phase.NEW_FILES, ("site.css",)),
        (Phase.NEW_PAGES, ("a/index.html",)),
        (Phase.NEW_LISTS, ("feed.xml",)),
        (Phase.HOME, ("index.html",)),
    ]


def test_a_plan_of_equal_sites_is_empty() -> None:
    assert make_plan(AFTER, AFTER) == Plan(())


def test_files_in_an_uncertain_state_are_sent_again_before_the_others() -> None:
    before = {**BEFORE, **uncertain(files(b__index_html="1", old_png="1"))}

    plan = make_plan(before, AFTER)

    assert (Phase.CHANGED_PAGES, ("b/index.html", "a/index.html")) in steps(plan)
    assert plan.removed == ("gone.html", "gone.png", "old.png")


def test_a_file_is_sent_again_if_only_its_headers_differ() -> None:
    before = {"feed.xml": PublishedFile("1", 1, "application/xml", "no-cache")}
    after = {"feed.xml": PublishedFile("1", 1, "application/atom+xml", "no-cache")}

    assert make_plan(before, after).sent == ("feed.xml",)


def test_a_file_whose_name_is_now_that_of_a_folder_is_removed_first_and_the_reverse() -> None:
    plan = make_plan(files(notes="1", x__y__z="1", x__w="1"), files(notes__a="1", x="1"))

    assert steps(plan) == [
        (Phase.OBSTACLES, ("x/y/z", "x/w", "notes")),
        (Phase.NEW_FILES, ("notes/a", "x")),
    ]
