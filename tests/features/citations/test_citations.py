"""Citations of entries: their pages, the files beside them, lists of data, and mistakes in the key."""

from __future__ import annotations

import json
from pathlib import Path

from tests.build.builds import assert_as_clean, build, replace_in
from tests.features.citations.works import line
from tests.sites import Files, attempt, base_text, build_good, entry, make_site

SHOWN = (
    "{% extends 'base.html' %}{% block main %}<h1>{{ page.title }}</h1>{{ body.html }}"
    "{% if citation %}<p>{{ citation.text }}</p>"
    "{% for tag in citation.meta %}<i>{{ tag.name }}={{ tag.content }}</i>{% endfor %}"
    "{% for file in citation.files %}<a href='{{ file.url }}' type='{{ file.type }}'>{{ file.title }}</a>"
    "{% endfor %}{% endif %}{% endblock %}"
)
STUDIES = """name: Study
plural: Studies
citation:
  kind: report
  kind_from: form
  kinds: {talk: interview}
  title: whole_title
  subtitle: subtitle
  authors: [authors, bodies]
  publisher: publisher
  date: published
  number: number
  doi: doi
  language: languages
  url: url
fields:
  form: {kind: choice, choices: {study: Study, talk: {en: Talk, fr: Entretien}}}
  whole_title: {}
  subtitle: {}
  authors: {many: true}
  bodies: {kind: reference, to: [bodies, people], many: true}
  publisher: {kind: reference, to: bodies, many: true}
  published: {kind: date, partial: true}
  number: {}
  doi: {}
  languages: {kind: language, many: true}
  url: {kind: url}
  files: {kind: file, many: true}
"""
DATED = "published: 2024-04"
FILES: Files = {
    "templates/entry.html": SHOWN,
    "content/studies/_type.yaml": STUDIES,
    "content/bodies/_type.yaml": "name: Body\nplural: Bodies\n",
    "content/bodies/eu.md": entry("European Commission"),
    "content/bodies/iclei.md": entry("ICLEI & more"),
    "content/people/_type.yaml": "name: Person\nplural: People\nschema: {type: Person}\n",
    "content/people/ann.md": entry("Ann van Berg"),
    "content/studies/one.md": entry(
        "One",
        "whole_title: One for all",
        "subtitle: A study",
        "form: study",
        "authors: [Flor Avelino, ICLEI]",
        "publisher: [eu, iclei]",
        "published: 2024-04-15",
        "number: R 1",
        "doi: 10.1000/1",
        "languages: en",
        "url: https://example.com/one",
        "files: https://example.com/one.pdf",
    ),
    "content/studies/one.fr.md": entry("Un", "whole_title: Un pour tous", "subtitle: Une étude"),
    "content/studies/two.md": entry(
        "Two", "form: talk", "bodies: [people/ann, bodies/eu]", "published: 2024-04"
    ),
    "content/studies/three.md": entry("Three", "publisher: eu", "languages: [en, fr]"),
    "content/studies/four.md": entry("Four"),
}


def text_of(page: str) -> str:
    return page.partition("<p>")[2].partition("<p>")[2].partition("</p>")[0].replace("&amp;", "&")


def test_each_page_says_how_it_is_cited_in_its_language(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    assert text_of(outcome["studies/one/index.html"]) == (
        "Avelino, F., & ICLEI. (2024, April 15). One for all: A study. European Commission; ICLEI & more. "
        "https://doi.org/10.1000/1"
    )
    assert text_of(outcome["fr/studies/one/index.html"]) == (
        "Avelino, F., & ICLEI. (2024, 15 avril). Un pour tous: Une étude. European Commission; ICLEI & more. "
        "https://doi.org/10.1000/1"
    )
    assert text_of(outcome["studies/two/index.html"]) == (
        "van Berg, A., & European Commission. (2024, April). Two [Talk]. https://example.org/studies/two/"
    )
    assert text_of(outcome["studies/three/index.html"]) == (
        "European Commission. (n.d.). Three. https://example.org/studies/three/"
    )
    assert text_of(outcome["studies/four/index.html"]) == "Four. (n.d.). https://example.org/studies/four/"
    assert text_of(outcome["bodies/eu/index.html"]) == ""


def test_meta_tags_are_those_of_highwire_press(tmp_path: Path) -> None:
    page = build_good(tmp_path, FILES)["studies/one/index.html"]

    assert [tag.partition("</i>")[0] for tag in page.split("<i>")[1:]] == [
        "citation_title=One for all: A study",
        "citation_author=Avelino, Flor",
        "citation_author=ICLEI",
        "citation_publication_date=2024/04/15",
        "citation_technical_report_institution=European Commission; ICLEI &amp; more",
        "citation_technical_report_number=R 1",
        "citation_doi=10.1000/1",
        "citation_language=en",
        "citation_abstract_html_url=https://example.org/studies/one/",
        "citation_pdf_url=https://example.com/one.pdf",
    ]


def test_files_are_beside_each_page(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    assert {path for path in outcome.paths if path.endswith((".bib", ".ris"))} == {
        f"{folder}/{name}.{ending}"
        for folder, name in (
            ("studies/one", "one"),
            ("fr/studies/one", "one"),
            ("studies/two", "two"),
            ("studies/three", "three"),
            ("studies/four", "four"),
        )
        for ending in ("bib", "ris")
    }
    assert outcome["fr/studies/one/one.bib"].startswith("@techreport{one-fr,\n")
    assert line(outcome["fr/studies/one/one.bib"], "title") == "{{Un pour tous: Une étude}}"
    assert outcome["studies/two/two.ris"].startswith("TY  - GEN\r\nAU  - van Berg, Ann\r\n")
    assert json.loads(outcome["studies/three/three.json"]) == [
        {
            "id": "three",
            "type": "report",
            "title": "Three",
            "author": [{"literal": "European Commission"}],
            "publisher": "European Commission",
            "URL": "https://example.org/studies/three/",
        }
    ]
    page = outcome["fr/studies/one/index.html"]
    for url in (
        "one.bib' type='application/x-bibtex'",
        "one.ris' type='application/x-research-info-systems'",
    ):
        assert f"<a href='/fr/studies/one/{url}" in page


def test_addresses_have_the_base_path(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES, base_url="https://example.org/atlas")

    assert "<a href='/atlas/studies/one/one.json'" in outcome["studies/one/index.html"]
    assert "https://example.org/atlas/studies/four/" in outcome["studies/four/four.ris"]


def test_a_retired_entry_and_one_on_another_site_have_no_citation(tmp_path: Path) -> None:
    outcome = build_good(
        tmp_path,
        {
            **FILES,
            "content/studies/three.md": entry("Three", "withdrawn: It was wrong."),
            "content/studies/four.md": "---\ntitle: Four\nlink_to: https://example.com/four\n---\n",
        },
    )

    assert {path for path in outcome.paths if path.endswith(".bib")} == {
        "studies/one/one.bib",
        "fr/studies/one/one.bib",
        "studies/two/two.bib",
    }
    assert text_of(outcome["studies/three/index.html"]) == ""


def figures(more: str = "") -> Files:
    return {
        "content/figures/_type.yaml": base_text("content/figures/_type.yaml")
        + "citation: {kind: dataset, date: as_of}\n"
        + more,
        "templates/index.html": (
            "{% extends 'base.html' %}{% block main %}{% for card in entries %}<p id='{{ card.name }}'>"
            "{% if card.name in citations %}{{ citations[card.name].html }}"
            "{{ citations[card.name].files[0].url }}{% endif %}</p>{% endfor %}"
            "{% if citation %}<b>{{ citation.text }}{{ citation.files|length }}</b>{% endif %}{% endblock %}"
        ),
    }


def test_the_rows_of_a_list_of_data_are_cited_as_published_by_the_site(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, figures())

    assert (
        '<bdi>City Notes.</bdi> (2025, October). <cite dir="auto">Members</cite> [Data set]. '
        '<a href="/figures/#members">https://example.org/figures/#members</a>'
        "/figures/members.bib"
    ) in outcome["figures/index.html"]
    assert (
        '<bdi>Notes de villes.</bdi> (2025, octobre). <cite lang="en" dir="ltr">Members</cite> [Data set]. '
        '<a href="/fr/figures/#members">https://example.org/fr/figures/#members</a>'
        "/figures/members.bib"
    ) in outcome["fr/figures/index.html"]
    assert line(outcome["figures/members.bib"], "url") == "{https://example.org/figures/#members}"
    assert "fr/figures/members.bib" not in outcome.paths


def test_a_list_with_charts_is_cited_as_data_of_the_site(tmp_path: Path) -> None:
    kind = base_text("content/projects/_type.yaml").replace("facets:", "charts: [year]\n  facets:")
    outcome = build_good(tmp_path, {**figures(), "content/projects/_type.yaml": kind})

    assert (
        "<b>City Notes. (n.d.). Projects [Data set]. https://example.org/projects/0</b>"
        in outcome["projects/index.html"]
    )
    assert "<b>" not in outcome["topics/index.html"]
    assert "<b>" not in outcome["projects/topics/food/index.html"]


def test_an_edit_rebuilds_what_cites_the_entry_and_what_it_names(tmp_path: Path) -> None:
    root = make_site(tmp_path, {**FILES, **figures()})
    build(root)

    replace_in(root, "content/bodies/eu.md", "European Commission", "Commission of the EU")
    found = build(root)

    assert_as_clean(root)
    rendered = {artifact.path for artifact in found.artifacts if not artifact.unchanged}
    assert {"studies/one/one.bib", "fr/studies/one/one.ris", "studies/three/index.html"} <= rendered
    assert "studies/four/four.bib" not in rendered
    replace_in(root, "content/studies/_type.yaml", "  subtitle: subtitle\n", "")
    build(root)
    assert_as_clean(root)
    replace_in(root, "content/figures/members.yaml", "title: Members", "title: All members")
    build(root)
    assert_as_clean(root)
    replace_in(root, "content/studies/four.md", "title: Four", "title: Four\ndraft: true")
    build(root)
    assert_as_clean(root)


def test_mistakes_in_the_key(tmp_path: Path) -> None:
    wrong = STUDIES.replace("kind: report", "kind: reprot").replace("{talk: interview}", "{tlk: interviw}")
    wrong = wrong.replace("date: published", "date: number").replace("[authors, bodies]", "[authors, body]")
    wrong = wrong.replace("kind_from: form", "kind_from: form\n  doy: doi")

    outcome = attempt(tmp_path, {**FILES, "content/studies/_type.yaml": wrong})

    assert outcome.problems == PROBLEMS


PROBLEMS = """\
content/studies/_type.yaml:4:9: config.value: "reprot" is not a value of "kind"
  |   kind: reprot
  |         ^
  did you mean report?
content/studies/_type.yaml:6:3: config.unknown: the citation has no key "doy"
  |   doy: doi
  |   ^
  did you mean doi?
content/studies/_type.yaml:7:11: config.value: "tlk" is not a value of the field "form"
  |   kinds: {tlk: interviw}
  |           ^
  did you mean talk?
content/studies/_type.yaml:7:16: config.value: "interviw" is not a kind of publication
  |   kinds: {tlk: interviw}
  |                ^
  did you mean interview?
content/studies/_type.yaml:10:22: config.field: "body" is not a field of kind text or reference of this type
  |   authors: [authors, body]
  |                      ^
  did you mean bodies?
content/studies/_type.yaml:12:9: config.field: "number" is not a field of kind date or datetime of this type
  |   date: number
  |         ^"""


def test_kinds_need_the_field_on_which_they_depend(tmp_path: Path) -> None:
    kind = STUDIES.replace("  kind_from: form\n", "")

    outcome = attempt(tmp_path, {**FILES, "content/studies/_type.yaml": kind})

    assert outcome.problems == (
        'content/studies/_type.yaml:4:3: config.missing: the citation needs "kind_from"\n'
        "  |   kind: report\n"
        "  |   ^"
    )
