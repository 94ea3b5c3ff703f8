"""Texts of other generators that are HTML."""

from __future__ import annotations

import re
from functools import partial

from sitegen.features.importing.imported import Note, Outcome

PROGRAM = re.compile(r"\{%(?>(?:[^%]|%(?!\})){0,2000})%\}|\{\{(?![<%])(?>(?:[^{}]|\}(?!\})){0,2000})\}\}")
"""Tags of Liquid and Nunjucks; the importers list them."""
SHORTCODE = re.compile(r"\{\{[<%][^{}]{0,2000}[>%]\}\}")
ALONE = re.compile(r"^(?>(?:[ \t]*\{\{[<%][^{}]{0,2000}[>%]\}\})+)[ \t]*$", re.MULTILINE)
"""Shortcodes on a line without text, which are blocks."""
PLACE = "sitegenshortcode{}place"
PLACES = re.compile(r"sitegenshortcode([0-9]{1,9})place")


def html_body(html: str, path: str, notes: list[Note]) -> str:
    """The text as Markdown, without the programs of templates in it. Shortcodes stay."""
    html = ALONE.sub(lambda found: SHORTCODE.sub(lambda code: f"<p>{code[0]}</p>", found[0]), html)
    codes = SHORTCODE.findall(html)
    numbers = iter(range(len(codes)))
    text = SHORTCODE.sub(lambda _: PLACE.format(next(numbers)), html)
    text = PROGRAM.sub(" ", text)
    if not text.strip():
        return ""
    try:
        from sitegen.features.importing.html_markdown import markdown_of
    except ModuleNotFoundError:
        notes.append(Note(Outcome.LEFT, path, "is HTML: install markdownify and import again"))
        return html
    notes.append(Note(Outcome.DONE, path, "was HTML and is Markdown now"))
    made = markdown_of(text, partial(_note, path, notes))
    return PLACES.sub(lambda found: codes[int(found[1])] if int(found[1]) < len(codes) else found[0], made)


def _note(path: str, notes: list[Note], outcome: Outcome, text: str) -> None:
    notes.append(Note(outcome, path, text))
