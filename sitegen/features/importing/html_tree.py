"""HTML as a tree that is ready for conversion: as browsers read it, with every text in a block of its own.

nh3 closes and moves tags as the standard of HTML says, so that the tree is that of a browser, and removes
programs. Beautiful Soup makes the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3
from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PageElement

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
CONTAINERS = frozenset(
    [
        "body",
        "div",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "address",
        "center",
        "form",
        "fieldset",
        "details",
        "figure",
        "blockquote",
        "hgroup",
        "search",
        "dialog",
    ]
)
"""Elements that contain blocks and mean nothing else, with quotations."""
LEAVES = frozenset(["p", "dt", "figcaption", "caption", "summary", "legend", *HEADINGS])
"""Elements that contain only text."""
BLOCKS = (
    CONTAINERS
    | LEAVES
    | frozenset(
        [
            "ul",
            "ol",
            "menu",
            "li",
            "dl",
            "dd",
            "table",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
            "pre",
            "hr",
            "paragraph",
            "line",
            "note",
        ]
    )
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "audio",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "button",
        "canvas",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "embed",
        "font",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "map",
        "mark",
        "meter",
        "object",
        "option",
        "optgroup",
        "output",
        "picture",
        "progress",
        "q",
        "rb",
        "rp",
        "rt",
        "rtc",
        "ruby",
        "s",
        "samp",
        "select",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "svg",
        "textarea",
        "time",
        "track",
        "tt",
        "u",
        "var",
        "video",
        "wbr",
    ]
)
OTHER = frozenset(["col", "colgroup"])
ATTRIBUTES = frozenset(
    [
        "id",
        "class",
        "href",
        "src",
        "srcset",
        "alt",
        "title",
        "start",
        "value",
        "type",
        "colspan",
        "rowspan",
        "align",
        "style",
        "name",
        "role",
        "checked",
        "cite",
        "datetime",
        "data",
        "data-fn",
        "data-src",
        "data-lang",
        "poster",
        "width",
        "height",
        "lang",
        "aria-hidden",
    ]
)
REMOVED = ("script", "style", "template", "noscript", "title")
SCHEMES = frozenset(["http", "https", "mailto", "tel", "ftp", "sms", "whatsapp"])
SCRIPT = re.compile(r"<(script|style|template|noscript)\b", re.IGNORECASE)
TAG = re.compile(r"""<(/?)([a-z][a-z0-9-]*)(?:\s+[^\s=<>"]+="[^"]*")*\s*>""")
VOID = frozenset(["area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"])
DEEPEST = 60
"""Levels of elements within each other; no page that people write has more."""


def parsed(html: str) -> tuple[BeautifulSoup, bool]:
    """The tree of a page or a part of one, and whether it was too deep.

    Its text is unchanged except that of programs and styles.
    """
    clean = nh3.clean(
        html,
        tags=set(BLOCKS | INLINE | OTHER) - {"paragraph", "line", "note"},
        clean_content_tags=set(REMOVED),
        attributes={"*": set(ATTRIBUTES)},
        link_rel=None,
        url_schemes=set(SCHEMES),
    )
    clean, deep = _shallow(clean)
    return BeautifulSoup(f"{clean}<!-- -->", "html.parser"), deep  # without a tag there would be a warning


def removed_programs(html: str) -> list[str]:
    """Names of the elements of a text that contain programs or styles, once each."""
    return sorted({found[1].lower() for found in SCRIPT.finditer(html)})


def _shallow(html: str) -> tuple[str, bool]:
    """Removes tags that are nested too deeply, but not their text; returns whether there were any.

    All elements are closed, since nh3 wrote them.
    """
    depth = 0
    deep = False

    def kept(found: re.Match[str]) -> str:
        nonlocal depth, deep
        closing, name = found[1], found[2]
        depth -= 1 if closing else 0
        shown = depth < DEEPEST
        depth += 1 if not closing and name not in VOID else 0
        deep = deep or not shown
        return found[0] if shown else " " if name in BLOCKS else ""

    return TAG.sub(kept, html), deep


def new_tag(tree: BeautifulSoup, name: str, text: str = "") -> Tag:
    tag = tree.new_tag(name)
    if text:
        tag.append(NavigableString(text))
    return tag


def is_blank(node: PageElement) -> bool:
    return isinstance(node, Comment) or (
        isinstance(node, NavigableString) and not str(node).strip(" \t\r\n\f")
    )


def is_block(node: PageElement) -> bool:
    return isinstance(node, Tag) and node.name in BLOCKS


def put_text_into_blocks(tree: BeautifulSoup) -> None:
    """Wraps text beside blocks, so that every text is the whole content of its element.

    In a list item, such text is a `line`, which needs no empty line before a list below it; elsewhere it is
    a paragraph.
    """
    _move_links_inside(tree)
    for gallery in tree.find_all("ul"):
        items = [child for child in gallery.children if isinstance(child, Tag)]
        if items and all(_is_picture(item) for item in items):
            for item in items:
                item.name = "div"
            gallery.name = "div"
    for tag in [tree, *tree.find_all(True)]:
        if tag.name in CONTAINERS or tag.name in {"li", "dd", "td", "th", "note", "[document]"}:
            _wrap(tree, tag)


def _is_picture(item: Tag) -> bool:
    """True for an item of a gallery: a figure alone."""
    inner = [child for child in item.children if not is_blank(child)]
    return item.name == "li" and len(inner) == 1 and isinstance(inner[0], Tag) and inner[0].name == "figure"


def _move_links_inside(tree: BeautifulSoup) -> None:
    """Puts inline elements that enclose blocks around the texts of these blocks."""
    for tag in reversed(tree.find_all(list(INLINE))):
        if not tag.find(is_block):
            continue
        if tag.name in {"a", "b", "strong", "em", "i", "del", "s"}:
            for leaf in [tag, *tag.find_all(True)]:
                if leaf is tag or leaf.name in CONTAINERS | LEAVES | {"li", "dd", "td", "th"}:
                    for run in _runs(leaf):
                        inner = tree.new_tag(
                            tag.name, attrs={name: str(value) for name, value in tag.attrs.items()}
                        )
                        run[0].insert_before(inner)
                        for node in run:
                            inner.append(node.extract())
        tag.unwrap()


def _wrap(tree: BeautifulSoup, tag: Tag) -> None:
    tags = [child for child in tag.children if isinstance(child, Tag)]
    if tag.name == "li" and tags[:1] and tags[0].name == "p" and {t.name for t in tags[1:]} <= {"ul", "ol"}:
        tags[0].name = "line"
    blocks = any(is_block(child) for child in tag.children)
    if not blocks and tag.name in {"li", "dd", "td", "th", "note"}:
        return
    name = "line" if tag.name == "li" else "p"
    for run in list(_runs(tag)):
        wrapper = tree.new_tag(name)
        run[0].insert_before(wrapper)
        for node in run:
            wrapper.append(node.extract())
    for child in list(tag.children):
        if is_blank(child):
            child.extract()


def _runs(tag: Tag) -> Iterator[list[PageElement]]:
    """Groups children without blocks between them; none consists only of white space."""
    run: list[PageElement] = []
    for child in [*tag.children, None]:
        if child is not None and not is_block(child):
            run.append(child)
            continue
        while run and is_blank(run[-1]):
            run.pop()
        while run and is_blank(run[0]):
            run.pop(0)
        if run:
            yield run
        run = []


def simplify_definitions(tree: BeautifulSoup) -> int:
    """Turns lists of definitions that Markdown does not have into paragraphs; returns how many.

    Markdown has definitions of a term, and a definition there is a text.
    """
    count = 0
    for wrapper in tree.select("dl > div"):
        wrapper.unwrap()
    for alone in tree.find_all(["dd", "dt"]):
        if alone.parent is not None and alone.parent.name != "dl":
            alone.name = "div" if alone.name == "dd" else "p"
    for definitions in tree.find_all("dl"):
        items = [child for child in definitions.children if isinstance(child, Tag)]
        names = [item.name for item in items]
        texts = all(not item.find(lambda tag: tag.name in BLOCKS - {"p"}) for item in items)
        filled = all(item.get_text().strip(" \t\r\n\f") for item in items if item.name == "dt")
        if names[:1] == ["dt"] and "dt" not in names[-1:] and texts and filled and set(names) == {"dt", "dd"}:
            continue
        count += 1
        definitions.name = "div"
        for item in items:
            if item.name == "dt":
                inner = tree.new_tag("strong")
                inner.extend([child.extract() for child in list(item.children)])
                item.append(inner)
                item.name = "p"
            elif item.name == "dd":
                item.name = "div"
    return count


CODE = ("code", "kbd", "samp", "tt")


def join_code(tree: BeautifulSoup) -> None:
    """Joins pieces of code without anything between them, whose signs Markdown could not tell apart."""
    for code in tree.find_all(CODE):
        before = code.previous_sibling
        if isinstance(before, Tag) and before.name in CODE and code.parent is not None:
            before.extend([child.extract() for child in list(code.children)])
            code.replace_with(before.extract())


def level_headings(tree: BeautifulSoup) -> None:
    """Raises headings that skip a level: a third level below a first becomes a second."""
    above: list[tuple[int, int]] = []
    for heading in tree.find_all(HEADINGS):
        written = int(heading.name[1])
        while above and above[-1][0] >= written:
            above.pop()
        level = min(above[-1][1] + 1, written) if above else written
        above.append((written, level))
        heading.name = f"h{level}"
