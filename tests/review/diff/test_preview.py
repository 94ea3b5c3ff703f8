"""The report as pages in the new build, with copies of the old pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import html5lib
import pytest

from sitegen.execute import executor_for
from sitegen.review.diff import compare, open_site
from sitegen.review.diff.preview import NotAReport, preview_files, write_report
from sitegen.write.output import OutputError, read_manifest, stamps_in
from tests.review.diff.sides import folder, page
from tests.sites import Files, picture

ACTING = (
    '<script>alert(1)</script><script src="/a.js"></script><img src=x onerror="alert(1)">'
    '<iframe src="https://evil.example"></iframe><form action="/"><input></form>'
    '<a href="javascript:alert(1)">j</a><a href="https://evil.example">e</a>'
    '<meta http-equiv="refresh" content="0; url=https://evil.example"><base href="https://evil.example/">'
    '<link rel="stylesheet" href="https://evil.example/a.css"><p style="color:red" onclick="x()">p</p>'
    '<svg><script>alert(1)</script><a xlink:href="javascript:alert(1)">s</a></svg>'
    '<a href="/../../secret">up</a><img src="/../../secret.png">'
)


def reported(tmp_path: Path, before: Files, after: Files) -> dict[str, str]:
    """Files of the report by path, decoded if they are texts."""
    one, other = folder(tmp_path / "before", before), folder(tmp_path / "after", after)
    executor = executor_for(1)
    old, new = open_site(one), open_site(other)
    files = preview_files(compare(old, new, executor), old, new, executor)
    return {path: data.decode("utf-8", "replace") for path, data in files}


def test_each_changed_page_is_shown_before_and_after(tmp_path: Path) -> None:
    files = reported(
        tmp_path,
        {"a/index.html": page("A", "<p>It has 1,500 members.</p>")},
        {"a/index.html": page("A", "<p>It has 2,500 members &amp; a cat.</p>")},
    )
    index = files["_preview/index.html"]

    assert "It has <del>1,500</del> members" in index
    assert "It has <ins>2,500</ins> members<ins> &amp; a cat</ins>." in index
    assert 'href="../a/"' in index
    assert 'href="../_preview/before/a/"' in index
    assert "It has 1,500 members." in files["_preview/before/a/index.html"]
    assert json.loads(files["_preview/report.json"])["summary"] == "pages: 1 changed"


def test_every_page_of_the_report_keeps_to_itself_and_out_of_indexes(tmp_path: Path) -> None:
    files = reported(tmp_path, {"a/index.html": page("A", ACTING)}, {"a/index.html": page("A", "new")})
    pages = {path: text for path, text in files.items() if path.endswith(".html")}

    assert set(pages) == {"_preview/index.html", "_preview/before/a/index.html"}
    for text in pages.values():
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        assert "default-src &#39;none&#39;; style-src &#39;self&#39;" in text
        assert '<meta name="robots" content="noindex, nofollow">' in text
        assert not list(tree.iter("script")) + list(tree.iter("style")) + list(tree.iter("form"))
        for node in tree.iter():
            assert not [name for name in node.attrib if str(name).startswith(("on", "style"))]
            for name in ("href", "src"):
                assert re.fullmatch(r"#[\w-]+|(\.\./)+[\w./-]*", node.get(name, "#a")), node.get(name)


def test_what_content_wrote_is_text_in_the_report(tmp_path: Path) -> None:
    text = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;/ins&gt;"
    index = reported(tmp_path, {"a.html": page("A")}, {"a.html": page(text, text)})["_preview/index.html"]

    assert "<script" not in index
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in index


def test_a_copy_has_the_style_and_the_pictures_of_its_time(tmp_path: Path) -> None:
    def showing(text: str) -> str:
        head = '<link rel="stylesheet" href="/a.css?v=1a2b3c4d">'
        return page("A", f'<img src="/same.png"><img src="/other.png"><a href="/b/">b</a>{text}', head)

    old, new = picture(), picture(size=(3, 3))
    both: Files = {"b/index.html": page("B"), "same.png": old}
    files = reported(
        tmp_path,
        {**both, "a/index.html": showing("old"), "a.css": "a{}", "other.png": old},
        {**both, "a/index.html": showing("new"), "a.css": "b{}", "other.png": new},
    )
    copy = files["_preview/before/a/index.html"]

    assert 'href="../../../_preview/before/a.css"' in copy
    assert 'src="../../../same.png"' in copy
    assert 'src="../../../_preview/before/other.png"' in copy
    assert 'href="../../../b/"' in copy
    assert files["_preview/before/a.css"] == "a{}"
    assert "_preview/before/same.png" not in files


def test_many_changes_go_on_over_several_pages(tmp_path: Path) -> None:
    old = {f"{number}/index.html": page(f"Title {number}") for number in range(150)}
    new = {path: text.replace("Title", f"Name {path[:-11]}") for path, text in old.items()}
    files = reported(tmp_path, old, new)

    assert 'href="../../_preview/"' in files["_preview/2/index.html"]
    assert "_preview/3/index.html" not in files
    both = files["_preview/index.html"] + files["_preview/2/index.html"]
    assert all(both.count(f"<bdi>/{number}/</bdi>") == 1 for number in range(150))


def test_a_report_takes_the_place_of_an_earlier_one_and_of_nothing_else(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", {".sitegen.json": json.dumps({"files": {"index.html": "0"}})})
    assert write_report(site, [("_preview/report.json", b"{}"), ("_preview/old/index.html", b"")]) == 2
    assert write_report(site, [("_preview/report.json", b"{}"), ("_preview/index.html", b"new")]) == 2

    assert sorted(path.name for path in (site / "_preview").iterdir()) == ["index.html", "report.json"]
    assert set(read_manifest(site)) == {"index.html", "_preview/report.json", "_preview/index.html"}
    assert sorted(path.name for path in site.iterdir()) == [".sitegen.json", "_preview", "index.html"]


@pytest.mark.parametrize("kind", ["link", "folder", "file"])
def test_what_is_no_report_is_not_touched(tmp_path: Path, kind: str) -> None:
    site, other = folder(tmp_path / "site", {}), folder(tmp_path / "other", {"report.json": "{}"})
    if kind == "link":
        (site / "_preview").symlink_to(other)
    elif kind == "folder":
        folder(site / "_preview", {})
    else:
        (site / "_preview").write_text("mine", encoding="utf-8")

    with pytest.raises(NotAReport):
        write_report(site, [("_preview/report.json", b"{}")])
    assert sorted(path.name for path in other.iterdir()) == ["index.html", "report.json"]
    assert sorted(path.name for path in site.iterdir()) == ["_preview", "index.html"]


def test_a_build_finds_nothing_foreign_in_an_output_with_a_report(tmp_path: Path) -> None:
    manifest = json.dumps({"files": {"index.html": "0"}})
    site = folder(tmp_path / "site", {".sitegen.json": manifest})
    write_report(site, [("_preview/report.json", b"{}")])
    assert set(stamps_in(site)) == {"index.html", "_preview/report.json"}
    (site / "_preview/mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match=r"_preview/mine\.txt"):
        stamps_in(site)
