"""`.ci/site.sh`, the plain script for other CI systems."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.sites import make_site

ROOT = Path(__file__).parents[2]


def ci(folder: Path, *arguments: str, status: int = 0) -> str:
    sitegen = f"{sys.executable} -m sitegen"
    done = subprocess.run(
        ["sh", str(ROOT / ".ci" / "site.sh"), *arguments],
        cwd=folder,
        env={**os.environ, "SITEGEN": sitegen, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_what_was_built_is_verified_and_a_planted_link_found(tmp_path: Path) -> None:
    root, out = make_site(tmp_path / "site"), tmp_path / "out"
    ci(root, "build", str(out), "https://preview.example/7/")

    assert "https://preview.example/7/" in (out / "site/sitemap.xml").read_text("utf-8")
    assert "files are as built" in ci(root, "verify", str(out / "site"), str(out / "manifest.json"))
    home = out / "site/index.html"
    home.write_text(home.read_text("utf-8").replace("</body>", "https://casino.example/</body>"), "utf-8")
    assert "casino.example" in ci(root, "verify", str(out / "site"), str(out / "manifest.json"), status=1)


def test_a_site_with_mistakes_is_not_built(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"content/topics/air.md": "---\ntitle: Air\n---\n\n[Fod](fod.md)\n"})

    assert "link.missing" in ci(root, "build", str(tmp_path / "out"), status=1)
    assert not (tmp_path / "out").exists()


def test_without_a_step_it_says_what_there_is(tmp_path: Path) -> None:
    said = ci(tmp_path, status=2)

    for step in ("check", "preview", "due", "build", "verify", "links"):
        assert f".ci/site.sh {step}" in said


def test_a_preview_shows_content_only_and_says_what_changes(tmp_path: Path) -> None:
    make_site(tmp_path / "base")
    changed = {"content/topics/air.md": "---\ntitle: Air\n---\n\nFresh.\n", "templates/entry.html": "changed"}
    make_site(tmp_path / "pr", changed)

    said = ci(tmp_path, "preview", "base", "pr", "out")

    assert "1 file of templates/ is not part of the preview" in said
    assert "Fresh." in (tmp_path / "out/head/topics/air/index.html").read_text("utf-8")
    assert "/topics/air/" in (tmp_path / "out/report.md").read_text("utf-8")
