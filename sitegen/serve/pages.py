"""Adds the reload script and the list of problems to a page of the local server."""

from __future__ import annotations

from html import escape

PREFIX = "/__sitegen__"
"""Start of the server's own addresses; no page of a site can have it."""
SCRIPT = f'<script src="/livereload.js"></script><link rel="stylesheet" href="{PREFIX}/problems.css">'
STYLE = b"""\
#sitegen-problems {
  position: fixed; inset: auto 0 0; z-index: 2147483647; max-block-size: 60vh; overflow: auto;
  margin: 0; padding: 1rem 1.5rem; background: #2b0b0b; color: #fff; border-block-start: 4px solid #ff8f7a;
  font: 14px/1.5 ui-monospace, monospace; direction: ltr; text-align: left;
}
#sitegen-problems h2 { margin: 0 0 .5rem; font: bold 1rem/1.4 system-ui, sans-serif; color: #fff }
#sitegen-problems pre { margin: 0; background: none; color: inherit; white-space: pre-wrap; font: inherit }
"""
NOTHING_YET = b"<!doctype html><title>sitegen</title><p>The site has not been built yet.</p>"


def with_problems(page: str, problems: str) -> str:
    """The page with the reload script, and with the problems on top of it if there are any."""
    head, tag, rest = page.partition("</head>")
    page = f"{head}{SCRIPT}{tag}{rest}" if tag else f"{SCRIPT}{page}"
    if not problems:
        return page
    overlay = (
        '<div id="sitegen-problems" role="alert"><h2>This page is as it was before the last change:</h2>'
        f"<pre>{escape(problems)}</pre></div>"
    )
    body, tag, rest = page.rpartition("</body>")
    return f"{body}{overlay}{tag}{rest}" if tag else f"{page}{overlay}"
