"""Renderers of redirects for hosts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment

from sitegen.types import Job


def redirects(job: Job, _: Environment, __: Path) -> bytes:
    """Formats `_redirects`: old address, new address, status; then the pages for missing addresses.

    Old addresses with a query are left out. A star or a colon would be a placeholder, so it is
    percent-encoded.
    """
    missing = job.context["missing"]
    assert isinstance(missing, dict)
    found = ((old.replace("*", "%2A").replace(":", "%3A"), new) for old, new in _moved(job) if "?" not in old)
    lines = [f"{old} {new} 301\n" for old, new in found]
    lines += (f"{below} {page} 404\n" for below, page in missing.items())
    return "".join(lines).encode("utf-8")


def nginx_map(job: Job, _: Environment, __: Path) -> bytes:
    """Formats an nginx `map` that works with `$uri` (decoded) and `$request_uri` (as sent by the browser).

    nginx ignores case and rejects duplicate keys.
    """
    keys: dict[str, str] = {}
    for old, new in _moved(job):
        for form in (old, unquote(old, errors="strict") if _is_plain(old) else old):
            keys.setdefault(form.lower(), f'"{form}" "{new}";\n')
    return "".join(keys.values()).encode("utf-8")


def _is_plain(old: str) -> bool:
    """True if a decoded address is allowed as a word of a configuration file."""
    try:
        decoded = unquote(old, errors="strict")
    except UnicodeDecodeError:
        return False
    return "?" not in decoded and decoded.isprintable() and not set('"\\$%{};') & set(decoded)


def _moved(job: Job) -> Iterable[tuple[str, str]]:
    moved = job.context["data"]
    assert isinstance(moved, dict)
    return moved.items()
