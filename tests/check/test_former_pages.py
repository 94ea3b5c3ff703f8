"""Broken links name the file of the page that has the address, or had it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import Files, attempt, entry

FILES: Files = {
    "content/topics/air.md": entry("Air", "aliases: [/old/air/, /archive/2019/air.php]", "slug: clean-air"),
    "content/topics/air.fr.md": entry("Air"),
    "content/topics/_index.md": entry("Topics"),
    "content/urls.lock": "/topics/clean-air/\n/topics/fads/  gone: it had no sources\n",
}


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("/topics/clean-air.html", "write ../topics/air.md: the page with this address"),
        ("/Topics/Clean-Air/index.html?x=1#top", "write ../topics/air.md: the page with this address"),
        ("/topics/clean%2Dair", "write ../topics/air.md: the page with this address"),
        ("/fr/topics/clean-air/index.php", "write ../topics/air.fr.md: the page with this address"),
        ("/old/air.html", "write ../topics/air.md: the page that had this address"),
        ("/archive/2019/air/", "write ../topics/air.md: the page that had this address"),
        ("/topics/fads.html", "the page with this address is gone: it had no sources"),
        ("/topics/air", "write ../topics/air.md"),
        ("../topics/air", "write ../topics/air.md"),
        ("../topics/air.html", "write ../topics/air.md"),
        ("../../topics/clean-air/", "write ../topics/air.md: the page with this address"),
        ("../topics.html", "write ../topics/_index.md"),
        ("topics/clean-air/", "write ../topics/air.md: the page with this address"),
    ],
)
def test_a_link_to_an_address_names_the_file(target: str, hint: str, tmp_path: Path) -> None:
    files = {**FILES, "content/projects/glow.md": entry("Glow", body=f"Text.\n\nSee [air]({target}).")}
    (problem,) = (p for p in attempt(tmp_path, files).found if p.location.path.endswith("glow.md"))

    assert (problem.code, problem.location.line, problem.hint) == ("link.missing", 7, hint)
    assert f'"{target}"' in problem.message
