"""What is left out of Python-Markdown for a text changes nothing of its page."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given
from markdown import Markdown

from sitegen.markdown import python_markdown
from sitegen.markdown.lists import normalise_lists
from tests.markdown.mixtures import EMPHASES, FOLDERS, MIXTURES, texts_in


@cache
def _whole_set() -> Markdown:
    """Python-Markdown with every extension and its own loop over the patterns."""
    every = list(python_markdown.EXTENSIONS)
    return python_markdown.adapted(Markdown(extensions=every, extension_configs=python_markdown.SETTINGS))


def _as_the_whole_set_has_it(text: str) -> str:
    return python_markdown.tidied(_whole_set().reset().convert(normalise_lists(text)))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_text_of_this_project_has_the_page_of_the_whole_set(folder: str) -> None:
    for file, text in texts_in(folder).items():
        assert python_markdown.python_markdown(text) == _as_the_whole_set_has_it(text), file


@given(MIXTURES)
@example("1. d\n\n    Term\n    : Def")
def test_any_mixture_of_constructs_has_the_page_of_the_whole_set(text: str) -> None:
    assert python_markdown.python_markdown(text) == _as_the_whole_set_has_it(text)


@given(EMPHASES)
def test_any_emphasis_has_the_page_of_the_whole_set(text: str) -> None:
    assert python_markdown.python_markdown(text) == _as_the_whole_set_has_it(text)
