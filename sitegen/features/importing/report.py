"""The report of an import, as Markdown: what was done, what is left, what is lost, by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sitegen.features.importing.imported import Imported, ImportedShortcode, Note, Outcome
from sitegen.features.importing.site import NewSite
from sitegen.features.importing.write import Written

REPORT = "import-report.md"
TITLES = {
    Outcome.LEFT: "Left for you",
    Outcome.LOST: "Lost",
    Outcome.DONE: "Done in a different form",
}
NOTHING = {
    Outcome.LEFT: "Nothing.",
    Outcome.LOST: "Nothing.",
    Outcome.DONE: "Nothing.",
}
MOVING = "Moving in, in the documentation"


def report(imported: Imported, site: NewSite, written: Written, notes: Iterable[Note]) -> str:
    """Text of the report."""
    lines = [
        f"# Import from {imported.generator}",
        "",
        *_numbers(imported, site, written),
        "",
        f"What each part means, and what to do next: {MOVING} of sitegen.",
    ]
    found = list(notes)
    for outcome in (Outcome.LOST, Outcome.LEFT, Outcome.DONE):
        own = [note for note in found if note.outcome is outcome]
        lines += ["", f"## {TITLES[outcome]}", "", *(_grouped(own) or [NOTHING[outcome]])]
    lines += ["", "## Fields", "", *_fields(site), "", "## Shortcodes", "", *_shortcodes(imported.shortcodes)]
    lines += ["", "## Files", "", *_files(written)]
    return "\n".join(lines) + "\n"


def _numbers(imported: Imported, site: NewSite, written: Written) -> Iterator[str]:
    by_type = Counter(entry.type or "home page" for entry in site.entries)
    by_language = Counter(entry.language for entry in site.entries)
    total = sum(1 for note in site.kept.lock)
    if not site.entries:
        yield "- no texts: is this the folder of the site, and are its texts there?"
    else:
        yield f"- texts: {len(site.entries):,} ({_listed(by_type)})"
        yield f"- languages: {_listed(by_language)}"
    yield f"- pictures and documents: {len(site.copies):,}"
    redirects = sum(map(len, site.kept.aliases.values()))
    yield f"- old addresses: {total:,} (kept by their pages: {site.kept.same:,}, redirecting: {redirects:,})"
    parts = {name: len(getattr(written, name)) for name in ("new", "updated", "same", "kept", "removed")}
    listed = ", ".join(f"{number:,} {name}" for name, number in parts.items() if number)
    yield f"- files of this import: {listed}"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{name} {number:,}" for name, number in sorted(counts.items(), key=lambda x: (-x[1], x[0]))
    )


def _grouped(notes: list[Note]) -> list[str]:
    """Notes with the same text in one item, with all of their files."""
    groups: dict[str, dict[str, None]] = {}
    for note in notes:
        place = f"{note.source}:{note.line}" if note.line else note.source
        groups.setdefault(note.text, {})[place] = None
    lines = []
    for text, places in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        named = [f"`{place}`" for place in places if place]
        if len(named) > 1:
            lines += [f"- {text} (files: {len(named):,})", f"  - {', '.join(named)}"]
        else:
            lines.append(f"- {named[0]}: {text}" if named else f"- {text}")
    return lines


def _fields(site: NewSite) -> Iterator[str]:
    yield "| type | field | was | kind | entries | does not fit |"
    yield "|---|---|---|---|--:|---|"
    for type_name, plans in site.plans.items():
        for plan in plans.values():
            kind = f"{plan.kind}, many" if plan.many else plan.kind
            misfits = ", ".join(plan.misfits).replace("|", "\\|").replace("\n", " ")
            yield f"| {type_name} | {plan.name} | {plan.old} | {kind} | {plan.entries:,} | {misfits} |"


def _shortcodes(codes: Iterable[ImportedShortcode]) -> Iterator[str]:
    """Each shortcode with its uses, most used first."""
    found = sorted(codes, key=lambda code: (-len(code.uses), code.name))
    if not found:
        yield "None."
    for code in found:
        what = "translated" if code.template else "a stub: write its template"
        yield f"- `{code.name}` ({what}), uses: {len(code.uses):,}"
        uses = ", ".join(f"`{use.source}:{use.line}`" for use in code.uses)
        yield f"  - templates/shortcodes/{code.name}.html; {uses}"


def _files(written: Written) -> Iterator[str]:
    texts = {
        "kept": "not overwritten, since they were changed or were there before",
        "removed": "not written again, since they were removed",
        "left_over": "of an earlier import, no longer in the source",
        "refused": "not written: not every system can store their names",
        "unread": "not written: their source could not be read",
    }
    found = False
    for name, text in texts.items():
        paths: tuple[str, ...] = getattr(written, name)
        if paths:
            found = True
            yield f"- {len(paths):,} {text}: {', '.join(f'`{path}`' for path in paths)}"
    if not found:
        yield "All files were written."
