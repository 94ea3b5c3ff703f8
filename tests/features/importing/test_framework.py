"""An imported site: what an importer finds becomes files that build, with every old address."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.authoring.scaffold import site_base
from sitegen.features.importing.front_matter import split
from sitegen.features.importing.imported import (
    Field,
    FieldHint,
    Imported,
    ImportedEntry,
    ImportedFile,
    ImportedLanguage,
    ImportedMenuItem,
    ImportedShortcode,
    ImportedType,
    Outcome,
    Shape,
    Use,
)
from sitegen.features.importing.site import NewSite, new_site
from sitegen.features.importing.source import Source, UnusableSource
from sitegen.features.importing.write import LOCK, Unwritable, Written, write
from tests.features.importing.sites import PNG, built

POST = ImportedEntry(
    type="posts",
    name="Opening Day",
    language="en",
    fields=(
        Field("title", 'The "opening": a report', after="checked"),
        Field("date", "Feb 19, 2019", before=("the day of the meeting",)),
        Field("featuredImage", "/images/a.png", after="by Ann"),
        Field("featuredImageAlt", "A quay"),
        Field("tags", ("water",)),
        Field("draft", "False"),
        Field("rating", "4"),
        Field("empty", ""),
        Field("note", "two\nlines"),
    ),
    body="See [the team](/about/team.html#who) and [water](/tags/water.html), ![x](/images/a.png).\n",
    source="posts/opening.md",
    addresses=("/2019/02/19/opening.html", "/old/opening/"),
)
SITE = Imported(
    generator="test",
    title={"en": "Old site", "fr": "Ancien site"},
    base_url="https://old.example",
    languages=(ImportedLanguage(code="en"), ImportedLanguage(code="fr", name="Français")),
    types=(
        ImportedType(
            name="posts",
            hints={"tags": FieldHint(kind="reference", to=("tags",), many=True, inverse="posts")},
        ),
        ImportedType(name="tags", taxonomy=True),
        ImportedType(name="pages", permalink="/{slug}/", index=False),
    ),
    entries=(
        POST,
        ImportedEntry(
            type="posts",
            name="Opening Day",
            language="fr",
            fields=(Field("title", "L’ouverture"), Field("date", "Feb 19, 2019"), Field("tags", ("water",))),
            source="posts/opening.fr.md",
            addresses=("/fr/2019/02/19/opening.html",),
        ),
        ImportedEntry(
            type="tags",
            name="water",
            language="en",
            fields=(Field("title", "Water"),),
            source="",
            addresses=("/tags/water.html",),
        ),
        ImportedEntry(
            type="pages",
            name="team",
            language="en",
            fields=(),
            source="about/team.md",
            body="# The *team*\n\n## Who\n\nText of [old](https://old.example/old/opening/).\n",
            addresses=("/about/team.html",),
        ),
        ImportedEntry(
            type="pages",
            name="ouvert",
            language="fr",
            fields=(Field("title", "Ouvert"), Field("weight", "1.5")),
            source="ouvert.fr.md",
            addresses=("/fr/ouvert/",),
        ),
        ImportedEntry(
            type="",
            name="",
            language="en",
            fields=(Field("title", "Home"), Field("layout", "x")),
            source="index.md",
            addresses=("/",),
            shape=Shape.SECTION,
        ),
    ),
    files=(ImportedFile(path="static/images/a.png", source="images/a.png", addresses=("/images/a.png",)),),
    menus={
        "main": (
            ImportedMenuItem(title={"en": "Team"}, target="/about/team.html"),
            ImportedMenuItem(title={"en": "Gone"}, target="/gone/"),
        )
    },
    shortcodes=(ImportedShortcode(name="box", uses=(Use("a.md", 3, "{{< box >}}"),), encloses=True),),
)


def write_site(tmp_path: Path, imported: Imported) -> tuple[Path, NewSite, Written]:
    old = tmp_path / "old"
    (old / "images").mkdir(parents=True, exist_ok=True)
    (old / "images/a.png").write_bytes(PNG)
    target, site = tmp_path / "new", new_site(imported)
    target.mkdir(exist_ok=True)
    return target, site, write(target, site, site_base(), Source(old), None)


def test_an_entry_is_written_with_its_fields_comments_links_and_addresses(tmp_path: Path) -> None:
    target, _, _ = write_site(tmp_path, SITE)

    assert (target / "content/posts/Opening Day.md").read_text() == (
        "---\n"
        "title: 'The \"opening\": a report'  # checked\n"
        "# the day of the meeting\n"
        "date: 2019-02-19\n"
        "# by Ann\n"
        "featured_image:\n"
        "  file: a.png\n"
        "  alt: A quay\n"
        "tags: [water]\n"
        "draft: false\n"
        "rating: 4\n"
        "note: |-\n"
        "  two\n"
        "  lines\n"
        "aliases: [/2019/02/19/opening.html, /old/opening/]\n"
        "---\n"
        "\n"
        "See [the team](../pages/team.md#who) and [water](../tags/water.md), ![x](/images/a.png).\n"
    )


def test_the_site_builds_and_answers_every_old_address(tmp_path: Path) -> None:
    renamed = replace(SITE, entries=(replace(POST, name="opening-day"), *SITE.entries[2:]))
    target, _, _ = write_site(tmp_path, renamed)

    paths, problems = built(target)

    assert problems == []
    assert {
        "posts/opening-day/index.html",
        "2019/02/19/opening.html",
        "old/opening/index.html",
        "about/team.html",
        "fr/ouvert/index.html",
        "tags/water.html",
        "images/a.png",
    } <= paths


def test_an_address_with_capitals_redirects(tmp_path: Path) -> None:
    entry = replace(SITE.entries[3], name="AI", addresses=("/AI/", "/ai.html"))

    target, site, _ = write_site(tmp_path, replace(SITE, entries=(entry,)))

    assert "slug: ai-page\naliases: [/AI/, /ai.html]\n" in (target / "content/pages/AI.md").read_text()
    assert site.kept.lock == ("/AI/", "/ai.html")


def test_types_have_the_fields_that_were_found(tmp_path: Path) -> None:
    target, _, _ = write_site(tmp_path, SITE)

    assert (target / "content/posts/_type.yaml").read_text() == (
        "# 2 entries were imported.\n"
        "name: Posts\n"
        "plural: Posts\n"
        "date: date\n"
        "sort: [-date, title]\n"
        "index: {feed: true}\n"
        "fields:\n"
        "  date: {kind: date}  # 2 values\n"
        "  tags: {kind: reference, to: tags, many: true, inverse: posts}  # 2 values\n"
        "  featured_image: {kind: image}  # 1 value; was 'featuredImage'\n"
        "  note: {}  # 1 value\n"
        "  rating: {kind: integer}  # 1 value\n"
    )


def test_translations_inherit_and_pages_in_one_language_say_so(tmp_path: Path) -> None:
    target, site, _ = write_site(tmp_path, SITE)

    assert (target / "content/posts/Opening Day.fr.md").read_text() == (
        "---\ntitle: L’ouverture\naliases: [/fr/2019/02/19/opening.html]\n---\n"
    )
    assert (target / "content/pages/ouvert.fr.md").read_text() == ("---\ntitle: Ouvert\nonly_in: [fr]\n---\n")
    assert (target / "content/pages/team.md").read_text() == (
        "---\ntitle: The team\naliases: [/about/team.html]\n---\n"
        "\n## Who\n\nText of [old](../posts/Opening%20Day.md).\n"
    )
    assert [(note.outcome, note.source, note.text) for note in site.notes] == [
        (Outcome.DONE, "about/team.md", "its first heading became its title"),
        (Outcome.LEFT, "ouvert.fr.md", "`weight: 1.5` is not a value that sitegen takes"),
        (Outcome.LEFT, "index.md", "`layout` became a comment: the page of a type has no such field"),
        (Outcome.LEFT, "", "menu `main`: “Gone” leads to `/gone/`, which is no page"),
    ]


def test_every_old_address_is_recorded(tmp_path: Path) -> None:
    target, _, _ = write_site(tmp_path, SITE)

    lines = (target / "content/urls.lock").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "/",
        "/2019/02/19/opening.html",
        "/about/team.html",
        "/fr/2019/02/19/opening.html",
        "/fr/ouvert/",
        "/old/opening/",
        "/tags/water.html",
    ]


def test_importing_again_overwrites_nothing_that_was_changed(tmp_path: Path) -> None:
    target, _, first = write_site(tmp_path, SITE)
    (target / "content/pages/team.md").write_text("mine")
    (target / "content/tags/water.md").unlink()
    edited = replace(SITE, entries=(replace(POST, body="New text.\n"), *SITE.entries[1:-2], SITE.entries[-1]))

    _, _, second = write_site(tmp_path, edited)
    _, _, third = write_site(tmp_path, edited)

    assert "content/pages/team.md" in first.new
    assert second.kept == ("content/pages/team.md",)
    assert second.removed == ("content/tags/water.md",)
    assert "content/posts/Opening Day.md" in second.updated
    assert second.left_over == ("content/pages/ouvert.fr.md",)
    assert (target / "content/pages/team.md").read_text() == "mine"
    assert (third.updated, third.new, third.kept, third.removed) == ((), (), second.kept, second.removed)


def test_files_that_were_there_before_are_kept(tmp_path: Path) -> None:
    (tmp_path / "new/.github").mkdir(parents=True)
    (tmp_path / "new/.github/dependabot.yml").write_text("mine")

    target, _, written = write_site(tmp_path, SITE)

    assert written.kept == (".github/dependabot.yml",)
    assert ".github/dependabot.yml" not in (target / LOCK).read_text()


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "new/content").symlink_to(outside)

    with pytest.raises(Unwritable, match="is a link that leads out of the folder"):
        write_site(tmp_path, SITE)

    assert list(outside.iterdir()) == []


def test_links_in_the_source_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    old = tmp_path / "old"
    (old / "deep").mkdir(parents=True)
    (old / "a.md").symlink_to(tmp_path / "secret.md")
    (old / "deep/b").symlink_to(tmp_path)
    (old / "c.md").write_bytes("caf\xe9".encode("latin-1"))
    source = Source(old, largest_text=10)

    assert source.paths == ("c.md",)
    assert source.text("c.md") == "café"
    assert source.data("../secret.md") is None
    assert [(note.source, note.text) for note in source.notes] == [
        ("a.md", "is a link or a special file, which is not followed"),
        ("deep/b", "is a link or a special file, which is not followed"),
        ("c.md", "is not UTF-8 and was read as Windows-1252: compare"),
    ]
    (old / "c.md").write_text("x" * 11)
    assert source.text("c.md") is None
    assert source.notes[-1].text == "has more than 10 bytes"
    with pytest.raises(UnusableSource, match="does not exist"):
        Source(tmp_path / "none")


def test_names_of_short_values_are_resolved_and_bombs_are_not() -> None:
    named = split("---\ntitle: &name A title\nlink: *name\nlist:\n  - *name\n---\n")
    bomb = split("---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nText.\n")

    assert [field.value for field in named.fields] == ["A title", "A title", ("A title",)]
    assert bomb.wrong == "the anchor &a gives a value a name (line 2)"
    assert bomb.comments == ("a: &a [x, x]", "b: &b [*a, *a]", "c: [*b, *b]")
    assert split("---\n" + "a: " + "[" * 100_000 + "\n---\n").wrong != ""
    assert split("+++\na = " + "[" * 100_000 + "\n+++\n").wrong != ""
    assert not split('{"a": ' + "[" * 100_000).present
