"""Blanks of French and directions in right-to-left texts, in both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.markdown.markdown import convert, inline
from sitegen.markdown.typography import Typography, isolated_plain_text
from sitegen.types import ENGINES, Location
from sitegen.types.keys import DocumentKey
from tests.sites import base_text, build_good, entry, model

FRENCH, SWISS, ARABIC = (
    Typography(french=True),
    Typography(french=True, swiss=True),
    Typography(right_to_left=True),
)


def spaced(text: str) -> str:
    """`_` for a no-break space and `·` for a narrow one."""
    return text.replace("&nbsp;", "\xa0").replace("\xa0", "_").replace("\u202f", "·")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Que faire ? Agir !", "Que faire·? Agir·!"),
        ("Trois villes : un plan ; rien d’autre.", "Trois villes_: un plan·; rien d’autre."),
        ("Il dit : « oui » et part.", "Il dit_: «_oui_» et part."),
        ("**Note** : *« oui »*.", "<strong>Note</strong>_: <em>«_oui_»</em>."),
        ("Que faire **?**", "Que faire·<strong>?</strong>"),
        ("Que\nfaire\n? Rien", "Que\nfaire·? Rien"),
        ("Il coûte 25 000 € ou 40 % ou 1 234 567 $.", "Il coûte 25·000_€ ou 40·% ou 1·234·567_$."),
        ("Sur 12 km, 5 m² et 20 °C.", "Sur 12_km, 5_m² et 20_°C."),
        ("En 2024 500 personnes, 3 maisons.", "En 2024 500 personnes, 3 maisons."),
        ("Que faire? Agir!", "Que faire? Agir!"),
        ("Le code `a ? b : c` et `x`.", "Le code <code>a ? b : c</code> et <code>x</code>."),
        ("Déjà\u00a0: fait\u202f!", "Déjà_: fait·!"),
        ("R & D ; A < B !", "R &amp; D·; A &lt; B·!"),
    ],
)
def test_blanks_of_french_do_not_break(engine: str, written: str, shown: str) -> None:
    assert spaced(convert(written, "a.md", 1, engine, FRENCH).html).strip() == f"<p>{shown}</p>"


@pytest.mark.parametrize("engine", ENGINES)
def test_other_languages_code_and_addresses_are_untouched(engine: str) -> None:
    text = '[a : b](https://example.org/x "Un : deux") ![Que ?](a.png)\n\n    a : b ?\n\n```\nc : d !\n```\n'
    french = convert(text, "a.md", 1, engine, FRENCH).html

    assert 'title="Un : deux"' in french
    assert "Que ?" in french
    assert "<code>a : b ?" in french
    assert "<code>c : d !" in french
    assert ">a\xa0: b</a>" in french
    assert "\xa0" not in convert("Que : faire ?", "a.md", 1, engine).html


def test_anchors_are_those_of_the_text_as_written_and_titles_have_the_blanks() -> None:
    fragment = convert("## Que faire ?", "a.md", 1, "gfm", FRENCH)

    assert fragment.headings[0].anchor == "que-faire-"
    assert fragment.headings[0].text == "Que faire\u202f?"


def test_switzerland_has_narrow_blanks() -> None:
    assert spaced(SWISS.text("Il dit : « oui » ; 5 % ?")) == "Il dit·: «·oui·»·; 5·%·?"


def test_arguments_of_shortcodes_are_text() -> None:
    call = convert('{{< note title="Attention : danger !" >}}\n', "a.md", 1, "gfm", FRENCH).shortcodes[0]

    assert call.named == {"title": "Attention\xa0: danger\u202f!"}


def test_titles_summaries_fields_and_texts_of_the_definition(tmp_path: Path) -> None:
    site = build_good(
        tmp_path,
        {
            "content/topics/typo.md": entry("Typography", "summary: 'One : two.'", body="English : none."),
            "content/topics/typo.fr.md": entry('"Que faire ?"', 'summary: "Trois villes : un plan."'),
        },
    )

    english, french = site["topics/typo/index.html"], site["fr/topics/typo/index.html"]
    whole = "".join(text for path, text in site.files.items() if path.startswith("fr/topics/"))
    assert "English : none." in english
    assert "Que faire\u202f?" in french
    assert "Que faire ?" not in whole
    assert "Que faire\u202f?" in site["fr/topics/index.html"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("هاتف +41 22 123 45 67 الآن", 'هاتف <bdi dir="ltr">+41 22 123 45 67</bdi> الآن'),
        ("هاتف +41\u00a022\u00a0123.", 'هاتف <bdi dir="ltr">+41&nbsp;22&nbsp;123</bdi>.'),
        ("هاتف (022) 123-45-67.", 'هاتف <bdi dir="ltr">(022) 123-45-67</bdi>.'),
        ("هاتف +41 (0)22 123 45 67.", 'هاتف <bdi dir="ltr">+41 (0)22 123 45 67</bdi>.'),
        ("ردمك 978-3-16-148410-0.", 'ردمك <bdi dir="ltr">978-3-16-148410-0</bdi>.'),
        ("في (2026-05-31) هنا", 'في (<bdi dir="ltr">2026-05-31</bdi>) هنا'),
        ("لغة C++ (أو C#).", 'لغة <bdi dir="ltr">C++</bdi> (أو <bdi dir="ltr">C#</bdi>).'),
        ("الملف /etc/hosts و \\.env", 'الملف <bdi dir="ltr">/etc/hosts</bdi> و <bdi dir="ltr">.env</bdi>'),
        ("الرمز «12-A».", 'الرمز «<bdi dir="ltr">12-A</bdi>».'),
        ("دالة f(x)، نعم", 'دالة <bdi dir="ltr">f(x)</bdi>، نعم'),
        ("من 9:00 إلى 17:30 في 2026", "من 9:00 إلى 17:30 في 2026"),
        ("بين 10-12 و 5,000 و 1.5", "بين 10-12 و 5,000 و 1.5"),
        ("كلمة word هنا.", "كلمة word هنا."),
        ("شركة R&D هنا", 'شركة <bdi dir="ltr">R&amp;D</bdi> هنا'),
        ("الأمر `rm -r` هنا", 'الأمر <code dir="ltr">rm -r</code> هنا'),
    ],
)
def test_numbers_and_codes_are_isolated_in_arabic(engine: str, written: str, shown: str) -> None:
    assert convert(written, "a.md", 1, engine, ARABIC).html.strip() == f"<p>{shown}</p>"


@pytest.mark.parametrize("engine", ENGINES)
def test_links_from_left_to_right_are_isolated(engine: str) -> None:
    text = "[+41 22 1](tel:+41221) [اتصل C++](a.md) [x@y.org](mailto:x@y.org)"
    html = convert(text, "a.md", 1, engine, ARABIC).html

    assert html.count('<a dir="ltr"') == 2
    assert 'اتصل <bdi dir="ltr">C++</bdi></a>' in html


def test_a_short_text_of_markdown_is_isolated_too() -> None:
    assert inline("هاتف +41 22 123 45 67", Location("a.md", 1, 1), "gfm", ARABIC)[0].html == (
        'هاتف <bdi dir="ltr">+41 22 123 45 67</bdi>'
    )


@pytest.mark.parametrize(
    "sign", [" ", ")", "(", "1 ", "a)", "+1", "« ", "&amp;", "1-", "x" * 7 + "+", "<em>"]
)
def test_long_texts_take_time_in_proportion(sign: str) -> None:
    for typography in (FRENCH, ARABIC):
        assert typography.html(sign * 60_000)


def test_a_summary_has_the_blanks_of_the_language_it_is_in(tmp_path: Path) -> None:
    site = model(
        tmp_path,
        {
            "content/topics/typo.md": entry("Typography", "summary: 'One : two.'"),
            "content/topics/typo.fr.md": entry("Typographie", "summary: 'Un : deux.'"),
            "content/topics/else.md": entry("Else", "summary: 'One : two.'"),
            "content/topics/else.fr.md": entry("Autre"),
        },
    )

    assert site.pages[DocumentKey("topics/typo@en")].summary == "One : two."
    assert site.pages[DocumentKey("topics/typo@fr")].summary == "Un\xa0: deux."
    assert site.pages[DocumentKey("topics/else@fr")].summary == "One : two."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("لغة C++ الآن", "لغة [C++] الآن"),
        ("«الهاتف +41 22 123»", "«الهاتف [+41 22 123]»"),
        ("12: الرمز R&D <b>", "12: الرمز [R&D] [<b>]"),
        ("שלום C#", "שלום [C#]"),
        ("C++ و C#", "C++ و C#"),
        ("C++ in Geneva", "C++ in Geneva"),
        ("المدن", "المدن"),
        ("2026", "2026"),
    ],
)
def test_plain_texts_that_begin_from_right_to_left_have_isolates(text: str, shown: str) -> None:
    assert isolated_plain_text(text).replace("\u2066", "[").replace("\u2069", "]") == shown


def test_feeds_and_calendars_show_isolates_and_data_does_not(tmp_path: Path) -> None:
    types = base_text("content/projects/_type.yaml") + "calendar: {start: start}\n"
    outcome = build_good(
        tmp_path,
        {
            "content/site.yaml": base_text("content/site.yaml").replace("  fr: {}", "  fr: {}\n  ar: {}", 1),
            "content/projects/_type.yaml": types,
            "content/projects/code.md": entry("Code", "start: 2024-05-01"),
            "content/projects/code.ar.md": entry("لغة C++ الآن"),
            "templates/base.html": base_text("templates/base.html").replace(
                "<h1>", "<i>{{ page.title|isolated }}</i><h1>", 1
            ),
        },
    )
    isolated = "لغة \u2066C++\u2069 الآن"
    having = {artifact.path for artifact in outcome.artifacts if isolated.encode() in (artifact.data or b"")}

    assert {path.rpartition("/")[2] for path in having} >= {"feed.xml", "feed.json", "calendar.ics"}
    assert f"<i>{isolated}</i><h1>{isolated}</h1>" in outcome["ar/projects/code/index.html"]
    assert not any(path.startswith("data/") or path.endswith("/data.json") for path in having)


def test_titles_and_summaries_are_isolated_where_pages_show_them(tmp_path: Path) -> None:
    shown = '<h1>{{ page.title }}</h1><p title="{{ page.summary }}">{{ page.title|plain }}</p>'
    listed = '{% for card in entries %}<i title="{{ card.title }}">{{ card.summary }}</i>{% endfor %}'
    outcome = build_good(
        tmp_path,
        {
            "content/site.yaml": base_text("content/site.yaml").replace("  fr: {}", "  fr: {}\n  ar: {}", 1),
            "content/topics/code.md": entry("Code C++", "summary: Call +41 22 123 45."),
            "content/topics/latin.ar.md": entry("Learn C++", "summary: Tel. +41 22 123 45."),
            "content/topics/latin.md": entry("Learn C++"),
            "content/topics/code.ar.md": entry("C++ و R&D الآن", "summary: هاتف +41 22 123 45، C40 (2023)."),
            "templates/entry.html": f'{{% extends "base.html" %}}{{% block main %}}{shown}{{% endblock %}}',
            "templates/index.html": f'{{% extends "base.html" %}}{{% block main %}}{listed}{{% endblock %}}',
        },
    )
    page, index = (
        outcome[f"ar/topics/{path}index.html"].replace("\u2066", "[").replace("\u2069", "]")
        for path in ("code/", "")
    )

    assert "<h1>[C++] و [R&amp;D] الآن</h1>" in page
    assert '<p title="هاتف [+41 22 123 45]، C40 (2023).">C++' in page
    assert '<i title="[C++] و [R&amp;D] الآن">هاتف [+41 22 123 45]، C40 (2023).</i>' in index
    assert '<i title="[Learn C++]">[Tel. +41 22 123 45.]</i>' in index
    assert "\u2066" not in outcome["topics/code/index.html"] + outcome["topics/index.html"]
