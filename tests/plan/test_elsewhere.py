"""Entries that lead to another site: a notice of a page there, with no page here."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from sitegen.features.search.pages import details, documents, search_pages
from tests.build.builds import assert_as_clean, build, replace_in, write
from tests.sites import THEME, Files, Outcome, attempt, base_text, build_good, entry, load, model

ADDRESS = "https://www.example.com/story?a=1&b=2"
SHOWN = "https://www.example.com/story?a=1&amp;b=2"
STORY = "content/projects/story.md"


def told(*lines: str) -> str:
    return entry("Story", "summary: There.", "start: 2026-03-01", f"link_to: {ADDRESS}", *lines, body="")


def site_with(root: Path, files: Files | None = None) -> Outcome:
    macros = (THEME / "templates/basics.html").read_text("utf-8")
    link = macros[macros.index("{% macro link(card)") :].partition("{%- endmacro %}")[0] + "{%- endmacro %}"
    lang = "".join(
        f'{{% macro {name}(it) %}}{{% if it.foreign %}} lang="{{{{ it.lang }}}}"{{% endif %}}{{% endmacro %}}'
        for name in ("lang", "target_lang")
    )
    index = base_text("templates/index.html").replace("<ul", "{% from 'link.html' import link %}<ul")
    index = index.replace('<a href="{{ card.url }}">{{ card.title }}</a>', "{{ link(card) }}")
    own: Files = {
        STORY: told("countries: [NO]", "topics: [food]"),
        "content/topics/water.md": entry("Water", body="See [the story](../projects/story.md)."),
        "templates/link.html": lang + link,
        "templates/index.html": index,
    }
    return build_good(root, {**own, **(files or {})})


def test_it_has_no_page_and_lists_lead_to_the_other_site_which_they_name(tmp_path: Path) -> None:
    site = site_with(tmp_path)

    link = f'<a href="{SHOWN}" rel="external">Story <bdi class="host">example.com</bdi></a>'
    assert f'<li id="story">{link}</li>' in site["projects/index.html"]
    assert f'<a href="{SHOWN}" rel="external" lang="en">Story <bdi' in site["fr/projects/index.html"]
    assert not [path for path in site.paths if "story" in path]
    assert f'<p>See <a href="{SHOWN}" rel="external">the story</a>.</p>' in site["topics/water/index.html"]


def test_feeds_and_data_have_the_other_address_and_the_sitemap_does_not(tmp_path: Path) -> None:
    site = site_with(tmp_path)

    assert f'href="{SHOWN}"' in site["projects/feed.xml"]
    (item,) = (it for it in json.loads(site["projects/feed.json"])["items"] if it["title"] == "Story")
    assert (item["url"], item["summary"]) == (ADDRESS, "There.")
    (row,) = (it for it in json.loads(site["data/projects.json"])["entries"] if it["title"] == "Story")
    assert (row["url"], "link_to" in row["fields"]) == (ADDRESS, False)
    assert "story" not in site["sitemap.xml"]
    others = [path for path, text in site.files.items() if "example.org/projects/story" in text]
    assert others == []


def test_it_counts_where_its_fields_put_it(tmp_path: Path) -> None:
    site = site_with(tmp_path)

    assert SHOWN in site["topics/food/index.html"]
    assert SHOWN in site["projects/topics/food/index.html"]
    assert SHOWN in site["a-z/index.html"]
    assert SHOWN in site["countries/no/index.html"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_search_finds_it_by_title_and_summary_and_leads_there(tmp_path: Path, language: str) -> None:
    site = model(
        tmp_path, {STORY: told(), "content/site.yaml": base_text("content/site.yaml") + "search: {}\n"}
    )
    rule = site.config.search
    assert rule is not None
    of_page = partial(details, site=site, rule=rule)
    found = [it for it in search_pages(site) if "story" in it.subject]

    (one,) = (it for it in found if it.language == language)
    document = documents([one], lambda path: pytest.fail(f"{path} is read"), of_page)[one.name].decode()

    assert f"data-pagefind-meta='url[data-v]' data-v=\"{SHOWN}\"" in document
    assert "<h1>Story</h1><p>There.</p>" in document


def test_a_translation_leads_there_too_or_to_an_address_of_its_own(tmp_path: Path) -> None:
    french = "content/projects/story.fr.md"
    same = site_with(tmp_path / "a", {french: entry("Histoire", body="")})
    own = site_with(tmp_path / "b", {french: entry("Histoire", "link_to: https://fr.example.com/h", body="")})

    mark = '<bdi class="host">example.com</bdi>'
    assert f'<a href="{SHOWN}" rel="external">Histoire {mark}</a>' in same["fr/projects/index.html"]
    mark = '<bdi class="host">fr.example.com</bdi>'
    link = f'<a href="https://fr.example.com/h" rel="external">Histoire {mark}</a>'
    assert link in own["fr/projects/index.html"]
    assert SHOWN in own["projects/index.html"]


def test_an_old_address_of_the_entry_leads_to_the_other_site(tmp_path: Path) -> None:
    site = site_with(tmp_path, {STORY: told("aliases: [/projects/story/]")})

    assert f'<meta http-equiv="refresh" content="0; url={SHOWN}">' in site["projects/story/index.html"]
    assert json.loads(site["redirects.json"]) == {"/projects/story/": ADDRESS}


def test_its_host_is_looked_at_as_that_of_any_link(tmp_path: Path) -> None:
    casino = told().replace(ADDRESS, "https://casino.example/")

    outcome = attempt(tmp_path, {STORY: casino})

    assert outcome.codes == ["host.unknown"]
    assert '"https://casino.example/" rel="external nofollow ugc' not in outcome["projects/index.html"]
    assert "casino.example" in outcome["projects/index.html"]


def test_what_is_no_address_on_the_web_is_refused(tmp_path: Path) -> None:
    for wrong in ("javascript:alert(1)", "/topics/food/", "mailto:a@example.com"):
        assert attempt(tmp_path, {STORY: told().replace(ADDRESS, wrong)}).codes == ["field.url"]


def test_the_theme_marks_such_a_link() -> None:
    macros = (THEME / "templates/basics.html").read_text("utf-8")

    assert (
        '<a href="{{ card.url }}" rel="{{ card.outside.rel }}"{{ target_lang(card) }}>{{ card.title }} <bdi'
        in macros
    )


def test_after_every_edit_the_site_is_that_of_a_clean_build(
    tmp_path: Path,
) -> None:
    root = tmp_path / "site"
    site_with(root)
    assert not build(root).report.problems
    steps = ((ADDRESS, "https://example.net/other"), ("link_to: https://example.net/other\n", ""))
    for old, new in steps:
        replace_in(root, STORY, old, new)
        assert not build(root).report.problems
        assert_as_clean(root)
    assert (root / "public/projects/story/index.html").is_file()
    write(root, STORY, told())
    assert not build(root).report.problems
    assert_as_clean(root)
    assert not (root / "public/projects/story").exists()
    replace_in(
        root, "content/site.yaml", "hosts: [example.org, example.com", "hosts: [example.org, www.example.com"
    )
    build(root)
    assert SHOWN in (root / "public/projects/index.html").read_text("utf-8")


def test_the_address_is_asked_by_the_command_for_links(tmp_path: Path) -> None:
    from sitegen.features.outbound.hosts import outward

    site = model(tmp_path, {STORY: told()})
    (document,) = (it for it in site.documents.values() if it.path == STORY)
    asked = outward(document, load(tmp_path).types["projects"])
    assert [address for address, _ in asked] == [ADDRESS]
