"""The formats of citations: what has a meaning in one is escaped there, and unknown parts are left out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from babel import Locale
from markupsafe import Markup
from msgspec.structs import replace

from sitegen.features.citations.apa import as_html, as_text, reference
from sitegen.features.citations.bibtex import bibtex
from sitegen.features.citations.csl import csl_json
from sitegen.features.citations.names import group, person
from sitegen.features.citations.publications import PUBLICATIONS
from sitegen.features.citations.ris import ris
from sitegen.features.citations.work import Work
from sitegen.types import Catalogue, PartialDate, When
from sitegen.views.words import Words
from tests.features.citations.works import ENGLISH, line

PAGE = "https://example.org/w/"
MOMENT = datetime(2024, 4, 5, 9, tzinfo=UTC)
WHOLE = Work(
    name="study-2024",
    kind="report",
    title="100% of “R&D”: {costs} & ~50 $_2^#\\",
    page=PAGE,
    authors=(person("Flor Avelino"), group("European Commission")),
    publisher="Publications Office; EU",
    date=date(2024, 4, 15),
    number="JRC_1",
    doi="10.1000/a_b{c}%20<d>",
    isbn="978-92-76-26954-0",
    language="en",
    url="https://example.com/a_b?x={1}&y=100%25#z",
)


def apa(work: Work, locale: Locale = ENGLISH, words: Words | None = None) -> str:
    return as_text(reference(work, words or Words(None), locale))


def test_a_work_as_bibtex() -> None:
    assert bibtex(WHOLE) == (
        "@techreport{study-2024,\n"
        "  author = {Avelino, Flor and {European Commission}},\n"
        r"  title = {{100\% of “R\&D”: \textbraceleft{}costs\textbraceright{} \& \textasciitilde{}50 "
        r"\$\_2\textasciicircum{}\#\textbackslash{}}},"
        "\n"
        "  year = {2024},\n"
        "  month = apr,\n"
        "  day = {15},\n"
        "  institution = {{Publications Office; EU}},\n"
        "  number = {JRC\\_1},\n"
        "  doi = {10.1000/a_b%7Bc%7D%20<d>},\n"
        "  isbn = {978-92-76-26954-0},\n"
        "  url = {https://example.com/a_b?x=%7B1%7D&y=100%25#z},\n"
        "}\n"
    )


def test_braces_of_a_bibtex_entry_are_always_in_pairs() -> None:
    text = bibtex(replace(WHOLE, **dict.fromkeys(("title", "doi", "number", "url", "publisher"), "}} {")))

    depths = [text[: n + 1].count("{") - text[: n + 1].count("}") for n in range(len(text))]
    assert min(depths) == 0
    assert depths.index(0, text.index("{")) == len(text) - 2


def test_a_work_as_ris() -> None:
    assert ris(WHOLE).split("\r\n") == [
        "TY  - RPRT",
        "AU  - Avelino, Flor",
        "AU  - European Commission",
        "TI  - 100% of “R&D”: {costs} & ~50 $_2^#\\",
        "PY  - 2024",
        "DA  - 2024/04/15/",
        "PB  - Publications Office; EU",
        "M1  - JRC_1",
        "DO  - 10.1000/a_b{c}%20<d>",
        "SN  - 978-92-76-26954-0",
        "LA  - en",
        "UR  - https://example.com/a_b?x={1}&y=100%25#z",
        "ID  - study-2024",
        "ER  - ",
        "",
    ]


def test_a_work_as_csl_json() -> None:
    assert json.loads(csl_json(replace(WHOLE, authors=(person("Anna van Berg Jr."), group("EU"))))) == [
        {
            "id": "study-2024",
            "type": "report",
            "title": "100% of “R&D”: {costs} & ~50 $_2^#\\",
            "author": [
                {"family": "Berg", "given": "Anna", "non-dropping-particle": "van", "suffix": "Jr."},
                {"literal": "EU"},
            ],
            "issued": {"date-parts": [[2024, 4, 15]]},
            "publisher": "Publications Office; EU",
            "number": "JRC_1",
            "DOI": "10.1000/a_b{c}%20<d>",
            "ISBN": "978-92-76-26954-0",
            "language": "en",
            "URL": "https://example.com/a_b?x={1}&y=100%25#z",
        }
    ]


def test_a_work_of_which_only_the_title_is_known() -> None:
    work = Work("w", "book", "Title", PAGE)

    assert bibtex(work) == "@misc{w,\n  title = {{Title}},\n}\n"
    assert ris(work) == "TY  - BOOK\r\nTI  - Title\r\nID  - w\r\nER  - \r\n"
    assert json.loads(csl_json(work)) == [{"id": "w", "type": "book", "title": "Title"}]
    assert apa(work) == "Title. (n.d.)."


@pytest.mark.parametrize("kind", PUBLICATIONS)
def test_every_kind_of_publication_is_written_in_every_format(kind: str) -> None:
    work = replace(WHOLE, kind=kind)

    assert line(bibtex(work), "title")
    assert ris(work).startswith(f"TY  - {PUBLICATIONS[kind].ris}\r\n")
    assert json.loads(csl_json(work))[0]["type"] == kind


@pytest.mark.parametrize(
    ("when", "in_apa", "in_ris", "in_bibtex", "in_csl"),
    [
        (date(2024, 4, 5), "2024, April 5", "2024/04/05/", ("{2024}", "apr", "{5}"), [2024, 4, 5]),
        (PartialDate(2024, 4), "2024, April", "2024/04//", ("{2024}", "apr", ""), [2024, 4]),
        (PartialDate(2024), "2024", "2024///", ("{2024}", "", ""), [2024]),
        (MOMENT, "2024, April 5", "2024/04/05/", ("{2024}", "apr", "{5}"), [2024, 4, 5]),
        (None, "n.d.", "", ("", "", ""), None),
    ],
)
def test_dates_are_as_exact_as_their_source(
    when: When | None, in_apa: str, in_ris: str, in_bibtex: tuple[str, ...], in_csl: list[int] | None
) -> None:
    work = Work("w", "document", "Title", PAGE, date=when)

    assert apa(work) == f"Title. ({in_apa})."
    dated = [row for row in ris(work).split("\r\n") if row[:2] in ("PY", "DA")]
    assert dated == ([f"PY  - {in_ris[:4]}", f"DA  - {in_ris}"] if in_ris else [])
    assert tuple(line(bibtex(work), field) for field in ("year", "month", "day")) == in_bibtex
    assert json.loads(csl_json(work))[0].get("issued", {}).get("date-parts") == ([in_csl] if in_csl else None)


@pytest.mark.parametrize(
    ("code", "whole", "month"),
    [
        ("en_US", "2024, October 1", "2024, October"),
        ("es", "2024, 1 de octubre", "2024, octubre"),
        ("fr", "2024, 1er octobre", "2024, octobre"),
        ("pt", "2024, 1 de outubro", "2024, outubro"),
        ("de", "2024, 1. Oktober", "2024, Oktober"),
        ("ru", "2024, 1 октября", "2024, октябрь"),
        ("ja", "2024年10月1日", "2024年10月"),
        ("ko", "2024년 10월 1일", "2024년 10월"),
        ("zh_Hans", "2024年10月1日", "2024年10月"),
        ("ar", "2024, 1 أكتوبر", "2024, أكتوبر"),
    ],
)
def test_dates_in_other_languages(code: str, whole: str, month: str) -> None:
    locale, work = Locale.parse(code), Work("w", "document", "Title", PAGE)

    assert apa(replace(work, date=date(2024, 10, 1)), locale) == f"Title. ({whole})."
    assert apa(replace(work, date=PartialDate(2024, 10)), locale) == f"Title. ({month})."


def test_the_reference_in_apa_style() -> None:
    assert apa(WHOLE) == (
        "Avelino, F., & European Commission. (2024, April 15). 100% of “R&D”: {costs} & ~50 $_2^#\\. "
        "Publications Office; EU. https://doi.org/10.1000/a_b%7Bc%7D%2520%3Cd%3E"
    )


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"title": "Who gets to move?"}, "Who gets to move?"),
        ({"title": "Talk", "described": "Interview"}, "Talk [Interview]."),
        ({"title": "Why?", "described": "Interview"}, "Why? [Interview]."),
        ({"title": "Title", "publisher": "Press Inc."}, "Title. Press Inc."),
    ],
)
def test_a_part_ends_with_one_stop(changes: dict[str, str], text: str) -> None:
    work = replace(Work("w", "interview", "", PAGE, authors=(group("A"),), url=PAGE), **changes)

    assert apa(work) == f"A. (n.d.). {text} {PAGE}"


def test_a_publisher_that_is_the_author_is_named_once() -> None:
    work = Work("w", "report", "Title", PAGE, authors=(group("ICLEI"), group("GIZ")), publisher="ICLEI; GIZ")

    assert apa(work) == "ICLEI, & GIZ. (n.d.). Title."
    assert line(bibtex(replace(work, date=PartialDate(2024))), "institution") == "{{ICLEI; GIZ}}"


def test_of_more_than_twenty_authors_nineteen_and_the_last_are_named() -> None:
    twenty = tuple(person(f"Ann N{n}") for n in range(1, 21))
    work = Work("w", "document", "Title", PAGE, authors=twenty)

    assert apa(work).startswith("N1, A., N2, A., ")
    assert ", N19, A., & N20, A. (n.d.)" in apa(work)
    more = apa(replace(work, authors=(*twenty, person("Ann N21"))))
    assert ", N19, A., … N21, A. (n.d.)" in more
    assert "N20" not in more


def test_words_are_in_the_language_of_the_page() -> None:
    messages = {"n.d.": ("s. d.",), "%(names)s, & %(name)s": ("%(names)s et %(name)s",)}
    words = Words(Catalogue("fr", messages, "n > 1", ""))
    work = Work("w", "document", "Titre", PAGE, authors=(person("Ann Bé"), person("Jo Cé")))

    assert apa(work, Locale.parse("fr"), words) == "Bé, A. et Cé, J. (s. d.). Titre."


def test_the_reference_as_html() -> None:
    work = Work(
        "w",
        "dataset",
        "A <b> & c",
        PAGE,
        authors=(group("X & Y"),),
        url=f"{PAGE}?a=1&b=2",
        described="Data set",
    )

    assert as_html(reference(work, Words(None), ENGLISH), Markup(' lang="fr"'), "https://else.example") == (
        '<bdi>X &amp; Y.</bdi> (n.d.). <cite lang="fr">A &lt;b&gt; &amp; c</cite> [Data set]. '
        f'<a href="{PAGE}?a=1&amp;b=2">{PAGE}?a=1&amp;b=2</a>'
    )


def test_an_address_on_the_site_is_linked_without_its_host() -> None:
    parts = reference(Work("w", "document", "Title", PAGE, url=PAGE), Words(None), ENGLISH)

    assert '<a href="/w/">https://example.org/w/</a>' in as_html(parts, Markup(""), "https://example.org")
    assert f'<a href="{PAGE}">' in as_html(parts, Markup(""), "https://example.or")
