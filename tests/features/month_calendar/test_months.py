"""Pages of the months in which events take place, and the month beside their list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import Files, attempt, build_good, entry, make_site

TYPE = """name: Meeting
plural: {en: Meetings, fr: Rencontres}
date: start
sort: [start, title]
months: month.html
index: {}
calendar: {start: start, end: end}
fields:
  start: {kind: datetime, whole_day: true, partial: true}
  end: {kind: datetime, whole_day: true, partial: true}
"""
MONTH = (
    "{{ month.title }}|{% for week in month.weeks %}"
    "{% for day in week if day and (day.begins or day.continues) %}"
    "{{ day.number }}{{ day.begins|map(attribute='name')|join('+') }}{% if day.continues %}~{% endif %} "
    "{% endfor %}{% endfor %}|"
    "{% for event in month.events %}{{ event.card.name }}={{ event.calendar }} {% endfor %}|"
    "{{ month.previous.url if month.previous }}|{{ month.next.url if month.next }}"
)
TOP, END = "{% extends 'base.html' %}{% block main %}", "{% endblock %}"
FILES: Files = {
    "content/meetings/_type.yaml": TYPE,
    "content/meetings/general.md": entry("General", "start: 2026-06-10", "end: 2026-06-12"),
    "content/meetings/camp.md": entry("Camp", "start: 2026-06-29", "end: 2026-07-02"),
    "content/meetings/talk.md": entry("Talk", "start: 2026-06-11 18:00 Europe/Paris"),
    "content/meetings/vague.md": entry("Vague", 'start: "2025-03"'),
    "content/meetings/older.md": entry("Older", "start: 2024"),
    "content/meetings/long.md": entry("Long", "start: 2026-01-15", "end: 2027-02-01"),
    "templates/month.html": f"{TOP}{{{{ page.title }}}}\n{MONTH}{END}",
    "templates/index.html": f"{TOP}{{% if month %}}beside: {MONTH}{{% endif %}}{END}",
}


def test_each_month_with_events_has_a_page_in_each_language(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    months = ("2025-03", "2026-01", "2026-06", "2026-07", "2027-02")
    assert {path for path in outcome.paths if "meetings/20" in path} == {
        f"{prefix}meetings/{month}/index.html" for month in months for prefix in ("", "fr/")
    }
    assert (
        "Meetings: June 2026\nJune 2026|10general 11talk~ 12~ 29camp 30~ |"
        "general=/meetings/general/event.ics talk=/meetings/talk/event.ics camp=/meetings/camp/event.ics |"
        "/meetings/2026-01/|/meetings/2026-07/"
    ) in outcome["meetings/2026-06/index.html"]
    assert "juin 2026|" in outcome["fr/meetings/2026-06/index.html"]
    assert "meetings/2026" not in outcome["sitemap.xml"]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2026-07", "July 2026|1camp 2~ |camp="),  # an event goes on in the first week
        ("2025-03", "March 2025||vague= ||/meetings/2026-01/"),  # without a day
        ("2026-01", "January 2026|15long 16~ 17~ 18~ 19long 20~ "),  # long: its first month …
        ("2027-02", "February 2027|1long |long="),  # … and its last one
    ],
)
def test_an_event_is_in_the_months_that_it_touches(tmp_path: Path, month: str, expected: str) -> None:
    assert expected in build_good(tmp_path, FILES)[f"meetings/{month}/index.html"]


def test_a_week_begins_on_the_day_of_the_language(tmp_path: Path) -> None:
    template = (
        f"{TOP}{{% for day in month.weekdays %}}{{{{ day.name }}}}={{{{ day.short }}}} {{% endfor %}}"
        f"{{{{ month.weeks[0]|select|map(attribute='number')|join('.') }}}}{END}"
    )
    outcome = build_good(tmp_path, {**FILES, "templates/month.html": template})

    assert "Monday=Mon Tuesday=Tue" in outcome["meetings/2026-07/index.html"]
    assert "lundi=lun." in outcome["fr/meetings/2026-07/index.html"]
    assert "Sunday=Sun 1.2.3.4.5" in outcome["meetings/2026-07/index.html"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2024, 1, 1), "March 2025"),
        (date(2026, 6, 30), "June 2026"),
        (date(2026, 7, 1), "July 2026"),
        (date(2026, 8, 1), "February 2027"),
        (date(2027, 3, 1), "February 2027"),
    ],
)
def test_the_list_shows_the_first_month_from_today_on(tmp_path: Path, today: date, expected: str) -> None:
    outcome = attempt(tmp_path, FILES, today=today)

    assert f"beside: {expected}|" in outcome["meetings/index.html"]


def test_an_event_that_repeats_is_on_each_of_its_days(tmp_path: Path) -> None:
    repeated = entry("Weekly", "start: 2026-06-24", "repeats: {every: week, times: 3}")
    outcome = build_good(tmp_path, {**FILES, "content/meetings/weekly.md": repeated})

    assert "24weekly 29camp 30~ |" in outcome["meetings/2026-06/index.html"]
    assert "1weekly+camp 2~ 8weekly |" in outcome["meetings/2026-07/index.html"]


def test_an_edit_rebuilds_the_months_that_it_changes(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    build(root)

    def rebuilt() -> set[str]:
        result = build(root)
        assert_as_clean(root)
        return {path for path in result.rendered if "meetings/20" in path and not path.startswith("fr/")}

    replace_in(root, "content/meetings/talk.md", "Text.", "Other text.")
    assert rebuilt() == set()
    replace_in(root, "content/meetings/talk.md", "2026-06-11", "2026-07-11")
    assert rebuilt() == {"meetings/2026-06/index.html", "meetings/2026-07/index.html"}
    replace_in(root, "content/meetings/general.md", "title: General", "title: All members")
    assert rebuilt() == {"meetings/2026-06/index.html"}
    replace_in(root, "content/meetings/vague.md", "2025-03", "2025-04")
    assert rebuilt() == {"meetings/2025-04/index.html", "meetings/2026-01/index.html"}


def test_the_month_beside_the_list_changes_with_the_day(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    build(root, today=date(2026, 6, 30))
    result = build(root, today=date(2026, 7, 1))

    assert "meetings/index.html" in result.rendered
    assert "July 2026" in (root / "public/meetings/index.html").read_text("utf-8")


def test_an_entry_in_one_language_is_in_its_months_alone(tmp_path: Path) -> None:
    only = entry("Réunion", "start: 2026-09-01", "only_in: [en]")
    outcome = build_good(tmp_path, {**FILES, "content/meetings/reunion.md": only})

    assert {path for path in outcome.paths if "meetings/2026-09" in path} == {"meetings/2026-09/index.html"}


@pytest.mark.parametrize("key", ["calendar", "index"])
def test_months_need_dates_and_a_list(tmp_path: Path, key: str) -> None:
    lines = [line for line in TYPE.splitlines(keepends=True) if not line.startswith(key)]
    number = lines.index("months: month.html\n") + 1
    outcome = attempt(tmp_path, {**FILES, "content/meetings/_type.yaml": "".join(lines)})

    assert outcome.problems.startswith(
        f'content/meetings/_type.yaml:{number}:9: config.missing: a type with "months" needs "{key}"'
    )
