"""The words of HTML as Markdown: text, emphasis, code. The base of the converter."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from sitegen.features.importing.html_inline import (
    BREAK,
    DELETED,
    EMPHASIS,
    LOSS,
    LOSSES,
    SIGNS,
    STRONG,
    escaped,
    inline_of,
)

Parents: TypeAlias = "set[str]"
PictureAddress: TypeAlias = Callable[[str], str]
"""Address under which a text shows a picture; empty if it cannot show it."""
LinkAddress: TypeAlias = Callable[[str], str]
"""Address that a text links to, for one in the HTML."""

WHITE = re.compile(r"[ \t\r\n\f]+")


class WordConverter(MarkdownConverter):
    """Converts one tree. `convert_NAME` gets the finished text of an element's children."""

    def __init__(self, tree: BeautifulSoup, picture: PictureAddress, link: LinkAddress) -> None:
        super().__init__(wrap=True, wrap_width=None)
        self.link = link
        self.tree = tree
        self.picture = picture
        self.losses: list[str] = []
        self.cells: dict[int, str] = {}
        self.numbers: dict[int, int] = {}
        self.markers: dict[int, int] = {}
        self.abbreviations: dict[str, str] = {}
        self.referred = {str(link["href"])[1:] for link in tree.find_all("a", href=re.compile("^#."))}

    def lost(self, text: str) -> str:
        """Records a loss; returns the sign that stands for its place."""
        self.losses.append(text)
        return f"{LOSS}{len(self.losses) - 1}{LOSS}"

    def escape(self, text: str, parent_tags: Parents) -> str:
        return escaped(text, bool({"td", "th"} & parent_tags), "a" in parent_tags)

    def _block(self, text: str, parents: Parents) -> str:
        """A paragraph, or part of a table cell or heading."""
        if "_inline" in parents:
            return f"{BREAK}{text}{BREAK}"
        shown = inline_of(text, paragraphs=True)
        return f"\n\n{shown}\n\n" if shown else ""

    def _around(self, text: str, parents: Parents) -> str:
        """Blocks within a block."""
        if "_inline" in parents:
            return f"{BREAK}{text}{BREAK}"
        text = text.strip("\n")
        return f"\n\n{text}\n\n" if text else ""

    def _styled(self, text: str, style: tuple[str, str], parents: Parents) -> str:
        return text if "_noformat" in parents else f"{style[0]}{text}{style[1]}"

    def convert_b(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return self._styled(text, STRONG, parent_tags)

    convert_strong = convert_b

    def convert_em(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return self._styled(text, EMPHASIS, parent_tags)

    convert_i = convert_cite = convert_dfn = convert_var = convert_em

    def convert_del(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return self._styled(text, DELETED, parent_tags)

    convert_s = convert_strike = convert_del

    def convert_sub(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return self._tagged(el.name, text, parent_tags)

    convert_sup = convert_sub

    def _tagged(self, name: str, text: str, parents: Parents) -> str:
        if not inline_of(text).strip() or "_noformat" in parents or {"sub", "sup"} & parents:
            return text
        text = text.replace(BREAK, " ")
        before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
        return f"{before}<{name}>{text.strip(' ')}</{name}>{after}"

    def convert_code(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_noformat" in parent_tags:
            return text
        for sign in "".join((*STRONG, *EMPHASIS, *DELETED)):
            text = text.replace(sign, "")
        parts = [code_of(part, "td" if {"td", "th"} & parent_tags else "") for part in text.split(BREAK)]
        return BREAK.join(parts)

    convert_kbd = convert_samp = convert_tt = convert_code

    def convert_q(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return f"“{text}”"

    def convert_u(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return text + (self.lost("underlining") if text.strip() else "")

    def convert_mark(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return text + (self.lost("a highlight") if text.strip() else "")

    def convert_abbr(self, el: Tag, text: str, parent_tags: Parents) -> str:
        name, meaning = el.get_text().strip(), WHITE.sub(" ", str(el.get("title") or "")).strip()
        if meaning and re.fullmatch(r"\w[\w.&-]*", name):
            self.abbreviations.setdefault(name, SIGNS.sub("", meaning))
        return text

    convert_acronym = convert_abbr

    def convert_rt(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return text if el.parent is not None and el.parent.find("rp") else f" ({text.strip()})"

    def convert_noteref(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return f"[^{el.get_text()}]"


def code_of(text: str, place: str) -> str:
    """Code within a line, in as many backticks as it needs."""
    losses = "".join(LOSSES.findall(text))
    shown = WHITE.sub(" ", LOSSES.sub("", text))
    inner = shown.strip(" ")
    if not inner:
        return f"{shown}{losses}"
    runs = {len(run) for run in re.findall("`+", inner)}
    ticks = "`" * next(number for number in range(1, len(runs) + 2) if number not in runs)
    around = " " if inner[0] == "`" or inner[-1] == "`" else ""
    blanks = [" " if shown[0] == " " else "", " " if shown[-1] == " " else ""]
    inner = inner.replace("|", "\\|") if place else inner
    return f"{blanks[0]}{ticks}{around}{inner}{around}{ticks}{blanks[1]}{losses}"
