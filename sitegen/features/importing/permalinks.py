"""Permalinks of types that keep the addresses of the old site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec.structs import replace

from sitegen.features.importing.addresses import text_of
from sitegen.features.importing.dates import read_date
from sitegen.features.importing.imported import Imported, ImportedEntry, ImportedType

TOKENS = {
    ":year": "{year}",
    ":month": "{month}",
    ":day": "{day}",
    ":title": "{slug}",
    ":slug": "{slug}",
    ":name": "{slug}",
    ":path": "{path}",
}
TOKEN = re.compile(r":[a-z_]+")
FORM = re.compile(r"/(?:[a-z0-9_.{}-]+/)+")
MOST = 0.8
"""Share of the entries of a type whose addresses must follow a permalink."""


def permalink_of(pattern: str) -> str:
    """The permalink of a type for a pattern such as `/:year/:month/:title/`; empty if it cannot be one."""
    names = TOKEN.findall(pattern)
    if any(name not in TOKENS for name in names):
        return ""
    made = TOKEN.sub(lambda found: TOKENS[found[0]], pattern)
    has_one = made.count("{slug}") + made.count("{path}") == 1
    return made if has_one and FORM.fullmatch(made) else ""


def has_index(permalink: str) -> bool:
    """True if the part before the first place of a permalink can be the address of an index."""
    return permalink.partition("{")[0] != "/"


def with_permalinks(imported: Imported) -> Imported:
    """The types; one whose entries had addresses of another common form has the permalink for them."""
    return replace(imported, types=tuple(_with_permalink(known, imported) for known in imported.types))


def _with_permalink(known: ImportedType, imported: Imported) -> ImportedType:
    if known.permalink or not known.page:
        return known
    default = imported.languages[0].code
    own = [e for e in imported.entries if e.type == known.name and e.language == default]
    dated = [entry for entry in own if entry.name and entry.addresses]
    forms = Counter(form for entry in dated for form in _forms(entry))
    if not forms:
        return known
    form, number = forms.most_common(1)[0]
    has_text = any(not entry.name for entry in own)
    usable = has_index(form) or not (has_text or known.taxonomy)
    if number < MOST * len(dated) or form == f"/{known.name}/{{path}}/" or not usable:
        return known
    return replace(known, permalink=form, index=known.index and has_index(form))


def _forms(entry: ImportedEntry) -> Iterator[str]:
    """The permalink that gives the main address of an entry; nothing if none does."""
    slug = text_of(entry, "slug")
    path = "/".join((*entry.name.split("/")[:-1], slug or entry.name.rpartition("/")[2]))
    address = unquote(entry.addresses[0])
    if not address.endswith(f"/{path}/"):
        return
    before = address.removesuffix(f"{path}/")
    when = read_date(text_of(entry, "date"))
    if when and len(when.day) == 10:
        year, month, day = when.day.split("-")
        before = before.replace(f"/{year}/", "/{year}/", 1)
        if "{year}" in before:
            before = before.replace(f"{{year}}/{month}/", "{year}/{month}/", 1)
            before = before.replace(f"{{month}}/{day}/", "{month}/{day}/", 1)
    made = f"{before}{{path}}/"
    if FORM.fullmatch(made):
        yield made
