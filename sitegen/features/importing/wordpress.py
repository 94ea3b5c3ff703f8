"""Imports WordPress from its export (Tools → Export): one WXR file, or a folder with several.

Nothing is fetched here. Pictures come from the folder of `--media`; those that are not in it keep their
address and are listed as missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from sitegen.features.importing.imported import (
    HOME,
    Field,
    Imported,
    ImportedEntry,
    ImportedRedirect,
    Note,
    Outcome,
    Shape,
)
from sitegen.features.importing.importers import ImportOptions
from sitegen.features.importing.source import Source, UnusableSource
from sitegen.features.importing.wordpress_languages import WPML_GROUP, WPML_LANGUAGE, Languages
from sitegen.features.importing.wordpress_menus import menus_of
from sitegen.features.importing.wordpress_terms import (
    OWN_DOMAINS,
    Terms,
    author_name,
    domain_name,
    link_of,
    plain,
    type_name,
)
from sitegen.features.importing.wordpress_text import Call, prepared, shortcodes_of, with_shortcodes
from sitegen.features.importing.wordpress_uploads import Uploads, path_of
from sitegen.features.importing.wxr import Wxr, WxrItem, is_wxr, merged, read_wxr
from sitegen.types.file_names import plain_name

if TYPE_CHECKING:
    from sitegen.features.importing.html_markdown import ConvertedHtml

OWN_TYPES = frozenset(
    [
        "attachment",
        "nav_menu_item",
        "revision",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
        "user_request",
        "wp_block",
        "wp_template",
        "wp_template_part",
        "wp_global_styles",
        "wp_navigation",
        "wp_font_family",
        "wp_font_face",
        "acf-field",
        "acf-field-group",
    ]
)
"""Types that are no pages."""
SUMMARIES = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description")
OWN_FACTS = ("date", "updated", "authors", "sticky", "weight", "format")
"""Fields besides terms that a translation takes from its original."""
SERIALISED = re.compile(r'^(?:[aO]:[0-9]+:|s:[0-9]+:")')


def read(source: Source, options: ImportOptions) -> Imported:
    """Reads an export. Raises UnusableSource if there is none."""
    found = [(path, source.data(path)) for path in source.paths if path.lower().endswith((".xml", ".wxr"))]
    exports = [(path, data) for path, data in found if data is not None and (source.single or is_wxr(data))]
    if not exports:
        raise UnusableSource(
            "there is no export of WordPress: in WordPress, choose Tools → Export → All content"
        )
    wxr = merged(read_wxr(data, path) for path, data in exports)
    return _Importer(wxr, exports[0][0], options).imported()


class _Importer:
    def __init__(self, wxr: Wxr, path: str, options: ImportOptions) -> None:
        self.wxr = wxr
        self.path = path
        self.options = options
        self.notes: list[Note] = []
        self.uses: list[tuple[str, Call]] = []
        items = (item for item in wxr.items if item.type not in OWN_TYPES)
        self.shown = [item for item in items if self._is_taken(item)]
        self.languages = Languages(wxr, self.shown, options.language)
        self.language = self.languages.default
        self.uploads = Uploads(wxr, options.media)
        self.terms = Terms(wxr, path, self.languages, lambda html: self._converted(html).text)
        self.attached: dict[str, list[str]] = {}
        for item in wxr.items:
            if item.type == "attachment" and path_of(item.link).rstrip("/") in self.uploads.pages:
                self.attached.setdefault(item.parent, []).append(path_of(item.link))
        self.names: dict[str, str] = {}
        self.slugs: dict[str, str] = {}
        self.home = {item.id for item in self.shown if self._is_home(item)}

    def imported(self) -> Imported:
        shown = self.shown
        self._name(shown)
        entries = self._with_facts_of_originals([(item, self._entry(item)) for item in shown])
        terms = list(self.terms.entries(shown))
        self._count_left_out()
        redirects = tuple(self._redirects())
        files = list(self.uploads.files())
        return Imported(
            generator="wordpress",
            title={self.language: plain(self.wxr.title) or "WordPress"},
            description={self.language: plain(self.wxr.description)} if self.wxr.description else {},
            base_url=self.wxr.base,
            languages=self.languages.all(entry.language for entry in (*entries, *terms)),
            types=tuple(self.terms.types(shown, terms, self.names)),
            entries=(*entries, *terms),
            files=tuple(file for file in files if file.media),
            missing=tuple(file for file in files if not file.media),
            menus=menus_of(self.wxr, self.names, self._note),
            shortcodes=shortcodes_of(self.uses),
            redirects=redirects,
            notes=tuple(self.notes),
        )

    def _note(self, outcome: Outcome, text: str, item: WxrItem | None = None) -> None:
        self.notes.append(
            Note(outcome, self._source(item) if item else self.path, text, item.line if item else 0)
        )

    def _source(self, item: WxrItem) -> str:
        return f"{self.path}#{item.id}" if item.id else f"{self.path}:{item.line}"

    def _converted(self, text: str) -> ConvertedHtml:
        from sitegen.features.importing.html_markdown import converted_html

        return converted_html(text, self.uploads.picture, self.uploads.linked)

    # entries

    def _is_taken(self, item: WxrItem) -> bool:
        name = f"“{plain(item.title)}” ({item.type} {item.id})"
        if item.status in ("trash", "auto-draft", "inherit"):
            self._note(Outcome.LEFT, f"{name}: left out, its status is {item.status}", item)
            return False
        if item.status == "private" or item.protected:
            what = "it is private" if item.status == "private" else "readers need a password for it"
            self._note(Outcome.LEFT, f"{name}: left out, since {what} and a repository may be public", item)
            return False
        return True

    def _name(self, items: Iterable[WxrItem]) -> None:
        """Gives every entry a name of its own, in the folder of its parent."""
        taken = {item.id: item for item in items}
        originals = self.languages.originals
        slugs = self.slugs
        used: set[tuple[str, str, str]] = set()
        for item in taken.values():
            parent = originals.get(item.parent, item.parent) if item.parent in taken else ""
            slug = plain_name(unquote(item.slug)) or plain_name(plain(item.title)) or f"{item.type}-{item.id}"
            own, number = slug, 2
            if item.id in originals:
                slugs[item.id] = slug
                continue
            while (item.type, parent, own) in used:
                own, number = f"{slug}-{number}", number + 1
            if own != slug:
                self._note(Outcome.DONE, f"has the slug of another entry; its file is {own}.md", item)
            used.add((item.type, parent, own))
            slugs[item.id] = own
        for item in taken.values():
            parts: list[str] = []
            above: WxrItem | None = item
            while above is not None:
                above = taken[originals.get(above.id, above.id)]
                if above.id in parts:
                    break
                parts.append(above.id)
                parent_item = taken.get(above.parent)
                above = parent_item if parent_item and parent_item.type == item.type else None
            self.names[item.id] = (
                f"{type_name(item.type)}/{'/'.join(slugs[part] for part in reversed(parts))}"
            )

    def _entry(self, item: WxrItem) -> ImportedEntry:
        source = self._source(item)
        text = prepared(item.content, item.id, item.value("footnotes"), self.uploads.context)
        lost = [*text.lost]
        converted = self._converted(text.html)
        for loss in converted.losses:
            self.notes.append(Note(Outcome.LOST, source, loss.text, loss.line))
        for what in lost:
            self._note(Outcome.LEFT, what, item)
        self.uses += [(source, call) for call in text.calls]
        self._count(item)
        kind, _, name = self.names[item.id].partition("/")
        own = link_of(item)
        home = self.languages.originals.get(item.id, item.id) in self.home
        return ImportedEntry(
            type=HOME if home else kind,
            name="" if home else name,
            shape=Shape.SECTION if home else Shape.FILE,
            language=self.languages.of(item),
            fields=tuple(self._fields(item)),
            body=with_shortcodes(converted.text, text.calls),
            source=source,
            addresses=tuple(dict.fromkeys(filter(None, (own, *self._old(item, own))))) if own else (),
        )

    def _fields(self, item: WxrItem) -> Iterator[Field]:
        title = plain(item.title)
        if not title:
            self._note(Outcome.LEFT, "has no title; the name of its file is its title", item)
        yield Field("title", title or self.names[item.id].rpartition("/")[2])
        name = self.names[item.id].rpartition("/")[2]
        if self.slugs[item.id] != name and item.id not in self.home:
            yield Field("slug", self.slugs[item.id])
        day = item.date[:10]
        if day and not day.startswith("0000"):
            yield Field("date", day)
        if item.modified[:10] > day and not item.modified.startswith("0000"):
            yield Field("updated", item.modified[:10])
        summary = plain(item.excerpt) or next(
            (plain(value) for key in SUMMARIES if (value := item.value(key))), ""
        )
        if summary:
            yield Field("summary", summary)
        if item.status != "publish":
            self._note(Outcome.LEFT, f"is a draft (status {item.status})", item)
            yield Field("draft", "true")
        if item.creator and item.type != "page":
            yield Field("authors", (author_name(item.creator),))
        yield from self._term_fields(item)
        if item.sticky:
            yield Field("sticky", "true")
        if item.order not in ("", "0") and item.type != "post":
            yield Field("weight", item.order)
        picture = self.uploads.by_id.get(item.value("_thumbnail_id"))
        if picture is not None:
            yield Field("image", self.uploads.picture(picture.address))
            if picture.alt:
                yield Field("image_alt", picture.alt)
        yield from self._custom(item)

    def _term_fields(self, item: WxrItem) -> Iterator[Field]:
        found: dict[str, list[str]] = {}
        for domain, slug, name in item.terms:
            if domain == "post_format":
                yield Field("format", slug.removeprefix("post-format-"))
            elif domain not in OWN_DOMAINS:
                found.setdefault(domain_name(domain), []).append(self.terms.name(domain, slug, name))
        for domain, names in found.items():
            yield Field(domain, tuple(dict.fromkeys(names)))

    def _custom(self, item: WxrItem) -> Iterator[Field]:
        """Custom fields; one that occurs several times has several values."""
        found: dict[str, list[str]] = {}
        for key, value in item.meta:
            if key.startswith("_") or key == "footnotes" or not value.strip():
                continue
            name = re.sub(r"[^a-z0-9_]", "_", key.lower()).strip("_")
            if SERIALISED.match(value):
                self._note(Outcome.LOST, f"the custom field {key}, which is data of a plugin", item)
            elif re.fullmatch(r"[a-z][a-z0-9_]{0,60}", name):
                found.setdefault(name, []).append(value.strip())
            else:
                self._note(Outcome.LOST, f"the custom field {key}: {value.strip()[:80]}", item)
        for name, values in found.items():
            yield Field(name, values[0] if len(values) == 1 else tuple(values))

    # languages

    def _with_facts_of_originals(
        self, entries: Sequence[tuple[WxrItem, ImportedEntry]]
    ) -> list[ImportedEntry]:
        """The entries, translations without the facts that they take from their original."""
        found = []
        by_id, originals = {item.id: entry for item, entry in entries}, self.languages.originals
        for item, entry in entries:
            if item.id not in originals:
                found.append(entry)
                continue
            facts = {*OWN_FACTS, *(domain_name(d) for d, _, _ in item.terms)}
            before = {field.name: field.value for field in by_id[originals[item.id]].fields}
            for field in entry.fields:
                if field.name in facts and field.value != before.get(field.name):
                    self._note_fact(entry, field)
            found.append(replace(entry, fields=tuple(f for f in entry.fields if f.name not in facts)))
        return found

    def _note_fact(self, entry: ImportedEntry, field: Field) -> None:
        names = ", ".join(map(str, field.value)) if isinstance(field.value, tuple) else ""
        text = "of its original is used, and differs"
        if names:
            text = f"of its original are used; here they were: {names}"
        outcome = Outcome.LEFT if names else Outcome.DONE
        self.notes.append(Note(outcome, entry.source, f"`{field.name}` {text}"))

    # addresses

    def _is_home(self, item: WxrItem) -> bool:
        """True for the home page, also that of a language: `/fr/`."""
        code = self.languages.of(item).lower()
        return item.type == "page" and link_of(item).lower() in ("/", f"/{code}/")

    def _old(self, item: WxrItem, own: str) -> Iterator[str]:
        """Earlier addresses, and those of the pages of its attachments."""
        for key, slug in item.meta:
            if key == "_wp_old_slug" and slug and own.strip("/"):
                yield f"{own.rstrip('/').rpartition('/')[0]}/{slug}/"
        yield from self.attached.get(item.id, ())

    def _redirects(self) -> Iterator[ImportedRedirect]:
        """Pages of attachments that belong to no published entry; they redirect to the file."""
        published = {item.id for item in self.wxr.items if item.id in self.names and link_of(item)}
        for parent, paths in self.attached.items():
            for path in paths if parent not in published else ():
                yield ImportedRedirect(path, path_of(self.uploads.pages[path.rstrip("/")]))

    # what is counted

    def _count(self, item: WxrItem) -> None:
        if item.comments:
            self._note(Outcome.LOST, f"{item.comments} comments", item)

    def _count_left_out(self) -> None:
        counts = Counter(item.type for item in self.wxr.items if item.type in OWN_TYPES)
        for name in sorted(counts.keys() - {"attachment", "nav_menu_item", "wp_block", "wp_navigation"}):
            self._note(
                Outcome.LEFT, f"{counts[name]} of type {name}, which is part of the design of WordPress"
            )
        hidden = Counter(
            key
            for item in self.wxr.items
            if item.type not in OWN_TYPES
            for key, _ in item.meta
            if key.startswith("_")
        )
        for key in ("_thumbnail_id", "_wp_old_slug", WPML_LANGUAGE, WPML_GROUP, *SUMMARIES):
            del hidden[key]
        if hidden:
            shown = ", ".join(f"{key} ({count})" for key, count in hidden.most_common(12))
            self._note(Outcome.LEFT, f"hidden fields of WordPress and its plugins: {shown}")
        pages = sum(1 for item in self.wxr.items if item.id in self.names)
        text = f"addresses like /?p=12 ({pages}): a site of files answers them with its home page"
        self._note(Outcome.LEFT, f"{text}; ask your host for a rule")
