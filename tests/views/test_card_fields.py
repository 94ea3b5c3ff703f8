"""Fields that a type declares under `card` are on its cards, and an edit of one rebuilds what shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.types.keys import EntryKey
from sitegen.views.entry_link import EntryLink
from sitegen.views.viewer import Viewer
from sitegen.views.views import Card
from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import Files, attempt, base_text, build_good, entry, make_site, model

FIELDS = """card: [place, budget, host, mood, when, secret]
fields:
  place: {label: {en: Place, fr: Lieu}}
  budget: {kind: integer, label: {en: Budget, fr: Budget total}}
  host: {kind: reference, to: hosts, label: {en: Host, fr: Hôte}}
  mood: {kind: choice, choices: {good: {en: Good, fr: Bonne}}}
  when: {kind: datetime, label: {en: When, fr: Quand}}
  secret: {show: false}
  other: {}
"""
HOSTS = """name: Host
plural: Hosts
index: false
card: [leads]
fields:
  leads: {kind: reference, to: projects}
"""
SHOWN = (
    "{% if card.fields.place is defined %}[{{ card.fields.place }}]{% endif %}"
    "{% for fact in card.facts %}<i>{{ fact.label }}="
    '{% if fact.kind == "reference" %}{{ fact.value.title }} at {{ fact.value.url }}'
    '{% elif fact.kind == "choice" %}{{ fact.value.label }}{% else %}{{ fact.value }}{% endif %}</i>'
    '{% endfor %}{{ card.fields.get("secret", "") }}'
)
FILES: Files = {
    "content/site.yaml": base_text("content/site.yaml").replace(
        "languages:", "time_zone: Europe/Zurich\nlanguages:"
    ),
    "content/projects/_type.yaml": base_text("content/projects/_type.yaml").replace("fields:\n", FIELDS, 1),
    "content/projects/spark.md": entry(
        "Spark",
        "place: Lima",
        "budget: 5",
        "host: un",
        "mood: good",
        "when: 2026-02-03T10:00",
        "secret: abc",
        "other: one",
        "topics: [food]",
    ),
    "content/projects/spark.fr.md": entry("Étincelle", "place: À Lima", "secret: def", "other: un"),
    "content/projects/plain.md": entry("Plain"),
    "content/hosts/_type.yaml": HOSTS,
    "content/hosts/un.md": entry("United", "summary: Nations.", "leads: spark"),
    "templates/index.html": base_text("templates/index.html").replace("</a></li>", f"</a>{SHOWN}</li>", 1),
    "templates/entry.html": (
        "{% extends 'base.html' %}{% block main %}<h1>{{ page.title }}</h1>{{ body.html }}"
        "{% for name, relation in relations.items() %}{% for card in relation.cards %}"
        f"{SHOWN}{{% endfor %}}{{% endfor %}}{{% endblock %}}"
    ),
}


def test_a_card_has_the_declared_fields_in_the_language_of_the_page(tmp_path: Path) -> None:
    site = build_good(tmp_path, FILES)

    english = (
        "[Lima]<i>Place=Lima</i><i>Budget=5</i><i>Host=United at /hosts/un/</i><i>Mood=Good</i>"
        "<i>When=2026-02-03 10:00:00+01:00</i>abc"
    )
    french = (
        "[À Lima]<i>Lieu=À Lima</i><i>Budget total=5</i><i>Hôte=United at /hosts/un/</i><i>Mood=Bonne</i>"
        "<i>Quand=2026-02-03 10:00:00+01:00</i>def"
    )
    assert f"Spark</a>{english}</li>" in site["projects/index.html"]
    assert f"Étincelle</a>{french}</li>" in site["fr/projects/index.html"]
    assert english in site["topics/food/index.html"]  # a relation
    assert french in site["fr/topics/food/index.html"]
    assert ">Plain</a></li>" in site["projects/index.html"]


def test_an_entry_on_a_card_has_a_title_and_an_address_and_no_card(tmp_path: Path) -> None:
    """Cards can refer to each other in a circle: `spark` has the host `un`, which leads `spark`."""
    viewer = Viewer(model(tmp_path, FILES), "fr")
    spark, host = (viewer.card(EntryKey(key)) for key in ("projects/spark", "hosts/un"))

    assert spark.fields["host"] == EntryLink(
        "hosts/un", "un", "hosts", "United", "/hosts/un/", "en", "ltr", True, None
    )
    assert host.fields["leads"] == EntryLink(
        "projects/spark", "spark", "projects", "Étincelle", "/fr/projects/spark/", "fr", "ltr", False, None
    )
    assert not any(isinstance(value, Card) for card in (spark, host) for value in card.fields.values())


def test_the_card_of_data_has_all_fields_and_lists_the_declared_ones(tmp_path: Path) -> None:
    people = (
        "name: Person\nplural: People\npage: false\ncard: [town]\nfields: {town: {}, age: {kind: integer}}\n"
    )
    files = {
        "content/people/_type.yaml": people,
        "content/people/ada.yaml": "title: Ada\ntown: Ghent\nage: 3\n",
    }
    card = Viewer(model(tmp_path, files), "en").card(EntryKey("people/ada"))

    assert card.fields == {"title": "Ada", "town": "Ghent", "age": "3"}
    assert [(fact.label, fact.value) for fact in card.facts] == [("Town", "Ghent")]


SPARK = {"projects/spark/index.html", "fr/projects/spark/index.html"}
FRENCH = {
    "fr/index.html",
    "fr/a-z/index.html",
    "fr/activities/index.html",
    "fr/activities/type/projects/index.html",
    "fr/projects/index.html",
    "fr/projects/state/active/index.html",
    "fr/projects/topics/food/index.html",
    "fr/topics/food/index.html",
}
"""French pages with the card of `spark`."""
SHOWING = FRENCH | {path.removeprefix("fr/") for path in FRENCH}
HOST = {"hosts/un/index.html"}
EDITS: dict[str, tuple[str, str, str, set[str]]] = {
    "a field on the card": ("content/projects/spark.md", "budget: 5", "budget: 6", SHOWING | SPARK | HOST),
    "a field that is not": ("content/projects/spark.md", "other: one", "other: two", SPARK),
    "a field in French": (
        "content/projects/spark.fr.md",
        "secret: def",
        "secret: ghi",
        FRENCH | {"fr/projects/spark/index.html"},
    ),
    "the title of an entry on the card": (
        "content/hosts/un.md",
        "title: United",
        "title: One",
        SHOWING | SPARK | HOST,
    ),
    "the summary of an entry on the card": ("content/hosts/un.md", "Nations", "All", SPARK | HOST),
    "a label in French": (
        "content/projects/_type.yaml",
        "fr: Bonne",
        "fr: Bien",
        FRENCH | SPARK | {"projects/plain/index.html"},
    ),
    "one field less on the card": (
        "content/projects/_type.yaml",
        "budget, host",
        "host",
        SHOWING | SPARK | HOST | {"projects/plain/index.html"},
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_a_field_on_a_card_renders_what_shows_the_card(edit: str, tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", FILES)
    assert not build(root).report.problems
    path, old, new, expected = EDITS[edit]
    replace_in(root, path, old, new)
    done = build(root)

    assert not done.report.problems
    assert {path for path in done.rendered if path.endswith(".html")} == expected
    assert_as_clean(root)


def test_a_field_on_no_card_is_found_in_a_template_that_no_page_uses(tmp_path: Path) -> None:
    template = """{% extends "base.html" %}
{% macro row(one) %}{{ one.fields.plase }}{{ one.fields.other }}{% endmacro %}
{% block main %}
{% for card in entries %}{{ card.fields["budgt"] }}{{ card.fields.get("place") }}{% endfor %}
{% for card in entries %}{{ card.fields.other }}{% endfor %}
{% if next %}{{ next.fields.nothing_like_it }}{{ page.fields.anything }}{% endif %}
{% if next.fields.later is defined %}{{ next.fields.later }}{% endif %}
{% endblock %}
"""
    site = attempt(tmp_path, {**FILES, "templates/draft.html": template})

    assert (
        site.problems
        == """\
templates/draft.html:2:35: template.undefined: no entry has the field "plase"
  | {% macro row(one) %}{{ one.fields.plase }}{{ one.fields.other }}{% endmacro %}
  |                                   ^
  did you mean place?
templates/draft.html:4:42: template.undefined: no card has the field "budgt"
  | {% for card in entries %}{{ card.fields["budgt"] }}{{ card.fields.get("place") }}{% endfor %}
  |                                          ^
  did you mean budget?
templates/draft.html:5:41: template.undefined: no card has the field "other"
  | {% for card in entries %}{{ card.fields.other }}{% endfor %}
  |                                         ^
  add it to "card" in content/projects/_type.yaml
templates/draft.html:6:29: template.undefined: no card has the field "nothing_like_it"
  | {% if next %}{{ next.fields.nothing_like_it }}{{ page.fields.anything }}{% endif %}
  |                             ^
  fields on cards: about, as_of, budget, host, leads, mood, place, secret, source, unit, url, value, when"""
    )
