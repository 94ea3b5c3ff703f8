"""One content file → its document: its place, its fields and its text in HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from sitegen.definition.built_in import ONLY_IN
from sitegen.digest import digest_of_bytes
from sitegen.kinds import KINDS
from sitegen.kinds.kind import Reading
from sitegen.markdown.fragment import EMPTY_FRAGMENT, Fragment
from sitegen.markdown.markdown import convert
from sitegen.markdown.typography import Typography, typography_of
from sitegen.read.entry_places import INTRO, entry_of_file, place_of
from sitegen.read.fields import read_fields, too_many
from sitegen.read.fingerprints import as_line, parts_of
from sitegen.read.front_matter import Parts, data_mapping, split
from sitegen.read.tables import TableRow, with_row
from sitegen.types import Config, Document, LoadedFindings, Problem, SourceText
from sitegen.types.file_names import address_name, no_address
from sitegen.types.keys import document_key
from sitegen.types.zones import declared_zone

UNFINISHED = ("field.missing", "field.empty")
"""Codes of problems that a draft may have, until it is to be shown."""


class Outcome(NamedTuple):
    """The result of reading the text of a file."""

    document: Document | None
    """None if its place is wrong. Its digests, place and targets are added later, with its row."""
    html: str
    source: SourceText
    problems: tuple[Problem, ...]


def read_document(
    path: str, text: str, config: Config, sizes: Mapping[str, int], row: TableRow | None = None
) -> Outcome:
    """The document that a text is, in HTML and in Markdown; a row of a table can give it fields."""
    problems: list[Problem] = []
    place = place_of(path, config, problems)
    if place is None:
        return Outcome(None, "", SourceText("", 1), tuple(problems))
    content_type, kind, name, language = place
    typography = typography_of(config.languages.get(language))
    if row is not None and row.alone:
        parts, fragment = Parts(row.fields, "", row.fields.line), EMPTY_FRAGMENT
    else:
        parts, fragment = _parts(path, text, config, typography)
        if row is not None:
            parts = replace(parts, fields=with_row(parts.fields, row, path, problems))
    problems += (*parts.problems, *fragment.problems)
    is_source = language == config.default_language or parts.fields.get(ONLY_IN) is not None
    site = (
        config.markdown,
        declared_zone(config),
        typography,
        tuple(config.languages),
        (kind, *config.types),
    )
    reading = Reading(path, sizes, not is_source, KINDS, *site, config.folder_codes)
    fields, positions = read_fields(reading, content_type, parts.fields)
    for filter_name, problem in too_many(path, config, content_type.name, parts.fields):
        fields.pop(filter_name, None)
        problems.append(problem)
    if parts.readable:
        draft = fields.get("draft") is True and not config.drafts
        problems += (p for p in reading.problems if not (draft and p.code in UNFINISHED))
    last = name.rpartition("/")[2]
    if name != INTRO and not address_name(last) and "slug" not in fields:
        problems.append(no_address(path, last))
    translatable = is_source and len(config.languages) > 1
    written = parts_of(content_type, parts, fragment.headings) if translatable else ()
    entry = entry_of_file(kind, name, fields)
    document = Document(
        path=path,
        type=kind,
        own_name=name,
        language=language,
        fields=fields,
        facts="",
        body=digest_of_bytes(fragment.html.encode("utf-8")),
        place=None,
        targets=(),
        calls=(),
        findings=LoadedFindings(positions, fragment.links, fragment.headings, fragment.shortcodes, written),
        entry=entry,
        key=document_key(entry, language),
        written=digest_of_bytes(as_line(written).encode("utf-8")) if written else "",
    )
    source = SourceText(parts.body, parts.body_line, fragment.html)
    return Outcome(document, fragment.html, source, tuple(problems))


def _parts(path: str, text: str, config: Config, typography: Typography) -> tuple[Parts, Fragment]:
    if path.endswith(".yaml"):
        problems: list[Problem] = []
        node = data_mapping(text, path, 1, problems)
        return Parts(node, "", 1, tuple(problems)), EMPTY_FRAGMENT
    parts = split(text, path, config.limits.front_matter_bytes)
    if not parts.divided:
        return parts, EMPTY_FRAGMENT
    rule = config.markdown
    return parts, convert(parts.body, path, parts.body_line, rule.engine, typography, rule.html)
