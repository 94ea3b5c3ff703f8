"""A type of any institution builds with the theme `network`, whatever the names and kinds of its fields.

The templates of the theme give some fields a place of their own: topics, sources, a video. A field that has
only the name of one of them is a fact like any other.
"""

from __future__ import annotations

import re
from html import unescape

import pytest

from sitegen.kinds import every_kind
from tests.sites import THEME, Outcome, base_files, build_good, entry, picture

TEMPLATES = ("entry", "event", "news", "page", "person", "resource")
LIST = "sources"
"""Template of a list of entries without pages."""
NAMES = (
    "category", "checks", "conformance", "countries", "country", "end", "figures", "files", "format",
    "gallery", "languages", "online", "origin", "place", "publisher", "registration", "roles", "scope",
    "sources", "start", "subtitle", "topics", "url", "video",
)  # fmt: skip
OF_STATEMENTS = {"assessment", "gaps", "prepared", "standard"}
"""Fields that only `statement.html` names: it is for a statement of accessibility, which has them."""
VALUES = {
    "text": "Grey & green",
    "markdown": '"Some *words*."',
    "integer": "7",
    "number": "2.5",
    "boolean": "true",
    "date": "2026-04-01",
    "datetime": "2026-04-01T14:30+02:00",
    "choice": "one",
    "reference": "papers/first",
    "country": "NO",
    "coordinates": '"57.05, 9.92"',
    "language": "fr",
    "url": "https://example.com/there",
    "email": "name@example.org",
    "image": "{file: picture.png, alt: A hill}",
    "file": "report.txt",
    "group": "{name: Inner words, still: Second words, url: https://example.com/inner}",
    "repeats": "{every: week, on: tue, until: 2026-06-30}",
    "video": "{title: A talk, still: {file: picture.png, alt: A speaker}, transcript: Said., "
    "url: https://example.com/talk}",
}
SHOWN = {
    "text": "Grey & green", "markdown": "<em>words</em>", "integer": "7", "number": "2.5", "boolean": "yes",
    "date": "1 April 2026", "datetime": "1 April 2026", "choice": "Number one",
    "reference": "The first paper", "country": "Norway", "coordinates": "57.05", "language": "French", "url": "https://example.com/there",
    "email": "name@example.org", "image": "A hill", "file": "TXT", "group": "Inner words, Second words",
    "video": "A talk",
}  # fmt: skip
"""Part of each value as a page shows it."""
MORE = {
    "choice": ", choices: {one: Number one, two: Number two}",
    "reference": ", to: papers",
    "group": ", fields: {name: {kind: text}, still: {kind: text}, url: {kind: url}}",
}
PLACED = {
    ("entry", "video", False): {"video"},
    ("entry", "image", True): {"gallery"},
    ("entry", "reference", True): {"topics", "sources"},
    **{
        ("resource", kind, False): {"subtitle"}
        for kind in ("text", "integer", "number", "coordinates", "url", "email")
    },
}
"""Fields that a template shows in their own place, without their label."""
ONCE = ("repeats", "boolean")
CASES = [(kind, False) for kind in VALUES] + [(kind, True) for kind in VALUES if kind not in ONCE]
POSTS = """\
name: Post
plural: Posts
template: person.html
index: {}
fields:
  roles: {kind: group, many: true, label: Role list, fields: {role: {kind: text}, at: {kind: text}}}
  video: {kind: group, label: Film, fields: {title: {kind: text}, still: {kind: text}, url: {kind: url}}}
  about: {kind: reference, to: papers, inverse: figures, inverse_label: Drawings}
"""
MORE_FILES = {
    "content/posts/_type.yaml": POSTS,
    "content/posts/it.md": entry(
        "It",
        "summary: A post.",
        "roles: [{role: Chair, at: The club}]",
        "about: papers/first",
        "video: {title: A talk, still: Grey, url: https://example.com/talk}",
    ),
    "content/papers/_type.yaml": "name: Paper\nplural: Papers\nindex: {}\n",
    "content/papers/first.md": entry("The first paper", "summary: One."),
}
SITE = """\
title: Elsewhere
description: Of another institution.
base_url: https://example.org
languages:
  en: {locale: en_GB}
theme: network
hosts: [example.org, example.com]
files: [txt]
"""


def type_name(template: str, kind: str, many: bool) -> str:
    return f"{template}-{kind}{'-list' if many else ''}"


def names_of(kind: str) -> tuple[str, ...]:
    """Names of the fields of this kind; an entry has one repeated date."""
    return NAMES if kind != "repeats" else ("topics",)


def definition(template: str, kind: str, many: bool) -> str:
    """A type whose fields have all names and one kind."""
    more = MORE.get(kind, "") + (", many: true" if many else "")
    fields = "\n".join(
        f"  {name}: {{kind: {kind}, show: true, label: The {name} field{more}}}" for name in names_of(kind)
    )
    named = f"name: Thing\nplural: Things of {template} and {kind}\n"
    page = f"template: {template}.html\nindex: {{}}"
    if template == LIST:
        page = f"page: false\nindex: {{template: {template}.html}}"
    return f"{named}{page}\nfields:\n{fields}\n"


def content(kind: str, many: bool) -> str:
    value = f"[{VALUES[kind]}]" if many else VALUES[kind]
    return entry("It", "summary: Of any kind.", *(f"{name}: {value}" for name in names_of(kind)))


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    root = tmp_path_factory.mktemp("site")
    files: dict[str, str | bytes] = {
        "content/site.yaml": SITE,
        "content/_index.md": "---\ntitle: Home\n---\n",
        **MORE_FILES,
    }
    for template in (*TEMPLATES, LIST):
        for kind, many in CASES:
            folder = f"content/{type_name(template, kind, many)}"
            files[f"{folder}/_type.yaml"] = definition(template, kind, many)
            files[f"{folder}/it.md"] = content(kind, many)
            if kind in ("image", "video"):
                files[f"{folder}/picture.png"] = picture()
            if kind == "file":
                files[f"{folder}/report.txt"] = "Words."
    return build_good(root, {**dict.fromkeys(base_files()), **files})


def test_every_kind_is_tried() -> None:
    assert set(VALUES) == set(every_kind())


def test_every_name_in_the_templates_is_tried() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (THEME / "templates").rglob("*.html")]
    named = {name for text in texts for name in re.findall(r"\bfields\.([a-z_]+)", text)} - {"get"}

    assert named - OF_STATEMENTS <= set(NAMES)


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "page"])
@pytest.mark.parametrize(("kind", "many"), [case for case in CASES if case[0] != "repeats"])
def test_every_field_is_on_the_page(outcome: Outcome, template: str, kind: str, many: bool) -> None:
    """A page of the template `page` has no facts."""
    page = outcome[f"{type_name(template, kind, many)}/it/index.html"]
    main = page.partition("<main")[2].partition("</main>")[0]
    labelled = {name for name in NAMES if f"<dt>The {name} field</dt>" in main}
    placed = PLACED.get(("entry", kind, many), set()) | PLACED.get((template, kind, many), set())

    assert labelled == set(NAMES) - placed
    assert unescape(main).count(SHOWN[kind]) >= len(NAMES)


@pytest.mark.parametrize(("kind", "times"), [("text", 2), ("choice", 1), ("url", 2), ("group", 0)])
def test_a_list_shows_the_origin_and_the_address(outcome: Outcome, kind: str, times: int) -> None:
    page = outcome[f"{type_name(LIST, kind, many=False)}/index.html"]

    assert unescape(page.partition("<main")[2]).count(SHOWN[kind]) == times


def test_a_repeated_date_is_no_fact(outcome: Outcome) -> None:
    assert "The topics field" not in outcome["entry-repeats/it/index.html"]


def test_groups_with_the_names_of_roles_and_videos_are_facts(outcome: Outcome) -> None:
    page = outcome["posts/it/index.html"]

    assert "<dt>Role list</dt>\n  <dd>Chair, The club</dd>" in page
    assert '<dt>Film</dt>\n  <dd>A talk, Grey, <a class="outbound"' in page
    assert "<table>" not in page


def test_relations_called_figures_are_on_the_page(outcome: Outcome) -> None:
    assert '<section id="relation-figures"' in outcome["papers/first/index.html"]
