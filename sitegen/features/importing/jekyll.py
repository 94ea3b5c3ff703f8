"""Imports a site of Jekyll: posts, drafts, collections and pages, with their permalinks and redirects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import basename, dirname
from typing import Any

from msgspec.structs import replace

from sitegen.features.importing.data_files import form_of, is_true, mapping_at, read_data, text_at, texts_in
from sitegen.features.importing.documents import Document, entries_of, type_name
from sitegen.features.importing.field_kinds import is_empty
from sitegen.features.importing.front_matter import FrontMatter, split
from sitegen.features.importing.future import waiting
from sitegen.features.importing.host_files import redirects, without_made
from sitegen.features.importing.html_body import html_body
from sitegen.features.importing.imported import (
    Field,
    FieldHint,
    Imported,
    ImportedEntry,
    ImportedFile,
    ImportedRedirect,
    ImportedType,
    Note,
    Outcome,
    Value,
)
from sitegen.features.importing.importers import ImportOptions
from sitegen.features.importing.jekyll_config import (
    SPECIAL,
    Collection,
    JekyllConfig,
    read_config,
    slugified,
)
from sitegen.features.importing.jekyll_menus import menus_of
from sitegen.features.importing.jekyll_pages import JekyllPage, address_of, when_of, words_of
from sitegen.features.importing.kramdown import plain_markdown
from sitegen.features.importing.languages import in_order, language
from sitegen.features.importing.liquid import Names, Tags
from sitegen.features.importing.permalinks import has_index, permalink_of
from sitegen.features.importing.source import Source
from sitegen.features.importing.terms import Taxonomy, no_address, with_terms

POST = re.compile(r"(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>.+)")
TEXTS = ("md", "markdown", "mkdown", "mkdn", "mkd")
PAGES = ("html", "htm")
TEMPLATES = (
    "xml",
    "json",
    "txt",
    "css",
    "scss",
    "sass",
    "js",
    "coffee",
    "yml",
    "yaml",
    "csv",
    "webmanifest",
    "svg",
)
RENAMED = {
    "description": "summary",
    "last_modified_at": "updated",
    "modified_date": "updated",
    "nav_order": "weight",
}
CONSUMED = (
    "layout", "permalink", "published", "slug", "redirect_from", "redirect_to", "lang", "language", "locale",
    "ref", "translation_key", "translation_id", "category", "categories", "tag", "tags",
)  # fmt: skip
NOT_FOUND = ("404.md", "404.html", "404.markdown")
TERMS = (("tags", ("tags", "tag")), ("categories", ("categories", "category")))
AUTHORS = ("author", "authors")


def read(source: Source, _: ImportOptions) -> Imported:
    """Reads a Jekyll site. Raises UnusableSource if it is none."""
    return _Reader(source).imported()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.config: JekyllConfig = read_config(source)
        self.notes: list[Note] = []
        self.redirects: list[ImportedRedirect] = []
        self.files: list[ImportedFile] = []
        self.pages = [page for path in self._site_paths() if (page := self._page(path))]
        self.addresses = {page.path: address_of(page, self.config) for page in self.pages}
        self.tags = Tags(Names(self._variables(), dict(self._includes()), self._named))

    def imported(self) -> Imported:
        default = self.config.language
        documents = [self._document(page) for page in self.pages]
        taxonomies = (
            Taxonomy(type="tags", fields=("tags",), addresses=self._archive("tag")),
            Taxonomy(type="categories", fields=("categories",), addresses=self._archive("category")),
            Taxonomy(type="authors", fields=AUTHORS, addresses=no_address),
        )
        entries = tuple(entries_of(documents, default))
        terms = with_terms(entries, taxonomies)
        used = {entry.language for entry in terms.entries}
        title = text_at(self.config.data, "title", "name") or "Site"
        return Imported(
            generator="jekyll",
            title={default: title},
            description={default: text_at(self.config.data, "description", "tagline")},
            base_url=self._base_url(),
            time_zone=text_at(self.config.data, "timezone"),
            languages=in_order((language(code) for code in sorted(used)), default),
            types=tuple(self._types(terms.entries, terms.terms, terms.hints)),
            entries=(*terms.entries, *self._with_data(terms.terms)),
            files=tuple(without_made(self.files, self.notes)),
            shortcodes=tuple(self.tags.shortcodes()),
            menus=menus_of(self.source, self.config.base, default),
            redirects=(*self.redirects, *redirects(self.source, self.notes)),
            notes=(*self.notes, *self.tags.notes, *self._data_notes()),
        )

    # --- files --------------------------------------------------------------------------------

    def _site_paths(self) -> Iterator[str]:
        base = self.config.base
        for path in self.source.paths:
            if not path.startswith(base):
                continue
            rel = path.removeprefix(base)
            if not self.config.is_excluded(rel) and not rel.startswith("_config."):
                yield path

    def _page(self, path: str) -> JekyllPage | None:
        """The text in a file; None for others, which are recorded."""
        rel = path.removeprefix(self.config.base)
        folder = next((part for part in rel.split("/")[:-1] if part.startswith("_")), "")
        collection = next((c for c in self.config.collections if rel.startswith(f"{c.folder}/")), None)
        if folder in SPECIAL or (folder and folder not in ("_posts", "_drafts") and collection is None):
            return None
        ending = rel.rpartition(".")[2].lower()
        if ending not in (*TEXTS, *PAGES, *TEMPLATES):
            self._file(path, rel, collection, folder)
            return None
        text = self.source.text(path)
        parts = split(text) if text is not None else None
        if parts is None:
            return None
        is_post = folder in ("_posts", "_drafts")
        if not parts.present and not is_post:
            self._file(path, rel, collection, folder)
            return None
        if parts.wrong:
            text = f"its front matter could not be read: {parts.wrong}"
            self.notes.append(Note(Outcome.LEFT, path, text))
        if basename(rel) in NOT_FOUND:
            text = "is the page for missing addresses: its text belongs in templates/404.html"
            self.notes.append(Note(Outcome.LEFT, path, text))
            return None
        if ending in TEMPLATES and not (collection and ending == "txt"):
            self.notes.append(Note(Outcome.LOST, path, f"is a template for a file .{ending}"))
            return None
        return self._text(path, rel, folder, collection, parts)

    def _text(
        self, path: str, rel: str, folder: str, collection: Collection | None, parts: FrontMatter
    ) -> JekyllPage | None:
        stem = rel.rpartition(".")[0]
        kind = "posts" if folder in ("_posts", "_drafts") else collection.name if collection else "pages"
        file_date = ""
        if kind == "posts":
            before, _, name = stem.partition(f"{folder}/")
            found = POST.fullmatch(basename(name))
            if found is None and folder == "_posts":
                self.notes.append(Note(Outcome.LOST, path, "is no post, since its name has no date"))
                return None
            file_date = found["date"] if found else ""
            own = found["slug"] if found else basename(name)
            stem = "/".join(part for part in (before.strip("/"), dirname(name), own) if part)
        elif collection:
            stem = stem.removeprefix(f"{collection.folder}/")
        values: dict[str, Value] = {}
        for defaults in self.config.defaults(rel, kind):
            values |= {key: value for key, value in defaults.items() if isinstance(value, str)}
            values |= {
                key: tuple(texts_in(value)) for key, value in defaults.items() if isinstance(value, list)
            }
        values |= {field.name: field.value for field in parts.fields}
        return JekyllPage(
            path=path, rel=stem, kind=kind, collection=collection, parts=parts, values=values,
            draft=folder == "_drafts" or values.get("published") == "false", file_date=file_date,
        )  # fmt: skip

    def _file(self, path: str, rel: str, collection: Collection | None, folder: str) -> None:
        """Records a file that Jekyll publishes as it is."""
        if folder and collection is None:
            return
        own = f"{collection.name}/{rel.removeprefix(f'{collection.folder}/')}" if collection else rel
        if collection and not collection.output:
            return
        if own.endswith((".scss", ".sass", ".coffee")):
            self.notes.append(Note(Outcome.LOST, path, "is compiled by Jekyll"))
            return
        self.files.append(ImportedFile(path=f"static/{own}", source=path, addresses=(f"/{own}",)))

    # --- addresses ----------------------------------------------------------------------------

    def _named(self, name: str) -> str | None:
        """Address of the file that `link` names, or of the post that `post_url` names."""
        for path in (name, f"{self.config.base}{name}"):
            if path in self.addresses:
                return f"/{path}"
        for page in self.pages:
            if page.kind == "posts" and page.path.rpartition(".")[0].endswith(f"/{name.strip('/')}"):
                return f"/{page.path}"
        return f"/{name}" if name in self.source else None

    def _archive(self, kind: str) -> Any:
        """Addresses of terms, if the site has the plugin for them."""
        settings = mapping_at(self.config.data, "jekyll-archives")
        pattern = text_at(mapping_at(settings, "permalinks"), kind)
        if not settings:
            return no_address
        pattern = pattern or f"/{kind}/:name/"

        def addresses(term: str, _: str) -> tuple[str, ...]:
            return (pattern.replace(":name", slugified(term, plain=True)),)

        return addresses

    # --- texts --------------------------------------------------------------------------------

    def _document(self, page: JekyllPage) -> Document:
        address = self.addresses[page.path]
        addresses = [address] if address else []
        addresses += texts_in(page.values.get("redirect_from", ""))
        fields = tuple(self._fields(page))
        rel = page.rel.removesuffix("/index") if page.rel != "index" else ""
        return Document(
            path=page.path,
            rel=rel if page.kind != "posts" else basename(page.rel),
            collection="" if page.kind == "pages" else type_name(page.kind),
            language=next(texts_in([page.values.get(n, "") for n in ("lang", "language", "locale")]), ""),
            version_key=next(
                texts_in([page.values.get(n, "") for n in ("ref", "translation_key", "translation_id")]), ""
            ),
            fields=(*fields, *waiting(when_of(page), fields, is_true(self.config.data.get("future")))),
            body=self._body(page),
            addresses=tuple(addresses),
            comments=page.parts.comments,
        )

    def _body(self, page: JekyllPage) -> str:
        if page.path.endswith(".txt"):
            self.notes.append(Note(Outcome.DONE, page.path, "is plain text, which became a block of code"))
            return f"```text\n{page.parts.body.strip()}\n```\n"
        body = self.tags.rewritten(page.parts.body, page.path, page.parts.body_line)
        if page.path.lower().endswith(PAGES):
            return html_body(body, page.path, self.notes)
        return plain_markdown(body, page.path, self.notes)

    def _fields(self, page: JekyllPage) -> Iterator[Field]:
        own = {field.name for field in page.parts.fields}
        for field in page.parts.fields:
            if field.name in CONSUMED:
                yield from self._consumed(page, field)
            else:
                name = RENAMED.get(field.name, field.name)
                yield Field(field.name if name in own else name, field.value, field.before, field.after)
        if "title" not in own and page.kind == "posts":
            yield Field("title", re.sub(r"[-_]+", " ", basename(page.rel)).title())
        if page.file_date and "date" not in own:
            yield Field("date", page.file_date)
        if page.draft:
            yield Field("draft", "true")
        for name, (plural, singular) in TERMS:
            if words := words_of(page, plural, singular):
                yield Field(name, words)
        slug = page.values.get("slug")
        if isinstance(slug, str) and slug:
            yield Field("slug", slugified(slug, plain=True))
        for name in AUTHORS:
            if name not in own and isinstance(page.values.get(name), str):
                yield Field(name, page.values[name])

    def _consumed(self, page: JekyllPage, field: Field) -> Iterator[Field]:
        if field.name == "layout" and not is_empty(field.value):
            text = f"`layout: {field.value}` is for templates of Jekyll"
            self.notes.append(Note(Outcome.LOST, page.path, text))
        if field.name == "redirect_to":
            for target in texts_in(field.value):
                if target.startswith("http"):
                    yield Field("link_to", target, field.before, field.after)
                else:
                    self.redirects.append(ImportedRedirect(self.addresses[page.path], target))
        elif field.before or field.after:
            yield Field(field.name, "", field.before, field.after)

    # --- types and the rest -------------------------------------------------------------------

    def _types(
        self,
        entries: tuple[ImportedEntry, ...],
        terms: tuple[ImportedEntry, ...],
        hints: Mapping[str, Mapping[str, FieldHint]],
    ) -> Iterator[ImportedType]:
        collections = {type_name(each.name): each for each in self.config.collections}
        term_types = dict.fromkeys(term.type for term in terms)
        names = dict.fromkeys(entry.type for entry in entries if entry.type)
        for name in (*names, *(each for each in term_types if each not in names)):
            collection = collections.get(name)
            permalink, source = "", f"{self.config.base}{name}/"
            if name == "posts":
                permalink, source = (
                    permalink_of(self.config.post_permalink.replace("/:categories/", "/")),
                    "_posts/",
                )
            elif name == "pages":
                permalink, source = "/{path}/", ""
            elif collection:
                permalink = permalink_of(collection.permalink.replace(":collection", collection.name))
                source = f"{collection.folder}/"
            yield ImportedType(
                name=name,
                permalink=permalink,
                index=has_index(permalink or f"/{name}/"),
                hints=hints.get(name, {}),
                taxonomy=name in term_types,
                source="" if name in term_types else source,
            )

    def _with_data(self, terms: tuple[ImportedEntry, ...]) -> Iterator[ImportedEntry]:
        """The terms; authors with what `_data/authors.yml` has about them."""
        path = next((p for p in self.source.paths if re.fullmatch(r"_data/authors\.(ya?ml|json)", p)), "")
        found = read_data(self.source, path) if path else None
        people = found if isinstance(found, dict) else {}
        for term in terms:
            title = next((str(field.value) for field in term.fields if field.name == "title"), "")
            data = people.get(title) if term.type == "authors" else None
            if not isinstance(data, dict):
                yield term
                continue
            fields = [Field("title", text_at(data, "name", "title", "display_name") or title)]
            fields += [
                Field(key, value)
                for key, value in data.items()
                if isinstance(value, str) and key not in ("name", "title")
            ]
            yield replace(term, fields=tuple(fields))

    def _data_notes(self) -> Iterator[Note]:
        for path in self.source.below(f"{self.config.base}_data"):
            if form_of(path) or path.endswith((".csv", ".tsv")):
                text = "is data for templates; a table can become entries: `sitegen import csv`"
                yield Note(Outcome.LEFT, path, text)

    def _variables(self) -> dict[str, str]:
        data = self.config.data
        found = {f"site.{key}": value for key, value in data.items() if isinstance(value, str)}
        return found | {"site.baseurl": "", "site.url": ""}

    def _includes(self) -> Iterator[tuple[str, str]]:
        folder = f"{self.config.base}_includes"
        for path in self.source.below(folder):
            yield path.removeprefix(f"{folder}/"), self.source.text(path) or ""

    def _base_url(self) -> str:
        url = text_at(self.config.data, "url")
        if not url and (name := self.source.text("CNAME")):
            url = f"https://{name.strip()}"
        return url.rstrip("/") + text_at(self.config.data, "baseurl") if url.startswith("http") else ""
