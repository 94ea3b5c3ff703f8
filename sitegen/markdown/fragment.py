"""Final pass over the HTML of any Markdown engine, so that all engines give the same page.

It takes sanitised HTML in the canonical form of the HTML5 serialiser, in which a tag is always `<name
attr="value">` and always closed. It adds anchors to headings, replaces the addresses of links and images by
marks, and converts GitHub's alerts, task lists and tables. It also collects headings, links and plain text.
Everything else is unchanged.
"""

from __future__ import annotations

import html
import re
import unicodedata

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.markdown.pieces import Piece
from sitegen.markdown.shortcodes import CLOSE, OPEN, ShortcodeTag
from sitegen.markdown.soft_breaks import without_soft_breaks
from sitegen.types import Heading, Link, Location, Problem, Shortcode
from sitegen.types.patterns import lazy_pattern

VALUES = r'(?:[ ][a-z-]+="[^"]*")*'
TAG = r'<[^">]*(?:"[^"]*"[^">]*)*>'
MARKED = f"{OPEN}S\\d+{CLOSE}"
CHANGED = rf"""
    < (?=[ahib]|ta|/(?:b|ta)|li(?:[ ]|>\s*(?:<p>\s*)?\[)) (?:
      (?P<heading>h(?P<level>[1-6])(?P<attributes>{VALUES})>(?P<title>.*?)</h(?P=level)>)
    | (?P<link>a(?P<address>{VALUES})>(?P<words>.*?)</a>)
    | (?P<image>img(?P<picture>{VALUES})>)
    | (?P<alert>blockquote>\s*<p>\s*\[!(?P<kind>(?i:NOTE|TIP|IMPORTANT|WARNING|CAUTION))\]
        \s*(?P<rest></p>|<br>\s*)?)
    | (?P<quotation>blockquote{VALUES}>)
    | (?P<quoted>/blockquote>)
    | (?P<table>table{VALUES}>)
    | (?P<tabled>/table>)
    | (?P<task>li>(?P<loose>\s*<p>)?\s*\[(?P<tick>[ xX])\]\s)
    | (?P<note>li[ ]id="fn:[^"]*">)
    )"""
TOKEN = re.compile(CHANGED, re.DOTALL | re.VERBOSE)
"""Everything that the pass changes. The pattern begins with a fixed character, which makes the search fast.
"""
TOKEN_OR_CALL = lazy_pattern(
    rf"(?=[<{OPEN}])(?:{CHANGED} | (?P<call><p>\s*{MARKED}\s*</p>|{MARKED}))", re.DOTALL | re.VERBOSE
)
"""For a text with shortcodes; a paragraph with nothing but a shortcode is replaced as a whole."""
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
NOT_OF_ANCHOR = re.compile(r"[^\w\- ]")
MARK = lazy_pattern(f"{OPEN}S(\\d+){CLOSE}")
ANY_MARK = lazy_pattern(f"{OPEN}[^{CLOSE}]*{CLOSE}")
LETTER = lazy_pattern(f"(?:&lt;)?{OPEN}L(\\d+){CLOSE}")
LETTERED = lazy_pattern(f"<ul>(?=\\s*<li>\\s*(?:<p>\\s*)?&lt;{OPEN}L)")
OWN_ANCHOR = lazy_pattern(r'\s*(?:\{#([^\W_][\w.:-]*)\}|<span id="([^"]*)"></span>)\s*\Z')
OWN_ANCHORS = lazy_pattern(r'(?:\{#([^\W_][\w.:-]*)\}|<span id="([^"]*)"></span>)\s*</h[1-6]>')
GIVEN_ANCHORS = lazy_pattern(r'<h[1-6][^>]* id="([^"]*)"')
MENTION = lazy_pattern(r'<sup id="fnref[^"]*">.*?</sup>')
"""Mention of a footnote."""
BLOCK_NAMES = (
    "p", "h[1-6]", "li", "dt", "dd", "blockquote", "pre", "table", "tr", "ul", "ol", "dl", "hr", "br", "div",
    "section", "address", "article", "aside", "caption", "details", "figcaption", "figure", "footer",
    "header", "hgroup", "summary",
)  # fmt: skip
BLOCK = lazy_pattern(rf'</?(?:{"|".join(BLOCK_NAMES)})\b[^">]*(?:"[^"]*"[^">]*)*>')
ANY_TAG = lazy_pattern(TAG)
IMAGE = lazy_pattern(rf"<img({VALUES})>")
ALERT_TITLE = lazy_pattern(r'<p class="alert-title">[^<]*</p>')
NO_CONTENT = re.compile(rf"(?:\s|(?!<img){TAG})*")
ELEMENT = lazy_pattern(r"<(/?)(?!(?:br|col|hr|img|wbr)\b)[a-z]")
REMOTE = lazy_pattern(r"\s*https?:", re.IGNORECASE)
ALERTS = {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"}


class Fragment(Struct, frozen=True):
    """Result of converting one text. Links have no lines yet, since HTML has none."""

    html: str
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    shortcodes: tuple[Shortcode, ...]
    problems: tuple[Problem, ...]

    @property
    def text(self) -> str:
        """Plain text, one line for each block."""
        return plain_text(self.html)


EMPTY_FRAGMENT = Fragment("", (), (), (), ())


def finish(source: str, pieces: tuple[Piece, ...], path: str) -> Fragment:
    """Finishes sanitised HTML whose marks stand for `pieces`."""
    source = without_soft_breaks(source)
    if pieces:
        source = _with_letters(source, pieces)
    shift = 1 if "<h1>" in source or (pieces and "<h1 " in source) else 0
    walk = _Walk(source, pieces, path, _own_anchors(source, bool(pieces)), shift)
    markup = walk.over(source, 0)
    for number, _ in walk.open_shortcodes:
        walk.shortcodes[number] = replace(walk.shortcodes[number], closed=False)
    headings = _with_emptiness(source, walk.headings)
    return Fragment(markup, headings, tuple(walk.links), tuple(walk.shortcodes), tuple(walk.problems))


def _with_letters(source: str, pieces: tuple[Piece, ...]) -> str:
    """Marks lists with letters as such, and adds their letters as text."""
    source = LETTERED.sub('<ul class="lettered">', source)
    return LETTER.sub(
        lambda mark: f'<span class="marker">{html.escape(pieces[int(mark[1])].written.strip())}</span> ',
        source,
    )


def message_mark(message: str, number: str = "") -> str:
    """Mark for an interface string, which is translated when the page is rendered."""
    return f"{OPEN}T{message}|{number}{CLOSE}"


def link_mark(number: int) -> str:
    return f"{OPEN}L{number}{CLOSE}"


def plain_text(markup: str) -> str:
    """Plain text of finished HTML, one line for each block."""
    if "alert-title" in markup:
        markup = ALERT_TITLE.sub("", markup)
    text = _words(BLOCK.sub("\n", markup))
    if "  " in text or "\t" in text:
        text = re.sub(r"[ \t]+", " ", text)
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def _words(markup: str) -> str:
    """Text of HTML without its tags; an image is replaced by its alternative text."""
    if "<" in markup:
        if "<img" in markup:
            markup = IMAGE.sub(lambda image: f" {_attributes(image[1]).get('alt', '')} ", markup)
        markup = ANY_TAG.sub("", markup.replace("<br>", " "))
    if OPEN in markup:
        markup = ANY_MARK.sub(" ", markup)
    return html.unescape(markup) if "&" in markup else markup


def _attributes(written: str) -> dict[str, str]:
    return dict(ATTRIBUTE.findall(written))


class _Walk(Struct):
    """State of the pass over one text."""

    source: str
    pieces: tuple[Piece, ...]
    path: str
    own: frozenset[str]
    """Anchors that authors wrote at headings."""
    shift: int
    """Number of levels by which headings are lowered."""
    headings: list[tuple[Heading, int, int]] = field(default_factory=list)
    """Headings with the offsets of their elements in the source."""
    links: list[Link] = field(default_factory=list)
    shortcodes: list[Shortcode] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    """Anchor → number of anchors that were derived from it."""
    quotations: list[str] = field(default_factory=list)
    """Closing tags of the open quotations."""
    open_shortcodes: list[tuple[int, int]] = field(default_factory=list)
    """Number of each open shortcode, and the depth at which it was opened."""
    inside_link: bool = False
    notes: int = 0
    """Number of the current footnote."""
    base: int = 0
    """Offset of the current part in the source."""
    measured: int = 0
    depth: int = 0
    """Number of elements that are open at offset `measured`."""

    def over(self, part: str, start: int) -> str:
        """Finishes a part of the source that begins at offset `start`."""
        if "<" not in part and OPEN not in part:
            return part
        before, self.base = self.base, start
        markup = (TOKEN_OR_CALL if self.pieces else TOKEN).sub(self.token, part)
        self.base = before
        return markup

    def token(self, found: re.Match[str]) -> str:
        name = found.lastgroup
        assert name is not None
        markup: str = getattr(self, name)(found)
        return markup

    def heading(self, found: re.Match[str]) -> str:
        number, attributes, title = found.group("level", "attributes", "title")
        level = min(int(number) + self.shift, 6)
        given = _attributes(attributes) if attributes else {}
        own = OWN_ANCHOR.search(title) if "{#" in title or "<span id=" in title else None
        if own:
            title = title[: own.start()]
        text = " ".join(_words(MENTION.sub("", title) if "fnref" in title else title).split())
        written = given.pop("id", "") or (own and (own[1] or own[2]))
        anchor = html.unescape(written) if written else self.anchor(text)
        shown = html.escape(anchor) if written else anchor  # a derived anchor has no signs of HTML
        begin, end = self.base + found.start(), self.base + found.end()
        self.headings.append((Heading(level, text, anchor), begin, end))
        inner = self.over(title, self.base + found.start("title"))
        return f'<h{level} id="{shown}"{_written(given)}>{inner}</h{level}>'

    def anchor(self, text: str) -> str:
        """Anchor as on GitHub: lower case, words joined by hyphens, numbers for repeated anchors."""
        letters = "" if text.isascii() else unicodedata.normalize("NFC", text.lower())
        slug = "".join(filter(_is_of_anchor, letters))
        slug = (slug or NOT_OF_ANCHOR.sub("", text.lower())).replace(" ", "-") or "section"
        found = slug
        while found in self.anchors or found in self.own:
            self.anchors[slug] = self.anchors.get(slug, 0) + 1
            found = f"{slug}-{self.anchors[slug]}"
        self.anchors[found] = 0
        return found

    def link(self, found: re.Match[str]) -> str:
        address, words = found.group("address", "words")
        values = _attributes(address)
        kind = values.get("class", "")
        if "footnote-backref" in kind:
            label = message_mark("Back to reference %(n)s", str(self.notes))
            return f'<a href="{values["href"]}" class="footnote-backref" aria-label="{label}">{words}</a>'
        if "footnote-ref" in kind:
            return found[0]
        if "href" in values:
            text = " ".join(_words(self.with_tags(words)).split())
            target = html.unescape(values.pop("href"))
            opening = f'<a href="{link_mark(len(self.links))}"{_written(values)}>'
            self.links.append(Link(target, text, 0, 0))
        else:  # an anchor, or refused by the sanitiser; its text stays
            opening = f"<a{_written(values)}>"
        self.inside_link = True
        inner = self.over(words, self.base + found.start("words"))
        self.inside_link = False
        return f"{opening}{inner}</a>"

    def with_tags(self, words: str) -> str:
        """Replaces marks in the text of a link by shortcodes as written: their output is not known yet."""
        if OPEN not in words:
            return words
        return MARK.sub(lambda mark: html.escape(self.pieces[int(mark[1])].written, quote=False), words)

    def image(self, found: re.Match[str]) -> str:
        values = _attributes(found["picture"])
        alt = values.get("alt", "")
        if "src" not in values:  # refused by the sanitiser; its text stays
            return alt
        source, target = link_mark(len(self.links)), html.unescape(values["src"])
        self.links.append(Link(target, html.unescape(alt), 0, 0, image=True))
        if REMOTE.match(target):  # pages load nothing from other sites
            words = alt or html.escape(target)
            return words if self.inside_link else f'<a href="{source}"{_title(values)}>{words}</a>'
        return f'<img src="{source}" alt="{alt}"{_title(values)} loading="lazy">'

    def alert(self, found: re.Match[str]) -> str:
        """Converts `> [!NOTE]`, as on GitHub."""
        self.quotations.append("</div>")
        kind = found["kind"].lower()
        title = f'<p class="alert-title">{message_mark(ALERTS[kind])}</p>'
        paragraph = "" if found["rest"] == "</p>" else "<p>"
        return f'<div class="alert alert-{kind}" role="note">{title}{paragraph}'

    def quotation(self, found: re.Match[str]) -> str:
        self.quotations.append("</blockquote>")
        return found[0]

    def quoted(self, _: re.Match[str]) -> str:
        return self.quotations.pop()

    def table(self, found: re.Match[str]) -> str:
        label = message_mark("Table")
        return f'<div class="table-wrap" role="region" tabindex="0" aria-label="{label}">{found[0]}'

    def tabled(self, _: re.Match[str]) -> str:
        return "</table></div>"

    def task(self, found: re.Match[str]) -> str:
        checked = " checked" if found["tick"] != " " else ""
        label = message_mark("Done" if checked else "To do")
        box = f'<input type="checkbox" disabled{checked} aria-label="{label}"> '
        return f'<li class="task-list-item">{found["loose"] or ""}{box}'

    def note(self, found: re.Match[str]) -> str:
        self.notes += 1
        return found[0]

    # --- shortcodes ---

    def call(self, found: re.Match[str]) -> str:
        mark = MARK.search(found[0])
        assert mark is not None
        tag = self.pieces[int(mark[1])].tag
        assert tag is not None
        place = Location(self.path, tag.line, tag.column)
        if not tag.name:
            hint = 'like {{< number members >}} or {{< note title="…" >}}'
            self.problems.append(Problem("shortcode.syntax", "this is not a shortcode", place, hint))
            return ""
        depth = self.depth_at(self.base + found.start())
        return self.close_shortcode(tag, place, depth) if tag.closing else self.open_shortcode(tag, depth)

    def depth_at(self, position: int) -> int:
        """Number of elements that are open at an offset; must be called with ascending offsets."""
        for element in ELEMENT.finditer(self.source, self.measured, position):
            self.depth += -1 if element[1] else 1
        self.measured = position
        return self.depth

    def open_shortcode(self, tag: ShortcodeTag, depth: int) -> str:
        number = len(self.shortcodes)
        self.shortcodes.append(
            Shortcode(tag.name, tag.args, dict(tag.named), tag.line, tag.column, closed=False)
        )
        self.open_shortcodes.append((number, depth))
        return f"{OPEN}S{number}{CLOSE}"

    def close_shortcode(self, tag: ShortcodeTag, place: Location, depth: int) -> str:
        candidates = [pair for pair in self.open_shortcodes if self.shortcodes[pair[0]].name == tag.name]
        if not candidates:
            hint = f"write {{{{< {tag.name} >}}}} where it begins, or remove this line"
            message = f'"{tag.name}" is closed but was not opened'
            self.problems.append(Problem("shortcode.unopened", message, place, hint))
            return ""
        number, opened_at = candidates[-1]
        if opened_at != depth:
            message = f'"{tag.name}" begins and ends in different blocks'
            hint = "put both tags on lines of their own, at the same indentation"
            self.problems.append(Problem("shortcode.nesting", message, place, hint))
        self.shortcodes[number] = replace(self.shortcodes[number], closed=True)
        self.open_shortcodes = [pair for pair in self.open_shortcodes if pair[0] < number]
        return f"{OPEN}E{number}{CLOSE}"


def _is_of_anchor(char: str) -> bool:
    """True for letters with combining marks, digits, underscores, hyphens and blanks."""
    return char.isalnum() or char in "_- " or unicodedata.category(char) in ("Mn", "Mc", "Me", "Pc")


def _own_anchors(source: str, has_pieces: bool) -> frozenset[str]:
    """Anchors that authors wrote at headings; those in tags and lists of attributes are pieces."""
    found = {name for pair in OWN_ANCHORS.findall(source) for name in pair} if "{" in source else set()
    if has_pieces and " id=" in source:
        found |= {name for pair in OWN_ANCHORS.findall(source) for name in pair}
        found.update(GIVEN_ANCHORS.findall(source))
    return frozenset(map(html.unescape, found - {""}))


def _written(values: dict[str, str]) -> str:
    """Attributes as written in HTML."""
    return "".join(f' {name}="{value}"' for name, value in values.items()) if values else ""


def _title(values: dict[str, str]) -> str:
    return f' title="{values["title"]}"' if "title" in values else ""


def _with_emptiness(source: str, found: list[tuple[Heading, int, int]]) -> tuple[Heading, ...]:
    """Returns the headings and marks those without text, shortcode, image or subheading below them."""
    headings = []
    for number, (heading, _, end) in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        deeper = following is not None and following[0].level > heading.level
        stop = following[1] if following else len(source)
        blank = NO_CONTENT.match(source, end, stop)
        assert blank is not None
        empty = blank.end() == stop and not deeper
        headings.append(replace(heading, empty=True) if empty else heading)
    return tuple(headings)
