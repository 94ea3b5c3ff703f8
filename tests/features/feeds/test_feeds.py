"""Feeds: the days of their entries, text that stays text, languages; Atom and JSON Feed say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sitegen.upkeep.next_change import next_change
from tests.build.builds import build
from tests.feeds import ATOM, LANG, wrong_in_atom, wrong_in_json_feed
from tests.sites import Files, Outcome, attempt, base_text, build_good, entry, load, make_site, model

TODAY = date(2026, 11, 28)
NEWS = (
    "name: News\nplural: News\nsort: [-date]\nfields:\n  date: {kind: datetime, whole_day: true}\n"
    "  summary: {max: 400}\nindex: {feed: true}\n"
)
EVENTS = """\
name: Event
plural: Events
date: start
state: {from: start, until: [end, start], values: {upcoming: Upcoming, ongoing: Now, past: Past}}
calendar: {start: start, end: end}
fields:
  start: {kind: datetime, whole_day: true, partial: true}
  end: {kind: datetime, whole_day: true}
index: {feed: true}
"""
TYPES: Files = {"content/news/_type.yaml": NEWS, "content/events/_type.yaml": EVENTS}
FUTURE: Files = {
    **TYPES,
    "content/events/summit.md": entry(
        "Summit of 2027", "summary: In a year.", "start: 2027-10-24", "end: 2027-10-26"
    ),
    "content/events/talk.md": entry("Talk", "start: 2026-12-03 18:00 Europe/Paris"),
    "content/news/today.md": entry("News of today", "summary: Now.", "date: 2026-11-27"),
    "content/projects/far.md": entry("Far", "summary: Light.", "start: 2031"),
}


def entries(text: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(text).findall(f"{ATOM}entry")


def days(text: str) -> dict[str, tuple[str | None, str | None]]:
    """The title of each entry → the days on which it was published and last changed."""
    return {
        item.findtext(f"{ATOM}title") or "": (
            (item.findtext(f"{ATOM}published") or "")[:10] or None,
            (item.findtext(f"{ATOM}updated") or "")[:10] or None,
        )
        for item in entries(text)
    }


def feeds(outcome: Outcome) -> Iterator[tuple[str, str]]:
    return ((path, text) for path, text in outcome.files.items() if path.endswith("feed.xml"))


# --- days ----------------------------------------------------------------------------------


def test_no_day_of_a_feed_lies_ahead(tmp_path: Path) -> None:
    found = days(build_good(tmp_path, FUTURE, today=TODAY)["feed.xml"])

    assert list(found.items()) == [
        ("News of today", ("2026-11-27", "2026-11-27")),
        ("Spark", (None, "2024-05-03")),
        ("Talk", (None, "2026-11-27")),
        ("Summit of 2027", (None, "2026-11-27")),
        ("Far", (None, "2026-11-27")),
    ]


@pytest.mark.parametrize(
    ("lines", "published", "updated"),
    [
        # News: its date, and its correction.
        (("news", "date: 2026-11-01"), "2026-11-01", "2026-11-01"),
        (("news", "date: 2026-11-01", "updated: 2026-11-20"), "2026-11-01", "2026-11-20"),
        (("news", "date: 2026-11-01", "updated: 2026-10-01"), "2026-11-01", "2026-11-01"),
        (("news", "date: 2026-11-01", "updated: 2026-12-20"), "2026-11-01", "2026-11-01"),
        (("news", "date: 2026-12-24", "publish_on: 2026-11-02"), "2026-11-02", "2026-11-02"),
        (("news", "date: 2026-12-24", "updated: 2026-11-03"), None, "2026-11-03"),
        (("news", "date: 2026-12-24"), None, "2026-05-05"),
        # What begins: the day on which it was published, if that is known.
        (("events", "start: 2027-10-24", "publish_on: 2026-11-02"), "2026-11-02", "2026-11-02"),
        (("events", "start: 2027-10-24", "updated: 2026-11-03"), None, "2026-11-03"),
        (("events", "start: 2027-10-24"), None, "2026-05-05"),
        (("events", "start: 2020-10-24"), None, "2020-10-24"),
        (("events", "start: 2020-10"), None, "2020-10-01"),
        (
            ("events", "start: 2020-10-24", "publish_on: 2020-08-01", "updated: 2020-11-01"),
            "2020-08-01",
            "2020-11-01",
        ),
    ],
)
def test_an_entry_has_the_days_that_it_says(
    tmp_path: Path, lines: tuple[str, ...], published: str | None, updated: str
) -> None:
    kind, *fields = lines
    files: Files = {
        **TYPES,
        "content/news/old.md": entry("Old", "date: 2026-05-05"),
        f"content/{kind}/it.md": entry("It", *fields),
    }
    outcome = build_good(tmp_path, files, today=TODAY)

    assert days(outcome[f"{kind}/feed.xml"])["It"] == (published, updated)


def test_entries_without_any_day_make_no_feed(tmp_path: Path) -> None:
    files: Files = {**TYPES, "content/events/summit.md": entry("Summit", "start: 2027-10-24")}

    assert "events/feed.xml" not in build_good(tmp_path, files, today=TODAY).paths


def test_days_are_those_of_the_zone_of_the_site(tmp_path: Path) -> None:
    files: Files = {
        **TYPES,
        "content/site.yaml": base_text("content/site.yaml") + "time_zone: Asia/Tokyo\n",
        "content/news/one.md": entry("One", "date: 2026-11-27"),
        "content/news/two.md": entry("Two", "date: 2026-11-28T16:00Z"),  # in Tokyo tomorrow
    }
    updated = [
        item.findtext(f"{ATOM}updated")
        for item in entries(build_good(tmp_path, files, today=TODAY)["news/feed.xml"])
    ]

    assert updated == ["2026-11-27T00:00:00+09:00", "2026-11-27T00:00:00+09:00"]


def test_a_day_before_there_were_zones_is_valid(tmp_path: Path) -> None:
    files: Files = {
        **TYPES,
        "content/site.yaml": base_text("content/site.yaml") + "time_zone: Europe/Amsterdam\n",
        "content/news/one.md": entry("One", "date: 0001-01-01"),
        "content/news/two.md": entry("Two", "date: 1850-06-01"),
    }
    text = build_good(tmp_path, files, today=TODAY)["news/feed.xml"]

    assert wrong_in_atom(text, "https://example.org/news/feed.xml", TODAY) == []


def test_the_day_on_which_a_date_is_given_is_a_day_on_which_the_site_changes(tmp_path: Path) -> None:
    files: Files = {
        **TYPES,
        "content/news/soon.md": entry("Soon", "date: 2026-12-24", "publish_on: 2026-01-01"),
    }
    make_site(
        tmp_path, {**files, "content/projects/spark.md": entry("Spark", "summary: S.", "start: 2020-01-01")}
    )
    found, problems = next_change(tmp_path, load(tmp_path, TODAY))

    assert problems == ()
    assert found is not None
    assert (found.day, [change.what for change in found.changes]) == (
        date(2026, 12, 24),
        ["has its day in the feeds"],
    )


def test_a_feed_follows_the_days_in_an_incremental_build(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", FUTURE)
    for today in (TODAY, date(2026, 12, 4), date(2027, 10, 25)):
        build(root, today=today)
        again = build_good(tmp_path / today.isoformat(), FUTURE, today=today)

        assert (root / "public/feed.xml").read_text("utf-8") == again["feed.xml"]


# --- text is text --------------------------------------------------------------------------

NASTY = (
    "A < B & C > D, \"quotes\" 'too', ![image](https://evil.example/a.png) "
    "<img src=https://evil.example/b.png> &amp; &lt;b&gt;"
)


def test_a_text_is_shown_letter_by_letter(tmp_path: Path) -> None:
    text = NASTY.replace("'", "''")
    files: Files = {
        **TYPES,
        "content/news/n.md": entry(f"'{text}'", f"summary: '{text}'", "date: 2026-11-01"),
    }
    outcome = attempt(tmp_path, files, today=TODAY)
    (item,) = entries(outcome["news/feed.xml"])
    (of_json,) = json.loads(outcome["news/feed.json"])["items"]
    title, summary = item.find(f"{ATOM}title"), item.find(f"{ATOM}summary")

    assert title is not None
    assert summary is not None
    assert (title.text, title.get("type", "text")) == (NASTY, "text")
    assert (summary.text, summary.get("type", "text")) == (NASTY, "text")
    assert (of_json["title"], of_json["summary"], of_json["content_text"]) == (NASTY, NASTY, NASTY)
    assert "content_html" not in of_json


def test_the_day_of_an_event_comes_before_its_summary(tmp_path: Path) -> None:
    found = {
        item.findtext(f"{ATOM}title"): item.findtext(f"{ATOM}summary")
        for item in entries(build_good(tmp_path, FUTURE, today=TODAY)["events/feed.xml"])
    }

    assert found == {
        "Talk": "3 December 2026, 18:00 (UTC+1)",
        "Summit of 2027": "24–26 October 2027 – In a year.",
    }


# --- languages -----------------------------------------------------------------------------


def test_an_entry_has_the_language_of_its_text(tmp_path: Path) -> None:
    files: Files = {
        **TYPES,
        "content/news/one.md": entry("One", "summary: Only in English.", "date: 2026-11-01"),
        "content/news/two.md": entry("Two", "summary: In both.", "date: 2026-11-02"),
        "content/news/two.fr.md": entry("Deux", "summary: Dans les deux."),
        "content/news/three.md": entry("Three", "summary: Half.", "date: 2026-11-03"),
        "content/news/three.fr.md": entry("Trois"),
        "content/events/day.md": entry("Day", "start: 2026-11-20"),
    }
    outcome = build_good(tmp_path, files, today=TODAY)
    found = {}
    for item in entries(outcome["fr/feed.xml"]):
        summary = item.find(f"{ATOM}summary")
        own = None if summary is None else summary.get(LANG, item.get(LANG))
        found[item.findtext(f"{ATOM}title")] = (item.get(LANG), own)
    languages = {item["title"]: item["language"] for item in json.loads(outcome["fr/feed.json"])["items"]}

    assert found == {
        "One": ("en", "en"),
        "Deux": ("fr", "fr"),
        "Trois": ("fr", "en"),
        "Day": ("en", "en"),
        "Spark": ("en", None),
    }
    assert languages == {"One": "en", "Deux": "fr", "Trois": "fr", "Day": "en", "Spark": "en"}
    assert '<summary type="text">20 November 2026</summary>' in outcome["fr/feed.xml"]


# --- validity ------------------------------------------------------------------------------


def test_every_feed_is_valid_and_has_a_companion_in_json(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FUTURE, today=TODAY)
    found = list(feeds(outcome))

    assert len(found) > 8
    for path, text in found:
        url = f"https://example.org/{path}"
        of_json = json.loads(outcome[path.replace(".xml", ".json")])
        assert wrong_in_atom(text, url, TODAY) == []
        assert wrong_in_json_feed(of_json, url.replace(".xml", ".json"), TODAY) == []
        assert [item["id"] for item in of_json["items"]] == [
            item.findtext(f"{ATOM}id") for item in entries(text)
        ]
        assert [item["date_modified"] for item in of_json["items"]] == [
            item.findtext(f"{ATOM}updated") for item in entries(text)
        ]
        page = outcome[path.replace("feed.xml", "index.html")]
        assert (
            f'type="application/feed+json" title="{of_json["title"]}" href="/{path.replace(".xml", ".json")}"'
            in page
        )


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_good(tmp_path_factory.mktemp("future"), FUTURE, today=TODAY)["feed.xml"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("2026-11-27T00:00:00+00:00", "2026-11-29T00:00:00+00:00", "3.3"),
        ("2026-11-27T00:00:00+00:00", "2026-11-27", "3.3"),
        ("2026-11-27T00:00:00+00:00", "2026-11-27t00:00:00z", "3.3"),
        ("<author><name>City Notes</name></author>", "", "4.1.1"),
        ("<id>https://example.org/news/today/</id>", "<id>https://example.org/projects/spark/</id>", "4.1.1"),
        ("<id>https://example.org/news/today/</id>", "<id>/news/today/</id>", "4.2.6"),
        ("<id>https://example.org/news/today/</id>", "", "4.1:"),
        ("<title>News of today</title>", "<title>News</title><title>of today</title>", "4.1:"),
        ("<title>News of today</title>", "<title>News of <b>today</b></title>", "3.1.1.1"),
        ("<title>News of today</title>", "<title> </title>", "4.2.14"),
        ('type="text"', 'type="text/plain"', "3.1.1:"),
        ('href="https://example.org/news/today/"', 'href="/news/today/"', "4.2.7.1"),
        ('rel="self"', 'rel="via"', "4.2.7.2"),
        ('xml:lang="en"', 'xml:lang="e n"', "2:"),
        ("http://www.w3.org/2005/Atom", "http://www.w3.org/2005/atom", "1.2"),
    ],
)  # fmt: skip
def test_the_rules_find_what_is_not_valid(text: str, old: str, new: str, rule: str) -> None:
    assert old in text
    assert any(
        found.startswith(rule)
        for found in wrong_in_atom(text.replace(old, new), "https://example.org/feed.xml", TODAY)
    )


def test_an_upcoming_event_is_in_its_feed_however_many_are_past(tmp_path: Path) -> None:
    past: Files = {f"content/events/e{n}.md": entry(f"E{n}", f"start: 2020-01-{n:02}") for n in range(1, 32)}
    feed = model(tmp_path, {**FUTURE, **past}, today=TODAY).selections["feeds"]["type:events"]

    assert (len(feed.entries), feed.entries[0], feed.entries[-2:]) == (
        32, "events/e31", ("events/talk", "events/summit"),
    )  # fmt: skip
