"""Files that the local server finds for an address; none is outside the output."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.serve.request_paths import NO_MATCH, Match, find
from tests.sites import write_files


@pytest.fixture
def output(tmp_path: Path) -> Path:
    write_files(tmp_path, {"secret.md": "secret", "content/secret.md": "secret"})
    public = tmp_path / "public"
    files = [
        "index.html",
        "a/index.html",
        "a/b.css",
        ".sitegen.json",
        ".well-known/security.txt",
        "ü.html",
        "x y.html",
    ]
    write_files(public, dict.fromkeys(files, "here"))
    (public / "link.md").symlink_to(tmp_path / "secret.md")
    (public / "folder").symlink_to(tmp_path / "content")
    return public


FILES = {
    "/": "index.html",
    "/index.html": "index.html",
    "/a/": "a/index.html",
    "/a/b.css": "a/b.css",
    "/%C3%BC.html": "ü.html",
    "/x%20y.html": "x y.html",
    "/.well-known/security.txt": ".well-known/security.txt",
}


@pytest.mark.parametrize("path", FILES)
def test_an_address_is_a_file_or_the_index_of_a_folder(output: Path, path: str) -> None:
    assert find(output, "", path) == Match((output / FILES[path]).resolve())
    assert find(output, "/base", f"/base{path}") == Match((output / FILES[path]).resolve())


def test_a_folder_is_asked_for_with_its_slash(output: Path) -> None:
    assert find(output, "", "/a") == Match(redirect="/a/")
    assert find(output, "/base", "/base/a") == Match(redirect="/base/a/")
    assert find(output, "/base", "/") == Match(redirect="/base/")


OUTSIDE = [
    "/../secret.md", "/a/../../secret.md", "/%2e%2e/secret.md", "/..%2fsecret.md", "/%2e%2e%2fsecret.md",
    "/%252e%252e/secret.md", "/a/..\\..\\secret.md", "/a/%5c..%5csecret.md", "//secret.md", "/a//b.css",
    "/link.md", "/folder/secret.md", "/.sitegen.json", "/.git/config", "/a/.hidden", "/index.html%00.css",
    "/%ff", "secret.md", "", "http://evil.example/", "/nothing", "/a/nothing/", "/./index.html", "/a/./b.css",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_else_is_found(output: Path, path: str) -> None:
    assert find(output, "", path) == NO_MATCH


@pytest.mark.parametrize(
    "path", ["/index.html", "/basement/index.html", "/base/../index.html", "/base%2findex.html/"]
)
def test_nothing_is_found_beside_the_path_of_the_site(output: Path, path: str) -> None:
    assert find(output, "/base", path) == NO_MATCH
