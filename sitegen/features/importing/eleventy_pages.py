"""Texts of Eleventy with their data, and the addresses that Eleventy gives them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from posixpath import basename, dirname
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from sitegen.features.importing.data_files import text_at
from sitegen.features.importing.dates import read_date
from sitegen.features.importing.front_matter import FrontMatter
from sitegen.features.importing.imported import Note, Outcome
from sitegen.features.importing.source import Source
from sitegen.features.importing.terms import no_address
from sitegen.types.file_names import plain_name

EXPRESSION = re.compile(r"\{\{-?\s*(?P<name>[\w.]+)\s*(?:\|\s*(?P<filter>\w+)[^}]*)?-?\}\}")
TAG_PAGES = re.compile(r"permalink[\s\S]{0,300}?[\"'`](?P<prefix>/[\w/-]*?/)(?:\{\{|\$\{)")
LENGTH_OF_DAY = len("2019-02-19")
DATE_FORMS = ("%Y/%m/%d", "%Y/%m", "%Y", "%Y-%m-%d", "%Y-%m")
LINKED = re.compile(r"(?:\]\(|href=[\"'])(?:\{\{[^{}]*\}\}|https?://[^/)\s\"']+)?(/[^)\s\"'#?]+)")
SLUGS = ("slug", "slugify", "slugified")


class EleventyPage(Struct, frozen=True, kw_only=True):
    path: str
    rel: str
    """Logical path below the folder of the texts, without date and ending."""
    parts: FrontMatter
    data: dict[str, Any]
    """Data of the text, with what it inherits."""
    collections: tuple[str, ...]
    file_date: str
    is_folder: bool


class EleventyAddresses:
    """Finds the addresses of texts. `notes` has what only a program knows."""

    def __init__(self, source: Source, pages: Iterable[EleventyPage], notes: list[Note]) -> None:
        self._source = source
        self.pages = tuple(pages)
        self.notes = notes
        self._forms: dict[str, str] = {}

    def of(self, page: EleventyPage) -> str:
        """Address of a page; empty if it has none, or if only a program knows it."""
        written = page.data.get("permalink")
        if isinstance(written, dict):
            written = written.get("build", "")
        if written == "false" or "pagination" in page.data:
            return ""
        if isinstance(written, str) and written:
            made = EXPRESSION.sub(lambda found: self._value(found, page, written), written)
            if "{" in made:
                text = f"its address `{written}` is written by a program: add it to `aliases`"
                self.notes.append(Note(Outcome.LEFT, page.path, text))
                return ""
            return quote("/" + made.lstrip("/"), safe="/!$&'()*+,;=:@~%")
        rel = page.rel.removesuffix("index").rstrip("/") if basename(page.rel) == "index" else page.rel
        return quote(f"/{rel}/".replace("//", "/"), safe="/!$&'()*+,;=:@~%")

    def _value(self, found: re.Match[str], page: EleventyPage, pattern: str) -> str:
        name, filter_name = found["name"], found["filter"]
        if name == "page.date":
            form = self._date_form(pattern, found[0])
            when = read_date(text_at(page.data, "date") or page.file_date)
            is_day = when is not None and len(when.day) == LENGTH_OF_DAY
            return date.fromisoformat(when.day).strftime(form) if when and is_day and form else found[0]
        stem = basename(page.rel)
        values = {
            "page.fileSlug": stem if stem != "index" else basename(dirname(page.rel)),
            "page.filePathStem": f"/{page.rel}",
            "title": text_at(page.data, "title"),
            "slug": text_at(page.data, "slug"),
        }
        value = values.get(name) or text_at(page.data, name)
        if not value or (filter_name and filter_name not in SLUGS):
            return found[0]
        return plain_name(value) if filter_name else value

    def _date_form(self, pattern: str, written: str) -> str:
        """Form of the date in addresses, by the links of the texts; empty if none fits."""
        if pattern not in self._forms:
            counts: Counter[str] = Counter()
            for page in self.pages:
                when = read_date(text_at(page.data, "date") or page.file_date)
                if page.data.get("permalink") != pattern or when is None or len(when.day) < LENGTH_OF_DAY:
                    continue
                for form in DATE_FORMS:
                    day = date.fromisoformat(when.day).strftime(form)
                    made = EXPRESSION.sub(
                        lambda found, page=page: self._value(found, page, pattern),  # type: ignore[misc]
                        pattern.replace(written, day),
                    )
                    counts[form] += "/" + made.strip("/") in self._linked
            best = counts.most_common(1)
            self._forms[pattern] = best[0][0] if best and best[0][1] else ""
            if self._forms[pattern]:
                text = (
                    f"the date in `{pattern}` is written as {self._forms[pattern]}, as in links of the texts"
                )
                self.notes.append(Note(Outcome.DONE, "", text))
        return self._forms[pattern]

    @cached_property
    def _linked(self) -> frozenset[str]:
        """Addresses that texts link to."""
        found = (match for page in self.pages for match in LINKED.finditer(page.parts.body))
        return frozenset("/" + match[1].strip("/") for match in found)

    def of_tags(self) -> Any:
        """Addresses of tags, from the template that makes their pages."""
        prefix = ""
        for page in self.pages:
            text = self._source.text(page.path) or ""
            if "pagination" in text and "collections" in text and (found := TAG_PAGES.search(text)):
                prefix = found["prefix"]
                break
        if not prefix:
            return no_address
        return lambda term, _: (f"{prefix}{plain_name(term)}/",)
