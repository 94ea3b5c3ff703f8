"""The shipped site, built once: complete, valid, and without what is broken on the pages it is made after."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest

from sitegen.build.build import build
from sitegen.build.context import Context
from sitegen.build.result import Result
from sitegen.execute import executor_for
from sitegen.features.writing.link_texts import VAGUE
from sitegen.types import Config
from tests.sites import load, problems_as_text

ROOT = Path(__file__).parent.parent
HOST = "https://atlas.example.org"
LANGUAGES = ("en", "es", "fr", "pt", "ko", "ja", "zh", "ar")
TEXTS = r"<{0}(?: [^>]*)?>(.*?)</{0}>"

pytestmark = pytest.mark.usefixtures("built")


@pytest.fixture(scope="session")
def config() -> Config:
    return load(ROOT)


@pytest.fixture(scope="session")
def built(config: Config) -> Result:
    return build(ROOT, config, Context(executor_for(2)))


@pytest.fixture(scope="session")
def files(built: Result) -> dict[str, bytes]:
    return {artifact.path: artifact.data for artifact in built.artifacts}


@pytest.fixture(scope="session")
def pages(files: dict[str, bytes]) -> dict[str, str]:
    """Every HTML page but those that only lead elsewhere."""
    texts = {path: data.decode("utf-8") for path, data in files.items() if path.endswith(".html")}
    return {path: text for path, text in texts.items() if 'http-equiv="refresh"' not in text}


def words(html: str) -> str:
    """The words of some HTML, with the alternative texts of its pictures and what it is called."""
    named = re.sub(r'<[^>]* (?:alt|aria-label)="([^"]*)"[^>]*>', r" \1 ", html)
    return " ".join(re.sub(r"<[^>]+>", " ", named).split())


def faulty(pages: dict[str, str], pattern: str, flags: re.RegexFlag = re.DOTALL) -> dict[str, str]:
    """The pages on which a pattern is found, with what was found."""
    found = ((path, re.search(pattern, text, flags)) for path, text in pages.items())
    return {path: match[0][:200] for path, match in found if match}


# --- what there is -------------------------------------------------------------------------


def test_it_builds_without_a_single_problem(built: Result) -> None:
    found = [problem for problem in built.report.problems if problem.code != "cards.fonts"]

    assert problems_as_text(ROOT, found) == ""


def test_it_has_over_200_entries_in_8_languages(files: dict[str, bytes], config: Config) -> None:
    data = {name: json.loads(files[f"data/{name}.json"]) for name in config.types}

    assert tuple(config.languages) == LANGUAGES
    assert sum(len(content["entries"]) for content in data.values()) > 200


EXPECTED = {
    "topics": 20, "charters": 13, "projects": 17, "resources": 28, "cities": 18, "organisations": 27,
    "people": 14, "events": 23, "news": 20, "opportunities": 15, "processes": 18,
}  # fmt: skip


@pytest.mark.parametrize("kind", EXPECTED)
def test_every_entity_of_the_facts_is_there(kind: str, files: dict[str, bytes]) -> None:
    assert len(json.loads(files[f"data/{kind}.json"])["entries"]) >= EXPECTED[kind]


def test_topics_charters_and_processes_are_in_spanish_and_french(files: dict[str, bytes]) -> None:
    for kind in ("topics", "charters", "processes"):
        for item in json.loads(files[f"data/{kind}.json"])["entries"]:
            assert {"es", "fr"} <= item["translations"].keys(), item["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_about_and_the_overview_of_charters_are_in_every_language(
    language: str, pages: dict[str, str]
) -> None:
    prefix = "" if language == "en" else f"{language}/"
    for path in ("index.html", "about/index.html", "charters/index.html"):
        assert f'<html lang="{language}"' in pages[prefix + path]
        prose = re.findall(r'<div class="prose">(.*?)</div>', pages[prefix + path], re.DOTALL)
        assert words("".join(prose)), prefix + path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_page_begins_with_calls_news_and_events(language: str, pages: dict[str, str]) -> None:
    home = pages["index.html" if language == "en" else f"{language}/index.html"]
    names = re.findall(r'<section id="([^"]*)">', home)

    assert names[:2] == ["open-calls", "latest-news"]
    assert names[2] in ("next-events", "latest-events")
    assert names[3:] == ["all-topics", "active-projects", "charters"]
    assert re.findall(r'<li><a href="#([^"]*)">', home) == names


def test_the_accessibility_statement_has_contents(pages: dict[str, str]) -> None:
    page = pages["accessibility/index.html"]
    contents = page[page.index('<nav class="toc"') : page.index('<div class="prose">')]
    targets = re.findall(r'href="#([^"]*)"', contents)

    assert targets[:3] == ["status", "gaps", "checks"]
    assert targets == re.findall(
        r'<h2 id="([^"]*)">', page[page.index('<div class="prose">') : page.index("</main>")]
    )


def test_the_search_takes_facts_apart_from_the_text(pages: dict[str, str]) -> None:
    city = pages["cities/freiburg/index.html"]

    assert '<p class="kicker" data-pagefind-meta="kind" data-pagefind-ignore>' in city
    assert '<dl class="key" data-pagefind-meta="key" data-pagefind-ignore>' in city
    assert (
        '<dl class="facts" data-pagefind-meta="facts">' in city[city.index("<aside") : city.index("</aside>")]
    )
    for path, page in pages.items():
        names = re.findall(r'data-pagefind-meta="(\w+)"', page)
        assert len(names) == len(set(names)), path


def test_the_search_takes_sources_of_facts_apart_from_the_text(pages: dict[str, str]) -> None:
    topic, sources = pages["topics/energy-transition/index.html"], pages["sources/index.html"]
    involvement = topic[topic.index('<section id="involvement">') : topic.index('<section id="impact">')]

    for text in (involvement, sources[sources.index("<main") : sources.index("</main>")]):
        lines = re.findall(r'<p class="meta"[^>]*>', text.split('<ul class="rows" data-pagefind-ignore>')[0])
        assert set(lines) == {'<p class="meta" data-pagefind-ignore>'}


def test_topic_pages_are_worth_reading(pages: dict[str, str], files: dict[str, bytes]) -> None:
    for item in json.loads(files["data/topics.json"])["entries"]:
        path = f"{item['id']}/index.html"
        prose = "".join(re.findall(r'<div class="prose">(.*?)</div>', pages[path], re.DOTALL))
        assert len(words(prose).split()) >= 150, path


THEMES = {
    "Adaptation to climate change": 1, "Biodiversity": 1, "Circular economy and waste": 1,
    "Climate change mitigation": 4, "Energy": 1, "Food": 1, "Governance": 4, "Public procurement": 1,
    "Resilience and disaster risk": 1, "Urban development": 3,
}  # fmt: skip


def test_policy_processes_are_listed_by_theme(pages: dict[str, str]) -> None:
    groups = re.split(r'<section class="group">', pages["processes/index.html"])[1:]
    found = {
        words(re.findall(TEXTS.format("h3"), group, re.DOTALL)[0]): group.count('<li class="card">')
        for group in groups
    }

    assert found == THEMES
    assert list(found) == sorted(found)


def test_a_policy_process_says_who_speaks_for_local_governments(
    pages: dict[str, str], files: dict[str, bytes]
) -> None:
    for item in json.loads(files["data/processes.json"])["entries"]:
        html = pages[f"{item['id']}/index.html"]
        assert words(html).count("Who speaks for local governments") == 1, item["id"]
        assert str(item["fields"]["status_as_of"])[:4] in words(html), item["id"]
    html = pages["processes/unfccc-lgma/index.html"]
    assert "Role of ICLEI Focal point" in words(html)
    assert "Under way, as of November 2025" in words(html)


ORDER = [
    "relation-quotes",
    "involvement",
    "impact",
    "relation-opportunities",
    "relation-resources",
    "connect",
]
"""Sections of a fact sheet of a topic, as on the pages that the site is made after."""


def sections_of(html: str) -> dict[str, str]:
    """The sections of an entry that have an id."""
    found = re.findall(r'<section id="([^"]+)"[^>]*>(.*?)</section>', html, re.DOTALL)
    return dict(found)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_a_topic_is_a_fact_sheet(language: str, pages: dict[str, str], files: dict[str, bytes]) -> None:
    prefix = "" if language == "en" else f"{language}/"
    counts = dict.fromkeys(ORDER, 0)
    for item in json.loads(files["data/topics.json"])["entries"]:
        html = pages[f"{prefix}{item['id']}/index.html"]
        found = list(sections_of(html))
        known = [name for name in found if name in ORDER]
        assert known == [name for name in ORDER if name in known] == found[: len(known)], item["id"]
        contents = re.findall(r'<nav class="toc sections".*?</nav>', html, re.DOTALL)
        listed = re.findall(r'href="#([^"]+)"', "".join(contents))
        assert listed == found, item["id"]
        for name in known:
            counts[name] += 1

    assert counts == {
        "relation-quotes": 2,
        "involvement": 19,
        "impact": 15,
        "relation-opportunities": 13,
        "relation-resources": 14,
        "connect": 15,
    }


def test_a_topic_has_what_the_facts_have(pages: dict[str, str]) -> None:
    html = pages["topics/social-equity-justice/index.html"]
    sections = {name: words(text) for name, text in sections_of(html).items()}

    assert 'class="monogram" aria-hidden="true" data-pagefind-ignore>TM<' in html
    assert "Tom Meeuws former Vice-Mayor of Antwerp (Belgium)" in sections["relation-quotes"]
    assert "Cities of Equality Partnership ICLEI Europe : member Since 2024" in sections["involvement"]
    assert "ECOLISE ICLEI Europe : member Source:" in sections["involvement"]
    assert "Policy processes Thematic partnerships of the Urban Agenda" in sections["involvement"]
    assert sections["impact"].startswith("Impact 9 urban experimenters were supported by UrbanCommunity")
    assert sections["connect"] == (
        "Connect E-mail JustTransition-Europe@iclei.org Website iclei-europe.org "
        "Accounts x.com/ICLEI_Europe Newsletter Sustainable and Just Cities"
    )
    graph = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0])["@graph"]
    assert graph[0]["contactPoint"] == {
        "@type": "ContactPoint",
        "email": "JustTransition-Europe@iclei.org",
        "url": "https://iclei-europe.org/topics/social-equity-justice",
        "sameAs": ["https://x.com/ICLEI_Europe"],
    }


def test_a_target_is_called_a_target(pages: dict[str, str], files: dict[str, bytes]) -> None:
    count = 0
    for item in json.loads(files["data/topics.json"])["entries"]:
        html = sections_of(pages[f"{item['id']}/index.html"]).get("impact", "")
        rows = re.findall(r"<li>(.*?)</li>", html, re.DOTALL)
        kinds = [impact["kind"] for impact in item["fields"].get("impact", ())]
        assert ["Target" in words(row) for row in rows] == [kind == "target" for kind in kinds]
        for row, kind in zip(rows, kinds, strict=True):
            assert ("were to " in words(row)) == (kind == "target"), row
            count += kind == "target"
    assert count == 3


@pytest.mark.parametrize("language", ["es", "fr"])
def test_involvement_and_impact_are_translated(
    language: str, pages: dict[str, str], files: dict[str, bytes]
) -> None:
    for item in json.loads(files["data/topics.json"])["entries"]:
        sections = sections_of(pages[f"{language}/{item['id']}/index.html"])
        texts = re.findall(r"<p(?: class=\"impact-text\")?>(.*?)</p>", sections.get("impact", ""), re.DOTALL)
        texts += re.findall(r"<p>(.*?)</p>", sections.get("involvement", ""), re.DOTALL)
        assert not [text for text in texts if '<span lang="en"' in text], item["id"]


def test_a_statement_has_the_language_of_its_words(pages: dict[str, str]) -> None:
    for path in ("people/tom-meeuws/index.html", "topics/just-transition/index.html"):
        assert "<p>According to Meeuws, " in pages[path]
    assert "<p>Según Meeuws, " in pages["es/topics/just-transition/index.html"]
    for path, html in pages.items():
        language = re.findall(r'<html lang="(\w+)"', html)[0]
        for tag in re.findall(r"<p[^>]*>(?=According to Meeuws)", html):
            assert (tag == "<p>") == (language == "en"), path


def test_an_entry_has_one_card_on_the_page_of_another(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        if '<article class="entry' not in html:
            continue
        cards = re.findall(r'<li class="card">\s*<h\d><a href="([^"]+)"', html)
        assert len(cards) == len(set(cards)), f"{path}: {sorted(c for c in cards if cards.count(c) > 1)}"


# --- every page ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_can_search_from_every_page(language: str, pages: dict[str, str]) -> None:
    prefix = "" if language == "en" else f"{language}/"
    form = re.compile(r'<form class="site-search"[^>]* action="([^"]*)"')
    found = {
        name: form.findall(pages[f"{prefix}{name}"])
        for name in ("index.html", "topics/index.html", "404.html")
    }

    assert set(map(tuple, found.values())) == {(f"/{prefix}search/",)}
    assert form.findall(pages[f"{prefix}search/index.html"]) == []


def test_the_menu_marks_the_section_of_a_page(pages: dict[str, str]) -> None:
    current = re.compile(r'<a href="([^"]+)"[^>]* aria-current="(page|true)"')
    menus = {path: pages[path].partition('class="site-menu"')[2].partition("</nav>")[0] for path in pages}

    assert current.findall(menus["topics/index.html"]) == [("/topics/", "page")]
    assert current.findall(menus["topics/food/index.html"]) == [("/topics/", "true")]
    assert current.findall(menus["fr/topics/food/index.html"]) == [("/fr/topics/", "true")]
    assert current.findall(menus["index.html"]) == []


def test_the_a_to_z_says_what_it_holds(pages: dict[str, str]) -> None:
    page = pages["a-z/index.html"]
    found = re.search(r"This index holds (\d+) titles: (.*?)\.</p>", page)

    assert found is not None
    assert int(found[1]) == sum(map(int, re.findall(r"\((\d+)\)", found[2]))) == page.count("</small></li>")
    assert f"Topics ({page.count('<small>Topic</small>')})" in found[2]


def test_an_entry_can_be_sent_and_copied(pages: dict[str, str]) -> None:
    page = pages["fr/topics/food/index.html"]
    sent = re.search(r'href="mailto:\?subject=([^&]*)&amp;body=([^"]*)"', page)
    title = re.search(r"<h1>([^<]*)</h1>", page)

    assert sent is not None
    assert title is not None
    assert unquote(sent[1]) == title[1]
    assert unquote(sent[2]) == f"{HOST}/fr/topics/food/"
    assert f'<input type="url" value="{HOST}/fr/topics/food/" readonly dir="ltr">' in page


def test_news_ends_with_other_articles_and_shows_no_card_twice(pages: dict[str, str]) -> None:
    news = {path: page for path, page in pages.items() if re.fullmatch(r"news/[a-z0-9-]+/index\.html", path)}
    articles = {
        path: re.findall(
            r'<li class="card">.*?<h3><a href="([^"]+)"', page.partition(">More articles<")[2], re.DOTALL
        )
        for path, page in news.items()
    }

    assert len(news) >= 20
    assert {path for path, found in articles.items() if len(found) != 3} == set()
    assert {
        path for path, found in articles.items() if len(set(found)) != 3 or f"/{path[:-10]}" in found
    } == set()
    assert "Advocacy" in news["news/cop30-outcome/index.html"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_have_a_calendar_by_month(language: str, pages: dict[str, str]) -> None:
    prefix = "" if language == "en" else f"{language}/"
    page = pages[f"{prefix}events/2025-11/index.html"]
    cells = re.findall(r'<td id="day-(\d+)" class="busy">(.*?)</td>', page, re.DOTALL)

    assert [int(day) for day, _ in cells] == [3, 4, 5, *range(10, 22), 27, 28]
    assert [int(day) for day, cell in cells if "<a href" in cell] == [3, 10, 17, 27]  # 17: a week begins
    assert page.count("event.ics") == 3
    assert f'<a href="/{prefix}events/2025-10/" rel="prev">' in page
    assert f'<a href="/{prefix}events/2026-03/" rel="next">' in page
    assert "month-small" in pages[f"{prefix}events/index.html"]


def test_every_page_has_language_title_description_and_one_first_heading(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        assert re.search(r'<html lang="(\w+)" dir="(ltr|rtl)">', html), path
        (title,) = re.findall(TEXTS.format("title"), html.partition("</head>")[0], re.DOTALL)
        assert title.strip(), path
        (description,) = re.findall(r'<meta name="description" content="([^"]*)">', html)
        assert description.strip(), path
        assert len(re.findall(r"<h1[ >]", html)) == 1, path


def test_titles_are_unique_within_a_language(pages: dict[str, str]) -> None:
    titles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, html in pages.items():
        language = re.findall(r'<html lang="(\w+)"', html)[0]
        titles[language, re.findall(TEXTS.format("title"), html, re.DOTALL)[0]].append(path)

    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_no_level_of_headings_is_skipped(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
        assert levels[0] == 1, path
        for before, after in pairwise(levels):
            assert after <= before + 1, path


def test_no_heading_is_empty_and_none_stands_over_nothing(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        main = html.partition("<main")[2].partition("</main>")[0]
        headings = [(int(m[1]), m) for m in re.finditer(r"<h([1-6])[ >].*?</h\1>", main, re.DOTALL)]
        for number, (level, match) in enumerate(headings):
            assert words(match[0]), path
            last = number + 1 == len(headings)
            deeper = not last and headings[number + 1][0] > level
            under = main[match.end() : len(main) if last else headings[number + 1][1].start()]
            assert deeper or words(under) or "<img" in under, f"{path}: {words(match[0])}"


def test_every_link_says_where_it_leads(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        for tag, inner in re.findall(r"(<a [^>]*>)(.*?)</a>", html, re.DOTALL):
            text = words(tag + inner).strip(" .…»>→+()").casefold()
            assert text, f"{path}: {tag}"
            assert text not in VAGUE, f"{path}: {tag}{inner}"


def test_nothing_is_loaded_from_another_host(pages: dict[str, str], files: dict[str, bytes]) -> None:
    elements = "img|script|source|iframe|video|audio|embed|object|input"
    kinds = "stylesheet|icon|preload|preconnect|dns-prefetch|manifest"

    assert faulty(pages, rf'<(?:{elements})[^>]* (?:src|srcset|data)="(?!/)[^"]*"') == {}
    assert faulty(pages, rf'<link [^>]*rel="(?:{kinds})"[^>]*href="(?!/)[^"]*"') == {}
    assert faulty(pages, r'(?:src|href)="//') == {}
    for path, data in files.items():
        if path.endswith(".css"):
            assert not re.search(rb"@import|url\(\s*['\"]?(?:https?:)?//", data), path
        if path.endswith(".svg"):
            assert not re.search(rb"<script|\son\w+=|href=[\"'](?!#)", data), path


def test_no_page_needs_a_script_or_brings_styles_of_its_own(pages: dict[str, str]) -> None:
    data = r"application/ld\+json\">"
    own = r"module\" src=\"/js/(?:search|filter|map|near)\.js\?v=\w+\"></script>"
    assert faulty(pages, rf'<script(?! type="(?:{data}|{own}))|<style|<iframe|<object|<embed') == {}
    assert faulty(pages, r'<[a-z][^>]*\s(?:style|on[a-z]+)="') == {}
    assert faulty(pages, r'href="\s*javascript:', re.IGNORECASE) == {}


def test_no_word_of_a_template_or_mark_of_sitegen_is_left(pages: dict[str, str]) -> None:
    assert faulty(pages, "[\ue000\ue001]") == {}
    assert faulty(pages, r"\{\{|\{%|%\([a-z]+\)s|&amp;(?:amp|lt|gt|quot|#\d+);") == {}
    assert faulty(pages, r">\s*(?:None|True|False|\[\]|Undefined)\s*<") == {}
    assert faulty(pages, r"[Ll]orem ipsum|TODO|FIXME|XXX") == {}


def test_every_picture_has_an_alternative_text_or_is_decoration(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        for tag in re.findall(r"<img [^>]*>", html):
            assert re.search(r' alt="[^"]*"', tag), f"{path}: {tag}"


def test_no_id_is_given_twice_on_a_page(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        ids = re.findall(r'<[^>]* id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), f"{path}: {sorted(i for i in set(ids) if ids.count(i) > 1)}"


def test_every_page_says_that_the_site_is_a_demonstration(pages: dict[str, str]) -> None:
    english = {path: html for path, html in pages.items() if '<html lang="en"' in html}
    footers = {path: words(html.partition("<footer")[2]) for path, html in pages.items()}

    assert all("demonstration" in footers[path].casefold() for path in english)
    assert all(footers.values())
    assert "independent" in words(english["about/index.html"]).casefold()


def test_every_link_within_the_site_leads_to_a_page_and_a_part_of_it(
    pages: dict[str, str], files: dict[str, bytes]
) -> None:
    """Found with other means than sitegen's own check."""
    ids = {path: set(re.findall(r' id="([^"]+)"', html)) for path, html in pages.items()}
    for path, html in pages.items():
        here = f"{HOST}/{path.removesuffix('index.html')}"
        for link in set(re.findall(r'(?:href|src)="([^"]*)"', html)):
            url = urlsplit(urljoin(here, link.replace("&amp;", "&")))
            if f"{url.scheme}://{url.netloc}" == HOST:
                target = unquote(url.path).lstrip("/")
                target = f"{target}index.html" if target == "" or target.endswith("/") else target
                assert target in files, f"{path} → {link}"
                if url.fragment and target in ids:
                    assert unquote(url.fragment) in ids[target], f"{path} → {link}"


def test_links_to_other_sites_are_safe(pages: dict[str, str]) -> None:
    schemes = {
        urlsplit(link).scheme
        for html in pages.values()
        for link in re.findall(r'<a [^>]*href="([^"]+)"', html)
    }

    assert schemes <= {"", "https", "http", "mailto", "tel"}


# --- HTML by a strict parser ---------------------------------------------------------------


@pytest.fixture(scope="session")
def sample(pages: dict[str, str]) -> dict[str, str]:
    """In each language one page of each folder, and one of each kind below it."""
    chosen: dict[tuple[str, ...], str] = {}
    for path, html in sorted(pages.items()):
        language = re.findall(r'<html lang="(\w+)"', html)[0]
        parts = path.removeprefix(f"{language}/").split("/")
        chosen.setdefault((language, parts[0], str(len(parts)), parts[1] if len(parts) > 3 else ""), path)
    return {path: pages[path] for path in chosen.values()}


CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"th", "td"},
    "table": {"caption", "thead", "tbody", "tfoot", "colgroup"},
}


def test_a_strict_parser_has_nothing_to_say_and_lists_and_tables_are_whole(sample: dict[str, str]) -> None:
    assert len(sample) > 150
    for path, html in sample.items():
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        try:
            tree = parser.parse(html)
        except html5lib.html5parser.ParseError as error:
            pytest.fail(f"{path}: {error} {parser.errors}")
        for element in tree.iter():
            if element.tag in CHILDREN:
                assert {child.tag for child in element} <= CHILDREN[element.tag], f"{path}: <{element.tag}>"
                assert len(element), f"{path}: an empty <{element.tag}>"


# --- figures -------------------------------------------------------------------------------


def test_every_figure_has_date_and_source_in_reach(pages: dict[str, str]) -> None:
    """It leads to its line in the list of figures, or date and source stand beside it."""
    count = 0
    for path, html in pages.items():
        for match in re.finditer(r"<data [^>]*>", html):
            count += 1
            before, after = html[: match.start()], html[match.end() :]
            link = re.search(r'<a class="number" href="[^"]*/figures/#[^"]+" title="[^"]+">$', before)
            beside = re.split(r"</(?:li|article)>|</dl>\s*<details", after)[0]
            assert link or ("<time " in beside and "/sources/#" in beside), f"{path}: {match[0]}"
    assert count > 300


def test_a_figure_has_one_value_on_all_pages(pages: dict[str, str], files: dict[str, bytes]) -> None:
    values = {
        item["id"].partition("/")[2]: item["fields"]["value"]
        for item in json.loads(files["data/figures.json"])["entries"]
    }
    for path, html in pages.items():
        for name, value in re.findall(r'href="[^"]*/figures/#([^"]+)"[^>]*><data value="([^"]*)"', html):
            assert value == values[name], f"{path}: {name}"


def test_the_size_of_the_network_is_never_written_by_hand(pages: dict[str, str]) -> None:
    """1,500, 1,750 and 2,500 were each right in their time: prose prints the figure, tables give years."""
    numbers = r"\b(?:1[,.\s\u202f\xa0]?[57][05]0|2[,.\s\u202f\xa0]?500)\b"
    nouns = (
        r"(?:local and regional|governments|members|cities|gobiernos|miembros|gouvernements|membres|governos)"
    )
    for path, html in pages.items():
        prose = re.sub(r"<table.*?</table>|<data.*?</data>|<details.*?</details>", " ", html, flags=re.DOTALL)
        assert not re.search(rf"{numbers}[^.<]{{0,40}}{nouns}", words(prose)), path


# --- languages -----------------------------------------------------------------------------


def alternates(html: str) -> dict[str, str]:
    return {
        code: url.removeprefix(HOST)
        for code, url in re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)
    }


def test_versions_of_a_page_name_each_other(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        versions = alternates(html)
        for url in versions.values():
            other = f"{unquote(url).lstrip('/')}index.html"
            assert alternates(pages[other]) == versions, f"{path} → {url}"


def test_a_page_is_among_its_own_versions(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        versions = alternates(html)
        if versions:
            language = re.findall(r'<html lang="(\w+)"', html)[0]
            assert unquote(versions[language]) == "/" + path.removesuffix("index.html")
            assert versions.get("x-default") in (versions.get("en"), None)


def test_arabic_pages_run_from_right_to_left(pages: dict[str, str]) -> None:
    arabic = {path for path in pages if path.startswith("ar/")}

    assert len(arabic) > 100
    for path, html in pages.items():
        assert ('<html lang="ar" dir="rtl">' in html) == (path in arabic), path


def test_what_is_not_translated_is_marked_with_its_language(pages: dict[str, str]) -> None:
    for language in ("ja", "ar"):
        html = pages[f"{language}/projects/index.html"]
        main = html.partition("<main")[2].partition("</main>")[0]
        for tag in re.findall(r'<a [^>]*href="/projects/[^/"]+/"[^>]*>', main):
            around = main.partition(tag)[0][-400:] + tag
            assert 'lang="en"' in around, tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_interface_are_translated(language: str, pages: dict[str, str]) -> None:
    prefix = "" if language == "en" else f"{language}/"
    found = [pages[prefix + path] for path in ("index.html", "projects/index.html", "about/index.html")]
    chrome = [words(re.sub(r".*<body|<main.*?</main>", " ", html, flags=re.DOTALL)) for html in found]
    english = ["Skip to the content", "Main menu", "Languages", "Breadcrumbs", "Home"]

    for text in chrome:
        assert any(word in text for word in english) == (language == "en")


# --- other files ---------------------------------------------------------------------------

ATOM = "{http://www.w3.org/2005/Atom}"


def test_every_feed_is_valid_atom_with_an_id_of_its_own(files: dict[str, bytes]) -> None:
    feeds = {path: ElementTree.fromstring(data) for path, data in files.items() if path.endswith("feed.xml")}
    ids = [feed.findtext(f"{ATOM}id") for feed in feeds.values()]

    assert len(feeds) > 8 * 6
    assert len(ids) == len(set(ids))
    for path, feed in feeds.items():
        assert feed.tag == f"{ATOM}feed", path
        for name in ("title", "id", "updated"):
            assert feed.findtext(f"{ATOM}{name}"), path
        entries = feed.findall(f"{ATOM}entry")
        identities = [item.findtext(f"{ATOM}id") for item in entries]
        assert entries, path
        assert len(identities) == len(set(identities)), path
        for item in entries:
            link = item.find(f"{ATOM}link")
            assert link is not None
            target = unquote((link.get("href") or "").removeprefix(f"{HOST}/"))
            assert f"{target}index.html" in files, path


def test_the_sitemap_names_every_indexed_page_and_nothing_else(
    files: dict[str, bytes], pages: dict[str, str]
) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ElementTree.fromstring(files["sitemap.xml"])
    listed = [
        unquote(url.text or "").removeprefix(f"{HOST}/") + "index.html" for url in root.iter(f"{space}loc")
    ]

    assert len(listed) == len(set(listed))
    for path in listed:
        assert path in pages
        assert '<meta name="robots" content="noindex">' not in pages[path], path
    for path, html in pages.items():
        if "/page/" not in path and path not in listed:
            assert "noindex" in html or _filtered(path, listed), path


def _filtered(path: str, listed: list[str]) -> bool:
    """A page of a facet or of a pair of them, below an index that is listed."""
    parts = path.split("/")
    return any("/".join([*parts[:end], "index.html"]) in listed for end in (-3, -5))


def test_every_json_file_can_be_read_and_refers_to_what_exists(files: dict[str, bytes]) -> None:
    data = {
        path: json.loads(text)
        for path, text in files.items()
        if path.startswith("data/") and path.endswith(".json")
    }
    ids = {
        item["id"]
        for path, content in data.items()
        if path != "data/index.json" and not path.endswith(".schema.json")
        for item in content["entries"]
    }

    assert len(data) > 10
    for item in _values(data):
        if isinstance(item, str) and re.fullmatch(
            r"(topics|projects|charters|cities|organisations|sources)/[a-z0-9-]+", item
        ):
            assert item in ids


def _values(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner)
    else:
        yield value


def test_robots_may_read_the_site(files: dict[str, bytes]) -> None:
    robots = files["robots.txt"].decode()

    assert f"Sitemap: {HOST}/sitemap.xml" in robots
    assert "Disallow: /\n" not in robots


def test_addresses_are_lower_case_and_plain(files: dict[str, bytes]) -> None:
    assert [path for path in files if not re.fullmatch(r"[a-z0-9._/-]+", path)] == []


def test_no_page_is_heavy(files: dict[str, bytes]) -> None:
    assert {
        path: len(data) for path, data in files.items() if path.endswith(".html") and len(data) > 400_000
    } == {}


def test_no_script_looks_up_a_name_that_an_address_gives() -> None:
    """`form.elements["length"]` is a number and `["__proto__"]` no field: an address may name both."""
    for script in sorted((ROOT / "sitegen/themes/network/static/js").glob("*.js")):
        text = script.read_text("utf-8")
        looked_up = re.findall(r"\.elements\[|searchParams|Object\.fromEntries\(new URL", text)
        assert (script.name, looked_up) == (script.name, [])
