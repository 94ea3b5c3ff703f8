"""Rules over the whole site: what they let pass, beside the mistakes in tests/broken/."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from sitegen.check.document_rules import document_rules
from sitegen.check.reports import reports
from sitegen.check.rules import AFTER_RENDERING, rules
from tests.sites import Files, attempt, base_text, build_good, entry, picture


def codes_of(tmp_path: Path, body: str, files: Files | None = None) -> list[str]:
    return attempt(tmp_path, {**(files or {}), "content/topics/air.md": entry("Air", body=body)}).codes


@pytest.mark.parametrize(
    "words",
    ["here", "Here", "click here", "Read more", "more…", "read more »", "this link", "ici", "cliquez ici",
     "aquí", "leer más", "saiba mais", "clique aqui", "→", "..."],
)  # fmt: skip
def test_words_that_do_not_say_where_a_link_leads(tmp_path: Path, words: str) -> None:
    assert codes_of(tmp_path, f"[{words}](food.md)") == ["link.vague"]


@pytest.mark.parametrize(
    "words",
    [
        "Read more about food",
        "Here and now",
        "The link between food and water",
        "Ici Londres",
        "食",
        "A",
        "2024",
    ],
)
def test_words_that_say_where_a_link_leads(tmp_path: Path, words: str) -> None:
    assert codes_of(tmp_path, f"[{words}](food.md)") == []


def test_a_link_around_a_picture_is_named_by_the_picture(tmp_path: Path) -> None:
    body = "[![All about food](map.png)](food.md)"

    assert codes_of(tmp_path, body, {"content/topics/map.png": picture()}) == []


def test_an_address_may_be_the_words_of_its_own_link(tmp_path: Path) -> None:
    assert codes_of(tmp_path, "See https://example.com/report for more.") == []


@pytest.mark.parametrize(
    "body",
    [
        "## A\n\nText.\n\n### B\n\nText.\n\n## C\n\nText.",
        "## A\n\n### B\n\nText.",
        "# A\n\nText.\n\n## B\n\nText.",
        "## A\n\n{{< number members >}}\n",
        "## A\n\n### B\n\n#### C\n\nText.\n\n## D\n\nText.",
    ],
)
def test_headings_may_go_down_by_one_and_up_by_any(tmp_path: Path, body: str) -> None:
    assert codes_of(tmp_path, body) == []


def test_a_text_may_not_begin_two_levels_down(tmp_path: Path) -> None:
    assert codes_of(tmp_path, "### A\n\nText.") == ["heading.level"]


def test_an_anchor_of_the_template_counts(tmp_path: Path) -> None:
    files: Files = {"content/topics/sea.md": entry("Sea", body="[Projects on food](food.md#projects)")}

    build_good(tmp_path, files)


def test_a_link_with_an_empty_fragment_leads_to_the_page(tmp_path: Path) -> None:
    assert codes_of(tmp_path, "[Food](food.md#)") == []


def test_an_anchor_in_an_introduction_is_checked(tmp_path: Path) -> None:
    files: Files = {"content/topics/_index.md": entry("All", body="[Down](#end)")}

    assert attempt(tmp_path, files).codes == ["anchor.missing"]


def test_a_translation_is_checked_like_its_source(tmp_path: Path) -> None:
    files: Files = {"content/topics/food.fr.md": entry("Alimentation", body="[L’eau](eau.md)")}
    outcome = attempt(tmp_path, files)

    assert [(p.code, p.location.path) for p in outcome.found] == [
        ("link.missing", "content/topics/food.fr.md")
    ]


def test_a_mistake_in_a_draft_counts_only_with_drafts(tmp_path: Path) -> None:
    files: Files = {"content/topics/air.md": entry("Air", "draft: true", body="[Nothing](nothing.md)")}

    assert attempt(tmp_path / "a", files).codes == []
    assert attempt(tmp_path / "b", files, drafts=True).codes == ["link.missing"]


def test_a_template_that_links_to_nothing_is_reported_once(tmp_path: Path) -> None:
    footer = base_text("templates/base.html").replace("</body>", '<a href="/imprint/">Imprint</a></body>')
    outcome = attempt(tmp_path, {"templates/base.html": footer})

    assert outcome.codes == ["output.link"]


def test_a_template_that_fails_on_many_pages_is_reported_once(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, {"templates/entry.html": "{{ page.titel }}"})

    assert outcome.codes == ["template.undefined"]
    assert outcome.found[0].location.path == "templates/entry.html"
    assert outcome.found[0].location.line == 1


def test_problems_come_in_the_order_of_files_lines_and_columns(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/b.md": entry("B", body="[x1](no1.md) [x2](no2.md)\n\n[x3](no3.md)"),
        "content/topics/a.md": entry("A", body="[x0](no0.md)"),
    }
    places = [(p.location.path, p.location.line, p.location.column) for p in attempt(tmp_path, files).found]

    assert places == [
        ("content/topics/a.md", 5, 6),
        ("content/topics/b.md", 5, 6),
        ("content/topics/b.md", 5, 19),
        ("content/topics/b.md", 7, 6),
    ]


def test_no_report_on_translations_while_building(tmp_path: Path) -> None:
    assert attempt(tmp_path / "a").codes == []
    assert attempt(tmp_path / "b", reports=True).codes == ["translation.missing"]


def in_english(definition: str) -> str:
    """A site definition without French."""
    return re.sub(r", fr: [^,}]+|  fr: \{\}\n", "", definition)


def test_a_site_in_one_language_has_no_report(tmp_path: Path) -> None:
    files: Files = {
        "content/site.yaml": in_english(base_text("content/site.yaml")),
        "content/topics/food.fr.md": None,
        "templates/locale/fr.po": None,
        "content/topics/_type.yaml": "name: Topic\nplural: Topics\n",
        "content/projects/_type.yaml": in_english(base_text("content/projects/_type.yaml")),
    }

    assert attempt(tmp_path, files, reports=True).codes == []


@pytest.mark.parametrize(
    "check",
    [*(rule.check for rule in rules()), *document_rules(), *AFTER_RENDERING, *reports()],
    ids=lambda check: str(check.__module__),
)
def test_every_rule_says_in_its_docstring_what_it_is_about(check: object) -> None:
    module = sys.modules[str(getattr(check, "__module__", ""))]

    assert module.__doc__
    assert len(module.__doc__.strip().splitlines()) >= 3
