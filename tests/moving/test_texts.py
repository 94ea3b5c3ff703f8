"""Texts as other programs have them, each from a site that was moved, in both engines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.types import ENGINES, Severity
from tests.build.builds import build, tree
from tests.sites import Outcome, attempt, base_text, entry, make_site

NOTE = "content/projects/spark.md"
PAGE = "projects/spark/index.html"


def moved(
    root: Path, body: str, engine: str, html: str = "", files: dict[str, str] | None = None, *lines: str
) -> Outcome:
    """The base site with this text."""
    rule = f"engine: {engine}" + (f", html: [{html}]" if html else "")
    site = base_text("content/site.yaml") + f"markdown: {{{rule}}}\n"
    return attempt(
        root, {"content/site.yaml": site, NOTE: entry("Spark", *lines, body=body), **(files or {})}
    )


def text_of(done: Outcome) -> str:
    """The text on the page, without what the template shows around it."""
    assert not [p for p in done.found if p.severity is Severity.ERROR], done.problems
    found = re.search(r'<div class="body">.*</div>\n<ul class="related">', done[PAGE], re.DOTALL)
    assert found
    return found[0]


def codes(done: Outcome) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.location.line) for problem in done.found]


BOX = {
    "templates/shortcodes/box.html": "<aside>{{ args|join('+') }}["
    "{{ named.items()|map('join', '=')|join(' ') }}]"
    "{{ inner }}</aside>\n",
    "templates/shortcodes/docs/icon.html": '<img src="/favicon.svg" alt="Icon">\n',
    "static/favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
}


@pytest.mark.parametrize("engine", ENGINES)
def test_html_in_code_and_html_that_is_shown_is_no_link(engine: str, tmp_path: Path) -> None:
    body = (
        'Write `<a href="/in-code">` here.\n\n```html\n<a href="/in-block/"><img src="/b.png"></a>\n```\n\n'
        '    <a href="/indented">\n\nThe old CMS wrote <a href="/old">this</a>.'
    )

    assert codes(moved(tmp_path, body, engine)) == [("markdown.html", 13)]


@pytest.mark.parametrize("engine", ENGINES)
def test_anchors_keep_the_marks_of_all_scripts(engine: str, tmp_path: Path) -> None:
    headings = ("क्या ओपन", "முதல் பக்கம்", "ওপেন সোর্স", "ภาษาไทยที่นี่", "العَرَبِيَّة")
    body = "".join(f"## {heading}\n\nText.\n\n" for heading in headings)
    page = text_of(moved(tmp_path, body, engine))

    assert re.findall(r'<h2 id="([^"]*)"', page)[: len(headings)] == [h.replace(" ", "-") for h in headings]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_link_may_be_made_of_a_shortcode(engine: str, tmp_path: Path) -> None:
    body = (
        "[{{< docs/icon >}}](https://example.org/)\n\n[**{{% docs/icon %}}**][x]\n\n[x]: https://example.org/"
    )
    page = text_of(moved(tmp_path, body, engine, files=BOX))

    assert page.count('<img src="/favicon.svg" alt="Icon">') == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_a_shortcode_in_an_address_is_named_once_as_it_is_written(engine: str, tmp_path: Path) -> None:
    body = 'First line.\n\nSecond: [report]({{< file "a.pdf" >}}).'

    assert moved(tmp_path, body, engine).problems == (
        'content/projects/spark.md:7:18: shortcode.place: {{< file "a.pdf" >}} cannot be part of an address, '
        "a title or an alternative text\n"
        '  | Second: [report]({{< file "a.pdf" >}}).\n'
        "  |                  ^\n"
        "  write there what readers should get, and the shortcode into the text"
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "reference", ['{{< ref "nova.md" >}}', '{{% relref "/projects/nova" %}}', '{{<ref path="nova.md">}}']
)
def test_references_to_pages_are_links(reference: str, engine: str, tmp_path: Path) -> None:
    files = {"content/projects/nova.md": entry("Nova", body="## Costs {#cost}\n\nText.")}
    body = f'[a]({reference}) and <a href="{reference}">b</a>.'
    page = text_of(moved(tmp_path, body, engine, "a", files))

    assert page.count('<a href="/projects/nova/">') == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_a_reference_to_no_page_is_at_its_line(engine: str, tmp_path: Path) -> None:
    body = 'One.\n\n[a]({{< ref "/projects/nava" >}}) and [b]({{< ref "spark#x" >}})'
    found = moved(tmp_path, body, engine).found

    places = [(p.code, p.location.line, p.location.column) for p in found]
    assert places == [("link.missing", 7, 5), ("anchor.missing", 7, 43)]
    assert found[0].message == 'there is no file "nava.md"'


@pytest.mark.parametrize("engine", ENGINES)
def test_an_anchor_of_ones_own_works_and_html_is_named_with_a_count(engine: str, tmp_path: Path) -> None:
    body = '## Prices {#prices}\n\nSee.<br>A <span style="color:red">red</span> and <span>word</span>.'
    done = moved(tmp_path, body, engine)

    assert done.problems == (
        'content/projects/spark.md:7:11: warning: markdown.html: <span style="color:red"> is HTML and is '
        "shown as text, here and at 1 other place\n"
        '  | See.<br>A <span style="color:red">red</span> and <span>word</span>.\n'
        "  |           ^\n"
        "  leave it out; the look of pages belongs into static/ and templates/"
    )
    assert '<h2 id="prices">Prices</h2>' in done[PAGE]


@pytest.mark.parametrize("engine", ENGINES)
def test_html_of_the_sites_list_is_shown_without_what_changes_its_look(engine: str, tmp_path: Path) -> None:
    body = 'A <span style="color:red">red</span> word.'
    body += "\n\n<details>\n<summary>S</summary>\n\n[n](../topics/food.md)\n\n</details>"
    done = moved(tmp_path, body, engine, "span, details, summary")

    assert codes(done) == [("markdown.attributes", 5)]
    assert "<p>A <span>red</span> word.</p>" in done[PAGE]
    assert re.search(r'<summary>S</summary>\s*<p><a href="/topics/food/">n</a></p>\s*</details>', done[PAGE])


@pytest.mark.parametrize("engine", ENGINES)
def test_links_and_pictures_in_html_are_checked(engine: str, tmp_path: Path) -> None:
    body = 'Text.\n\n<p><a href="../topics/fod.md">a</a></p>\n\n'
    body += '<p><a href="/nowhere/">b</a> <img src="x.png" alt="y"></p>'

    assert codes(moved(tmp_path, body, engine, "p, a, img")) == [
        ("link.missing", 7),
        ("link.missing", 9),
        ("image.missing", 9),
    ]


CALLS = {
    "two ways to write the brackets": (
        "{{% box %}}\n**Text.**\n{{% /box %}}",
        "<aside>[]<p><strong>Text.</strong></p></aside>",
    ),
    "brackets of both kinds": ("{{% box a %}}\nText.\n{{< /box >}}", "<aside>a[]<p>Text.</p></aside>"),
    "a tag that closes itself": ("{{< box a />}}\n\nText.", "<aside>a[]</aside>\n<p>Text.</p>"),
    "several lines": (
        '{{< box\n  a="1"\n  dataId=\'2\'\n  data-id=`3 "4"`\n>}}\n',
        "<aside>[a=1 dataId=2 data-id=3 &#34;4&#34;]</aside>",
    ),
    "values in a row and by name": ('{{< box "a b" c d="e=f" >}}', "<aside>a b+c[d=e=f]</aside>"),
    "quotation marks in a value": (r'{{< box "a \"b\"" >}}', "<aside>a &#34;b&#34;[]</aside>"),
    "blanks around an equals sign": ('{{< box a = "b" >}}', "<aside>[a=b]</aside>"),
    "one inside of another": (
        "{{< box a >}}\n\n{{% box b %}}\nText.\n{{% /box %}}\n\n{{< /box >}}",
        "<aside>a[]<aside>b[]<p>Text.</p></aside></aside>",
    ),
    "shown": ("{{</* box */>}} and {{%/* box a=1 */%}}", "<p>{{&lt; box &gt;}} and {{% box a=1 %}}</p>"),
    "shown in code": ("`{{</* box */>}}`", "<p><code>{{&lt; box &gt;}}</code></p>"),
    "code": ("`{{% box %}}`", "<p><code>{{% box %}}</code></p>"),
    "in a sentence": ("One {{% box a %}} two.", "<p>One <aside>a[]</aside> two.</p>"),
    "in a heading": (
        "## Two {{< docs/icon >}}\n\nText.",
        '<h2 id="two">Two <img src="/favicon.svg" alt="Icon"></h2>',
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", CALLS)
def test_shortcodes_are_read_in_all_forms_of_hugo(name: str, engine: str, tmp_path: Path) -> None:
    body, expected = CALLS[name]
    page = text_of(moved(tmp_path, body, engine, files=BOX))

    assert re.sub(r">\s+<", "><", expected) in re.sub(r">\s+<", "><", page).replace("]\n<", "]<")


@pytest.mark.parametrize("engine", ENGINES)
def test_unknown_shortcodes_are_named_once_with_their_number(engine: str, tmp_path: Path) -> None:
    body = "{{< youtube a >}}\n\n{{< youtube b >}} {{% tabs %}}x{{% /tabs %}}\n\n{{< youtube c >}}"
    found = moved(tmp_path, body, engine).found

    assert [(p.message, p.location.line) for p in found] == [
        ('there is no shortcode "youtube", here and at 2 other places', 5),
        ('there is no shortcode "tabs"', 7),
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["*", "1/2", "a&b", "日本", "a%b"])
def test_a_note_may_have_any_name(name: str, engine: str, tmp_path: Path) -> None:
    page = text_of(moved(tmp_path, f"Text[^{name}].\n\n[^{name}]: A note.", engine))

    assert re.search(r'<li id="fn:[^"]+">\s*<p>A note\.', page)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_note_on_the_next_line_is_shown_and_one_without_a_text_is_named(
    engine: str, tmp_path: Path
) -> None:
    page = text_of(moved(tmp_path / "a", "Text[^1].\n\n[^1]:\n    It begins on the next line.", engine))

    assert "It begins on the next line." in page
    assert codes(moved(tmp_path / "b", "Text[^1] and[^1].\n\n[^1]:\n", engine)) == [("footnote.empty", 7)]


OTHERS = {
    "Liquid": ("{% include map.html %}\n\n{{ page.title }} {% if x %}y{% endif %}", "Liquid", 5, 4),
    "Liquid that is shown": ("{% raw %}{{ x }}{% endraw %}", "Liquid", 5, 3),
    "a filter": ('[a]({{ "/x" | relative_url }})', "Liquid", 5, 1),
    "Nunjucks": ('{% set a = 1 %}\n{% macro b(c) %}{{ c }}{% endmacro %}', "Nunjucks", 5, 4),
    "kramdown": ("{::comment}\nx\n{:/comment}", "kramdown", 5, 2),
    "MDX": ('import Map from "./map"\n\n<Map area={3} />\n\nAbout {props.name}.', "MDX", 5, 3),
    "a component": ("<Tabs>\n<Tab>x</Tab>\n</Tabs>", "MDX", 5, 4),
}  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", OTHERS)
def test_other_template_languages_are_named_with_their_number(name: str, engine: str, tmp_path: Path) -> None:
    body, language, line, number = OTHERS[name]
    places = "" if number == 1 else f", here and at {number - 1} other place{'' if number == 2 else 's'}"
    found = [p for p in moved(tmp_path, body, engine).found if p.code == "markdown.template"]

    assert [(p.message, p.location.line) for p in found] == [
        (f"this is {language}, and readers see it as it is written{places}", line)
    ]


ABOUT = (
    "In code: `{% include x %}` and `{{ page.title }}`.\n\n"
    "```jsx\nimport X from 'x'\n<Tabs>{a}</Tabs>\n```\n\n"
    "    {% raw %}\n\nA list<String> of {names}, \\{% x %}, {{< number members >}} and <BR>."
)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_about_other_languages_is_not_meant(engine: str, tmp_path: Path) -> None:
    assert "markdown.template" not in moved(tmp_path, ABOUT, engine).codes


@pytest.mark.parametrize("engine", ENGINES)
def test_attribute_lists_are_named_and_their_anchors_work(engine: str, tmp_path: Path) -> None:
    body = "## Prices {: #prices .no_toc}\n\n"
    body += '[a](#prices){: .button target="_blank"} and [b](#p)\n\nText.\n{: #p .lead}'
    done = moved(tmp_path, body, engine)

    assert [(p.code, p.message, p.location.line) for p in done.found] == [
        (
            "markdown.attributes",
            ".no_toc, .button, target=, .lead in braces are left out, here and at 2 other places",
            5,
        )
    ]
    assert '<h2 id="prices">Prices</h2>' in done[PAGE]
    assert "{:" not in text_of(done)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_picture_of_another_site_is_a_link_to_it(engine: str, tmp_path: Path) -> None:
    body = "![A market](https://pics.example.org/m.jpg)\n\n"
    body += "[![Go](https://pics.example.org/g.png)](../topics/food.md)"
    done = moved(tmp_path, body, engine)

    assert codes(done) == [("image.remote", 5), ("image.remote", 7)]
    page = text_of(done)
    assert re.search(r'<p><a href="https://pics\.example\.org/m\.jpg" rel="[^"]*">A market</a></p>', page)
    assert '<p><a href="/topics/food/">Go</a></p>' in page
    assert 'src="https://' not in page


DATES = {
    "2019-02-19 15:00:00 -0500": "19 February 2019, 15:00 (UTC-5)",
    "2015-07-20 1:46:00 -0400": "20 July 2015, 01:46 (UTC-4)",
    "2016-05-01T10:00:00-04:00": "1 May 2016, 10:00 (UTC-4)",
    "2023-12-05 15:48:00 -05:00": "5 December 2023, 15:48 (UTC-5)",
}
TYPE = "name: Note\nplural: Notes\nfields: {date: {kind: datetime, whole_day: true}}\n"


@pytest.mark.parametrize("written", DATES)
def test_moments_are_read_as_programs_write_them(written: str, tmp_path: Path) -> None:
    files = {"content/notes/_type.yaml": TYPE, "content/notes/a.md": entry("A", f"date: {written}")}
    done = attempt(tmp_path, files)

    assert done.problems == ""
    assert DATES[written] in done["notes/a/index.html"]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2016-10-1", "did you mean 2016-10-01?"),
        ("2024-1-5", "did you mean 2024-01-05?"),
        ("2024/01/05", "did you mean 2024-01-05?"),
    ],
)
def test_a_day_in_another_form_has_a_correct_suggestion(written: str, hint: str, tmp_path: Path) -> None:
    files = {"content/notes/_type.yaml": TYPE, "content/notes/a.md": entry("A", f"date: {written}")}

    assert [problem.hint for problem in attempt(tmp_path, files).found] == [hint]


def test_a_moment_without_a_zone_is_of_the_site_or_says_what_to_write(tmp_path: Path) -> None:
    files = {"content/notes/_type.yaml": TYPE, "content/notes/a.md": entry("A", "date: 2024-01-01 10:00")}
    site = base_text("content/site.yaml") + "time_zone: Europe/Zurich\n"

    assert [problem.hint for problem in attempt(tmp_path / "a", files).found] == [
        "name it: 2024-01-01 10:00 Europe/Paris or 2024-01-01T10:00+02:00, "
        "or set time_zone in content/site.yaml"
    ]
    assert attempt(tmp_path / "b", {**files, "content/site.yaml": site}).problems == ""


def test_an_alias_of_the_page_itself_is_said_so(tmp_path: Path) -> None:
    files = {NOTE: entry("Spark", 'aliases: [/projects/spark/, /docs/参考/, "/?p=12"]')}

    assert codes(attempt(tmp_path, files)) == [("address.own", 3), ("address.host", 3)]


@pytest.mark.parametrize("engine", ENGINES)
def test_all_that_can_be_known_is_said_in_one_run(engine: str, tmp_path: Path) -> None:
    body = "[b](nova.md#nowhere) [c](gone.md)\n\n{{< none >}}\n\n![](map.png)"
    files = {"content/projects/nova.md": entry("Nova")}
    found = {problem.code for problem in moved(tmp_path, body, engine, files=files).found}

    assert found >= {"link.missing", "shortcode.unknown", "image.missing"}


def test_an_element_that_is_not_safe_is_an_error_with_its_reason(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "markdown:\n  html: [details, script, detials, iframe]\n"
    found = attempt(tmp_path, {"content/site.yaml": site}).found

    assert [
        (p.code, p.message, p.hint) for p in found if "script" in p.message or "detials" in p.message
    ] == [
        (
            "config.value",
            '"script" cannot be allowed in texts: a program could come with it',
            "the documentation lists the elements that can be allowed, under Markdown",
        ),
        (
            "config.value",
            '"detials" cannot be allowed in texts: it is not an element of HTML for texts',
            "did you mean details?",
        ),
    ]
    assert len(found) == 3


def test_a_change_of_the_list_is_a_change_of_the_page(tmp_path: Path) -> None:
    before = moved(tmp_path, "<kbd>x</kbd>", "gfm")
    after = moved(tmp_path, "<kbd>x</kbd>", "gfm", "kbd")

    assert "&lt;kbd&gt;x" in before[PAGE]
    assert "<kbd>x</kbd>" in after[PAGE]


def test_an_edit_of_the_list_gives_the_pages_of_a_clean_build(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "markdown: {html: [kbd]}\n"
    body = "<kbd>x</kbd> <mark>y</mark>\n\n<details>\n\n*z*\n\n</details>"
    root = make_site(tmp_path, {"content/site.yaml": site, NOTE: entry("Spark", body=body)})
    assert [p.code for p in build(root).report.problems] == ["markdown.html", "markdown.html"]
    (root / "content/site.yaml").write_text(site.replace("[kbd]", "[mark, details]"), encoding="utf-8")
    edited = build(root)
    build(root, "clean", fresh=True)

    assert [p.message for p in edited.report.problems] == ["<kbd> is HTML and is shown as text"]
    assert tree(root / "public") == tree(root / "clean")


@pytest.mark.parametrize("engine", ENGINES)
def test_an_edit_is_reported_like_a_clean_build(engine: str, tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + f"markdown: {{engine: {engine}, html: [details, a]}}\n"
    root = make_site(tmp_path, {"content/site.yaml": site, NOTE: entry("Spark")})
    build(root)
    body = '<details>\n<a href="gone.md">x</a>\n</details>\n\n{% if y %} '
    body += "{{< gone >}} {{< gone >}}\n\nText.\n{: .z}"
    (root / NOTE).write_text(entry("Spark", body=body), encoding="utf-8")
    edited, clean = (build(root, name, fresh=name == "clean").report.problems for name in ("public", "clean"))

    assert edited == clean
    assert [(p.code, p.location.line) for p in edited] == [
        ("link.missing", 6),
        ("markdown.template", 9),
        ("shortcode.unknown", 9),
        ("markdown.attributes", 12),
    ]
