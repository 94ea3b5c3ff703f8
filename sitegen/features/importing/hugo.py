"""Imports a site of Hugo: its content in all languages, its configuration, its files and its menus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from posixpath import normpath
from typing import Any

from msgspec.structs import replace

from sitegen.features.importing.data_files import is_true, plain, text_at
from sitegen.features.importing.front_matter import split
from sitegen.features.importing.future import value_of_fields, waiting
from sitegen.features.importing.host_files import redirects, without_made
from sitegen.features.importing.html_body import html_body
from sitegen.features.importing.hugo_config import read_config
from sitegen.features.importing.hugo_fields import HugoFields, read_front_matter
from sitegen.features.importing.hugo_menus import menus_of
from sitegen.features.importing.hugo_pages import HugoFile, HugoPages, files_of
from sitegen.features.importing.hugo_paths import made_path
from sitegen.features.importing.hugo_shortcodes import Shortcodes
from sitegen.features.importing.imported import (
    Field,
    FieldHint,
    Imported,
    ImportedEntry,
    ImportedFile,
    ImportedLanguage,
    ImportedType,
    Note,
    Outcome,
)
from sitegen.features.importing.importers import ImportOptions
from sitegen.features.importing.source import Source
from sitegen.features.importing.terms import Taxonomy, no_address, term_name, with_terms
from sitegen.types.file_names import plain_name

AUTHORS = ("author", "authors")


def read(source: Source, _: ImportOptions) -> Imported:
    """Reads a Hugo site. Raises UnusableSource if it is none."""
    return _Reader(source).imported()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.config = read_config(source)
        self.notes: list[Note] = []
        self.files = tuple(files_of(source, self.config, self.notes))
        self.fields: dict[str, HugoFields] = {}
        for file in self.files:
            if file.is_page:
                self._read(file)
        self.pages = HugoPages(self.config, [f for f in self.files if f.is_page], self.fields)
        self.shortcodes = Shortcodes(source, self.pages.address_named, self._params)

    def imported(self) -> Imported:
        entries = tuple(self._entries())
        taxonomies = tuple(self._taxonomies(entries))
        terms = with_terms(self._without_terms(entries, taxonomies), taxonomies)
        own_terms = tuple(self._term_pages(taxonomies))
        known = {(term.key, term.language) for term in own_terms}
        all_terms = (*own_terms, *(term for term in terms.terms if (term.key, term.language) not in known))
        config = self.config
        return Imported(
            generator="hugo",
            title={each.code: each.title or str(config.data.get("title", "")) for each in config.languages},
            description=self._descriptions(),
            base_url=self._base_url(),
            time_zone=text_at(config.data, "timezone"),
            languages=tuple(
                ImportedLanguage(code=each.code, name=each.name, locale=each.locale)
                for each in config.languages
            ),
            language_folders=any(each.own_folder for each in config.languages),
            types=tuple(self._types(terms.entries, all_terms, terms.hints)),
            entries=(*terms.entries, *all_terms),
            files=tuple(without_made(self._media(), self.notes)),
            menus=menus_of(config, self.fields, self.pages),
            shortcodes=self.shortcodes.found(),
            redirects=tuple(redirects(self.source, self.notes)),
            roots=tuple(dict.fromkeys(each.folder for each in config.languages)),
            notes=(*self.notes, *self.shortcodes.notes),
        )

    # --- texts --------------------------------------------------------------------------------

    def _read(self, file: HugoFile) -> None:
        text = self.source.text(file.path)
        if text is None:
            return
        parts = split(text)
        if parts.wrong:
            self.notes.append(
                Note(Outcome.LEFT, file.path, f"its front matter could not be read: {parts.wrong}")
            )
        self.fields[file.path] = read_front_matter(parts, file.path, self.notes)

    def _entries(self) -> Iterator[ImportedEntry]:
        for page in self.pages.all():
            found = self.fields.get(page.path)
            if found is None or self._is_term(page):
                continue
            yield self._entry(page, found)

    def _entry(self, page: HugoFile, found: HugoFields) -> ImportedEntry:
        place = self.pages.place(page)
        body = self._body(page, found)
        fields = list(found.fields)
        ref = self.pages.original(page, found)
        if ref:
            fields.append(Field("ref", ref))
        if found.unpublished and not value_of_fields(fields, "draft"):
            fields.append(Field("draft", "true"))
            text = "had no page of its own, so it is a draft now"
            self.notes.append(Note(Outcome.LEFT, page.path, text))
        fields += waiting(found.when, fields, is_true(self.config.data.get("buildfuture")))
        slug = self.pages.slug(page)
        if slug:
            fields.append(Field("slug", slug))
        return ImportedEntry(
            type=place.type,
            name=place.name,
            shape=place.shape,
            language=page.language.code,
            fields=tuple(fields),
            body=body,
            source=page.path,
            addresses=self.pages.addresses(page),
            comments=found.comments,
        )

    def _body(self, page: HugoFile, found: HugoFields) -> str:
        body = self.shortcodes.rewritten(found.body, page.path, found.body_line)
        if page.is_html:
            return html_body(body, page.path, self.notes)
        return body

    def _params(self, path: str) -> Mapping[str, Any]:
        """Parameters of a page; of the site and its language for an empty path."""
        if not path:
            params = self.config.data.get("params")
            return params if isinstance(params, dict) else {}
        found = self.fields.get(path)
        fields = (*self.pages.cascaded(path), *(found.fields if found else ()))
        values = {field.name.lower(): plain(field.value) for field in fields}
        return {"description": values.get("summary", ""), **values}

    # --- terms --------------------------------------------------------------------------------

    def _is_term(self, page: HugoFile) -> bool:
        """True for the text of a term: `content/tags/water/_index.md`."""
        first, _, rest = page.folder.partition("/")
        return bool(rest) and page.is_section and first in self.config.taxonomies.values()

    def _term_pages(self, taxonomies: Iterable[Taxonomy]) -> Iterator[ImportedEntry]:
        names = {taxonomy.type: taxonomy for taxonomy in taxonomies}
        for page in self.pages.all():
            found = self.fields.get(page.path)
            if found is None or not self._is_term(page):
                continue
            first, _, term = page.folder.partition("/")
            entry = self._entry(page, found)
            if plain_name(first) in names:
                yield replace(entry, type=plain_name(first), name=term_name(term), shape=entry.shape)

    def _taxonomies(self, entries: Iterable[ImportedEntry]) -> Iterator[Taxonomy]:
        used = {field.name for entry in entries for field in entry.fields}
        published = not {"term", "taxonomyterm"} & self.config.disabled
        plurals = tuple(self.config.taxonomies.values())
        for plural in plurals:
            if plural in used and plain_name(plural):
                yield Taxonomy(
                    type=plain_name(plural),
                    fields=(plural,),
                    addresses=self._term_addresses(plural) if published else no_address,
                )
        others = tuple(name for name in AUTHORS if name in used and name not in plurals)
        if others and "authors" not in plurals:
            yield Taxonomy(type="authors", fields=others)

    def _term_addresses(self, plural: str) -> Any:
        prefixes = {each.code: self.config.prefix(each) for each in self.config.languages}

        def addresses(term: str, language: str) -> tuple[str, ...]:
            pattern = self.config.permalink(plural, "term")
            own = made_path(term.replace(" ", "-").replace("/", "-"))
            if pattern:
                return (
                    prefixes[language].rstrip("/") + pattern.replace(":slug", own).replace(":title", own),
                )
            return (f"{prefixes[language]}{plural}/{own}/",)

        return addresses

    def _without_terms(
        self, entries: Iterable[ImportedEntry], taxonomies: Iterable[Taxonomy]
    ) -> Iterator[ImportedEntry]:
        """The entries, as they are: those of a folder named like a taxonomy are terms themselves."""
        types = {taxonomy.type for taxonomy in taxonomies}
        for entry in entries:
            if entry.type in types and entry.name:
                yield replace(entry, fields=tuple(f for f in entry.fields if f.name not in AUTHORS))
            else:
                yield entry

    # --- types, files -------------------------------------------------------------------------

    def _types(
        self,
        entries: Iterable[ImportedEntry],
        terms: Iterable[ImportedEntry],
        hints: Mapping[str, Mapping[str, FieldHint]],
    ) -> Iterator[ImportedType]:
        names = dict.fromkeys(entry.type for entry in entries if entry.type)
        term_types = {term.type for term in terms}
        for name in (*names, *(name for name in term_types if name not in names)):
            is_pages = name == self.pages.pages_type
            yield ImportedType(
                name=name,
                permalink="/{path}/" if is_pages else self.pages.permalink(name),
                index=not is_pages,
                hints=hints.get(name, {}),
                taxonomy=name in term_types,
                source="" if is_pages else f"{self.config.content}/{name}/",
            )

    def _media(self) -> Iterator[ImportedFile]:
        for folder in self._static_folders():
            for path in self.source.below(folder):
                own = path.removeprefix(f"{folder}/")
                yield ImportedFile(path=f"static/{own}", source=path, addresses=(f"/{own}",))
        for file in self.files:
            if not file.is_page:
                address = self.pages.address_of_file(file)
                place = self.pages.path_of_file(file)
                yield ImportedFile(path=place, source=file.path, addresses=(address,))
        assets = self.source.below("assets")
        if assets:
            text = f"{len(assets):,} files in assets/ are made into others by templates and were not imported"
            self.notes.append(Note(Outcome.LEFT, "assets", text))

    def _static_folders(self) -> Iterator[str]:
        found = dict.fromkeys(self.config.static_folders)
        for language in self.config.languages:
            if isinstance(own := language.settings.get("staticdir"), str):
                found[own] = None
        for folder in found:
            yield normpath(folder)

    def _descriptions(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for language in self.config.languages:
            for settings in (language.settings, self.config.data):
                params = settings.get("params")
                own = params.get("description", "") if isinstance(params, dict) else ""
                own = own or settings.get("description", "")
                if isinstance(own, str) and own.strip():
                    found.setdefault(language.code, " ".join(own.split()))
        return found

    def _base_url(self) -> str:
        url = self.config.data.get("baseurl", "")
        return url if isinstance(url, str) and url.startswith("http") else ""
