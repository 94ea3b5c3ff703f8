"""A report as Markdown for a comment on a pull request (GitHub's).

What content wrote stands in code, where GitHub makes no mention, link, picture, reference or HTML of it:
names in spans, texts in fenced blocks, each with more backticks than what it holds. No bar can break a
table: there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from sitegen.problems.formats import printable
from sitegen.review.diff.outline import Item, Part, Section, To, sections, summary
from sitegen.review.diff.types import Hunk, Report
from sitegen.types.paths import REPORT

LIMIT = 65_536
"""The most bytes of a whole comment. GitHub counts characters, which are never more than these."""
HEAD = 2_000
"""Bytes for the lines that a workflow puts above the report: its mark and the address of the preview."""
MOST_HUNKS = 5
MOST_LINES = 30
"""Lines of `sitegen overlay`, of which each has the length of a name at most."""
LONGEST_NAME = 200
LONGEST_TEXT = 500
PARTS = {"": 40, "folded": 30}
"""The most items of a section, and of one that is folded."""
BACKTICKS = re.compile("`+")
TITLE = "### What this changes on the site"


def as_markdown(
    report: Report, preview_url: str = "", report_there: bool = True, overlay: Sequence[str] = ()
) -> str:
    """The report in at most `LIMIT - HEAD` bytes: the most important first, at the end what did not fit.

    `preview_url` is where the new build can be seen; `report_there` whether its `/_preview/` is there too;
    `overlay` the lines of `sitegen overlay`. Nothing may be cut off it: half a span of code is no code.
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


def _overlay(said: Sequence[str]) -> Iterator[str]:
    """A list of what the preview is made from and what it lacks."""
    if said:
        yield from ("#### The preview", "", *(f"- {code(line)}" for line in said[:MOST_LINES]))
        if len(said) > MOST_LINES:
            yield f"- and {len(said) - MOST_LINES:,} more lines of `sitegen overlay`"
        yield ""


def _left_out(missing: Sequence[tuple[int, Section]], root: str) -> list[str]:
    """The last line, which says how much of each section is not shown; `root` is where the whole is."""
    if not missing:
        return []
    parts = "; ".join(f"{number:,} of {len(it.items):,} in “{it.heading}”" for number, it in missing)
    where = f"[the whole report]({root}/{REPORT}/)" if root else "`sitegen diff --format json`"
    return [f"Left out here: {parts}. All of it is in {where}.", ""]


def _section(section: Section, root: str, room: int) -> tuple[str, int]:
    """The section with as many items as there is room for, and the number of the others."""
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


def _size(text: str) -> int:
    return len(text.encode("utf-8"))
