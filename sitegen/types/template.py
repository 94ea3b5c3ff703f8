"""Templates and catalogues of interface strings."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from sitegen.types.plan import Input
from sitegen.types.problem import Problem
from sitegen.types.source import Digest


class NameUse(Struct, frozen=True, array_like=True):
    """Use of a context variable in a template, perhaps with an attribute: `page` or `page.title`."""

    name: str
    attribute: str
    """Name of the attribute; empty if none is used."""
    line: int


class FieldUse(Struct, frozen=True, array_like=True):
    """Use of a field by its name: `card.fields.place`."""

    owner: str
    """Variable whose field it is: `card`; empty if it is computed."""
    name: str
    line: int
    on_card: bool
    """True if the variable can only be a card, such as each of a list."""


class TemplateCall(Struct, frozen=True, array_like=True):
    """A call in a template whose result is an input of its pages."""

    name: str
    """Variable that takes its place."""
    root: str
    """Variable that the call begins with, such as `lists`."""
    kind: str
    """Kind of the input."""
    key: str
    of_page: bool
    """True if the result depends on the page."""
    line: int
    written: str = ""
    """The call as the template has it, for messages: `lists.projects(topics=page)`."""

    def input_of(self, subject: str) -> Input:
        """The input for the page with this subject."""
        return Input(self.kind, f"{self.key}\n{subject}" if self.of_page else self.key)


class Template(Struct, frozen=True, array_like=True):
    name: str
    path: str
    """Path of the file, for messages."""
    text: str
    digest: Digest
    """Digest of the template and of all templates that it extends, includes or imports."""
    names: frozenset[str]
    """Context variables that the template and those it depends on can use."""
    uses: tuple[str, ...]
    """Names of the template itself and of all that it extends, includes or imports, nearest first."""
    name_uses: tuple[NameUse, ...] = ()
    """First use of each context variable in the template itself."""
    assigned: tuple[str, ...] = ()
    """Variables that the template sets itself."""
    field_uses: tuple[FieldUse, ...] = ()
    """Fields that the template uses without testing whether they exist, except those of `page`."""
    extensions: tuple[str, ...] = ()
    """Paths of the extensions whose filters, tests, globals or shortcodes it can use."""
    calls: tuple[TemplateCall, ...] = ()
    """Calls in the template itself."""
    imports: tuple[str, ...] = ()
    """Names of the templates that it imports without context, so that they have no variables of the page."""
    below: Mapping[str, str] = field(default_factory=dict)
    """Name of the template of a lower layer that each `theme:NAME` in it stands for."""
    own: bool = True
    """True if the site has the file itself."""
    messages: Mapping[str, int] = field(default_factory=dict)
    """Strings to translate in the template itself, each with its first line."""


class Catalogue(Struct, frozen=True, array_like=True):
    """Interface strings in one language."""

    language: str
    messages: Mapping[str, tuple[str, ...]]
    """English text → translations by plural form."""
    plural_rule: str
    """Expression of gettext, in C syntax, that selects a plural form."""
    digest: Digest
    path: str = ""
    """Path of the file of the site; empty if only themes have words in this language."""
    rules: Mapping[str, str] = {}
    """Rules of messages whose catalogue has a different one than `plural_rule`, by English text."""


class Templates(Struct, frozen=True):
    """All templates and catalogues of the site, including the built-in ones."""

    templates: Mapping[str, Template]
    catalogues: Mapping[str, Catalogue]
    problems: tuple[Problem, ...]
    made_of: Digest = ""
    """Digest of the files below `templates/` and `data/`, and of those of the themes."""
    data: Mapping[str, str] = {}
    """Texts of the files below `data/` that templates name, by path."""
