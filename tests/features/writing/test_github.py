"""What is said where the engine that GitHub's structure is compared with is not installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import attempt, base_text


def test_check_says_that_it_could_not_compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.features.writing.github.find_spec", lambda name: None)

    found = [p for p in attempt(tmp_path, reports=True).found if p.code == "markdown.uncompared"]

    assert [(p.location.path, str(p.severity)) for p in found] == [("content/site.yaml", "note")]
    assert "comrak>=0.0.12" in found[0].hint


def test_an_engine_that_is_not_installed_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.definition.content_rules.find_spec", lambda name: None)
    site = base_text("content/site.yaml") + "markdown: {engine: gfm}\n"

    assert attempt(tmp_path, {"content/site.yaml": site}).problems == (
        'content/site.yaml:24:20: config.engine: the Markdown engine "gfm" is not installed\n'
        "  | markdown: {engine: gfm}\n"
        "  |                    ^\n"
        '  install it with: pip install "comrak>=0.0.12,<0.0.13"'
    )


def test_with_githubs_own_engine_there_is_nothing_to_compare(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "markdown: {engine: gfm}\n"
    open_fence = "---\ntitle: Air\n---\n\n```\n\n- One\n"
    files = {"content/site.yaml": site, "content/topics/air.md": open_fence}

    assert "markdown.github" not in attempt(tmp_path, files, reports=True).codes


def test_footnotes_stand_at_the_end_on_both(tmp_path: Path) -> None:
    text = "---\ntitle: Air\n---\n\nA claim.[^1]\n\n[^1]: Its source.\n\n## More\n\nText.\n"

    assert "markdown.github" not in attempt(tmp_path, {"content/topics/air.md": text}, reports=True).codes
