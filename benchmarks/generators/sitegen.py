"""The corpus as a site for sitegen."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from benchmarks.corpus import PER_PAGE, PLACES, SECTIONS, TOPICS, Entry

TEMPLATES = Path(__file__).parents[1] / "sites" / "sitegen"


def write_site(root: Path, entries: Iterable[Entry], engine: str = "python-markdown") -> None:
    """The whole site below `root`: content, templates, definition."""
    shutil.copytree(TEMPLATES, root, dirs_exist_ok=True)
    content = root / "content"
    content.mkdir(exist_ok=True)
    (content / "site.yaml").write_text(_site(engine), encoding="utf-8")
    for section in SECTIONS:
        (content / section).mkdir()
        (content / section / "_type.yaml").write_text(_type(section), encoding="utf-8")
    for entry in entries:
        (root / path_of(entry)).write_text(text_of(entry), encoding="utf-8")


def path_of(entry: Entry) -> str:
    return f"content/{entry.section}/{entry.name}.md"


def text_of(entry: Entry) -> str:
    see_also = ", ".join(f"{section}/{name}" for section, name in entry.see_also)
    fields = (
        f"title: {entry.title}",
        f"date: {entry.date}",
        f"summary: {entry.summary}",
        f"topics: [{', '.join(entry.topics)}]",
        f"place: {entry.place}",
        f"see_also: [{see_also}]",
    )
    body = "\n\n".join(entry.blocks)
    for section, name in entry.see_also:
        body = body.replace(f"[[{section}/{name}]]", f"../{section}/{name}.md")
    return "---\n" + "\n".join(fields) + "\n---\n\n" + body + "\n"


def _site(engine: str) -> str:
    sections = ", ".join(SECTIONS)
    return f"""title: Made-up site
description: A site to measure with.
base_url: https://bench.example.org
markdown: {{engine: {engine}}}
languages:
  en: {{}}
menus:
  main: [{", ".join(f'"type:{section}"' for section in SECTIONS)}, "taxonomy:topics", "taxonomy:places"]
taxonomies:
  topics: {{fields: [topics], sort: [-date, title], paginate_by: {PER_PAGE}}}
  places: {{fields: [place], sort: [-date, title], paginate_by: {PER_PAGE}}}
lists:
  newest:
    types: [{sections}]
    sort: [-date, title]
    limit: {PER_PAGE}
"""


def _type(section: str) -> str:
    return f"""name: {section[:-1].capitalize()}
plural: {section.capitalize()}
template: entry.html
sort: [-date, title]
fields:
  summary: {{required: true, max: 400}}
  date: {{kind: date, required: true}}
  topics: {{kind: choice, many: true, choices: {{{_choices(TOPICS)}}}}}
  place: {{kind: choice, choices: {{{_choices(PLACES)}}}}}
  see_also: {{kind: reference, many: true, to: [{", ".join(SECTIONS)}], inverse: seen_from}}
index:
  paginate_by: {PER_PAGE}
  feed: true
"""


def _choices(values: Iterable[str]) -> str:
    return ", ".join(f"{value}: {value}" for value in values)
