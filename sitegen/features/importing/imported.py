"""A site of another program as one value, which an importer returns.

An importer makes it without writing anything; the steps after it (`site.py`) and the writer (`write.py`) are
the same for every importer. All values of front matter are texts as written, lists or records: their kinds
are guessed later, from all values of a field together.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct

NONE: Mapping[str, str] = MappingProxyType({})

HOME = ""
"""Type of the text of the home page."""


class Record(Struct, frozen=True):
    """A mapping in front matter, in its order."""

    fields: tuple[tuple[str, Value], ...]


Value: TypeAlias = "str | tuple[Value, ...] | Record"
"""A text as written, a list, or a record. `true` and `false` and numbers are texts as well."""


class Field(Struct, frozen=True):
    """A key of front matter with its value and the comments beside it."""

    name: str
    value: Value
    before: tuple[str, ...] = ()
    """Comments on the lines above it, without their `#`."""
    after: str = ""
    """Comment behind the value."""


class Shape(Enum):
    """Form of the file of an entry."""

    FILE = "file"
    """`guides/harbour.md`"""
    FOLDER = "folder"
    """`guides/harbour/index.md`, with its files beside it."""
    SECTION = "section"
    """`guides/deep/_index.md`: the page of a folder."""


class ImportedEntry(Struct, frozen=True, kw_only=True):
    """One version of an entry, in one language."""

    type: str
    """Name of its type; empty for the home page."""
    name: str
    """Path below the folder of its type, without ending and language: `deep/harbour`; empty for the page of
    the type itself."""
    language: str
    fields: tuple[Field, ...]
    body: str = ""
    """Text as Markdown of sitegen. Links in it are those of the source: old addresses, or paths of source
    files; they are rewritten later."""
    source: str
    """Path in the source, for the report and for relative links."""
    addresses: tuple[str, ...] = ()
    """Addresses at which the old site had it, the main one first: `/2019/05/harbour.html`."""
    shape: Shape = Shape.FILE
    comments: tuple[str, ...] = ()
    """Comments at the end of its front matter, which precede no key."""
    data: bool = False
    """True for an entry without text that is written as YAML."""

    @property
    def key(self) -> str:
        return f"{self.type}/{self.name}" if self.name else self.type


class FieldHint(Struct, frozen=True, kw_only=True):
    """Known facts about a field. The kind of a field without a hint is guessed from its values."""

    kind: str = ""
    to: tuple[str, ...] = ()
    """Types that a reference names; its values are names of entries."""
    many: bool = False
    label: str = ""
    inverse: str = ""


class ImportedType(Struct, frozen=True, kw_only=True):
    """A content type. Types of entries without one are made with all defaults."""

    name: str
    singular: Mapping[str, str] = NONE
    """Name of one entry, by language."""
    plural: Mapping[str, str] = NONE
    permalink: str = ""
    """Permalink of sitegen: `/{path}/`; empty for the default."""
    hints: Mapping[str, FieldHint] = MappingProxyType({})
    index: bool = True
    page: bool = True
    taxonomy: bool = False
    """True for a type whose entries are terms, such as tags."""
    source: str = ""


class ImportedFile(Struct, frozen=True, kw_only=True):
    """A picture or a document of the old site."""

    path: str
    """Path in the new site: below `static/`, where its address stays, or below `content/`."""
    source: str
    """Path in the source."""
    addresses: tuple[str, ...] = ()
    """Addresses at which the old site had it."""
    data: bytes | None = None
    """Its bytes, if they are not those of the file in the source."""
    media: bool = False
    """True if `source` is a path in the folder of `--media`."""
    is_present: bool = False
    """True if the new site has the file already."""


class ImportedMenuItem(Struct, frozen=True, kw_only=True):
    title: Mapping[str, str]
    """Title by language."""
    target: str
    """Old address, the address of a different site, or the key of an entry: `pages/about`."""
    items: tuple[ImportedMenuItem, ...] = ()
    languages: tuple[str, ...] = ()


class ImportedLanguage(Struct, frozen=True, kw_only=True):
    code: str
    """BCP 47, as keys of `languages` in `site.yaml`."""
    name: str = ""
    locale: str = ""


class Use(Struct, frozen=True):
    """A place where a shortcode is used."""

    source: str
    line: int
    text: str


class ImportedShortcode(Struct, frozen=True, kw_only=True):
    name: str
    uses: tuple[Use, ...]
    encloses: bool = False
    """True if it has a closing tag."""
    parameters: tuple[str, ...] = ()
    """Names of its values; positions as numbers."""
    template: str = ""
    """Whole template, if it can be translated; empty for a stub."""
    original: str = ""
    """Its template in the source, for the comment of a stub."""


class Outcome(Enum):
    DONE = "done"
    """Brought over, in a different form."""
    LEFT = "left"
    """Left for a person to do."""
    LOST = "lost"
    """Not brought over."""


class Note(Struct, frozen=True):
    """A line of the report."""

    outcome: Outcome
    source: str
    """File of the source; empty for the whole site."""
    text: str
    line: int = 0


class ImportedRedirect(Struct, frozen=True):
    """An old address without a page of its own that led to another address of the site."""

    address: str
    target: str
    """Old address or key of an entry."""


class Imported(Struct, frozen=True, kw_only=True):
    """A whole site of another program."""

    generator: str
    """Name of the importer."""
    title: Mapping[str, str]
    """Title of the site by language."""
    description: Mapping[str, str] = NONE
    base_url: str = ""
    """Address of the old site; links that begin with it are links within the site."""
    time_zone: str = ""
    languages: tuple[ImportedLanguage, ...]
    """Languages of the site, the default one first."""
    language_folders: bool = False
    """True if `content/fr/…` is written in place of suffixes."""
    types: tuple[ImportedType, ...] = ()
    entries: tuple[ImportedEntry, ...] = ()
    files: tuple[ImportedFile, ...] = ()
    missing: tuple[ImportedFile, ...] = ()
    """Files that the source names and does not contain; their `source` is an address of the old site."""
    menus: Mapping[str, tuple[ImportedMenuItem, ...]] = MappingProxyType({})
    shortcodes: tuple[ImportedShortcode, ...] = ()
    redirects: tuple[ImportedRedirect, ...] = ()
    roots: tuple[str, ...] = ()
    """Folders of the source from which links may name files: `content/en`."""
    addresses: tuple[str, ...] = ()
    """Other old addresses that must be answered: those of indexes, for instance."""
    settings: Mapping[str, str] = NONE
    """More keys of `site.yaml`, each with its value as YAML."""
    notes: tuple[Note, ...] = ()
