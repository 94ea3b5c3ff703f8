"""Files for the host of the old site: redirects, and files that sitegen makes itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import basename

from sitegen.features.importing.data_files import read_mapping, text_at
from sitegen.features.importing.imported import ImportedFile, ImportedRedirect, Note, Outcome
from sitegen.features.importing.source import Source

MADE = ("robots.txt", "sitemap.xml", "_redirects", "_headers", "feed.xml", "feed.json", "404.html")
"""Files at the top of a site that sitegen makes."""
UNFIT = ("*", ":")
"""Signs of a rule for many addresses."""


def redirects(source: Source, notes: list[Note]) -> Iterator[ImportedRedirect]:
    """Redirects of Netlify and Cloudflare, in `_redirects` and `netlify.toml`."""
    for path in source.paths:
        if basename(path) == "_redirects":
            for number, line in enumerate((source.text(path) or "").split("\n"), start=1):
                words = line.partition("#")[0].split()
                if len(words) > 1:
                    yield from _redirect(words[0], words[1], path, number, notes)
    if "netlify.toml" in source:
        listed = read_mapping(source, "netlify.toml").get("redirects", [])
        for rule in listed if isinstance(listed, list) else ():
            if isinstance(rule, dict):
                yield from _redirect(text_at(rule, "from"), text_at(rule, "to"), "netlify.toml", 0, notes)


def _redirect(old: str, new: str, path: str, line: int, notes: list[Note]) -> Iterator[ImportedRedirect]:
    is_plain = old.startswith("/") and new.startswith("/") and not any(s in old + new for s in UNFIT)
    if is_plain and old != new:
        yield ImportedRedirect(old, new)
    elif old != new:
        text = f"`{old}` → `{new}` is a rule of the host: set it there"
        notes.append(Note(Outcome.LEFT, path, text, line))


def without_made(files: Iterable[ImportedFile], notes: list[Note]) -> Iterator[ImportedFile]:
    """The files without those that sitegen makes itself."""
    for file in files:
        name = file.path.removeprefix("static/")
        if name in MADE and name != "_redirects":
            notes.append(
                Note(Outcome.LEFT, file.source, "sitegen makes this file: compare it with the old one")
            )
        elif name not in MADE:
            yield file
