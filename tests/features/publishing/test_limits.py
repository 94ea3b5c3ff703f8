"""Limits of hosts: one line at the end of a build."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.commands.cli import main
from sitegen.features.publishing.limits import Limits, uses
from tests.sites import base_text, load, make_site

SITE = "content/site.yaml"


def texts(limits: Limits, sizes: dict[str, int]) -> list[tuple[str, int, str]]:
    return [(use.text, use.percent, use.help) for use in uses(limits, sizes)]


SIZES = {
    "index.html": 10,
    "a/index.html": 10,
    "a/b/index.html": 10,
    "cards/a.png": 5_000_000,
    "pagefind/x": 3,
}


def test_files() -> None:
    assert texts(Limits(files=10), SIZES) == [
        (
            "10 files with 5",
            50,
            "most are 3 pages, 1 social cards, 1 search files; fewer facets on indexes make fewer filtered "
            "lists",
        )
    ]


def test_folders_count_as_files_where_the_host_counts_them() -> None:
    assert texts(Limits(files=10, folders_count=True), SIZES)[0][:2] == ("10 files and folders with 9", 90)


def test_bytes_and_the_largest_file() -> None:
    size, largest = texts(Limits(size=10_000_000, largest=4 << 20), SIZES)
    assert size == (
        "10 MB with 5 MB",
        50,
        "most are 5,000,000 bytes of social cards, 30 bytes of pages, 3 bytes of search files; social_cards: "
        "{types: […]} draws them for the types that are shared",
    )
    assert largest == (
        "4 MiB for a file with cards/a.png, 5,000,000 bytes",
        119,
        "make it smaller, or keep it on a file server",
    )


def test_files_in_a_folder() -> None:
    sizes = {f"cards/{number}.png": 1 for number in range(9)} | {"index.html": 1}
    assert texts(Limits(folder=10), sizes) == [
        (
            "10 files in a folder with 9 in cards",
            90,
            "social_cards: {types: […]} draws them for the types that are shared",
        )
    ]


def built(capsys: pytest.CaptureFixture[str], root: Path, *options: str) -> list[str]:
    with pytest.raises(SystemExit) as end:
        main(["build", "--root", str(root), "--now", "2026-05-31", *options])
    assert not end.value.code
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("key", ["hosting: cloudflare-pages-free", '"hosting": cloudflare-pages-free'])
def test_a_build_says_so_in_its_last_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    root = make_site(tmp_path, {SITE: base_text(SITE) + f"{key}\n"})
    assert len(built(capsys, root)) == 1
    monkeypatch.setattr(
        "sitegen.features.publishing.limits.HOSTS", {"cloudflare-pages-free": Limits(files=80)}
    )
    said = (
        "cloudflare-pages-free: near the limit of 80 files with 71 (88 %); most are 40 pages, 14 data files, "
        "13 feeds and calendars; fewer facets on indexes make fewer filtered lists"
    )

    assert built(capsys, root)[1:] == [said]  # unchanged
    assert built(capsys, root, "--clean")[1:] == [said]
    assert built(capsys, root, "-q") == []
    (root / "static" / "more.txt").write_text("x")
    assert built(capsys, root)[1:] == [said.replace("with 71 (88 %)", "with 72 (90 %)")]
    (root / SITE).write_text(base_text(SITE))
    assert len(built(capsys, root)) == 1


def test_over_the_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_site(tmp_path, {SITE: base_text(SITE) + "hosting: netlify\n"})
    monkeypatch.setattr("sitegen.features.publishing.limits.HOSTS", {"netlify": Limits(folder=10)})

    assert built(capsys, root)[1] == (
        "netlify: over the limit of 10 files in a folder with 14 in data (140 %); divide it into folders"
    )


def test_a_site_without_a_host(tmp_path: Path) -> None:
    assert load(make_site(tmp_path)).contributed["hosting"] == "none"
