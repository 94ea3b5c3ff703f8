"""A report as Markdown for a comment on a pull request at GitHub.

Text from content is put in code, in which GitHub creates no mention, link, picture, reference or HTML: names
in code spans, texts in fenced blocks, each with more backticks than the text has. Tables are not used,
because a text with a bar could break one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from sitegen.problems.formats import printable
from sitegen.review.diff.outline import Finding, PageLink, Part, Section, sections, summary
from sitegen.review.diff.types import DiffReport, Hunk
from sitegen.types.paths import REPORT

LIMIT = 65_536
"""Most bytes of a comment. GitHub counts characters, of which there are never more."""
HEAD = 2_000
"""Bytes reserved for the lines that a workflow puts above the report: its mark and the preview's address."""
MOST_HUNKS = 5
MOST_LINES = 30
"""Most lines of `sitegen overlay`; each is at most as long as a name."""
LONGEST_NAME = 200
LONGEST_TEXT = 500
PARTS = {"": 40, "folded": 30}
"""Most items of a section, and of a folded one."""
BACKTICKS = re.compile("`+")
TITLE = "### What this changes on the site"


def as_markdown(
    report: DiffReport, preview_url: str = "", report_there: bool = True, overlay: Sequence[str] = ()
) -> str:
    """The report in at most `LIMIT - HEAD` bytes, the most important parts first.

    `preview_url` is the address of the new build; `report_there` is True if it has `/_preview/`. `overlay`
    has the lines of `sitegen overlay`. They are never cut, since half a code span is not code.
    """
    root = preview_url.rstrip("/")
    lines = [TITLE, "", f"**{summary(report)}**", ""]
    if root and report_there and not report.is_empty:
        lines += [f"[Before and after, side by side]({root}/{REPORT}/)", ""]
    lines += _overlay(overlay)
    wanted = sections(report)
    last = _left_out([(len(it.items), it) for it in wanted], root if report_there else "")
    room = LIMIT - HEAD - _size("\n".join([*lines, *last]))
    missing = []
    for section in wanted:
        text, left_out = _section(section, root, room)
        room -= _size(text) + 1
        lines += [text] if text else []
        missing += [(left_out, section)] if left_out else []
    return "\n".join([*lines, *_left_out(missing, root if report_there else "")])


def _overlay(lines: Sequence[str]) -> Iterator[str]:
    """List of the files in the preview and of those left out."""
    if lines:
        yield from ("#### The preview", "", *(f"- {code(line)}" for line in lines[:MOST_LINES]))
        if len(lines) > MOST_LINES:
            yield f"- and {len(lines) - MOST_LINES:,} more lines of `sitegen overlay`"
        yield ""


def _left_out(missing: Sequence[tuple[int, Section]], root: str) -> list[str]:
    """Last line, with the numbers of items not shown; `root` is the address of the whole report."""
    if not missing:
        return []
    parts = "; ".join(f"{number:,} of {len(it.items):,} in “{it.heading}”" for number, it in missing)
    where = f"[the whole report]({root}/{REPORT}/)" if root else "`sitegen diff --format json`"
    return [f"Left out here: {parts}. All of it is in {where}.", ""]


def _section(section: Section, root: str, room: int) -> tuple[str, int]:
    """The section with as many items as fit, and the number of the others."""
    head, foot = [f"#### {section.heading}{' ⚠️' if section.alarming else ''}", ""], [""]
    if section.folded:
        head = [f"<details><summary>{section.heading} ({len(section.items):,})</summary>", ""]
        foot = ["", "</details>", ""]
    most = PARTS["folded" if section.folded else ""]
    room -= _size("\n".join([*head, *foot])) + 2
    taken: list[str] = []
    for item in section.items[:most]:
        text = "\n".join(_item(item, root))
        if _size(text) + 1 > room:
            break
        room -= _size(text) + 1
        taken.append(text)
    return ("\n".join([*head, *taken, *foot]) if taken else ""), len(section.items) - len(taken)


def _item(item: Finding, root: str) -> Iterator[str]:
    yield f"- {''.join(_part(part, root) for part in item.parts)}"
    if item.hunks:
        texts = [line for hunk in item.hunks[:MOST_HUNKS] for line in difference(hunk)]
        if len(item.hunks) > MOST_HUNKS:
            texts.append(f"  and {len(item.hunks) - MOST_HUNKS} more places")
        fence = "`" * max(3, _longest_run("\n".join(texts)) + 1)
        yield from ("", f"  {fence}diff", *(f"  {text}" for text in texts), f"  {fence}", "")


def difference(hunk: Hunk) -> Iterator[str]:
    """Two lines, before and after; brackets mark the words that only one of them has."""
    is_replacement = all(segment.op != "equal" for segment in hunk)
    for sign, mine in (("-", "delete"), ("+", "insert")):
        if any(segment.op == mine for segment in hunk):
            words = (
                segment.text if segment.op == "equal" or is_replacement else f"[{segment.text}]"
                for segment in hunk
                if segment.op in ("equal", mine)
            )
            yield f"{sign} {_plain(''.join(words), LONGEST_TEXT)}"


def _part(part: Part, root: str) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, PageLink) and root and part.side == "after" and part.address.startswith("/"):
        return f"[{code(part.text)}]({root}{quote(part.address)})"
    return code(part.text)


def code(text: str) -> str:
    """A code span in which no character has a special meaning."""
    shown = _plain(text, LONGEST_NAME)
    if not shown:
        return "` `"
    fence = "`" * (_longest_run(shown) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _plain(text: str, longest: int) -> str:
    """The text as one line of limited length, without characters that control cursor or direction."""
    shown = printable(" ".join(text.split()))
    return shown if len(shown) <= longest else f"{shown[:longest]} …"


def _longest_run(text: str) -> int:
    return max(map(len, BACKTICKS.findall(text)), default=0)


def _size(text: str) -> int:
    return len(text.encode("utf-8"))
