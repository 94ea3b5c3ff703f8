"""Changes to a Word document before mammoth reads it, so that the text has what Word shows.

`parts_of` has refused declarations in its XML.

Numbers of headings become words. Lists get a bookmark that says with which number they begin, since mammoth
knows only that they are numbered; `with_numbers` reads it. A drop capital joins its word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from sitegen.features.importing.docx_numbers import TYPES, Label, Numbering, W

DOCUMENT = "word/document.xml"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""Holds the same text once more, for programs that do not know the other form (ISO/IEC 29500-3)."""
MARK = "sitegen-label-"
CHECKED, UNCHECKED = "☑☒✓✔✅🗹", "☐□▢❏❑"
ON = ("1", "true", "on")
FIRST_ROW = 0x0020
"""Bit of a table whose first row is a header (ISO/IEC 29500-1, 17.4.55)."""


def repaired(parts: Mapping[str, bytes]) -> tuple[Mapping[str, bytes], int]:
    """The parts of a document with what Word shows, and how many hidden runs of text were left out.

    Damaged parts are unchanged.
    """
    try:
        document = ElementTree.fromstring(parts[DOCUMENT])  # noqa: S314 - see above
        numbering, styles = (
            ElementTree.fromstring(parts[path]) if path in parts else None  # noqa: S314
            for path in ("word/numbering.xml", "word/styles.xml")
        )
    except ParseError:
        return parts, 0
    lists = Numbering(numbering, styles)
    again = {id(paragraph) for other in document.iter(FALLBACK) for paragraph in other.iter(f"{W}p")}
    for paragraph in document.iter(f"{W}p"):
        is_counted = id(paragraph) not in again and not _is_deleted(paragraph)
        if is_counted and (label := lists.label(paragraph)):
            _show(paragraph, label, lists.is_heading(paragraph))
    for parent in document.iter():
        _join_capitals(parent)
    for table in document.iter(f"{W}tbl"):
        _mark_header(table)
    hidden = sum(map(_without_hidden, list(document.iter())))
    return {**parts, DOCUMENT: tostring(document, "utf-8", xml_declaration=True)}, hidden


def with_numbers(html: str, prefix: str) -> str:
    """HTML in which lists begin with the numbers of the document, and tasks have their boxes."""
    mark = rf'<a id="{re.escape(prefix)}{MARK}(?P<type>\w+)-(?P<number>[0-9]+)"></a>'

    def begun(found: re.Match[str]) -> str:
        kind = f' type="{TYPES[found["type"]]}"' if found["type"] in TYPES else ""
        return f'<ol{kind} start="{found["number"]}"><li>{found["between"]}'

    def box(found: re.Match[str]) -> str:
        checked = " checked" if found["number"] == "1" else ""
        return f'<input type="checkbox"{checked}>' if found["type"] == "task" else ""

    html = re.sub(rf"<ol><li>(?P<between>(?:<(?:p|strong|em)>)*){mark}", begun, html)
    return re.sub(mark, box, html)


def _show(paragraph: Element, label: Label, heading: bool) -> None:
    """Writes a label into a paragraph, or the mark of a list's number."""
    if label.number and label.text and (heading or label.has_words):
        _leave_list(paragraph)
        run = Element(f"{W}r")
        SubElement(run, f"{W}t").text = f"{label.text} "
        _put_first(paragraph, run)
    elif label.number and (label.number != 1 or label.format in TYPES):
        _mark(paragraph, label.format, label.number)
    elif label.text and label.text in CHECKED + UNCHECKED:
        _mark(paragraph, "task", int(label.text in CHECKED))


def _is_deleted(paragraph: Element) -> bool:
    """True if nothing is left of a paragraph once its changes are accepted."""
    is_marked = paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
    return is_marked and paragraph.find(f"{W}r") is None and paragraph.find(f"{W}ins") is None


def _mark(paragraph: Element, kind: str, number: int) -> None:
    name = f"{MARK}{kind}-{number}"
    _put_first(paragraph, Element(f"{W}bookmarkStart", {f"{W}id": "0", f"{W}name": name}))


def _put_first(paragraph: Element, element: Element) -> None:
    has_properties = len(paragraph) > 0 and paragraph[0].tag == f"{W}pPr"
    paragraph.insert(int(has_properties), element)


def _leave_list(paragraph: Element) -> None:
    """Takes a paragraph out of its list, also if its style is in it."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = Element(f"{W}pPr")
        paragraph.insert(0, properties)
    for own in properties.findall(f"{W}numPr"):
        properties.remove(own)
    none = SubElement(properties, f"{W}numPr")
    SubElement(none, f"{W}ilvl", {f"{W}val": "0"})
    SubElement(none, f"{W}numId", {f"{W}val": "0"})


def _join_capitals(parent: Element) -> None:
    """Puts a large first letter, which has a paragraph of its own, before the rest of its word."""
    for paragraph, following in pairwise(list(parent)):
        frame = paragraph.find(f"{W}pPr/{W}framePr")
        is_capital = frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin")
        if is_capital and following.tag == f"{W}p":
            for run in reversed(paragraph.findall(f"{W}r")):
                _put_first(following, run)
            parent.remove(paragraph)


def _without_hidden(parent: Element) -> int:
    """Takes runs of hidden text out of a paragraph, and gives their number."""
    hidden = [run for run in parent.findall(f"{W}r") if _is_hidden(run)]
    for run in hidden:
        parent.remove(run)
    return sum(run.find(f"{W}t") is not None for run in hidden)


def _is_hidden(run: Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") in ON


def _mark_header(table: Element) -> None:
    """Marks the first row of a table as its header if it looks like one and no row is marked."""
    rows = table.findall(f"{W}tr")
    look = table.find(f"{W}tblPr/{W}tblLook")
    if len(rows) < 2 or look is None or any(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows):
        return
    bits = look.get(f"{W}val", "")
    by_bits = re.fullmatch("[0-9A-Fa-f]{1,4}", bits) and int(bits, 16) & FIRST_ROW
    if look.get(f"{W}firstRow", "1" if by_bits else "0") in ON:
        properties = rows[0].find(f"{W}trPr")
        if properties is None:
            properties = Element(f"{W}trPr")
            rows[0].insert(0, properties)
        SubElement(properties, f"{W}tblHeader")
