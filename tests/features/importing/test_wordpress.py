"""An export of WordPress: what is read, what keeps its address, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.features.importing.imported import Imported, ImportedMenuItem, Outcome
from sitegen.features.importing.importers import ImportOptions
from sitegen.features.importing.source import Source, UnusableSource
from sitegen.features.importing.wordpress import read
from sitegen.features.importing.wordpress_text import TextContext, autop, prepared

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="NS/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="NS/">
<channel><title>Harbour &amp;amp; City</title><link>https://old.example</link><language>en-GB</language>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>ana</wp:author_login>
  <wp:author_display_name><![CDATA[Ana Ruiz]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>water</wp:category_nicename><wp:category_parent/>
  <wp:cat_name>Water</wp:cat_name></wp:category>
<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>rain</wp:category_nicename>
  <wp:category_parent>water</wp:category_parent><wp:cat_name>Rain</wp:cat_name></wp:category>
"""
MODERN, OLD = "http://wordpress.org/export/1.2", "https://wordpress.org/export/1.0"


def item(number: int, kind: str = "post", content: str = "", **values: str) -> str:
    slug = values.get("slug", f"n{number}")
    link = values.get("link", f"https://old.example/2019/05/{slug}/")
    more = values.get("more", "")
    return (
        f"<item><title><![CDATA[{values.get('title', f'Title {number}')}]]></title><link>{link}</link>"
        f"<dc:creator>{values.get('creator', 'ana')}</dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{values.get('excerpt', '')}]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2019-05-0{number % 9 + 1} 10:00:00</wp:post_date>"
        f"<wp:post_name>{slug}</wp:post_name><wp:status>{values.get('status', 'publish')}</wp:status>"
        f"<wp:post_parent>{values.get('parent', '0')}</wp:post_parent>"
        f"<wp:menu_order>{values.get('order', '0')}</wp:menu_order>"
        f"<wp:post_type>{kind}</wp:post_type>"
        f"<wp:post_password>{values.get('password', '')}</wp:post_password>{more}</item>"
    )


def meta(key: str, value: str) -> str:
    inside = f"<wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value>"
    return f"<wp:postmeta>{inside}</wp:postmeta>"


def imported(tmp_path: Path, *items: str, space: str = MODERN, media: Path | None = None) -> Imported:
    file = tmp_path / "export.xml"
    file.write_text(HEAD.replace("NS", space) + "".join(items) + "</channel></rss>", encoding="utf-8")
    return read(Source(file), ImportOptions(media=media))


def notes(site: Imported, outcome: Outcome) -> list[str]:
    return [note.text for note in site.notes if note.outcome is outcome]


TERMS = (
    '<category domain="category" nicename="rain">Rain</category>'
    '<category domain="post_tag" nicename="b-c">B &amp; C</category>'
)


@pytest.mark.parametrize("space", [MODERN, OLD])
def test_an_entry_keeps_its_fields_terms_and_addresses(tmp_path: Path, space: str) -> None:
    more = (
        TERMS + meta("_wp_old_slug", "earlier") + meta("price", "12") + meta("plugin", 'a:1:{i:0;s:1:"x";}')
    )
    site = imported(
        tmp_path, item(1, content="One\ntwo\n\nthree", title="A <em>b</em> &amp; c", more=more), space=space
    )
    post = site.entries[0]
    assert (post.key, post.body, post.addresses) == (
        "posts/n1",
        "One\\\ntwo\n\nthree",
        ("/2019/05/n1/", "/2019/05/earlier/"),
    )
    assert {field.name: field.value for field in post.fields} == {
        "title": "A b & c",
        "date": "2019-05-02",
        "authors": ("ana",),
        "categories": ("rain",),
        "tags": ("b-c",),
        "price": "12",
    }
    assert {entry.key: entry.addresses for entry in site.entries[1:]} == {
        "categories/rain": ("/category/water/rain/",),
        "tags/b-c": ("/tag/b-c/",),
        "categories/water": ("/category/water/",),
        "authors/ana": ("/author/ana/",),
    }
    assert {known.name: known.permalink for known in site.types} == {
        "posts": "/{year}/{month}/{slug}/",
        "categories": "/category/{slug}/",
        "tags": "/tag/{slug}/",
        "authors": "/author/{slug}/",
    }
    assert (site.title, site.base_url) == ({"en-GB": "Harbour & City"}, "https://old.example")
    assert "the custom field plugin, which is data of a plugin" in notes(site, Outcome.LOST)


def test_drafts_private_and_protected_entries(tmp_path: Path) -> None:
    site = imported(
        tmp_path,
        item(1, status="draft", link="https://old.example/?p=1"),
        item(2, status="private", content="secret"),
        item(3, password="x", content="secret"),
        item(4, status="trash"),
        item(5, status="future"),
    )
    drafts = [entry for entry in site.entries if entry.type == "posts"]
    assert [(e.name, e.addresses) for e in drafts] == [("n1", ()), ("n5", ())]
    assert all(("draft", "true") in [(f.name, f.value) for f in entry.fields] for entry in drafts)
    assert notes(site, Outcome.LEFT)[:5] == [
        "“Title 2” (post 2): left out, since it is private and a repository may be public",
        "“Title 3” (post 3): left out, since readers need a password for it and a repository may be public",
        "“Title 4” (post 4): left out, its status is trash",
        "is a draft (status draft)",
        "is a draft (status future)",
    ]
    assert (
        "addresses like /?p=12 (2): a site of files answers them with its home page; ask your host for a rule"
        in notes(site, Outcome.LEFT)
    )


KINDS = ("pages", "recipe", "")


def test_parents_duplicate_and_encoded_slugs(tmp_path: Path) -> None:
    site = imported(
        tmp_path,
        item(1, "page", slug="about", link="https://old.example/about/"),
        item(2, "page", slug="team", parent="1", link="https://old.example/about/team/", order="3"),
        item(3, "page", slug="team", parent="1", link="https://old.example/about/team-2/"),
        item(4, "page", slug="%c3%a9t%c3%a9", link="https://old.example/%c3%a9t%c3%a9/"),
        item(
            5, "page", slug="%e6%97%a5%e6%9c%ac", title="日本", link="https://old.example/%e6%97%a5%e6%9c%ac/"
        ),
        item(6, "page", slug="home", link="https://old.example/"),
        item(7, "recipe", slug="soup", link="https://old.example/recipe/soup/"),
    )
    assert [(entry.key, entry.addresses) for entry in site.entries if entry.type in KINDS] == [
        ("pages/about", ("/about/",)),
        ("pages/about/team", ("/about/team/",)),
        ("pages/about/team-2", ("/about/team-2/",)),
        ("pages/ete", ("/%c3%a9t%c3%a9/",)),
        ("pages/page-5", ("/%e6%97%a5%e6%9c%ac/",)),
        ("", ("/",)),
        ("recipe/soup", ("/recipe/soup/",)),
    ]
    assert {known.name: known.permalink for known in site.types if known.name in KINDS} == {
        "pages": "/{path}/",
        "recipe": "/recipe/{path}/",
    }
    weights = [f.value for e in site.entries for f in e.fields if f.name == "weight"]
    assert weights == ["3"]


def attachment(number: int, name: str, alt: str = "", parent: str = "0") -> str:
    address = f"https://old.example/wp-content/uploads/2019/05/{name}"
    more = f"<wp:attachment_url>{address}</wp:attachment_url>" + meta("_wp_attachment_image_alt", alt)
    link = f"https://old.example/{name.partition('.')[0]}/"
    return item(
        number, "attachment", status="inherit", link=link, parent=parent, excerpt="Caption", more=more
    )


def test_pictures_galleries_captions_and_files(tmp_path: Path) -> None:
    media = tmp_path / "uploads"
    (media / "2019/05").mkdir(parents=True)
    (media / "2019/05/a.jpg").write_bytes(b"x")
    base = "https://old.example/wp-content/uploads/2019/05"
    text = (
        f'[caption id="x" width="300"]<a href="{base}/a.jpg"><img src="{base}/a-300x200.jpg" alt="A" /></a>'
        " The quay[/caption]\n\n"
        '[gallery ids="11,12"]\n\n[embed]https://v.example/1[/embed]\n\n[contact-form to="x y" id=\'3\']'
        "\n\nA [sic] word."
    )
    site = imported(
        tmp_path,
        attachment(11, "a.jpg", "Alt", "1"),
        attachment(12, "b.jpg"),
        item(1, content=text),
        media=media,
    )
    assert site.entries[0].body == (
        "[![A](/wp-content/uploads/2019/05/a.jpg)](/wp-content/uploads/2019/05/a.jpg)\n\n_The quay_\n\n"
        "![Alt](/wp-content/uploads/2019/05/a.jpg)\n\n_Caption_\n\n"
        "![](/wp-content/uploads/2019/05/b.jpg)\n\n_Caption_\n\n"
        "[https://v.example/1](https://v.example/1)\n\n"
        '{{< contact-form to="x y" id="3" >}}\n\nA \\[sic\\] word.'
    )
    assert [(file.path, file.source) for file in site.files] == [
        ("static/wp-content/uploads/2019/05/a.jpg", "2019/05/a.jpg")
    ]
    assert site.entries[0].addresses == ("/2019/05/n1/", "/a/")
    assert [(r.address, r.target) for r in site.redirects] == [("/b/", "/wp-content/uploads/2019/05/b.jpg")]
    code = site.shortcodes[0]
    assert (code.name, code.parameters, code.encloses) == ("contact-form", ("id", "to"), False)
    assert [use.text for use in code.uses] == ["[contact-form to=\"x y\" id='3']"]
    assert [(file.path, file.source) for file in site.missing] == [
        ("static/wp-content/uploads/2019/05/b.jpg", f"{base}/b.jpg")
    ]


def test_files_of_texts_that_are_no_attachments(tmp_path: Path) -> None:
    (tmp_path / "uploads/2019").mkdir(parents=True)
    (tmp_path / "uploads/2019/plan.pdf").write_bytes(b"x")
    text = (
        '<a href="/wp-content/uploads/2019/plan.pdf">Plan</a> '
        '<a href="https://old.example/wp-content/uploads/2019/a%20b.pdf">B</a> '
        '<a href="https://other.example/wp-content/uploads/2019/c.pdf">C</a>'
        '<img src="//old.example/wp-content/uploads/q-30x20.png?w=3" alt="Q">'
    )
    site = imported(tmp_path, item(1, content=text), media=tmp_path / "uploads")
    assert [(file.path, file.source) for file in site.files] == [
        ("static/wp-content/uploads/2019/plan.pdf", "2019/plan.pdf")
    ]
    assert [(file.path, file.source) for file in site.missing] == [
        (
            "static/wp-content/uploads/2019/a b.pdf",
            "https://old.example/wp-content/uploads/2019/a%20b.pdf",
        ),
        ("static/wp-content/uploads/q-30x20.png", "https://old.example/wp-content/uploads/q-30x20.png"),
    ]


def test_blocks_footnotes_and_dynamic_blocks(tmp_path: Path) -> None:
    text = (
        '<!-- wp:paragraph -->\n<p>A<sup data-fn="f" class="fn"><a href="#f" id="f-link">1</a></sup>\nb</p>\n'
        "<!-- /wp:paragraph -->\n"
        '<!-- wp:latest-posts {"postsToShow":3} /-->\n<!-- wp:block {"ref":9} /-->\n'
        "<!-- wp:footnotes /-->\n\nclassic\nline"
    )
    notes_of = meta("footnotes", '[{"content":"The <em>note</em>","id":"f"}]')
    block = item(9, "wp_block", content="<!-- wp:paragraph --><p>Again</p><!-- /wp:paragraph -->")
    site = imported(tmp_path, item(1, content=text, more=notes_of), block)
    assert site.entries[0].body == "A[^1] b\n\nAgain\n\nclassic\\\nline\n\n[^1]: The _note_"
    assert "the block latest-posts, which WordPress fills" in notes(site, Outcome.LEFT)


def test_menus(tmp_path: Path) -> None:
    def menu(number: int, kind: str, **values: str) -> str:
        keys = {"type": kind, "object_id": "0", "menu_item_parent": "0", "url": ""} | values
        more = '<category domain="nav_menu" nicename="top">Top</category>'
        more += "".join(meta(f"_menu_item_{key}", value) for key, value in keys.items())
        return item(number, "nav_menu_item", title=values.get("title", ""), order=str(number), more=more)

    site = imported(
        tmp_path,
        item(1, "page", slug="about", link="https://old.example/about/"),
        menu(22, "post_type", object_id="1", menu_item_parent="21"),
        menu(21, "custom", url="#", title="More"),
        menu(23, "taxonomy", object_id="3"),
    )
    language = "en-GB"
    assert site.menus == {
        "main": (
            ImportedMenuItem(
                title={language: "More"},
                target="",
                items=(ImportedMenuItem(title={language: "Title 1"}, target="pages/about"),),
            ),
            ImportedMenuItem(title={language: "Water"}, target="/category/water/"),
        )
    }


BOMB = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"<?xml version='1.0'?>\n{BOMB}<rss>&b;</rss>", ":2: a document type or an entity is declared"),
        (f"{OUTSIDE}<rss>&x;</rss>", ":1: a document type or an entity is declared"),
        ("<rss><channel>", ":1:15: this is not XML: no element found"),
        ("<rss/>", " is XML, but no export of WordPress"),
        ("<a>" * 60, ":1: elements are nested too deeply"),
    ],
)
def test_hostile_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "bad.xml").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableSource) as error:
        read(Source(tmp_path / "bad.xml"), ImportOptions())
    assert str(error.value).startswith(f"bad.xml{message}")


def test_files_outside_the_folders_are_not_read(tmp_path: Path) -> None:
    media = tmp_path / "uploads"
    media.mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (media / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    site = imported(tmp_path, attachment(1, "../../secret.jpg"), attachment(2, "link.jpg"), media=media)
    assert site.files == ()


def test_classic_text_becomes_paragraphs() -> None:
    assert autop("a\nb\n\n<h2>c</h2>\nd<pre>x\n\ny</pre>") == (
        "<p>a<br>\nb</p>\n<h2>c</h2>\n<p>d</p>\n<pre>x\n\ny</pre>"
    )


@pytest.mark.parametrize(
    "piece", ["[caption]", "<!-- wp:a ", "[gallery", "<p", "[a b='", "<pre>", "\n", "[a x=1]"]
)
def test_long_texts_take_little_time(piece: str) -> None:
    assert prepared(piece * 20_000, "1", "", TextContext({}, {}, {})).calls is not None
