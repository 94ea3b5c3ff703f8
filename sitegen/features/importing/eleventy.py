"""Imports a site of Eleventy: texts with the data of their folders, permalinks, tags and navigation."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from posixpath import basename, dirname

from msgspec.structs import replace

from sitegen.features.importing.data_files import mapping_at, plain, text_at, texts_in
from sitegen.features.importing.documents import Document, entries_of, places
from sitegen.features.importing.eleventy_config import (
    FolderData,
    metadata,
    read_config,
)
from sitegen.features.importing.eleventy_pages import EleventyAddresses, EleventyPage
from sitegen.features.importing.front_matter import split
from sitegen.features.importing.host_files import redirects, without_made
from sitegen.features.importing.html_body import html_body
from sitegen.features.importing.imported import (
    Field,
    FieldHint,
    Imported,
    ImportedEntry,
    ImportedFile,
    ImportedMenuItem,
    ImportedType,
    Note,
    Outcome,
    Shape,
)
from sitegen.features.importing.importers import ImportOptions
from sitegen.features.importing.languages import in_order, language, language_code
from sitegen.features.importing.liquid import Names, Tags
from sitegen.features.importing.source import Source
from sitegen.features.importing.terms import Taxonomy, no_address, with_terms
from sitegen.types.file_kinds import MEDIA_FILES, ending_of

MARKDOWN = (".md", ".markdown")
TEMPLATES = (".njk", ".html", ".liquid", ".webc", ".hbs", ".11ty.js", ".ejs", ".mustache", ".pug", ".haml")
READABLE = (".njk", ".html", ".liquid")
"""Templates whose text is HTML with tags."""
DATED = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<slug>.+)")
INNER = ("content", "src", "pages", "site")
"""Folders that are not part of addresses."""
PAGE_ENDINGS = ("/", ".html", ".htm")
RENAMED = {"description": "summary", "modified": "updated", "updated": "updated", "lastmod": "updated"}
OF_ELEVENTY = (
    "layout", "pagination", "eleventyComputed", "eleventyExcludeFromCollections", "templateEngineOverride",
    "eleventyImport", "override:tags", "dynamicPermalink",
)  # fmt: skip
CONSUMED = (
    "permalink",
    "tags",
    "eleventyNavigation",
    "date",
    "lang",
    "locale",
    "redirect_from",
    "translationKey",
)
SPECIAL_DATES = ("created", "last modified", "git created", "git last modified")
COMMON_TAGS = ("all", "post", "posts", "nav", "page", "pages")


def read(source: Source, _: ImportOptions) -> Imported:
    """Reads an Eleventy site. Raises UnusableSource if it is none."""
    return _Reader(source).imported()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.config = read_config(source)
        self.data = FolderData(source, self.config)
        self.meta = metadata(source, self.config)
        self.notes: list[Note] = []
        self.files: list[ImportedFile] = []
        self.copied = set(self._copies())
        self.pages = [page for path in source.paths if (page := self._page(path))]
        self._found = EleventyAddresses(source, self.pages, self.notes)
        self.addresses = {page.path: self._found.of(page) for page in self.pages}
        self.tags = Tags(
            Names(
                self._variables(), dict(self._includes()), self._named, self.config.paired, self.config.single
            )
        )

    def imported(self) -> Imported:
        default = language_code(text_at(self.meta, "language", "lang", "locale") or "en").split("-")[0]
        documents = [self._document(page) for page in self.pages if self._is_page(page)]
        where = places(documents, default)
        shapes = {page.path for page in self.pages if page.is_folder}
        entries = tuple(self._shaped(entry, shapes) for entry in entries_of(documents, default))
        taxonomies = (
            Taxonomy(type="tags", fields=("tags",), addresses=self._found.of_tags()),
            Taxonomy(type="authors", fields=("author", "authors"), addresses=no_address),
        )
        terms = with_terms(entries, taxonomies)
        used = {entry.language for entry in terms.entries}
        self._beside({path: f"{place.type}/{place.name}" for path, place in where.items()})
        return Imported(
            generator="eleventy",
            title={default: text_at(self.meta, "title") or "Site"},
            description={default: text_at(self.meta, "description")},
            base_url=text_at(self.meta, "url", "baseUrl", "siteURL", "domain"),
            languages=in_order((language(code) for code in sorted(used)), default),
            types=tuple(self._types(terms.entries, terms.terms, terms.hints)),
            entries=(*terms.entries, *terms.terms),
            files=tuple(without_made(self.files, self.notes)),
            menus=self._menus(),
            shortcodes=tuple(self.tags.shortcodes()),
            redirects=tuple(redirects(self.source, self.notes)),
            roots=(self.config.input,) if self.config.input else (),
            notes=(*self.notes, *self.tags.notes),
        )

    # --- files --------------------------------------------------------------------------------

    def _copies(self) -> Iterator[str]:
        """Records the files that Eleventy copies, and yields their paths."""
        for pattern, place in self.config.copies:
            is_pattern = any(char in pattern for char in "*{?")
            for path in self.source.paths:
                if is_pattern and _matches(path, pattern):
                    own = f"{place if place != pattern else ''}/{path.removeprefix(self.config.input)}"
                elif path == pattern:
                    own = (
                        place
                        if basename(place) == basename(path) or "." in basename(place)
                        else f"{place}/{basename(path)}"
                    )
                elif path.startswith(f"{pattern}/"):
                    own = f"{place}/{path.removeprefix(f'{pattern}/')}"
                else:
                    continue
                own = re.sub("/{2,}", "/", own).strip("/")
                self.files.append(ImportedFile(path=f"static/{own}", source=path, addresses=(f"/{own}",)))
                yield path

    def _is_outside(self, path: str) -> bool:
        config = self.config
        root = f"{config.input}/" if config.input else ""
        if not path.startswith(root) or path in self.copied:
            return True
        rel = path.removeprefix(root)
        if any(
            path.startswith(f"{folder}/")
            for folder in (config.includes, config.data, config.output)
            if folder
        ):
            return True
        hidden = any(part.startswith((".", "_")) for part in rel.split("/"))
        return hidden or any(
            _matches(path, pattern) or path.startswith(f"{pattern}/") for pattern in config.ignored
        )

    def _page(self, path: str) -> EleventyPage | None:
        ending = next((e for e in (*MARKDOWN, *TEMPLATES) if path.lower().endswith(e)), "")
        if not ending or self._is_outside(path) or ".11tydata." in path:
            return None
        text = self.source.text(path)
        if text is None:
            return None
        parts = split(text)
        if parts.wrong:
            wrong = f"its front matter could not be read: {parts.wrong}"
            self.notes.append(Note(Outcome.LEFT, path, wrong))
        inherited, collections = self.data.of(path)
        own = {field.name: plain(field.value) for field in parts.fields}
        rel = path.removeprefix(f"{self.config.input}/" if self.config.input else "")[: -len(ending)]
        found = DATED.fullmatch(basename(rel))
        folder, stem = dirname(rel), found["slug"] if found else basename(rel)
        is_folder = stem == basename(folder) and bool(folder)
        rel = folder if is_folder else f"{folder}/{stem}".strip("/")
        return EleventyPage(
            path=path, rel=rel, parts=parts, data={**inherited, **own}, collections=collections,
            file_date=found["date"] if found else "", is_folder=is_folder,
        )  # fmt: skip

    def _is_page(self, page: EleventyPage) -> bool:
        """True for a text that becomes an entry. The others are listed."""
        ending = next((e for e in (*MARKDOWN, *TEMPLATES) if page.path.lower().endswith(e)), "")
        address = self.addresses[page.path]
        if "pagination" in page.data:
            self.notes.append(Note(Outcome.LEFT, page.path, "makes several pages by a program"))
            return False
        if ending not in (*MARKDOWN, *READABLE):
            self.notes.append(
                Note(Outcome.LOST, page.path, f"is a template ({ending}), a program that writes pages")
            )
            return False
        if address and not address.endswith(PAGE_ENDINGS):
            self.notes.append(Note(Outcome.LOST, page.path, f"is a template for the file `{address}`"))
            return False
        return address != "/404.html"

    def _beside(self, keys: Mapping[str, str]) -> None:
        """Records pictures and documents beside texts, which plugins publish."""
        folders = {dirname(path): key for path, key in keys.items()}
        for path in self.source.paths:
            if self._is_outside(path) or ending_of(path) not in MEDIA_FILES:
                continue
            key = folders.get(dirname(path), "")
            first = key.partition("/")[0]
            rel = path.removeprefix(f"{self.config.input}/" if self.config.input else "")
            inner = rel.removeprefix(f"{first}/") if rel.startswith(f"{first}/") else rel
            place = f"content/{first}/{inner}" if first else f"static/{rel}"
            self.files.append(ImportedFile(path=place, source=path))

    # --- addresses ----------------------------------------------------------------------------

    def _named(self, name: str) -> str | None:
        path = f"{self.config.input}/{name}".lstrip("/")
        return f"/{path}" if path in self.source else None

    # --- texts --------------------------------------------------------------------------------

    def _document(self, page: EleventyPage) -> Document:
        address = self.addresses[page.path]
        rel = page.rel.removesuffix("index").rstrip("/") if basename(page.rel) == "index" else page.rel
        while (
            (first := rel.partition("/")[0]) in INNER and "/" in rel and not address.startswith(f"/{first}/")
        ):
            rel = rel.partition("/")[2]
        return Document(
            path=page.path,
            rel=rel,
            language=text_at(page.data, "lang", "locale"),
            version_key=text_at(page.data, "translationKey"),
            fields=tuple(self._fields(page)),
            body=self._body(page),
            addresses=tuple(
                dict.fromkeys(
                    (*([address] if address else []), *texts_in(page.data.get("redirect_from", "")))
                )
            ),
            comments=page.parts.comments,
        )

    def _shaped(self, entry: ImportedEntry, folders: set[str]) -> ImportedEntry:
        is_folder = entry.source in folders and entry.shape is Shape.FILE
        return replace(entry, shape=Shape.FOLDER) if is_folder else entry

    def _body(self, page: EleventyPage) -> str:
        body = self.tags.rewritten(page.parts.body, page.path, page.parts.body_line)
        return body if page.path.lower().endswith(MARKDOWN) else html_body(body, page.path, self.notes)

    def _fields(self, page: EleventyPage) -> Iterator[Field]:
        names = {field.name for field in page.parts.fields}
        for field in page.parts.fields:
            if field.name in OF_ELEVENTY:
                text = f"`{field.name}: {_short(field)}` is for templates of Eleventy"
                self.notes.append(Note(Outcome.LOST, page.path, text))
            elif field.name not in CONSUMED:
                name = RENAMED.get(field.name, field.name)
                yield Field(field.name if name in names else name, field.value, field.before, field.after)
            elif field.name == "date" and isinstance(field.value, str):
                if field.value.lower() in SPECIAL_DATES:
                    text = f"`date: {field.value}` is a program: write the day, or take it from git"
                    self.notes.append(Note(Outcome.LEFT, page.path, text))
                else:
                    yield field
            elif field.before or field.after:
                yield Field(field.name, "", field.before, field.after)
        if page.file_date and "date" not in names:
            yield Field("date", page.file_date)
        for name in ("draft", "title", "description"):
            if name not in names and text_at(page.data, name) and "{" not in text_at(page.data, name):
                yield Field(RENAMED.get(name, name), text_at(page.data, name))
        own = [tag for tag in texts_in(page.data.get("tags", [])) if tag not in page.collections]
        if terms := tuple(tag for tag in own if tag.lower() not in COMMON_TAGS):
            yield Field("tags", terms)

    def _menus(self) -> Mapping[str, tuple[ImportedMenuItem, ...]]:
        items = []
        for page in self.pages:
            data = mapping_at(page.data, "eleventyNavigation")
            key = text_at(data, "key")
            if key and not text_at(data, "parent") and self.addresses[page.path]:
                order = text_at(data, "order")
                rank = float(order) if re.fullmatch(r"\d+(\.\d+)?", order) else 1e9
                items.append((rank, text_at(data, "title") or key, self.addresses[page.path]))
        default = language_code(text_at(self.meta, "language", "lang", "locale") or "en").split("-")[0]
        found = tuple(ImportedMenuItem(title={default: title}, target=at) for _, title, at in sorted(items))
        return {"main": found} if found else {}

    # --- types and the rest -------------------------------------------------------------------

    def _types(
        self,
        entries: tuple[ImportedEntry, ...],
        terms: tuple[ImportedEntry, ...],
        hints: Mapping[str, Mapping[str, FieldHint]],
    ) -> Iterator[ImportedType]:
        term_types = dict.fromkeys(term.type for term in terms)
        names = dict.fromkeys(entry.type for entry in entries if entry.type)
        for name in (*names, *(each for each in term_types if each not in names)):
            is_pages = name == "pages"
            yield ImportedType(
                name=name,
                permalink="/{path}/" if is_pages else "",
                index=not is_pages,
                hints=hints.get(name, {}),
                taxonomy=name in term_types,
                source="" if is_pages or name in term_types else f"{self.config.input}/{name}/",
            )

    def _variables(self) -> dict[str, str]:
        name = self.meta.get("name_of_data", "metadata")
        return {f"{name}.{key}": value for key, value in self.meta.items() if isinstance(value, str)}

    def _includes(self) -> Iterator[tuple[str, str]]:
        for path in self.source.below(self.config.includes):
            if path.endswith((*READABLE, *MARKDOWN)):
                yield path.removeprefix(f"{self.config.includes}/"), self.source.text(path) or ""


def _matches(path: str, pattern: str) -> bool:
    return fnmatch.fnmatch(path, re.sub(r"\{([^}]*)\}", "*", pattern).replace("**/", "*"))


def _short(field: Field) -> str:
    return field.value[:60] if isinstance(field.value, str) else "…"
