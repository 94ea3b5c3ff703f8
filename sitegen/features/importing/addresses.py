"""Addresses of entries in the new site, and which old addresses need a redirect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import quote, unquote

from msgspec import Struct
from msgspec.structs import replace

from sitegen.features.importing.dates import read_date
from sitegen.features.importing.imported import (
    HOME,
    Field,
    Imported,
    ImportedEntry,
    ImportedRedirect,
    ImportedType,
    Note,
    Outcome,
    Shape,
)
from sitegen.kinds.old_addresses import Unusable, read_old_address
from sitegen.types.file_names import address_name, plain_name

PAGE_OF_FOLDER = re.compile(r"/index\.html?$")
DATE_FIELDS = ("date",)


def text_of(entry: ImportedEntry, name: str) -> str:
    """Text of a field of an entry; empty if it has none."""
    texts = (field.value for field in entry.fields if field.name == name and isinstance(field.value, str))
    return next(filter(None, texts), "")


def same_form(address: str) -> str:
    """An address in the form by which two that lead to the same page are equal."""
    address = unquote(address.partition("#")[0])
    address = PAGE_OF_FOLDER.sub("/", address)
    return (address.rstrip("/") or "/").casefold()


class NewAddresses:
    """Computes the address that each entry has in the new site."""

    def __init__(self, imported: Imported) -> None:
        self.types: Mapping[str, ImportedType] = {each.name: each for each in imported.types}
        self.languages = tuple(language.code for language in imported.languages)
        self.default = self.languages[0]
        self.entries = {(entry.key, entry.language): entry for entry in imported.entries}
        ranks = {code: rank for rank, code in enumerate(self.languages)}
        ordered = sorted(imported.entries, key=lambda entry: -ranks.get(entry.language, len(ranks)))
        self.originals = {entry.key: entry for entry in ordered}
        """Version of each entry in the first language that has one."""

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

    @cached_property
    def indexes(self) -> dict[str, str]:
        """Type whose index has an address, in any language."""
        found: dict[str, str] = {}
        for known in self.types.values():
            for language in self.languages if known.index else ():
                top = ImportedEntry(type=known.name, name="", language=language, fields=(), source="")
                found[same_form(self.of(top))] = known.name
        return found

    def _parts(self, entry: ImportedEntry) -> list[str]:
        names = entry.name.split("/")
        parts = []
        for number in range(1, len(names) + 1):
            key = f"{entry.type}/{'/'.join(names[:number])}"
            slug = self._slug(key, entry.language)
            parts.append(slug or address_name(names[number - 1]) or names[number - 1])
        return parts

    def _slug(self, key: str, language: str) -> str:
        for found in (self.entries.get((key, language)), self.originals.get(key)):
            if found and (slug := text_of(found, "slug")):
                return slug
        return ""

    def _date(self, entry: ImportedEntry) -> tuple[str, str, str]:
        source = self.originals.get(entry.key, entry)
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


def with_index_pages(imported: Imported) -> Imported:
    """The entries; a page at the address of the index of a type becomes the text above this index."""
    new = NewAddresses(imported)
    indexes = new.indexes
    there = {(entry.type, entry.language) for entry in imported.entries if not entry.name}
    entries: list[ImportedEntry] = []
    for entry in imported.entries:
        forms = [same_form(address) for address in (new.of(entry), *entry.addresses[:1])]
        name = next((indexes[form] for form in forms if form in indexes), "") if entry.name else ""
        if name and (name, entry.language) not in there:
            there.add((name, entry.language))
            entries.append(replace(entry, type=name, name="", shape=Shape.SECTION))
        else:
            entries.append(entry)
    return replace(imported, entries=tuple(entries))


def with_own_addresses(imported: Imported) -> Imported:
    """The entries, each with an address of its own.

    A slug that another entry has is left out. An entry whose old address differs from the new one only in
    capitals gets a different slug: hosts tell capitals apart, and the old address can then redirect.
    """
    new = NewAddresses(imported)
    used: dict[str, ImportedEntry] = {}
    entries: list[ImportedEntry] = []
    for entry in imported.entries:
        own = entry
        if same_form(new.of(entry)) in used and text_of(entry, "slug"):
            own = _with_slug(entry, "")
        elif entry.name and any(_differs_in_capitals(old, new.of(entry)) for old in entry.addresses):
            last = text_of(entry, "slug") or address_name(entry.name.rpartition("/")[2])
            own = _with_slug(entry, f"{plain_name(last)}-page")
        entries.append(own)
        form = same_form(new.of(entry) if own is entry else _alone(imported, own).of(own))
        used.setdefault(form, entry)
    return replace(imported, entries=tuple(entries))


def _with_slug(entry: ImportedEntry, slug: str) -> ImportedEntry:
    plain = tuple(field for field in entry.fields if field.name != "slug")
    return replace(entry, fields=(*plain, *((Field("slug", slug),) if slug else ())))


def _alone(imported: Imported, entry: ImportedEntry) -> NewAddresses:
    return NewAddresses(replace(imported, entries=(entry,)))


def _differs_in_capitals(old: str, new: str) -> bool:
    before, after = (unquote(PAGE_OF_FOLDER.sub("/", each)).rstrip("/") for each in (old, new))
    return before != after and before.casefold() == after.casefold()


class Kept(Struct, frozen=True):
    """Old addresses, sorted by what is needed so that they are answered."""

    aliases: Mapping[tuple[str, str], tuple[str, ...]]
    """Addresses that redirect, by key and language of the entry."""
    pages: Mapping[str, str]
    """Addresses that redirect to a file, the page of a type or the home page, which have no aliases."""
    lock: tuple[str, ...]
    """All old addresses in the form of `urls.lock`."""
    notes: tuple[Note, ...]
    same: int
    """Number of entries that keep their address."""


def keep(imported: Imported, files: Iterable[str]) -> Kept:
    """Decides for each old address how it is answered. `files` are addresses of files of the new site."""
    keeper = _Keeper(imported, files)
    for entry in imported.entries:
        for number, address in enumerate(entry.addresses):
            keeper.keep(entry, address, is_main=number == 0)
    for redirect in imported.redirects:
        keeper.redirect(redirect)
    aliases = {key: tuple(found) for key, found in keeper.aliases.items()}
    return Kept(aliases, keeper.pages, tuple(sorted(keeper.lock)), tuple(keeper.notes), keeper.same)


class _Keeper:
    def __init__(self, imported: Imported, files: Iterable[str]) -> None:
        self.new = NewAddresses(imported)
        self.owners = {same_form(self.new.of(entry)): entry for entry in imported.entries}
        self.keys = {entry.key: entry for entry in reversed(imported.entries)}
        self.taken = {same_form(address): unquote(address).lstrip("/") for address in files}
        self.aliases: dict[tuple[str, str], list[str]] = {}
        self.pages: dict[str, str] = {}
        self.files: set[str] = set()
        """Old addresses that redirect to files."""
        self.lock: set[str] = set()
        self.notes: list[Note] = []
        self.same = 0

    def keep(self, entry: ImportedEntry, address: str, is_main: bool = False) -> None:
        """Keeps an old address of an entry."""
        form, own = same_form(address), self.new.of(entry)
        if form == same_form(own):
            self.same += is_main
            self._record(entry, own)
            return
        if self.owners.get(form) is entry:
            return
        if form in self.new.indexes and form not in self.owners:
            self.lock.add(read_old_address(address).address)
            return
        wrong = _wrong(address, form, self.owners, self.taken)
        if wrong:
            self.notes.append(Note(Outcome.LOST, entry.source, f"`{address}`: {wrong}"))
            return
        self.owners[form] = entry
        if entry.name:
            self.aliases.setdefault((entry.key, entry.language), []).append(address)
            self._record(entry, read_old_address(address).address)
        elif file := read_old_address(address).file:
            self.pages[file] = own
        else:
            text = f"`{address}`: no file can have this address; redirect it at the host"
            self.notes.append(Note(Outcome.LEFT, entry.source, text))

    def redirect(self, redirect: ImportedRedirect) -> None:
        """Keeps an old address that led to another."""
        owner = self.owners.get(same_form(redirect.target)) or self.keys.get(redirect.target)
        if owner:
            self.keep(owner, redirect.address)
        elif same_form(redirect.target) in self.taken:
            self._redirect_to_file(redirect)
        else:
            text = f"`{redirect.address}` led to `{redirect.target}`, which is no page or file"
            self.notes.append(Note(Outcome.LOST, "", text))

    def _redirect_to_file(self, redirect: ImportedRedirect) -> None:
        form = same_form(redirect.address)
        wrong = _wrong(redirect.address, form, self.owners, self.taken)
        if wrong:
            self.notes.append(Note(Outcome.LOST, "", f"`{redirect.address}`: {wrong}"))
        elif form in self.files or form in self.new.indexes:
            return
        elif file := read_old_address(redirect.address).file:
            self.files.add(form)
            self.pages[file] = as_address(self.taken[same_form(redirect.target)])
        else:
            text = f"`{redirect.address}`: no file can have this address; redirect it at the host"
            self.notes.append(Note(Outcome.LEFT, "", text))

    def _record(self, entry: ImportedEntry, address: str) -> None:
        """Adds an address to the lock, unless it was not published."""
        if text_of(entry, "draft").lower() != "true":
            self.lock.add(address)


def _wrong(address: str, form: str, owners: Mapping[str, ImportedEntry], taken: Mapping[str, str]) -> str:
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
