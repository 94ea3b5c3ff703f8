"""Tags, categories and authors: values of fields that become entries of types of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import digest_of_bytes
from sitegen.features.importing.imported import Field, FieldHint, ImportedEntry, Value
from sitegen.model.urls import segment
from sitegen.types.file_names import plain_name

SPACES = re.compile(r"[\s_-]+")


def no_address(_term: str, _language: str) -> tuple[str, ...]:
    """Addresses of a term that had no page."""
    return ()


class Taxonomy(Struct, frozen=True, kw_only=True):
    """A field whose values are terms."""

    type: str
    """Type of the terms."""
    fields: tuple[str, ...]
    """Fields that name terms."""
    addresses: Callable[[str, str], tuple[str, ...]] = no_address
    """Old addresses of a term, as it is written, in a language."""


class Terms(Struct, frozen=True):
    """The entries with references in place of terms, the terms, and hints for the fields of each type."""

    entries: tuple[ImportedEntry, ...]
    terms: tuple[ImportedEntry, ...]
    hints: Mapping[str, Mapping[str, FieldHint]]


def term_name(term: str) -> str:
    """Name of the entry of a term: `C++` → `c-plus-plus`."""
    named = segment(term) if plain_name(term) else ""
    return named or f"t-{digest_of_bytes(term.strip().casefold().encode())[:8]}"


class _Names:
    """Names of terms. Two spellings of a term share one: `Big data` and `big-data`, but not `Öl` and `Ol`."""

    def __init__(self) -> None:
        self.spellings: dict[tuple[str, str], str] = {}

    def of(self, taxonomy: Taxonomy, term: str) -> str:
        name, spelling, number = term_name(term), SPACES.sub("-", term.casefold()), 2
        while self.spellings.setdefault((taxonomy.type, name), spelling) != spelling:
            name, number = f"{term_name(term)}-{number}", number + 1
        return name


def with_terms(entries: Iterable[ImportedEntry], taxonomies: Iterable[Taxonomy]) -> Terms:
    """Makes an entry of each term. A field whose values are not all texts is left as it is."""
    found = tuple(entries)
    known = {field: taxonomy for taxonomy in taxonomies for field in taxonomy.fields}
    usable = {name for name in known if all(_is_words(_value(entry, name)) for entry in found)}
    hints: dict[str, dict[str, FieldHint]] = {}
    terms: dict[tuple[str, str, str], ImportedEntry] = {}
    own = {(entry.type, entry.name, entry.language) for entry in found}
    changed: list[ImportedEntry] = []
    names = _Names()
    for entry in found:
        fields = []
        for field in entry.fields:
            if field.name not in usable:
                fields.append(field)
                continue
            taxonomy = known[field.name]
            named = [(names.of(taxonomy, term), term) for term in _words(field.value)]
            fields.append(Field(field.name, tuple(dict(named)), field.before, field.after))
            hint = FieldHint(kind="reference", to=(taxonomy.type,), many=True, inverse=inverse_of(entry.type))
            hints.setdefault(entry.type, {})[field.name] = hint
            for name, term in named:
                key = (taxonomy.type, name, entry.language)
                if key not in own:
                    terms[key] = _term(terms.get(key), taxonomy, name, term, entry.language)
        changed.append(replace(entry, fields=tuple(fields)))
    return Terms(tuple(changed), tuple(terms.values()), hints)


def inverse_of(type_name: str) -> str:
    """Name of the relation by which a term shows the entries of a type."""
    return type_name.replace("-", "_")


def _term(
    known: ImportedEntry | None, taxonomy: Taxonomy, name: str, term: str, language: str
) -> ImportedEntry:
    """The entry of a term; one that is known already gets the old addresses of this spelling too."""
    addresses = taxonomy.addresses(term, language)
    if known:
        return replace(known, addresses=tuple(dict.fromkeys((*known.addresses, *addresses))))
    fields = (Field("title", term.strip()),)
    return ImportedEntry(
        type=taxonomy.type, name=name, language=language, fields=fields, source="", addresses=addresses
    )


def _value(entry: ImportedEntry, name: str) -> Value:
    return next((field.value for field in entry.fields if field.name == name), "")


def _is_words(value: Value) -> bool:
    return isinstance(value, str) or (
        isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    )


def _words(value: Value) -> tuple[str, ...]:
    items = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    return tuple(str(item).strip() for item in items if str(item).strip())
