"""Feeds, sitemap, JSON, redirects, the error page and copied files: valid, complete, with right addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sitegen.views.words import NO_PAGE
from tests.git.repositories import git
from tests.sites import Files, attempt, base_text, build_good, entry, make_site, picture

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
PROJECTS: Files = {
    "content/projects/glow.md": entry("Glow & <More>", "summary: Light.", "start: 2025-02", "topics: [food]"),
    "content/projects/zero.md": entry("Zero"),
}


def feed(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)
    assert root.tag == f"{ATOM}feed"
    return root


def texts(element: ElementTree.Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{ATOM}{name}")]


# --- feeds ---------------------------------------------------------------------------------


def test_a_feed_lists_dated_entries_the_newest_first(tmp_path: Path) -> None:
    atom = feed(build_good(tmp_path, PROJECTS)["projects/feed.xml"])

    assert [texts(item, "title")[0] for item in atom.iter(f"{ATOM}entry")] == ["Glow & <More>", "Spark"]


def test_every_feed_is_atom_with_unique_ids(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, PROJECTS)
    feeds = {path: feed(text) for path, text in outcome.files.items() if path.endswith("feed.xml")}
    ids = [atom.findtext(f"{ATOM}id") for atom in feeds.values()]

    assert set(feeds) >= {
        "feed.xml",
        "fr/feed.xml",
        "projects/feed.xml",
        "topics/food/feed.xml",
        "fr/topics/food/feed.xml",
    }
    assert len(set(ids)) == len(ids)
    for path, atom in feeds.items():
        entries = list(atom.iter(f"{ATOM}entry"))
        identities = [item.findtext(f"{ATOM}id") for item in entries]
        assert entries
        assert len(set(identities)) == len(identities)
        assert atom.findtext(f"{ATOM}title")
        assert atom.findtext(f"{ATOM}updated")
        own = [link.get("href") for link in atom.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert own == [f"https://example.org/{path}"]
        for item in entries:
            for name in ("title", "updated", "id"):
                assert item.findtext(f"{ATOM}{name}")
            link = item.find(f"{ATOM}link")
            assert link is not None
            assert (link.get("href") or "").startswith("https://example.org/")


def test_every_feed_names_an_author(tmp_path: Path) -> None:
    """RFC 4287, 4.1.1: a feed has an author, unless all of its entries have one."""
    for path, text in build_good(tmp_path, PROJECTS).files.items():
        if path.endswith("feed.xml"):
            atom = feed(text)
            entries = list(atom.iter(f"{ATOM}entry"))
            assert atom.find(f"{ATOM}author") is not None or all(
                item.find(f"{ATOM}author") is not None for item in entries
            )


def test_a_feed_has_the_language_of_its_folder(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, PROJECTS)
    language = "{http://www.w3.org/XML/1998/namespace}lang"

    assert feed(outcome["fr/projects/feed.xml"]).get(language) == "fr"
    assert feed(outcome["fr/projects/feed.xml"]).findtext(f"{ATOM}title") == "Notes de villes: Projets"


def test_a_topic_has_a_feed_of_what_mentions_it(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, PROJECTS)

    assert texts(feed(outcome["topics/food/feed.xml"]), "title")[1:] == ["Glow & <More>", "Spark"]
    assert "topics/water/feed.xml" not in outcome.paths


def test_pages_name_their_feeds(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)
    feeds = re.findall(
        r'type="application/atom\+xml" title="([^"]+)" href="([^"]+)"', outcome["fr/topics/food/index.html"]
    )

    assert feeds == [
        ("Notes de villes: Alimentation", "/fr/topics/food/feed.xml"),
        ("Notes de villes", "/fr/feed.xml"),
    ]


def test_a_feed_holds_no_clock(tmp_path: Path) -> None:
    updated = texts(feed(build_good(tmp_path)["feed.xml"]), "updated")

    assert set(updated) == {"2024-05-03T00:00:00+00:00"} or set(updated) == {"2024-05-03T00:00:00Z"}


# --- sitemap and robots --------------------------------------------------------------------


def addresses(text: str) -> dict[str, dict[str, str]]:
    """Address → its versions by language."""
    root = ElementTree.fromstring(text)
    return {
        url.findtext(f"{SITEMAP}loc") or "": {
            link.get("hreflang") or "": link.get("href") or "" for link in url.iter(f"{XHTML}link")
        }
        for url in root.iter(f"{SITEMAP}url")
    }


def test_the_sitemap_has_every_page_with_its_versions(tmp_path: Path) -> None:
    found = addresses(build_good(tmp_path)["sitemap.xml"])
    food = {"en": "https://example.org/topics/food/", "fr": "https://example.org/fr/topics/food/"}

    assert found[food["en"]] == food
    assert found[food["fr"]] == food
    assert found["https://example.org/topics/water/"] == {}
    for generated in ("", "fr/", "topics/", "activities/", "countries/no/", "a-z/"):
        assert f"https://example.org/{generated}" in found


def test_the_sitemap_names_only_pages_that_exist(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, PROJECTS)
    for address, versions in addresses(outcome["sitemap.xml"]).items():
        for url in (address, *versions.values()):
            assert url.removeprefix("https://example.org/") + "index.html" in outcome.paths


def test_what_is_not_for_search_engines_is_not_in_the_sitemap(tmp_path: Path) -> None:
    files: Files = {"content/topics/air.md": entry("Air", "noindex: true", "aliases: [/old/air/]")}
    found = addresses(build_good(tmp_path, files)["sitemap.xml"])

    assert not any("air" in url or "404" in url or "/page/" in url for url in found)


def test_the_sitemap_says_when_a_page_last_changed(tmp_path: Path) -> None:
    text = build_good(tmp_path, {"content/topics/air.md": entry("Air", "updated: 2026-05-01")})["sitemap.xml"]

    assert "<loc>https://example.org/topics/air/</loc><lastmod>2026-05-01</lastmod>" in text
    assert text.count("<lastmod>") == 1


def test_robots_are_told_where_the_sitemap_is(tmp_path: Path) -> None:
    assert "Sitemap: https://example.org/sitemap.xml" in build_good(tmp_path)["robots.txt"]


# --- data ----------------------------------------------------------------------------------


def test_the_content_of_a_type_is_json(tmp_path: Path) -> None:
    data = json.loads(build_good(tmp_path, PROJECTS)["data/projects.json"])
    spark = next(item for item in data["entries"] if item["id"] == "projects/spark")

    assert [item["id"] for item in data["entries"]] == ["projects/glow", "projects/spark", "projects/zero"]
    assert spark == {
        "id": "projects/spark",
        "title": "Spark",
        "language": "en",
        "url": "https://example.org/projects/spark/",
        "state": "active",
        "fields": {
            "start": "2024-05-03",
            "end": "2026-12",
            "countries": ["NO", "FR"],
            "topics": ["topics/food"],
        },
    }


def test_a_field_does_not_take_the_place_of_what_every_entry_has(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/_type.yaml": base_text("content/topics/_type.yaml").replace(
            "fields:\n", "fields:\n  url: {kind: url}\n  language: {kind: language}\n"
        ),
        "content/topics/air.md": entry("Air", "url: https://air.example.com/", "language: de"),
    }
    data = json.loads(build_good(tmp_path, files)["data/topics.json"])
    air = next(item for item in data["entries"] if item["id"] == "topics/air")

    assert (air["url"], air["language"]) == ("https://example.org/topics/air/", "en")
    assert "https://air.example.com/" in json.dumps(air)


def test_translations_are_part_of_the_data(tmp_path: Path) -> None:
    data = json.loads(build_good(tmp_path)["data/topics.json"])

    assert data["entries"][0]["translations"] == {
        "fr": {
            "title": "Alimentation",
            "summary": "Comment les villes nourrissent.",
            "url": "https://example.org/fr/topics/food/",
        }
    }


def test_figures_keep_their_value_as_written(tmp_path: Path) -> None:
    figure = base_text("content/figures/members.yaml").replace("2500", "1.10")
    data = json.loads(build_good(tmp_path, {"content/figures/members.yaml": figure})["data/figures.json"])

    assert data["entries"][0]["fields"]["value"] == "1.10"
    assert data["entries"][0]["fields"]["source"] == "sources/report"


EVENTS = (
    "name: Event\nplural: Events\nunknown_fields: keep\ndate: opens\nfields:\n"
    "  opens: {kind: datetime, whole_day: true}\n  photo: {kind: image}\n"
    "  paper: {kind: file}\n  free: {kind: boolean}\n"
)


def test_pictures_files_and_moments_are_data_too(tmp_path: Path) -> None:
    files: Files = {
        "content/events/_type.yaml": EVENTS,
        "content/events/fair.md": entry(
            "Fair", "opens: 2026-05-31T14:30+02:00", "photo: {file: fair.jpg, alt: A stand.}",
            "paper: {file: plan.pdf, language: fr}", "free: true",
        ),
        "content/events/fair.jpg": picture("JPEG"),
        "content/events/plan.pdf": b"%PDF-",
    }  # fmt: skip
    outcome = build_good(tmp_path, files, base_url="https://example.org/preview")
    (entries,) = json.loads(outcome["data/events.json"])["entries"]
    fair = entries["fields"]

    assert fair["opens"] == "2026-05-31T14:30+02:00"
    assert fair["free"] is True
    assert fair["photo"]["url"] == "https://example.org/preview/events/fair.jpg"
    assert fair["photo"]["alt"] == "A stand."
    assert {"language": "fr", "format": "PDF", "bytes": 5}.items() <= fair["paper"].items()


def test_unknown_fields_are_kept_where_the_type_says_so(tmp_path: Path) -> None:
    files: Files = {
        "content/events/_type.yaml": EVENTS + "template: event.html\n",
        "content/events/fair.md": entry("Fair", "mood: fine", "crowd: [big, loud]", "where: {hall: 3}"),
        "templates/event.html": (
            "{% set f = page.fields %}{{ f.mood }} {{ f.crowd|join('+') }} {{ f.where.hall }}"
        ),
    }
    outcome = build_good(tmp_path, files)
    (entries,) = json.loads(outcome["data/events.json"])["entries"]
    fair = entries["fields"]

    assert outcome["events/fair/index.html"] == "fine big+loud 3"
    assert (fair["mood"], fair["crowd"], fair["where"]) == ("fine", ["big", "loud"], {"hall": "3"})


def test_moments_in_several_time_zones_are_in_their_real_order(tmp_path: Path) -> None:
    files: Files = {
        "content/events/_type.yaml": EVENTS + "sort: [opens]\nindex: {feed: true}\n",
        "content/events/one.md": entry("One", "opens: 2026-05-31T23:30+02:00"),
        "content/events/two.md": entry("Two", "opens: 2026-05-31T22:00Z"),
        "content/events/three.md": entry("Three", "opens: 2026-06-01T00:30+05:30"),
    }
    outcome = build_good(tmp_path, files)
    ids = [item["id"] for item in json.loads(outcome["data/events.json"])["entries"]]

    assert ids == ["events/three", "events/one", "events/two"]
    assert texts(feed(outcome["events/feed.xml"]), "title")[1:] == ["Two", "One", "Three"]


def test_the_list_of_data_names_every_type(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)
    index = json.loads(outcome["data/index.json"])

    assert {item["type"]: item["entries"] for item in index["files"]} == {
        "topics": 2, "projects": 1, "figures": 1, "sources": 1,
    }  # fmt: skip
    for item in index["files"]:
        assert item["url"].removeprefix("https://example.org/") in outcome.paths


# --- redirects, the error page, copies -----------------------------------------------------


def test_an_old_address_leads_to_the_new_one(tmp_path: Path) -> None:
    files: Files = {"content/topics/air.md": entry("Air", "aliases: [/old/air/, /air.html, /clean]")}
    outcome = build_good(tmp_path, files, base_url="https://example.org/preview")

    for path in ("old/air/index.html", "air.html", "clean/index.html"):
        assert '<meta http-equiv="refresh" content="0; url=/preview/topics/air/">' in outcome[path]
        assert '<link rel="canonical" href="https://example.org/preview/topics/air/">' in outcome[path]
        assert "noindex" in outcome[path]


def test_old_addresses_are_listed_for_hosts_that_can_answer_that_a_page_has_moved(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/air.md": entry("Air", "aliases: [/old/air/, /air.html]"),
        "content/topics/food.fr.md": entry("Alimentation", "aliases: [/fr/manger/]"),
    }
    outcome = build_good(tmp_path, files, base_url="https://example.org/preview")

    moved = {
        "/preview/air.html": "/preview/topics/air/",
        "/preview/fr/manger/": "/preview/fr/topics/food/",
        "/preview/old/air/": "/preview/topics/air/",
    }
    assert json.loads(outcome["redirects.json"]) == moved
    assert outcome["_redirects"] == (
        "".join(f"{old} {new} 301\n" for old, new in moved.items())
        + "/preview/fr/* /preview/fr/404.html 404\n"
    )
    assert outcome["redirects.map"] == "".join(f'"{old}" "{new}";\n' for old, new in moved.items())


def test_old_addresses_are_listed_as_browsers_send_them(tmp_path: Path) -> None:
    aliases = '["/About-Us.aspx", "/a b.html", /über-uns, "/index.php?id=42", "/*", "/:c/"]'
    outcome = attempt(tmp_path, {"content/topics/air.md": entry("Air", f"aliases: {aliases}")})

    assert outcome.codes == ["address.host"] * 3
    assert outcome["_redirects"] == (
        "/%C3%BCber-uns /topics/air/ 301\n"
        "/%C3%BCber-uns/ /topics/air/ 301\n"
        "/%2A /topics/air/ 301\n"
        "/%2A/ /topics/air/ 301\n"
        "/%3Ac/ /topics/air/ 301\n"
        "/About-Us.aspx /topics/air/ 301\n"
        "/a%20b.html /topics/air/ 301\n"
        "/fr/* /fr/404.html 404\n"
    )
    assert outcome["redirects.map"] == (
        '"/%C3%BCber-uns" "/topics/air/";\n'
        '"/über-uns" "/topics/air/";\n'
        '"/%C3%BCber-uns/" "/topics/air/";\n'
        '"/über-uns/" "/topics/air/";\n'
        '"/*" "/topics/air/";\n'
        '"/*/" "/topics/air/";\n'
        '"/:c/" "/topics/air/";\n'
        '"/About-Us.aspx" "/topics/air/";\n'
        '"/a%20b.html" "/topics/air/";\n'
        '"/a b.html" "/topics/air/";\n'
        '"/index.php?id=42" "/topics/air/";\n'
    )
    assert json.loads(outcome["redirects.json"])["/index.php?id=42"] == "/topics/air/"
    assert {"About-Us.aspx/index.html", "a b.html", "über-uns/index.html"} <= outcome.paths


def test_a_key_is_once_in_the_map_of_nginx_which_makes_no_difference_between_cases(tmp_path: Path) -> None:
    files: Files = {"content/topics/air.md": entry("Air", 'aliases: ["/a?b=C", "/a?b=c", /%c3%bc/]')}
    listed = attempt(tmp_path, files)["redirects.map"]

    assert listed == '"/%C3%BC/" "/topics/air/";\n"/ü/" "/topics/air/";\n"/a?b=C" "/topics/air/";\n'


def test_an_alias_that_is_the_page_s_own_address_leads_nowhere(tmp_path: Path) -> None:
    outcome = attempt(
        tmp_path, {"content/topics/air.md": entry("Air", "aliases: [/topics/air, /Topics/AIR/]")}
    )

    assert outcome.codes == ["address.own", "address.own"]
    assert not {"redirects.json", "redirects.map"} & outcome.paths
    assert outcome["_redirects"] == "/fr/* /fr/404.html 404\n"
    assert "<h1>Air</h1>" in outcome["topics/air/index.html"]


def test_the_slug_that_was_committed_later_is_the_mistake(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/topics/market.md": entry("Market", "slug: bazaar")})
    git(site, "init", "--quiet")
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "The market")
    outcome = attempt(site, {"content/topics/alpha.md": entry("Alpha", "slug: bazaar")})

    assert outcome.problems.splitlines()[0] == (
        "content/topics/alpha.md:3:7: address.collision: the address /topics/bazaar/ is already that of "
        "content/topics/market.md"
    )


def test_a_site_in_which_nothing_has_moved_lists_nothing(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)

    assert not {"redirects.json", "redirects.map"} & outcome.paths
    assert outcome["_redirects"] == "/fr/* /fr/404.html 404\n"


def test_an_old_address_of_a_translation_leads_to_the_translation(tmp_path: Path) -> None:
    files: Files = {"content/topics/food.fr.md": entry("Alimentation", "aliases: [/fr/manger/]")}

    assert "url=/fr/topics/food/" in build_good(tmp_path, files)["fr/manger/index.html"]


def test_an_old_address_of_an_entry_without_page_leads_to_its_place_in_the_index(tmp_path: Path) -> None:
    source = base_text("content/sources/report.yaml") + "aliases: [/old/report/]\n"

    assert (
        "url=/sources/#report"
        in build_good(tmp_path, {"content/sources/report.yaml": source})["old/report/index.html"]
    )


def test_each_language_has_a_page_for_addresses_that_do_not_exist(tmp_path: Path) -> None:
    po = base_text("templates/locale/fr.po") + (
        '\nmsgid "Page not found"\nmsgstr "Page introuvable"\n'
        f'\nmsgid "{NO_PAGE}"\n'
        'msgstr "Il n’y a pas de page ici."\n\nmsgid "Home page of %(title)s"\nmsgstr "Accueil : %(title)s"\n'
    )
    template = (
        base_text("templates/404.html")
        + "{% for o in elsewhere %}<p lang='{{ o.lang }}' dir='{{ o.dir }}'>{{ o.text }} "
        + "<a href='{{ o.home }}'>{{ o.title }}</a></p>{% endfor %}"
    )
    outcome = build_good(tmp_path, {"templates/404.html": template, "templates/locale/fr.po": po})

    assert "<h1>Page not found</h1>" in outcome["404.html"]
    assert (
        "<p lang='fr' dir='ltr'>Il n’y a pas de page ici. <a href='/fr/'>Accueil : Notes de villes</a></p>"
        in outcome["404.html"]
    )
    assert '<html lang="fr">' in outcome["fr/404.html"]
    assert "<h1>Page introuvable</h1>" in outcome["fr/404.html"]
    assert "<p lang" not in outcome["fr/404.html"]


def test_the_error_page_names_no_versions_that_do_not_exist(tmp_path: Path) -> None:
    template = "{% for language in languages if language.exists %}{{ language.url }} {% endfor %}"
    html = build_good(tmp_path, {"templates/404.html": template})["404.html"]

    assert "/fr/404.html" not in html


def test_static_files_are_copied_byte_by_byte_with_a_fingerprint_in_their_address(tmp_path: Path) -> None:
    one = build_good(tmp_path / "one", {"static/site.css": "a{}\r\n", "static/img/x.png": b"\x00\xff"})
    two = build_good(tmp_path / "two", {"static/site.css": "b{}\r\n"})
    data = {artifact.path: artifact.data for artifact in one.artifacts}

    assert data["site.css"] == b"a{}\r\n"
    assert data["img/x.png"] == b"\x00\xff"
    marks = [re.findall(r'href="/site.css\?v=([0-9a-f]{8})"', site["index.html"])[0] for site in (one, two)]
    assert marks[0] != marks[1]


# --- collisions ----------------------------------------------------------------------------


def collision(tmp_path: Path, files: Files) -> tuple[str, str]:
    """File and message of the one problem."""
    (problem,) = attempt(tmp_path, files).found
    assert problem.code == "address.collision"
    return problem.location.path, problem.message


def test_a_collision_names_both_sources(tmp_path: Path) -> None:
    path, message = collision(
        tmp_path,
        {
            "content/topics/air.md": entry("Air", "aliases: [/old/]"),
            "content/topics/sea.md": entry("Sea", "aliases: [/old/]"),
        },
    )

    assert "content/topics/air.md" in path + message
    assert "content/topics/sea.md" in path + message
    assert "/old/" in message


def test_addresses_that_a_file_system_may_take_for_one_are_a_collision(tmp_path: Path) -> None:
    path, message = collision(tmp_path, {"content/topics/air.md": entry("Air", "aliases: [/Topics/Food/]")})

    assert path == "content/topics/air.md"
    assert "content/topics/food.md" in message


def test_an_entry_cannot_have_the_address_of_a_page_of_the_index(tmp_path: Path) -> None:
    site = base_text("content/projects/_type.yaml") + "permalink: /projects/{slug}/\n"
    path, message = collision(
        tmp_path, {"content/projects/_type.yaml": site, "static/projects/index.html": "<p>Mine</p>"}
    )

    assert "static/projects/index.html" in path + message
    assert "content/projects/_type.yaml" in path + message


def test_an_entry_cannot_take_the_home_page_of_a_language(tmp_path: Path) -> None:
    files: Files = {
        "content/pages/_type.yaml": "name: Page\nplural: Pages\npermalink: /{slug}/\nindex: false\n",
        "content/pages/fr.md": entry("French"),
    }
    path, message = collision(tmp_path, files)

    assert "content/pages/fr.md" in path + message


def test_two_values_of_a_facet_with_one_address_are_named_once(tmp_path: Path) -> None:
    definition = base_text("content/projects/_type.yaml").replace("  start:", "  kind: {}\n  start:", 1)
    outcome = attempt(
        tmp_path,
        {
            "content/projects/_type.yaml": definition.replace("facets: [", "facets: [kind, "),
            "content/projects/a.md": entry("A", "kind: Big city"),
            "content/projects/b.md": entry("B", "kind: big-city"),
        },
    )

    assert outcome.codes == ["term.address"]


def test_a_sitemap_with_too_many_addresses_is_several_files_and_a_list_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = set(addresses(build_good(tmp_path / "one")["sitemap.xml"]))
    monkeypatch.setattr("sitegen.features.publication.sitemap_views.MOST", len(whole) - 1)
    site = build_good(tmp_path / "two")

    first, second = addresses(site["sitemap-1.xml"]), addresses(site["sitemap-2.xml"])
    assert (len(first), len(second)) == (len(whole) - 1, 1)
    assert {*first, *second} == whole
    listed = re.findall(r"<sitemap><loc>(.*?)</loc></sitemap>", site["sitemap.xml"])
    assert listed == ["https://example.org/sitemap-1.xml", "https://example.org/sitemap-2.xml"]
    assert "sitemap-3.xml" not in site.paths
