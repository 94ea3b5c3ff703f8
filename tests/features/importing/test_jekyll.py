"""Sites of Jekyll: posts, drafts, collections, languages in folders, redirects and Liquid."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.features.importing.imported import Outcome
from sitegen.features.importing.source import UnusableSource
from tests.features.importing.sites import PNG, Moved
from tests.sites import Files

CONFIG = """
title: Old site
description: Texts of a town.
url: https://old.example
timezone: Europe/Paris
exclude: [notes]
collections:
  guides:
    output: true
    permalink: /:path/
defaults:
  - scope: {path: "", type: posts}
    values: {author: ann}
"""
FILES: Files = {
    "_config.yml": CONFIG,
    "Gemfile": "gem 'jekyll'\n",
    "notes/a.md": "---\ntitle: No\n---\n",
    "index.md": "---\ntitle: Home\nredirect_from: /start.html\n---\nWelcome.\n",
    "about.md": (
        "---\ntitle: About {{ site.title }}\nlayout: page\nredirect_from: [/who/, /us.html]\n---\n"
        "See [a post]({% post_url 2019-05-03-water %}) and [it]({{ site.baseurl }}/guides-list/).\n\n"
        "* TOC\n{:toc}\n\n## Costs\n{: #cost}\n\nText.\n{: .wide}\n\n{% raw %}{{ shown }}{% endraw %}\n\n"
        "{% include box.html title=\"A box\" %}\n"
    ),
    "lists/all.md": "---\npermalink: /guides-list/\n---\n# All *guides*\n\nText.\n",
    "_posts/2019-05-03-water.md": (
        "---\nlayout: post\n# checked\ncategories: news\ntags: [Clean Water]\n"
        "date: 2019-05-03 10:00:00 +0200\n---\n"
        "![A lane](/assets/a.png)\n\n{% highlight python %}\nprint(1)\n{% endhighlight %}\n"
    ),
    "_drafts/later.md": "---\ntitle: Later\n---\nText.\n",
    "_posts/nameless.md": "---\ntitle: x\n---\n",
    "_guides/trees.md": "---\nlang: en\ntitle: Trees\nref: trees\n---\nText.\n",
    "_guides/fr/arbres.md": "---\nlang: fr\ntitle: Arbres\nref: trees\n---\nTexte.\n",
    "_includes/box.html": "<div>{{ include.title }}</div>",
    "_data/authors.yml": "ann:\n  name: Ann Person\n  email: ann@old.example\n",
    "_data/towns.yml": "- {name: Oslo}\n",
    "_layouts/post.html": "{{ content }}",
    "assets/a.png": PNG,
    "feed.xml": "---\n---\n<feed/>\n",
    "CNAME": "old.example\n",
}  # fmt: skip


def test_a_site_builds_and_answers_every_old_address(tmp_path: Path) -> None:
    files = dict(FILES) | {"about.md": "---\ntitle: About\nredirect_from: [/who/, /us.html]\n---\nText.\n"}
    site = Moved(tmp_path, "jekyll", files)

    paths, problems = site.built()

    assert problems == []
    assert {
        "about.html",
        "who/index.html",
        "us.html",
        "start.html",
        "guides-list/index.html",
        "news/2019/05/03/water.html",
        "trees/index.html",
        "fr/arbres/index.html",
        "assets/a.png",
        "CNAME",
    } <= paths
    assert "later" not in "".join(site.lock)


def test_texts_and_liquid(tmp_path: Path) -> None:
    site = Moved(tmp_path, "jekyll", FILES)

    assert site.text("content/pages/about.md") == (
        "---\n"
        "title: About {{ site.title }}\n"
        "aliases: [/about.html, /who/, /us.html]\n"
        "---\n"
        "\n"
        "See [a post](../posts/water.md) and [it](lists/all.md).\n"
        "\n"
        "\n"
        "## Costs {#cost}\n"
        "\n"
        "Text.\n"
        "\n"
        "\n"
        "{{ shown }}\n"
        "\n"
        '{{< box title="A box" >}}\n'
    )
    assert site.text("content/posts/water.md") == (
        "---\n"
        "title: Water\n"
        "# checked\n"
        "date: 2019-05-03T10:00:00+02:00\n"
        "tags: [clean-water]\n"
        "categories: [news]\n"
        "author: [ann]\n"
        "aliases: [/news/2019/05/03/water.html]\n"
        "---\n"
        "\n"
        "![A lane](/assets/a.png)\n"
        "\n"
        "\n"
        "```python\n"
        "print(1)\n"
        "```\n"
    )
    assert site.text("content/pages/lists/all.md").startswith("---\ntitle: All guides\n")
    assert site.text("content/authors/ann.md") == "---\ntitle: Ann Person\nemail: ann@old.example\n---\n"


def test_versions_belong_together_by_their_key(tmp_path: Path) -> None:
    site = Moved(tmp_path, "jekyll", FILES)

    assert (
        site.text("content/guides/arbres.fr.md") == "---\ntitle: Arbres\nref: guides/trees\n---\n\nTexte.\n"
    )
    assert site.text("content/guides/_type.yaml") == (
        "# 2 entries were imported from _guides/.\n"
        "name: Guides\nplural: Guides\npermalink: /{path}/\nindex: false\n"
    )


def test_what_is_lost_or_left_is_listed(tmp_path: Path) -> None:
    site = Moved(tmp_path, "jekyll", FILES)

    assert site.notes(Outcome.LOST) == [
        ("_posts/2019-05-03-water.md", "`layout: post` is for templates of Jekyll"),
        ("_posts/nameless.md", "is no post, since its name has no date"),
        ("about.md", "`layout: page` is for templates of Jekyll"),
        ("about.md", "`{: .wide}` of kramdown"),
        ("feed.xml", "is a template for a file .xml"),
    ]
    assert site.notes(Outcome.LEFT) == [
        ("_data/authors.yml", "is data for templates; a table can become entries: `sitegen import csv`"),
        ("_data/towns.yml", "is data for templates; a table can become entries: `sitegen import csv`"),
    ]


def test_menus_and_texts_of_a_later_day(tmp_path: Path) -> None:
    more = {
        "_data/navigation.yml": (
            "main:\n  - title: About\n    url: /about.html\n  - title: More\n    children:\n"
            "      - {title: All, url: /guides-list/}\n      - {title: Gone, url: /gone/}\n"
        ),
        "_posts/2999-01-01-future.md": "---\ntitle: Future\n---\nText.\n",
    }

    site = Moved(tmp_path, "jekyll", {**FILES, **more})

    assert (
        "  main:\n"
        "    - target: page:pages/about\n"
        "      title: About\n"
        "    - title: More\n"
        "      items:\n"
        "        - target: page:pages/lists/all\n"
        "          title: All\n"
    ) in site.text("content/site.yaml")
    assert ("", "menu `main`: “Gone” leads to `/gone/`, which is no page") in site.notes(Outcome.LEFT)
    assert "date: 2999-01-01\n" in site.text("content/posts/future.md")
    assert "publish_on: 2999-01-01\n" in site.text("content/posts/future.md")


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("date", "/news/2019/05/03/water.html"),
        ("pretty", "/news/2019/05/03/water/"),
        ("none", "/news/water.html"),
        ("/blog/:year/:title/", "/blog/2019/water/"),
        ("/:i_day.:short_month/:slug:output_ext", "/3.May/water.html"),
    ],
)
def test_permalinks(tmp_path: Path, permalink: str, address: str) -> None:
    site = Moved(tmp_path, "jekyll", {**FILES, "_config.yml": f"{CONFIG}permalink: {permalink}\n"})

    post = next(entry for entry in site.imported.entries if entry.source.endswith("water.md"))
    assert post.addresses == (address,)


def test_links_of_pages_at_the_top_lead_to_pages_and_addresses(tmp_path: Path) -> None:
    links = (
        "[a](about.md) [b](lists/all.md) [c](guides-list/) [d](./guides-list/) [e](assets/a.png) "
        "[f](About.md)\n"
    )
    site = Moved(tmp_path, "jekyll", {**FILES, "index.md": f"---\ntitle: Home\n---\n{links}"})

    assert site.text("content/_index.md").endswith(
        "[a](pages/about.md) [b](pages/lists/all.md) [c](pages/lists/all.md) [d](pages/lists/all.md) "
        "[e](/assets/a.png) [f](pages/about.md)\n"
    )
    assert not [note for note in site.notes(Outcome.LEFT) if "link to" in note[1]]


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSource, match="is no Jekyll site"):
        Moved(tmp_path, "jekyll", {"readme.md": "x"})
