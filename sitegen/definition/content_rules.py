"""Rules for the content in `site.yaml`: limits, kinds of files, how it is read, where it may link."""

from __future__ import annotations

import re
from importlib.util import find_spec

from sitegen.definition.reader import Keys
from sitegen.problems.extras import install_command
from sitegen.problems.formats import suggest
from sitegen.types import ENGINES, GFM, PYTHON_MARKDOWN, Limits, Location, Problem
from sitegen.types.file_kinds import ENDING, reason_against
from sitegen.types.zones import names


def limits(site: Keys) -> Limits:
    """What reading one content file may take."""
    own = site.nested("limits", "the limits")
    if own is None:
        return Limits()
    found = Limits(
        page_bytes=own.number("page_bytes", Limits().page_bytes) or 0,
        front_matter_bytes=own.number("front_matter_bytes", Limits().front_matter_bytes) or 0,
        page_seconds=own.number("page_seconds", Limits().page_seconds) or 0,
        page_memory=own.number("page_memory", Limits().page_memory) or 0,
        file_bytes=own.number("file_bytes", Limits().file_bytes) or 0,
        check_seconds=own.number("check_seconds", Limits().check_seconds) or 0,
    )
    own.done()
    return found


def files(site: Keys) -> tuple[str, ...]:
    """The endings of more kinds of files that may lie beside entries: `.pptx`."""
    found = []
    for word in site.words("files"):
        ending = f".{word.strip().lower().removeprefix('.')}"
        reason = reason_against(ending)
        place = site.place_of("files", word)
        if reason:
            message = f'"{word}" cannot be among the files: {reason}'
            hint = "what you trust can be published from static/"
            site.problems.append(Problem("config.value", message, place, hint))
        elif not ENDING.fullmatch(ending):
            message = f'"{word}" is not the ending of a file'
            site.problems.append(Problem("config.value", message, place, "like pptx, zip or odp"))
        else:
            found.append(ending)
    return tuple(dict.fromkeys(found))


def git_dates(site: Keys) -> Location | None:
    """Where `dates: {updated: git}` is asked for; none where it is not."""
    own = site.nested("dates", "the dates")
    if own is None:
        return None
    asked = own.choice("updated", ("written", "git"), "written") == "git"
    own.done()
    return own.place_of("updated") if asked else None


def time_zone(site: Keys) -> str | None:
    """The zone by which days and states turn; none where the site declares none."""
    name = site.text("time_zone")
    if not name or name in names():
        return name or None
    message = f'there is no time zone "{name}"'
    hint = suggest(name, names()) or "names are like Europe/Paris, America/Bogota or UTC"
    site.problems.append(Problem("config.value", message, site.place_of("time_zone"), hint))
    return None


HOST = re.compile(r"([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]{2,}")


def hosts(site: Keys) -> tuple[str, ...] | None:
    """The other sites that have been reviewed; none where nobody reviews them."""
    if site.get("hosts") is None:
        return None
    found = site.words("hosts")
    for host in found:
        if not HOST.fullmatch(host):
            message = f'"{host}" is not the name of a host'
            hint = "in lower case, without https://: example.org; other scripts as xn--…"
            place = site.place_of("hosts", host)
            site.problems.append(Problem("config.value", message, place, hint))
    return found


def engine(site: Keys) -> str:
    """The Markdown engine, one that is installed."""
    own = site.nested("markdown", "the Markdown of the site")
    if own is None:
        return PYTHON_MARKDOWN
    name = own.text("engine", PYTHON_MARKDOWN)
    own.done()
    if name not in ENGINES:
        own.unknown("engine", name, ENGINES, f'there is no Markdown engine "{name}"', "config.engine")
        return PYTHON_MARKDOWN
    if name == GFM and find_spec("comrak") is None:
        message = f'the Markdown engine "{GFM}" is not installed'
        hint = f"install it with: {install_command('gfm')}"
        site.problems.append(Problem("config.engine", message, own.place_of("engine"), hint))
    return name
