"""Brings files that an imported site names from the old site, each to the place where its address stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.features.importing.imported import ImportedFile
from sitegen.features.importing.missing import is_there, wrong_with_place
from sitegen.features.importing.write import put_file
from sitegen.online.fetch import RequestFailure, RequestLimits
from sitegen.online.fetch_moved import fetch_moved, wrong_with_response
from sitegen.read.media import header_of
from sitegen.types.file_kinds import IMAGES, MEDIA_FILES, ending_of, reason_against

MOST_PICTURE, MOST_FILE = 20_000_000, 100_000_000
"""Limits on bytes of a picture and of a different file."""
MOST_FAILURES = 5
"""Requests in a row without a response, after which a host is not asked again."""
SECONDS = 120
TOO_MANY = 429
PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
OWN_FAULT = (RequestFailure.ADDRESS, RequestFailure.PRIVATE)
"""Failures without a request."""


class BroughtFiles(Struct, frozen=True):
    """Result of bringing files."""

    brought: tuple[str, ...]
    """Paths of the files."""
    failed: dict[str, str]
    """Reasons why files were not brought, by path."""


class FileOptions(Struct, frozen=True):
    """Options of the requests."""

    local: bool = False
    """Allow hosts of the private network."""
    seconds: float = SECONDS


def bring_missing(
    folder: Path, missing: Iterable[ImportedFile], options: FileOptions, report: Callable[[str], None]
) -> BroughtFiles:
    """Writes the files that the site does not have yet. Raises OSError and Unwritable."""
    brought: list[str] = []
    failed: dict[str, str] = {}
    silent: Counter[str] = Counter()
    forms: set[str] = set()
    for file in missing:
        host, form = urlsplit(file.source).netloc, file.path.casefold()
        wrong = "its address differs from that of a different file only in capitals" if form in forms else ""
        wrong = wrong or wrong_with_place(file.path) or _wrong_with_kind(file.path)
        forms.add(form)
        if not wrong and is_there(folder, file.path):
            continue
        if not wrong and silent[host] >= MOST_FAILURES:
            wrong = "not asked for, since its host does not answer: import again later"
        if not wrong:
            wrong = _brought(folder, file, options, silent)
        if wrong:
            failed[file.path] = wrong
        else:
            brought.append(file.path)
        report(f"{file.source}: {wrong or file.path}")
    return BroughtFiles(tuple(brought), failed)


def _wrong_with_kind(path: str) -> str:
    """Reason why a file is not brought whatever is in it, such as one with rules for the host."""
    ending = ending_of(path)
    if path.count("/") == 1 and ending not in MEDIA_FILES:
        return "only pictures and documents can be brought to the top of a site"
    return reason_against(ending)


def _brought(folder: Path, file: ImportedFile, options: FileOptions, silent: Counter[str]) -> str:
    """Writes a file; the reason if it was not brought."""
    host, ending = urlsplit(file.source).netloc, ending_of(file.path)
    most = MOST_PICTURE if ending in IMAGES else MOST_FILE
    response = fetch_moved(file.source, RequestLimits(options.seconds, most, options.local))
    if response.status == TOO_MANY:
        silent[host] = MOST_FAILURES
    elif response.failure and response.failure not in OWN_FAULT:
        silent[host] += 1
    elif not response.failure:
        silent[host] = 0
    wrong = wrong_with_response(response, most) or _wrong_inside(response.body, ending)
    if not wrong:
        put_file(folder, file.path, response.body)
    return wrong


def _wrong_inside(data: bytes, ending: str) -> str:
    if not data:
        return "it is empty"
    if PAGE.match(data):
        return "the host answers with a web page"
    header = header_of(data, ending)
    return f"it {header}" if isinstance(header, str) and header else ""
