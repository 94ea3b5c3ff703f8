"""Reads WXR, the export of WordPress: RSS 2.0 with namespaces of WordPress, in the versions 1.0 to 1.2.

Only elements that an importer needs are kept; comments are counted. A file with a document type or an
entity of its own is refused, so nothing in it can grow or name other files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from msgspec import Struct, field

from sitegen.features.importing.source import UnusableSource

CONTROLS = bytes(set(range(32)) - {9, 10, 13})
"""Bytes that XML does not allow and that plugins of WordPress leave in texts."""
CHUNK = 1 << 16
NAMESPACES = (
    (re.compile(r"https?://wordpress\.org/export/1\.[0-9]/excerpt/"), "excerpt:"),
    (re.compile(r"https?://wordpress\.org/export/1\.[0-9]/"), "wp:"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content:"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc:"),
)
SEPARATOR = "\x1f"
DEEPEST = 40


class WxrTerm(Struct, frozen=True):
    """A category, a tag or a term of a different taxonomy."""

    id: str
    domain: str
    slug: str
    name: str
    parent: str
    description: str


class WxrItem(Struct, frozen=True, kw_only=True):
    """A post, page, attachment or item of a menu."""

    line: int
    id: str
    type: str
    status: str
    title: str
    link: str
    creator: str
    date: str
    modified: str
    slug: str
    parent: str
    order: str
    sticky: bool
    protected: bool
    """True if readers need a password; the password itself is not kept."""
    content: str
    excerpt: str
    attachment: str
    """Address of the file of an attachment."""
    terms: tuple[tuple[str, str, str], ...]
    """Domain, slug and name of each of its terms."""
    meta: tuple[tuple[str, str], ...]
    comments: int

    def value(self, key: str) -> str:
        return next((value for name, value in self.meta if name == key), "")


class Wxr(Struct, frozen=True, kw_only=True):
    title: str
    description: str
    base: str
    language: str
    authors: tuple[tuple[str, str], ...]
    """Login and displayed name."""
    terms: tuple[WxrTerm, ...]
    items: tuple[WxrItem, ...]


class _Element(Struct):
    """An open element, with the texts of its finished children."""

    name: str
    line: int
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    comments: int = 0


TERMS = {"wp:category": "category", "wp:tag": "post_tag", "wp:term": ""}


class _Reader:
    """Handlers of expat, which collect authors, terms and items as their elements end."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.open: list[_Element] = []
        self.channel: dict[str, str] = {}
        self.authors: list[tuple[str, str]] = []
        self.terms: list[WxrTerm] = []
        self.items: list[WxrItem] = []
        self.is_wxr = False
        parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.refuse
        parser.EntityDeclHandler = self.refuse
        parser.ExternalEntityRefHandler = self.refuse
        parser.StartNamespaceDeclHandler = self.namespace
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        self.parser = parser

    def refuse(self, *_: object) -> int:
        line = self.parser.CurrentLineNumber
        raise UnusableSource(
            f"{self.path}:{line}: a document type or an entity is declared; an export of WordPress has none"
        )

    def namespace(self, _: str | None, address: str | None) -> None:
        self.is_wxr = self.is_wxr or _prefixed(f"{address}{SEPARATOR}x").startswith("wp:")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise UnusableSource(
                f"{self.path}:{self.parser.CurrentLineNumber}: elements are nested too deeply"
            )
        self.open.append(_Element(_prefixed(name), self.parser.CurrentLineNumber, attributes))

    def text(self, data: str) -> None:
        if len(self.open) > 2 and self.open[2].name != "wp:comment":
            self.open[-1].texts.append(data)

    def end(self, _: str) -> None:
        element = self.open.pop()
        text = "".join(element.texts)
        above = self.open[-1] if self.open else None
        if element.name == "item":
            self.items.append(_item(element))
        elif element.name in TERMS and above is not None and above.name == "channel":
            self.terms.append(_term(element))
        elif element.name == "wp:author":
            login = element.values.get("wp:author_login", "")
            self.authors.append((login, element.values.get("wp:author_display_name", "") or login))
        elif above is None:
            return
        elif above.name == "channel":
            self.channel.setdefault(element.name, text)
        elif element.name == "category":
            attributes = element.attributes
            above.terms.append((attributes.get("domain", "category"), attributes.get("nicename", ""), text))
        elif element.name == "wp:postmeta":
            above.meta.append(
                (element.values.get("wp:meta_key", ""), element.values.get("wp:meta_value", ""))
            )
        elif element.name == "wp:comment":
            above.comments += 1
        else:
            above.values.setdefault(element.name, text)


def read_wxr(data: bytes, path: str) -> Wxr:
    """Reads an export. Raises UnusableSource with file and line if it is not one."""
    reader = _Reader(path)
    cleaned = data.translate(None, CONTROLS)
    try:
        for start in range(0, len(cleaned), CHUNK):
            reader.parser.Parse(cleaned[start : start + CHUNK], False)
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        raise UnusableSource(
            f"{path}:{error.lineno}:{error.offset + 1}: this is not XML: {message}"
        ) from None
    if not reader.is_wxr:
        raise UnusableSource(f"{path} is XML, but no export of WordPress (WXR)")
    channel = reader.channel
    return Wxr(
        title=channel.get("title", "").strip(),
        description=channel.get("description", "").strip(),
        base=(channel.get("wp:base_blog_url") or channel.get("link", "")).strip().rstrip("/"),
        language=channel.get("language", "").strip(),
        authors=tuple(reader.authors),
        terms=tuple(reader.terms),
        items=tuple(reader.items),
    )


def is_wxr(data: bytes) -> bool:
    """True if the beginning of a file names the namespace of an export."""
    return b"wordpress.org/export/1." in data[:8000]


def _prefixed(name: str) -> str:
    """Name of an element with the usual prefix of its namespace, whatever its version."""
    space, separator, local = name.rpartition(SEPARATOR)
    if not separator:
        return local
    return next((prefix + local for form, prefix in NAMESPACES if form.fullmatch(space)), f"other:{local}")


def _term(element: _Element) -> WxrTerm:
    value = element.values.get
    if element.name == "wp:category":
        slug, name = value("wp:category_nicename", ""), value("wp:cat_name", "")
        parent, about = value("wp:category_parent", ""), value("wp:category_description", "")
    elif element.name == "wp:tag":
        slug, name, parent = value("wp:tag_slug", ""), value("wp:tag_name", ""), ""
        about = value("wp:tag_description", "")
    else:
        slug, name = value("wp:term_slug", ""), value("wp:term_name", "")
        parent, about = value("wp:term_parent", ""), value("wp:term_description", "")
    domain = TERMS[element.name] or value("wp:term_taxonomy", "")
    return WxrTerm(value("wp:term_id", ""), domain, slug.strip(), name.strip(), parent.strip(), about)


def _item(element: _Element) -> WxrItem:
    def value(name: str) -> str:
        return element.values.get(name, "").strip()

    return WxrItem(
        line=element.line,
        id=value("wp:post_id"),
        type=value("wp:post_type") or "post",
        status=value("wp:status") or "publish",
        title=value("title"),
        link=value("link"),
        creator=value("dc:creator"),
        date=value("wp:post_date"),
        modified=value("wp:post_modified"),
        slug=value("wp:post_name"),
        parent=value("wp:post_parent"),
        order=value("wp:menu_order"),
        sticky=value("wp:is_sticky") == "1",
        protected=bool(value("wp:post_password")),
        content=element.values.get("content:encoded", ""),
        excerpt=value("excerpt:encoded"),
        attachment=value("wp:attachment_url"),
        terms=tuple(element.terms),
        meta=tuple(element.meta),
        comments=element.comments,
    )


def merged(parts: Iterator[Wxr]) -> Wxr:
    """One export of several files, as WordPress writes them for a large site."""
    found = list(parts)
    first = found[0]
    items = {
        (item.type, item.id or str(number)): item
        for number, item in enumerate(i for wxr in found for i in wxr.items)
    }
    return Wxr(
        title=first.title,
        description=first.description,
        base=first.base,
        language=first.language,
        authors=tuple(dict(author for wxr in found for author in wxr.authors).items()),
        terms=tuple({(term.domain, term.slug): term for wxr in found for term in wxr.terms}.values()),
        items=tuple(items.values()),
    )
