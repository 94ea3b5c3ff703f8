"""Sources that try to leave their folder, to run something, or to need much time or memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.importing.sites import Moved
from tests.sites import Files

UP = "../../../../outside"
HUGO: Files = {
    "hugo.toml": (
        f'staticDir = "{UP}"\n[languages.en]\ncontentDir = "content"\n[languages.fr]\ncontentDir = "{UP}"\n'
    ),
    "content/posts/a/index.md": (
        f"---\ntitle: A\nurl: /{UP}/a/\naliases: [/{UP}/]\nslug: ../b\n---\n![x](b.png)\n"
    ),
    "content/posts/a/b.png": b"x",
    "content/posts/c.md": f'---\ntitle: C\n---\n{{{{< {UP}/x >}}}} {{{{< a/../../b "{UP}" >}}}}\n',
    "layouts/shortcodes/a.html": "{{ readFile `/etc/passwd` }} {% set x = 1 %} #} {{ 1 }}",
}
JEKYLL: Files = {
    "_config.yml": f"source: {UP}\ncollections_dir: {UP}\ncollections: {{x: {{output: true}}}}\n",
    "_posts/2020-01-01-a.md": "---\n---\n{% include ../../../outside/secret.html %}\n",
}
ELEVENTY: Files = {
    ".eleventy.js": (
        f'module.exports = {{ dir: {{ input: "{UP}", data: "{UP}" }} }}; addPassthroughCopy("{UP}")'
    ),
    "a.md": f"---\npermalink: /{UP}/a/\n---\nText.\n",
}


@pytest.mark.parametrize(("generator", "files"), [("hugo", HUGO), ("jekyll", JEKYLL), ("eleventy", ELEVENTY)])
def test_nothing_outside_is_read_or_written(tmp_path: Path, generator: str, files: Files) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.html").write_text("secret")
    (tmp_path / "outside/secret.md").write_text("---\ntitle: Secret\n---\nsecret\n")
    before = {path for path in tmp_path.rglob("*") if "outside" in path.parts}

    site = Moved(tmp_path, generator, files)

    made = {path for path in tmp_path.rglob("*") if tmp_path / "new" not in path.parents}
    assert {path for path in made if path.parts[len(tmp_path.parts)] not in ("old", "new")} == before
    texts = [
        path.read_text(errors="replace") for path in (site.root / "content").rglob("*") if path.is_file()
    ]
    assert all("secret\n" not in text for text in texts)
    assert all(".." not in path.relative_to(site.root).parts for path in site.root.rglob("*"))


def test_a_stub_of_a_hostile_template_is_a_comment(tmp_path: Path) -> None:
    files = dict(HUGO) | {"content/posts/c.md": "---\ntitle: C\n---\n{{< a >}}\n"}

    text = Moved(tmp_path, "hugo", files).text("templates/shortcodes/a.html")

    assert text.startswith("{# A stub")
    assert text.count("#}") == 1
    assert "readFile" in text.partition("#}")[0]
