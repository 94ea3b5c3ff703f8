"""`sitegen new` for a type that only the theme of the site defines."""

from __future__ import annotations

from pathlib import Path

from tests.commands.test_cli import sitegen
from tests.sites import base_text, make_site


def themed(root: Path) -> Path:
    return make_site(root, {"content/site.yaml": base_text("content/site.yaml") + "theme: network\n"})


def test_the_folder_of_the_type_is_made(tmp_path: Path) -> None:
    root = themed(tmp_path / "site")

    done = sitegen("new", "people", "Ada Byron", "--root", str(root))

    assert (done.stdout, done.stderr) == ("content/people/ada-byron.md\n", "")
    assert 'title: "Ada Byron"' in (root / "content/people/ada-byron.md").read_text(encoding="utf-8")


def test_no_folder_is_made_for_an_unknown_type(tmp_path: Path) -> None:
    root = themed(tmp_path / "site")

    assert sitegen("new", "persons", "Ada Byron", "--root", str(root)).returncode == 2
    assert sitegen("new", "../people", "Ada Byron", "--root", str(root)).returncode == 2
    assert not (root / "content/persons").exists()
    assert not (root / "people").exists()
