"""A translation gives the words of a picture alone; words that it lacks are marked with their language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import Files, attempt, entry, make_site, picture

TYPE = """name: Event
plural: Events
fields:
  photo: {kind: image}
  photos: {kind: image, many: true}
  stops: {kind: group, many: true, fields: {name: {}, view: {kind: image}}}
  start: {kind: group, fields: {view: {kind: image}}}
"""
SHOWN = (
    "{% macro image(i) %}{{ i.url.split('?')[0] }}|{{ i.alt }}|{{ i.lang }}|{{ i.dir }}|{{ i.credit }}"
    "{{ ' decorative' if i.decorative }};{% endmacro %}{% set fields = page.fields %}"
    "{% if fields.photo is defined %}{{ image(fields.photo) }}{% endif %}"
    "{% for i in fields.get('photos', ()) %}{{ image(i) }}{% endfor %}"
    "{% for stop in fields.get('stops', ()) %}{{ stop.name }}:{{ image(stop.view) }}{% endfor %}"
    "{% if fields.start is defined %}{{ image(fields.start.view) }}{% endif %}"
)
STREET = "photo: {file: street.png, alt: A street, credit: A. Person}"


def files(source: str, translation: str, language: str = "fr") -> Files:
    return {
        "content/events/_type.yaml": TYPE + "template: event.html\n",
        "templates/event.html": SHOWN,
        "content/events/fair.md": entry("Fair", source),
        f"content/events/fair.{language}.md": entry("Foire", translation),
        **{f"content/events/{name}.png": picture() for name in ("street", "park", "rue")},
    }


def shown(root: Path, source: str, translation: str) -> str:
    outcome = attempt(root, files(source, translation))
    assert not outcome.found, outcome.problems
    return outcome["fr/events/fair/index.html"]


EN = '<span lang="en" dir="ltr">A. Person</span>'


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("photo: {alt: Une rue, credit: A. Personne}", "/events/street.png|Une rue|||A. Personne;"),
        ("photo: {alt: Une rue}", f"/events/street.png|Une rue|||{EN};"),
        ("photo: {credit: A. Personne}", "/events/street.png|A street|en|ltr|A. Personne;"),
        ("", f"/events/street.png|A street|en|ltr|{EN};"),
        ("photo: {file: rue.png, alt: Une rue}", "/events/rue.png|Une rue|||;"),
        ("photo: {decorative: true}", f"/events/street.png||||{EN} decorative;"),
    ],
)
def test_what_a_translation_lacks_comes_from_the_source(
    translation: str, expected: str, tmp_path: Path
) -> None:
    assert shown(tmp_path, STREET, translation) == expected


def test_a_picture_that_says_nothing_may_be_described_in_a_translation(tmp_path: Path) -> None:
    source = "photo: {file: street.png, decorative: true}"

    assert shown(tmp_path / "a", source, "photo: {alt: Une rue}") == "/events/street.png|Une rue|||;"
    assert shown(tmp_path / "b", source, "") == "/events/street.png|||| decorative;"


def test_pictures_of_a_list_are_completed_by_their_position(tmp_path: Path) -> None:
    source = "photos: [{file: street.png, alt: A street}, {file: park.png, alt: A park, credit: A. Person}]"
    translation = "photos: [{alt: Une rue}, {credit: A. Personne}]"

    assert shown(tmp_path, source, translation) == (
        "/events/street.png|Une rue|||;/events/park.png|A park|en|ltr|A. Personne;"
    )


def test_pictures_in_groups_are_completed_by_their_position(tmp_path: Path) -> None:
    source = (
        "stops: [{name: One, view: {file: street.png, alt: A street}},"
        " {name: Two, view: {file: park.png, alt: A park}}]\n"
        "start: {view: {file: street.png, alt: A street}}"
    )
    translation = "stops: [{name: Un, view: {alt: Une rue}}, {name: Deux}]\nstart: {view: {alt: Une rue}}"

    assert shown(tmp_path, source, translation) == (
        "Un:/events/street.png|Une rue|||;Deux:/events/park.png|A park|en|ltr|;/events/street.png|Une rue|||;"
    )


NO_FILE = '"photo" needs a file: the source has no picture here'


@pytest.mark.parametrize(
    ("source", "translation", "found"),
    [
        ("", "photo: {alt: Une rue}", {NO_FILE}),
        ("photo: {alt: A street}", "", {'"photo" needs a file'}),
        (
            "photos: [{file: street.png, alt: A street}]",
            "photos: [{alt: Une rue}, {alt: Un parc}]",
            {NO_FILE.replace("photo", "photos")},
        ),
        (STREET, "photo: {file: rue.png}", {'the image "rue.png" has no alternative text'}),
    ],
)
def test_a_picture_without_a_file_or_words_is_an_error(
    source: str, translation: str, found: set[str], tmp_path: Path
) -> None:
    assert {p.message for p in attempt(tmp_path, files(source, translation)).found} == found


def test_a_translation_of_nothing_shows_no_picture_without_a_file(tmp_path: Path) -> None:
    sources = {**files("", "photo: {alt: Une rue}"), "content/events/fair.md": None}

    assert sorted(attempt(tmp_path, sources).codes) == ["field.missing", "translation.orphan"]


def test_check_says_where_a_description_is_missing(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, files(STREET, ""), reports=True)
    described = attempt(tmp_path / "b", files(STREET, "photo: {alt: Une rue}"), reports=True)

    assert [p.message for p in outcome.found if p.code == "translation.picture"] == [
        'the picture in "photo" is described in en only'
    ]
    assert "translation.picture" not in described.codes


def test_an_edit_of_the_words_of_the_source_is_seen_in_its_translations(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", files(STREET, "photo: {credit: A. Personne}"))
    build(root)
    replace_in(root, "content/events/fair.md", "A street", "A wide street")
    build(root)

    page = (root / "public/fr/events/fair/index.html").read_text(encoding="utf-8")
    assert page == "/events/street.png|A wide street|en|ltr|A. Personne;"
    assert_as_clean(root)
