"""Parts of the search index: which pages they have, which are made again, and what a stopped build leaves."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from sitegen.features.search import indexes, joining, parts
from sitegen.features.search.pagefind import make_index
from sitegen.features.search.pagefind_format import unpacked, unpacked_bytes
from sitegen.features.search.pages import SearchPage
from sitegen.features.search.part_store import PartStore
from sitegen.features.search.parts import LARGEST, parts_of
from sitegen.types import Digest
from sitegen.types.keys import subject_key
from tests.build.builds import assert_as_clean, build, tree
from tests.features.search.indexed import fragments
from tests.sites import Files, base_text, entry, make_site, write_files

FILES: Files = {
    "content/site.yaml": base_text("content/site.yaml") + "search: {filters: [type, topics]}\n",
    "templates/search.html": "{{ page.title }}",
    **{
        f"content/projects/p{number}.md": entry(f"Project {number}", body=f"Number{number} and words.")
        for number in range(12)
    },
}


def page(name: str) -> SearchPage:
    return SearchPage(name, "en", name, subject_key("home"))


def names(pages: list[SearchPage]) -> list[list[str]]:
    return [[it.name for it in part] for part in parts_of(pages)]


# --- borders of parts ------------------------------------------------------------------------


def test_a_small_site_has_one_part() -> None:
    pages = [page(f"p/{number:03}/") for number in range(LARGEST)]

    assert names(pages[::-1]) == [[it.name for it in pages]]
    assert names([]) == []


def test_parts_have_all_pages_in_the_order_of_their_names_and_are_not_too_large() -> None:
    pages = [page(f"p/{number:05}/") for number in range(5000)]
    found = names(pages)

    assert [name for part in found for name in part] == [it.name for it in pages]
    assert max(map(len, found)) <= LARGEST
    assert len(found) < 5000 / 30


def test_a_new_page_changes_few_parts() -> None:
    pages = [page(f"p/{number:05}/") for number in range(0, 10000, 2)]
    before = {tuple(part) for part in names(pages)}

    for number in range(1, 10000, 500):
        after = {tuple(part) for part in names([*pages, page(f"p/{number:05}/")])}
        assert 1 <= len(before - after) <= 2
        assert 1 <= len(after - before) <= 3


def test_names_without_a_border_are_divided_by_number() -> None:
    candidates = (f"p/{number:05}/" for number in range(5000))
    pages = [page(name) for name in candidates if parts._level(name) == 0][:1000]

    assert list(map(len, names(pages))) == [LARGEST] * 7 + [1000 - 7 * LARGEST]


# --- which parts are made --------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The documents of each part that Pagefind indexes, with small parts."""
    calls: list[set[str]] = []

    def counted(documents: Mapping[str, bytes]) -> dict[str, bytes]:
        calls.append({path.removeprefix("projects/").removesuffix("/index.html") for path in documents})
        return make_index(documents)

    monkeypatch.setattr(indexes, "make_index", counted)
    monkeypatch.setattr(parts, "LARGEST", 3)
    return calls


@pytest.fixture
def root(made: list[set[str]], tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", FILES)
    assert not build(root).report.problems
    assert all(len(part) <= 3 for part in made)
    assert len(made) > 8
    made.clear()
    return root


P5 = "content/projects/p5.md"


@pytest.mark.parametrize(
    ("edit", "most"),
    [
        ({P5: entry("Project 5", body="Other and words.")}, 2),
        ({P5: entry("Other title", body="Number5 and words.")}, 6),
        ({P5: entry("Project 5", "topics: [food]", body="Number5 and words.")}, 4),
        ({P5: entry("Project 5", "summary: Short.", body="Number5, and café, and cafe.")}, 2),
        ({P5: None}, 4),
        ({"content/projects/p55.md": entry("Project 55", body="More words.")}, 4),
        ({P5: entry("Project 5", "noindex: true", body="Number5 and words.")}, 4),
    ],
    ids=["text", "title", "term", "summary", "deletion", "new page", "hidden"],
)
def test_an_edit_makes_only_the_parts_with_changed_pages_and_the_index_of_a_clean_build(
    edit: dict[str, str | None], most: int, root: Path, made: list[set[str]]
) -> None:
    for path, text in edit.items():
        if text is None:
            (root / path).unlink()
        else:
            write_files(root, {path: text})
    assert not build(root).report.problems

    assert 1 <= len(made) <= 2 * most  # in two languages
    assert_as_clean(root)


def test_an_edit_of_a_text_writes_its_page_and_the_words_again(root: Path) -> None:
    before = tree(root / "public/pagefind")
    write_files(root, {P5: entry("Project 5", body="Number5 or words.")})
    build(root)
    after = tree(root / "public/pagefind")
    new = sorted(path.partition("/")[0].split("_")[0] for path in after.keys() - before.keys())

    assert new == ["fragment", "index", "index", "pagefind.en", "pagefind.fr"]
    assert len(after) == len(before)


def test_an_edit_reads_only_the_stored_texts_of_the_part_that_it_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[list[bytes] | None] = []
    whole = PartStore.fragments

    def noting(store: PartStore, recipe: Digest) -> list[bytes] | None:
        read.append(whole(store, recipe))
        return read[-1]

    monkeypatch.setattr(PartStore, "fragments", noting)
    write_files(root, {P5: entry("Project 5", body="Number5 or words.")})
    build(root)
    (texts,) = read  # the other language has the same text of the page, which is written once

    assert texts is not None
    assert 1 <= len(texts) <= 3
    assert any(b"Number5 or words" in unpacked_bytes(text) for text in texts)


def test_the_index_is_the_same_with_little_memory(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(root / "public/pagefind")
    monkeypatch.setattr(joining, "LARGEST_SPAN", 1000)
    build(root, fresh=True)

    assert tree(root / "public/pagefind") == before


def test_pages_are_found_in_the_order_of_their_addresses(root: Path) -> None:
    found = [url for url in fragments(root, "en") if url.startswith("/projects/p")]

    assert found == sorted(f"/projects/p{number}/" for number in range(12))


def test_a_page_with_a_marked_body_does_not_hide_pages_of_its_part(tmp_path: Path) -> None:
    base = base_text("templates/base.html").replace("<h1>", "<main><h1>").replace("</body>", "</main></body>")
    marked = "{% if 'p5' in page.url %}<p data-pagefind-body>Marked</p>{% endif %}</main>"
    files = {**FILES, "templates/base.html": base.replace("</main>", marked)}
    root = make_site(tmp_path / "site", files)
    build(root)
    found = fragments(root, "en")

    assert found["/projects/p5/"]["content"] == "Marked."
    assert "Number4" in found["/projects/p4/"]["content"]


@pytest.mark.parametrize("size", [1, 100])
def test_orders_that_templates_define_are_those_of_all_pages(
    size: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(parts, "LARGEST", size)
    base = base_text("templates/base.html").replace("<h1>", "<main><h1>").replace("</body>", "</main></body>")
    head = "<h1><span data-pagefind-sort=\"length[data-n]\" data-n='{{ page.url|length }}'></span>"
    root = make_site(tmp_path / "site", {**FILES, "templates/base.html": base.replace("<h1>", head)})
    build(root)

    (file,) = (root / "public/pagefind").glob("pagefind.en_*.pf_meta")
    *_, sorts, _ = unpacked(file.read_bytes())
    lengths = [len(url) for url in fragments(root, "en")]
    assert sorts == [["length", sorted(range(len(lengths)), key=lengths.__getitem__)]]


# --- what is stored --------------------------------------------------------------------------


def test_a_damaged_part_is_made_again(root: Path, made: list[set[str]]) -> None:
    for file in (root / ".sitegen/search").iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"!")
    write_files(root, {P5: entry("Project 5", body="Number5 or words.")})
    build(root)

    assert len(made) > 8
    assert_as_clean(root)


def test_parts_of_a_site_without_search_are_removed_with_the_next_index(root: Path) -> None:
    before = {file.name for file in (root / ".sitegen/search").iterdir()}
    write_files(root, {P5: entry("Project 5", body="Number5 or words.")})
    build(root)
    after = {file.name for file in (root / ".sitegen/search").iterdir()}

    assert len(after) == len(before)
    assert len(after - before) == 2 * 3  # a part in two languages: its facts, texts and postings


STOPPED = """
import os, signal, sys
from pathlib import Path
from sitegen.features.search import indexes, joining, parts
from sitegen.types import Digest
from sitegen.types.keys import subject_key
from tests.build.builds import build

parts.LARGEST = 3
left, whole = [int(sys.argv[2])], indexes.make_index

def stopped(documents):
    left[0] -= 1
    return whole(documents) if left[0] >= 0 else os.kill(os.getpid(), signal.SIGKILL)

indexes.make_index = stopped
build(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("after", [0, 3])
def test_a_build_that_is_killed_while_it_indexes_leaves_a_sound_site(
    after: int, root: Path, made: list[set[str]]
) -> None:
    before = tree(root / "public")
    write_files(root, {f"content/projects/p{number}.md": entry("New", body="New.") for number in range(12)})
    stopped = subprocess.run([sys.executable, "-c", STOPPED, str(root), str(after)], check=False)

    assert stopped.returncode == -signal.SIGKILL
    assert tree(root / "public") == before
    assert not build(root).report.problems
    assert_as_clean(root)
