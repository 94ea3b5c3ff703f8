"""Paths of entries and files in the new site: valid names, one file for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from sitegen.digest import digest_of_bytes
from sitegen.features.importing.addresses import text_of
from sitegen.features.importing.imported import HOME, Field, Imported, ImportedEntry, Note, Outcome, Shape
from sitegen.kinds.codes import known_language
from sitegen.types.file_names import address_name, plain_name, wrong_with

UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
ONLY_IN, REF = "only_in", "ref"


def path_of(entry: ImportedEntry, imported: Imported) -> str:
    """Path of the file of an entry."""
    is_default = entry.language == imported.languages[0].code
    folder = "content/" if is_default or not imported.language_folders else f"content/{entry.language}/"
    suffix = "" if is_default or imported.language_folders else f".{entry.language}"
    ending = f"{suffix}.{'yaml' if entry.data else 'md'}"
    below = "/".join(part for part in (entry.type, entry.name) if part)
    if entry.type == HOME or not entry.name or entry.shape is Shape.SECTION:
        return f"{folder}{below}/_index{ending}".replace("//", "/")
    if entry.shape is Shape.FOLDER:
        return f"{folder}{below}/index{ending}"
    return f"{folder}{below}{ending}"


def valid_part(part: str) -> str:
    """A part of a name that every system can store and that does not end like a language."""
    part = UNSAFE.sub("-", part).strip(" .-_")
    before, dot, end = part.rpartition(".")
    if dot and known_language(end):
        part = f"{before}-{end}"
    if not part or wrong_with(part) or part in ("_index", "index"):
        part = plain_name(part) or f"n-{digest_of_bytes(part.encode())[:8]}"
        part = f"{part}-page" if wrong_with(part) or part in ("index",) else part
    return part


def valid_entries(imported: Imported) -> tuple[tuple[ImportedEntry, ...], tuple[Note, ...]]:
    """The entries with valid names, each at a path of its own."""
    notes: list[Note] = []
    used: dict[tuple[str, str], ImportedEntry] = {}
    found: list[ImportedEntry] = []
    for entry in imported.entries:
        folders = "/".join(map(_with_letters, map(valid_part, entry.name.split("/")[:-1])))
        last = valid_part(entry.name.rpartition("/")[2]) if entry.name else ""
        plain = replace(entry, name="/".join(part for part in (folders, last) if part))
        if last and not address_name(last) and not text_of(entry, "slug"):
            slug = f"e-{digest_of_bytes(last.encode())[:8]}"
            plain = replace(plain, fields=(*entry.fields, Field("slug", slug)))
            text = "got a `slug`, since its name has no letters from a to z"
            notes.append(Note(Outcome.DONE, entry.source, text))
        own, number = plain, 2
        while _form(own) in used:
            name = f"{plain.name or plain.type}-{number}"
            own, number = replace(plain, name=name, shape=_not_section(plain)), number + 1
        if own is not plain:
            text = f"has the path of {used[_form(plain)].source}; it was renamed to `{own.name}`"
            notes.append(Note(Outcome.DONE, entry.source, text))
        used[_form(own)] = own
        found.append(own)
    return tuple(_with_only_in(found, imported)), tuple(notes)


def _not_section(entry: ImportedEntry) -> Shape:
    return Shape.FILE if entry.shape is Shape.SECTION else entry.shape


def _with_letters(part: str) -> str:
    return part if address_name(part) else f"n-{digest_of_bytes(part.encode())[:8]}"


def _form(entry: ImportedEntry) -> tuple[str, str]:
    """Key and language, by which two files collide whatever their form."""
    return entry.key.casefold(), entry.language.casefold()


def _with_only_in(entries: Iterable[ImportedEntry], imported: Imported) -> Iterable[ImportedEntry]:
    """The entries; those that are not in the default language say in which they are."""
    default = imported.languages[0].code
    order = [language.code for language in imported.languages]
    languages: dict[str, list[str]] = {}
    for entry in entries:
        languages.setdefault(entry.key, []).append(entry.language)
    for entry in entries:
        own = sorted(languages[entry.key], key=order.index)
        has_field = any(field.name in (ONLY_IN, REF) for field in entry.fields)
        is_page = entry.type != HOME and entry.name
        if is_page and default not in own and entry.language == own[0] and not has_field:
            yield replace(entry, fields=(*entry.fields, Field(ONLY_IN, tuple(own))))
        else:
            yield entry


def sources(entries: Iterable[ImportedEntry], default: str) -> Mapping[str, ImportedEntry]:
    """The version of each entry from which translations inherit, by key."""
    found: dict[str, ImportedEntry] = {}
    for entry in entries:
        if entry.key not in found or entry.language == default:
            found[entry.key] = entry
    return found
