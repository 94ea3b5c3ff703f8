"""A report as Markdown for a comment on a pull request (GitHub's).

What content wrote stands in code, where GitHub makes no mention, link, picture, reference or HTML of it:
names in spans, texts in fenced blocks, each with more backticks than what it holds. No bar can break a
table: there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from sitegen.diff.outline import Item, Part, Section, To, sections, summary
from sitegen.diff.types import Hunk, Report
from sitegen.problems import printable
from sitegen.write.output import REPORT

LIMIT = 65_536
"""Characters that GitHub takes in a comment."""
MARGIN = 1_000
"""Kept free for the last line and for how others count."""
MOST_HUNKS = 5
LONGEST_NAME = 200
LONGEST_TEXT = 500
PARTS = {"": 40, "folded": 30}
"""The most items of a section, and of one that is folded."""
BACKTICKS = re.compile("`+")
TITLE = "### What this changes on the site"


def as_markdown(report: Report, preview_url: str = "", report_there: bool = True) -> str:
    """The report, the most important first, and at its end what did not fit.

    `preview_url` is where the new build can be seen; `report_there` whether its `/_preview/` is there too.
    """
    root = preview_url.rstrip("/")
    lines = [TITLE, "", f"**{summary(report)}**", ""]
    if root and report_there and not report.is_empty:
        lines += [f"[Before and after, side by side]({root}/{REPORT}/)", ""]
    room = LIMIT - MARGIN - _length("\n".join(lines))
    missing = []
    for section in sections(report):
        text, left_out = _section(section, root, room)
        room -= _length(text)
        lines += [text] if text else []
        missing += [f"{left_out:,} of {len(section.items):,} in “{section.heading}”"] if left_out else []
    if missing:
        where = (
            f"[the whole report]({root}/{REPORT}/)"
            if root and report_there
            else "`sitegen diff --format json`"
        )
        lines += [f"Left out here: {'; '.join(missing)}. All of it is in {where}.", ""]
    return "\n".join(lines)


def _section(section: Section, root: str, room: int) -> tuple[str, int]:
    """The section as far as there is room, and how many of its items are not in it."""
    head, foot = [f"#### {section.heading}{' ⚠️' if section.alarming else ''}", ""], [""]
    if section.folded:
        head = [f"<details><summary>{section.heading} ({len(section.items):,})</summary>", ""]
        foot = ["", "</details>", ""]
    most = PARTS["folded" if section.folded else ""]
    room -= _length("\n".join([*head, *foot])) + 2
    taken: list[str] = []
    for item in section.items[:most]:
        text = "\n".join(_item(item, root))
        if _length(text) + 1 > room:
            break
        room -= _length(text) + 1
        taken.append(text)
    return ("\n".join([*head, *taken, *foot]) if taken else ""), len(section.items) - len(taken)


def _item(item: Item, root: str) -> Iterator[str]:
    yield f"- {''.join(_part(part, root) for part in item.parts)}"
    if item.hunks:
        texts = [line for hunk in item.hunks[:MOST_HUNKS] for line in difference(hunk)]
        if len(item.hunks) > MOST_HUNKS:
            texts.append(f"  and {len(item.hunks) - MOST_HUNKS} more places")
        fence = "`" * max(3, _longest_run("\n".join(texts)) + 1)
        yield from ("", f"  {fence}diff", *(f"  {text}" for text in texts), f"  {fence}", "")


def difference(hunk: Hunk) -> Iterator[str]:
    """Two lines, what was and what is; in each the words that the other does not have are in brackets."""
    whole = all(segment.op != "equal" for segment in hunk)
    for sign, mine in (("-", "delete"), ("+", "insert")):
        if any(segment.op == mine for segment in hunk):
            words = (
                segment.text if segment.op == "equal" or whole else f"[{segment.text}]"
                for segment in hunk
                if segment.op in ("equal", mine)
            )
            yield f"{sign} {_plain(''.join(words), LONGEST_TEXT)}"


def _part(part: Part, root: str) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, To) and root and part.side == "after" and part.address.startswith("/"):
        return f"[{code(part.text)}]({root}{quote(part.address)})"
    return code(part.text)


def code(text: str) -> str:
    """A span in which nothing but a longer run of backticks has a meaning."""
    shown = _plain(text, LONGEST_NAME)
    if not shown:
        return "` `"
    fence = "`" * (_longest_run(shown) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _plain(text: str, longest: int) -> str:
    """One line of bounded length, without what moves a cursor or turns the direction of writing."""
    shown = printable(" ".join(text.split()))
    return shown if len(shown) <= longest else f"{shown[:longest]} …"


def _longest_run(text: str) -> int:
    return max(map(len, BACKTICKS.findall(text)), default=0)


def _length(text: str) -> int:
    """In UTF-16, as JavaScript counts, which is never less than the characters."""
    return len(text.encode("utf-16-le")) // 2
