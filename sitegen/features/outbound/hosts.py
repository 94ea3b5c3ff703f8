"""Links to other sites must use reviewed hosts, and addresses that do not hide their target.

[a casino](https://casino.example/)   →   host.unknown: the host casino.example has not been reviewed
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec.structs import replace

from sitegen.check.checked import Checked
from sitegen.check.report import Report
from sitegen.kinds import KINDS
from sitegen.kinds.addresses import is_on_the_web
from sitegen.model.links import links_in_fields
from sitegen.model.outbound import addresses_in, is_reviewed, punycode
from sitegen.types import Config, ContentType, Document, Location, Problem, Severity, SourceText

Outward = tuple[str, Location]
"""An address and its location."""


def check(document: Document, config: Config, _: SourceText) -> Iterator[Problem]:
    for address, place in outward(document, config.types.get(document.type)):
        found = _wrong_with(address, config.hosts)
        if found:
            yield replace(found, location=place)


def outward(document: Document, content_type: ContentType | None) -> Iterator[Outward]:
    """Yields every web address in the text and the fields of a document."""
    for link in (*document.links, *links_in_fields(document)):
        if is_on_the_web(link.target):
            yield link.target, Location(document.path, link.line, link.column)
    fields = content_type.fields if content_type else {}
    for name, value in document.fields.items():
        known = fields.get(name)
        if known is None or not (known.fields or KINDS[known.kind].address):
            continue
        for address in addresses_in(known, value):
            yield address, Location(document.path, *document.positions.get(name, (1, 1)))


def report(checked: Checked) -> Report:
    return Report(tuple(_unlisted(checked)))


def _unlisted(checked: Checked) -> Iterator[Problem]:
    """Yields a note for each host that is linked to, if the site has no list of reviewed hosts."""
    config = checked.site.config
    for document in checked.site.documents.values() if config.hosts is None else ():
        for address, place in outward(document, config.types.get(document.type)):
            if _wrong_with(address, None) is None:
                name = punycode((urlsplit(address).hostname or "").rstrip("."))
                message = f"the host {name} has not been reviewed"
                hint = f"if the site is what it seems, add to content/site.yaml: hosts: [{name}]"
                yield Problem("host.unknown", message, place, hint, Severity.NOTE)


NOWHERE = Location("")
"""Placeholder in a cached problem; the caller sets the location."""


@lru_cache(maxsize=4096)
def _wrong_with(address: str, reviewed: tuple[str, ...] | None) -> Problem | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return Problem("host.address", f'"{address}" has no host that could be read', NOWHERE, "correct it")
    if parts.username is not None:
        message = f"the part before the @ hides that this address leads to {punycode(host)}"
        return Problem("host.user", message, NOWHERE, "remove everything between https:// and @")
    if NUMBERS.fullmatch(host):
        message = f'"{host}" is a number and not the name of a host'
        return Problem("host.address", message, NOWHERE, "use its name")
    if not host.isascii() and any(_is_mixed(label) for label in host.split(".")):
        message = f'"{host}" mixes scripts whose letters look alike; it is {punycode(host)}'
        hint = "type the address anew, or copy it from the site itself"
        return Problem("host.scripts", message, NOWHERE, hint)
    if reviewed is not None and not is_reviewed(punycode(host), reviewed):
        name = punycode(host)
        hint = f"if the site is what it seems, add it to hosts in content/site.yaml: {name}"
        message = f"the host {name} has not been reviewed"
        return Problem("host.unknown", message, NOWHERE, hint, Severity.WARNING)
    return None


NUMBERS = re.compile(r"[0-9.]+|0x[0-9a-f.x]+|.*:.*")
"""IPv4 addresses in every form that browsers accept, and IPv6 addresses."""


TOGETHER = (
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA"},
    {"LATIN", "CJK", "HANGUL"},
    {"LATIN", "CJK", "BOPOMOFO"},
)
"""Scripts that are combined within words (Unicode Technical Standard 39, 5.2)."""


def _is_mixed(label: str) -> bool:
    names = (unicodedata.name(char, "UNKNOWN") for char in label if char.isalpha())
    scripts = {
        script for name in names for script in name.split(" ")[0].split("-")
    }  # such as KATAKANA-HIRAGANA
    return len(scripts) > 1 and not any(scripts <= allowed for allowed in TOGETHER)
