"""The command `sitegen overlay`: the effect that an untrusted pull request has on its preview."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from sitegen.build.build import build
from sitegen.build.context import Context
from sitegen.execute import executor_for
from sitegen.review.overlay import (
    CannotOverlay,
    FolderTree,
    Overlay,
    SkippedFile,
    as_text,
    commit_tree,
    overlay,
)
from sitegen.types import ENGINES
from tests.sites import Files, base_text, entry, load, make_site, picture, write_files

ROOT = Path(__file__).parents[2]
BASE: Files = {
    "sitegen/program.py": "print('base')",
    ".github/workflows/site.yml": "on: push",
    "content/urls.lock": "/projects/spark/\n",
    "content/projects/map.png": picture(),
}


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A base, a pull request without changes, and the folder for their overlay."""
    base = make_site(tmp_path / "base", BASE)
    return base, copytree(base, tmp_path / "pr"), tmp_path / "out"


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def site(root: Path) -> dict[str, bytes]:
    return {
        path: data
        for path, data in tree(root).items()
        if path.startswith(("content/", "templates/", "static/"))
    }


def test_a_pull_request_that_changes_nothing_gives_the_base(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees

    assert overlay(base, FolderTree(theirs), out) == Overlay((), (), (), ())
    assert tree(out) == site(base)


def test_entries_pictures_and_lists_are_those_of_the_pull_request(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    changed: Files = {
        "content/topics/food.md": entry("Food, better"),
        "content/topics/air.md": entry("Air", body="![Map](map.webp)"),
        "content/topics/map.webp": picture("WEBP"),
        "content/sources/report.yaml": base_text("content/sources/report.yaml").replace("Report", "Study"),
        "content/urls.lock": "/projects/spark/  gone: it ended\n",
        "content/_index.md": entry("Welcome"),
    }
    write_files(theirs, changed)
    (theirs / "content/projects/map.png").unlink()
    (theirs / "content/topics/water.md").rename(theirs / "content/topics/sea.md")

    made = overlay(base, FolderTree(theirs), out)

    assert tree(out) == site(theirs)
    new = {"content/topics/air.md", "content/topics/map.webp", "content/topics/sea.md"}
    assert set(made.changed) | set(made.added) == {*changed, "content/topics/sea.md"}
    assert {path for path in made.added if path not in tree(base)} >= new
    assert made.removed == ("content/projects/map.png", "content/topics/water.md")
    assert made.left_out == ()


def test_what_decides_what_a_site_is_stays_that_of_the_base(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    evil: Files = {
        "content/site.yaml": base_text("content/site.yaml").partition("hosts:")[0]
        + "hosts: [casino.example]\n",
        "content/topics/_type.yaml": "name: Casino\nplural: Casinos\n",
        "content/casinos/_type.yaml": "name: Casino\nplural: Casinos\n",
        "content/casinos/lucky.md": entry("Lucky"),
        "content/topics/_Type.yaml": "name: Casino\nplural: Casinos\n",
        "templates/base.html": "<script>alert(1)</script>",
        "templates/shortcodes/evil.html": "{{ 7 * 7 }}",
        "static/evil.js": "alert(1)",
        "static/css/site.css": "* { display: none }",
        "sitegen/program.py": "print('evil')",
        "build.py": "print('evil')",
        ".github/workflows/site.yml": "on: pull_request_target",
    }
    write_files(theirs, evil)
    (theirs / "templates/entry.html").unlink()

    made = overlay(base, FolderTree(theirs), out)

    assert tree(out) == site(base)
    assert {it.path for it in made.left_out} == {*evil, "templates/entry.html"}
    assert as_text(made).splitlines() == [
        "files of the pull request: none in the preview",
        "1 file of .github/ is not part of the preview: the base's version is used",
        "1 file of sitegen/ is not part of the preview: the base's version is used",
        "2 files of static/ are not part of the preview: the base's version is used",
        "3 files of templates/ are not part of the preview: the base's version is used",
        "build.py is not part of the preview: the base's version is used",
        "content/casinos/_type.yaml is not part of the preview: the base's version is used",
        "content/casinos/lucky.md is not part of the preview: it belongs to no type of the base",
        "content/site.yaml is not part of the preview: the base's version is used",
        "content/topics/_Type.yaml is not part of the preview: the base's version is used",
        "content/topics/_type.yaml is not part of the preview: the base's version is used",
    ]


NOT_SHOWN = {
    "content/topics/x.svg": "only entries and pictures are shown",
    "content/topics/x.html": "only entries and pictures are shown",
    "content/topics/x.js": "only entries and pictures are shown",
    "content/topics/x.md.exe": "only entries and pictures are shown",
    "content/topics/x.pdf": "only entries and pictures are shown",
    "content/topics/.htaccess": "it is hidden, or a backup copy of an editor",
    "content/topics/.hidden.md": "it is hidden, or a backup copy of an editor",
    "content/topics/food.md~": "it is hidden, or a backup copy of an editor",
    "content/stray.md": "it belongs to no type of the base",
    "content/other/x.md": "it belongs to no type of the base",
    "content/topics/x.png": "it is not a .png picture",
    "content/topics/x.webp": "it is not a .webp picture",
    "content/topics/_type.yaml/x.md": "a folder has the name of a file of the base",
    "content/topics/a:b.md": "this name has : in it, which not every system can store",
    "content/topics/con.md": '"con.md" is the name of a device on Windows',
    "content/topics/a\u202eb.md": "this name has a character that cannot be seen",
    "content/topics/long.md": "it is larger than 2 MB",
    "public/index.html": "the base's version is used",
}


@pytest.mark.parametrize("path", NOT_SHOWN)
def test_what_is_not_content_is_left_out_and_said(trees: tuple[Path, Path, Path], path: str) -> None:
    base, theirs, out = trees
    if path.startswith("content/topics/_type.yaml/"):
        (theirs / "content/topics/_type.yaml").unlink()
    write_files(theirs, {path: "x" * 2_000_001 if "long" in path else "RIFF text"})

    made = overlay(base, FolderTree(theirs), out)

    assert SkippedFile(path, NOT_SHOWN[path]) in made.left_out
    assert tree(out) == site(base)


def test_a_theme_is_that_of_the_base(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    for root, text in ((base, "good"), (theirs, "evil")):
        write_files(
            root, {"themes/mine/theme.yaml": "title: Mine\n", "themes/mine/templates/base.html": text}
        )
    write_files(theirs, {"themes/other/theme.yaml": "title: Other\n"})

    made = overlay(base, FolderTree(theirs), out)
    assert (out / "themes/mine/templates/base.html").read_text() == "good"
    assert not (out / "themes/other").exists()
    assert {it.path for it in made.left_out} == {"themes/mine/templates/base.html", "themes/other/theme.yaml"}


def test_documents_are_taken_where_they_are_wanted(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    write_files(theirs, {"content/topics/x.pdf": b"%PDF-1.7", "content/topics/x.csv": "a,b\n"})

    assert overlay(base, FolderTree(theirs), out, documents=True).added == (
        "content/topics/x.csv",
        "content/topics/x.pdf",
    )


def test_links_and_special_files_are_neither_followed_nor_opened(
    trees: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    base, theirs, out = trees
    secret = tmp_path / "secret"
    write_files(secret, {"secret.md": "TOKEN", "_type.yaml": "name: X"})
    (theirs / "content/topics/food.md").unlink()
    (theirs / "content/topics/food.md").symlink_to(secret / "secret.md")
    (theirs / "content/topics/all").symlink_to(secret)
    (theirs / "content/topics/up.md").symlink_to("../../../secret/secret.md")
    (theirs / "content/topics/nowhere.md").symlink_to("/nowhere")
    (theirs / "content/secrets").symlink_to(secret)
    os.mkfifo(theirs / "content/topics/pipe.md")

    made = overlay(base, FolderTree(theirs), out)

    names = ("secrets", "topics/all", "topics/food.md", "topics/nowhere.md", "topics/pipe.md", "topics/up.md")
    reason = "it is a link or a special file"
    assert made.left_out == tuple(SkippedFile(f"content/{name}", reason) for name in names)
    assert b"TOKEN" not in b"".join(tree(out).values())
    assert not [path for path in out.rglob("*") if path.is_symlink()]
    assert "content/topics/food.md" not in tree(out)


def test_a_tree_whose_content_is_a_link_is_refused(trees: tuple[Path, Path, Path], tmp_path: Path) -> None:
    base, theirs, out = trees
    (theirs / "content").rename(tmp_path / "elsewhere")
    (theirs / "content").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(CannotOverlay, match="has no folder content/"):
        overlay(base, FolderTree(theirs), out)


def test_names_from_outside_cannot_disturb_a_log(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    write_files(theirs, {"templates\n::error::x/a.html": "x", "content/x\x1b[2J.md": "x"})

    lines = as_text(overlay(base, FolderTree(theirs), out)).splitlines()

    assert [line for line in lines if line.startswith("::")] == []
    assert "\x1b" not in "".join(lines)
    assert any("templates\\x0a::error::x/" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "most"), [("sources.MOST_CHANGED", 2), ("sources.MOST_BYTES", 50), ("trees.MOST_SEEN", 20)]
)
def test_too_much_is_refused_and_nothing_is_left(
    trees: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    base, theirs, out = trees
    write_files(theirs, {f"content/topics/t{n}.md": entry(f"T{n}") for n in range(3)})
    overlay(base, FolderTree(theirs), out)
    monkeypatch.setattr(f"sitegen.review.overlay.{name}", most)

    with pytest.raises(CannotOverlay, match="so there is no preview"):
        overlay(base, FolderTree(theirs), out.with_name("other"))
    assert not out.with_name("other").exists()


@pytest.mark.parametrize("place", ["base/out", "pr/out", ".", "full"])
def test_the_new_folder_lies_beside_the_two_and_is_empty(trees: tuple[Path, Path, Path], place: str) -> None:
    base, theirs, out = trees
    write_files(out.parent, {"full/mine.txt": "mine"})

    with pytest.raises(CannotOverlay, match=r"must be neither inside|exists already"):
        overlay(base, FolderTree(theirs), out.parent / place)
    assert (out.parent / "full/mine.txt").read_text("utf-8") == "mine"


def test_the_preview_of_a_hostile_pull_request_is_built_and_shows_its_texts_only(
    trees: tuple[Path, Path, Path],
) -> None:
    base, theirs, out = trees
    food = entry("Food <script>alert(1)</script>", body="Better. <script>alert(2)</script>")
    evil = {"templates/entry.html": "<script>alert(3)</script>", "static/evil.js": "alert(4)"}
    write_files(theirs, {"content/topics/food.md": food, **evil})
    overlay(base, FolderTree(theirs), out)

    made = build(out, load(out), Context(executor_for(1)))

    assert {problem.code for problem in made.report.problems} == {"field.markup", "markdown.html"}
    pages = {it.path: it.data.decode("utf-8", "replace") for it in made.artifacts}
    assert "Better." in pages["topics/food/index.html"]
    assert [path for path, text in pages.items() if path.endswith(".html") and "<script>alert" in text] == []
    assert "evil.js" not in pages


@pytest.mark.parametrize("engine", ENGINES)
def test_html_in_the_preview_is_that_of_the_list_of_the_base(
    trees: tuple[Path, Path, Path], engine: str
) -> None:
    base, theirs, out = trees
    rule = base_text("content/site.yaml") + f"markdown: {{engine: {engine}, html: [kbd]}}\n"
    write_files(base, {"content/site.yaml": rule})
    body = '<kbd class="x">K</kbd> <mark>M</mark> <script>x()</script>'
    more = rule.replace("[kbd]", "[kbd, mark]")
    write_files(theirs, {"content/site.yaml": more, "content/projects/spark.md": entry("Spark", body=body)})
    overlay(base, FolderTree(theirs), out)
    built = build(out, load(out), Context(executor_for(1)))
    page = next(a.data.decode() for a in built.artifacts if a.path == "projects/spark/index.html")

    assert "<kbd>K</kbd> &lt;mark&gt;M&lt;/mark&gt; &lt;script&gt;x()&lt;/script&gt;" in page


def test_the_command_says_it_for_people_and_for_programs(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    write_files(theirs, {"content/topics/food.md": entry("Food, better"), "templates/x.html": "x"})
    command = [sys.executable, "-m", "sitegen", "overlay", str(base), str(theirs)]

    def said(*more: str, status: int = 0) -> str:
        done = subprocess.run([*command, *more], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert said(str(out)).splitlines() == [
        "files of the pull request: 1 changed",
        "1 file of templates/ is not part of the preview: the base's version is used",
    ]
    assert "exists already and is not an empty folder" in said(str(out), status=1)
    made = json.loads(said(f"{out}2", "--format", "json"))
    assert made["changed"] == ["content/topics/food.md"]
    assert made["left_out"] == [{"path": "templates/x.html", "reason": "the base's version is used"}]


def test_what_only_the_machine_has_beside_the_base_is_not_reported(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    write_files(base, {".venv/lib/a.py": "x", "public/index.html": "x", ".git/HEAD": "x"})
    write_files(theirs, {".git/HEAD": "y"})

    assert overlay(base, FolderTree(theirs), out).left_out == ()


# --- attributes of git ----------------------------------------------------------------------------

ATTRIBUTES = "git changes or omits files because of it, so the published site may differ from the preview"
LIKE_GIT = "some systems take this name for git's own folder"
ALARMING = {
    ".venv/bin/python": "build.py starts the programs in it; it must not be committed",
    ".VENV/bin/python": "build.py starts the programs in it; it must not be committed",
    ".sitegen/state.db": "it is the build cache; it must not be committed",
    "vendor/sitegen-9.9-py3-none-any.whl": "sitegen is installed from it",
    ".gitattributes": ATTRIBUTES,
    "content/topics/.gitattributes": ATTRIBUTES,
    "content/topics/.GitAttributes": ATTRIBUTES,
    ".GIT/config": LIKE_GIT,
    "content/.git/x.md": LIKE_GIT,
    "content/topics/.g\u200cit/x.md": LIKE_GIT,
    "content/topics/git~1/x.md": LIKE_GIT,
}


@pytest.mark.parametrize("path", ALARMING)
def test_a_reviewer_sees_first_what_must_not_be_merged(trees: tuple[Path, Path, Path], path: str) -> None:
    base, theirs, out = trees
    write_files(theirs, {path: "x", **{f"!{number}.txt": "x" for number in range(30)}})

    made = overlay(base, FolderTree(theirs), out)

    assert SkippedFile(path, ALARMING[path], alarming=True) in made.left_out
    shown = path.replace("\u200c", "\\u200c")
    assert as_text(made).splitlines()[1] == f"{shown} is not part of the preview: {ALARMING[path]}"
    assert tree(out) == site(base)


def test_of_many_files_in_a_folder_that_nobody_should_commit_the_first_are_named(
    trees: tuple[Path, Path, Path],
) -> None:
    base, theirs, out = trees
    write_files(theirs, {f".venv/bin/p{number}": "x" for number in range(5)})

    reason = "build.py starts the programs in it; it must not be committed"
    assert as_text(overlay(base, FolderTree(theirs), out)).splitlines() == [
        "files of the pull request: none in the preview",
        f".venv/bin/p0 is not part of the preview: {reason}",
        f".venv/bin/p1 is not part of the preview: {reason}",
        f".venv/bin/p2 is not part of the preview: {reason}",
        f"2 more files of .venv/ are not part of the preview: {reason}",
    ]


def test_a_long_path_leaves_room_for_the_reason(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    write_files(theirs, {f"{'a' * 200}/{'b' * 200}/.gitattributes": "x"})

    (_, line) = as_text(overlay(base, FolderTree(theirs), out)).splitlines()

    assert line == f"{'a' * 55}…{'b' * 40}/.gitattributes is not part of the preview: {ATTRIBUTES}"


@pytest.fixture
def repository(trees: tuple[Path, Path, Path]) -> Path:
    """The base as a repository with one commit."""
    git(trees[0], "init", "--quiet")
    commit(trees[0])
    return trees[0]


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "core.protectNTFS=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode("utf-8").strip()


def commit(folder: Path) -> str:
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", "x")
    return git(folder, "rev-parse", "HEAD")


def proposed(base: Path, files: Files) -> str:
    """A commit that changes these files, while the base stays checked out."""
    git(base, "checkout", "--quiet", "-b", "proposal")
    write_files(base, {path: data for path, data in files.items() if not path.endswith(".gitattributes")})
    made = commit(base)
    for path, data in files.items():
        if path.endswith(
            ".gitattributes"
        ):  # added alone, so that it does not affect how git stores the others
            write_files(base, {path: data})
            git(base, "add", path)
            git(base, "commit", "--quiet", "--message", "x")
            made = git(base, "rev-parse", "HEAD")
    git(base, "checkout", "--quiet", "--force", "-")
    return made


@pytest.mark.parametrize(
    "attributes",
    ["slots.md export-ignore", "*.md ident", "*.md export-subst", "*.md eol=crlf", "*.md filter=lfs",
     "*.md working-tree-encoding=UTF-16", "* text=auto\n*.md -text"],
)  # fmt: skip
def test_a_page_is_what_was_committed_whatever_gitattributes_make_of_it(
    repository: Path, tmp_path: Path, attributes: str
) -> None:
    slots = entry("Best slots", body="$Id$ $Format:%H$ [Casino](https://casino.example/)")
    files: Files = {"content/topics/slots.md": slots, "content/topics/.gitattributes": f"{attributes}\n"}
    name = proposed(repository, files)

    made = overlay(repository, commit_tree(repository, name), tmp_path / "made")

    assert made.added == ("content/topics/slots.md",)
    assert made.left_out == (SkippedFile("content/topics/.gitattributes", ATTRIBUTES, alarming=True),)
    assert (tmp_path / "made/content/topics/slots.md").read_bytes() == slots.encode("utf-8")


def test_what_the_base_changes_on_the_way_is_no_change_of_the_pull_request(
    repository: Path, tmp_path: Path
) -> None:
    (repository / "content/topics/food.md").write_bytes(b"---\r\ntitle: Food\r\n---\r\n\r\nText.\r\n")
    write_files(repository, {".gitattributes": "*.md text eol=crlf\n"})
    commit(repository)
    name = proposed(repository, {"content/topics/air.md": entry("Air")})

    made = overlay(repository, commit_tree(repository, name), tmp_path / "made")

    assert (made.changed, made.added, made.left_out) == ((), ("content/topics/air.md",), ())
    assert b"\r\n" in (tmp_path / "made/content/topics/food.md").read_bytes()


def test_links_submodules_and_what_is_removed_are_named(repository: Path, tmp_path: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "other")
    (repository / "content/topics/up.md").symlink_to("/etc/passwd")
    (repository / ".github/workflows/site.yml").unlink()
    (repository / "content/topics/water.md").unlink()
    head = git(repository, "rev-parse", "HEAD")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{head},content/topics/sub")
    write_files(repository, {"content/topics/sub/x.md": "x"})
    git(repository, "add", "content/topics/up.md", ".github", "content/topics/water.md")
    git(repository, "commit", "--quiet", "--message", "x")
    name = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "--quiet", "--force", "-")

    made = overlay(repository, commit_tree(repository, f"{name}^{{tree}}"), tmp_path / "made")

    assert made.removed == ("content/topics/water.md",)
    assert made.left_out == (
        SkippedFile(".github/workflows/site.yml", "the base's version is used"),
        SkippedFile("content/topics/sub", "it is a submodule"),
        SkippedFile("content/topics/up.md", "it is a link or a special file"),
    )


def test_the_command_reads_a_commit(repository: Path, tmp_path: Path) -> None:
    name = proposed(repository, {"content/topics/air.md": entry("Air")})
    command = [sys.executable, "-m", "sitegen", "overlay", str(repository), str(repository)]

    def said(*more: str, status: int = 0) -> str:
        done = subprocess.run([*command, *more], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert said(str(tmp_path / "made"), "--commit", name) == "files of the pull request: 1 added\n"
    missing = f'sitegen: there is no commit "v9" in {repository}\n'
    assert said(str(tmp_path / "other"), "--commit", "v9", status=1) == missing
    assert 'no commit "--all"' in said(str(tmp_path / "other"), "--commit=--all", status=1)


def test_entries_in_folders_of_a_type_and_of_a_language_are_shown(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    for root in (base, theirs):
        write_files(root, {"content/fr/topics/water.md": entry("Eau")})
    shown: Files = {
        "content/topics/deep/_index.md": entry("Deep"),
        "content/topics/deep/pond/index.md": entry("Pond"),
        "content/topics/deep/pond/pond.png": picture(),
        "content/fr/topics/deep/pond.md": entry("Étang", "ref: deep/pond"),
    }
    write_files(
        theirs, {**shown, "content/de/topics/water.md": entry("Wasser"), "content/fr/other/a.md": "a"}
    )

    made = overlay(base, FolderTree(theirs), out)

    assert set(made.added) == set(shown)
    assert [(it.path, it.reason) for it in made.left_out] == [
        ("content/de/topics/water.md", "it belongs to no type of the base"),
        ("content/fr/other/a.md", "it belongs to no type of the base"),
    ]
