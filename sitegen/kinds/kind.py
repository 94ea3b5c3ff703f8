"""Field kinds: everything that sitegen knows about a kind of field is one `Kind`.

A simple kind is a pattern, an example and a name for what it is:

    PHONE = Kind(
        name="phone",
        noun="a telephone number",
        pattern=r"\\+[0-9]{1,3}( ?[0-9]{2,4}){2,5}",
        example="+47 22 33 44 55",
        input="tel",
    )

The build, the JSON Schema and the forms of the CMS accept what matches the pattern. A kind whose values are
not plain words gives functions as well: `read` turns what an editor wrote into a value, `view` turns a value
into what templates see, `data` into what JSON and CSV have, and `write` into what an editor would write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Any, Protocol, TypeAlias

from msgspec import Struct, field

from sitegen.markdown.typography import PLAIN, Typography
from sitegen.types import Field, File, Image, Location, MarkdownRule, Page, Problem, RichText, Texts
from sitegen.types.keys import EntryKey
from sitegen.yaml.nodes import Node, Scalar

Json: TypeAlias = dict[str, object]


class Reading(Struct, frozen=True):
    """The file whose values are being read, and the problems found in it."""

    path: str
    files: Mapping[str, int]
    """Size of each file of the content, by path."""
    translation: bool
    """True if the file is a translation, which inherits what it does not give from its source."""
    kinds: Mapping[str, Kind]
    """The kinds of fields that the site knows."""
    markdown: MarkdownRule = MarkdownRule()
    zone: tzinfo | None = None
    """The time zone of the site, or None if it declares none."""
    typography: Typography = PLAIN
    languages: tuple[str, ...] = ()
    """Languages of the site."""
    types: tuple[str, ...] = ()
    """Type of the file, followed by all types of the site."""
    folders: tuple[str, ...] = ()
    """Languages with a folder of their own, the default first."""
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, node: Node, code: str, message: str, hint: str = "") -> None:
        """Reports a problem of a value."""
        self.problems.append(Problem(code, message, Location(self.path, node.line, node.column), hint))


class Tools(Struct, frozen=True):
    """Facts of the site for editors' tools: JSON Schema, forms, CMS."""

    text: Callable[[Texts], str]
    """Returns a text of the definition in the language of the editors."""
    country: Callable[[str], str]
    """Returns the name of a country in that language."""
    languages: tuple[str, ...]
    """Languages of the site, the default language first."""
    zoned: bool
    """True if the site declares a time zone, so that moments need none of their own."""

    @property
    def translated(self) -> bool:
        """True if the site has several languages."""
        return len(self.languages) > 1


class Viewing(Protocol):
    """Views in the language of a page, for the function `view` of a kind."""

    def words(self, text: str, page: Page, place: str) -> str: ...
    def rich(self, text: RichText, page: Page) -> str: ...
    def choice(self, known: Field, value: str) -> object: ...
    def country_view(self, code: str) -> object: ...
    def language_view(self, code: str) -> object: ...
    def point(self, coordinates: str) -> object: ...
    def address(self, url: str) -> str: ...
    def entry(self, key: EntryKey) -> object | None: ...
    def picture(self, image: Image, page: Page, place: str) -> object: ...
    def file(self, file: File) -> object: ...
    def group(self, known: Field, values: Mapping[str, object], page: Page, place: str) -> object: ...

    def text(self, texts: Texts) -> str: ...
    def country(self, code: str) -> str: ...
    def language_name(self, code: str) -> str: ...
    def entry_title(self, key: EntryKey) -> str | None: ...


def _as_it_is(_: Viewing, __: Field, value: object, ___: Page, ____: str) -> object:
    return value


def _same(_: Callable[[str], str], value: object) -> object:
    return value


def _written(_: Field, value: object) -> str:
    return str(value)


def _its_own_label(_: Viewing, __: Field, value: str) -> str:
    return value


NO_EXAMPLE = "…"
ENTRY, FILE = "entry", "file"
COUNTRY, POINT = "country", "point"
VALUE, NAME = "value", "name"
NEVER, PERHAPS, OFTEN = "never", "perhaps", "often"


def read_by_pattern(reading: Reading, known: Field, node: Scalar) -> str | None:
    """Returns the text as written if it matches the pattern of its kind; else reports it."""
    kind = reading.kinds[known.kind]
    if re.fullmatch(str(kind.pattern), node.text):
        return node.text
    hint = known.help or f"like {kind.example}"
    reading.wrong(node, "field.pattern", f'"{node.text}" is not {kind.noun}', hint)
    return None


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of field. The defaults are those of a word on one line, the same in all languages."""

    # --- in front matter ---

    name: str
    noun: str = ""
    """Name of a value in messages: `a telephone number`."""
    pattern: str | Callable[[Field, Tools], str] = ""
    """Regular expression for the whole of a value as written, or a function that returns one. Python and
    JavaScript must read it alike. Empty if any text is a value."""
    read: Callable[[Reading, Field, Scalar], object] = read_by_pattern
    """Returns the value of one scalar. If it is wrong, reports a problem and returns None."""
    read_node: Callable[[Reading, Field, Node], object] | None = None
    """Takes the place of `read` where a value can be written with keys."""
    commas: str = NEVER
    """Likelihood that a value in a list contains a comma: `NEVER`, `PERHAPS` or `OFTEN`."""

    # --- in a definition ---

    keys: tuple[str, ...] = ()
    """Keys in the definition of a field that mean something for this kind: `min`, `max`, `pattern`, …"""
    needs: str = ""
    """The key that the definition of such a field must have, which is then one of its keys too."""
    parts: Mapping[str, Field] = field(default_factory=dict)
    """Fields that each value is made of, where the definition does not declare them."""
    limit: tuple[str, str] = (".*", "")
    """Pattern of `min` and `max`, and what they are: `a number`."""
    shown: bool = True
    """Default of `show`."""

    # --- for editors ---

    example: str | Callable[[Field], str] = NO_EXAMPLE
    """A value as it is written in front matter."""
    form: str | Callable[[Field], str] | None = None
    """Form of a value in a few words; by default: like the example."""
    more: Callable[[Field], str] | None = None
    """Returns what an example of the values does not show; by default the form, if there is no example."""
    listed: bool = True
    """True if values of other entries help editors: the handbook lists some."""
    write: Callable[[Field, Any], str] = _written
    """Returns a value as an editor writes it."""
    json_types: tuple[str, ...] = ("string",)
    """JSON types that a value may have in tools with YAML's core schema: `2026` is a number."""
    schema: Callable[[Field, Tools], Json] | None = None
    """Returns the JSON Schema of a value in front matter. By default, `json_types` and `pattern` make it."""
    input: str = ""
    """Type of a one-line input in a form: `email`, `url`, `tel`."""
    lines: bool = False
    """True if a form needs several lines for a value."""
    widget: Callable[[Field, Tools], Json] | None = None
    """Returns the widget of the CMS; by default it is a line of text with the pattern."""

    # --- on pages and in data ---

    view: Callable[[Viewing, Field, Any, Page, str], object] = _as_it_is
    """Returns what templates see. The last argument is the place within the page: `FIELD/POSITION/NAME`."""
    label: Callable[[Viewing, Field, str], str] = _its_own_label
    """Returns what readers call a value by which entries are filtered."""
    data: Callable[[Callable[[str], str], Any], object] = _same
    """Returns the value as JSON knows it; the first argument returns the address of a file of the content."""
    data_schema: Json = field(default_factory=lambda: {"type": "string"})
    """JSON Schema of what `data` returns."""

    # --- what it is ---

    text: bool = False
    """A text that a translation translates, unless its field says otherwise; other values it inherits."""
    rich: bool = False
    """A text with Markdown."""
    picture: bool = False
    """A picture, of which a translation may give the words alone."""
    attached: bool = False
    """A translation may have a value of its own, although it is no text: pictures and files."""
    term: bool = False
    """Entries can be filtered by its values, and taxonomies are made of them."""
    fact: bool = False
    """True if a value is valid for every language, so that a translation must not change it."""
    date: bool = False
    """A day or a moment: it can date an entry."""
    place: str = ""
    """Says where something is: `COUNTRY` for codes of countries, `POINT` for coordinates."""
    points_to: str = ""
    """Refers to an `ENTRY`, or to a `FILE` beside it, that can be renamed."""
    address: Callable[[Any], str] | None = None
    """Returns the address on the web that a value has, or an empty text."""
    linked: str = VALUE
    """Form in schema.org: a `VALUE`, or the `NAME` of something; empty if it is left out."""

    # --- questions with one answer for all kinds ---

    @property
    def keyed(self) -> bool:
        """True if a value can be written with keys."""
        return self.read_node is not None

    @property
    def located(self) -> bool:
        """True if a value says where something is, by itself or through the entry that it refers to."""
        return bool(self.place) or self.points_to == ENTRY

    def pattern_of(self, known: Field, tools: Tools) -> str:
        """Pattern of the whole of a value; empty if any text is one."""
        return self.pattern if isinstance(self.pattern, str) else self.pattern(known, tools)

    def example_of(self, known: Field) -> str:
        """A value of this field as it is written in front matter."""
        if known.default is not None:
            return str(known.default)
        return self.example if isinstance(self.example, str) else self.example(known)

    def more_of(self, known: Field) -> str:
        """Advice for editors in addition to an example; may be empty."""
        if self.more is not None:
            return self.more(known)
        return "" if isinstance(self.example, str) and self.example != NO_EXAMPLE else self.form_of(known)

    def form_of(self, known: Field) -> str:
        """Form of a value of this field in a few words; empty for free text."""
        if self.form is None:
            return f"like {self.example}"
        return self.form if isinstance(self.form, str) else self.form(known)
