"""Terms and authors of WordPress as entries, and the types of all entries."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from sitegen.features.importing.imported import Field, FieldHint, ImportedEntry, ImportedType
from sitegen.features.importing.wordpress_languages import Languages
from sitegen.features.importing.wordpress_uploads import path_of
from sitegen.features.importing.wxr import Wxr, WxrItem
from sitegen.types.file_names import plain_name

TYPES = {"post": "posts", "page": "pages"}
"""Types of sitegen for those that every WordPress has."""
DOMAINS = {"category": "categories", "post_tag": "tags"}
OWN_DOMAINS = frozenset(
    [
        *("nav_menu", "language", "post_translations", "term_language", "term_translations", "post_format"),
        *("wp_theme", "wp_template_part_area", "wp_pattern_category"),
    ]
)
"""Taxonomies that are no subjects of entries."""
FOLDERS = {"categories": "category", "tags": "tag", "authors": "author"}
"""First part of the addresses of terms."""
PERMALINKS = ("/{year}/{month}/{day}/{slug}/", "/{year}/{month}/{slug}/", "/{year}/{slug}/", "/{slug}/")
TAG = re.compile(r"<[^<>]*>")


def plain(text: str) -> str:
    """Text of a title, in which WordPress allows HTML."""
    return re.sub(r"\s+", " ", html.unescape(TAG.sub("", text))).strip()


def type_name(written: str) -> str:
    return TYPES.get(written) or re.sub(r"[^a-z0-9_-]", "-", written.lower()).strip("-_") or "entries"


def domain_name(domain: str) -> str:
    """Type of the terms of a taxonomy."""
    return DOMAINS.get(domain) or type_name(domain)


def term_name(slug: str, name: str) -> str:
    decoded = unquote(slug)
    return plain_name(decoded) or plain_name(plain(name)) or f"term-{decoded.encode().hex()[:24]}"


def author_name(login: str) -> str:
    return plain_name(login) or f"author-{login.encode().hex()[:24]}"


class Terms:
    """The terms that an export declares or that its entries have."""

    def __init__(self, wxr: Wxr, path: str, languages: Languages, markdown: Callable[[str], str]) -> None:
        self.wxr = wxr
        self.path = path
        self.languages = languages
        self.language = languages.default
        self.markdown = markdown
        self.terms = {(term.domain, term.slug): term for term in wxr.terms}
        self.root = urlsplit(wxr.base).path.rstrip("/")

    def name(self, domain: str, slug: str, name: str) -> str:
        """Name of the entry of a term; a translation has that of its original."""
        original = self.languages.original_term((domain, slug))[1]
        return term_name(original, name if original == slug else "")

    def entries(self, items: Sequence[WxrItem]) -> Iterator[ImportedEntry]:
        used: dict[tuple[str, str, str], tuple[str, str]] = {}
        for item in items:
            for domain, slug, name in item.terms:
                if domain not in OWN_DOMAINS:
                    used.setdefault(self._form(domain, slug, name), (domain, slug))
        for term in self.wxr.terms:
            if term.domain not in OWN_DOMAINS and term.slug:
                form = self._form(term.domain, term.slug, term.name)
                used.setdefault(form, (term.domain, term.slug))
        names = {(domain, slug): name for item in items for domain, slug, name in item.terms}
        for (kind, name, language), (domain, slug) in used.items():
            known = self.terms.get((domain, slug))
            shown = plain(known.name if known else names.get((domain, slug), ""))
            fields = [Field("title", shown or name)]
            if (own := term_name(slug, shown)) != name:
                fields.append(Field("slug", own))
            if known is not None and (domain, known.parent) in self.terms:
                above = self.terms[domain, known.parent]
                fields.append(Field("parent", self.name(domain, above.slug, above.name)))
            yield ImportedEntry(
                type=kind,
                name=name,
                language=language,
                fields=tuple(fields),
                body=self.markdown(known.description) if known is not None else "",
                source=f"{self.path}#{domain}-{slug}",
                addresses=(self._term_address(kind, domain, slug),) if slug else (),
            )
        authors = dict(self.wxr.authors)
        logins = (item.creator for item in items if item.creator and item.type != "page")
        for name, login in {author_name(login): login for login in logins}.items():
            yield ImportedEntry(
                type="authors",
                name=name,
                language=self.language,
                fields=(Field("title", plain(authors.get(login, login)) or login),),
                source=f"{self.path}#author-{login}",
                addresses=(f"{self.root}/author/{name}/",),
            )

    def _form(self, domain: str, slug: str, name: str) -> tuple[str, str, str]:
        language = self.languages.term_language((domain, slug))
        return domain_name(domain), self.name(domain, slug, name), language

    def _term_address(self, kind: str, domain: str, slug: str) -> str:
        """Address with those above it: `/category/a/b/`."""
        parts: list[str] = []
        language = self.languages.term_language((domain, slug))
        prefix = self.root if language == self.language else f"{self.root}/{language.lower()}"
        while slug and slug not in parts:
            parts.append(slug)
            term = self.terms.get((domain, slug))
            slug = term.parent if term is not None else ""
        return f"{prefix}/{FOLDERS.get(kind, domain)}/{'/'.join(reversed(parts))}/"

    def types(
        self, items: Sequence[WxrItem], terms: Iterable[ImportedEntry], keys: Mapping[str, str]
    ) -> Iterator[ImportedType]:
        kinds = list(dict.fromkeys(term.type for term in terms))
        hints = {name: FieldHint(kind="reference", to=(name,), many=True) for name in kinds}
        for written in dict.fromkeys(item.type for item in items):
            name = type_name(written)
            permalink = self._permalink(written, items, keys)
            index = not permalink.startswith(f"{self.root}/{{")  # its address would be that of the home page
            yield ImportedType(name=name, permalink=permalink, hints=hints, index=index, source=written)
        for name in kinds:
            above = {"parent": FieldHint(kind="reference", to=(name,))} if name != "authors" else {}
            folder = FOLDERS.get(
                name, next((d for d in (t.domain for t in self.wxr.terms) if domain_name(d) == name), name)
            )
            yield ImportedType(
                name=name,
                permalink=f"{self.root}/{folder}/{{slug}}/",
                hints=above,
                taxonomy=True,
                source=folder,
            )

    def _permalink(self, written: str, items: Iterable[WxrItem], keys: Mapping[str, str]) -> str:
        """The permalink by which most entries keep their address."""
        if written == "page":
            return f"{self.root}/{{path}}/"
        root = self.root
        forms = [*(f"{root}{form}" for form in PERMALINKS), f"{root}/{written}/{{path}}/"]
        counts: Counter[str] = Counter()
        for item in items:
            own = link_of(item) if item.type == written else ""
            name = keys.get(item.id, "").partition("/")[2]
            year, month, day = item.date[:4], item.date[5:7], item.date[8:10]
            for form in forms:
                filled = form.replace("{year}", year).replace("{month}", month).replace("{day}", day)
                filled = filled.replace("{path}", name).replace("{slug}", name.rpartition("/")[2])
                counts[form] += own.rstrip("/") == filled.rstrip("/")
        best = max(forms, key=lambda form: counts[form])
        return best if counts[best] else ""


def link_of(item: WxrItem) -> str:
    """Address of an entry; empty if it was not published."""
    return path_of(item.link) if item.status == "publish" and item.link else ""
