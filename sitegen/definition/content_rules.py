"""Reads rules for content in `site.yaml`: limits, kinds of files, Markdown, dates from git, allowed hosts."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import NUMBER, TEXT, TEXT_SCHEMA, WORDS, WORDS_SCHEMA, choice, mapping
from sitegen.markdown.allowed_html import ALLOWED, REFUSED
from sitegen.problems.extras import install_command
from sitegen.problems.formats import suggest
from sitegen.types import ENGINES, GFM, PYTHON_MARKDOWN, Limits, Location, MarkdownRule
from sitegen.types.file_kinds import ENDING, reason_against
from sitegen.types.patterns import lazy_pattern
from sitegen.types.zones import names
from sitegen.yaml.nodes import Node

USUAL = Limits()
LIMITS = mapping(
    "the limits",
    (
        Key("page_bytes", NUMBER, "How large a content file may be.", USUAL.page_bytes),
        Key("front_matter_bytes", NUMBER, "How large its front matter may be.", USUAL.front_matter_bytes),
        Key(
            "page_seconds",
            NUMBER,
            "How long one content file may take to be read. What takes longer is stopped and reported.",
            USUAL.page_seconds,
        ),
        Key(
            "page_memory",
            NUMBER,
            "How many bytes of memory reading one content file may need (counted on Linux).",
            USUAL.page_memory,
        ),
        Key(
            "file_bytes",
            NUMBER,
            "How large a file beside an entry may be. It is checked before the file is opened.",
            USUAL.file_bytes,
        ),
        Key(
            "check_seconds",
            NUMBER,
            "How long the reports of `sitegen check` may look through texts, all together. "
            "Texts that were not looked through are reported.",
            USUAL.check_seconds,
        ),
    ),
    lambda own: Limits(**own.values()),
)


def _files(own: Keys, key: Key, node: Node, _: Any) -> tuple[str, ...]:
    """Endings of further kinds of files that are allowed beside entries: `.pptx`."""
    found = []
    for word in WORDS.read(own, key, node, ()):
        ending = f".{word.strip().lower().removeprefix('.')}"
        reason = reason_against(ending)
        place = own.place_of("files", word)
        if reason:
            message = f'"{word}" cannot be among the files: {reason}'
            own.report("config.value", message, place, "files that you trust can be published from static/")
        elif not ENDING.fullmatch(ending):
            message = f'"{word}" is not the ending of a file'
            own.report("config.value", message, place, "like pptx, zip or odp")
        else:
            found.append(ending)
    return tuple(dict.fromkeys(found))


FILES = Value("words", _files, WORDS_SCHEMA, ())


def _git_dates(own: Keys) -> Location | None:
    """Place of `dates: {updated: git}`; None if dates do not come from git."""
    return own.place_of("updated") if own["updated"] == "git" else None


DATES = mapping(
    "the dates",
    (
        Key(
            "updated",
            choice("written", "git"),
            "Source of the day on which a page last changed: `written`, its front matter alone; `git`, the "
            "history of the repository if the front matter has no `updated`.",
            example="git",
        ),
    ),
    _git_dates,
)


def _time_zone(own: Keys, key: Key, node: Node, _: Any) -> str | None:
    """Time zone in which days begin; None if the site declares none."""
    name: str = TEXT.read(own, key, node, "")
    if not name or name in names():
        return name or None
    hint = suggest(name, names()) or "names are like Europe/Paris, America/Bogota or UTC"
    own.report("config.value", f'there is no time zone "{name}"', own.place_of("time_zone"), hint)
    return None


TIME_ZONE = Value("a name of the IANA database", _time_zone, TEXT_SCHEMA)
HOST = lazy_pattern(r"([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]{2,}")


def _hosts(own: Keys, key: Key, node: Node, _: Any) -> tuple[str, ...]:
    """Hosts of other sites that have been reviewed."""
    found: tuple[str, ...] = WORDS.read(own, key, node, ())
    for host in found:
        if not HOST.fullmatch(host):
            hint = "in lower case, without https://: example.org; other scripts as xn--…"
            own.report(
                "config.value", f'"{host}" is not the name of a host', own.place_of("hosts", host), hint
            )
    return found


HOSTS = Value("words", _hosts, WORDS_SCHEMA)


def _markdown(own: Keys) -> MarkdownRule:
    return MarkdownRule(_engine(own), frozenset(own["html"]))


def _engine(own: Keys) -> str:
    """The Markdown engine; a problem if it is not installed."""
    name: str = own["engine"]
    if name not in ENGINES:
        own.unknown("engine", name, ENGINES, f'there is no Markdown engine "{name}"', "config.engine")
        return PYTHON_MARKDOWN
    if name == GFM and find_spec("comrak") is None:
        message = f'the Markdown engine "{GFM}" is not installed'
        own.report(
            "config.engine", message, own.place_of("engine"), f"install it with: {install_command('gfm')}"
        )
    return name


ENGINE = Key(
    "engine",
    Value("`python-markdown` or `gfm`", TEXT.read, {"enum": list(ENGINES)}),
    "Program that turns the texts into pages.",
    PYTHON_MARKDOWN,
    example="gfm",
)


def _html(own: Keys, key: Key, node: Node, _: Any) -> tuple[str, ...]:
    """Elements of HTML that texts may have."""
    found = []
    for word in own.scalars(node, key.name):
        name = word.text.strip().strip("<>").lower()
        if name in ALLOWED:
            found.append(name)
            continue
        reason = REFUSED.get(name, "it is not an element of HTML for texts")
        hint = "" if name in REFUSED else suggest(name, ALLOWED)
        hint = hint or "the documentation lists the elements that can be allowed, under Markdown"
        own.wrong(word, f'"{word.text}" cannot be allowed in texts: {reason}', hint)
    return tuple(found)


HTML = Key(
    "html",
    Value("words", _html, {"type": "array", "items": {"enum": sorted(ALLOWED)}}, ()),
    "Elements of HTML that texts may have. See [HTML](../editors/markdown.md#html-and-comments).",
    otherwise="`br`, `sub` and `sup` alone",
    example="[details, summary, figure, figcaption]",
)
MARKDOWN = mapping("the Markdown of the site", (ENGINE, HTML), _markdown)
