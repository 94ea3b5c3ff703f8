"""HTML that Word and Google Docs write: emphasis by styles, lists of paragraphs, links through Google.

<span style="font-weight:700">     →   <strong>
<p style="mso-list:l0 level2 …">   →   an item of a list in a list
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs

from bs4 import BeautifulSoup, Tag

from sitegen.features.importing.html_tree import is_blank
from sitegen.markdown.lettered import roman_value

RULE = re.compile(r"\.([\w-]{1,80})\s*\{([^{}]{0,2000})\}")
STYLE = re.compile(r"<style\b[^<>]*>", re.IGNORECASE)
END = re.compile(r"</style", re.IGNORECASE)
MARKS = (
    ("strong", re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")),
    ("em", re.compile(r"font-style\s*:\s*(?:italic|oblique)")),
    ("del", re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through")),
    ("sup", re.compile(r"vertical-align\s*:\s*super")),
    ("sub", re.compile(r"vertical-align\s*:\s*sub\b")),
)
THROUGH_GOOGLE = re.compile(r"https?://(?:www\.)?google\.com/url\?")
NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)")
OFFICE_LEVEL = re.compile(r"mso-list\s*:\s*(\w+)\s+level([1-9])")
DOCS_LEVEL = re.compile(r"lst-kix_([\w-]+?)-([0-9])")
LABEL = re.compile(r"\(?(?P<label>[0-9]{1,6}|[a-zA-Z]|[ivxlcIVXLC]{2,7})[.)]")


def classes_of(html: str) -> Mapping[str, str]:
    """The rules of a page's style sheets by class; the last rule for a class counts."""
    return {rule[1]: rule[2] for sheet in _sheets(html) for rule in RULE.finditer(sheet)}


def _sheets(html: str) -> Iterator[str]:
    position = 0
    while (begin := STYLE.search(html, position)) and (end := END.search(html, begin.end())):
        yield html[begin.end() : end.start()]
        position = end.end()


def repair_office(tree: BeautifulSoup, classes: Mapping[str, str]) -> None:
    """Writes with elements what such HTML says with styles and classes."""
    for tag in tree.find_all(["span", "font", "b", "strong"]):
        _mark_words(tree, tag, classes)
    for title in tree.select("p.MsoTitle, p.title" if "title" in classes else "p.MsoTitle"):
        title.name = "h1"
    for link in tree.find_all("a", href=True):
        link["href"] = _without_google(str(link["href"]))
    for items in tree.select("ol > ol, ol > ul, ul > ol, ul > ul"):
        if item := items.find_previous_sibling("li"):
            item.append(items.extract())
    _nest_lists(tree)
    _make_lists(tree)


def _mark_words(tree: BeautifulSoup, tag: Tag, classes: Mapping[str, str]) -> None:
    style = ";".join((*(classes.get(name, "") for name in _classes(tag)), str(tag.get("style") or "")))
    if tag.name in ("b", "strong"):
        if NOT_BOLD.search(style):  # Google Docs puts all that is copied into such an element
            tag.unwrap()
        return
    for name in [name for name, form in MARKS if form.search(style)]:
        tag.wrap(tree.new_tag(name))


def _classes(tag: Tag) -> list[str]:
    found = tag.get("class")
    return found if isinstance(found, list) else str(found or "").split()


def _without_google(address: str) -> str:
    """The address to which Google leads."""
    if not THROUGH_GOOGLE.match(address):
        return address
    target = parse_qs(address.partition("?")[2]).get("q", [""])[0]
    return target if target.startswith(("https://", "http://")) else address


class _OpenLists:
    """The lists within each other that the next item can continue, outermost first."""

    def __init__(self) -> None:
        self.lists: list[tuple[int, str, Tag]] = []

    def follows(self, element: Tag) -> bool:
        """True if an element comes right behind the outermost list."""
        before = element.previous_sibling
        while before is not None and is_blank(before):
            before = before.previous_sibling
        return bool(self.lists) and before is self.lists[0][2]

    def at(self, level: int, kind: str) -> Tag | None:
        """The open list of a level and kind; None if there is none, and a new one has to be begun."""
        while self.lists and self.lists[-1][0] > level:
            self.lists.pop()
        if self.lists and self.lists[-1][0] == level:
            if self.lists[-1][1] == kind:
                return self.lists[-1][2]
            self.lists.pop()
        return None

    def begin(self, level: int, kind: str, items: Tag, element: Tag) -> None:
        """Puts a new list into the last item of the list above it, or else in front of an element."""
        above = reversed(self.lists[-1][2].contents) if self.lists else ()
        item = next((child for child in above if isinstance(child, Tag)), None)
        if item is not None:
            item.append(items.extract())
        elif items is not element:
            element.insert_before(items)
        self.lists.append((level, kind, items))


def _nest_lists(tree: BeautifulSoup) -> None:
    """Puts lists into the items before them, where their classes say that they are deeper (Google Docs)."""
    lists = _OpenLists()
    for items in tree.find_all(["ol", "ul"]):
        found = DOCS_LEVEL.search(" ".join(_classes(items)))
        if not found:
            continue
        if not lists.follows(items):
            lists = _OpenLists()
        level, kind = int(found[2]), f"{items.name} {found[1]}"
        if (own := lists.at(level, kind)) is not None:
            own.extend(list(items.children))
            items.decompose()
        else:
            lists.begin(level, kind, items, items)


def _make_lists(tree: BeautifulSoup) -> None:
    """Makes lists of paragraphs that Word shows as items."""
    lists = _OpenLists()
    for paragraph in tree.find_all("p"):
        found = OFFICE_LEVEL.search(str(paragraph.get("style") or ""))
        if not found:
            continue
        if not lists.follows(paragraph):
            lists = _OpenLists()
        level, kind, label = int(found[2]), found[1], _taken_label(paragraph)
        items = lists.at(level, kind)
        if items is None:
            items = _list_for(tree, label)
            lists.begin(level, kind, items, paragraph)
        item = tree.new_tag("li")
        item.extend(list(paragraph.children))
        items.append(item)
        paragraph.decompose()


def _taken_label(paragraph: Tag) -> str:
    """The number or sign that is written before an item, which is taken away."""
    for span in paragraph.find_all("span"):
        if "mso-list" in str(span.get("style") or "").lower():
            label = span.get_text().strip()
            span.decompose()
            return label
    return ""


def _list_for(tree: BeautifulSoup, label: str) -> Tag:
    found = LABEL.fullmatch(label.replace("\u00a0", "").strip())
    if not found:
        return tree.new_tag("ul")
    items, first = tree.new_tag("ol"), found["label"]
    if first.isdecimal():
        items["start"] = first
        return items
    small = first.lower()
    roman = roman_value(small) if small == "i" or len(small) > 1 else 0
    kind = "i" if roman else "a"
    items["type"] = kind if first == small else kind.upper()
    items["start"] = str(roman or ord(small[0]) - ord("a") + 1)
    return items
