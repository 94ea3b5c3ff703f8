"""Themes: files through layers, and builds after edits of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.build import cache
from sitegen.build.unchanged import Request
from sitegen.store.packages import entry_points_of, installed_packages, names_of_packages
from tests.build.builds import assert_as_clean, build, is_unchanged, replace_in, write
from tests.sites import TODAY, Files, attempt, base_text, build_good, entry, make_site, write_files

SITE = base_text("content/site.yaml")
PAGE = "topics/food/index.html"
BASE = (
    '<!doctype html><html lang="{{ page.lang }}"><title>{{ page.title }}</title><body>'
    "{% include 'top.html' %}<main>{% block main %}{% endblock %}</main></body></html>"
)
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
THEME: Files = {
    "themes/house/theme.yaml": "title: House\nbase: ground\n",
    "themes/house/templates/entry.html": "{% extends 'base.html' %}"
    "{% block main %}house {{ page.title }} {{ _('Sources') }}{% endblock %}",
    "themes/house/templates/top.html": "<p>house {{ site.title }}</p>",
    "themes/house/static/look.css": "a { color: red }",
    "themes/house/locale/fr.po": f'{HEAD}msgid "Sources"\nmsgstr "Origines"\n',
    "themes/ground/theme.yaml": "title: Ground\n",
    "themes/ground/templates/base.html": BASE,
    "themes/ground/templates/top.html": "<p>ground</p>",
    "themes/ground/templates/entry.html": "ground",
    "themes/ground/static/look.css": "a { color: blue }",
    "themes/ground/static/other.css": "b { color: blue }",
}
OWN: Files = {"templates/base.html": None, "templates/entry.html": None, "static/site.css": None}


def files(theme: str = "house", **more: str | None) -> Files:
    templates: Files = {
        f"templates/{name}.html": "{% extends 'base.html' %}"
        for name in ("404", "alphabet", "home", "index", "taxonomy", "term", "timeline")
    }
    return {**OWN, **templates, **THEME, "content/site.yaml": f"{SITE}theme: {theme}\n", **more}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", files())
    assert not build(root).report.problems
    return root


def test_each_file_comes_from_the_nearest_layer_that_has_it(tmp_path: Path) -> None:
    site = build_good(tmp_path, files())

    assert site[PAGE].endswith("<p>house City Notes</p><main>house Food Sources</main></body></html>")
    assert site["fr/" + PAGE].endswith("<main>house Alimentation Origines</main></body></html>")
    assert (site["look.css"], site["other.css"]) == ("a { color: red }", "b { color: blue }")


def test_a_file_of_the_site_changes_one_block_of_the_theme(tmp_path: Path) -> None:
    own = "{% extends 'theme:base.html' %}{% block main %}own {{ super() }}{% endblock %}"
    top = "{% include 'theme:top.html' %}{% from 'theme:m.html' import m %}{{ m() }}"
    macro = {"themes/ground/templates/m.html": "{% macro m() %}below{% endmacro %}"}
    site = build_good(tmp_path, {**files(), **macro, "templates/base.html": own, "templates/top.html": top})

    assert "<p>house City Notes</p>below<main>house Food Sources</main>" in site[PAGE]


def test_a_theme_extends_the_file_of_its_base(tmp_path: Path) -> None:
    middle = {
        "themes/house/templates/base.html": "{% extends 'theme:base.html' %}{% block main %}{% endblock %}"
    }
    own = {"templates/base.html": "{% extends 'theme:base.html' %}"}
    site = build_good(tmp_path, {**files(), **middle, **own})

    assert "<main>house Food Sources</main>" in site[PAGE]


def test_the_words_of_the_site_come_before_those_of_the_theme_one_by_one(tmp_path: Path) -> None:
    template = "{% extends 'base.html' %}{% block main %}{{ _('Sources') }} {{ _('Date') }}{% endblock %}"
    theme = f'{HEAD}msgid "Sources"\nmsgstr "Origines"\n\nmsgid "Date"\nmsgstr "Jour"\n'
    more = {"themes/house/locale/fr.po": theme, "templates/entry.html": template}
    own = {"templates/locale/fr.po": f'{HEAD}msgid "Sources"\nmsgstr "Nos sources"\n'}
    site = build_good(tmp_path, {**files(), **more, **own})

    assert "<main>Nos sources Jour</main>" in site["fr/" + PAGE]


@pytest.mark.parametrize(
    ("own", "lower", "shown"),
    [
        ('msgid "%(n)s page"\nmsgid_plural "%(n)s pages"\n'
         'msgstr[0] "%(n)s feuille"\nmsgstr[1] "%(n)s feuilles"\n', "(n > 1)",
         "0 feuilles 1 feuille 2 feuilles, 0 carte 1 carte 2 cartes"),
        ('msgid "Date"\nmsgstr "Jour"\n', "(n > 1)",
         "0 page 1 page 2 pages, 0 carte 1 carte 2 cartes"),
        ('msgid "Date"\nmsgstr "Jour"\n', "(n != 1)",
         "0 pages 1 page 2 pages, 0 cartes 1 carte 2 cartes"),
    ],
)  # fmt: skip
def test_plural_forms_are_chosen_by_the_rule_of_their_own_catalogue(
    tmp_path: Path, own: str, lower: str, shown: str
) -> None:
    words = "".join(
        f'msgid "%(n)s {one}"\nmsgid_plural "%(n)s {one}s"\n'
        f'msgstr[0] "%(n)s {french}"\nmsgstr[1] "%(n)s {french}s"\n\n'
        for one, french in (("page", "page"), ("card", "carte"))
    )
    head = HEAD.removesuffix("\n\n") + '\n"Plural-Forms: nplurals=2; plural={};\\n"\n\n'
    numbers = (
        " ".join(
            f"{{{{ ngettext('%(n)s {one}', '%(n)s {one}s', {number}, n={number}) }}}}" for number in range(3)
        )
        for one in ("page", "card")
    )
    more = {
        "themes/ground/locale/fr.po": head.format(lower) + words,
        "templates/locale/fr.po": head.format("(n != 1)") + own,
        "templates/entry.html": ", ".join(numbers),
    }
    assert build_good(tmp_path, {**files(), **more})["fr/" + PAGE] == shown


OWN_SHEET = '/* ours */\n@import "theme:look.css";\nb { color: pink }\n'
CHAIN: Files = {
    "static/look.css": OWN_SHEET,
    "themes/house/static/look.css": '@layer x, y;\n@import "theme:look.css" layer(ground);\na { color: red }',
}


def test_a_style_sheet_includes_that_of_the_theme_below(tmp_path: Path) -> None:
    site = build_good(tmp_path, {**files(), **CHAIN})

    assert site["look.css"] == (
        "/* ours */\n@layer x, y;\n@layer ground {\na { color: blue }\n}\na { color: red }\n"
        "b { color: pink }\n"
    )


def test_only_the_head_of_a_style_sheet_includes_another(tmp_path: Path) -> None:
    own = 'a { }\n@import "theme:look.css";\n'
    url = '@import url("other.css");\n/* @import "theme:look.css"; */ b { }'
    sheets = {"static/look.css": own, "static/other.css": url}
    site = build_good(tmp_path, {**files(), **sheets})

    assert {path: site[path.removeprefix("static/")] for path in sheets} == sheets


def test_a_folder_without_a_definition_has_the_type_of_the_theme(tmp_path: Path) -> None:
    type_of_theme = "name: {en: Memo, de: Notiz}\nplural: {en: Memos, de: Notizen}\nfields:\n  place: {}\n"
    more: Files = {
        "themes/ground/types/memos/_type.yaml": type_of_theme,
        "content/memos/one.md": entry("One", "place: Oslo"),
    }
    site = build_good(tmp_path / "theme", {**files(), **more})
    own = attempt(
        tmp_path / "own", {**files(), **more, "content/memos/_type.yaml": "name: Own\nplural: Owns\n"}
    )

    assert "house One Sources" in site["memos/one/index.html"]
    assert own.problems.startswith("content/memos/one.md:3:1: field.unknown:")


def test_a_mistake_in_a_type_of_a_theme_is_named_in_its_file(tmp_path: Path) -> None:
    more = {
        "themes/ground/types/memos/_type.yaml": "name: Memo\nplural: Memos\nsort: day\n",
        "content/memos/one.md": entry("One"),
    }
    assert attempt(tmp_path, {**files(), **more}).problems.startswith(
        "themes/ground/types/memos/_type.yaml:3:7: config.field:"
    )


def test_a_site_in_a_language_that_a_type_lacks_has_its_english_labels(tmp_path: Path) -> None:
    site = SITE.replace("  en: {locale: en_GB}\n  fr: {}\n", "  de: {}\n")
    site = site.replace("{en: City Notes, fr: Notes de villes}", "Notizen")
    site = site.replace("{en: What cities do together., fr: Ce que font les villes ensemble.}", "Städte.")
    config = "name: {en: Memo, fr: Mémo}\nplural: {en: Memos, fr: Mémos}\n"
    found = attempt(
        tmp_path,
        {
            **files(),
            "content/site.yaml": f"{site}theme: house\n",
            "themes/house/types/memos/_type.yaml": config,
            "content/memos/one.md": entry("One"),
        },
    )
    assert not [problem for problem in found.found if "memos" in problem.location.path], found.problems


# --- builds after edits ----------------------------------------------------------------------

ENTRIES = r"(fr/)?(topics|projects|news|pages)/[^/]+/index.html"


def pages_of(root: Path, pattern: str = ".*") -> set[str]:
    """The pages in the output whose path has this form."""
    paths = (path.relative_to(root / "public").as_posix() for path in (root / "public").rglob("*.html"))
    return {path for path in paths if re.fullmatch(pattern, path)}


def nothing_to_do(root: Path) -> bool:
    target = root / "public"
    return is_unchanged(root, target, Request(str(target), "", False, False, TODAY), cache.read(root))


def set_texts(root: Path, texts: Files) -> None:
    """Writes files, and removes those without a text."""
    write_files(root, texts)
    for path, text in texts.items():
        if text is None:
            (root / path).unlink()


def test_an_edit_of_a_template_of_the_theme_rebuilds_the_pages_that_use_it(root: Path) -> None:
    replace_in(root, "themes/ground/templates/base.html", "<main>", "<main id=main>")

    assert set(build(root).rendered) == pages_of(root) - pages_of(root, "redirected.*")
    assert_as_clean(root)
    replace_in(root, "themes/house/templates/entry.html", "house", "our house")
    assert set(build(root).rendered) == pages_of(root, ENTRIES)
    assert_as_clean(root)


def test_an_edit_of_a_static_file_of_the_theme_copies_it(root: Path) -> None:
    write(root, "themes/house/static/look.css", "a { color: green }")

    assert build(root).rendered == ("look.css",)
    assert_as_clean(root)


def test_an_edit_of_a_file_that_another_layer_replaces_changes_nothing(root: Path) -> None:
    write(root, "themes/ground/templates/top.html", "<p>changed</p>")
    write(root, "themes/ground/static/look.css", "a { color: green }")

    assert not nothing_to_do(root)
    assert build(root).rendered == ()
    assert nothing_to_do(root)


def test_an_edit_of_a_style_sheet_rebuilds_those_that_include_it(tmp_path: Path) -> None:
    head = "<link rel=stylesheet href={{ assets['look.css'] }}>"
    root = make_site(tmp_path / "site", {**files(), **CHAIN, "templates/top.html": head})
    assert not build(root).report.problems
    write(root, "themes/ground/static/look.css", "a { color: green }")

    assert set(build(root).rendered) == {"look.css", *pages_of(root)}  # its address has a fingerprint
    assert "a { color: green }" in (root / "public/look.css").read_text()
    assert_as_clean(root)
    write(root, "static/look.css", "b { color: pink }")
    assert "look.css" in build(root).rendered
    assert_as_clean(root)
    write(root, "themes/ground/static/look.css", "a { color: gold }")
    assert build(root).rendered == ()


def test_an_edit_of_the_words_of_a_theme_rebuilds_the_pages_in_their_language(root: Path) -> None:
    replace_in(root, "themes/house/locale/fr.po", "Origines", "Provenance")
    rendered = set(build(root).rendered)

    assert "fr/" + PAGE in rendered
    assert {path for path in rendered if path.endswith(".html")} == pages_of(root, "fr/.*")
    assert_as_clean(root)


def test_a_file_of_the_site_replaces_one_of_the_theme_until_it_is_removed(root: Path) -> None:
    before = (root / "public" / PAGE).read_bytes()
    set_texts(root, {"templates/entry.html": "{% extends 'theme:entry.html' %}", "static/other.css": "b {}"})

    assert set(build(root).rendered) == {*pages_of(root, ENTRIES), "other.css"}
    assert_as_clean(root)
    set_texts(root, {"templates/entry.html": None, "static/other.css": None})
    assert set(build(root).rendered) == {*pages_of(root, ENTRIES), "other.css"}
    assert_as_clean(root)
    assert (root / "public" / PAGE).read_bytes() == before


def test_a_file_that_a_higher_layer_gets_or_loses_is_a_change(root: Path) -> None:
    set_texts(root, {"themes/house/static/look.css": None})
    assert build(root).rendered == ("look.css",)
    set_texts(root, {"themes/house/static/look.css": "c {}"})
    assert build(root).rendered == ("look.css",)
    assert_as_clean(root)


def test_another_theme_rebuilds_what_looks_different(root: Path) -> None:
    replace_in(root, "content/site.yaml", "theme: house", "theme: ./themes/ground")

    assert {PAGE, "look.css", "index.html"} <= set(build(root).rendered)
    assert_as_clean(root)
    replace_in(root, "themes/house/theme.yaml", "base: ground", "base: ground # below")
    assert nothing_to_do(root)  # it is not the theme of the site any more
    replace_in(root, "content/site.yaml", "theme: ./themes/ground", "theme: house")
    build(root)
    replace_in(root, "themes/house/theme.yaml", "title: House", "title: Our house")
    assert not nothing_to_do(root)
    assert build(root).rendered == ()


def test_an_edit_of_a_type_of_the_theme_is_an_edit_of_the_definition(root: Path) -> None:
    path = "themes/house/types/memos/_type.yaml"
    set_texts(root, {path: "name: Memo\nplural: Memos\n", "content/memos/one.md": entry("One")})
    assert not build(root).report.problems
    replace_in(root, path, "plural: Memos", "plural: Notes")

    assert "memos/index.html" in build(root).rendered
    assert_as_clean(root)


def forget_packages() -> None:
    for cached in (installed_packages, names_of_packages, entry_points_of):
        cached.cache_clear()


@pytest.fixture(autouse=True)
def _other_tests_know_no_package() -> Iterator[None]:
    yield
    forget_packages()


def install(folder: Path, version: str, look: str) -> None:
    """A package with a theme, as pip leaves it."""
    shutil.rmtree(folder, ignore_errors=True)
    forget_packages()
    about = f"company_look-{version}.dist-info"
    write_files(
        folder,
        {
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: company-look\nVersion: {version}\n",
            f"{about}/entry_points.txt": "[sitegen.themes]\ncompany = company_look\n",
            "company_look/__init__.py": "raise ImportError('a theme is not imported')",
            "company_look/theme.yaml": "title: Company\n",
            "company_look/templates/base.html": BASE.replace("<main>", "<main id=company>"),
            "company_look/templates/top.html": look,
            "company_look/templates/entry.html": "{% extends 'base.html' %}",
            "company_look/static/look.css": "a { color: gold }",
        },
    )


def test_a_theme_can_be_a_package_and_be_updated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = tmp_path / "packages"
    install(packages, "1.0", "<p>one</p>")
    monkeypatch.syspath_prepend(packages)
    root = make_site(tmp_path / "site", files("company"))

    assert not build(root).report.problems
    assert "<p>one</p><main id=company>" in (root / "public" / PAGE).read_text()
    assert (root / "public/look.css").read_text() == "a { color: gold }"
    assert nothing_to_do(root)
    install(packages, "1.1", "<p>two</p>")
    assert not nothing_to_do(root)
    assert set(build(root).rendered) == pages_of(root)
    assert_as_clean(root)
    write(packages, "company_look/templates/top.html", "{{ pge.title }}")
    place = (packages / "company_look/templates/top.html").as_posix()
    (problem,) = build(root).report.problems
    assert problem.location.path == place
    assert problem.hint.endswith("; to change it in this site: sitegen theme copy templates/top.html")


def test_a_folder_of_the_site_takes_the_place_of_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "packages", "1.0", "<p>one</p>")
    monkeypatch.syspath_prepend(tmp_path / "packages")
    root = make_site(tmp_path / "site", files("company"))
    build(root)
    shutil.copytree(root / "themes/ground", root / "themes/company")

    assert not nothing_to_do(root)
    build(root)
    assert (root / "public" / PAGE).read_text() == "ground"
    assert_as_clean(root)
