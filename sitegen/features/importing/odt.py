"""Documents of LibreOffice (OpenDocument text) as HTML."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sitegen.features.importing.odt_lists import OdtLists
from sitegen.features.importing.odt_names import NAMESPACES, name_of, number_of, value_of
from sitegen.features.importing.odt_styles import BLOCKS, OdtStyle, odt_styles
from sitegen.features.importing.office_archive import parts_of
from sitegen.features.importing.source import UnusableSource
from sitegen.features.importing.text_pictures import Pictures

DEEPEST = 200
SILENT = frozenset(
    [
        "text:sequence-decls",
        "text:tracked-changes",
        "office:forms",
        "text:soft-page-break",
        "text:bookmark",
        "text:bookmark-start",
        "text:bookmark-end",
        "table:table-column",
        "table:table-columns",
        "office:annotation-end",
        "text:toc-mark",
    ]
)
HIDDEN = "hidden text"
LEFT_OUT = {
    "office:annotation": "a comment",
    "text:table-of-content": "the table of contents, which pages make themselves",
    "text:illustration-index": "an index, which pages do not need",
    "text:table-index": "an index, which pages do not need",
    "text:alphabetical-index": "an index, which pages do not need",
    "text:hidden-text": HIDDEN,
    "math:math": "a formula",
}
PLAIN = {"text:tab": " ", "text:line-break": "<br>"}
JOINED = re.compile(r"</(pre|blockquote)><\1>")
"""End of a paragraph and beginning of the next one, in a block of code or a quotation."""
PICTURE_AND_WORD = re.compile(r"<img [^<>]*>(?=[^<\s])")
"""A picture in a box and its caption, which is below it there."""
MOST_BLANKS = 200


def html_of_odt(data: bytes, name: str, pictures: Pictures) -> tuple[str, list[str]]:
    """HTML of a document, and what is not in it. Raises UnusableSource."""
    parts = parts_of(data, name)
    if b"opendocument.text" not in parts.get("mimetype", b"") or "content.xml" not in parts:
        raise UnusableSource(f"{name} is no text of LibreOffice (.odt)")
    try:
        content = ElementTree.fromstring(parts["content.xml"])  # noqa: S314 - see above
        styles = ElementTree.fromstring(parts.get("styles.xml", b"<x/>"))  # noqa: S314
    except ElementTree.ParseError as error:
        raise UnusableSource(f"{name} is damaged: {error}") from None
    reader = _OdtReader(parts, pictures, odt_styles(styles, content), OdtLists(styles, content))
    body = content.find("office:body/office:text", NAMESPACES)
    markup = "".join(reader.blocks(body, 0)) if body is not None else ""
    markup = JOINED.sub(lambda met: "\n" if met[1] == "pre" else "", markup)
    notes = "".join(reader.notes)
    counted = Counter((*_around(content, styles), *reader.losses)).items()
    losses = [text if count == 1 else f"{text} ({count} times)" for text, count in counted]
    return markup + (f"<ol>{notes}</ol>" if notes else ""), losses


def _around(content: Element, styles: Element) -> Iterator[str]:
    """Losses that are not in the text itself: deletions, headers and footers."""
    deleted = len(content.findall(".//text:deletion", NAMESPACES))
    if deleted:
        yield f"deletions of tracked changes, whose text is left out: {deleted}"
    for kind in ("header", "footer"):
        for edge in styles.findall(f".//style:{kind}", NAMESPACES):
            if words := " ".join("".join(edge.itertext()).split()):
                yield f"the text at the edge of pages: {words[:80]}"


class _OdtReader:
    def __init__(
        self,
        parts: Mapping[str, bytes],
        pictures: Pictures,
        styles: Mapping[str, OdtStyle],
        lists: OdtLists,
    ) -> None:
        self.parts = parts
        self.pictures = pictures
        self.styles = styles
        self.lists = lists
        self.notes: list[str] = []
        self.losses: list[str] = []

    def blocks(self, parent: Element, depth: int) -> Iterator[str]:
        for element in parent if depth < DEEPEST else ():
            yield self._block(element, depth + 1)

    def _block(self, element: Element, depth: int) -> str:
        name = name_of(element)
        if name == "text:h":
            level = min(max(number_of(element, "text:outline-level", 1), 1), 6)
            number = html.escape(self.lists.chapter(element, level))
            return f"<h{level}>{number}{self.words(element, depth)}</h{level}>"
        if name == "text:p":
            return self._paragraph(element, depth)
        if name == "text:list":
            return self.lists.html(element, lambda item: "".join(self.blocks(item, depth)))
        if name == "table:table":
            return f"<table>{''.join(self._rows(element, depth))}</table>"
        if name == "text:section" and value_of(element, "text:display") == "none":
            return self._lost(HIDDEN)
        if name in LEFT_OUT:
            return self._lost(LEFT_OUT[name])
        return "" if name in SILENT else "".join(self.blocks(element, depth)) or self._word(element, depth)

    def _paragraph(self, element: Element, depth: int) -> str:
        style = self._style(element)
        if style.hidden:
            return self._lost(HIDDEN)
        words = self.words(element, depth)
        inner = f"<p>{words}</p>" if style.block == "blockquote" else words
        return f"<{style.block}>{inner}</{style.block}>"

    def _lost(self, text: str) -> str:
        """Notes something that is left out; gives the empty text for it."""
        self.losses.append(text)
        return ""

    def _style(self, element: Element) -> OdtStyle:
        name = value_of(element, "text:style-name")
        return self.styles.get(name) or OdtStyle(block=BLOCKS.get(name, "p"))

    def _rows(self, table: Element, depth: int) -> Iterator[str]:
        for row in table:
            name = name_of(row)
            if name == "table:table-row":
                yield f"<tr>{''.join(self._cell(cell, False, depth) for cell in row)}</tr>"
            elif name == "table:table-header-rows":
                for inner in row:
                    yield f"<tr>{''.join(self._cell(cell, True, depth) for cell in inner)}</tr>"
            elif name in ("table:table-rows", "table:table-row-group"):
                yield from self._rows(row, depth)

    def _cell(self, cell: Element, heading: bool, depth: int) -> str:
        if name_of(cell) != "table:table-cell":
            return ""  # covered by one that spans several
        tag = "th" if heading else "td"
        spans = (("colspan", "columns"), ("rowspan", "rows"))
        counts = ((name, value_of(cell, f"table:number-{key}-spanned")) for name, key in spans)
        written = "".join(f' {name}="{count}"' for name, count in counts if count.isdigit())
        return f"<{tag}{written}>{''.join(self.blocks(cell, depth))}</{tag}>"

    def words(self, parent: Element, depth: int) -> str:
        """Content of a paragraph."""
        parts = [html.escape(parent.text or "")]
        for element in parent if depth < DEEPEST else ():
            parts += self._word(element, depth + 1), html.escape(element.tail or "")
        return "".join(parts)

    def _word(self, element: Element, depth: int) -> str:
        name = name_of(element)
        if name in PLAIN:
            return PLAIN[name]
        if name == "text:s":
            return " " * min(number_of(element, "text:c", 1), MOST_BLANKS)
        if name == "text:span":
            return self._span(element, depth)
        if name == "text:a":
            return (
                f'<a href="{html.escape(value_of(element, "xlink:href"))}">{self.words(element, depth)}</a>'
            )
        if name == "text:note":
            return self._note(element, depth)
        if name == "draw:frame":
            return self._frame(element, depth)
        if name in LEFT_OUT:
            return self._lost(LEFT_OUT[name])
        return "" if name in SILENT else self.words(element, depth)

    def _span(self, element: Element, depth: int) -> str:
        style = self._style(element)
        if style.hidden:
            return self._lost(HIDDEN)
        inner = self.words(element, depth)
        for tag in style.tags:
            inner = f"<{tag}>{inner}</{tag}>"
        return inner

    def _note(self, element: Element, depth: int) -> str:
        body = element.find("text:note-body", NAMESPACES)
        number = len(self.notes) + 1
        self.notes.append("")
        inner = "".join(self.blocks(body, depth)) if body is not None else ""
        self.notes[number - 1] = f'<li id="note-{number}">{inner}<a href="#ref-{number}">↑</a></li>'
        return f'<sup><a id="ref-{number}" href="#note-{number}">{number}</a></sup>'

    def _frame(self, frame: Element, depth: int) -> str:
        box = frame.find("draw:text-box", NAMESPACES)
        if box is not None:
            return PICTURE_AND_WORD.sub(r"\g<0><br>", "".join(self.blocks(box, depth)))
        image = frame.find("draw:image", NAMESPACES)
        path = value_of(image, "xlink:href").removeprefix("./") if image is not None else ""
        texts = (frame.find(f"svg:{name}", NAMESPACES) for name in ("desc", "title"))
        alt = next((text.text for text in texts if text is not None and text.text), "")
        if path not in self.parts:
            self.losses.append(f"an object in a frame: {alt or path or 'without a name'}")
            return html.escape(alt or "")
        shown = self.pictures.add(self.parts[path], path.rpartition(".")[2])
        return (
            f'<img src="{html.escape(shown)}" alt="{html.escape(alt or "")}">'
            if shown
            else html.escape(alt or "")
        )
