"""Inputs of the files with the content as data, and of the structured data in pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.digest import digest_of_parts
from sitegen.features.data.catalogue import catalogue
from sitegen.features.data.data import data_in_pieces, entries_data, index_data, type_data
from sitegen.features.data.linked_data import linked_data
from sitegen.features.data.observations import observations
from sitegen.features.data.schemas import type_schema
from sitegen.features.data.tables import type_table
from sitegen.types import Digest, Input, SubjectKey
from sitegen.types.keys import kind_and_key
from sitegen.views.inputs import digest_of_input
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.reads import ANY_FIELD
from sitegen.views.titled import ENTRY


def _data(inputs: InputSource, type_name: str) -> Mapping[str, object]:
    return type_data(inputs.viewer, type_name)


def _data_in_pieces(inputs: InputSource, type_name: str) -> Mapping[str, object]:
    return data_in_pieces(inputs.viewer, type_name)


def _data_digest(inputs: InputSource, type_name: str) -> Digest:
    """The digest of the data of a type, kept because two files have it."""
    return inputs.digest_once("data", type_name, lambda: _digest_of_facts(inputs, type_name))


def _digest_of_facts(inputs: InputSource, type_name: str) -> Digest:
    def digest() -> Digest:
        return digest_of_parts(*_data_parts(inputs, type_name))

    return inputs.reads.as_values([type_name], [ANY_FIELD], digest)


def _data_parts(inputs: InputSource, type_name: str) -> Iterator[str]:
    """The facts of all documents of a type, with the addresses and states of their pages."""
    site = inputs.viewer.whole
    yield from (inputs.type_parts(type_name).names, repr(site.config.licence))
    for entry in site.entries[type_name]:
        for key in site.versions[entry].values():
            page = site.pages[key]
            yield from (site.documents[page.document].facts, page.key, page.url, str(page.state))
        if not site.config.types[type_name].page:
            yield inputs.viewer.url_of(inputs.viewer.page(entry))


def _data_index(inputs: InputSource, _: str) -> object:
    return index_data(inputs.viewer)


def _data_catalogue(inputs: InputSource, _: str) -> object:
    return catalogue(inputs.viewer)


def _table(inputs: InputSource, type_name: str) -> object:
    return type_table(inputs.site.config.types[type_name], entries_data(inputs.viewer, type_name))


def _table_digest(inputs: InputSource, type_name: str) -> Digest:
    return digest_of_parts(_data_digest(inputs, type_name), *inputs.site.config.types[type_name].fields)


def _data_schema(inputs: InputSource, type_name: str) -> object:
    return type_schema(inputs.viewer, type_name)


def _linked_data(inputs: InputSource, subject: SubjectKey) -> object:
    return linked_data(inputs.context, subject)


def _linked_data_digest(inputs: InputSource, subject: SubjectKey) -> Digest:
    about = (digest_of_input(inputs, Input(kind, subject)) for kind in ("page", "breadcrumbs"))
    parts = [*about, inputs.digest_once("schemas", "", lambda: _schemas(inputs))]
    if kind_and_key(subject)[0] != ENTRY:
        parts.append(inputs.viewer.site_view.title)
    return digest_of_parts(*parts)


def _schemas(inputs: InputSource) -> tuple[str, ...]:
    """The types of schema.org that entries have."""
    types = inputs.site.config.types.values()
    return tuple(f"{t.name} {t.schema.type if t.schema else ''}" for t in types)


KINDS = {
    "data": InputKind(_data, _data_digest),
    "data_in_pieces": InputKind(_data_in_pieces, _data_digest),
    "data_index": InputKind(_data_index),
    "data_catalogue": InputKind(_data_catalogue),
    "observations": InputKind(lambda inputs, _: observations(inputs)),
    "table": InputKind(_table, _table_digest),
    "data_schema": InputKind(_data_schema),
    "linked_data": InputKind(_linked_data, _linked_data_digest),
}
