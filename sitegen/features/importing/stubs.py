"""Templates for shortcodes of other generators, which show the text that they enclose."""

from __future__ import annotations

import html
from posixpath import dirname, relpath

from sitegen.features.importing.imported import ImportedShortcode

MOST_ORIGINAL = 4_000
"""Limit on characters of the original template in the comment of a stub."""
REDIRECT = """\
<!doctype html>
<meta charset="utf-8">
<title>Moved</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={0}">
<link rel="canonical" href="{0}">
<p><a href="{0}">{0}</a></p>
"""
NAMES = (
    "title", "heading", "header", "subtitle", "label", "name", "text", "caption", "alt", "summary",
    "description", "content", "body", "quote", "author", "source", "question", "answer", "message", "term",
)  # fmt: skip
"""Names of values that have words for readers."""
WORDS = f"""\
{{% for value in args
   if (" " in value and value != value|lower) or "%" in value|replace(" ", "")|urlencode %}}
<p>{{{{ value }}}}</p>
{{% endfor %}}
{{% for name, value in named|dictsort if name|lower in {NAMES} %}}
<p>{{{{ value }}}}</p>
{{% endfor %}}
"""
"""Shows values that have words, so that none are lost."""


def redirect_page(path: str, address: str) -> str:
    """A page at an old address that leads to another address of the site, whatever its base path."""
    relative = relpath(address, dirname(f"/{path}"))
    return REDIRECT.format(html.escape(f"{relative}/" if address.endswith("/") else relative))


def stub(code: ImportedShortcode, generator: str) -> str:
    """Template of a shortcode: its translation, or a stub that loses no words."""
    places = f"{len(code.uses):,} {'place' if len(code.uses) == 1 else 'places'}"
    values = f" Values: {', '.join(code.parameters)}." if code.parameters else ""
    used = f"the shortcode {code.name} of {generator}, used in {places}"
    if code.template:
        return f"{{# Translation of {used}.{values} #}}\n{code.template}"
    original = code.original[:MOST_ORIGINAL].replace("#}", "# }").replace("{#", "{ #")
    about = f"A stub of {used}: see import-report.md.{values}"
    comment = f"{{# {about}\n{original}\n#}}\n" if original else f"{{# {about} #}}\n"
    inner = "<div>{{ inner }}</div>\n" if code.encloses else ""
    return comment + WORDS + inner
