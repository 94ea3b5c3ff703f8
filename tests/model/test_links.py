"""Links between files lead to the right page, in the right language, with their fragment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sites import Files, attempt, build_good, entry, picture


def link_in(
    tmp_path: Path, target: str, path: str = "content/projects/glow.md", files: Files | None = None
) -> str:
    """The address that a link in an entry has on its page."""
    outcome = build_good(
        tmp_path, {**(files or {}), path: entry("Glow", body=f"See [the target]({target}).")}
    )
    html = outcome["fr/projects/glow/index.html" if ".fr." in path else "projects/glow/index.html"]
    match = re.search(r'See <a href="([^"]*)"[^>]*>the target</a>', html)
    assert match is not None
    return match[1]


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("../topics/food.md", "/topics/food/"),
        ("../topics/water.md#where-it-comes-from", "/topics/water/#where-it-comes-from"),
        ("spark.md", "/projects/spark/"),
        ("./spark.md", "/projects/spark/"),
        ("../topics/food.fr.md", "/fr/topics/food/"),
        ("../sources/report.yaml", "/sources/#report"),
        ("/topics/food/", "/topics/food/"),
        ("https://example.com/a?b=1&c=2", "https://example.com/a?b=1&amp;c=2"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_a_link_names_a_file_and_leads_to_its_page(tmp_path: Path, target: str, address: str) -> None:
    assert link_in(tmp_path, target) == address


def test_a_link_in_a_translation_leads_to_the_translation(tmp_path: Path) -> None:
    files: Files = {"content/projects/glow.md": entry("Glow")}

    assert link_in(tmp_path, "../topics/food.md", "content/projects/glow.fr.md", files) == "/fr/topics/food/"


def test_a_link_in_a_translation_leads_to_the_source_where_there_is_no_translation(tmp_path: Path) -> None:
    files: Files = {"content/projects/glow.md": entry("Glow")}

    assert link_in(tmp_path, "../topics/water.md", "content/projects/glow.fr.md", files) == "/topics/water/"


def test_a_link_to_an_introduction_leads_to_the_index(tmp_path: Path) -> None:
    files: Files = {"content/topics/_index.md": entry("All topics"), "content/_index.md": entry("Welcome")}

    assert link_in(tmp_path / "a", "../topics/_index.md", files=files) == "/topics/"
    assert link_in(tmp_path / "b", "../_index.md", files=files) == "/"


def test_a_link_to_a_file_beside_entries_leads_to_the_file(tmp_path: Path) -> None:
    assert (
        link_in(tmp_path, "../topics/plan.pdf", files={"content/topics/plan.pdf": b"%PDF-"})
        == "/topics/plan.pdf"
    )


def test_a_link_within_the_page_stays_there(tmp_path: Path) -> None:
    outcome = build_good(
        tmp_path, {"content/projects/glow.md": entry("Glow", body="[Below](#end)\n\n## End\n\nText.")}
    )

    assert '<a href="#end">Below</a>' in outcome["projects/glow/index.html"]


def test_a_link_to_an_anchor_in_another_script_is_found(tmp_path: Path) -> None:
    tokyo = entry("Tokyo", body="## 東京\n\nText.")
    address = link_in(tmp_path, "../topics/tokyo.md#東京", files={"content/topics/tokyo.md": tokyo})

    assert address.startswith("/topics/tokyo/#")


@pytest.mark.parametrize("heading", ["\u00e9t\u00e9", "e\u0301te\u0301"])
@pytest.mark.parametrize("written", ["\u00e9t\u00e9", "e\u0301te\u0301"])
def test_an_anchor_is_found_however_its_accents_are_stored(
    tmp_path: Path, heading: str, written: str
) -> None:
    files: Files = {
        "content/topics/tokyo.md": entry("Tokyo", body=f"See [below](#{written}).\n\n## {heading}\n\nText."),
        "content/projects/glow.md": entry("Glow", body=f"See [a part](../topics/tokyo.md#{written})."),
    }
    outcome = build_good(tmp_path, files)

    page = outcome["topics/tokyo/index.html"]
    assert '<a href="#\u00e9t\u00e9">below</a>' in page
    assert '<h2 id="\u00e9t\u00e9">' in page
    assert '<a href="/topics/tokyo/#%C3%A9t%C3%A9">a part</a>' in outcome["projects/glow/index.html"]


def test_a_picture_beside_its_entry_is_shown(tmp_path: Path) -> None:
    files: Files = {
        "content/projects/glow.md": entry("Glow", body="![A map](map.png)"),
        "content/projects/map.png": picture(),
    }

    html = build_good(tmp_path, files)["projects/glow/index.html"]
    assert re.search(r'<img src="/projects/map\.png\?v=[0-9a-f]{8}" alt="A map" width="2" height="2"', html)


def test_a_link_to_a_draft_is_a_problem(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/air.md": entry("Air", "draft: true"),
        "content/projects/glow.md": entry("Glow", body="See [air](../topics/air.md)."),
    }

    assert attempt(tmp_path, files).codes == ["link.draft"]


def test_every_link_of_a_site_below_a_path_begins_with_it(tmp_path: Path) -> None:
    files: Files = {
        "content/projects/glow.md": entry(
            "Glow", "aliases: [/old/glow/]", body="[Food](../topics/food.md) [Home](/) ![A map](map.png)"
        ),
        "content/projects/map.png": picture(),
    }
    outcome = build_good(tmp_path, files, base_url="https://example.org/preview/7/")
    checked = 0
    for path, text in outcome.files.items():
        for link in re.findall(r'(?:href|src)="([^"]+)"|url=([^"]+)"|<loc>([^<]+)|"url": "([^"]+)"', text):
            address = "".join(link)
            checked += 1
            assert address.startswith(
                ("/preview/7/", "https://example.org/preview/7/", "#", "https://example.com/")
            ), path
    assert checked > 300
    assert "https://example.org/preview/7/sitemap.xml" in outcome["robots.txt"]
    assert outcome.paths == build_good(tmp_path / "plain", files).paths
