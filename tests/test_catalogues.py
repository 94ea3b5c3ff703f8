"""The catalogues of the theme `network`: every text of its interface in every language, and no other.

Those of the shipped site have the texts of its own templates.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from gettext import c2py
from itertools import chain
from pathlib import Path

import pytest
import yaml
from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po
from jinja2.ext import extract_from_ast

from sitegen.markdown.fragment import ALERTS
from sitegen.read.templates import environment
from sitegen.views.words import USED_HERE

ROOT = Path(__file__).parents[1]
THEME = ROOT / "sitegen" / "themes" / "network"
LOCALES, OWN_LOCALES = THEME / "locale", ROOT / "templates" / "locale"
SITE = yaml.safe_load((ROOT / "content" / "site.yaml").read_text(encoding="utf-8"))
LANGUAGES = sorted(SITE["languages"].keys() - {SITE["default_language"]})

PLURALS = {
    "ar": "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
    "es": "(n != 1)",
    "fr": "(n > 1)",
    "ja": "0",
    "ko": "0",
    "pt": "(n > 1)",
    "zh": "0",
}
FORMS = {"ar": 6, "ja": 1, "ko": 1, "zh": 1}
"""Plural forms of the languages that do not have two."""

UNSPACED = ("ja", "ko", "zh")
"""Languages in which a word may touch a value."""

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
GLUED = re.compile(r"(?!(?<!\w)و)[^\W\d_](?=%\()|(?<=\)s)[^\W\d_]")
"""A letter beside a value; the Arabic *and* is written with the word behind it, as CLDR has it: {0} و{1}."""
PYTHON_CALLS = ("gettext", "message_mark")

Texts = tuple[str, ...]
"""A message; with a plural, both."""


# --- what the site says ----------------------------------------------------------------------


def messages_of_templates(folder: Path = THEME / "templates") -> Iterator[Texts]:
    """What the templates pass to `_` and `ngettext`."""
    jinja = environment()
    for path in sorted(folder.rglob("*.html")):
        tree = jinja.parse(path.read_text(encoding="utf-8"))
        for _, _, found in extract_from_ast(tree, babel_style=False):
            yield texts(found)


def messages_of_sitegen() -> Iterator[Texts]:
    """What the modules pass to `gettext` and `message_mark`, and the words they keep in tables."""
    for path in sorted((ROOT / "sitegen").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in PYTHON_CALLS:
                yield from ((text,) for text in _literals(node.args[0]))
    yield from ((text,) for text in (*ALERTS.values(), *USED_HERE))


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literals(node: ast.expr) -> Iterator[str]:
    """The texts that an argument can be."""
    if isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def messages_of_defaults() -> Iterator[Texts]:
    """What the built-in templates pass to `_` and `ngettext`."""
    return chain.from_iterable(map(messages_of_templates, (ROOT / "sitegen").rglob("defaults")))


@cache
def used() -> frozenset[Texts]:
    return frozenset((*messages_of_templates(), *messages_of_defaults(), *messages_of_sitegen()))


# --- what the catalogues say -----------------------------------------------------------------


@cache
def catalogue(language: str, folder: Path = LOCALES) -> Catalog:
    with (folder / f"{language}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def entries(language: str, folder: Path = LOCALES) -> Iterator[Message]:
    return (message for message in catalogue(language, folder) if message.id)


def texts(value: str | Iterable[str | None] | None) -> Texts:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(text for text in value if text is not None)


def faults(language: str, wrong: re.Pattern[str], folder: Path = LOCALES) -> list[str]:
    """The translations that a pattern is found in."""
    return [text for entry in entries(language, folder) for text in texts(entry.string) if wrong.search(text)]


# --- tests -----------------------------------------------------------------------------------


def test_messages_are_found() -> None:
    assert ("Sources",) in used()
    assert ("%(n)s entry", "%(n)s entries") in used()
    assert ("Timeline: %(what)s",) in used()
    assert {("Done",), ("To do",), ("Warning",), ("Home",)} <= used()


def test_there_is_a_catalogue_for_each_language_and_nothing_else() -> None:
    assert sorted(path.name for path in LOCALES.iterdir()) == [f"{code}.po" for code in LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_an_entry(language: str) -> None:
    assert used() - {texts(entry.id) for entry in entries(language)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_left_that_nobody_uses(language: str) -> None:
    assert {texts(entry.id) for entry in entries(language)} - used() == set()
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_translated(language: str) -> None:
    assert [e.id for e in entries(language) if e.fuzzy or e.context or not all(texts(e.string))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_entries_are_in_order(language: str) -> None:
    ids = [texts(entry.id)[0] for entry in entries(language)]
    assert ids == sorted(ids, key=lambda text: (text.casefold(), text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_says_language_and_plurals(language: str) -> None:
    header = dict(catalogue(language).mime_headers)

    assert header["Language"] == language
    assert header["Content-Type"] == "text/plain; charset=utf-8"
    assert header["Plural-Forms"] == f"nplurals={FORMS.get(language, 2)}; plural={PLURALS[language]};"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_as_many_forms_as_the_language(language: str) -> None:
    wanted = FORMS.get(language, 2)
    plurals = [entry for entry in entries(language) if isinstance(entry.id, tuple)]
    assert plurals
    assert [e.id for e in plurals if len(texts(e.string)) != wanted] == []
    assert [e.id for e in entries(language) if e not in plurals and not isinstance(e.string, str)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_chooses_each_form_for_some_number(language: str) -> None:
    form = c2py(PLURALS[language])
    assert {form(number) for number in range(201)} == set(range(FORMS.get(language, 2)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_has_the_values_of_the_original(language: str) -> None:
    differences = {
        text
        for entry in entries(language)
        for text in texts(entry.string)
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(texts(entry.id)[0]))
        or "%" in PLACEHOLDER.sub("", text)
    }
    assert differences == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_spaces_are_as_in_the_original(language: str) -> None:
    assert faults(language, re.compile(r"^\s|\s$|\s\s")) == []
    if language not in UNSPACED:
        assert faults(language, GLUED) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_colon_at_the_end_stays(language: str) -> None:
    wrong = [
        text
        for entry in entries(language)
        for text in texts(entry.string)
        if texts(entry.id)[0].endswith(":") != text.endswith((":", "："))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_hold_nothing_that_html_or_an_attribute_would_stumble_over(language: str) -> None:
    assert faults(language, re.compile(r"[<>&\"\n\t\u200e\u200f\u202a-\u202e\u2066-\u2069]")) == []


def test_french_puts_a_narrow_space_before_high_signs_and_inside_quotation_marks() -> None:
    wrong = re.compile(r"[^\u202f][:;?!»]|«[^\u202f]|'")
    assert faults("fr", wrong) == []
    assert faults("fr", wrong, OWN_LOCALES) == []


def test_and_touches_a_value_in_arabic_alone() -> None:
    found = {
        text: bool(GLUED.search(text)) for text in ("و%(n)s", "بين و%(n)s", "ا%(n)s", "هو%(n)s", "%(n)sو")
    }

    assert list(found.values()) == [False, False, True, True, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ranges_are_written_as_cldr_has_them(language: str) -> None:
    between = str(Locale.parse(language).interval_formats[None])[3:-3]
    ranges = [re.findall(r"\)s([^%\w]+)%\(", text) for text in _texts_with(language, "%(first)s")]

    assert ranges
    assert {found for text in ranges for found in text} <= {between, between.replace("\u2009", " ")}


def _texts_with(language: str, part: str) -> list[str]:
    return [texts(entry.string)[0] for entry in entries(language) if part in texts(entry.id)[0]]


# --- the catalogues of the shipped site ------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_site_has_the_messages_that_only_its_own_templates_have(language: str) -> None:
    own = list(entries(language, OWN_LOCALES))

    assert {texts(entry.id) for entry in own} == {*messages_of_templates(ROOT / "templates")} - used()
    assert [e.id for e in own if e.fuzzy or not all(texts(e.string))] == []
    headers = [dict(catalogue(language, folder).mime_headers) for folder in (LOCALES, OWN_LOCALES)]
    assert headers[0]["Plural-Forms"] == headers[1]["Plural-Forms"]
