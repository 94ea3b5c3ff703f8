"""A move changes every reference to the moved files, and no other byte."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from sitegen.build.build import build
from sitegen.build.context import Context
from sitegen.execute import executor_for
from sitegen.move import MoveRequest, MoveResult, Unwritable, move, write
from sitegen.move.write import as_diff
from tests.sites import Files, Outcome, base_text, entry, load, make_site, picture

TOPICS_TYPE = "content/topics/_type.yaml"
PROJECTS_TYPE = "content/projects/_type.yaml"


def tree(root: Path) -> dict[str, bytes]:
    """Every file of the content by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "content").rglob("*"))
        if path.is_file()
    }


def asked(root: Path, old: str, new: str, here: str = "") -> MoveResult:
    return move(root, load(root), MoveRequest(old, new, here))


def moved(root: Path, old: str, new: str, here: str = "") -> None:
    """The site after a move that must succeed."""
    answer = asked(root, old, new, here)
    assert (answer.refusal, answer.problems) == (None, ())
    write(root, answer.edits)


def changed(root: Path, before: Mapping[str, bytes]) -> dict[str, str | None]:
    """New text of each changed file; None if it is gone."""
    now = tree(root)
    paths = sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
    return {path: now[path].decode("utf-8", "replace") if path in now else None for path in paths}


def built(root: Path) -> Outcome:
    """The built site."""
    report = build(root, load(root), Context(executor_for(1)))
    return Outcome(root, report.artifacts, report.report.problems)


EVERY_REFERENCE: Files = {
    TOPICS_TYPE: """\
# What cities work on.
name: {en: Topic, fr: Thème}
plural: {en: Topics, fr: Thèmes}
fields:
  sources: {kind: reference, to: sources, many: true, inverse: cited_by}
  parent: {kind: reference, to: topics, acyclic: true}
  remark: {kind: markdown}
""",
    PROJECTS_TYPE: """\
name: {en: Project, fr: Projet}
plural: {en: Projects, fr: Projets}
fields:
  countries: {kind: country, many: true}
  topics: {kind: reference, to: topics, many: true, inverse: projects}
  main: {kind: reference, to: topics, default: food}   # most are about it
  about: {kind: reference, to: [topics, projects], many: true}
  rows:
    kind: group
    many: true
    fields:
      topic: {kind: reference, to: topics, default: 'food'}
      note: {}
index: {facets: [topics]}
""",
    "content/site.yaml": base_text("content/site.yaml")
    .replace(
        "alphabet:\n",
        """\
  fed:
    types: projects
    where: {topics: [food, "topics/food"], title: food}   # food itself is a title here
alphabet:
""",
    )
    .replace(
        "menus:\n",
        """\
menus:
  footer:
    - page:topics/food
    - {target: "page:topics/food", title: food}
""",
    ),
    "content/topics/food.md": """\
---
title: Food
summary: How cities feed people.
---

Cities plan [their own food](food.md#their-own-food) and [water](water.md).

## Their own food

Text.
""",
    "content/topics/food.fr.md": entry("Food", body="## Their own food\n\nOne.\n\n## Section\n\nTwo."),
    "content/topics/water.md": """\
---
title: Water   # not food
remark: "As *food*, see [the other](food.md 'food.md') and [that](../topics/food.md#their-own-food)."
parent: food  # food comes first
---

One [a](food.md), two [b](<food.md>), three [c](./food.md "food.md"),
four [d](../topics/food.md#their-own-food),
five [e][1], six [food.md](food.md), seven [f](/topics/food/), eight [g](/fr/topics/food/#section).

`[code](food.md)` and

    [indented](food.md) {{< note "topics/food" >}}

```
[fenced](food.md) {{< note "topics/food" >}}
```

> - [in a list](food.md)

{{< note title="topics/food" >}}
[inside](food.md)
{{< /note >}}

[1]: food.md "food.md"
""",
    "content/topics/water.fr.md": entry("Eau", body="Voir [a](food.fr.md) et [b](food.md)."),
    "content/projects/spark.md": """\
---
title: Spark about food
topics: [water, food, 'food', "food.md"]
about:
  - topics/food
  - projects/food   # another food
rows:
- {topic: food, note: food}
-   topic: "topics/food"
    note: food
- topic: food.md
---

Spark feeds {{< number members >}} people. [Food](../topics/food.md)
""",
    "content/projects/food.md": entry("The project food", "draft: false", "topics: food"),
    "content/projects/later.md": entry(
        "A draft", "draft: true", "topics: [food]", body="[x](../topics/food.md)"
    ),
    "content/figures/members.yaml": base_text("content/figures/members.yaml")
    + "about: [projects/food, topics/food]",
}


def test_every_kind_of_reference_follows_and_nothing_else_changes(tmp_path: Path) -> None:
    root = make_site(tmp_path, EVERY_REFERENCE)
    assert built(root).problems == ""
    before = tree(root)

    moved(root, "content/topics/food.md", "content/topics/eating.md")

    assert changed(root, before) == {
        PROJECTS_TYPE: str(EVERY_REFERENCE[PROJECTS_TYPE])
        .replace("default: food", "default: eating")
        .replace("default: 'food'", "default: 'eating'"),
        "content/site.yaml": str(EVERY_REFERENCE["content/site.yaml"])
        .replace('[food, "topics/food"]', '[eating, "topics/eating"]')
        .replace("- page:topics/food", "- page:topics/eating")
        .replace('target: "page:topics/food"', 'target: "page:topics/eating"'),
        "content/topics/food.md": None,
        "content/topics/food.fr.md": None,
        "content/topics/eating.md": str(EVERY_REFERENCE["content/topics/food.md"])
        .replace("people.\n", "people.\naliases: [/topics/food/]\n")
        .replace("](food.md", "](eating.md"),
        "content/topics/eating.fr.md": entry(
            "Food", "aliases: [/fr/topics/food/]", body="## Their own food\n\nOne.\n\n## Section\n\nTwo."
        ),
        "content/topics/water.md": """\
---
title: Water   # not food
remark: "As *food*, see [the other](eating.md 'food.md') and [that](../topics/eating.md#their-own-food)."
parent: eating  # food comes first
---

One [a](eating.md), two [b](<eating.md>), three [c](./eating.md "food.md"),
four [d](../topics/eating.md#their-own-food),
five [e][1], six [food.md](eating.md), seven [f](/topics/eating/), eight [g](/fr/topics/eating/#section).

`[code](food.md)` and

    [indented](food.md) {{< note "topics/food" >}}

```
[fenced](food.md) {{< note "topics/food" >}}
```

> - [in a list](eating.md)

{{< note title="topics/eating" >}}
[inside](eating.md)
{{< /note >}}

[1]: eating.md "food.md"
""",
        "content/topics/water.fr.md": entry("Eau", body="Voir [a](eating.fr.md) et [b](eating.md)."),
        "content/projects/spark.md": """\
---
title: Spark about food
topics: [water, eating, 'eating', "eating.md"]
about:
  - topics/eating
  - projects/food   # another food
rows:
- {topic: eating, note: food}
-   topic: "topics/eating"
    note: food
- topic: eating.md
---

Spark feeds {{< number members >}} people. [Food](../topics/eating.md)
""",
        "content/projects/food.md": entry("The project food", "draft: false", "topics: eating"),
        "content/projects/later.md": entry(
            "A draft", "draft: true", "topics: [eating]", body="[x](../topics/eating.md)"
        ),
        "content/figures/members.yaml": base_text("content/figures/members.yaml")
        + "about: [projects/food, topics/eating]",
    }


@pytest.mark.parametrize("engine", ["python-markdown", "gfm"])
def test_after_a_move_the_site_is_whole_and_the_old_addresses_lead_on(tmp_path: Path, engine: str) -> None:
    site = str(EVERY_REFERENCE["content/site.yaml"]) + f"markdown: {{engine: {engine}}}\n"
    root = make_site(tmp_path, {**EVERY_REFERENCE, "content/site.yaml": site})
    moved(root, "topics/food", "eating")

    pages = built(root)

    assert pages.problems == ""
    assert 'content="0; url=/topics/eating/"' in pages["topics/food/index.html"]
    assert 'content="0; url=/fr/topics/eating/"' in pages["fr/topics/food/index.html"]
    assert 'href="/topics/eating/"' in pages["projects/spark/index.html"]
    assert '<a href="/fr/topics/eating/' in pages["fr/topics/water/index.html"]
    assert "/topics/food/ /topics/eating/ 301" in pages["_redirects"]


# --- byte for byte ------------------------------------------------------------------------------


def test_line_ends_marks_and_comments_stay(tmp_path: Path) -> None:
    water = (
        b"\xef\xbb\xbf---\r\ntitle: 'Water'  # the \xf0\x9f\x92\xa7 page\r\n"
        b"sources: [ report ]\r\n---\r\n\r\n[a](food.md)  \r\n\tb\r\n"
    )
    spark = (
        b"---\ntitle: Spark\ntopics:\n# first\n-   food # and\n# last\n\n"
        b"summary: >-\n  folded food\n  text\n---\nNo end"
    )
    root = make_site(tmp_path, {"content/topics/water.md": water, "content/projects/spark.md": spark})

    moved(root, "topics/food", "eating")
    moved(root, "topics/water", "rain")

    files = tree(root)
    assert files["content/topics/rain.md"] == water.replace(b"(food.md)", b"(eating.md)").replace(
        b"[ report ]\r\n", b"[ report ]\r\naliases: [/topics/water/]\r\n"
    )
    assert files["content/projects/spark.md"] == spark.replace(b"-   food #", b"-   eating #")
    assert built(root).problems == ""


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("title: Air", "title: Air\naliases: [/topics/air/]"),
        ("title: Air\n# the end", "title: Air\n# the end\naliases: [/topics/air/]"),
        (
            "title: Air\nsummary: |\n  Much\n  air",
            "title: Air\nsummary: |\n  Much\n  air\naliases: [/topics/air/]",
        ),
        ("  title: Air", "  title: Air\n  aliases: [/topics/air/]"),
        ("aliases: /a/ # old\ntitle: Air", "aliases: [/a/, /topics/air/] # old\ntitle: Air"),
        ('aliases: "/a/"\ntitle: Air', 'aliases: ["/a/", /topics/air/]\ntitle: Air'),
        ("aliases: []\ntitle: Air", "aliases: [/topics/air/]\ntitle: Air"),
        (
            "aliases: [ /a/, '/b/' ] # two\ntitle: Air",
            "aliases: [ /a/, '/b/', /topics/air/ ] # two\ntitle: Air",
        ),
        (
            "aliases: [\n  /a/,  # one\n  /b/,\n]\ntitle: Air",
            "aliases: [\n  /a/,  # one\n  /b/, /topics/air/,\n]\ntitle: Air",
        ),
        (
            "aliases:\n  - /a/\n  - /b/ # two\ntitle: Air",
            "aliases:\n  - /a/\n  - /b/ # two\n  - /topics/air/\ntitle: Air",
        ),
        ("title: Air\naliases:\n- /a/", "title: Air\naliases:\n- /a/\n- /topics/air/"),
        (
            "aliases: [/topics/air/old/, /topics/breath]\ntitle: Air",
            "aliases: [/topics/air/old/, /topics/air/]\ntitle: Air",
        ),
        ("title: Air\nslug: wind", "title: Air\nslug: wind"),
        ("title: Air\ndraft: true", "title: Air\ndraft: true"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_old_address_is_added_as_the_file_is_written(
    tmp_path: Path, front_matter: str, expected: str, newline: str
) -> None:
    text, wanted = (
        f"---\n{fields}\n---\n\nText.\n".replace("\n", newline) for fields in (front_matter, expected)
    )
    root = make_site(tmp_path, {"content/topics/air.md": text})

    moved(root, "topics/air", "breath")

    assert tree(root)["content/topics/breath.md"].decode() == wanted
    assert built(root).problems == ""


def test_a_page_that_is_all_yaml_gets_its_old_address_at_the_end(tmp_path: Path) -> None:
    root = make_site(
        tmp_path, {"content/topics/air.yaml": "title: Air", "content/topics/air.fr.yaml": "title: Air\r\n"}
    )

    moved(root, "topics/air.yaml", "breath")

    files = tree(root)
    assert files["content/topics/breath.yaml"] == b"title: Air\naliases: [/topics/air/]"
    assert files["content/topics/breath.fr.yaml"] == b"title: Air\r\naliases: [/fr/topics/air/]\r\n"
    assert built(root).problems == ""


# --- addresses ------------------------------------------------------------------------------------


def test_an_address_that_nobody_was_given_needs_no_redirect(tmp_path: Path) -> None:
    files = {"content/topics/air.md": entry("Air"), "content/topics/air.fr.md": entry("Air")}
    root = make_site(tmp_path, {**files, "content/urls.lock": "/fr/topics/air/\n"})

    moved(root, "topics/air", "breath")

    assert changed(root, tree(root)) == {}
    assert tree(root)["content/topics/breath.md"].decode() == entry("Air")
    assert tree(root)["content/topics/breath.fr.md"].decode() == entry("Air", "aliases: [/fr/topics/air/]")


def test_there_and_back_again_every_byte_is_as_it_was(tmp_path: Path) -> None:
    root = make_site(tmp_path, {**EVERY_REFERENCE, "content/urls.lock": "/topics/food/\n/fr/topics/food/\n"})
    before = tree(root)

    moved(root, "topics/food", "eating")
    assert len(changed(root, before)) == 12
    moved(root, "topics/eating", "food")

    assert changed(root, before) == {}


@pytest.mark.parametrize(
    ("aliases", "once", "twice"),
    [
        ("aliases: [/x/]", "aliases: [/x/, /topics/air/]", "aliases: [/x/, /topics/breath/]"),
        (
            "aliases:\n- /x/ # old",
            "aliases:\n- /x/ # old\n- /topics/air/",
            "aliases:\n- /x/ # old\n- /topics/breath/",
        ),
    ],
)
def test_an_address_that_is_used_again_is_an_alias_no_longer(
    tmp_path: Path, aliases: str, once: str, twice: str
) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", aliases)})

    moved(root, "topics/air", "breath")
    assert tree(root)["content/topics/breath.md"].decode() == entry("Air", once)
    moved(root, "topics/breath", "air")

    assert tree(root)["content/topics/air.md"].decode() == entry("Air", twice)
    assert built(root).problems == ""


@pytest.mark.parametrize(
    ("aliases", "left"),
    [
        ("aliases: [/topics/breath/, /x/]  # both\nsummary: x", "aliases: [/x/]  # both\nsummary: x"),
        ("aliases: [/x/, /topics/breath]\nsummary: x", "aliases: [/x/]\nsummary: x"),
        ("aliases:\n- /x/\n- /topics/breath/ # new\nsummary: x", "aliases:\n- /x/\nsummary: x"),
        ("aliases: /topics/breath/\nsummary: x", "summary: x"),
        ("aliases:\n  - /topics/breath/\nsummary: x", "summary: x"),
    ],
)
def test_an_alias_that_becomes_the_address_goes_without_the_others(
    tmp_path: Path, aliases: str, left: str
) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", aliases), "content/urls.lock": "/x/\n"})
    if "/x/" not in aliases:
        (root / "content/urls.lock").write_text("/\n", encoding="utf-8")

    moved(root, "topics/air", "breath")

    assert tree(root)["content/topics/breath.md"].decode() == entry("Air", left)
    assert built(root).problems == ""


def test_the_pages_of_a_term_lead_to_the_entry_that_the_term_is(tmp_path: Path) -> None:
    site = base_text("content/site.yaml").replace(
        "taxonomies:\n", "taxonomies:\n  themes: {fields: topics}\n"
    )
    root = make_site(tmp_path, {"content/site.yaml": site})
    lock = "/themes/food/\n/fr/themes/food/\n/topics/food/\n"
    (root / "content/urls.lock").write_text(lock, encoding="utf-8")

    moved(root, "topics/food", "eating")

    pages = built(root)
    assert pages.problems == ""
    assert 'content="0; url=/topics/eating/"' in pages["themes/food/index.html"]
    assert 'content="0; url=/fr/topics/eating/"' in pages["fr/themes/food/index.html"]
    assert "themes/eating/index.html" in pages.paths


def test_a_figure_is_shown_under_its_new_name_everywhere(tmp_path: Path) -> None:
    spark = entry(
        "Spark",
        body="Spark {{< number members >}} {{<number   'members'>}} `{{< number members >}}`\n"
        "[x](/figures/#members)",
    )
    root = make_site(tmp_path, {"content/projects/spark.md": spark})

    moved(root, "figures/members.yaml", "figures/people.yaml")

    text = tree(root)["content/projects/spark.md"].decode()
    assert text == spark.replace("number members >}} {", "number people >}} {").replace(
        "'members'", "'people'"
    ).replace("#members", "#people")
    assert tree(root)["content/figures/people.yaml"].decode() == base_text("content/figures/members.yaml")
    assert built(root).problems == ""


# --- folders and files beside entries ----------------------------------------------------------------


def test_a_folder_takes_its_type_along_and_keeps_its_addresses(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/street.png": picture(size=(30, 20)),
        "content/topics/_index.md": entry("All topics", body="![A street](street.png)"),
        "content/projects/spark.md": entry(
            "Spark",
            "topics: food",
            body="[a](../topics/food.md) ![A street](../topics/street.png) [b](/topics/food/)",
        ),
        "content/figures/members.yaml": base_text("content/figures/members.yaml") + "about: topics/food\n",
        "content/site.yaml": base_text("content/site.yaml").replace("main: [", 'main: ["page:topics/food", ')
        + "budgets: {types: {topics: {page: 400}}}\n",
    }
    root = make_site(tmp_path, files)
    pages, before = built(root), tree(root)
    assert pages.problems == ""

    moved(root, "content/topics/", "content/themes")

    after = changed(root, before)
    assert sorted(path for path, text in after.items() if text is None) == [
        path for path in before if path.startswith("content/topics/")
    ]
    for path, data in before.items():
        name = path.replace("content/topics/", "content/themes/")
        if path.startswith("content/topics/") and not path.endswith("_type.yaml"):
            assert tree(root)[name] == data
    assert after["content/themes/_type.yaml"] == base_text(TOPICS_TYPE) + "permalink: /topics/{path}/\n"
    assert after[PROJECTS_TYPE] == base_text(PROJECTS_TYPE).replace("to: topics", "to: themes")
    assert after["content/figures/_type.yaml"] == base_text("content/figures/_type.yaml").replace(
        "[topics, ", "[themes, "
    )
    assert after["content/projects/spark.md"] == str(files["content/projects/spark.md"]).replace(
        "../topics/", "../themes/"
    )
    site = str(files["content/site.yaml"])
    for old, new in (
        ("page:topics/food", "page:themes/food"),
        ("[projects, topics]", "[projects, themes]"),
        ("[topics, projects]", "[themes, projects]"),
        ("type:topics", "type:themes"),
        ("{topics: {page", "{themes: {page"),
    ):
        site = site.replace(old, new)
    assert after["content/site.yaml"] == site
    assert not (root / "content/topics").exists()
    again = built(root)
    assert again.problems == ""
    html = {path for path in pages.paths if path.endswith(".html") and "/type/" not in path}
    assert html <= again.paths


def test_a_file_beside_entries_is_moved_with_all_that_shows_it(tmp_path: Path) -> None:
    fields = base_text(TOPICS_TYPE).replace(
        "fields:\n", "fields:\n  image: {kind: image}\n  more: {kind: file, many: true}\n"
    )
    water = entry(
        "Water", "image: {file: a.png, alt: a.png}", "more: [a.png, {file: ./a.png}]", body="![a.png](a.png)"
    )
    root = make_site(
        tmp_path,
        {
            "content/topics/a.png": picture(size=(30, 20)),
            TOPICS_TYPE: fields,
            "content/topics/water.md": water,
        },
    )

    moved(root, "content/topics/a.png", "content/projects/b.png")

    assert tree(root)["content/topics/water.md"].decode() == entry(
        "Water",
        "image: {file: ../projects/b.png, alt: a.png}",
        "more: [../projects/b.png, {file: ../projects/b.png}]",
        body="![a.png](../projects/b.png)",
    )
    assert built(root).problems == ""
    assert asked(root, "content/projects/b.png", "c.png").notes == (
        "the old address of /projects/b.png no longer works: only pages have redirects",
    )


LETTERS = "use lower-case letters a to z, digits and hyphens: cool-streets"
LIKE = "name it like content/projects/spark.md"
ANEW = "create a new entry there, and list the old address in its aliases"
OTHER_FIELDS = 'an entry of "topics" cannot become one of "projects": their fields differ'
EVERYWHERE = "letters, digits, hyphens and full stops work everywhere"


# --- names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "here"),
    [
        ("content/topics/food.md", "content/topics/eating.md", ""),
        ("content/topics/food.fr.md", "content/topics/eating.fr.md", ""),
        ("topics/food", "topics/eating", ""),
        ("topics/food.md", "eating", ""),
        ("./content/topics//food.md", "topics/eating.md", ""),
        ("content\\topics\\food.md", "content\\topics\\eating.md", ""),
        ("topics/food.fr", "eating.md", ""),
        ("food.md", "eating.md", "content/topics"),
        ("food", "./eating", "content/topics"),
        ("../topics/food.md", "../topics/eating.md", "content/projects"),
        ("topics/food.md", "topics/eating.md", "content"),
        ("content/topics/food.md", "content/topics/eating.md", "content/projects"),
    ],
)
def test_names_are_taken_as_they_are_known(tmp_path: Path, old: str, new: str, here: str) -> None:
    answer = asked(make_site(tmp_path), old, new, here)

    assert [edit.target for edit in answer.edits if edit.target != edit.path] == [
        "content/topics/eating.fr.md",
        "content/topics/eating.md",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        ("topics/fod", "eating", 'there is nothing at "topics/fod"', "did you mean topics/food?"),
        (
            "content/topics/fod.md",
            "eating",
            'there is nothing at "content/topics/fod.md"',
            "did you mean topics/food.md?",
        ),
        ("../../etc/passwd", "eating", 'there is nothing at "../../etc/passwd"', LIKE),
        ("topics/food", "water", "content/topics/water.md already exists", "choose another name"),
        ("topics/food", "food", '"food" is already its name', ""),
        ("topics/food", "content/topics/", '"food" is already its name', ""),
        ("topics/food", "projects/food", OTHER_FIELDS, ANEW),
        ("topics/food", "content/projects/", OTHER_FIELDS, ANEW),
        (
            "topics/food",
            "content/topic/food",
            '"content/topic" is not the folder of a type',
            "did you mean topics?",
        ),
        (
            "topics/food",
            "content/topcs/food",
            '"content/topcs" is not the folder of a type',
            "did you mean topics?",
        ),
        (
            "topics/food",
            "content/food",
            '"content/" is not the folder of a type',
            "its folder is content/topics/",
        ),
        ("topics/food", "../food", '"../food" is outside content/', LIKE),
        ("topics/food", "content/../../food.md", '"content/../../food.md" is outside content/', LIKE),
        ("topics/food", "/etc/food.md", '"/etc/food.md" is outside content/', LIKE),
        ("topics/food", "Eating", '"Eating" cannot be the name of an entry', LETTERS),
        ("topics/food", "eat out.md", '"eat out" cannot be the name of an entry', LETTERS),
        ("topics/food", "eat.de.md", '"eat.de" cannot be the name of an entry', LETTERS),
        ("topics/food", "x: [y\u202e", '"x: [y\u202e" cannot be the name of an entry', LETTERS),
        ("topics/food", "_index.md", '"_index" cannot be the name of an entry', LETTERS),
        (
            "topics/food",
            "con",
            '"content/topics/con.fr.md" cannot be used: "con.fr.md" is the name of a device on Windows',
            EVERYWHERE,
        ),
        ("topics/food", "", "the new name is empty", LIKE),
        ("topics/food", "eating.yaml", "content/topics/food keeps its ending: .md", ""),
        (
            "topics/food.md",
            "eating.fr.md",
            'a file keeps its language, and "eating.fr.md" would be in another',
            "a translation is moved with the entry, all of them at once",
        ),
        ("content/site.yaml", "x.yaml", "content/site.yaml must keep its name", ""),
        (
            "topics/_type.yaml",
            "x.yaml",
            "content/topics/_type.yaml must keep its name",
            "rename its folder instead",
        ),
        (
            "templates/base.html",
            "x.html",
            "templates/base.html is not content",
            "sitegen mv moves only files in the folders of content/",
        ),
        (
            "content/topics",
            "content/projects",
            "content/projects already exists, with content/projects/_type.yaml",
            "choose another name",
        ),
        (
            "content/topics",
            "content/Topics",
            '"Topics" cannot be the folder of a type',
            "use lower-case letters a to z, digits and hyphens, directly below content/",
        ),
        (
            "content/figures",
            "numbers",
            "content/figures must keep its name",
            "sitegen finds the figures by it",
        ),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_what_to_do(
    tmp_path: Path, old: str, new: str, message: str, hint: str
) -> None:
    answer = asked(make_site(tmp_path), old, new)

    assert answer.edits == ()
    assert answer.refusal is not None
    assert (answer.refusal.message, answer.refusal.hint) == (message, hint)


def test_a_name_that_could_not_be_an_address_can_be_mended(tmp_path: Path) -> None:
    water = entry("Water", body="[a](Cool%20Food.md), [b](<Cool Food.md#x>), [c](<./Cool Food.fr.md>)")
    root = make_site(
        tmp_path,
        {
            "content/topics/Cool Food.md": entry("Cool", "slug: cool", body="## x\n\nText."),
            "content/topics/Cool Food.fr.md": entry("Cool"),
            "content/topics/water.md": water,
            "content/projects/spark.md": entry("Spark", "topics: [Cool Food, 'Cool Food.md']"),
        },
    )

    moved(root, "content/topics/Cool Food.md", "cool-food")

    files = tree(root)
    assert files["content/topics/water.md"].decode() == entry(
        "Water", body="[a](cool-food.md), [b](<cool-food.md#x>), [c](<./cool-food.fr.md>)"
    )
    assert files["content/projects/spark.md"].decode() == entry(
        "Spark", "topics: [cool-food, 'cool-food.md']"
    )
    assert files["content/topics/cool-food.md"].decode() == entry("Cool", "slug: cool", body="## x\n\nText.")
    assert built(root).problems == ""


# --- all or nothing -----------------------------------------------------------------------------------


def test_a_move_that_would_break_something_is_not_made(tmp_path: Path) -> None:
    files = {"content/topics/air.md": entry("Air", "slug: breath"), "content/topics/food.md": entry("Food")}
    root = make_site(tmp_path, {**files, "content/topics/ill.md": "---\ntitle: [\n---\n"})

    answer = asked(root, "topics/food", "breath")

    assert (answer.edits, answer.refusal) == ((), None)
    assert [(p.code, p.message) for p in answer.problems] == [
        ("address.collision", "the address /topics/breath/ is already that of content/topics/air.md")
    ]


def test_a_site_with_other_problems_can_be_moved_in(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/ill.md": "---\ntitle: [\n---\n",
        "content/topics/latin.md": "---\ntitle: Caf\xe9 food\n---\n".encode("latin-1"),
        "content/projects/bare.md": "no food here",
        "content/projects/spark.md": entry(
            "Spark", "topics: [food, nowhere]", body="[a](../topics/food.md) [here](gone.md)"
        ),
        "content/topics/food.md": entry(
            "Food", "wrong: food", body="[more](gone.md)\n\n## \n\n# Skips {{< nothing >}}"
        ),
    }
    root = make_site(tmp_path, files)
    before = built(root)

    moved(root, "topics/food", "eating")

    after = built(root)
    assert "address.collision" not in after.codes
    assert sorted(before.codes) == sorted(after.codes)
    assert tree(root)["content/projects/spark.md"].decode() == entry(
        "Spark", "topics: [eating, nowhere]", body="[a](../topics/eating.md) [here](gone.md)"
    )


def test_a_file_whose_front_matter_cannot_be_read_keeps_its_name(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/food.md": "---\ntitle: Food\naliases: [\n---\n\nText.\n"})

    answer = asked(root, "topics/food", "eating")

    assert answer.edits == ()
    assert answer.refusal is not None
    assert (
        answer.refusal.message
        == "content/topics/food.md cannot be read, so its old address cannot be redirected"
    )


def test_a_reference_that_is_written_with_escapes_is_not_guessed_at(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/projects/spark.md": entry("Spark", 'topics: ["f\\u006fod", food]')})

    answer = asked(root, "topics/food", "eating")

    assert answer.refusal is not None
    assert (answer.refusal.message, answer.refusal.hint) == (
        '"food" in content/projects/spark.md:3:10 is written in a way that cannot be changed',
        "write eating",
    )


@pytest.mark.parametrize("good", range(12))
def test_where_writing_fails_half_way_everything_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: int
) -> None:
    root = make_site(tmp_path, EVERY_REFERENCE)
    before = tree(root)
    edits = asked(root, "topics/food", "eating").edits
    replace, left = Path.replace, [good]

    def full(path: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(28, "No space left on device", str(path))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    if good < sum(edit.after is not None for edit in edits):
        with pytest.raises(Unwritable, match="No space left on device"):
            write(root, edits)
        assert tree(root) == before
    else:
        write(root, edits)
        assert tree(root) != before


def test_what_was_changed_while_the_move_was_worked_out_is_not_lost(tmp_path: Path) -> None:
    root = make_site(tmp_path, EVERY_REFERENCE)
    edits = asked(root, "topics/food", "eating").edits
    (root / "content/topics/water.md").write_text(entry("Written just now"), encoding="utf-8")
    before = tree(root)

    with pytest.raises(Unwritable, match=r"water\.md was changed in the meantime; no file was changed"):
        write(root, edits)

    assert tree(root) == before


def test_a_file_that_sitegen_does_not_see_is_not_overwritten(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    edits = asked(root, "topics/food", "eating").edits
    (root / "content/topics/eating.md").symlink_to("nowhere.md")
    before = sorted(path.name for path in (root / "content/topics").iterdir())

    with pytest.raises(Unwritable, match=r"eating.md already exists"):
        write(root, edits)

    assert sorted(path.name for path in (root / "content/topics").iterdir()) == before


# --- the dry run --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"), [("topics/food", "eating"), ("figures/members", "people"), ("content/topics", "themes")]
)
def test_the_diff_is_what_git_would_apply_to_the_same_end(tmp_path: Path, old: str, new: str) -> None:
    files: Files = {
        **EVERY_REFERENCE,
        "content/topics/food.fr.md": "---\r\ntitle: Food\r\n---\r\n\r\n## Their own food\r\n\r\nNo end",
        "content/topics/dot.png": picture(size=(30, 20)),
    }
    patched, ready = make_site(tmp_path / "patched", files), make_site(tmp_path / "ready", files)
    before = tree(patched)

    diff = as_diff(asked(patched, old, new).edits)
    assert tree(patched) == before
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn"],
        cwd=patched,
        input=diff.encode(),
        check=True,
        env={"GIT_CEILING_DIRECTORIES": str(tmp_path), "PATH": "/usr/bin:/bin:/usr/local/bin"},
    )
    moved(ready, old, new)

    assert tree(patched) == tree(ready) != before


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("topics/food", "meals", "topics/meals@fr title=0a1b2c3d"),
        ("content/topics", "content/themes", "themes/food@fr title=0a1b2c3d"),
    ],
)
def test_translations_keep_what_they_were_made_from(tmp_path: Path, old: str, new: str, line: str) -> None:
    lock = "# Made by sitegen.\nprojects/food@fr title=11111111\ntopics/food@fr title=0a1b2c3d\n"
    root = make_site(tmp_path, {"content/translations.lock": lock})
    moved(root, old, new)

    assert sorted((root / "content/translations.lock").read_text(encoding="utf-8").splitlines()) == sorted(
        ["# Made by sitegen.", "projects/food@fr title=11111111", line]
    )
