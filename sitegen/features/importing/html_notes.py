"""Footnotes in HTML: a link to an element that links back.

WordPress, Word, LibreOffice and Pandoc write footnotes differently, but always as two links to each other.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from sitegen.features.importing.html_tree import new_tag

NOTE_ELEMENTS = ("li", "p", "div", "dd", "aside", "section", "dt")


def mark_footnotes(tree: BeautifulSoup) -> None:
    """Replaces links to notes by `noteref`, and moves the notes as `note` to the end of the tree."""
    by_id = {str(tag["id"]): tag for tag in reversed(tree.find_all(id=True))}
    for anchor in tree.find_all("a", attrs={"name": True}):
        by_id.setdefault(str(anchor["name"]), anchor)
    notes: dict[int, tuple[Tag, str, set[str]]] = {}
    for link in tree.find_all("a", href=re.compile("^#.")):
        note = _note_of(link, by_id)
        if note is None:
            continue
        _, label, names = notes.setdefault(id(note), (note, str(len(notes) + 1), set()))
        names.update(_names_of(link))
        _replace_reference(tree, link, label)
    for note, label, names in notes.values():
        _move(tree, note, label, names)


def _note_of(link: Tag, by_id: dict[str, Tag]) -> Tag | None:
    """The note that a link refers to: an element behind it with a link back to it."""
    target = by_id.get(str(link["href"])[1:])
    if target is None:
        return None
    note = target if target.name in NOTE_ELEMENTS else target.find_parent(NOTE_ELEMENTS)
    if note is None or link in note.descendants:
        return None
    own = _names_of(link)
    back = (str(other["href"])[1:] for other in note.find_all("a", href=True))
    return note if any(name in own for name in back) else None


def _names_of(link: Tag) -> set[str]:
    """Names by which other links can refer to a link."""
    tags = (tag for tag in (link, link.parent, *link.find_all(True)) if tag is not None)
    return {str(tag[name]) for tag in tags for name in ("id", "name") if tag.get(name)}


def _replace_reference(tree: BeautifulSoup, link: Tag, label: str) -> None:
    reference = new_tag(tree, "noteref", label)
    parent = link.parent
    alone = (
        parent is not None and parent.name == "sup" and parent.get_text().strip() == link.get_text().strip()
    )
    (parent if parent is not None and alone else link).replace_with(reference)


def _move(tree: BeautifulSoup, note: Tag, label: str, names: set[str]) -> None:
    for back in note.find_all("a", href=True):
        returns = str(back["href"])[1:] in names
        if returns and not any(character.isalpha() for character in back.get_text()):
            back.decompose()
    parent = note.parent
    note.extract()
    while parent is not None and parent.parent is not None and not parent.find(True) and is_empty(parent):
        above = parent.parent
        parent.decompose()
        parent = above
    note.name = "note"
    note.attrs = {"label": label}
    tree.append(note)


def is_empty(tag: Tag) -> bool:
    return not tag.get_text().strip()
