"""HTML from Word and Google Docs, saved or pasted."""

from __future__ import annotations

import pytest

from sitegen.features.importing.brought import brought
from sitegen.features.importing.source import UnusableSource

IGNORED = "<span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp; </span></span>"


def item(words: str, label: str, level: int = 1, own: str = "l0") -> str:
    style = f"mso-list:{own} level{level} lfo1"
    return f"<p class=MsoListParagraph style='{style}'>{IGNORED.format(label)}{words}</p>\n"


def text_of(html: str) -> str:
    return brought(None, html.encode(), "a").text


def test_paragraphs_of_word_that_are_items_become_lists() -> None:
    html = (
        item("One", "1.")
        + item("In", "a.", 2)
        + item("It", "b.", 2)
        + item("Two", "2.")
        + item("Sign", "·", own="l1")
        + "<p>Then</p>"
        + item("Three", "3.")
        + item("Four", "4.")
        + "<p>And</p>"
        + item("Second", "ii)", own="l2")
        + item("Third", "iii)", own="l2")
    )

    assert text_of(html) == (
        "1. One\n   a) In\n   b) It\n2. Two\n\n- Sign\n\nThen\n\n3. Three\n4. Four\n\n"
        "And\n\nii) Second\niii) Third"
    )


@pytest.mark.parametrize(
    ("charset", "written"),
    [("windows-1252", "windows-1252"), ("iso-8859-1", "windows-1252"), ("windows-1251", "windows-1251")],
)
def test_a_page_is_read_in_the_encoding_that_it_names(charset: str, written: str) -> None:
    words = "“Grün”" if written == "windows-1252" else "Вода"
    html = f'<meta http-equiv=Content-Type content="text/html; charset={charset}"><p>{words}</p>'

    assert brought(None, html.encode(written), "a").text == words


@pytest.mark.parametrize("charset", ["nothing", "utf-8", "base64"])
def test_a_page_in_an_encoding_that_is_unknown_or_wrong_is_refused(charset: str) -> None:
    html = f'<meta charset="{charset}"><p>Gr\xfcn</p>'.encode("latin-1")
    with pytest.raises(UnusableSource, match="the text is not UTF-8"):
        brought(None, html, "a")


def test_the_title_of_word_is_the_title() -> None:
    found = brought(None, b"<p class=MsoTitle>The Quay</p><p>Text.</p>", "a")

    assert (found.title, found.text) == ("The Quay", "Text.")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p><span style="font-weight:700">a</span> <span style="font-weight: 400">b</span></p>', "**a** b"),
        ('<style>.c1{color:red;font-style:italic}.c2{}</style><p><span class="c2 c1">a</span></p>', "_a_"),
        ('<p>a<span style="vertical-align:super">2</span></p>', "a<sup>2</sup>"),
        ('<p><span style="text-decoration:line-through">a</span></p>', "~~a~~"),
        ('<b style="font-weight:normal"><p>a <b>b</b></p></b>', "a **b**"),
    ],
)
def test_words_keep_their_emphasis(html: str, text: str) -> None:
    assert text_of(html) == text


def test_lists_of_google_docs_are_in_each_other() -> None:
    html = (
        '<ol class="lst-kix_a-0 start" start="1"><li>One</li><li>Two</li></ol>'
        '<ol class="lst-kix_a-1 start" start="1"><li>In</li></ol><ul class="lst-kix_b-2"><li>Deep</li></ul>'
        '<ol class="lst-kix_a-1" start="2"><li>It</li></ol>'
        '<ol class="lst-kix_a-0" start="3"><li>Three</li></ol>'
        '<p>Then</p><ol class="lst-kix_a-0" start="4"><li>Four</li></ol>'
    )

    assert text_of(html) == ("1. One\n2. Two\n   1. In\n      - Deep\n   2. It\n3. Three\n\nThen\n\n4. Four")


def test_a_list_beside_the_items_of_another_one_belongs_to_the_item_before_it() -> None:
    assert text_of("<ul><li>One</li><ul><li>In</li></ul><li>Two</li></ul>") == "- One\n  - In\n- Two"


def test_links_lead_to_their_target_and_not_through_google() -> None:
    link = "https://www.google.com/url?q=https://example.org/a%3Fb%3D1&amp;sa=D&amp;ust=1"

    assert text_of(f'<p><a href="{link}">a</a></p>') == "[a](https://example.org/a?b=1)"


def test_google_brings_no_link_that_a_page_may_not_have() -> None:
    link = "https://www.google.com/url?q=javascript:alert(1)"

    assert text_of(f'<p><a href="{link}">a</a></p>') == (
        "[a](https://www.google.com/url?q=javascript:alert%281%29)"
    )


def test_a_paragraph_of_the_class_title_is_a_title_where_the_page_has_such_a_style() -> None:
    assert brought(None, b"<p class=title>Head</p><p>Text.</p>", "a").title == ""
    styled = b"<style>.title{font-size:26pt}</style><p class=title>Head</p><p>Text.</p>"
    assert brought(None, styled, "a").title == "Head"
