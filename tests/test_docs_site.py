"""The documentation as a site: it builds without any problem, and its versions link to each other."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from sitegen.build.build import build
from sitegen.build.context import Context, Options
from sitegen.execute import executor_for
from tests.commands.test_cli import sitegen
from tests.sites import TODAY, Outcome, load, write_files

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    root = tmp_path_factory.mktemp("docs")
    for name in ("content", "templates", "static"):
        shutil.copytree(DOCS / name, root / name)
    built = build(root, load(root, TODAY), Context(executor_for(1), options=Options(reports=True)))
    return Outcome(root, built.artifacts, built.report.problems)


def test_the_documentation_has_no_problems(site: Outcome) -> None:
    assert site.problems == ""


def test_every_document_has_a_page_with_its_place_among_the_others(site: Outcome) -> None:
    manual = DOCS / "content/manual"
    documents = [path.relative_to(manual).with_suffix("") for path in manual.rglob("*.md")]
    for path in documents:
        page = site[f"{(path.parent if path.name == '_index' else path).as_posix()}/index.html"]
        assert re.search(r'<nav class="tree".*aria-current="page"', page, re.DOTALL), path
    assert len(documents) > 35


def test_a_page_has_its_contents_and_its_neighbours(site: Outcome) -> None:
    page = site["editors/markdown/index.html"]

    assert '<li class="toc-2"><a href="#footnotes">Footnotes</a></li>' in page
    assert '<p><span>Previous:</span> <a href="/editors/writing/">Writing content</a></p>' in page
    assert '<p><span>Next:</span> <a href="/editors/glossary/">Glossary</a></p>' in page
    assert "old-version" not in page


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """`docs/versions.py` for a small repository; the sitegen under test takes the place of older ones."""
    spec = spec_from_file_location("versions", DOCS / "versions.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "versions", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path / "repository")
    monkeypatch.setattr(module, "run_sitegen", run_sitegen)
    return module


def run_sitegen(clone: Path, *arguments: str) -> None:
    done = sitegen(*arguments, "--jobs", "1")
    assert done.returncode == 0, done.stdout


def test_versions_link_to_each_other(versions: ModuleType, tmp_path: Path) -> None:
    repository, out = tmp_path / "repository", tmp_path / "out"
    shutil.copytree(DOCS / "templates", repository / "docs/templates")
    shutil.copytree(DOCS / "static", repository / "docs/static")
    definition = (DOCS / "content/site.yaml").read_text("utf-8").partition("menus:")[0]
    page = "---\ntitle: {0}\nsummary: About {0}.\n---\n\nText.\n"
    more = "theme: network\nicon: {file: favicon.svg}\nmenus: {main: [page:manual/tour]}\n"
    write_files(
        repository,
        {
            "docs/content/site.yaml": definition + more,
            "docs/content/manual/_type.yaml": (DOCS / "content/manual/_type.yaml").read_text("utf-8"),
            "docs/content/manual/tour.md": page.format("Tour"),
        },
    )
    git(repository, "init", "--quiet")
    commit(repository, "v0.1.0")
    write_files(repository, {"docs/content/manual/old.md": page.format("Old")})
    commit(repository, "v0.1.1")
    (repository / "docs/content/manual/old.md").rename(repository / "docs/content/manual/new.md")
    commit(repository, "v0.2.0")
    commit(repository, "v0.3.0-rc.1")

    versions.main([str(out), "--base-url", "https://docs.example.org/s/"])

    tour, old, new, latest, newest = (
        (out / name / "index.html").read_text("utf-8")
        for name in ("v0.1/tour", "v0.1/old", "v0.2/new", "latest/new", "")
    )
    link = '<a href="https://docs.example.org/s/v0.2/{}">Documentation of version 0.2, the newest release</a>'
    assert link.format("tour/") in tour
    assert link.format("") in old
    assert "newest release" not in new
    assert link.format("new/") in latest
    assert '<a href="https://docs.example.org/s/v0.1/" aria-current="true">0.1</a>' in old
    assert '<a href="https://docs.example.org/s/latest/">development</a>' in old
    assert 'content="0; url=v0.2/"' in newest
    assert sorted(path.name for path in out.iterdir() if path.is_dir()) == ["latest", "v0.1", "v0.2"]
    assert git(repository, "status", "--porcelain") == ""


def test_a_version_shares_the_packages_if_its_lock_is_the_same(versions: ModuleType, tmp_path: Path) -> None:
    python = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    lock = {f"{name}/requirements.lock": "a==1" for name in ("repository", "same")}
    write_files(tmp_path, {f"repository/.venv/{python}": "", "other/requirements.lock": "a==2", **lock})

    same, other = (versions.program(tmp_path / name) for name in ("same", "other"))
    assert same == [str(tmp_path / "repository/.venv" / python), "-Pm", "sitegen"]
    assert other == [sys.executable, str(tmp_path / "other/build.py")]


def commit(repository: Path, tag: str) -> None:
    git(repository, "add", "--all")
    git(repository, "-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "--quiet", "--allow-empty",
        "--message", tag)  # fmt: skip
    git(repository, "tag", tag)


def git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=repository, capture_output=True, text=True, check=True)
    return done.stdout
