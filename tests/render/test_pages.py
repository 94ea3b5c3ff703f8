"""What templates make of pages: escaping, shortcodes, figures, pictures, and mistakes in templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sites import Files, attempt, base_text, build_good, entry


def body_of(
    tmp_path: Path, body: str, files: Files | None = None, page: str = "topics/air/index.html"
) -> str:
    html = build_good(tmp_path, {"content/topics/air.md": entry("Air", body=body), **(files or {})})[page]
    return html.partition('<div class="body">')[2].partition("</div>\n<")[0].strip()


def test_everything_from_content_is_escaped(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/air.md": entry("\"<b>Air</b> & 'more'\"", 'summary: "<script>x</script>"')
    }
    outcome = build_good(tmp_path, files, warned=["field.markup"])

    for path, html in outcome.files.items():
        if path.endswith((".html", ".xml")):
            assert "<b>Air" not in html
            assert "<script>" not in html
    assert "<title>&lt;b&gt;Air&lt;/b&gt; &amp; &#39;more&#39;</title>" in outcome["topics/air/index.html"]


def test_a_template_can_say_how_many_words_a_text_has(tmp_path: Path) -> None:
    body = 'Clean *a*ir.\n\n- one\n- two\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n{{< note "Mind" >}}\n'
    files: Files = {"templates/shortcodes/note.html": "<b>{{ args[0] }} this</b>"}
    template = base_text("templates/entry.html").replace("{{ body.html }}", "{{ body.words }} words")
    html = body_of(tmp_path, body, {"templates/entry.html": template, **files})

    assert html == "10 words"


# --- shortcodes ----------------------------------------------------------------------------


def test_a_shortcode_is_what_its_template_makes_of_it(tmp_path: Path) -> None:
    assert body_of(tmp_path, '{{< note "Mind" >}}') == '<aside class="note"><b>Mind</b> </aside>'


def test_a_shortcode_around_a_text_gets_it_as_html(tmp_path: Path) -> None:
    html = body_of(tmp_path, "{{< note >}}\n\nSome *text*, and\n\n- a list\n\n{{< /note >}}")

    assert re.sub(r"\s+", " ", html) == (
        '<aside class="note"> <p>Some <em>text</em>, and</p> <ul> <li>a list</li> </ul> </aside>'
    )


def test_shortcodes_may_stand_in_each_other(tmp_path: Path) -> None:
    html = body_of(
        tmp_path, '{{< note "Outer" >}}\n{{< note "Inner" >}}\nText.\n{{< /note >}}\n{{< /note >}}'
    )

    assert html.index("Outer") < html.index("Inner") < html.index("Text.")
    assert html.count("</aside>") == 2


def test_a_shortcode_without_end_and_one_with_an_end_may_follow_each_other(tmp_path: Path) -> None:
    html = body_of(tmp_path, '{{< note "One" >}}\n\n{{< note "Two" >}}\nText.\n{{< /note >}}')

    assert html.startswith('<aside class="note"><b>One</b> </aside>')
    assert "Text." in html.partition("Two")[2]


def test_arguments_are_escaped_and_never_evaluated(tmp_path: Path) -> None:
    html = body_of(tmp_path, '{{< note "{{ 7 * 7 }} <b> {% raw %}" >}}')

    assert "{{ 7 * 7 }} &lt;b&gt; {% raw %}" in html
    assert "49" not in html


def test_content_is_never_a_template(tmp_path: Path) -> None:
    outcome = attempt(
        tmp_path, {"content/topics/air.md": entry("Air", body="{{ site.title }} {% include 'base.html' %}")}
    )

    assert outcome.codes == ["markdown.template"]
    assert "<p>{{ site.title }} {% include 'base.html' %}</p>" in outcome["topics/air/index.html"]


def test_a_shortcode_in_code_is_shown_as_written(tmp_path: Path) -> None:
    assert body_of(tmp_path, "`{{< number members >}}`") == "<p><code>{{&lt; number members &gt;}}</code></p>"


def test_a_shortcode_in_a_heading_and_in_a_table(tmp_path: Path) -> None:
    html = body_of(tmp_path, "## Our {{< number members >}}\n\n| a |\n|---|\n| {{< number members >}} |")

    assert html.count('<data value="2500">2,500</data>') == 2


def test_an_introduction_may_hold_shortcodes(tmp_path: Path) -> None:
    outcome = build_good(
        tmp_path, {"content/_index.md": entry("Home", body="We are {{< number members >}}.")}
    )

    assert '<p>We are <data value="2500">2,500</data>.</p>' in outcome["index.html"]


# --- figures -------------------------------------------------------------------------------


def test_a_figure_is_printed_in_the_readers_format(tmp_path: Path) -> None:
    files: Files = {"content/topics/air.fr.md": entry("Air", body="Ils sont {{< number members >}}.")}

    assert "2,500</data>" in body_of(tmp_path, "They are {{< number members >}}.")
    french = build_good(tmp_path, files)["fr/topics/air/index.html"]
    assert '<data value="2500">2\u202f500</data>' in french


def test_a_changed_figure_changes_every_page_that_prints_it(tmp_path: Path) -> None:
    figure = base_text("content/figures/members.yaml").replace("2500", "2600")
    outcome = build_good(tmp_path, {"content/figures/members.yaml": figure})

    assert "2,600" in outcome["projects/spark/index.html"]


def test_templates_see_a_figure_whole(tmp_path: Path) -> None:
    home = (
        "{% set f = figures.members %}{{ f.title }}: {{ f.value|number }}, "
        "{{ f.as_of|date }}, {{ f.source.title }}"
    )
    outcome = build_good(tmp_path, {"templates/home.html": home})

    assert outcome["index.html"] == "Members: 2,500, October 2025, Report"


# --- fields --------------------------------------------------------------------------------


def test_facts_are_labelled_and_shown_by_kind(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, {"content/projects/spark.fr.md": entry("Étincelle")})
    facts = re.findall(r"<d([td])>(.*?)</d[td]>", outcome["fr/projects/spark/index.html"])

    assert facts == [
        ("t", "Start"), ("d", "3 mai 2024"), ("t", "End"), ("d", "décembre 2026"),
        ("t", "Countries"), ("d", "Norvège"), ("d", "France"), ("t", "Topics"), ("d", "Alimentation"),
    ]  # fmt: skip


def test_a_markdown_field_is_html_and_its_links_lead_to_pages(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/_type.yaml": base_text("content/topics/_type.yaml").replace(
            "fields:\n", "fields:\n  note: {kind: markdown}\n"
        ),
        "content/topics/air.md": entry("Air", "note: See *[food](food.md)* and <b>."),
    }
    html = build_good(tmp_path, files, warned=["markdown.html"])["topics/air/index.html"]

    assert '<dd>See <em><a href="/topics/food/">food</a></em> and &lt;b&gt;.</dd>' in html


# --- templates -----------------------------------------------------------------------------


def test_a_template_sees_only_what_it_names(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, {"templates/home.html": "{{ entries }}"})

    assert outcome.codes == ["template.undefined"]
    assert outcome.found[0].message == 'there is no "entries" (while rendering /index.html)'


def test_names_of_the_page_are_listed_only_where_a_name_is_missing(tmp_path: Path) -> None:
    (name,) = attempt(tmp_path / "a", {"templates/home.html": "{{ qwxz }}"}).found
    (attribute,) = attempt(tmp_path / "b", {"templates/home.html": "{{ page.nothing }}"}).found

    assert "names of this page: " in name.hint
    assert "names of this page: " not in attribute.hint


def test_a_mistake_in_an_included_template_is_located_there(tmp_path: Path) -> None:
    files: Files = {
        "templates/part.html": "\n\n{{ nothing }}\n",
        "templates/home.html": '{% include "part.html" %}',
    }
    (problem,) = attempt(tmp_path, files).found

    assert (problem.code, problem.location.path, problem.location.line) == (
        "template.undefined", "templates/part.html", 3,
    )  # fmt: skip


@pytest.mark.parametrize(
    "expression",
    [
        "page.title + 1",
        "1 / 0",
        "page.title|number",
        "page.title|date",
        "[1][page.title]()",
        "page.nothing",
        "page.title|int + none",
    ],
)
def test_a_mistake_in_a_template_is_a_problem_with_its_line(tmp_path: Path, expression: str) -> None:
    outcome = attempt(tmp_path, {"templates/home.html": "<p>\n{{ " + expression + " }}\n</p>"})

    assert len(outcome.found) == 1
    assert outcome.found[0].code in ("template.failed", "template.undefined")
    assert (outcome.found[0].location.path, outcome.found[0].location.line) == ("templates/home.html", 2)


def test_a_mistake_in_the_template_of_a_shortcode_is_a_problem(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/air.md": entry("Air", body="{{< note >}}"),
        "templates/shortcodes/note.html": "{{ args[0].nothing.more }}",
    }
    (problem,) = attempt(tmp_path, files).found

    assert problem.location.path == "templates/shortcodes/note.html"
    assert problem.code == "template.undefined"


def test_built_in_templates_can_be_replaced(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, {"templates/robots.txt": "User-agent: *\nDisallow: /\n"})

    assert outcome["robots.txt"].startswith("User-agent: *\nDisallow: /")


def test_words_are_translated_with_placeholders_and_plurals(tmp_path: Path) -> None:
    pages = '{{ ngettext("%(num)s page", "%(num)s pages", NUMBER) }}'
    home = f"""{{{{ _("Page %(n)s", n=3) }}}}|{pages.replace("NUMBER", "0")}|{pages.replace("NUMBER", "2")}"""
    catalogue = base_text("templates/locale/fr.po") + (
        '\nmsgid "Page %(n)s"\nmsgstr "Feuille %(n)s"\n'
        '\nmsgid "%(num)s page"\nmsgid_plural "%(num)s pages"\n'
        'msgstr[0] "%(num)s feuille"\nmsgstr[1] "%(num)s feuilles"\n'
    )
    outcome = build_good(tmp_path, {"templates/home.html": home, "templates/locale/fr.po": catalogue})

    assert outcome["index.html"] == "Page 3|0 pages|2 pages"
    assert outcome["fr/index.html"] == "Feuille 3|0 feuille|2 feuilles"


def test_arabic_has_six_plurals(tmp_path: Path) -> None:
    home = "{% for n in [0, 1, 2, 3, 11, 100] %}{{ ngettext('one', 'many', n) }} {% endfor %}"
    catalogue = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : '
        'n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);\\n"\n\n'
        'msgid "one"\nmsgid_plural "many"\n' + "".join(f'msgstr[{n}] "f{n}"\n' for n in range(6))
    )
    files: Files = {
        "content/site.yaml": base_text("content/site.yaml").replace("  fr: {}", "  fr: {}\n  ar: {}"),
        "templates/home.html": home,
        "templates/locale/ar.po": catalogue,
        "templates/locale/fr.po": base_text("templates/locale/fr.po")
        + '\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "un"\nmsgstr[1] "des"\n',
    }

    assert build_good(tmp_path, files)["ar/index.html"].split() == ["f0", "f1", "f2", "f3", "f4", "f5"]


def test_a_translation_with_another_placeholder_is_a_problem_of_the_catalogue(tmp_path: Path) -> None:
    catalogue = base_text("templates/locale/fr.po") + '\nmsgid "Page %(n)s"\nmsgstr "Page %(m)s"\n'
    many: Files = {f"content/projects/p{n}.md": entry(f"P{n}") for n in range(3)}
    outcome = attempt(tmp_path, {**many, "templates/locale/fr.po": catalogue})

    assert [problem.location.path for problem in outcome.found] == ["templates/locale/fr.po"]


def test_a_fuzzy_translation_does_not_count(tmp_path: Path) -> None:
    catalogue = base_text("templates/locale/fr.po").replace('msgid "Home"', '#, fuzzy\nmsgid "Home"')
    outcome = build_good(tmp_path, {"templates/locale/fr.po": catalogue})

    assert '<a href="/fr/">Home</a>' in outcome["fr/topics/food/index.html"]
