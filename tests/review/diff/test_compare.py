"""Comparison of two folders, and attempts to mislead it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sitegen.execute import ItemLimits, executor_for
from sitegen.review.diff import DiffReport, NotAFolder, compare, open_site
from sitegen.review.diff.plain_report import marked
from sitegen.review.diff.types import FigureState, StaleTranslation
from sitegen.review.diff.types import Files as ChangedFiles
from tests.review.diff.sides import compared, folder, page
from tests.sites import Files

TEXT = "<p>The network grows every year, and its members meet in spring and in autumn to plan.</p>"


def sides(tmp_path: Path, before: Files, after: Files) -> DiffReport:
    return compared(folder(tmp_path / "before", before), folder(tmp_path / "after", after))


def hosts(report: DiffReport) -> dict[str, tuple[str, ...]]:
    return {host.host: host.pages for host in report.hosts}


def link(address: str) -> str:
    return page("A", f'<a href="{address}">x</a>')


def test_a_page_that_is_gone_says_where_its_address_leads(tmp_path: Path) -> None:
    stub = '<meta http-equiv="refresh" content="0; url=/other/">'
    report = sides(
        tmp_path,
        {"a/index.html": page("A"), "b/index.html": page("B"), "other/index.html": page("Other")},
        {
            "a/index.html": stub,
            "other/index.html": page("Other"),
            "redirects.json": json.dumps({"/a/": "/other/"}),
        },
    )

    assert [(gone.page.address, gone.leads_to) for gone in report.removed] == [
        ("/a/", "/other/"),
        ("/b/", ""),
    ]
    assert report.redirects_added == {"/a/": "/other/"}


def test_a_page_at_a_new_address_with_another_text_is_not_a_renamed_one(tmp_path: Path) -> None:
    stub = '<meta http-equiv="refresh" content="0; url=/new/">'
    moved = {"old/index.html": stub, "redirects.json": json.dumps({"/old/": "/new/"})}
    same = sides(
        tmp_path / "1", {"old/index.html": page("A", TEXT)}, {**moved, "new/index.html": page("A", TEXT)}
    )
    other = page("B", "<p>Nothing here has to do with what was there before it came.</p>")
    another = sides(tmp_path / "2", {"old/index.html": page("A", TEXT)}, {**moved, "new/index.html": other})

    assert [(c.before.address, c.after.address) for c in same.renamed] == [("/old/", "/new/")]
    assert (same.added, same.removed) == ((), ())
    assert another.renamed == ()
    assert [leaf.address for leaf in another.added] == ["/new/"]
    assert [gone.leads_to for gone in another.removed] == ["/new/"]


def test_what_calls_itself_a_redirect_and_has_a_text_is_a_page(tmp_path: Path) -> None:
    text = page("A", "<p>Win today.</p>")
    report = sides(tmp_path, {}, {"a/index.html": text, "redirects.json": json.dumps({"/a/": "/"})})

    assert [leaf.title for leaf in report.added] == ["A"]


@pytest.mark.parametrize(
    "written",
    [
        '<a href="https://casino.example/win">x</a>',
        "<a/href=//casino.example>x</a>",
        '<a href="\\\\casino.example/">x</a>',
        '<a href="ht\ntps://casino.example">x</a>',
        '<a href="&#104;ttps://casino.example">x</a>',
        "<a title='\" href=\"x' href=//casino.example>x</a>",
        '<a href="https://good.example@casino.example/">x</a>',
        '<a href="https://CASINO.example.:443/">x</a>',
        '<img src="//casino.example/beacon.gif">',
        '<img srcset="/a.png 1x, https://casino.example/b.png 2x">',
        '<script src="https://casino.example/a.js"></script>',
        '<iframe src="https://casino.example"></iframe>',
        '<form action="https://casino.example"><button formaction="https://casino.example">x</button></form>',
        '<p style="background: url(//casino.example/a.png)">x</p>',
        '<noscript><img src="https://casino.example/a.gif"></noscript>',
        '<meta http-equiv="refresh" content="0; url=https://casino.example/">',
    ],
)
def test_a_new_host_is_found_however_it_is_written(tmp_path: Path, written: str) -> None:
    report = sides(tmp_path, {"a/index.html": page("A")}, {"a/index.html": page("A", written)})

    assert hosts(report) == {"casino.example": ("/a/",)}


def test_a_host_is_in_punycode(tmp_path: Path) -> None:
    report = sides(tmp_path, {}, {"a/index.html": link("https://bücher.example/")})

    assert list(hosts(report)) == ["xn--bcher-kva.example"]


def test_a_host_that_an_unchanged_page_leads_to_is_not_new_but_one_that_it_only_mentions_is(
    tmp_path: Path,
) -> None:
    known = page("B", '<a href="https://known.example">x</a> //mentioned.example/ notcasino.example')
    new = "".join(f'<a href="https://{name}.example">x</a>' for name in ("known", "mentioned", "casino"))
    report = sides(
        tmp_path,
        {"a/index.html": page("A"), "b/index.html": known},
        {"a/index.html": page("A", new), "b/index.html": known},
    )

    assert list(hosts(report)) == ["casino.example", "mentioned.example"]


def test_scripts_styles_and_drawings_are_looked_at_for_hosts_too(tmp_path: Path) -> None:
    report = sides(
        tmp_path,
        {"css/a.css": "a { color: red }"},
        {
            "css/a.css": "a { background: url(//one.example/a.png) }",
            "js/a.js": 'fetch("https://two.example/x")',
            "img/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><a href="https://three.example"/></svg>',
        },
    )

    assert hosts(report) == {
        "one.example": ("/css/a.css",),
        "three.example": ("/img/a.svg",),
        "two.example": ("/js/a.js",),
    }


def test_links_to_what_is_gone_are_broken_also_on_pages_that_did_not_change(tmp_path: Path) -> None:
    before = {"gone/index.html": page("Gone"), "a/index.html": link("/gone/"), "b/index.html": page("B")}
    after = {"a/index.html": link("/gone/"), "b/index.html": link("../never/#part")}
    report = sides(tmp_path, before, after)

    assert [(broken.target, broken.pages) for broken in report.broken] == [
        ("/gone/", ("/a/",)),
        ("/never/", ("/b/",)),
    ]
    assert [added.target for added in report.links_added] == ["/never/"]


def test_figures_are_compared_by_their_data(tmp_path: Path) -> None:
    def figures(**values: object) -> str:
        return json.dumps({"entries": [{"id": "figures/m", "title": "Members", "fields": values}, 7, {}]})

    report = sides(
        tmp_path,
        {"data/figures.json": figures(value="1500", as_of="2025")},
        {"data/figures.json": figures(value="2500", qualifier="over", unit="members", as_of="2026-05")},
    )

    (change,) = report.figures
    assert change.before == FigureState("Members", "1500", "2025")
    assert change.after == FigureState("Members", "over 2500 members", "2026-05")


def test_a_heavier_page_is_told_with_its_requests(tmp_path: Path) -> None:
    small, large = {"a.png": b"x" * 1000}, {"a.png": b"x" * 60_000, "b.png": b"x" * 10}
    before: Files = {"a/index.html": page("A", '<img src="/a.png">'), **small}
    after: Files = {"a/index.html": page("A", '<img src="/a.png"><img src="/b.png">'), **large}
    (change,) = sides(tmp_path, before, after).weights

    assert (change.before.requests, change.after.requests) == (2, 3)
    assert change.after.size - change.before.size >= 59_000
    assert change.pages == ("/a/",)


def test_a_page_with_other_markup_and_the_same_text_is_told_apart(tmp_path: Path) -> None:
    report = sides(
        tmp_path,
        {"a/index.html": page("A", "<p class=one>x</p>")},
        {"a/index.html": page("A", "<p class=two>x</p>")},
    )

    assert report.markup_only == ("/a/",)
    assert report.changed == ()


def test_a_new_title_is_told_with_its_page_also_where_many_pages_show_it(tmp_path: Path) -> None:
    def site(title: str, footer: str = "") -> Files:
        lists = {f"{n}/index.html": page(f"List {n}", f"<ul><li>{title}</li></ul>{footer}") for n in range(4)}
        return {"a/index.html": page(title, footer), **lists}

    report = sides(tmp_path, site("River map"), site("Old river map", "<footer>New.</footer>"))

    (change,) = report.changed
    assert change.after.address == "/a/"
    assert [marked(hunk) for hunk in change.hunks] == ["[-River-]{+Old river+} map"]
    (shared,) = report.shared
    assert (len(shared.pages), len(shared.hunks)) == (5, 2)


def test_titles_descriptions_and_alternative_texts_are_part_of_the_text(tmp_path: Path) -> None:
    def seen(description: str, alt: str) -> str:
        return page(
            "A", f'<img src="/a.png" alt="{alt}">', f'<meta name="description" content="{description}">'
        )

    report = sides(
        tmp_path, {"a/index.html": seen("Old.", "A tree")}, {"a/index.html": seen("New.", "A casino")}
    )

    (change,) = report.changed
    inserted = [segment.text for hunk in change.hunks for segment in hunk if segment.op == "insert"]
    assert inserted == ["New", "casino"]


def test_links_special_files_and_odd_names_are_named_and_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text(page("Secret"), encoding="utf-8")
    before, after = folder(tmp_path / "before", {}), folder(tmp_path / "after", {})
    (after / "a.html").symlink_to(secret)
    (after / "folder").symlink_to(tmp_path)
    os.mkfifo(after / "pipe.html")
    (after / os.fsdecode(b"\xff.html")).write_text(page("Odd"), encoding="utf-8")
    report = compared(before, after)

    assert report.added == ()
    assert report.unread == (
        "\\udcff.html: its name is not UTF-8",
        "a.html: a link or a special file",
        "folder: a link or a special file",
        "pipe.html: a link or a special file",
    )


def test_a_manifest_that_says_that_nothing_changed_is_not_believed(tmp_path: Path) -> None:
    manifest = json.dumps({"files": {"a/index.html": "0" * 32}})
    report = sides(
        tmp_path,
        {"a/index.html": page("A", "<p>one</p>"), ".sitegen.json": manifest},
        {"a/index.html": page("A", "<p>two</p>"), ".sitegen.json": manifest},
    )

    assert [change.after.address for change in report.changed] == ["/a/"]
    assert report.files == ChangedFiles()


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "null", '{"entries": 3}', '{"entries": [{"id": 3}]}', "\xff", '{"/a/": 3}']
)
def test_data_that_is_not_what_it_should_be_says_nothing(tmp_path: Path, text: str) -> None:
    data = {name: text.encode("latin-1") for name in ("redirects.json", "data/figures.json", "robots.txt")}
    report = sides(tmp_path, {}, data)

    assert (report.figures, report.redirects_added) == ((), {})
    assert report.files.added == ("data/figures.json", "redirects.json", "robots.txt")


def test_a_page_that_would_take_for_ever_is_given_up_and_named(tmp_path: Path) -> None:
    before = open_site(folder(tmp_path / "before", {}))
    files = {"a/index.html": "<div>" * 150_000, "b/index.html": page("B")}
    after = open_site(folder(tmp_path / "after", files))
    report = compare(before, after, executor_for(1), limits=ItemLimits(seconds=1.0, bytes=1 << 30))

    assert report.unread == ("a/index.html: took too long",)
    assert [leaf.title for leaf in report.added] == ["B"]


def test_what_is_no_built_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(folder(tmp_path / "site", {}))

    for name in ("empty", "link", "missing"):
        with pytest.raises(NotAFolder):
            open_site(tmp_path / name)


def test_a_translation_that_became_stale_is_told_and_one_that_was_is_not(tmp_path: Path) -> None:
    was = {"page": "/fr/a/", "language": "fr", "title": "A", "headings": []}
    now = {"page": "/fr/b/", "language": "fr", "title": "B", "headings": ["Costs"]}
    before = folder(tmp_path / "before", {".sitegen.json": json.dumps({"stale": [was]})})
    after = folder(tmp_path / "after", {".sitegen.json": json.dumps({"stale": [was, now]})})
    report = compare(open_site(before), open_site(after), executor_for(1))

    assert report.stale == (StaleTranslation("/fr/b/", "fr", "B", ("Costs",)),)


@pytest.mark.parametrize("said", ["", "[]", '{"stale": 7}', '{"stale": [7, {"page": []}]}', "[" * 100_000])
def test_what_a_folder_says_of_its_translations_is_anybodys_data(tmp_path: Path, said: str) -> None:
    site = open_site(folder(tmp_path, {".sitegen.json": said}))

    assert {page.page for page in site.stale} <= {""}
