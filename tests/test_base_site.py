"""The site that the other tests change must itself be whole."""

from __future__ import annotations

from pathlib import Path

from tests.sites import build_good


def test_the_base_site_builds_without_problems(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)

    assert "index.html" in outcome.paths
    assert "fr/topics/food/index.html" in outcome.paths
