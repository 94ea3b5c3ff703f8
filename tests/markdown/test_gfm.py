"""What is left out of comrak for a text changes nothing of its page."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.markdown import gfm
from tests.markdown.mixtures import FOLDERS, MIXTURES, texts_in

BEGINNINGS = st.lists(
    st.sampled_from((
        "a", "b c", "\n", "\n\n", "\t", " ", ":", "-", ":-", "-:", ":-:", "|", "~", "~~", "~ d", ": d",
        "www.", "WWW.a.example", "://", "http://a.example", "HTTPS://a.example", "ftp://a.example",
        "mailto:a@b.example", "@", "[^1]", "[^", "[^1]: n", "> ", "- ", "1. ", "`", "\\", "<", "*",
    )),
    max_size=12,
).map("".join)  # fmt: skip
"""What the constructs of extensions begin with, in every order."""


def _with_every_extension(text: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gfm, "EXTENSIONS", dict.fromkeys(gfm.EXTENSIONS, ()))
        return gfm.gfm(text)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_text_of_this_project_has_the_page_of_every_extension(folder: str) -> None:
    for file, text in texts_in(folder).items():
        assert gfm.gfm(text) == _with_every_extension(text), file


@given(MIXTURES)
def test_any_mixture_of_constructs_has_the_page_of_every_extension(text: str) -> None:
    assert gfm.gfm(text) == _with_every_extension(text)


@given(BEGINNINGS)
@example("Term\n~ Description")
@example("A table without a bar\n:-:")
def test_any_beginning_of_a_construct_has_the_page_of_every_extension(text: str) -> None:
    assert gfm.gfm(text) == _with_every_extension(text)
