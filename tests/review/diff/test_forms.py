"""The report as Markdown, text and JSON: harmless, complete if possible, and cut if necessary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options

from sitegen.review.diff.plain_report import as_json, as_text
from sitegen.review.diff.pull_request import HEAD, LIMIT, as_markdown, code
from sitegen.review.diff.types import DiffReport, NewHost, PageChange, PageSummary, Segment, Shared

HOSTILE = (
    "@everyone #1 <b>bold</b> <img src=https://evil.example/b.gif> ![x](https://evil.example/c.gif) "
    "[go](https://evil.example) https://evil.example www.evil.example a@evil.example | `code` ``` ~~~ "
    "</details> :+1: \u202eback\u0007 GH-1 $math$ <!-- [^1]"
)
NEW_LINES = "\n```\n# Heading\n- [ ] task\n\n| a | b |\n|---|---|\n"


def report_of(text: str) -> DiffReport:
    page = PageSummary("/a/", text, text[:30], 3, text)
    hunk = (Segment("equal", text), Segment("delete", text + NEW_LINES), Segment("insert", NEW_LINES + text))
    change = PageChange(page, page, (hunk,))
    return DiffReport(
        added=(page,), changed=(change,), renamed=(change,), shared=(Shared((text, "/b/"), (hunk,)),),
        hosts=(NewHost(text, (text, "/a/")),), redirects_added={text: text}, unread=(text,),
    )  # fmt: skip


def html_of(markdown: str) -> str:
    """The HTML that GitHub makes of a comment; it allows some HTML in the text."""
    return str(github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


def outside_code(html: str) -> str:
    """The parts of a comment outside code, where GitHub finds mentions, references and addresses."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return "".join(_texts(tree))


def _texts(node: Any) -> Iterator[str]:
    if node.tag not in ("code", "pre"):
        yield node.text or ""
        for child in node:
            yield from _texts(child)
    yield node.tail or ""


@pytest.mark.parametrize(
    "text", [HOSTILE, HOSTILE[::-1], "`" * 50, "a" + "\n" * 5 + "b", "<" * 300, "\\`", " ` "]
)
def test_nothing_that_content_wrote_acts_in_a_comment(text: str) -> None:
    html = html_of(as_markdown(report_of(text), "https://preview.example/7/"))
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    links = [node.get("href") for node in tree.iter("a")]
    ours = {
        "h3",
        "h4",
        "p",
        "strong",
        "a",
        "ul",
        "li",
        "code",
        "pre",
        "details",
        "summary",
        "DOCUMENT_FRAGMENT",
    }

    assert {node.tag for node in tree.iter()} <= ours
    assert all(link.startswith("https://preview.example/7/") for link in links)
    for sign in ("@", "evil", "<", "`", "|", "\u202e", "\u0007", "#"):
        assert sign not in outside_code(html)


def test_a_span_of_code_holds_its_text_whatever_it_is() -> None:
    assert code("a`b") == "``a`b``"
    assert code("`") == "`` ` ``"
    assert code("") == "` `"
    assert code("a\n b") == "`a b`"


@pytest.mark.parametrize("text", ["a title", HOSTILE * 3, "数" * 200, "🌳" * 200])
def test_a_long_report_fits_and_says_what_is_left_out(text: str) -> None:
    page = PageSummary("/a/", text, "en", 3, text)
    hunks = tuple((Segment("delete", text * 3), Segment("insert", f"{text} {number}")) for number in range(9))
    report = DiffReport(
        added=(page,) * 500,
        changed=(PageChange(page, page, hunks),) * 500,
        hosts=(NewHost("casino.example", ("/a/",)),),
        markup_only=("/m/",),
    )
    comment = as_markdown(report, "https://preview.example/7/")

    assert len(comment.encode("utf-8")) <= LIMIT - HEAD
    assert comment.index("casino.example") < comment.index("Pages added")
    last = comment.rstrip().splitlines()[-1]
    assert re.match("Left out here: [0-9]+ of 500 in “Pages added”; ", last)
    assert last.endswith("[the whole report](https://preview.example/7/_preview/).")
    lines = comment.splitlines()
    assert sum(line.startswith("<details>") for line in lines) == lines.count("</details>")


@pytest.mark.parametrize("pad", range(0, 60, 7))
@pytest.mark.parametrize("text", ["@octocat `a`", "数`@octocat", "🌳``"])
def test_what_fits_is_whole_however_long_the_texts_are(text: str, pad: int) -> None:
    """The author of a pull request can choose where the limit falls."""
    page = PageSummary("/a/", text * 20 + "x" * pad, "en", 3, text)
    hunk = (Segment("delete", text * 90), Segment("insert", text * 91))
    report = DiffReport(
        added=(page,) * 90,
        changed=(PageChange(page, page, (hunk,) * 5),) * 50,
        redirects_added={f"/{text}{number}/": text * 20 for number in range(50)},
    )
    comment = as_markdown(report, overlay=[f"{text * 20} is left out"] * 99)

    assert LIMIT - HEAD - 6_000 < len(comment.encode("utf-8")) <= LIMIT - HEAD
    assert "@octocat" not in outside_code(html_of(comment))
    assert "and 69 more lines of `sitegen overlay`" in comment
    assert comment.rstrip().splitlines()[-1].endswith("All of it is in `sitegen diff --format json`.")


def test_what_the_preview_lacks_is_a_list_above_all_else() -> None:
    comment = as_markdown(DiffReport(), overlay=["files: 1 changed", ".venv/bin/`@python` is left out"])

    assert comment == (
        "### What this changes on the site\n\n**the two builds are the same**\n\n#### The preview\n\n"
        "- `files: 1 changed`\n- ``.venv/bin/`@python` is left out``\n"
    )


def test_without_a_report_on_the_preview_nothing_leads_there() -> None:
    comment = as_markdown(report_of("A"), "https://preview.example/7/", report_there=False)

    assert "_preview" not in comment
    assert "https://preview.example/7/a/" in comment


def test_in_a_terminal_nothing_moves_the_cursor() -> None:
    shown = as_text(report_of(HOSTILE + "\x1b[2J\r::error::x"))

    assert all(char == "\n" or char.isprintable() for char in shown)
    assert not any(line.startswith("::") for line in shown.splitlines())


def test_json_has_everything_and_is_ascii() -> None:
    text = as_json(report_of(HOSTILE))
    data = json.loads(text)

    assert text.isascii()
    assert set(data) == {"version", "summary", *DiffReport.__struct_fields__}
    assert data["added"][0]["title"] == HOSTILE
    assert data["changed"][0]["hunks"][0][1] == {"op": "delete", "text": HOSTILE + NEW_LINES}
