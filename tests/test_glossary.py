"""Translations use the words of the glossary, and have the links and figures of their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FOLDERS = ("topics", "charters", "processes")
NAMES = ("Spanish", "French", "Portuguese", "Korean", "Japanese", "Chinese", "Arabic")
CODES = dict(zip(NAMES, ("es", "fr", "pt", "ko", "ja", "zh", "ar"), strict=True))
CALL = re.compile(r"\{\{<.*?>\}\}")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def glossary() -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    """The terms in English, each with its forms by code of a language."""
    text = (ROOT / "docs/content/manual/editors/glossary.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line
    ]
    assert tuple(rows[0]) == ("English", *NAMES)
    for english, *others in rows[2:]:
        forms = (tuple(form.strip() for form in cell.split(";")) for cell in others)
        yield english, dict(zip(CODES.values(), forms, strict=True))


def parts(path: Path) -> tuple[str, str]:
    """Title and summary of a file, and its text."""
    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    fields = yaml.safe_load(front)
    return f"{fields['title']} {fields['summary']}", text


def pairs(code: str) -> Iterator[tuple[Path, Path]]:
    """The sources of the folders, each with its translation."""
    for folder in FOLDERS:
        for path in sorted((ROOT / "content" / folder).glob("*.md")):
            translation = path.with_suffix(f".{code}.md")
            if translation.exists():
                yield path, translation


def test_every_term_is_in_a_title_or_summary() -> None:
    texts = " ".join(parts(source)[0] for source, _ in pairs("es")).casefold()
    assert [term for term, _ in glossary() if term.casefold() not in texts] == []


@pytest.mark.parametrize("code", CODES.values())
def test_titles_and_summaries_use_the_words_of_the_glossary(code: str) -> None:
    found = []
    for source, translation in pairs(code):
        english, own = parts(source)[0].casefold(), parts(translation)[0].casefold()
        for term, forms in glossary():
            meant = re.search(rf"\b{re.escape(term.casefold())}\b", english)
            if meant and not any(form.casefold() in own for form in forms[code]):
                found.append(f"{translation.name}: {term}")
    assert "\n".join(found) == ""


@pytest.mark.parametrize("code", ["es", "fr", "pt"])
def test_whole_translations_have_the_links_figures_and_headings_of_their_sources(code: str) -> None:
    found = [source.parent.name for source, _ in pairs(code)]
    assert [found.count(folder) for folder in FOLDERS] == [21, 14, 19]
    for source, translation in pairs(code):
        english, own = parts(source)[1], parts(translation)[1]
        assert sorted(CALL.findall(english)) == sorted(CALL.findall(own)), translation
        assert sorted(LINK.findall(english)) == sorted(LINK.findall(own)), translation
        assert re.findall("^#+", english, re.MULTILINE) == re.findall("^#+", own, re.MULTILINE), translation


@pytest.mark.parametrize("code", ["ko", "ja", "zh", "ar"])
def test_the_other_languages_have_at_least_titles_and_summaries(code: str) -> None:
    found = [source.parent.name for source, _ in pairs(code)]
    assert [found.count(folder) for folder in FOLDERS] == [21, 14, 19]
