"""Addresses of entries in the new site, and which old addresses need a redirect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

from msgspec import Struct

from sitegen.features.importing.dates import read_date
from sitegen.features.importing.imported import (
    HOME,
    Imported,
    ImportedEntry,
    ImportedType,
    Note,
    Outcome,
    Value,
)
from sitegen.kinds.old_addresses import Unusable, read_old_address
from sitegen.types.file_names import plain_name

PAGE_OF_FOLDER = re.compile(r"/index\.html?$")
DATE_FIELDS = ("date",)


def text_of(entry: ImportedEntry, name: str) -> str:
    """Text of a field of an entry; empty if it has none."""
    value: Value = next((field.value for field in entry.fields if field.name == name), "")
    return value if isinstance(value, str) else ""


def same_form(address: str) -> str:
    """An address in the form by which two that lead to the same page are equal."""
    address = unquote(address.partition("#")[0])
    address = PAGE_OF_FOLDER.sub("/", address)
    return (address.rstrip("/") or "/").casefold()


class NewAddresses:
    """Computes the address that each entry has in the new site."""

    def __init__(self, imported: Imported) -> None:
        self.types: Mapping[str, ImportedType] = {each.name: each for each in imported.types}
        self.default = imported.languages[0].code
        self.entries = {(entry.key, entry.language): entry for entry in imported.entries}

    def of(self, entry: ImportedEntry) -> str:
        prefix = "/" if entry.language == self.default else f"/{entry.language.lower()}/"
        if entry.type == HOME:
            return prefix
        known = self.types.get(entry.type)
        permalink = (known.permalink if known else "") or f"/{entry.type}/{{path}}/"
        if not entry.name:
            return prefix + permalink.partition("{")[0].lstrip("/")
        parts = self._parts(entry)
        year, month, day = self._date(entry)
        filled = permalink.replace("{path}", "/".join(parts)).replace("{slug}", parts[-1])
        filled = filled.replace("{section}", "/".join(parts[:-1]))
        filled = filled.replace("{year}", year).replace("{month}", month).replace("{day}", day)
        return prefix + re.sub("/{2,}", "/", filled).lstrip("/")

    def _parts(self, entry: ImportedEntry) -> list[str]:
        names = entry.name.split("/")
        parts = []
        for number in range(1, len(names) + 1):
            key = f"{entry.type}/{'/'.join(names[:number])}"
            slug = self._slug(key, entry.language)
            parts.append(slug or plain_name(names[number - 1]) or names[number - 1])
        return parts

    def _slug(self, key: str, language: str) -> str:
        for code in (language, self.default):
            found = self.entries.get((key, code))
            if found and (slug := text_of(found, "slug")):
                return slug
        return ""

    def _date(self, entry: ImportedEntry) -> tuple[str, str, str]:
        source = self.entries.get((entry.key, self.default), entry)
        when = next(
            (
                found
                for each in (entry, source)
                for name in DATE_FIELDS
                if (found := read_date(text_of(each, name)))
            ),
            None,
        )
        if when is None:
            return "undated", "", ""
        return when.day[:4], when.day[5:7], when.day[8:10]


class Kept(Struct, frozen=True):
    """Old addresses, sorted by what is needed so that they are answered."""

    aliases: Mapping[tuple[str, str], tuple[str, ...]]
    """Addresses that redirect, by key and language of the entry."""
    lock: tuple[str, ...]
    """All old addresses in the form of `urls.lock`."""
    notes: tuple[Note, ...]
    same: int
    """Number of entries that keep their address."""


def keep(imported: Imported, files: Iterable[str]) -> Kept:
    """Decides for each old address how it is answered. `files` are addresses of files of the new site."""
    new = NewAddresses(imported)
    owners = {same_form(new.of(entry)): entry for entry in imported.entries}
    taken = {same_form(address) for address in files}
    aliases: dict[tuple[str, str], list[str]] = {}
    lock: set[str] = set()
    notes: list[Note] = []
    same = 0
    for entry in imported.entries:
        own = same_form(new.of(entry))
        for number, address in enumerate(entry.addresses):
            form = same_form(address)
            if form == own:
                same += number == 0
                lock.add(new.of(entry))
                continue
            if form in owners and owners[form] is entry:
                continue
            wrong = _wrong(address, form, owners, taken)
            if wrong:
                notes.append(Note(Outcome.LOST, entry.source, f"`{address}`: {wrong}"))
                continue
            owners[form] = entry
            written = read_old_address(address)
            aliases.setdefault((entry.key, entry.language), []).append(address)
            lock.add(written.address)
    return Kept(
        {key: tuple(found) for key, found in aliases.items()}, tuple(sorted(lock)), tuple(notes), same
    )


def _wrong(address: str, form: str, owners: Mapping[str, ImportedEntry], taken: set[str]) -> str:
    """Reason why an address cannot redirect; empty if it can."""
    if form in owners:
        return f"this address leads to {owners[form].source or owners[form].key}"
    if form in taken:
        return "a file has this address"
    try:
        read_old_address(address)
    except Unusable as error:
        return error.message
    return ""


def as_address(path: str) -> str:
    """A path of a file as an address."""
    return "/" + quote(path, safe="/!$&'()*+,;=:@~")
