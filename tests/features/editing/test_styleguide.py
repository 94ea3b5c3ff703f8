"""The page that shows every component: there while somebody works on the design, never for readers."""

from __future__ import annotations

from pathlib import Path

from tests.sites import Files, base_text, build_good

TEMPLATE = (
    '{% extends "base.html" %}{% block main %}{{ pager.entries }} {{ facets|length }} '
    "{% for card in entries %}[{{ card.title }}]{% endfor %}{% endblock %}"
)
FILES: Files = {"templates/styleguide.html": TEMPLATE}


def test_with_drafts_it_shows_the_list_with_the_most_filters(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES, drafts=True)
    page = outcome["styleguide/index.html"]

    assert "<h1>Style guide</h1>" in page
    assert "[Spark]" in page
    assert "styleguide" not in outcome["sitemap.xml"]
    assert "fr/styleguide/index.html" not in outcome.paths


def test_readers_do_not_get_it(tmp_path: Path) -> None:
    assert "styleguide/index.html" not in build_good(tmp_path, FILES).paths


def test_a_site_without_its_template_has_none(tmp_path: Path) -> None:
    assert "styleguide/index.html" not in build_good(tmp_path, drafts=True).paths


def test_the_style_guide_shows_the_tokens_of_the_theme(tmp_path: Path) -> None:
    theme = (
        "title: House\ntokens:\n  link: {value: ['#00f', '#aaf'], meaning: Links}\n"
        "  gap: {kind: length, value: 1rem}\n"
    )
    template = (
        "{% for it in tokens %}{{ it.name }} {{ it.kind }} {{ it.meaning }} {{ it.default|join('/') }} "
        "{{ it.value|join('/') }} {{ it.own }};{% endfor %}"
    )
    site = base_text("content/site.yaml") + "theme: {name: house, tokens: {link: '#123456'}}\n"
    files = {
        "themes/house/theme.yaml": theme,
        "content/site.yaml": site,
        "templates/styleguide.html": template,
    }
    page = build_good(tmp_path, files, drafts=True)["styleguide/index.html"]

    assert page == "link colour Links #00f/#aaf #123456 True;gap length  1rem 1rem False;"
