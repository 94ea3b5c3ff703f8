"""The editor's handbook: what goes where in an entry of a type, with values from entries that exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from sitegen.definition.built_in import BUILT_IN
from sitegen.kinds import KINDS
from sitegen.model.urls import index_url
from sitegen.types import ContentType, Field, Page
from sitegen.types.patterns import lazy_pattern
from sitegen.views.viewer import Viewer
from sitegen.views.views import Card, Crumb

URL = "/handbook/"
PLACE = lazy_pattern(r"\{(\w+)\}")
"""A placeholder of a permalink."""
MOST_EXAMPLES = 3
LOOKED_AT = 100
"""Entries among which examples are looked for."""
LONG, LONGEST = 120, 400
"""Characters from which one example is enough, and from which a value is none."""


class FieldHelp(Struct, frozen=True):
    """Facts about a field for editors."""

    name: str
    label: str
    help: str
    kind: str
    required: bool
    many: bool
    default: str
    """Default value as editors write it; may be empty."""
    minimum: str
    maximum: str
    choices: Mapping[str, str]
    """Each value with its label."""
    to: tuple[Crumb, ...]
    """The types that it refers to, with their pages here."""
    examples: tuple[str, ...]
    """As they are written in front matter; of other entries where there are some."""
    fields: tuple[FieldHelp, ...]
    """Fields of a group."""
    on_card: bool = False
    """True if lists and other pages show it with the title of an entry."""


class TypeHelp(Struct, frozen=True):
    """Facts about a type for editors."""

    name: str
    singular: str
    plural: str
    file: str
    """Path of a new entry: `content/projects/NAME.md`."""
    translations: tuple[str, ...]
    """Path of a translation, for each other language."""
    address: str
    """Address of an entry from the root of the site: `/projects/NAME/`; empty if entries have no page."""
    index: str | None
    entry: Card | None
    """One to look at."""
    source: str
    """The file of that entry."""
    fields: tuple[FieldHelp, ...]
    common: tuple[FieldHelp, ...]
    """Fields that every entry has."""


def handbook_pages(viewer: Viewer) -> tuple[Crumb, ...]:
    """The pages of the handbook, one for each type."""
    return tuple(_page_of(viewer, content_type) for content_type in viewer.config.types.values())


def _page_of(viewer: Viewer, content_type: ContentType) -> Crumb:
    url = viewer.href(f"{URL}{content_type.name}/")
    return Crumb(viewer.text(content_type.plural), url, viewer.language.code)


def type_help(viewer: Viewer, name: str) -> TypeHelp:
    """The page of a type; its texts are in the language of the viewer."""
    config, content_type = viewer.config, viewer.config.types[name]
    entries = [viewer.page(entry) for entry in viewer.site.entries.get(name, ())[:LOOKED_AT]]
    file, ending = f"content/{name}/NAME", ".md" if content_type.page else ".yaml"
    others = [code for code in config.languages if code != config.default_language]
    built_in = {field.name for field in BUILT_IN}
    helps = [
        replace(_help(viewer, field, entries), on_card=field.name in content_type.card)
        for field in content_type.fields.values()
    ]
    permalink = PLACE.sub(_place_name, content_type.permalink)
    shown = entries[0] if entries else None
    return TypeHelp(
        name=name,
        singular=viewer.text(content_type.singular),
        plural=viewer.text(content_type.plural),
        file=file + ending,
        translations=tuple(f"{file}.{code}{ending}" for code in others),
        address=permalink if content_type.page else "",
        index=viewer.href(viewer.here(index_url(content_type))) if content_type.index else None,
        entry=viewer.card(shown.entry) if shown else None,
        source=viewer.site.documents[shown.document].path if shown else "",
        fields=tuple(field for field in helps if field.name not in built_in or field.required),
        common=tuple(field for field in helps if field.name in built_in and not field.required),
    )


def _place_name(place: re.Match[str]) -> str:
    """The word for a placeholder of a permalink: `{path}` → `NAME`, `{year}` → `YEAR`."""
    return "NAME" if place[1] in ("path", "slug") else place[1].upper()


def _help(viewer: Viewer, field: Field, entries: Iterable[Page]) -> FieldHelp:
    values = [page.fields[field.name] for page in entries if field.name in page.fields]
    return _field_help(viewer, field, values)


def _field_help(viewer: Viewer, field: Field, values: list[object]) -> FieldHelp:
    types = viewer.config.types
    items = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    groups = [item for item in items if isinstance(item, dict)]
    inner = (
        _field_help(viewer, known, [group[known.name] for group in groups if known.name in group])
        for known in field.fields.values()
    )
    examples = tuple(islice(_examples(field, values), MOST_EXAMPLES))
    return FieldHelp(
        name=field.name,
        label=viewer.text(field.label),
        help=field.help,
        kind=field.kind,
        required=field.required and field.default is None,
        many=field.many,
        default="" if field.default is None else str(field.default),
        minimum=field.minimum or "",
        maximum=field.maximum or "",
        choices={value: viewer.text(label) for value, label in field.choices.items()},
        to=tuple(_page_of(viewer, types[name]) for name in field.to if name in types),
        examples=examples,
        fields=tuple(inner),
    )


def _examples(field: Field, values: Iterable[object]) -> Iterator[str]:
    """Values as they are written, each once; of days and moments one of each form. Without values, one
    that there could be."""
    kind = KINDS[field.kind]
    if not kind.listed:
        return
    written = dict.fromkeys(text for value in values if (text := written_as(field, value)))
    short = [text for text in written if len(text) <= LONG] or list(written)[:1] or [kind.example_of(field)]
    yield from {len(text) if kind.date else text: text for text in short}.values()


def written_as(field: Field, value: object) -> str:
    """A value as an editor writes it; empty where that is too long to be an example."""
    if isinstance(value, tuple):
        parts = [written_as(field, item) for item in value]
        text = f"[{', '.join(parts)}]" if all(parts) else ""
    else:
        text = KINDS[field.kind].write(field, value)
    return text if len(text) <= LONGEST and "\n" not in text else ""
