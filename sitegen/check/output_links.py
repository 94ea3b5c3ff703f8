"""No page of the finished site may link to an address that the site does not have.

What authors write is checked by line in `links`; this rule is about templates and menus.

    <a href="/topcs/">   in base.html   →   output.link: links to /topcs/, which does not exist
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.model.links import destination
from sitegen.model.urls import target_of
from sitegen.types import Location, Problem


def check(checked: Checked) -> Iterator[Problem]:
    outputs = {output.path: output for output in checked.plan.outputs}
    reported = set(_written_by_authors(checked))
    for path in checked.changed:
        for link in checked.facts[path].open_links:
            message = "" if link in reported else _wrong(link, path, checked)
            if message:
                reported.add(link)
                output = outputs[path]
                template = checked.templates.templates.get(output.template)
                place = Location(template.path if template else output.source)
                yield Problem("output.link", f"{message} (on /{path}, from {output.source})", place)


def _written_by_authors(checked: Checked) -> Iterator[str]:
    """Addresses with a part of a page that the rule `anchors` looks at, with file and line."""
    for document in checked.documents:
        for link in document.links:
            if "#" in link.target:
                yield destination(checked.site, document, link).url


def _wrong(link: str, path: str, checked: Checked) -> str:
    target, fragment = target_of(link, path)
    if target not in checked.paths:
        if f"content/{target}" in checked.site.media:
            return f"links to {link}, which no entry refers to: move it from content/ to static/"
        return f"links to {link}, which does not exist"
    facts = checked.facts.get(target)
    if fragment and facts is not None and fragment not in facts.parts:
        return f"links to {link}, which has no such part"
    return ""
