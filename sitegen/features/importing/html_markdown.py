"""HTML → Markdown that shows the same words in both engines, with a list of what it cannot keep.

markdownify walks the tree; the methods here say how each element is written in the Markdown of sitegen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from bs4 import Tag
from bs4.element import NavigableString
from msgspec import Struct

from sitegen.features.importing.html_inline import (
    BREAK,
    DELETED,
    EMPHASIS,
    LOSS,
    LOSSES,
    SIGNS,
    STRONG,
    escaped,
    heading_of,
    inline_of,
)
from sitegen.features.importing.html_links import LinkConverter
from sitegen.features.importing.html_notes import mark_footnotes
from sitegen.features.importing.html_office import classes_of, repair_office
from sitegen.features.importing.html_tables import Cell, table_of
from sitegen.features.importing.html_tree import (
    is_block,
    join_code,
    level_headings,
    parsed,
    put_text_into_blocks,
    removed_programs,
    simplify_definitions,
)
from sitegen.features.importing.html_words import WHITE, LinkAddress, Parents, PictureAddress, code_of
from sitegen.features.importing.imported import Outcome
from sitegen.features.importing.item_letters import letters_of

ALIGN = re.compile(r"text-align\s*:\s*(left|right|center)")
LANGUAGE = re.compile(r"(?:language|lang|highlight-source|brush:)[-_: ]*([A-Za-z0-9_+#-]{1,40})")
LETTERS = re.compile(r"list-style(?:-type)?\s*:[^;]*?(lower|upper)-(alpha|latin|roman)")
OWN_LINE = re.compile(r"```|(?:[0-9]+[.)]|[-*])(?:\s|$)")
"""Beginning of a block that cannot begin on the line of its item's marker."""
NOTHING = "<!-- -->"
"""A comment, which readers do not see, in place of text."""
ANCHOR = re.compile(r"[^\W_][\w.:-]{0,199}")


class HtmlLoss(Struct, frozen=True):
    """Something that Markdown cannot keep."""

    text: str
    line: int
    """Line of the Markdown near which it was; 0 if it belongs to the whole text."""


class ConvertedHtml(Struct, frozen=True):
    text: str
    """Markdown without a line end at its end; empty if the HTML has no text."""
    losses: tuple[HtmlLoss, ...]


def same_address(address: str) -> str:
    """Shows pictures of the site itself; those of other sites become links."""
    return "" if urlsplit(address).scheme or address.startswith("//") else address


def same_link(address: str) -> str:
    """Links stay as they are."""
    return address


def markdown_of(
    html: str, note: Callable[[Outcome, str], None], picture: PictureAddress = same_address
) -> str:
    """Markdown of an HTML text; `note` is called with each thing that is lost."""
    converted = converted_html(html, picture)
    for loss in converted.losses:
        note(Outcome.LOST, f"line {loss.line} of the text: {loss.text}" if loss.line else loss.text)
    return converted.text


def converted_html(
    html: str, picture: PictureAddress = same_address, link: LinkAddress = same_link
) -> ConvertedHtml:
    """Markdown of an HTML text and what was lost. Takes time linear in its length."""
    losses = [f"{name} was removed" for name in removed_programs(html)]
    tree, deep = parsed(SIGNS.sub("", html.replace("\r\n", "\n").replace("\r", "\n")))
    if deep:
        losses.append("elements more than 60 levels deep became text")
    repair_office(tree, classes_of(html))
    mark_footnotes(tree)
    if simplify_definitions(tree):
        losses.append("lists of definitions with blocks in them became paragraphs")
    join_code(tree)
    put_text_into_blocks(tree)
    level_headings(tree)
    return _Converter(tree, picture, link).converted(losses)


class _Converter(LinkConverter):
    """Adds blocks, lists and tables."""

    def converted(self, losses: Sequence[str]) -> ConvertedHtml:
        text = self.convert_soup(self.tree).strip("\n")
        if self.abbreviations:
            lines = (f"*[{name}]: {meaning}" for name, meaning in self.abbreviations.items())
            text = f"{text}\n\n" + "\n".join(lines)
        text = re.sub(r"\n{3,}", "\n\n", text)
        found = [HtmlLoss(loss, 0) for loss in losses]
        position = line = 0
        for sign in LOSSES.finditer(text):
            line += text.count("\n", position, sign.start())
            position = sign.start()
            found.append(HtmlLoss(self.losses[int(sign[0].strip(LOSS))], line + 1))
        unseen = set(range(len(self.losses))) - {int(sign.strip(LOSS)) for sign in LOSSES.findall(text)}
        found += [HtmlLoss(self.losses[number], 0) for number in sorted(unseen)]
        return ConvertedHtml(LOSSES.sub("", text).strip("\n"), tuple(found))

    def convert_p(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return self._block(text, parent_tags)

    def convert_line(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_inline" in parent_tags:
            return f"{BREAK}{text}{BREAK}"
        return f"\n{inline_of(text, paragraphs=True)}\n"

    def convert_div(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return self._around(text, parent_tags)

    convert_article = convert_section = convert_figure = convert_details = convert_form = convert_div

    def convert_figcaption(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return self._block(text if "em" in parent_tags else f"{EMPHASIS[0]}{text}{EMPHASIS[1]}", parent_tags)

    convert_caption = convert_figcaption

    def convert_summary(self, el: Tag, text: str, parent_tags: Parents) -> str:
        loss = self.lost("text that readers fold out is shown (details)")
        return self._block(f"{STRONG[0]}{text}{STRONG[1]}{loss}", parent_tags)

    def convert_legend(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return self._block(f"{STRONG[0]}{text}{STRONG[1]}", parent_tags)

    def convert_br(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return BREAK

    def convert_hr(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_inline" in parent_tags:
            return BREAK
        return self.lost("a line between items of a list") if "li" in parent_tags else "\n\n---\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: Parents) -> str:  # noqa: N802 - its name
        if "_inline" in parent_tags or {"li", "dd", "note", "dt"} & parent_tags:
            return self._block(f"{STRONG[0]}{text}{STRONG[1]}", parent_tags)
        shown = heading_of(text)
        if not LOSSES.sub("", shown):
            return shown
        name = str(el.get("id") or "")
        anchor = f" {{#{name}}}" if name and ANCHOR.fullmatch(name) else ""
        return f"\n\n{'#' * n} {shown}{anchor}\n\n"

    def convert_blockquote(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_inline" in parent_tags:
            return f"{BREAK}{text}{BREAK}"
        text = text.strip("\n")
        lines = (f"> {line}" if line else ">" for line in text.split("\n"))
        return "\n\n" + "\n".join(lines) + "\n\n" if text else ""

    def convert_pre(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "verse" in str(el.get("class") or ""):
            lines = (escaped(WHITE.sub(" ", line), "td" in parent_tags) for line in text.split("\n"))
            return self._block(BREAK.join(lines), parent_tags)
        text = text.replace(BREAK, "\n").strip("\n").expandtabs(4)
        for sign in "".join((*STRONG, *EMPHASIS, *DELETED)):
            text = text.replace(sign, "")
        if "_inline" in parent_tags:
            return BREAK + BREAK.join(code_of(line, "td") for line in text.split("\n")) + BREAK
        if not text.strip():
            return ""
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        classes = " ".join(str(tag.get("class") or "") for tag in (el, *el.find_all("code")))
        language = LANGUAGE.search(classes.replace("[", " ").replace("'", ""))
        return f"\n\n{fence}{language[1] if language else ''}\n{text}\n{fence}\n\n"

    def convert_note(self, el: Tag, text: str, parent_tags: Parents) -> str:
        shown = text.strip("\n") if el.find(is_block) else inline_of(text)
        lines = (f"    {line}" if line else "" for line in shown.split("\n"))
        first = f"{NOTHING}\n\n    " if OWN_LINE.match(shown) else ""
        return f"\n\n[^{el['label']}]: {first}" + "\n".join(lines).lstrip() + "\n\n"

    # lists

    def convert_list(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_inline" in parent_tags:
            return f"{BREAK}{text}{BREAK}" + self.lost("a list in a table became lines")
        text = text.strip("\n")
        return (f"\n{text}\n" if "li" in parent_tags else f"\n\n{text}\n\n") if text else ""

    convert_ul = convert_ol = convert_menu = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_inline" in parent_tags:
            return f"{BREAK}{text}{BREAK}"
        shown = text.strip("\n") if el.find(is_block, recursive=False) else inline_of(text, paragraphs=True)
        if not LOSSES.sub("", shown).strip():
            return f"{shown}\n"
        marker = self._marker(el)
        is_lettered = marker.strip("() ").isalpha()  # with more than 4 blanks, what is inside would be code
        indent = " " * (min(len(marker), 4) if is_lettered else len(marker))
        lines = "\n".join(f"{indent}{line}" if line else "" for line in shown.split("\n"))
        end = "\n\n" if "\n\n" in shown or OWN_LINE.match(shown) else "\n"
        if OWN_LINE.match(shown):
            return f"{marker}{NOTHING}\n{lines}{end}"
        return f"{marker}{lines.removeprefix(indent)}{end}"

    def _marker(self, el: Tag) -> str:
        """Marker of an item; lists that follow each other directly have different ones."""
        parent = el.parent
        assert parent is not None
        style = self._style(parent)
        if parent.name != "ol":
            return "-*"[style] + " "
        if id(parent) not in self.numbers:
            start = str(parent.get("start") or el.get("value") or "1")
            self.numbers[id(parent)] = int(start) if re.fullmatch("[0-9]{1,6}", start) else 1
        number = self.numbers[id(parent)]
        self.numbers[id(parent)] += 1
        if letters := _letters(parent, number):
            return f"({letters}) " if style else f"{letters}) "
        return f"{number}{'.)'[style]} "

    def _style(self, parent: Tag) -> int:
        if id(parent) not in self.markers:
            before = parent.previous_sibling
            while isinstance(before, NavigableString) and not before.strip():
                before = before.previous_sibling
            same = isinstance(before, Tag) and before.name == parent.name
            self.markers[id(parent)] = 1 - self.markers.get(id(before), 1) if same else 0
        return self.markers[id(parent)]

    def convert_dt(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_inline" in parent_tags:
            return f"{BREAK}{text}{BREAK}"
        shown = inline_of(text, breaks=" ")
        return f"\n\n{shown}\n" if shown else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_inline" in parent_tags:
            return f"{BREAK}{text}{BREAK}"
        shown = text.strip("\n") if el.find(is_block, recursive=False) else inline_of(text)
        lines = "\n".join(f"    {line}" if line else "" for line in shown.split("\n"))
        return f":   {lines.removeprefix('    ')}\n" if shown else ""

    def convert_dl(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return self._around(text, parent_tags)

    # tables

    def convert_td(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if {"td", "th"} & parent_tags:
            return f"{text} "
        self.cells[id(el)] = inline_of(text, breaks="<br>")
        return ""

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return f"{BREAK}{text}{BREAK}" if {"td", "th"} & parent_tags else text

    def convert_table(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_inline" in parent_tags:
            return f"{BREAK}{text}{BREAK}" + self.lost("a table in a table became lines")
        rows = [
            [
                Cell(
                    self.cells.get(id(cell), ""), cell.name == "th", _align(cell), *map(_span_of(cell), SPANS)
                )
                for cell in row.find_all(["td", "th"])
                if cell.find_parent("tr") is row
            ]
            for row in el.find_all("tr")
            if row.find_parent("table") is el
        ]
        table, spans = table_of(rows)
        loss = self.lost("cells that span several rows or columns") if spans else ""
        return f"{text}\n\n{table}{loss}\n\n" if table else text


SPANS = ("colspan", "rowspan")


def _letters(items: Tag, number: int) -> str:
    """Letter or Roman numeral of an item of a list; empty if the list has numbers."""
    kind = str(items.get("type") or "")
    styled = LETTERS.search(str(items.get("style") or ""))
    if styled:
        kind = "i" if styled[2] == "roman" else "a"
        kind = kind.upper() if styled[1] == "upper" else kind
    letters = letters_of(kind, number)
    return letters if kind in ("i", "I") or len(letters) == 1 else ""


def _span_of(cell: Tag) -> Callable[[str], int]:
    def span(name: str) -> int:
        written = str(cell.get(name) or "1")
        return min(int(written), 100) or 1 if re.fullmatch("[0-9]{1,4}", written) else 1

    return span


def _align(cell: Tag) -> str:
    found = ALIGN.search(str(cell.get("style") or "").lower())
    written = found[1] if found else str(cell.get("align") or "").lower()
    return written if written in {"left", "right", "center"} else ""
