"""One pass over the HTML of any Markdown engine, so that every engine gives the same page.

It takes sanitised HTML in the canonical form of the HTML5 serialiser, in which a tag is always
`<name attr="value">`, and gives it back with anchors on headings, marks in place of the
addresses of links and images, GitHub's alerts and task lists, and scrolling tables. On its way it
collects headings, links and plain text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sitegen.read.shortcodes import CLOSE, OPEN, Tag
from sitegen.types import Heading, Link, Location, Problem, Shortcode

TOKEN = re.compile(r'<(?P<slash>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z-]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
MARK = re.compile(f"{OPEN}S(\\d+){CLOSE}")
ALERT = re.compile(r"\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
TASK = re.compile(r"\s*\[([ xX])\]\s")
VOID = ("br", "hr", "img")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {
    *HEADINGS,
    *[
        "p",
        "li",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
        "tr",
        "ul",
        "ol",
        "dl",
        "hr",
        "br",
        "div",
        "section",
    ],
}

ALERTS = {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"}


@dataclass(frozen=True, slots=True)
class Fragment:
    """What one text became. Links and headings have no lines yet: HTML knows none."""

    html: str
    text: str
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    shortcodes: tuple[Shortcode, ...]
    problems: tuple[Problem, ...]


EMPTY_FRAGMENT = Fragment("", "", (), (), (), ())


@dataclass(frozen=True, slots=True)
class _Token:
    """A tag or the text between two tags."""

    kind: str
    """open, close or text."""
    name: str
    attributes: dict[str, str]
    raw: str


def finish(source: str, tags: tuple[Tag, ...], path: str) -> Fragment:
    """The finished fragment of some sanitised HTML; `tags` are the shortcodes its marks stand for."""
    walk = _Walk(list(_tokens(source)), tags, path)
    walk.run()
    markup = "".join(walk.out)
    text = re.sub(r"[ \t]+", " ", "".join(walk.plain))
    text = re.sub(r"\s*\n\s*", "\n", MARK.sub("", text)).strip()
    headings = _with_emptiness(walk)
    return Fragment(markup, text, headings, tuple(walk.links), tuple(walk.shortcodes), tuple(walk.problems))


def message_mark(message: str, number: str = "") -> str:
    """A mark for a word of the interface, translated when the page is rendered."""
    return f"{OPEN}T{message}|{number}{CLOSE}"


def link_mark(number: int) -> str:
    return f"{OPEN}L{number}{CLOSE}"


def _tokens(source: str) -> Iterator[_Token]:
    end = 0
    for match in TOKEN.finditer(source):
        if match.start() > end:
            yield _Token("text", "", {}, source[end : match.start()])
        end = match.end()
        attributes = {key: html.unescape(value) for key, value in ATTRIBUTE.findall(match["attributes"])}
        yield _Token("close" if match["slash"] else "open", match["name"], attributes, match[0])
    if end < len(source):
        yield _Token("text", "", {}, source[end:])


def _tag(name: str, attributes: dict[str, str]) -> str:
    shown = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{name}{shown}>"


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    name: str
    closing: str


@dataclass(slots=True)
class _Walk:
    tokens: list[_Token]
    tags: tuple[Tag, ...]
    path: str
    out: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    headings: list[tuple[Heading, int]] = field(default_factory=list)
    """Each with the length of the plain text before and after it."""
    links: list[Link] = field(default_factory=list)
    shortcodes: list[Shortcode] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    open_shortcodes: list[tuple[int, int]] = field(default_factory=list)
    """Number of the shortcode and depth at which it was opened."""
    footnotes: int = 0
    """The number of the footnote at hand."""
    position: int = 0
    shift: int = 0

    def run(self) -> None:
        self.shift = 1 if any(t.kind == "open" and t.name == "h1" for t in self.tokens) else 0
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token.kind == "text":
                self.text(token.raw)
            elif token.kind == "open":
                self.start(token)
            else:
                self.end(token)
        for number, _ in self.open_shortcodes:
            self.shortcodes[number] = replace(self.shortcodes[number], closed=False)

    def peek(self, ahead: int = 0) -> _Token:
        position = self.position + ahead
        return self.tokens[position] if position < len(self.tokens) else _Token("text", "", {}, "")

    def inside(self, *names: str) -> bool:
        return any(element.name in names for element in self.stack)

    # --- text ---

    def text(self, raw: str) -> None:
        if self.inside("code", "pre"):
            literal = MARK.sub(lambda m: html.escape(self.tags[int(m[1])].written, quote=False), raw)
            in_cell = self.inside("td", "th")
            self.write(literal.replace("\\|", "|") if in_cell else literal)
            return
        end = 0
        for match in MARK.finditer(raw):
            self.write(raw[end : match.start()])
            self.shortcode(self.tags[int(match[1])])
            end = match.end()
        self.write(raw[end:])

    def write(self, raw: str) -> None:
        self.out.append(raw)
        self.plain.append(html.unescape(raw))

    def shortcode(self, tag: Tag) -> None:
        place = Location(self.path, tag.line, tag.column)
        if not tag.name:
            hint = 'like {{< number members >}} or {{< note title="…" >}}'
            self.problems.append(Problem("shortcode.syntax", "this is not a shortcode", place, hint))
        elif tag.closing:
            self.close_shortcode(tag, place)
        else:
            number = len(self.shortcodes)
            self.shortcodes.append(
                Shortcode(tag.name, tag.args, dict(tag.named), tag.line, tag.column, closed=False)
            )
            self.open_shortcodes.append((number, len(self.stack)))
            self.out.append(f"{OPEN}S{number}{CLOSE}")
            self.plain.append(" ")

    def close_shortcode(self, tag: Tag, place: Location) -> None:
        candidates = [pair for pair in self.open_shortcodes if self.shortcodes[pair[0]].name == tag.name]
        if not candidates:
            hint = f"write {{{{< {tag.name} >}}}} where it begins, or remove this line"
            message = f'"{tag.name}" is closed but was not opened'
            self.problems.append(Problem("shortcode.unopened", message, place, hint))
            return
        number, depth = candidates[-1]
        if depth != len(self.stack):
            message = f'"{tag.name}" begins and ends in different blocks'
            hint = "put both tags on lines of their own, at the same indentation"
            self.problems.append(Problem("shortcode.nesting", message, place, hint))
        self.shortcodes[number] = replace(self.shortcodes[number], closed=True)
        self.open_shortcodes = [p for p in self.open_shortcodes if p[0] < number]
        self.out.append(f"{OPEN}E{number}{CLOSE}")

    # --- elements ---

    def start(self, token: _Token) -> None:
        if token.name in BLOCKS:
            self.plain.append("\n")
        if token.name in VOID:
            self.out.append(self.image(token) if token.name == "img" else token.raw)
        elif token.name in HEADINGS:
            self.heading(token)
        elif token.name == "a" and "href" in token.attributes:
            self.push(token, self.link(token))
        elif (token.name == "blockquote" and self.alert()) or (token.name == "p" and self.lone_shortcode()):
            pass
        elif token.name == "table":
            label = message_mark("Table")
            before = f'<div class="table-wrap" role="region" tabindex="0" aria-label="{label}">'
            self.push(token, before + "<table>", "</table></div>")
        elif token.name == "li" and self.task():
            pass
        elif token.attributes.get("id", "").startswith("fn:"):
            self.footnotes += 1
            self.push(token, token.raw)
        else:
            self.push(token, token.raw)

    def push(self, token: _Token, opening: str, closing: str = "") -> None:
        self.out.append(opening)
        self.stack.append(_Open(token.name, closing or f"</{token.name}>"))

    def end(self, token: _Token) -> None:
        if token.name in BLOCKS:
            self.plain.append("\n")
        if self.stack and self.stack[-1].name == token.name:
            self.out.append(self.stack.pop().closing)

    def heading(self, token: _Token) -> None:
        level = min(int(token.name[1]) + self.shift, 6)
        words = []
        for ahead in range(len(self.tokens) - self.position):
            following = self.peek(ahead)
            if following.kind == "close" and following.name == token.name:
                break
            words.append(html.unescape(following.raw) if following.kind == "text" else "")
            words.append(following.attributes.get("alt", ""))
        text = MARK.sub("", " ".join("".join(words).split()))
        anchor = self.anchor(text)
        self.headings.append((Heading(level, text, anchor), sum(map(len, self.plain)) + len(text)))
        self.push(token, f'<h{level} id="{html.escape(anchor)}">', f"</h{level}>")

    def anchor(self, text: str) -> str:
        """As GitHub makes them: lower case, words joined by hyphens, repeats numbered."""
        slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") or "section"
        found, number = slug, 0
        while found in self.anchors:
            number += 1
            found = f"{slug}-{number}"
        self.anchors.add(found)
        return found

    def link(self, token: _Token) -> str:
        href = token.attributes["href"]
        if "footnote-backref" in token.attributes.get("class", ""):
            label = message_mark("Back to reference %(n)s", str(self.footnotes))
            return f'<a href="{html.escape(href)}" class="footnote-backref" aria-label="{label}">'
        if "footnote-ref" in token.attributes.get("class", ""):
            return token.raw
        words = []
        for ahead in range(len(self.tokens) - self.position):
            following = self.peek(ahead)
            if following.kind == "close" and following.name == "a":
                break
            words.append(following.attributes.get("alt", "") if following.name == "img" else "")
            words.append(html.unescape(following.raw) if following.kind == "text" else "")
        self.links.append(Link(href, " ".join("".join(words).split()), 0, 0))
        attributes = {k: v for k, v in token.attributes.items() if k == "title"}
        return _tag("a", {"href": link_mark(len(self.links) - 1), **attributes})

    def image(self, token: _Token) -> str:
        source, alt = token.attributes.get("src", ""), token.attributes.get("alt", "")
        if "src" not in token.attributes:  # refused by the sanitiser; its words stay
            self.plain.append(alt)
            return html.escape(alt)
        self.links.append(Link(source, alt, 0, 0, image=True))
        self.plain.append(f" {alt} ")
        attributes = {k: v for k, v in token.attributes.items() if k == "title"}
        src = link_mark(len(self.links) - 1)
        return _tag("img", {"src": src, "alt": alt, **attributes, "loading": "lazy"})

    def skip_blank(self) -> None:
        while self.peek().kind == "text" and not self.peek().raw.strip():
            self.position += 1

    def alert(self) -> bool:
        """`> [!NOTE]`, as on GitHub; false for an ordinary quotation."""
        before = self.position
        self.skip_blank()
        first = self.peek(1)
        match = ALERT.match(first.raw) if self.peek().name == "p" and first.kind == "text" else None
        if match is None:
            self.position = before
            return False
        kind = match[1].lower()
        title = f'<p class="alert-title">{message_mark(ALERTS[kind])}</p>'
        self.push(
            _Token("open", "blockquote", {}, ""),
            f'<div class="alert alert-{kind}" role="note">{title}',
            "</div>",
        )
        rest = first.raw[match.end() :]
        after = self.peek(2)
        if not rest.strip() and after.kind == "close" and after.name == "p":
            self.position += 3
        elif not rest.strip() and after.kind == "open" and after.name == "br":
            self.position += 3
            self.push(_Token("open", "p", {}, "<p>"), "<p>")
        else:
            self.position += 2
            self.push(_Token("open", "p", {}, "<p>"), "<p>")
            self.text(rest)
        return True

    def lone_shortcode(self) -> bool:
        """A paragraph that holds nothing but one tag is that tag, standing as a block."""
        inner, closing = self.peek(), self.peek(1)
        match = MARK.fullmatch(inner.raw.strip()) if inner.kind == "text" else None
        if match is None or closing.kind != "close" or closing.name != "p":
            return False
        self.position += 2
        self.shortcode(self.tags[int(match[1])])
        return True

    def task(self) -> bool:
        ahead = (
            1
            if self.peek().name == "p" or (self.peek().kind == "text" and not self.peek().raw.strip())
            else 0
        )
        ahead += 1 if ahead and self.peek(1).name == "p" else 0
        first = self.peek(ahead)
        match = TASK.match(first.raw) if first.kind == "text" else None
        if match is None:
            return False
        checked = " checked" if match[1] != " " else ""
        label = message_mark("Done" if checked else "To do")
        box = f'<input type="checkbox" disabled{checked} aria-label="{label}"> '
        self.out.append('<li class="task-list-item">')
        self.stack.append(_Open("li", "</li>"))
        for _ in range(ahead):
            token = self.peek()
            self.position += 1
            if token.kind == "open":
                self.push(token, token.raw)
        self.position += 1
        self.out.append(box)
        self.text(first.raw[match.end() :])
        return True


def _with_emptiness(walk: _Walk) -> tuple[Heading, ...]:
    """The headings, those with nothing under them marked: no text, shortcode, image or subheading."""
    plain, markup = "".join(walk.plain), "".join(walk.out)
    found = []
    for number, (heading, end) in enumerate(walk.headings):
        following = walk.headings[number + 1] if number + 1 < len(walk.headings) else None
        deeper = following is not None and following[0].level > heading.level
        stop = following[1] - len(following[0].text) if following else len(plain)
        words = plain[end:stop].strip()
        empty = not (deeper or words or _holds_object(markup, heading, following))
        found.append(replace(heading, empty=empty))
    return tuple(found)


def _holds_object(markup: str, heading: Heading, following: tuple[Heading, int] | None) -> bool:
    start = markup.find(f'id="{html.escape(heading.anchor)}"')
    stop = markup.find(f'id="{html.escape(following[0].anchor)}"', start) if following else len(markup)
    return OPEN + "S" in markup[start:stop] or "<img " in markup[start:stop]
