"""Exports of WordPress in several languages: Polylang and WPML."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.commands.import_site import import_command
from sitegen.features.importing.imported import Imported
from sitegen.features.importing.importers import ImportOptions
from sitegen.features.importing.source import Source
from sitegen.features.importing.wordpress import read
from tests.features.importing.sites import built
from tests.features.importing.test_wordpress import HEAD, MODERN, item, meta

OLD = "https://old.example"


def term(number: int, domain: str, slug: str, name: str, description: str = "") -> str:
    return (
        f"<wp:term><wp:term_id>{number}</wp:term_id><wp:term_taxonomy>{domain}</wp:term_taxonomy>"
        f"<wp:term_slug>{slug}</wp:term_slug><wp:term_name>{name}</wp:term_name>"
        f"<wp:term_description><![CDATA[{description}]]></wp:term_description></wp:term>"
    )


def polylang(language: str, group: str = "") -> str:
    joined = f'<category domain="post_translations" nicename="{group}">{group}</category>' if group else ""
    return f'<category domain="language" nicename="{language}">{language}</category>{joined}'


def wpml(language: str, group: str = "") -> str:
    joined = meta("_wpml_import_translation_group", group) if group else ""
    return meta("_wpml_import_language_code", language) + joined


def subject(slug: str, name: str) -> str:
    return f'<category domain="category" nicename="{slug}">{name}</category>'


LANGUAGES = (
    term(50, "language", "en", "English", 'a:2:{s:6:"locale";s:5:"en_GB";s:3:"rtl";i:0;}')
    + term(51, "language", "fr", "Français", 'a:2:{s:6:"locale";s:5:"fr_FR";s:3:"rtl";i:0;}')
    + term(60, "category", "eau", "Eau")
    + term(61, "term_translations", "pll_t", "pll_t", 'a:2:{s:2:"en";i:3;s:2:"fr";i:60;}')
)


def export(tmp_path: Path, *items: str) -> Path:
    file = tmp_path / "export.xml"
    file.write_text(HEAD.replace("NS", MODERN) + "".join(items) + "</channel></rss>", encoding="utf-8")
    return file


def imported(tmp_path: Path, *items: str) -> Imported:
    return read(Source(export(tmp_path, *items)), ImportOptions())


def versions(site: Imported, kind: str) -> list[tuple[str, str, str]]:
    """Key, language and slug of each entry of a type."""
    found = [entry for entry in site.entries if entry.type == kind]
    slugs = [next((str(f.value) for f in entry.fields if f.name == "slug"), "") for entry in found]
    return [(entry.key, entry.language, slug) for entry, slug in zip(found, slugs, strict=True)]


@pytest.mark.parametrize("plugin", [polylang, wpml])
def test_translations_are_versions_of_one_entry(tmp_path: Path, plugin: object) -> None:
    make = polylang if plugin is polylang else wpml
    site = imported(
        tmp_path,
        item(2, slug="le-port", link=f"{OLD}/fr/2019/05/le-port/", more=make("fr", "g1")),
        item(1, slug="harbour", more=make("en", "g1")),
        item(3, slug="alone", more=make("en")),
        item(4, slug="seul", link=f"{OLD}/fr/2019/05/seul/", more=make("fr")),
    )
    assert [language.code for language in site.languages] == ["en", "fr"]
    assert versions(site, "posts") == [
        ("posts/harbour", "fr", "le-port"),
        ("posts/harbour", "en", ""),
        ("posts/alone", "en", ""),
        ("posts/seul", "fr", ""),
    ]
    assert not any("_wpml" in note.text for note in site.notes)


def test_pages_below_translated_pages_and_home_pages(tmp_path: Path) -> None:
    def page(number: int, path: str, language: str, group: str = "", parent: str = "0") -> str:
        slug = path.strip("/").rpartition("/")[2] or "home"
        more = polylang(language, group)
        return item(number, "page", slug=slug, link=OLD + path, parent=parent, more=more)

    site = imported(
        tmp_path,
        page(1, "/", "en", "h"),
        page(2, "/fr/", "fr", "h"),
        page(3, "/about/", "en", "a"),
        page(4, "/fr/a-propos/", "fr", "a"),
        page(5, "/fr/a-propos/equipe/", "fr", parent="4"),
        page(6, "/about/equipe/", "en", parent="3"),
    )
    assert versions(site, "") == [("", "en", ""), ("", "fr", "")]
    assert versions(site, "pages") == [
        ("pages/about", "en", ""),
        ("pages/about", "fr", "a-propos"),
        ("pages/about/equipe", "fr", ""),
        ("pages/about/equipe-2", "en", ""),
    ]


def test_the_original_is_the_version_in_the_first_language_that_has_one(tmp_path: Path) -> None:
    def post(number: int, slug: str, language: str, group: str, **values: str) -> str:
        link = f"{OLD}/{language}/2019/05/{slug}/"
        return item(number, slug=slug, link=link, more=polylang(language, group), **values)

    file = export(
        tmp_path,
        item(1, slug="harbour", more=polylang("en")),
        post(2, "allein", "de", "g"),
        post(3, "agua", "es", "h"),
        post(4, "wasser", "de", "h"),
        post(5, "solo", "es", "g"),
        post(6, "solo-2", "es", "g"),
        post(7, "secreto", "es", "i", status="private"),
        post(8, "offen", "de", "i"),
    )
    site = read(Source(file), ImportOptions())
    assert versions(site, "posts") == [
        ("posts/harbour", "en", ""),
        ("posts/allein", "de", ""),
        ("posts/wasser", "es", "agua"),
        ("posts/wasser", "de", ""),
        ("posts/allein", "es", "solo"),
        ("posts/solo-2", "es", ""),
        ("posts/offen", "de", ""),
    ]
    CliRunner().invoke(import_command, ["wordpress", str(file), str(tmp_path / "new")])
    outputs, problems = built(tmp_path / "new")
    assert [text for text in problems if "catalogue.missing" not in text] == []
    assert {f"es/2019/05/{slug}/index.html" for slug in ("agua", "solo", "solo-2")} <= outputs


@pytest.mark.parametrize(
    ("slug", "declared", "code"),
    [
        ("pt-br", "", "pt-BR"),
        ("francais", term(51, "language", "francais", "Français", 's:6:"locale";s:5:"fr_FR";'), "fr-FR"),
        ("unknown", "", "en-GB"),
        ("zh_hant", "", "zh-Hant"),
    ],
)
def test_codes_of_languages(tmp_path: Path, slug: str, declared: str, code: str) -> None:
    site = imported(tmp_path, declared, item(1, more=polylang(slug)))
    assert {entry.language for entry in site.entries if entry.type == "posts"} == {code}


def test_the_imported_site_keeps_every_address_of_both_languages(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        LANGUAGES,
        item(1, slug="harbour", content="Boats.", more=polylang("en", "g") + subject("water", "Water")),
        item(
            2,
            slug="le-port",
            content=f'<a href="{OLD}/2019/05/harbour/">Anglais</a>',
            link=f"{OLD}/fr/2019/05/le-port/",
            more=polylang("fr", "g") + subject("eau", "Eau") + subject("mer", "Mer"),
        ),
        item(3, slug="seul", link=f"{OLD}/fr/2019/05/seul/", more=polylang("fr") + subject("eau", "Eau")),
    )
    done = CliRunner().invoke(import_command, ["wordpress", str(file), str(tmp_path / "new")])

    assert done.exit_code == 0, done.output
    new = tmp_path / "new"
    text = (new / "content/posts/harbour.fr.md").read_text()
    assert "slug: le-port\n" in text
    assert "categories" not in text
    report = (new / "import-report.md").read_text()
    assert "- `export.xml#2`: `categories` of its original are used; here they were: water, mer\n" in report
    assert "- `export.xml#2`: `date` of its original is used, and differs\n" in report
    assert "[Anglais](harbour.md)" in text
    assert "title: Eau\n" in (new / "content/categories/water.fr.md").read_text()
    outputs, problems = built(new)
    assert problems == []
    assert {
        "2019/05/harbour/index.html",
        "fr/2019/05/le-port/index.html",
        "fr/2019/05/seul/index.html",
        "category/water/index.html",
        "fr/category/eau/index.html",
    } <= outputs
