"""Folders and names of files as other programs have them, from sites that were moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import Files, attempt, base_text, build_good, entry, picture

SITE = base_text("content/site.yaml")
NESTED: Files = {
    "content/topics/y.en.md": entry("Y"),
    "content/topics/bundle/index.md": entry("B", body="![Alt text](p.png)"),
    "content/topics/bundle/p.png": picture(),
    "content/topics/My File.md": entry("My file"),
    "content/topics/2020.md": entry("2020"),
    "content/topics/UPPER.md": entry("Upper"),
    "content/topics/a_b.md": entry("A b"),
    "content/topics/a.b.md": entry("A.b"),
    "content/topics/Größe.md": entry("Size"),
    "content/topics/a/_index.md": entry("A"),
    "content/topics/a/b/_index.md": entry("B"),
    "content/topics/a/b/c.md": entry("C", body="[up](../../My%20File.md)"),
}


def test_nested_folders_and_odd_names_are_read(tmp_path: Path) -> None:
    site = build_good(tmp_path, NESTED)

    addresses = ("y", "bundle", "my-file", "2020", "upper", "a_b", "a.b", "grosse", "a", "a/b", "a/b/c")
    assert {f"topics/{address}/index.html" for address in addresses} <= site.paths
    assert "topics/bundle/p.png" in site.paths
    assert '<a href="/topics/a/">A</a> <a href="/topics/a/b/">B</a> </nav>' in site["topics/a/b/c/index.html"]
    assert '<a href="/topics/my-file/">up</a>' in site["topics/a/b/c/index.html"]


@pytest.mark.parametrize("choice", ["", "language_folders: true\n"])
def test_a_language_folder_is_a_choice_of_the_site(tmp_path: Path, choice: str) -> None:
    done = attempt(tmp_path, {"content/site.yaml": SITE + choice, "content/fr/topics/water.md": entry("Eau")})

    assert done.codes == ([] if choice else ["type.missing"])
    assert ("fr/topics/water/index.html" in done.paths) is bool(choice)


def test_a_page_below_another_page_has_it_in_its_breadcrumbs(tmp_path: Path) -> None:
    pages = "name: Page\nplural: Pages\npermalink: /{path}/\nindex: false\n"
    site = build_good(
        tmp_path,
        {
            "content/pages/_type.yaml": pages,
            "content/pages/about.md": entry("About"),
            "content/pages/about/team.md": entry("Team"),
        },
    )

    assert '<a href="/">Home</a> <a href="/about/">About</a> </nav>' in site["about/team/index.html"]
