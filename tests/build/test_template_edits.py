"""After an edit of templates alone, inputs are not digested again, and nothing is lost by it."""

from __future__ import annotations

import shutil
from collections.abc import Set
from pathlib import Path

import pytest

from sitegen.plan.recipes import Recipes
from sitegen.types import Digest, Output
from tests.build.builds import assert_as_clean, build, build_on, built, replace_in
from tests.build.test_changes import ALWAYS, EVERYTHING
from tests.build.test_changes import FILES as NOTES

SWEDISH = 'msgid "Menu"\nmsgstr "Meny"\n'
FILES = {
    **NOTES,
    "content/notes/one.md": "---\ntitle: One\nday: 2026-01-01\nabout: air\nplace: Rome\n---\n{{< badge >}}\n",
    "templates/shortcodes/badge.html": '{% include "partials/star.html" %}',
    "templates/partials/star.html": "star",
    "templates/locale/sv.po": SWEDISH,
    "templates/404.html": '{{ source("data/hosts.json").name }}',
    "data/hosts.json": '{"name": "Lima"}',
}
OLD, NEW = "{{ page.title }}", "<p>{{ page.title }}</p>"
EDITS: tuple[tuple[str, str, str, Set[str]], ...] = (
    # a file, an edit of it, and the outputs whose inputs are digested again
    ("templates/entry.html", OLD, NEW, set()),
    ("templates/entry.html", NEW, "{{ site.title }}" + NEW, EVERYTHING),
    ("templates/index.html", "{{ card.title }},", "{{ card.title }};", set()),
    (
        "templates/index.html",
        "{{ card.title }};",
        "{{ card.title }}{{ lists.latest(limit=1)|length }}",
        EVERYTHING,
    ),
    ("templates/index.html", "latest(limit=1)", "latest(limit=2)", EVERYTHING),
    ("templates/partials/star.html", "star", "sun", EVERYTHING),
    ("templates/locale/sv.po", "Meny", "Innehåll", EVERYTHING),
    ("data/hosts.json", "Lima", "Lagos", EVERYTHING),
    ("templates/home.html", "{{ card.title }},", "{{ card.title }};", set()),
)


@pytest.mark.parametrize("memory", ["on disk", "in the process"])
def test_inputs_are_digested_again_only_if_templates_can_change_them(
    tmp_path: Path, memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = built(tmp_path / "site", FILES)
    digested: set[str] = set()
    digest = Recipes._digest_of_inputs

    def noted(recipes: Recipes, output: Output) -> Digest:
        digested.add(output.path)
        return digest(recipes, output)

    monkeypatch.setattr(Recipes, "_digest_of_inputs", noted)
    updated = build(root)
    for path, old, new, expected in EDITS:
        replace_in(root, path, old, new)
        digested.clear()
        updated = build(root) if memory == "on disk" else build_on(root, updated, 1)

        assert not updated.report.problems
        assert digested - ALWAYS == expected, new
        assert_as_clean(root)
        clean = build(root.with_name("clean"), fresh=True)
        assert dict(updated.previous.snapshot.records) == dict(clean.previous.snapshot.records)


def test_a_template_and_a_text_at_once(tmp_path: Path) -> None:
    root = built(tmp_path / "site", FILES)
    replace_in(root, "templates/entry.html", OLD, NEW)
    replace_in(root, "content/notes/two.md", "title: Two", "title: Deux")

    assert not build(root).report.problems
    assert "<p>Deux</p>" in (root / "public/notes/two/index.html").read_text(encoding="utf-8")
    assert_as_clean(root)


def test_a_template_that_is_taken_back_while_a_page_is_missing(tmp_path: Path) -> None:
    root = built(tmp_path / "site", FILES)
    replace_in(root, "templates/entry.html", OLD, NEW)
    shutil.rmtree(root / "public/notes/one")
    assert not build(root).report.problems
    replace_in(root, "templates/entry.html", NEW, OLD)

    assert not build(root).report.problems
    assert_as_clean(root)
