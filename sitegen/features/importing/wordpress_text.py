"""Texts of WordPress as HTML: blocks, classic text, and the shortcodes of WordPress itself.

Shortcodes of plugins become words that stand for them, since HTML cannot hold them; `with_shortcodes` puts
the shortcodes of sitegen in their place, once the text is Markdown.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from sitegen.features.importing.imported import ImportedShortcode, Use

BLOCK = re.compile(r"<!--\s+(?P<close>/)?wp:(?P<name>[a-z][a-z0-9_/-]*)(?P<rest>[^<>]*)-->")
QUIET = frozenset({"more", "nextpage", "footnotes", "block", "spacer", "navigation", "page-list"})
"""Blocks without HTML that are dealt with elsewhere or show nothing."""
ELEMENTS = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|"
    "address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|"
    "details|menu|summary|iframe|script"
)
OPENING = re.compile(rf"(<(?:{ELEMENTS})(?=[\s/>]))", re.IGNORECASE)
CLOSING = re.compile(rf"(</(?:{ELEMENTS})>)", re.IGNORECASE)
ALONE = re.compile(rf"<p>\s*(</?(?:{ELEMENTS})\b[^<>]*>)", re.IGNORECASE)
LAST = re.compile(rf"(</?(?:{ELEMENTS})\b[^<>]*>)\s*</p>", re.IGNORECASE)
BREAK_AFTER = re.compile(rf"(</?(?:{ELEMENTS})\b[^<>]*>)\s*<br>", re.IGNORECASE)
BREAK_BEFORE = re.compile(r"<br>(\s*</?(?:p|li|div|dl|dd|dt|th|pre|td|ul|ol)\b[^<>]*>)", re.IGNORECASE)
TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
PRE = re.compile(r"<pre\b", re.IGNORECASE)
PRE_END = re.compile(r"</pre>", re.IGNORECASE)
MORE = re.compile(r"<!--\s*(?:more|nextpage|noteaser)\b[^<>]*-->", re.IGNORECASE)

SHORTCODE = re.compile(
    r"\[(?P<open>\[)?(?P<slash>/)?(?P<name>[A-Za-z][A-Za-z0-9_-]{1,60})"
    r"(?P<values>(?:\s+[^\[\]<>\n]*|=[^\[\]<>\n]*)?)(?P<end>/)?\](?P<close>\])?"
)
VALUE = re.compile(r"""([A-Za-z_][\w-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|([^\s"']+)""")
OWN = ("caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist")

ENCLOSING = ("caption", "wp_caption", "embed", "audio", "video")


class Attachment(Struct, frozen=True):
    id: str
    address: str
    alt: str
    caption: str
    title: str
    parent: str


class TextContext(Struct, frozen=True):
    """Posts and files of an export to which its texts can refer."""

    attachments: Mapping[str, Attachment]
    """By id."""
    galleries: Mapping[str, Sequence[Attachment]]
    """Pictures that were uploaded to an entry, by id of the entry."""
    reusable: Mapping[str, str]
    """Texts of reusable blocks, by id."""


class Call(Struct, frozen=True):
    """A shortcode of a plugin in a text."""

    name: str
    written: str
    values: tuple[tuple[str, str], ...]
    """Values with their names; names of values without one are numbers."""
    closing: bool


class PreparedText(Struct, frozen=True):
    html: str
    calls: tuple[Call, ...]
    lost: tuple[str, ...]


def prepared(content: str, entry: str, notes: str, context: TextContext) -> PreparedText:
    """HTML of the content of an entry; `entry` is its id, `notes` its footnotes as JSON."""
    lost: list[str] = []
    calls: list[Call] = []
    text = content.replace("\r\n", "\n").replace("\r", "\n")
    text = _with_reusable(text, context.reusable)
    text = "".join(_without_blocks(text, notes, lost)) if "<!-- wp:" in text else autop(MORE.sub("", text))
    text = _own_shortcodes(text, entry, context, lost)
    return PreparedText(_marked(text, calls), tuple(calls), tuple(dict.fromkeys(lost)))


def _with_reusable(text: str, reusable: Mapping[str, str]) -> str:
    def content(found: re.Match[str]) -> str:
        ref = str(_attributes(found["rest"]).get("ref", ""))
        return reusable.get(ref, found[0]) if found["name"] == "block" and not found["close"] else found[0]

    return BLOCK.sub(content, text) if "wp:block" in text else text


def _attributes(rest: str) -> Mapping[str, object]:
    begin, end = rest.find("{"), rest.rfind("}")
    try:
        value = json.loads(rest[begin : end + 1]) if 0 <= begin < end else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _without_blocks(text: str, notes: str, lost: list[str]) -> Iterator[str]:
    """The HTML of blocks; text between them is classic."""
    depth = position = 0
    for found in BLOCK.finditer(text):
        between = text[position : found.start()]
        yield between if depth else autop(MORE.sub("", between))
        position = found.end()
        alone = found["rest"].rstrip().endswith("/")
        name = found["name"].removeprefix("core/")
        if found["close"]:
            depth = max(0, depth - 1)
        elif not alone:
            depth += 1
        elif name == "footnotes":
            yield _footnotes(notes)
        elif name not in QUIET:
            lost.append(f"the block {name}, which WordPress fills")
    yield text[position:] if depth else autop(MORE.sub("", text[position:]))


def _footnotes(notes: str) -> str:
    try:
        found = json.loads(notes)
    except (ValueError, RecursionError):
        return ""
    items = [
        f'<li id="{html.escape(str(note.get("id", "")))}">{note.get("content", "")} '
        f'<a href="#{html.escape(str(note.get("id", "")))}-link">↩</a></li>'
        for note in found
        if isinstance(note, dict)
    ]
    return f"<ol>{''.join(items)}</ol>"


def autop(text: str) -> str:
    """Paragraphs and line breaks of classic text, by the rules of WordPress (wpautop)."""
    if not text.strip():
        return ""
    kept: list[str] = []
    text = TAG.sub(lambda tag: tag[0].replace("\n", " "), "".join(_without_code(text, kept)))
    text = re.sub(r"<br\s*/?>\s*<br\s*/?>", "\n\n", text)
    text = CLOSING.sub("\\1\n\n", OPENING.sub("\n\n\\1", text))
    parts = (part.strip() for part in re.split(r"\n[ \t\n]*\n", text))
    text = "\n".join(f"<p>{part}</p>" for part in parts if part)
    text = LAST.sub(r"\1", ALONE.sub(r"\1", text))
    text = re.sub(r"<br\s*/?>[ \t]*\n?|\n(?!<p>)", "<br>\n", text)
    text = BREAK_BEFORE.sub(r"\1", BREAK_AFTER.sub(r"\1", text))
    return re.sub(r"<pre ([0-9]+)></pre>", lambda found: kept[int(found[1])], text)


def _without_code(text: str, kept: list[str]) -> Iterator[str]:
    """Puts an empty element in place of each block of code, which goes to `kept`."""
    position = 0
    while begin := PRE.search(text, position):
        end = PRE_END.search(text, begin.end())
        if end is None:
            break
        yield text[position : begin.start()]
        yield f"<pre {len(kept)}></pre>"
        kept.append(text[begin.start() : end.end()])
        position = end.end()
    yield text[position:]


# --- shortcodes -----------------------------------------------------------------------------------


def _own_shortcodes(text: str, entry: str, context: TextContext, lost: list[str]) -> str:
    if "[" not in text:
        return text
    parts: list[str] = []
    position = 0
    without: set[str] = set()
    while found := SHORTCODE.search(text, position):
        name = found["name"].lower()
        parts.append(text[position : found.start()])
        position = found.end()
        if name not in OWN or found["slash"] or (found["open"] and found["close"]):
            parts.append(found[0])
            continue
        closing = f"[/{found['name']}]"
        close = text.find(closing, found.end()) if name in ENCLOSING and closing not in without else -1
        if close < 0:
            without.add(closing)
        inner = text[found.end() : close] if close >= 0 else ""
        position = close + len(name) + 3 if close >= 0 else position
        parts.append(_own(name, dict(_values(found["values"])), inner, entry, context, lost))
    return "".join([*parts, text[position:]])


def _own(
    name: str, values: Mapping[str, str], inner: str, entry: str, context: TextContext, lost: list[str]
) -> str:
    if name in ("caption", "wp_caption"):
        picture = re.match(
            r"\s*(?:<p>)?\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)", inner, re.DOTALL
        )
        shown, words = (picture[1], picture[2]) if picture else (inner, "")
        caption = values.get("caption", "") or re.sub(r"</?p>|<br>", " ", words).strip()
        return f"</p><figure>{shown}<figcaption>{caption}</figcaption></figure><p>"
    if name == "gallery":
        ids = [
            part.strip() for part in values.get("ids", values.get("include", "")).split(",") if part.strip()
        ]
        pictures = (
            [context.attachments[i] for i in ids if i in context.attachments]
            if ids
            else context.galleries.get(values.get("id", entry), ())
        )
        if not pictures:
            lost.append("a gallery without pictures")
        return f"</p>{''.join(map(_figure, pictures))}<p>"
    if name == "embed":
        address = html.escape(html.unescape(inner.strip()))
        lost.append(f"what {inner.strip()} embeds became a link")
        return f'<a href="{address}">{address}</a>'
    sources = [
        values[key]
        for key in ("src", "mp3", "mp4", "ogg", "m4a", "wav", "m4v", "webm", "ogv")
        if key in values
    ]
    ids = values.get("ids", "").split(",")
    sources += [context.attachments[i].address for i in ids if i in context.attachments]
    lost.append(f"a player ({name}) became a link")
    return " ".join(
        f'<a href="{html.escape(src)}">{html.escape(src.rpartition("/")[2])}</a>' for src in sources
    )


def _figure(picture: Attachment) -> str:
    caption = f"<figcaption>{picture.caption}</figcaption>" if picture.caption else ""
    shown = f'<img src="{html.escape(picture.address)}" alt="{html.escape(picture.alt)}">'
    return f"<figure>{shown}{caption}</figure>"


def _values(written: str) -> Iterator[tuple[str, str]]:
    number = 0
    for found in VALUE.finditer(html.unescape(written).replace("”", '"').replace("″", '"')):
        if found[1]:
            yield found[1].lower(), next(part for part in (*found.groups()[1:4], "") if part is not None)
        else:
            number += 1
            yield str(number), found[5] if found[5] is not None else found[6]


MARK = "xsitegencall{}x"
MARKS = re.compile(r"xsitegencall([0-9]+)x")


def _marked(text: str, calls: list[Call]) -> str:
    """Puts a word in place of each shortcode of a plugin. Other words in brackets stay words."""
    if "[" not in text:
        return text
    closed = {found["name"] for found in SHORTCODE.finditer(text) if found["slash"]}

    def mark(found: re.Match[str]) -> str:
        if found["open"] and found["close"]:
            return found[0][1:-1]
        name, values = found["name"], tuple(_values(found["values"]))
        named = any(not key.isdigit() for key, _ in values)
        if not (named or name in closed or ("_" in name and not values)):
            return found[0]
        calls.append(Call(name, found[0], values, bool(found["slash"])))
        word = MARK.format(len(calls) - 1)
        rest = ("[" if found["open"] else "", "]" if found["close"] else "")
        return f"{rest[0]}</p><p>{word}</p><p>{rest[1]}" if name in closed else f"{rest[0]}{word}{rest[1]}"

    return SHORTCODE.sub(mark, text)


def shortcode_name(name: str) -> str:
    return re.sub(r"[^a-z0-9_-]", "-", name.lower()).strip("-_")


def with_shortcodes(text: str, calls: Sequence[Call]) -> str:
    """Markdown with the shortcodes of sitegen in place of the words for them."""
    return MARKS.sub(
        lambda found: _tag(calls[int(found[1])]) if int(found[1]) < len(calls) else found[0], text
    )


def _tag(call: Call) -> str:
    name = shortcode_name(call.name)
    if call.closing:
        return f"{{{{< /{name} >}}}}"
    values = (
        _quoted(value) if key.isdigit() else f"{_key(key)}={_quoted(value)}" for key, value in call.values
    )
    return " ".join(["{{<", name, *values, ">}}"])


def _key(key: str) -> str:
    return re.sub(r"[^a-z0-9_]", "_", key)


def _quoted(value: str) -> str:
    value = re.sub(r"\s+", " ", value).replace(">}}", "> }}")
    return f"'{value}'" if '"' in value and "'" not in value else '"' + value.replace('"', "”") + '"'


def shortcodes_of(uses: Sequence[tuple[str, Call]]) -> tuple[ImportedShortcode, ...]:
    """The shortcodes of plugins, with the places where they are used: pairs of a source and a call."""
    by_name: dict[str, list[tuple[str, Call]]] = {}
    for source, call in uses:
        by_name.setdefault(shortcode_name(call.name), []).append((source, call))
    return tuple(
        ImportedShortcode(
            name=name,
            uses=tuple(Use(source, 0, call.written) for source, call in found if not call.closing),
            encloses=any(call.closing for _, call in found),
            parameters=tuple(
                sorted({key if key.isdigit() else _key(key) for _, call in found for key, _ in call.values})
            ),
        )
        for name, found in sorted(by_name.items())
    )
