"""Pages of Hugo: their places in the new site and their old addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, dirname, normpath
from urllib.parse import quote, unquote

from msgspec import Struct

from sitegen.features.importing.addresses import same_form
from sitegen.features.importing.hugo_config import HugoConfig, HugoLanguage
from sitegen.features.importing.hugo_fields import HugoFields
from sitegen.features.importing.hugo_paths import from_permalink, made_path
from sitegen.features.importing.imported import HOME, Field, Note, Outcome, Shape
from sitegen.features.importing.source import Source
from sitegen.types.file_names import plain_name

MARKDOWN = ("md", "markdown", "mdown", "mkd")
HTML = ("html", "htm")
OTHER = ("adoc", "asciidoc", "org", "rst", "pandoc", "pdc")
PERMALINK = re.compile(r"(?:/[a-z0-9_.-]+)+/")
TYPE_NAME = re.compile(r"[a-z][a-z0-9_-]*")
PAGES = "pages"


class HugoFile(Struct, frozen=True, kw_only=True):
    """A file below a folder of content."""

    path: str
    """Path in the source."""
    folder: str
    """Folder below that of its language: `docs/deep`."""
    stem: str
    """Name without language and ending."""
    ending: str
    language: HugoLanguage
    is_page: bool = False
    in_bundle: str = ""
    """Folder of the page that it belongs to, if this is a page folder."""

    @property
    def is_section(self) -> bool:
        return self.stem == "_index"

    @property
    def is_bundle(self) -> bool:
        return self.stem == "index"

    @property
    def is_html(self) -> bool:
        return self.ending in HTML

    @property
    def logical(self) -> str:
        """Path of the page, without language and ending: `docs/deep/page`."""
        if self.is_section or self.is_bundle:
            return self.folder
        return f"{self.folder}/{self.stem}".lstrip("/")


class Place(Struct, frozen=True):
    type: str
    name: str
    shape: Shape


def files_of(source: Source, config: HugoConfig, notes: list[Note]) -> Iterator[HugoFile]:
    """The files of all languages that the site has."""
    folders = sorted({language.folder for language in config.languages}, key=len, reverse=True)
    bundles = {dirname(path) for path in source.paths if basename(path).startswith("index.")}
    unknown: Counter[str] = Counter()
    for path in source.below(config.content):
        if not any(path.startswith(f"{folder}/") for folder in folders):
            unknown[path.removeprefix(f"{config.content}/").partition("/")[0]] += 1
    for name, number in unknown.items():
        text = f"{number:,} files of a language that the configuration does not have, or has disabled"
        notes.append(Note(Outcome.LOST, f"{config.content}/{name}", text))
    for folder in folders:
        own = [language for language in config.languages if language.folder == folder]
        inner = tuple(f"{other}/" for other in folders if other.startswith(f"{folder}/"))
        for path in source.below(folder):
            if not inner or not path.startswith(inner):
                yield _file(path, folder, own, config, bundles, notes)


def _file(
    path: str,
    folder: str,
    own: list[HugoLanguage],
    config: HugoConfig,
    bundles: set[str],
    notes: list[Note],
) -> HugoFile:
    rel = path.removeprefix(f"{folder}/")
    name, ending = basename(rel).rpartition(".")[0], rel.rpartition(".")[2].lower()
    stem, dot, code = name.rpartition(".")
    by_code = {language.written: language for language in config.languages}
    language = by_code.get(code.lower()) if dot else None
    stem = stem if language else name
    is_text = ending in (*MARKDOWN, *HTML)
    bundle = _bundle(dirname(path), folder, bundles) if "/" in rel else ""
    is_own_page = stem == "index" and bundle == dirname(path)
    is_page = is_text and (not bundle or is_own_page)
    if ending in OTHER:
        notes.append(
            Note(Outcome.LOST, path, f"is a text as .{ending}, which is not read: convert it to Markdown")
        )
    elif is_text and not is_page:
        notes.append(
            Note(Outcome.LEFT, path, "is a text inside a page folder, which Hugo shows only by a template")
        )
    return HugoFile(
        path=path,
        folder=dirname(rel),
        stem=stem,
        ending=ending,
        language=language or own[0],
        is_page=is_page,
        in_bundle=bundle.removeprefix(f"{folder}").lstrip("/"),
    )


def _bundle(folder: str, top: str, bundles: set[str]) -> str:
    """The page folder that a folder is or is in; empty if there is none."""
    while folder != top and folder.startswith(f"{top}/"):
        if folder in bundles:
            return folder
        folder = dirname(folder)
    return ""


class HugoPages:
    """Finds places and addresses of pages."""

    def __init__(
        self, config: HugoConfig, pages: Iterable[HugoFile], fields: Mapping[str, HugoFields]
    ) -> None:
        self.config = config
        self.fields = fields
        self._pages: dict[tuple[str, str], HugoFile] = {}
        for page in pages:
            self._pages.setdefault((page.logical, page.language.code), page)
        self._all = tuple(self._pages.values())
        self._by_path = {page.path: page for page in self._all}
        members = Counter(page.logical.partition("/")[0] for page in self._all if "/" in page.logical)
        self.sections = frozenset(members)
        """Folders at the top with pages in them."""
        names = {self._type_name(section) for section in self.sections}
        self.pages_type = PAGES if PAGES not in names else "top-pages"
        self._by_address: dict[str, str] = {}
        self._keys: dict[str, list[HugoFile]] = {}
        for page in self._all:
            if (found := fields.get(page.path)) and found.translation_key:
                self._keys.setdefault(found.translation_key, []).append(page)

    def all(self) -> tuple[HugoFile, ...]:
        return self._all

    def _type_name(self, section: str) -> str:
        name = section if TYPE_NAME.fullmatch(section) else plain_name(section)
        return name if TYPE_NAME.fullmatch(name) else f"n-{name}".rstrip("-")

    def place(self, page: HugoFile) -> Place:
        """Place of a page in the new site."""
        if not page.logical:
            return Place(HOME, "", Shape.SECTION)
        first, _, rest = page.logical.partition("/")
        shape = Shape.SECTION if page.is_section else Shape.FOLDER if page.is_bundle else Shape.FILE
        if first not in self.sections:
            return Place(self.pages_type, first, Shape.FOLDER if shape is Shape.SECTION else shape)
        return Place(self._type_name(first), rest, shape if rest or page.is_section else Shape.SECTION)

    def key_named(self, name: str, language: HugoLanguage) -> str:
        """Key of the entry that a menu names by its path; empty if there is none."""
        form = re.sub(r"/?_?index$", "", re.sub(r"\.(?:md|markdown|html)$", "", name.strip("/")))
        for code in (language.code, self.config.languages[0].code):
            if page := self._pages.get((form, code)):
                return self._key(page)
        return ""

    def key_at(self, address: str) -> str:
        """Key of the entry with an old address; empty if there is none."""
        if not self._by_address:
            for page in self._all:
                if page.path in self.fields:
                    for each in self.addresses(page):
                        self._by_address.setdefault(same_form(each), self._key(page))
        return self._by_address.get(same_form(address), "")

    def permalink(self, type_name: str) -> str:
        """Permalink of a type whose index had an address that is not its name; empty for the default."""
        for section in self.sections:
            page = self._pages.get((section, self.config.languages[0].code))
            if page is None or self._type_name(section) != type_name or page.path not in self.fields:
                continue
            address = self.addresses(page)[:1]
            if address and PERMALINK.fullmatch(address[0]) and address[0] != f"/{type_name}/":
                return f"{address[0]}{{path}}/"
        return ""

    def _key(self, page: HugoFile) -> str:
        place = self.place(page)
        return "/".join(part for part in (place.type, place.name) if part) or "/"

    def slug(self, page: HugoFile) -> str:
        """Slug of a page, if its address does not follow from its name."""
        found = self.fields.get(page.path)
        if found is None or not page.logical:
            return ""
        wanted = found.slug
        if found.url:
            wanted = basename(found.url.rstrip("/")).removesuffix(".html")
        plain = plain_name(wanted)
        return plain if plain and plain != plain_name(basename(page.logical)) else ""

    def original(self, page: HugoFile, found: HugoFields) -> str:
        """Key of the entry of which this page is a version, if its name does not say so."""
        default = self.config.languages[0].code
        if not found.translation_key or page.language.code == default:
            return ""
        for other in self._keys.get(found.translation_key, ()):
            if other.language.code == default and other.logical != page.logical:
                place = self.place(other)
                return f"{place.type}/{place.name}"
        return ""

    def cascaded(self, path: str) -> Iterator[Field]:
        """Values that a page has from the pages of its folders, the outermost first."""
        page = self._by_path.get(path)
        parts = page.logical.split("/") if page else []
        for number in range(len(parts) + 1):
            above = self._pages.get(("/".join(parts[:number]), page.language.code)) if page else None
            if above and above.path in self.fields:
                yield from (Field(name, value) for name, value in self.fields[above.path].cascade)

    # --- addresses ----------------------------------------------------------------------------

    def addresses(self, page: HugoFile) -> tuple[str, ...]:
        """Old addresses of a page, the main one first."""
        found = self.fields[page.path]
        if found.unpublished:
            return ()
        main = self._address(page, found)
        aliases = [self._alias(alias, main) for alias in found.aliases]
        return tuple(dict.fromkeys((main, *aliases)))

    def _address(self, page: HugoFile, found: HugoFields) -> str:
        prefix = self.config.prefix(page.language)
        if found.url:
            return found.url if found.url.startswith("/") else prefix + found.url
        if not page.logical:
            return prefix
        section = page.logical.partition("/")[0] if "/" in page.logical or page.is_section else "/"
        path = made_path(page.logical, not self.config.keeps_case)
        name = basename(path)
        own = self.config.permalink(section, "section" if page.is_section else "page")
        if own and not page.is_section:
            parts = self._parts(found, path)
            made = from_permalink(own, parts, found.when)
            path = made.strip("/") if made else path
        elif found.slug and not page.is_section:
            path = f"{dirname(path)}/{made_path(found.slug)}".lstrip("/")
        ugly = self.config.is_ugly(section) and not page.is_section
        address = f"{prefix}{path}.html" if ugly and path else f"{prefix}{path}/"
        return quote(address, safe="/!$&'()*+,;=:@~%") if name else address

    def _parts(self, found: HugoFields, path: str) -> dict[str, str]:
        name = basename(path)
        title = made_path(found.title.replace(" ", "-"))
        sections = dirname(path)
        slug = made_path(found.slug)
        return {
            ":section": path.partition("/")[0] if "/" in path else "",
            ":sections": sections,
            ":title": title,
            ":slug": slug or title or name,
            ":slugorfilename": slug or name,
            ":slugorcontentbasename": slug or name,
            ":filename": name,
            ":contentbasename": name,
        }

    def _alias(self, alias: str, main: str) -> str:
        if not alias.startswith("/"):
            alias = normpath(f"{dirname(main.rstrip('/'))}/{alias}") + ("/" if alias.endswith("/") else "")
        alias = re.sub("/{2,}", "/", alias)
        last = basename(alias)
        return alias if alias.endswith("/") or last.endswith((".html", ".htm")) else f"{alias}/"

    # --- references and files ------------------------------------------------------------------

    def address_named(self, name: str, path: str) -> str | None:
        """Address of the page that `ref` names in a file; None if there is none."""
        place, hash_sign, fragment = name.partition("#")
        if not place:
            return hash_sign + fragment
        page = self._named(place, path)
        if page is None or page.path not in self.fields:
            return None
        return f"/{page.path}{hash_sign}{fragment}"

    def _named(self, name: str, path: str) -> HugoFile | None:
        own = self._by_path.get(path)
        code = own.language.code if own else self.config.languages[0].code
        stripped = re.sub(r"\.(?:md|markdown|html)$", "", name.rstrip("/"))
        stripped = re.sub(r"/?_?index$", "", stripped)
        folder = own.folder if own else ""
        forms = [stripped.strip("/")]
        if not name.startswith("/"):
            forms.insert(0, normpath(f"{folder}/{stripped}").lstrip("/"))
        for form in forms:
            for language in (code, self.config.languages[0].code):
                if (form, language) in self._pages:
                    return self._pages[form, language]
        same = [p for p in self._all if basename(p.logical) == basename(stripped) and p.language.code == code]
        return same[0] if len(same) == 1 else None

    def _owner(self, file: HugoFile) -> HugoFile | None:
        """The page beside which a file is, or the nearest above."""
        folder = file.folder
        while True:
            for language in (file.language.code, self.config.languages[0].code):
                page = self._pages.get((folder, language))
                if page and (page.is_bundle or page.is_section):
                    return page
            if not folder:
                return None
            folder = dirname(folder)

    def address_of_file(self, file: HugoFile) -> str:
        """Old address of a picture or document below `content`."""
        rel = f"{file.folder}/{basename(file.path)}".lstrip("/")
        owner = self._owner(file)
        prefix = self.config.prefix(file.language)
        if owner is None or owner.path not in self.fields or not owner.is_bundle:
            return quote(f"{prefix}{rel}", safe="/!$&'()*+,;=:@~")
        main = self._address(owner, self.fields[owner.path]).removesuffix(".html").rstrip("/")
        return f"{main}/" + quote(rel.removeprefix(f"{owner.folder}/"), safe="/!$&'()*+,;=:@~")

    def path_of_file(self, file: HugoFile) -> str:
        """Path in the new site: beside its page in the default language, or where its address stays."""
        rel = f"{file.folder}/{basename(file.path)}".lstrip("/")
        first, _, rest = rel.partition("/")
        if file.language is not self.config.languages[0] or not rest:
            return "static" + unquote(self.address_of_file(file))
        type_name = self._type_name(first) if first in self.sections else f"{self.pages_type}/{first}"
        return f"content/{type_name}/{rest}"
