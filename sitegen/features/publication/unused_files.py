"""Reports files beside entries that are not published because no published page refers to them.

content/topics/old.pdf: warning: file.unused: no text or field refers to this file, so it is not published
content/topics/plan.pdf: note: file.waiting: only content/topics/a.md refers to this file, and is not public
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sitegen.check.checked import Checked
from sitegen.check.report import Report
from sitegen.model.shown import files_of, published_files
from sitegen.types import Document, Location, Problem, Severity


def report(checked: Checked) -> Report:
    return Report(tuple(_problems(checked)))


def _problems(checked: Checked) -> Iterator[Problem]:
    site = checked.site
    left = site.media - published_files(site)
    codes = site.config.folder_codes
    named = _named_by((*site.documents.values(), *checked.hidden), left, codes) if left else {}
    for path in sorted(left):
        if path in named:
            yield Problem("file.waiting", _waiting(named[path]), Location(path), severity=Severity.NOTE)
        else:
            message = "no text or field refers to this file, so it is not published"
            hint = "link to it, remove it, or move it to static/ if a template shows it"
            yield Problem("file.unused", message, Location(path), hint, Severity.WARNING)


def _named_by(
    documents: Iterable[Document], files: frozenset[str], codes: Sequence[str]
) -> dict[str, list[str]]:
    """File → documents that refer to it."""
    found: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        for path in files_of(files, document, codes):
            found[path].append(document.path)
    return found


def _waiting(documents: list[str]) -> str:
    if len(documents) == 1:
        return f"only {documents[0]} refers to this file, and is not public"
    return f"only {len(documents)} entries refer to this file, and none is public: {documents[0]} and others"
