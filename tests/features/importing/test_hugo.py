"""Sites of Hugo: languages, permalinks, shortcodes, menus, terms and page folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.features.importing.hugo_paths import made_path
from sitegen.features.importing.imported import Outcome
from sitegen.features.importing.source import UnusableSource
from tests.features.importing.sites import PNG, Moved
from tests.sites import Files

CONFIG = """
baseURL = "https://old.example/"
title = "Old site"
defaultContentLanguage = "en"
timeZone = "Europe/Paris"

[permalinks]
news = "/:year/:month/:slug/"

[uglyURLs]
legal = true

[languages.en]
languageName = "English"
weight = 1
[languages.en.params]
description = "What <b>we</b> do."
[[languages.en.menus.main]]
name = "News"
pageRef = "/news"
weight = 1
[[languages.en.menus.main]]
name = "Elsewhere"
url = "https://elsewhere.example/"
weight = 2
[languages.fr]
languageName = "Français"
title = "Ancien site"
weight = 2
[[languages.fr.menus.main]]
name = "Actualités"
pageRef = "/news"
"""
FILES: Files = {
    "hugo.toml": CONFIG,
    "content/_index.md": "---\ntitle: Home\n---\nWelcome.\n",
    "content/about.md": (
        "+++\ntitle = 'About'\naliases = ['/who/', 'us.html']\nweight = 2\n"
        "# who wrote it\nreviewer = 'Ann'\n[menus.main]\nweight = 3\n+++\n"
        "See [news]({{< ref \"news/first.md#more\" >}}), [file](/files/a.pdf) and [contact](../contact/).\n"
    ),
    "content/about.fr.md": "+++\ntitle = 'À propos'\n+++\nUn texte.\n",
    "content/contact.md": '{"title": "Contact"}\n\nWrite.\n',
    "content/news/_index.md": "---\ntitle: All news\n---\n",
    "content/news/first.md": (
        "---\ntitle: First\nslug: the-first\ndate: 2019-05-03T10:00:00+02:00\ntags: [Clean Water, air]\n"
        "author: Ann Person\ndescription: A summary.\nlayout: wide\nlastmod: 2020-01-02T00:00:00Z\n---\n"
        "## More\n\n{{< figure src=\"/images/a.png\" alt=\"A lane\" caption=\"Photo: B\" >}}\n\n"
        "{{% box \"A title here\" %}}\nInside.\n{{% /box %}}\n\n{{< youtube abc123 >}}\n"
    ),
    "content/news/second.md": "---\ntitle: Second\ndate: 2020-01-01\ntags: [air]\ndraft: true\n---\nText.\n",
    "content/legal/terms.md": "---\ntitle: Terms\n---\nText.\n",
    "content/legal/privacy.md": "---\ntitle: Privacy\nurl: /data-protection.html\n---\nText.\n",
    "layouts/shortcodes/box.html": "<div>{{ .Inner }}</div>",
    "static/images/a.png": PNG,
    "static/files/a.pdf": b"%PDF-1.4\n",
    "content/secret.adoc": "= Secret\n",
}  # fmt: skip


def test_a_site_builds_and_answers_every_old_address(tmp_path: Path) -> None:
    files = {path: data for path, data in FILES.items() if not path.startswith("layouts")}
    files["content/news/first.md"] = (
        str(files["content/news/first.md"]).replace("{{%", "{{<").replace("%}}", ">}}")
    )
    paths, problems = Moved(tmp_path, "hugo", files).built()

    assert problems == []
    assert {
        "about/index.html",
        "who/index.html",
        "us.html",
        "fr/about/index.html",
        "contact/index.html",
        "2019/05/the-first/index.html",
        "news/the-first/index.html",
        "legal/terms.html",
        "data-protection.html",
        "tags/clean-water/index.html",
        "tags/air/index.html",
        "images/a.png",
        "files/a.pdf",
    } <= paths


def test_front_matter_links_and_shortcodes(tmp_path: Path) -> None:
    site = Moved(tmp_path, "hugo", FILES)

    assert site.text("content/pages/about.md") == (
        "---\n"
        "title: About\n"
        "weight: 2\n"
        "# who wrote it\n"
        "reviewer: Ann\n"
        "aliases: [/who/, /us.html]\n"
        "---\n"
        "\n"
        "See [news](../news/first.md#more), [file](/files/a.pdf) and [contact](contact.md).\n"
    )
    assert site.text("content/news/first.md") == (
        "---\n"
        "title: First\n"
        "summary: A summary.\n"
        "date: 2019-05-03T10:00:00+02:00\n"
        "tags: [clean-water, air]\n"
        "author: [ann-person]\n"
        "updated: 2020-01-02\n"
        "slug: the-first\n"
        "aliases: [/2019/05/the-first/]\n"
        "---\n"
        "\n"
        "## More\n"
        "\n"
        '![A lane](/images/a.png "Photo: B")\n'
        "\n"
        '{{% box "A title here" %}}\n'
        "Inside.\n"
        "{{% /box %}}\n"
        "\n"
        "[YouTube: abc123](https://www.youtube.com/watch?v=abc123)\n"
    )
    assert site.text("content/tags/clean-water.md") == "---\ntitle: Clean Water\n---\n"
    assert site.text("templates/shortcodes/box.html").startswith(
        "{# A stub of the shortcode box of hugo, used in 1 place: see import-report.md. Values: 0.\n"
        "<div>{{ .Inner }}</div>\n#}\n"
    )


def test_terms_of_different_spelling_stay_apart(tmp_path: Path) -> None:
    text = "---\ntitle: {}\ntags: [{}]\n---\nText.\n"
    site = Moved(tmp_path, "hugo", {
        "hugo.toml": 'baseURL = "https://old.example/"\ntitle = "Old"\n',
        "content/news/a.md": text.format("A", '"C++", "C#", C, ".NET", Öl'),
        "content/news/b.md": text.format("B", 'c, Ol, "Big data", big-data'),
        "content/tags/c++/_index.md": "---\ntitle: The C++ language\n---\nText.\n",
    })  # fmt: skip

    assert "tags: [c-plus-plus, c-sharp, c, net, ol]\n" in site.text("content/news/a.md")
    assert "tags: [c, ol-2, big-data]\n" in site.text("content/news/b.md")
    assert site.text("content/tags/ol-2.md") == "---\ntitle: Ol\n---\n"
    assert "The C++ language" in site.text("content/tags/c-plus-plus/_index.md")
    assert {path.name for path in (site.root / "content/tags").iterdir()} == {
        "_type.yaml", "c-plus-plus", "c-sharp.md", "c.md", "net.md", "ol.md", "ol-2.md", "big-data.md",
    }  # fmt: skip
    assert site.built()[1] == []


def test_what_is_lost_is_listed(tmp_path: Path) -> None:
    site = Moved(tmp_path, "hugo", FILES)

    assert site.notes(Outcome.LOST) == [
        ("content/news/first.md", "`layout: wide` is for templates of Hugo"),
        ("content/secret.adoc", "is a text as .adoc, which is not read: convert it to Markdown"),
    ]
    assert site.notes(Outcome.LEFT) == []


def test_site_menus_and_languages(tmp_path: Path) -> None:
    text = Moved(tmp_path, "hugo", FILES).text("content/site.yaml")

    assert text == (
        "# Written by `sitegen import hugo`.\n"
        "# A text is written once for all languages, or once for each: {en: Topics, fr: Thèmes}.\n"
        "title:\n  en: Old site\n  fr: Ancien site\n"
        "description: What we do.\n"
        "base_url: https://old.example\n"
        "default_language: en\n"
        "languages:\n  en: {name: English}\n  fr: {name: Français}\n"
        "time_zone: Europe/Paris\n"
        "theme: network\n"
        "menus:\n"
        "  footer: []\n"
        "  main:\n"
        "    - target: type:news\n"
        "      title:\n        en: News\n        fr: Actualités\n"
        "    - target: https://elsewhere.example/\n"
        "      title: Elsewhere\n"
        "      languages: [en]\n"
        "    - target: page:pages/about\n"
        "      title: About\n"
        "      languages: [en]\n"
        "lists:\n  latest:\n    types: [news]\n    sort: [-date, title]\n"
    )


def test_what_was_not_published_is_a_draft(tmp_path: Path) -> None:
    more = {
        "content/news/hidden.md": "---\ntitle: Hidden\nbuild:\n  render: never\n---\nText.\n",
        "content/news/later.md": "---\ntitle: Later\ndate: 2999-01-01\n---\nText.\n",
    }

    site = Moved(tmp_path, "hugo", {**FILES, **more})

    assert site.text("content/news/hidden.md") == "---\ntitle: Hidden\ndraft: true\n---\n\nText.\n"
    assert "publish_on: 2999-01-01\n" in site.text("content/news/later.md")
    assert "hidden" not in "".join(site.lock)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSource, match="is no Hugo site"):
        Moved(tmp_path, "hugo", {"readme.md": "x"})


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Hello World", "hello-world"),
        ("C++ & more!", "c++-more"),
        ("Über Uns", "über-uns"),
        ("a_b.c", "a_b.c"),
    ],
)
def test_addresses_are_made_as_by_hugo(name: str, path: str) -> None:
    assert made_path(name) == path
