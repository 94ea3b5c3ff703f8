"""Entries in nested folders: addresses, the way to them, sections, and what an edit of a tree renders."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.build.builds import assert_as_clean, build, built, replace_in, write
from tests.sites import entry, picture

SITE = """title: Guides
description: How to.
base_url: https://example.org
languages: {en: {}, fr: {}}
"""
GUIDES = """name: Guide
plural: Guides
fields:
  topic: {}
  level: {kind: integer, required: true}
sections: {paginate_by: 2, facets: [topic], feed: true}
date: updated
"""
FRAME = (
    "{% for crumb in breadcrumbs %}<{{ crumb.title }}={{ crumb.url }}>{% endfor %}"
    "[{{ page.title }}]{% block main %}{% endblock %}"
)
ENTRY = (
    '{% extends "base.html" %}{% block main %}{{ body.html }}'
    "{% if previous %}prev={{ previous.url }} {% endif %}{% if next %}next={{ next.url }}{% endif %}"
    "{% endblock %}"
)
INDEX = (
    '{% extends "base.html" %}{% block main %}{{ body.html }}{% for card in entries %}{{ card.title }},'
    "{% endfor %}{{ pager.number }}/{{ pager.total }}{% for facet in facets %}{% for term in facet.terms %}"
    " {{ term.url }}={{ term.count }}{% endfor %}{% endfor %}{% endblock %}"
)
FILES: dict[str, str | bytes] = {
    "content/site.yaml": SITE,
    "content/guides/_type.yaml": GUIDES,
    "content/guides/start.md": entry("Start", "level: 1"),
    "content/guides/water/_index.md": entry("Water", body="About water."),
    "content/guides/water/wells.md": entry("Wells", "level: 1", "topic: dig"),
    "content/guides/water/taps.md": entry("Taps", "level: 1", "weight: 1"),
    "content/guides/water/rain/_index.md": entry("Rain", "weight: 2"),
    "content/guides/water/rain/roofs.md": entry(
        "Roofs", "level: 2", "topic: dig", "updated: 2026-05-01", body="[w](../wells.md) [s](../_index.md)"
    ),
    "content/guides/harbour/index.md": entry("Harbour", "level: 1", body="![A quay](quay.png)"),
    "content/guides/harbour/index.fr.md": entry("Port", body="![Un quai](quay.png)"),
    "content/guides/harbour/quay.png": picture(),
    "templates/base.html": FRAME,
    "templates/home.html": '{% extends "base.html" %}',
    "templates/entry.html": ENTRY,
    "templates/index.html": INDEX,
    "templates/404.html": "nothing here",
}

GUIDE = "guides/{}/index.html".format
WATER, WATER_2 = GUIDE("water"), GUIDE("water/page/2")
OF_WATER = {WATER, WATER_2, GUIDE("water/topic/dig")}
WELLS, TAPS, RAIN, ROOFS = map(GUIDE, ("water/wells", "water/taps", "water/rain", "water/rain/roofs"))
INDEXES = {"guides/index.html", "fr/guides/index.html"}
DATA, SITEMAP = {"data/guides.json", "data/guides.csv"}, {"sitemap.xml"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return built(tmp_path / "site", FILES)


def page(root: Path, path: str) -> str:
    return (root / "public" / path).read_text(encoding="utf-8")


def test_entries_have_the_addresses_of_their_folders(root: Path) -> None:
    found = {it.relative_to(root / "public").as_posix() for it in (root / "public/guides").rglob("*.html")}

    assert found == {
        "guides/index.html", GUIDE("start"), GUIDE("harbour"), *OF_WATER, WELLS, TAPS, RAIN, ROOFS,
        GUIDE("water/rain/topic/dig"),
    }  # fmt: skip


def test_breadcrumbs_have_all_pages_above(root: Path) -> None:
    assert page(root, ROOFS).startswith(
        "<Home=/><Guides=/guides/><Water=/guides/water/><Rain=/guides/water/rain/>[Roofs]"
    )
    assert page(root, WATER).startswith("<Home=/><Guides=/guides/>[Water]")
    assert page(root, WATER_2).startswith("<Home=/><Guides=/guides/><Water=/guides/water/>[Water – Page 2]")
    assert page(root, "guides/index.html").startswith("<Home=/>[Guides]")


def test_a_section_lists_what_is_directly_in_it_by_weight_and_title(root: Path) -> None:
    facet = " /guides/water/topic/dig/=2"
    assert page(root, WATER).endswith(f"<p>About water.</p>Taps,Rain,1/2{facet}")
    assert page(root, WATER_2).endswith(f"]Wells,2/2{facet}")
    assert page(root, GUIDE("water/topic/dig")).endswith("]Roofs,Wells,1/1 /guides/water/=2")
    assert page(root, "guides/index.html").endswith("]Harbour,Start,Water,1/1")


def test_previous_and_next_are_in_the_section(root: Path) -> None:
    assert page(root, TAPS).endswith("next=/guides/water/rain/")
    assert page(root, WELLS).endswith("prev=/guides/water/rain/ ")
    assert page(root, GUIDE("start")).endswith("prev=/guides/harbour/ next=/guides/water/")
    assert "prev" not in page(root, ROOFS)
    assert "next" not in page(root, ROOFS)


def test_links_name_files_in_other_folders(root: Path) -> None:
    assert '<a href="/guides/water/wells/">w</a> <a href="/guides/water/">s</a>' in page(root, ROOFS)


def test_a_page_folder_has_its_pictures_beside_its_page(root: Path) -> None:
    assert 'src="/guides/harbour/quay.png' in page(root, GUIDE("harbour"))
    assert 'src="/guides/harbour/quay.png' in page(root, "fr/guides/harbour/index.html")
    assert (root / "public/guides/harbour/quay.png").is_file()


def test_a_section_has_a_feed_of_everything_below_it(root: Path) -> None:
    assert re.findall("<title>(.*?)</title>", page(root, "guides/water/feed.xml")) == [
        "Guides: Water",
        "Roofs",
    ]


def test_a_section_is_no_entry_of_the_data(root: Path) -> None:
    assert "Water" not in page(root, "data/guides.json")
    assert "guides/water/rain/roofs" in page(root, "data/guides.json")


def move_section(root: Path) -> None:
    shutil.move(root / "content/guides/water/rain", root / "content/guides/rain")
    replace_in(root, "content/guides/rain/roofs.md", "(../wells.md)", "(../water/wells.md)")
    replace_in(root, "content/guides/rain/roofs.md", "(../_index.md)", "(../water/_index.md)")


Edit = Callable[[Path], object]
EDITS: dict[str, tuple[Edit, set[str]]] = {
    "the title of a section": (
        lambda r: replace_in(r, "content/guides/water/_index.md", "Water", "Waters"),
        # its pages, those that list it, those below it, and its neighbour
        OF_WATER | {WELLS, TAPS, RAIN, ROOFS, GUIDE("water/rain/topic/dig"), GUIDE("start")} | INDEXES
        | {f"{code}guides/water/feed.{form}" for code in ("", "fr/") for form in ("xml", "json")},
    ),
    "the text of a section": (
        lambda r: replace_in(r, "content/guides/water/_index.md", "About water.", "On water."),
        {WATER},
    ),
    "a weight": (
        lambda r: replace_in(r, "content/guides/water/wells.md", "topic: dig", "topic: dig\nweight: 0"),
        {WATER, WATER_2, WELLS, TAPS, GUIDE("water/topic/dig")} | DATA,
    ),
    "an entry added to a section": (
        lambda r: write(r, "content/guides/water/zinc.md", entry("Zinc", "level: 1")),
        {WATER, WATER_2, WELLS, GUIDE("water/zinc")} | DATA | SITEMAP | {"data/index.json"},
    ),
    "a picture of a page folder": (
        lambda r: (r / "content/guides/harbour/quay.png").write_bytes(picture(size=(3, 2))),
        {GUIDE("harbour"), "fr/guides/harbour/index.html", "guides/harbour/quay.png"},
    ),
    "a section moved to the top": (
        move_section,
        {
            WATER, TAPS, WELLS, GUIDE("water/topic/dig"), GUIDE("rain"), GUIDE("rain/roofs"),
            GUIDE("rain/topic/dig"), GUIDE("harbour"), "fr/guides/harbour/index.html", "_headers",
            *(f"{code}{place}feed.{form}" for code in ("", "fr/") for place in ("", "guides/rain/")
              for form in ("xml", "json")),
        } | INDEXES | DATA | SITEMAP,
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_a_tree_renders_what_shows_it_and_nothing_else(root: Path, edit: str) -> None:
    change, expected = EDITS[edit]
    change(root)
    done = build(root)

    assert not done.report.problems
    assert set(done.rendered) == expected
    assert_as_clean(root)


PAGES = "name: Page\nplural: Pages\npermalink: /{path}/\nindex: false\n"


def test_files_are_published_beside_the_page_of_their_folder(root: Path) -> None:
    write(root, "content/site.yaml", SITE + "language_folders: true\n")
    files: dict[str, str | bytes] = {
        "content/pages/_type.yaml": PAGES + "fields:\n  cover: {kind: image}\n  paper: {kind: file}\n",
        "content/pages/about/index.md": entry(
            "About", "slug: about-us", "cover: {file: in/a.png, alt: A}", "paper: b.csv", body="[b](b.csv)"
        ),
        "content/fr/pages/about/index.md": entry("À propos", body="![A](in/a.png)"),
        "content/pages/about/b.csv": "a,b\n",
        "content/pages/team.md": entry("Team", body="![A](about/in/a.png)"),
        "content/pages/about/in/a.png": picture(),
    }
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
    assert not build(root).report.problems

    assert (root / "public/about-us/in/a.png").is_file()
    assert 'href="/about-us/b.csv"' in page(root, "about-us/index.html")
    assert 'src="/about-us/in/a.png' in page(root, "team/index.html")
    assert 'src="/about-us/in/a.png' in page(root, "fr/about-us/index.html")

    replace_in(root, "content/pages/about/index.md", "about-us", "us")
    assert not build(root).report.problems
    assert 'src="/us/in/a.png' in page(root, "fr/us/index.html")
    assert_as_clean(root)
