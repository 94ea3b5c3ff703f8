"""Feeds with whole texts: what is on the page, with whole addresses, in the language of the entry."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.build.builds import assert_as_clean, build, replace_in
from tests.feeds import ATOM, wrong_in_atom, wrong_in_json_feed
from tests.sites import TODAY, Files, Outcome, attempt, base_text, build_good, entry, make_site
from tests.test_not_public import picture

NEWS = """name: News
plural: News
sort: [-date]
fields: {date: {kind: date}}
index: {feed: full}
"""
TEXT = r"""Salt & \<b> or ]]\>: see [food](../topics/food.md), [below](#head),
[a letter](mailto:a@example.org) and [the same](https://example.com/?a=1&b=2).[^1]

![A street](street.jpg "At noon")

## Head

- [x] done
- [ ] open

> [!NOTE]
> Careful.

[^1]: The foot.
"""
WHOLE = """\
<p>Salt &amp; &lt;b&gt; or ]]&gt;: see <a href="https://example.org/sub/topics/food/">food</a>, \
<a href="https://example.org/sub/news/one/#head">below</a>,
<a href="mailto:a@example.org">a letter</a> and \
<a href="https://example.com/?a=1&amp;b=2" rel="external">the same</a>.\
<sup><a class="footnote-ref" href="https://example.org/sub/news/one/#fn:1">1</a></sup></p>
<figure><img src="https://example.org/sub/news/street.jpg?v=VERSION" alt="A street" width="900" height="600">\
<figcaption>At noon</figcaption></figure>
<h2>Head</h2>
<ul>
<li class="task-list-item">☑ done</li>
<li class="task-list-item">☐ open</li>
</ul>
<div class="alert alert-note"><p class="alert-title">Note</p><p>Careful.</p>
</div>
<div class="footnote">
<hr>
<ol>
<li>
<p>The foot.&nbsp;<a href="https://example.org/sub/news/one/#fnref:1" class="footnote-backref">↩</a></p>
</li>
</ol>
</div>"""
ONE: Files = {
    "content/news/_type.yaml": NEWS,
    "content/news/one.md": entry("One", "date: 2026-05-01", "summary: Short.", body=TEXT),
    "content/news/street.jpg": picture((20, 40, 60)),
}
URL = "https://example.org/sub"


def content(text: str) -> dict[str, str | None]:
    """The whole texts of a feed as Atom, by title."""
    entries = ElementTree.fromstring(text).findall(f"{ATOM}entry")
    return {it.findtext(f"{ATOM}title") or "": it.findtext(f"{ATOM}content") for it in entries}


def content_in_json(text: str) -> dict[str, str | None]:
    return {it["title"]: it.get("content_html") for it in json.loads(text)["items"]}


def news(tmp_path: Path, body: str, files: Files | None = None) -> str | None:
    """The whole text of one entry in the feed."""
    one = {
        "content/news/_type.yaml": NEWS,
        "content/news/one.md": entry("One", "date: 2026-05-01", body=body),
    }
    return content(build_good(tmp_path, {**one, **(files or {})})["news/feed.xml"])["One"]


def test_a_text_is_there_with_whole_addresses(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, ONE, base_url=URL)
    (version,) = set(re.findall(r"street\.jpg\?v=(\w+)", outcome["news/feed.xml"]))
    expected = {"One": WHOLE.replace("VERSION", version)}

    assert content(outcome["news/feed.xml"]) == expected
    assert content_in_json(outcome["news/feed.json"]) == expected


def test_markup_is_escaped_once_in_atom(tmp_path: Path) -> None:
    found = build_good(tmp_path, ONE)["news/feed.xml"]

    assert '<content type="html">&lt;p&gt;Salt &amp;amp; &amp;lt;b&amp;gt; or ]]&amp;gt;: see' in found
    assert "CDATA" not in found


@pytest.mark.parametrize("engine", ["python-markdown", "gfm"])
def test_no_address_is_relative_and_no_mark_is_left(engine: str, tmp_path: Path) -> None:
    more = {"content/site.yaml": base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n"}
    outcome = build_good(tmp_path, {**ONE, **more})

    for found in (content(outcome["news/feed.xml"]), content_in_json(outcome["news/feed.json"])):
        text = found["One"] or ""
        addresses = re.findall(r'(?:href|src|srcset|poster|cite)="([^"]*)"', text)
        assert len(addresses) == 7
        assert not [it for it in addresses if not it.startswith(("https://example.", "mailto:"))]
        assert not re.search("[\ue000-\uf8ff\x00-\x08]", text)


def test_the_feed_is_valid(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, ONE)

    address = "https://example.org/news/feed"
    assert wrong_in_atom(outcome["news/feed.xml"], f"{address}.xml", TODAY) == []
    item = json.loads(outcome["news/feed.json"])
    assert wrong_in_json_feed(item, f"{address}.json", TODAY) == []
    assert "content_text" not in item["items"][0]
    assert item["items"][0]["summary"] == "Short."


def test_only_the_feed_that_asks_for_it_has_whole_texts(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, ONE)

    assert content(outcome["feed.xml"]) == {"One": None, "Spark": None}
    items = json.loads(outcome["feed.json"])["items"]
    assert [it.get("content_html") for it in items] == [None, None]
    assert items[0]["content_text"] == "Short."


def test_the_feed_of_a_list_may_have_whole_texts(tmp_path: Path) -> None:
    site = base_text("content/site.yaml").replace("facets: [type]", "facets: [type]\n    feed: full")
    files = {
        "content/site.yaml": site,
        "content/projects/glow.md": entry("Glow", "start: 2025", body="Let there be light."),
    }
    outcome = build_good(tmp_path, files)

    assert content(outcome["activities/feed.xml"])["Glow"] == "<p>Let there be light.</p>"
    assert content(outcome["feed.xml"])["Glow"] is None


def test_an_edited_text_is_in_the_feed_whatever_the_name_of_its_file(tmp_path: Path) -> None:
    one = entry("One", "date: 2026-05-01", "slug: one", body="Before.")
    root = make_site(tmp_path, {"content/news/_type.yaml": NEWS, "content/news/me@home.md": one})
    assert not build(root).report.problems

    replace_in(root, "content/news/me@home.md", "Before.", "After.")
    result = build(root)

    feeds = {f"{folder}news/feed.{ending}" for folder in ("", "fr/") for ending in ("xml", "json")}
    assert set(result.rendered) == {"news/one/index.html", *feeds}
    assert content((root / "public/news/feed.xml").read_text("utf-8")) == {"One": "<p>After.</p>"}
    assert_as_clean(root)


def test_an_entry_without_a_text_has_its_summary(tmp_path: Path) -> None:
    files = {
        "content/news/_type.yaml": NEWS,
        "content/news/one.md": entry("One", "date: 2026-05-01", "summary: Short.", body=""),
        "content/news/away.md": entry(
            "Away", "date: 2026-05-02", "summary: There.", "link_to: https://example.com/a", body=""
        ),
    }
    outcome = build_good(tmp_path, files)

    assert content(outcome["news/feed.xml"]) == {"Away": None, "One": None}
    items = json.loads(outcome["news/feed.json"])["items"]
    assert [it["content_text"] for it in items] == ["There.", "Short."]


SHORTCODES: Files = {
    "content/news/_type.yaml": NEWS,
    "content/news/one.md": entry("One", "date: 2026-05-01", body="{{< number members >}} {{< hello >}}."),
    "content/news/one.fr.md": entry(
        "Un", body="{{< number members >}} {{< hello >}}, [eau](../topics/food.md)."
    ),
    "content/news/two.md": entry("Two", "date: 2026-04-01", body="{{< number members >}} {{< hello >}}."),
    "templates/shortcodes/hello.html": '<i>{{ _("Note") }} {{ site.lang }}</i>',
}


def test_a_text_and_its_shortcodes_are_in_the_language_of_the_entry(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, SHORTCODES)

    english = '<p><data value="2500">2,500</data> <i>Note en</i>.</p>'
    assert content(outcome["news/feed.xml"]) == {"One": english, "Two": english}
    assert content(outcome["fr/news/feed.xml"]) == {
        "Un": '<p><data value="2500">2\u202f500</data> <i>Remarque fr</i>, '
        '<a href="https://example.org/fr/topics/food/">eau</a>.</p>',
        "Two": english,
    }


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('<a href="../one/?a=1&amp;b=2">x</a>', '<a href="https://example.org/news/one/?a=1&amp;b=2">x</a>'),
        ("<a href='../../topics/food/'>x</a>", '<a href="https://example.org/topics/food/">x</a>'),
        ('<a href="//example.com/x">x</a>', '<a href="https://example.com/x">x</a>'),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="https://[x">x</a>', "<a>x</a>"),
        ('<b onclick="x()" style="color: red" id="b">x</b>', "<b>x</b>"),
        ('<script>document.write("x")</script>x', "x"),
        ('<style>p { color: red }</style><svg><text>5</text></svg>x', "x"),
        ('<iframe src="/topics/food/">no</iframe><form action="/"><button>go</button></form>x', "x"),
        (
            '<video src="/a.mp4" poster="../../../a.jpg" controls></video>',
            '<video src="https://example.org/a.mp4" poster="https://example.org/a.jpg" controls=""></video>',
        ),
        (
            '<img src="/a.jpg" srcset="/a.jpg 1x, /a.jpg 2x" alt="">',
            '<img src="https://example.org/a.jpg" alt="">',
        ),
        ("<details><summary>More</summary>x</details>", "<details><summary>More</summary>x</details>"),
    ],
)  # fmt: skip
def test_what_templates_of_shortcodes_make_is_fit_for_readers(
    template: str, expected: str, tmp_path: Path
) -> None:
    files: Files = {"templates/shortcodes/x.html": template, "static/a.mp4": b"x", "static/a.jpg": b"x"}

    assert news(tmp_path, "{{< x >}}", files) in (expected, f"<p>{expected}</p>")


def test_a_template_that_fails_is_reported_once(tmp_path: Path) -> None:
    files = {
        "content/news/_type.yaml": NEWS,
        "content/news/one.md": entry("One", "date: 2026-05-01", body="{{< x >}}"),
        "templates/shortcodes/x.html": "{{ args[0].y.z }}",
    }
    outcome = attempt(tmp_path, files)

    assert [(problem.code, str(problem.location.path)) for problem in outcome.found] == [
        ("template.undefined", "templates/shortcodes/x.html")
    ]


def test_another_word_than_full_is_a_mistake(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, {"content/news/_type.yaml": NEWS.replace("full", "ful")})

    assert outcome.problems == (
        'content/news/_type.yaml:5:15: config.value: "ful" is not a value of "feed"\n'
        "  | index: {feed: ful}\n"
        "  |               ^\n"
        "  did you mean full?"
    )


def paths(outcome: Outcome) -> set[str]:
    return {path for path in outcome.paths if "news/feed" in path}


def test_drafts_and_what_is_published_later_are_not_in_it(tmp_path: Path) -> None:
    files = {
        "content/news/_type.yaml": NEWS,
        "content/news/one.md": entry("One", "date: 2026-05-01", "draft: true", body="A secret."),
        "content/news/two.md": entry("Two", "date: 2026-05-01", "publish_on: 2026-06-01", body="A secret."),
    }
    assert paths(build_good(tmp_path, files)) == set()
