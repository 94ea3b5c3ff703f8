"""What other programs get: calendars, tables, schemas, what a page says of itself, whom to write to."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

from icalendar import Calendar

from tests.sites import Files, attempt, base_text, build_good, entry

EVENTS = """name: {en: Event, fr: Événement}
plural: {en: Events, fr: Événements}
date: start
sort: [-start]
fields:
  start: {kind: datetime, whole_day: true, partial: true}
  end: {kind: datetime, whole_day: true, partial: true}
  place: {kind: text}
  country: {kind: country}
  topics: {kind: reference, to: topics, many: true, inverse: events}
  secret: {kind: text, show: false}
schema:
  type: Event
  properties:
    startDate: start
    location: {field: place, type: Place}
    about: topics
    locationCreated: country
calendar: {start: start, end: end, place: place}
"""
FILES: Files = {
    "content/events/_type.yaml": EVENTS,
    "content/events/fair.md": entry(
        'Fair, and "more"', "summary: Stalls; and talks.", "start: 2026-06-01", "end: 2026-06-03",
        "place: Bonn, DE", "country: DE", "topics: [food]", "updated: 2026-05-01",
    ),
    "content/events/fair.fr.md": entry("Foire"),
    "content/events/talk.md": entry("Talk", "start: 2026-06-01T19:30+02:00", "end: 2026-06-01T21:00+02:00"),
    "content/events/someday.md": entry("Some day", "start: 2027-05"),
    "templates/base.html": base_text("templates/base.html").replace(
        "</head>", '<script type="application/ld+json">{{ linked_data }}</script></head>'
    ),
}  # fmt: skip


def linked_data(page: str) -> list[dict[str, Any]]:
    """The graph of a page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found is not None
    graph = json.loads(found[1])
    assert graph["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = graph["@graph"]
    return nodes


# --- calendars ---------------------------------------------------------------------------------


def events(text: str) -> list[dict[str, str]]:
    calendar = Calendar.from_ical(text)
    return [{k: v.to_ical().decode() for k, v in event.items()} for event in calendar.walk("VEVENT")]


def test_a_calendar_has_the_events_that_begin_on_a_day_the_earliest_first(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)
    fair, talk = events(outcome["events/calendar.ics"])

    assert (fair["DTSTART"], fair["DTEND"]) == ("20260601", "20260604")  # the end is the day after
    assert (talk["DTSTART"], talk["DTEND"]) == ("20260601T173000Z", "20260601T190000Z")
    assert fair["UID"] == "events.fair@example.org"
    assert fair["LOCATION"] == "Bonn\\, DE"
    assert fair["DESCRIPTION"] == "Stalls\\; and talks."
    assert (fair["DTSTAMP"], talk["DTSTAMP"]) == ("20260501T000000Z", "19700101T000000Z")
    assert fair["URL"] == "https://example.org/events/fair/"


def test_a_calendar_speaks_the_language_of_its_folder_and_its_events_stay_the_same(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)
    fair, _ = events(outcome["fr/events/calendar.ics"])

    assert (fair["SUMMARY"], fair["UID"]) == ("Foire", "events.fair@example.org")
    assert fair["URL"] == "https://example.org/fr/events/fair/"


def test_a_topic_has_the_calendar_of_the_events_that_mention_it(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    assert [event["UID"] for event in events(outcome["topics/food/calendar.ics"])] == [
        "events.fair@example.org"
    ]
    assert "topics/water/calendar.ics" not in outcome.paths


def test_a_calendar_that_names_no_date_is_a_mistake(tmp_path: Path) -> None:
    wrong = EVENTS.replace("start: start, end", "start: strat, end").replace(
        "startDate: start", "startDate: strat"
    )
    outcome = attempt(tmp_path, {**FILES, "content/events/_type.yaml": wrong})

    assert outcome.codes == ["config.field", "config.field"]
    assert '"strat" is not a field of this type\n  |     startDate: strat' in outcome.problems
    assert '"strat" is not a date field of this type' in outcome.problems
    assert "did you mean start?" in outcome.problems


# --- what a page says of itself -----------------------------------------------------------------


def test_an_entry_says_what_its_type_declares(tmp_path: Path) -> None:
    event, way = linked_data(build_good(tmp_path, FILES)["events/fair/index.html"])

    assert event == {
        "@type": "Event",
        "@id": "https://example.org/events/fair/",
        "url": "https://example.org/events/fair/",
        "name": 'Fair, and "more"',
        "description": "Stalls; and talks.",
        "inLanguage": "en",
        "dateModified": "2026-05-01",
        "startDate": "2026-06-01",
        "location": {"@type": "Place", "name": "Bonn, DE"},
        "about": [{"@type": "WebPage", "name": "Food", "@id": "https://example.org/topics/food/"}],
        "locationCreated": {"@type": "Country", "name": "Germany", "identifier": "DE"},
    }
    assert [(step["position"], step["name"], step["item"]) for step in way["itemListElement"]] == [
        (1, "Home", "https://example.org/"),
        (2, "Events", "https://example.org/events/"),
        (3, 'Fair, and "more"', "https://example.org/events/fair/"),
    ]


CONTACT = EVENTS.replace(
    "  secret:",
    "  contact: {kind: group, many: true, "
    "fields: {email: {kind: email}, sites: {kind: url, many: true}, role: {}}}\n"
    "  secret:",
).replace(
    "    about: topics",
    "    contactPoint: {field: contact, type: ContactPoint, "
    "properties: {email: email, url: sites, contactType: {field: role, type: Role}}}\n"
    "    about: topics",
)


def test_a_group_is_a_thing_with_properties_of_its_own(tmp_path: Path) -> None:
    files = {
        **FILES,
        "content/events/_type.yaml": CONTACT,
        "content/events/fair.md": entry(
            "Fair", "contact:", "  - email: a@example.org", "    sites: [https://example.org/a]",
            "  - role: Stalls", "    email: b@example.org", "  - {}",
        ),
    }  # fmt: skip

    event, _ = linked_data(build_good(tmp_path, files)["events/fair/index.html"])

    assert event["contactPoint"] == [
        {"@type": "ContactPoint", "email": "a@example.org", "url": ["https://example.org/a"]},
        {
            "@type": "ContactPoint",
            "email": "b@example.org",
            "contactType": {"@type": "Role", "name": "Stalls"},
        },
    ]


def test_addresses_of_linked_data_have_the_path_of_the_site_once(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES, base_url="https://example.org/preview/7")
    event, way = linked_data(outcome["events/fair/index.html"])

    assert event["@id"] == "https://example.org/preview/7/events/fair/"
    assert way["itemListElement"][1]["item"] == "https://example.org/preview/7/events/"


def test_the_home_page_is_the_site_and_lists_are_collections(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    assert [node["@type"] for node in linked_data(outcome["index.html"])] == ["WebSite"]
    assert [n["@type"] for n in linked_data(outcome["events/index.html"])] == [
        "CollectionPage",
        "BreadcrumbList",
    ]


def test_no_text_ends_the_element_of_linked_data(tmp_path: Path) -> None:
    title = "</script><script>alert(1)</script>&"
    files = {**FILES, "content/events/fair.md": entry(f"'{title}'")}
    outcome = build_good(tmp_path, files, warned=["field.markup"])

    assert linked_data(outcome["events/fair/index.html"])[0]["name"] == title
    assert "<script>alert" not in outcome["events/fair/index.html"]


# --- data ----------------------------------------------------------------------------------------


def test_a_type_is_a_table_with_a_column_a_field(tmp_path: Path) -> None:
    text = build_good(tmp_path, FILES)["data/events.csv"]
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith(
        "\ufeffid,title,summary,language,url,state,updated,start,end,place,country,topics,secret,repeats\r\n"
    )
    fair = next(row for row in rows if row["id"] == "events/fair")
    assert (fair["title"], fair["topics"], fair["start"]) == ('Fair, and "more"', "topics/food", "2026-06-01")
    assert {row["start"] for row in rows} == {"2026-06-01", "2026-06-01T19:30+02:00", "2027-05"}


def test_the_data_of_a_type_has_a_line_for_each_entry(tmp_path: Path) -> None:
    files = {**FILES, "content/rooms/_type.yaml": "name: Room\nplural: Rooms\npage: false\n"}
    outcome = build_good(tmp_path, files)

    lines = outcome["data/events.json"].splitlines()
    entries = [line.strip().rstrip(",") for line in lines if line.startswith("  {")]
    whole = json.loads(outcome["data/events.json"])
    assert lines[:4] == ["{", ' "type": "events",', ' "title": "Events",', ' "entries": [']
    assert lines[-2:] == [" ]", "}"]
    assert len(lines) == 4 + 3 + 2
    assert [json.loads(line) for line in entries] == whole["entries"]
    assert json.loads(outcome["data/rooms.json"])["entries"] == []


def test_no_cell_of_a_table_is_a_formula(tmp_path: Path) -> None:
    files = {
        "content/events/fair.md": entry(
            "'=HYPERLINK(\"https://casino.example\")'", "place: '-5'", "secret: '@SUM(1)'"
        )
    }
    text = build_good(tmp_path, {**FILES, **files})["data/events.csv"]
    row = next(
        r for r in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))) if r["id"] == "events/fair"
    )

    assert (row["title"][:2], row["place"], row["secret"]) == ("'=", "-5", "'@SUM(1)")


def test_the_schema_of_a_type_describes_its_data(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)
    schema = json.loads(outcome["data/events.schema.json"])
    data = json.loads(outcome["data/events.json"])
    properties = schema["properties"]["entries"]["items"]["properties"]

    assert schema["$id"] == "https://example.org/data/events.schema.json"
    assert set(data["entries"][0]) <= set(properties)
    for found in data["entries"]:
        for name, value in found["fields"].items():
            described = properties["fields"]["properties"][name]
            if "pattern" in described:
                assert re.search(described["pattern"], value), name
    assert properties["fields"]["properties"]["topics"]["items"]["pattern"] == "^[^/]+(/[^/]+)+$"


def test_data_names_its_licence_and_its_other_forms(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "license: {name: CC0, url: 'https://example.com/cc0'}\n"
    outcome = build_good(tmp_path, {**FILES, "content/site.yaml": site})
    licence = {"name": "CC0", "url": "https://example.com/cc0"}

    assert json.loads(outcome["data/events.json"])["licence"] == licence
    index = json.loads(outcome["data/index.json"])
    assert index["licence"] == licence
    (events_file,) = (file for file in index["files"] if file["type"] == "events")
    assert events_file["csv"] == "https://example.org/data/events.csv"
    assert events_file["schema"] == "https://example.org/data/events.schema.json"


# --- the site as a publication --------------------------------------------------------------------


def test_a_site_says_whom_to_tell_of_a_hole_and_has_an_icon(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + (
        "security: {contact: 'mailto:a@example.org', expires: 2027-01-31}\n"
        "icon: {file: i.svg, colour: '#00aa00'}\n"
    )
    outcome = attempt(
        tmp_path, {"content/site.yaml": site, "static/i.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}
    )

    assert outcome[".well-known/security.txt"].splitlines() == [
        "Contact: mailto:a@example.org",
        "Expires: 2027-01-31T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://example.org/.well-known/security.txt",
    ]
    manifest = json.loads(outcome["site.webmanifest"])
    assert (manifest["name"], manifest["theme_color"], manifest["start_url"]) == (
        "City Notes",
        "#00aa00",
        "/",
    )
    assert re.fullmatch(r"/i\.svg\?v=[0-9a-f]{8}", manifest["icons"][0]["src"])


def test_without_its_keys_a_site_has_neither(tmp_path: Path) -> None:
    assert not {".well-known/security.txt", "site.webmanifest"} & build_good(tmp_path).paths


def test_wrong_values_of_the_publication_are_mistakes(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + (
        "license: {name: CC0, url: cc0}\n"
        "security: {contact: me, expires: soon}\n"
        "icon: {file: i.svg, colour: green}\n"
    )
    outcome = attempt(tmp_path, {"content/site.yaml": site})

    assert outcome.codes == ["config.value"] * 4
