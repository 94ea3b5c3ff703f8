"""Sites of Eleventy: data of folders, permalinks, tags, navigation, and scripts that are never run."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.features.importing.imported import Outcome
from sitegen.features.importing.js_literals import constants, default_export
from sitegen.features.importing.source import UnusableSource
from tests.features.importing.sites import PNG, Moved
from tests.sites import Files

CONFIG = """
module.exports = function (eleventyConfig) {
  eleventyConfig.addPassthroughCopy({ "./public/": "/" });
  eleventyConfig.addPassthroughCopy("src/img");
  eleventyConfig.addPairedShortcode("box", (content) => `<div>${content}</div>`);
  require("fs").writeFileSync("/tmp/sitegen-import-ran", "x");
  return { dir: { input: "src", includes: "../parts" } };
};
"""
FILES: Files = {
    ".eleventy.js": CONFIG,
    "src/_data/site.json": '{"title": "Old site", "url": "https://old.example", "description": "Texts."}',
    "src/index.md": "---\ntitle: Home\n---\nWelcome to {{ site.title }}.\n",
    "src/about.md": (
        "---\ntitle: About\npermalink: /who-we-are/\neleventyNavigation:\n  key: About us\n  order: 2\n"
        "redirect_from: /about.html\n---\n"
        "See [first](./posts/2020-01-02-first.md) and {% box \"x\" %}\n\nInside.\n\n{% endbox %}\n"
    ),
    "src/posts/posts.json": '{"tags": ["posts"], "permalink": "/news/{{ page.fileSlug }}/"}',
    "src/posts/2020-01-02-first.md": (
        "---\ntitle: First\ntags: [Clean Water, posts]\n---\n![A lane](lane.png)\n"
    ),
    "src/posts/lane.png": PNG,
    "src/posts/second.md": "---js\nconst title = \"Second\";\nconst date = \"2020-02-03\";\n---\nText.\n",
    "src/posts/third.11tydata.json": '{"title": "Third"}',
    "src/posts/third.md": "{% for x in y %}{{ x }}{% endfor %}\n",
    "src/tags.njk": (
        "---\npagination:\n  data: collections\n  alias: tag\npermalink: \"/topic/{{ tag | slug }}/\"\n---\n"
    ),
    "src/sitemap.njk": "---\npermalink: /sitemap.xml\n---\n<x/>\n",
    "src/img/a.png": PNG,
    "public/robots2.txt": "x\n",
    "public/_redirects": "/old /who-we-are/\n/gone /nowhere\n",
}  # fmt: skip


def test_a_site_builds_and_answers_every_old_address(tmp_path: Path) -> None:
    about = "---\ntitle: About\npermalink: /who-we-are/\nredirect_from: /about.html\n---\nText.\n"
    files = {path: data for path, data in FILES.items() if "third" not in path and "_redirects" not in path}
    paths, problems = Moved(tmp_path, "eleventy", {**files, "src/about.md": about}).built()

    assert problems == []
    assert {
        "index.html",
        "who-we-are/index.html",
        "about.html",
        "news/first/index.html",
        "news/second/index.html",
        "topic/clean-water/index.html",
        "img/a.png",
        "robots2.txt",
    } <= paths


def test_texts_and_tags(tmp_path: Path) -> None:
    site = Moved(tmp_path, "eleventy", FILES)

    assert site.text("content/_index.md") == "---\ntitle: Home\n---\n\nWelcome to Old site.\n"
    assert site.text("content/pages/about.md") == (
        "---\ntitle: About\naliases: [/who-we-are/, /about.html, /old]\n---\n\n"
        'See [first](../posts/first.md) and {{< box "x" >}}\n\nInside.\n\n{{< /box >}}\n'
    )
    assert site.text("content/posts/first.md") == (
        "---\ntitle: First\ndate: 2020-01-02\ntags: [clean-water]\n---\n\n![A lane](lane.png)\n"
    )
    assert (site.root / "content/posts/lane.png").is_file()
    assert site.text("content/posts/second.md").startswith("---\ntitle: Second\ndate: 2020-02-03\n")
    assert "title: Third" in site.text("content/posts/third.md")
    assert "    - target: page:pages/about\n      title: About us\n" in site.text("content/site.yaml")


def test_what_is_lost_or_left_is_listed(tmp_path: Path) -> None:
    site = Moved(tmp_path, "eleventy", FILES)

    assert site.notes(Outcome.LEFT) == [
        ("src/posts/third.md", "`{{ x }}` is a program: write its result"),
        ("src/posts/third.md", "the tag `{% endfor %}` is a program: write its result"),
        ("src/posts/third.md", "the tag `{% for %}` is a program: write its result"),
        ("src/tags.njk", "makes several pages by a program"),
    ]
    assert site.notes(Outcome.LOST) == [
        ("", "`/gone` led to `/nowhere`, which is no page or file"),
        ("src/sitemap.njk", "is a template for the file `/sitemap.xml`"),
    ]


def test_nothing_is_run(tmp_path: Path) -> None:
    Moved(tmp_path, "eleventy", FILES)

    assert not Path("/tmp/sitegen-import-ran").exists()


def test_scripts_are_read_as_far_as_they_are_literals() -> None:
    text = (
        "export default {\n  // a comment\n  tags: ['a', \"b\"], layout: `x`, n: 3,\n"
        "  run() { return {x: 1} },\n  f: () => [1, 2], deep: {ok: true},\n};"
    )

    assert default_export(text) == {"tags": ["a", "b"], "layout": "x", "n": "3", "deep": {"ok": "true"}}
    assert default_export("export default " + "[" * 100_000) == {}
    assert constants("const a = 'x';\nconst b = f();\nconst c = [1,\n 2];\n") == {"a": "x", "c": ["1", "2"]}


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSource, match="is no Eleventy site"):
        Moved(tmp_path, "eleventy", {"readme.md": "x"})
