"""The policy under which a site works: nothing from elsewhere, no inline script or style."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.serve.server import _kind_of, _with_charset
from tests.browser.server import headers_for
from tests.sites import base_text, build_good, entry

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)


def test_a_file_for_the_host_has_the_policy_and_its_companions(tmp_path: Path) -> None:
    lines = build_good(tmp_path)["_headers"].splitlines()

    assert lines[0] == "/*"
    assert f"  Content-Security-Policy: {POLICY}; frame-ancestors 'none'" in lines
    assert "  X-Content-Type-Options: nosniff" in lines


def test_a_site_below_a_path_speaks_for_that_path_only(tmp_path: Path) -> None:
    site = build_good(tmp_path, base_url="https://example.org/preview/7")

    assert site["_headers"].startswith("/preview/7/*\n")


EVENTS = """name: Event
plural: Events
permalink: /events/{year}/{slug}/
date: start
fields: {start: {kind: date}, topics: {kind: reference, to: topics, many: true, inverse: events}}
index: {feed: true}
calendar: {start: start}
"""


@pytest.mark.parametrize("base", ["https://example.org", "https://example.org/preview/7"])
def test_every_feed_and_calendar_has_the_type_that_serve_sends(base: str, tmp_path: Path) -> None:
    files = {
        "content/events/_type.yaml": EVENTS,
        "content/events/fair.md": entry("Fair", "start: 2026-05-01", "topics: [food]"),
        "content/events/fair.fr.md": entry("Foire"),
    }
    site = build_good(tmp_path, files, base_url=base)
    path = base.removeprefix("https://example.org")
    special = sorted(
        p for p in site.paths if p.rpartition("/")[2].startswith(("feed.", "calendar.", "event."))
    )

    assert {"feed.xml", "fr/feed.json", "fr/events/2026/fair/event.ics", "topics/food/calendar.ics"} <= {
        *special
    }
    for output in site.paths:
        sent = headers_for(site["_headers"], f"{path}/{output}").get("Content-Type")
        name = output.rpartition("/")[2]
        assert sent == (_with_charset(_kind_of(name) or "") if output in special else None), output


def test_the_types_are_those_of_the_registry(tmp_path: Path) -> None:
    lines = build_good(tmp_path)["_headers"].split("\n\n", 1)[1]

    types = {"feed.xml": "application/atom+xml", "feed.json": "application/feed+json"}
    assert lines == "\n".join(
        f"{folder}{name}\n  Content-Type: {kind}; charset=utf-8\n"
        for name, kind in types.items()
        for folder in ("/", "/:a/", "/:a/:b/", "/:a/:b/:c/")
    )


def test_a_template_can_say_the_policy_where_the_host_does_not(tmp_path: Path) -> None:
    head = '<head>\n<meta http-equiv="Content-Security-Policy" content="{{ site.policy }}">'
    files = {"templates/base.html": base_text("templates/base.html").replace("<head>", head)}

    assert f'content="{POLICY}"'.replace("'", "&#39;") in build_good(tmp_path, files)["index.html"]
