"""Old addresses in the forms in which browsers ask for them, and the files that can lead on from there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.kinds.old_addresses import Unusable, read_old_address

ADDRESSES = {
    "/old/": (("/old/",), "old/index.html"),
    "/old": (("/old/", "/old"), "old/index.html"),
    "/About-Us.aspx": (("/About-Us.aspx",), "About-Us.aspx/index.html"),
    "/old.html": (("/old.html",), "old.html"),
    "/old.htm": (("/old.htm",), "old.htm"),
    "/v1.2/notes/": (("/v1.2/notes/",), "v1.2/notes/index.html"),
    "/a b/c d.html": (("/a%20b/c%20d.html",), "a b/c d.html"),
    "/über-uns/": (("/%C3%BCber-uns/",), "über-uns/index.html"),
    "/%C3%BCber-uns/": (("/%C3%BCber-uns/",), "über-uns/index.html"),
    "/%c3%bcber-uns/": (("/%C3%BCber-uns/", "/%c3%bcber-uns/"), "über-uns/index.html"),
    "/参考/مياه/": (("/%E5%8F%82%E8%80%83/%D9%85%D9%8A%D8%A7%D9%87/",), "参考/مياه/index.html"),
    "/a%2520b/": (("/a%2520b/",), "a%20b/index.html"),
    "/100%/": (("/100%25/",), "100%/index.html"),
    "/it's (new)/": (("/it's%20(new)/",), "it's (new)/index.html"),
    "/AC%2FDC/": (("/AC%2FDC/",), ""),
    "/gew%E4sser/": (("/gew%E4sser/",), ""),
    "/a:b/": (("/a:b/",), ""),
    "/a//b/": (("/a//b/",), ""),
    "/con/": (("/con/",), "con/index.html"),
    "/": (("/",), "index.html"),
    "/?p=12": (("/?p=12",), ""),
    "/index.php?id=42&l=de": (("/index.php?id=42&l=de",), ""),
    "/search?q=Öl und Gas": (("/search?q=%C3%96l%20und%20Gas",), ""),
    "/search?q=%c3%96l": (("/search?q=%C3%96l", "/search?q=%c3%96l"), ""),
}


@pytest.mark.parametrize("written", ADDRESSES)
def test_an_address_has_the_forms_in_which_browsers_ask_for_it(written: str) -> None:
    old = read_old_address(written)

    assert (old.forms, old.file) == ADDRESSES[written]


NO_ADDRESSES = (
    "", "old/", "//evil.example/", "/\\evil.example/", "/a\\b", "https://example.org/a",
    "javascript:alert(1)", "/a\nb", "/a\r\nb /x 301", "/a\x00", "/a%00", "/a%0ab", "/a%7F", "/a\u2028b",
    "/a\u202eb", "/a#b", "/#/a", "/../a", "/a/..", "/%2e%2e/a", "/a%2F..%2Fb", "/a/%2e./b", "/.git/config",
    "/.well-known/x", "/a%5C..%5Cb",
)  # fmt: skip


@pytest.mark.parametrize("written", NO_ADDRESSES)
def test_what_no_browser_asks_for_at_this_site_is_refused(written: str) -> None:
    with pytest.raises(Unusable):
        read_old_address(written)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map("/".__add__))
def test_no_address_breaks_out_of_a_line_of_a_list(written: str) -> None:
    try:
        old = read_old_address(written)
    except Unusable:
        return

    for form in old.forms:
        assert re.fullmatch(r"/(?!/)[!$-\[\]^-~]*", form), form
        assert '"' not in form
    assert not any(part.startswith(".") for part in old.file.split("/"))
    assert read_old_address(old.address).address == old.address
