"""The theme in `themes/uswds/`: every preset with it, edits of its files, and what its files are made of."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.authoring.scaffold import Preset, make_site
from sitegen.features.themes.check import LEAST, contrast
from sitegen.features.themes.keys import pairs_of, tokens_of
from sitegen.upkeep.translations import accept
from tests.build.builds import assert_as_clean, build, replace_in
from tests.build.test_themes import forget_packages
from tests.sites import load, write_files

HERE = Path(__file__).parents[2] / "themes/uswds"
FOLDER = HERE / "sitegen_uswds"
LANGUAGES = ("en", "fr", "ar")


def site_with(root: Path, preset: str, theme: str) -> Path:
    make_site(root, preset=Preset(preset, LANGUAGES, "Cities"))
    accept(root, load(root))
    replace_in(root, "content/site.yaml", "theme: network", f"theme: {theme}")
    return root


@pytest.fixture(autouse=True)
def _other_tests_know_no_package() -> Iterator[None]:
    yield
    forget_packages()


def install(folder: Path) -> None:
    """The package with its entry point, as pip leaves it."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"]
    ((name, module),) = project["entry-points"]["sitegen.themes"].items()
    about = f"sitegen_theme_uswds-{project['version']}.dist-info"
    shutil.copytree(FOLDER, folder / module)
    write_files(folder, {f"{about}/entry_points.txt": f"[sitegen.themes]\n{name} = {module}\n"})
    forget_packages()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A built site with a copy of the theme in its `themes/`."""
    root = site_with(tmp_path / "site", "institute", "./themes/uswds")
    shutil.copytree(FOLDER, root / "themes/uswds")
    assert not build(root).report.problems
    return root


@pytest.mark.parametrize("preset", ["institute", "network", "minimal"])
def test_every_preset_is_whole_with_the_installed_theme(
    preset: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "packages")
    monkeypatch.syspath_prepend(tmp_path / "packages")
    root = site_with(tmp_path / "site", preset, "uswds")

    assert not build(root).report.problems
    home = (root / "public/ar/index.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in home
    assert '<header class="usa-header usa-header--extended site-header">' in home
    assert (root / "public/fonts/publicsans-regular.woff2").is_file()


def test_pages_have_the_components_of_the_design_system(root: Path) -> None:
    news = (root / "public/news/index.html").read_text("utf-8")

    assert '<ul class="usa-card-group cards" data-pagefind-ignore>' in news
    assert '<h3 class="usa-card__heading"><a href="/news/' in news
    assert '<li class="usa-breadcrumb__list-item usa-current" aria-current="page"><span>News</span>' in news
    assert " style=" not in news
    assert not (FOLDER / "static/js").exists()  # the scripts are those of the theme below


def test_a_page_loads_one_style_sheet_with_the_rules_of_both_themes_and_the_tokens(root: Path) -> None:
    tokens = 'theme:\n  name: ./themes/uswds\n  tokens: {link: ["#00468c", "#8ab4ff"]}'
    replace_in(root, "content/site.yaml", "theme: ./themes/uswds", tokens)
    result = build(root)
    sheet = (root / "public/css/site.css").read_text("utf-8")

    assert not result.report.problems
    assert sheet.startswith("@layer network {\n@layer base, layout, parts, prose, print;\n")
    assert ".usa-card__container" in sheet
    assert sheet.endswith(":root{--link:light-dark(#00468c,#8ab4ff)}\n")
    assert (root / "public/index.html").read_text("utf-8").count('rel="stylesheet"') == 1


def test_an_edit_of_a_template_of_the_theme_rebuilds_the_pages_that_use_it(root: Path) -> None:
    replace_in(root, "themes/uswds/templates/cards.html", "usa-card__heading", "usa-card__heading title")
    rendered = set(build(root).rendered)

    pages = {path.relative_to(root / "public").as_posix() for path in (root / "public").rglob("*.html")}
    without = {
        path for path in pages if re.fullmatch(r"((fr|ar)/)?(404|(search|countries)/index)\.html", path)
    }
    assert rendered == pages - without
    assert_as_clean(root)


def test_an_edit_of_the_style_sheet_changes_its_address_on_every_page(root: Path) -> None:
    replace_in(root, "themes/uswds/static/css/site.css", ".usa-card__container", ".x,.usa-card__container")
    pages = {path.relative_to(root / "public").as_posix() for path in (root / "public").rglob("*.html")}
    old = {path for path in pages if "stylesheet" not in (root / "public" / path).read_text("utf-8")}

    assert set(build(root).rendered) == {"css/site.css", *pages} - old
    assert_as_clean(root)


def test_the_files_are_those_that_the_script_recorded() -> None:
    record = json.loads((HERE / "made.json").read_text("utf-8"))
    locked = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]

    assert {
        path.relative_to(HERE).as_posix() for path in (FOLDER / "static").rglob("*") if path.is_file()
    } == {path for path in record["files"] if path.startswith("sitegen_uswds/")}
    for path, digest in record["files"].items():
        assert hashlib.sha256((HERE / path).read_bytes()).hexdigest() == digest, path
    for name, package in record["packages"].items():
        assert package == {key: locked[f"node_modules/{name}"][key] for key in ("version", "integrity")}
        assert package["integrity"].startswith("sha512-")


def test_every_file_that_the_style_sheet_names_is_there() -> None:
    sheet = FOLDER / "static/css/site.css"
    named = {name.strip('"') for name in re.findall(r"url\(([^)]+)\)", sheet.read_text("utf-8"))} - {""}

    assert named
    assert [name for name in named if not (sheet.parent / name).is_file()] == []


def test_tokens_have_their_values_in_the_style_sheet_and_enough_contrast(root: Path) -> None:
    theme = load(root).theme
    sheet = (HERE / "src/tokens.css").read_text("utf-8")
    own = theme.contributed[0]["tokens"]
    assert isinstance(own, dict)
    for name, token in own.items():
        value = token.value[0] if len(token.value) == 1 else f"light-dark({', '.join(token.value)})"
        assert f"  --{name}: {value};" in sheet
    assert set(re.findall(r"^  --([\w-]+):", sheet, re.MULTILINE)) == own.keys()
    tokens = tokens_of(theme)
    for one, other in pairs_of(theme):
        for mode in (0, -1):
            assert contrast(tokens[one].value[mode], tokens[other].value[mode]) >= LEAST, (one, other, mode)
