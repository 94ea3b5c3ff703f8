"""The CMS at `/admin/`: only where it is wanted, out of the way of readers, of one mind with sitegen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sitegen.features.editing.cms import cms_config
from sitegen.features.editing.definition import SVELTIA, SVELTIA_DIGEST, CmsRule
from sitegen.model.site import build_site
from sitegen.types import Config, Library
from sitegen.views.viewer import Viewer
from tests.authoring.core_yaml import front_matter
from tests.authoring.test_schemas import THINGS, entries
from tests.sites import Files, attempt, base_text, build_good, load, make_site, picture

REPOSITORY = Path(__file__).parents[3]
RULE = CmsRule("github", "someone/notes", "main", "", "editorial_workflow", SVELTIA, SVELTIA_DIGEST)


def with_cms(settings: str = "{repo: someone/notes}") -> Files:
    return {"content/site.yaml": f"{base_text('content/site.yaml')}cms: {settings}\n"}


def configured(root: Path) -> tuple[Config, Any]:
    """The definition of a site and its configuration for the CMS, which needs no entries."""
    config = load(root)
    config = replace(config, contributed={**config.contributed, "cms": RULE})
    nothing = Library({}, frozenset(), {}, frozenset(), {}, {}, ())
    viewer = Viewer(build_site(nothing, config), config.default_language)
    return config, json.loads(json.dumps(cms_config(viewer)))


# --- the pages ---------------------------------------------------------------------------------


def test_a_site_has_no_cms_unless_it_asks_for_one(tmp_path: Path) -> None:
    site = build_good(tmp_path)

    assert [path for path in site.paths if path.startswith("admin")] == []
    assert "admin" not in site["_headers"]


def test_the_script_is_of_one_version_and_cannot_be_another(tmp_path: Path) -> None:
    page = build_good(tmp_path, with_cms())["admin/index.html"]

    assert f'<script src="{SVELTIA}" integrity="{SVELTIA_DIGEST}" crossorigin="anonymous"></script>' in page
    assert re.search(r"@sveltia/cms@\d+\.\d+\.\d+/", SVELTIA)
    assert '<meta name="robots" content="noindex">' in page


def test_it_has_a_policy_of_its_own_and_all_other_pages_keep_theirs(tmp_path: Path) -> None:
    strict = build_good(tmp_path / "without")["_headers"]
    headers = build_good(tmp_path / "with", with_cms())["_headers"]

    assert headers.startswith(strict.rstrip("\n"))
    own = headers.removeprefix(strict.rstrip("\n")).strip().splitlines()
    assert own[:2] == ["/admin/*", "  ! Content-Security-Policy"]
    assert "script-src 'self' https://unpkg.com/@sveltia/cms@0.221.1/;" in own[2]
    assert own[2].endswith("; frame-ancestors 'none'")
    assert own[4:] == ["  Cross-Origin-Opener-Policy: same-origin-allow-popups", "  X-Robots-Tag: noindex"]


def test_readers_and_search_engines_do_not_meet_it(tmp_path: Path) -> None:
    site = build_good(tmp_path, with_cms())

    public = {path: text for path, text in site.files.items() if not path.startswith("admin/")}
    assert [path for path, text in public.items() if "admin/" in text] == []


def test_a_script_of_the_site_itself_needs_no_other_host(tmp_path: Path) -> None:
    files = {**with_cms("{repo: a/b, script: js/cms.js}"), "static/js/cms.js": "1;"}
    page = build_good(tmp_path, files, base_url="https://example.org/x")["admin/index.html"]

    assert re.search(r'<script src="/x/js/cms\.js\?v=\w+"></script>', page)
    assert "script-src &#39;self&#39;;" in page


def test_it_counts_in_no_budget(tmp_path: Path) -> None:
    files: Files = {**with_cms("{repo: a/b, script: js/cms.js}"), "static/js/cms.js": "1;" * 2_000_000}

    codes = attempt(tmp_path, files, reports=True).codes

    assert [code for code in codes if code.startswith("budget")] == []


# --- the configuration ---------------------------------------------------------------------------


def test_it_says_where_entries_are_kept_and_how_they_are_published(tmp_path: Path) -> None:
    settings = (
        "{backend: gitlab, repo: a/b/c, branch: next, auth: https://auth.example.org, publish_mode: simple}"
    )
    artifacts = build_good(tmp_path, with_cms(settings)).artifacts
    (data,) = (artifact.data for artifact in artifacts if artifact.path == "admin/config.yml")
    config = json.loads(data)

    assert config["backend"] == {
        "name": "gitlab",
        "repo": "a/b/c",
        "branch": "next",
        "base_url": "https://auth.example.org",
    }
    assert config["publish_mode"] == "simple"


def test_translations_lie_beside_their_source_as_sitegen_reads_them(tmp_path: Path) -> None:
    _, config = configured(make_site(tmp_path))

    assert config["i18n"] == {
        "structure": "multiple_files",
        "locales": ["en", "fr"],
        "default_locale": "en",
        "initial_locales": "default",
        "omit_default_locale_from_file_path": True,
    }
    assert [file["file"] for file in config["collections"][-1]["files"]] == [
        "content/_index.md",
        "content/_index.fr.md",
    ]


def test_a_site_of_one_language_has_nothing_of_translations(tmp_path: Path) -> None:
    one = "title: T\ndescription: D\nbase_url: https://example.org\nlanguages: {en: {}}\n"
    (tmp_path / "content/notes").mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text(one, encoding="utf-8")
    (tmp_path / "content/notes/_type.yaml").write_text("name: Note\nplural: Notes\n", encoding="utf-8")

    _, config = configured(tmp_path)

    assert "i18n" not in config
    assert '"i18n": true' not in json.dumps(config)


def test_a_translation_has_what_it_does_not_take_from_its_source(tmp_path: Path) -> None:
    _, config = configured(make_site(tmp_path, {"content/things/_type.yaml": THINGS}))
    fields = {field["name"]: field for field in collection(config, "things")["fields"]}

    assert {name for name, field in fields.items() if field["i18n"]} == {
        *(
            "title",
            "summary",
            "words",
            "python",
            "rich",
            "picture",
            "film",
            "report",
            "owners",
            "body",
            "template",
        ),
        *("slug", "ref", "aliases", "draft", "publish_on", "updated", "noindex"),
        *("owner", "review_by", "withdrawn", "sort_as"),
    }
    assert fields["owners"]["fields"][0]["i18n"]
    assert not fields["owners"]["fields"][1]["i18n"]


def test_each_kind_has_the_widget_that_writes_what_it_reads(tmp_path: Path) -> None:
    _, config = configured(make_site(tmp_path, {"content/things/_type.yaml": THINGS}))
    fields = {field["name"]: field for field in collection(config, "things")["fields"]}

    assert {name: field["widget"] for name, field in fields.items()} == {
        **dict.fromkeys(
            ("title", "python", "made", "when", "about", "spot", "tongue", "url", "email", "repeats"),
            "string",
        ),
        **dict.fromkeys(("slug", "ref", "link_to", "template", "superseded_by"), "string"),
        **dict.fromkeys(("summary", "rich", "owner", "withdrawn", "sort_as"), "text"),
        **dict.fromkeys(("words", "owners", "aliases", "only_in"), "list"),
        **dict.fromkeys(("pieces", "share", "weight"), "number"),
        **dict.fromkeys(("broken", "draft", "noindex"), "boolean"),
        **dict.fromkeys(("day", "at", "publish_on", "updated", "review_by", "expires"), "datetime"),
        **dict.fromkeys(("size", "country"), "select"),
        **dict.fromkeys(("picture", "film", "report"), "object"),
        "topics": "relation",
        "body": "markdown",
    }
    assert fields["day"]["format"] == "YYYY-MM-DD"
    assert fields["at"]["format"] == "YYYY-MM-DD[T]HH:mmZ"
    assert (fields["topics"]["collection"], fields["topics"]["multiple"]) == ("topics", True)
    assert "pattern" not in fields["python"], "only Python can read it"


WRITTEN = """\
---
title: A thing
summary: What it is.
words:
  - ABC
python: x
rich: Some *words*.
pieces: 3
share: 3.4
broken: false
day: 2026-05-31
made: 2026-05
at: 2026-05-31T14:30+02:00
when: "2026"
size: "1"
topics:
  - food
about: topics/food
country: "NO"
spot: 57.05, 9.92
tongue: fr
url: https://example.org/a
email: a@example.org
picture:
  file: a.png
  alt: A picture
  decorative: false
film:
  title: A film
  still:
    file: a.png
    alt: A still
    decorative: false
  url: https://example.org/film
  transcript: Words.
report:
  file: a.pdf
owners:
  - name: A
    until: 2026-05-31
slug: a-thing
ref: thing
aliases:
  - /old/
draft: false
weight: 2
noindex: false
---
Text.
"""
"""What Sveltia writes for a value in every widget (0.221.1, YAML without quotes where none are needed)."""


def test_what_the_cms_writes_is_read(tmp_path: Path) -> None:
    files: Files = {
        "content/things/_type.yaml": THINGS,
        "content/things/a-thing.md": WRITTEN,
        "content/things/a.png": picture(),
        "content/things/a.pdf": b"%PDF-",
    }
    _, config = configured(make_site(tmp_path, files))

    assert attempt(tmp_path, files).problems == ""
    known = {field["name"] for field in collection(config, "things")["fields"]}
    assert known - set(front_matter("a.md", WRITTEN)) == {
        *("body", "link_to", "publish_on", "updated", "template"),
        *("owner", "review_by", "expires", "withdrawn", "superseded_by", "sort_as", "only_in", "repeats"),
    }


# --- what there is already -----------------------------------------------------------------------


def collection(config: Any, name: str) -> Any:
    return next(found for found in config["collections"] if found["name"] == name)


def fields_of(config: Any, path: str) -> Any:
    folder, _, file = path.removeprefix("content/").rpartition("/")
    if not folder:
        return config["collections"][-1]["files"][0]["fields"]
    found = collection(config, folder)
    return found["index_file"]["fields"] if file.startswith("_index") else found["fields"]


def strange(fields: Any, values: Any, where: str) -> Iterator[str]:
    """What of an entry the CMS does not know or would not show as it is."""
    known = {field["name"]: field for field in fields}
    for name, value in values.items():
        if name not in known:
            yield f"{where}: {name} is not known"
        elif not takes(known[name], value):
            yield f"{where}: {name}: {value!r} is nothing for {known[name]['widget']}"


def takes(field: Any, value: Any) -> bool:
    widget = field["widget"]
    if widget == "list":
        inner = field.get("fields")
        one = {"widget": "object", "fields": inner} if inner else field["field"]
        return isinstance(value, list) and all(takes(one, item) for item in value)
    if widget == "object":
        return isinstance(value, dict) and not list(strange(field["fields"], value, ""))
    if field.get("multiple"):
        return isinstance(value, list) and all(takes({**field, "multiple": False}, item) for item in value)
    if widget == "select":
        return value in [option["value"] for option in field["options"]]
    if widget == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if widget == "boolean":
        return isinstance(value, bool)
    if widget == "datetime":
        forms = {
            "YYYY-MM-DD": r"\d{4}-\d\d-\d\d",
            "YYYY-MM-DD[T]HH:mmZ": r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d",
        }
        return re.fullmatch(forms[field["format"]], str(value)) is not None
    pattern = field.get("pattern", [".*"])[0]
    return not isinstance(value, list | dict) and re.search(pattern, str(value), re.DOTALL) is not None


@pytest.fixture(scope="module")
def shipped() -> tuple[Config, Any]:
    return configured(REPOSITORY)


def test_the_cms_knows_every_field_of_every_shipped_entry_and_shows_its_value(
    shipped: tuple[Config, Any],
) -> None:
    _, config = shipped
    found = [
        what
        for path in entries(REPOSITORY)
        for values in [front_matter(path, (REPOSITORY / path).read_text(encoding="utf-8"))]
        for what in strange(fields_of(config, path), values, path)
    ]

    assert found == []


def test_every_relation_leads_to_a_collection(shipped: tuple[Config, Any]) -> None:
    definition, config = shipped
    names = {found["name"] for found in config["collections"]}
    targets = re.findall(r'"collection": "([^"]+)"', json.dumps(config))

    assert names == {*definition.types, "_home"}
    assert set(targets) <= names
    assert len(targets) > 20
