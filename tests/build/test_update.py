"""What a build does again after an edit, and that the result is that of a clean build."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from sitegen.build import cache, unchanged
from sitegen.build.program import program
from sitegen.build.unchanged import Request
from sitegen.model.site import build_site
from sitegen.store.sealed_tables import Tables
from sitegen.types import Config, Library, Picture, Site
from sitegen.upkeep.translations import accept
from tests.build.builds import assert_as_clean, build, build_on, built, is_unchanged, replace_in, tree, write
from tests.sites import TODAY, base_text, entry, load, make_site

SITE = """title: Notes
description: What happens.
base_url: https://example.org
languages: {en: {}, fr: {}}
lists:
  latest: {types: [notes], sort: [-date], limit: 2}
"""
NOTES = """name: Note
plural: Notes
description: Notes.
date: day
sort: [-day]
state: {from: day, until: end, values: {coming: Coming, now: Now, over: Over}}
fields:
  day: {kind: date, required: true}
  end: {kind: date}
  about: {kind: reference, to: places, inverse: notes}
index: {paginate_by: 2}
"""
PLACES = "name: Place\nplural: Places\ndescription: Places.\nindex: false\n"
SOURCES = "name: Source\nplural: Sources\npage: false\nindex: false\n"
FIGURES = """name: Figure
plural: Figures
page: false
index: false
fields:
  value: {kind: number, required: true}
  as_of: {kind: date, required: true}
  source: {kind: reference, to: sources, required: true}
"""
PAGE = '{% include "head.html" %}{{ page.title }}|{% block main %}{% endblock %}'
FILES = {
    "content/site.yaml": SITE,
    "content/notes/_type.yaml": NOTES,
    "content/places/_type.yaml": PLACES,
    "content/sources/_type.yaml": SOURCES,
    "content/sources/book.yaml": "title: A book\n",
    "content/figures/_type.yaml": FIGURES,
    "content/figures/people.yaml": "title: People\nvalue: 7\nas_of: 2025-01-01\nsource: book\n",
    "content/notes/one.md": entry("One", "day: 2026-01-01", "end: 2026-06-30", "about: port"),
    "content/notes/two.md": entry("Two", "day: 2026-02-01", "end: 2026-03-01"),
    "content/notes/three.md": entry("Three", "day: 2026-03-01", "end: 2026-04-01"),
    "content/notes/three.fr.md": entry("Trois"),
    "content/places/port.md": entry("Port", body="{{< number people >}} people. {{< mark >}}"),
    "content/places/bay.md": entry("Bay"),
    "templates/head.html": "<!doctype html>{{ assets['site.css'] }}",
    "templates/page.html": PAGE,
    "templates/home.html": '{% extends "page.html" %}{% block main %}'
    "{% for card in lists.latest %}{{ card.title }},{% endfor %}{% endblock %}",
    "templates/entry.html": '{% extends "page.html" %}{% block main %}{{ body.html }}'
    "{{ page.state.label if page.state }}{% for name, relation in relations.items() %}"
    "{% for card in relation.cards %}{{ card.title }}{% endfor %}{% endfor %}{% endblock %}",
    "templates/index.html": '{% extends "page.html" %}{% block main %}'
    "{% for card in entries %}{{ card.title }} {{ card.state.label }},{% endfor %}{% endblock %}",
    "templates/404.html": "nothing here",
    "templates/shortcodes/mark.html": "<b>!</b>",
    "static/site.css": "p {}",
}

HOMES = {"index.html", "fr/index.html"}
FIRST = {"notes/index.html", "fr/notes/index.html"}
SECOND = {"notes/page/2/index.html", "fr/notes/page/2/index.html"}
PORT, BAY = {"places/port/index.html"}, {"places/bay/index.html"}
HTML = HOMES | FIRST | SECOND | PORT | BAY | {
    "notes/one/index.html", "notes/two/index.html", "notes/three/index.html", "fr/notes/three/index.html",
}  # fmt: skip
CATALOGUE = {"data/catalog.jsonld"}
NOTES_DATA, DATA_INDEX, SITEMAP = {"data/notes.json", "data/notes.csv"}, {"data/index.json"}, {"sitemap.xml"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return built(tmp_path / "site", FILES)


Edit = Callable[[Path], None]

EDITS: dict[str, tuple[Edit, set[str]]] = {
    "a body": (lambda r: replace_in(r, "content/notes/two.md", "Text.", "Words."), {"notes/two/index.html"}),
    "a body that gives the same page": (
        lambda r: replace_in(r, "content/notes/two.md", "Text.", "Text.  "),
        set(),
    ),
    "the title of a note on the first page": (
        lambda r: replace_in(r, "content/notes/two.md", "Two", "Zwei"),
        {"notes/two/index.html"} | HOMES | FIRST | NOTES_DATA,
    ),
    "the title of a note about a place": (
        lambda r: replace_in(r, "content/notes/one.md", "One", "Eins"),
        {"notes/one/index.html"} | PORT | SECOND | NOTES_DATA,
    ),
    "a new note, the newest": (
        lambda r: write(r, "content/notes/four.md", entry("Four", "day: 2026-05-01")),
        {"notes/four/index.html"} | HOMES | FIRST | SECOND | NOTES_DATA | DATA_INDEX | SITEMAP,
    ),
    "a note deleted": (
        lambda r: (r / "content/notes/two.md").unlink(),
        HOMES | FIRST | NOTES_DATA | DATA_INDEX | SITEMAP,
    ),
    "a relation added": (
        lambda r: replace_in(r, "content/notes/two.md", "end:", "about: port\nend:"),
        {"notes/two/index.html"} | PORT | HOMES | FIRST | NOTES_DATA,  # a card has the terms of its entry
    ),
    "a note moved from one place to another": (
        lambda r: replace_in(r, "content/notes/one.md", "about: port", "about: bay"),
        {"notes/one/index.html"} | PORT | BAY | SECOND | NOTES_DATA,
    ),
    "a translation": (
        lambda r: write(r, "content/notes/two.fr.md", entry("Deux")),
        {"fr/notes/two/index.html", "fr/index.html", "fr/notes/index.html"} | NOTES_DATA | SITEMAP,
    ),
    "the template of entries": (
        lambda r: replace_in(r, "templates/entry.html", "{{ body.html }}", "{{ body.html }}."),
        {path for path in HTML if path.count("/") > 1 and "page/2" not in path} - FIRST,
    ),
    "a partial": (
        lambda r: replace_in(r, "templates/head.html", "<!doctype html>", "<!doctype html>\n"),
        HTML,
    ),
    "the template of a shortcode": (lambda r: write(r, "templates/shortcodes/mark.html", "<i>!</i>"), PORT),
    "a figure": (
        lambda r: replace_in(r, "content/figures/people.yaml", "value: 7", "value: 8"),
        PORT | {"data/figures.json", "data/figures.csv"},
    ),
    "a static file": (lambda r: write(r, "static/site.css", "p { margin: 0 }"), HTML | {"site.css"}),
    "the description of the site": (
        lambda r: replace_in(r, "content/site.yaml", "What happens.", "What is."),
        HOMES | CATALOGUE | {"robots.txt", "_headers"},
    ),
    "the title of the site": (
        lambda r: replace_in(r, "content/site.yaml", "title: Notes", "title: Our notes"),
        HOMES | DATA_INDEX | CATALOGUE | {"robots.txt", "_headers"},
    ),
    "a label of the type": (
        lambda r: replace_in(r, "content/notes/_type.yaml", "over: Over", "over: Past"),
        HOMES
        | FIRST  # the pages of a type may show anything that is declared of it
        | {
            "notes/one/index.html",
            "notes/two/index.html",
            "notes/three/index.html",
            "fr/notes/three/index.html",
        },
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_renders_what_shows_it_and_nothing_else(root: Path, edit: str) -> None:
    change, expected = EDITS[edit]
    change(root)
    done = build(root)

    assert not done.report.problems
    assert set(done.rendered) == expected
    assert_as_clean(root)


PAIRED = """\
name: Note
plural: Notes
fields:
  about: {kind: reference, to: places}
  mood: {kind: choice, choices: {good: Good, bad: Bad}}
index:
  facets: [about, mood]
  pairs: [[about, mood]]
"""


def test_a_note_that_changes_one_value_renders_the_filters_that_count_it(root: Path) -> None:
    write(root, "content/notes/_type.yaml", PAIRED)
    counts = "{% for f in facets %}{% for t in f.terms %}{{ t.count }}{% endfor %}{% endfor %}"
    write(
        root, "templates/index.html", f'{{% extends "page.html" %}}{{% block main %}}{counts}{{% endblock %}}'
    )
    notes = {
        ("port", "good"): ("one", "two", "four"),
        ("port", "bad"): ("five", "six"),
        ("bay", "good"): ("three", "seven"),
    }
    for (about, mood), names in notes.items():
        for name in names:
            write(root, f"content/notes/{name}.md", entry(name, f"about: {about}", f"mood: {mood}"))
    (root / "content/notes/three.fr.md").unlink()
    assert not build(root).report.problems
    replace_in(root, "content/notes/two.md", "mood: good", "mood: bad")
    done = build(root)

    indexes = (
        "notes", "notes/mood/good", "notes/mood/bad", "notes/about/port", "notes/about/port/mood/good",
        "notes/about/port/mood/bad", "notes/about/bay/mood/good",
    )  # fmt: skip
    assert {path for path in done.rendered if re.match(r"(fr/)?notes/(index|mood|about)", path)} == {
        f"{prefix}{path}/index.html" for path in indexes for prefix in ("", "fr/")
    }
    assert_as_clean(root)


def test_nothing_changed_renders_nothing(root: Path) -> None:
    assert build(root).rendered == ()


def test_a_deadline_that_passes_renders_what_shows_the_state(root: Path) -> None:
    after = date(2026, 7, 1)

    assert set(build(root, today=after).rendered) == {"notes/one/index.html"} | PORT | SECOND | NOTES_DATA
    assert_as_clean(root, after)


def test_a_note_that_expires_renders_its_page_and_all_that_listed_it(root: Path) -> None:
    replace_in(root, "content/notes/one.md", "about: port", "about: port\nexpires: 2026-06-10")
    assert not build(root).report.problems
    assert build(root, today=date(2026, 6, 10)).rendered == ()

    after = date(2026, 6, 11)
    assert set(build(root, today=after).rendered) == (
        {"notes/one/index.html"}
        | PORT
        | NOTES_DATA
        | DATA_INDEX
        | SITEMAP  # it was alone on its page of the list
    )
    assert not (root / "public/notes/page/2").exists()
    assert_as_clean(root, after)
    assert build(root, today=date(2026, 7, 1)).rendered == ()  # the day after it ended


def test_a_note_that_is_replaced_shows_what_is_known_of_the_other(root: Path) -> None:
    replace_in(root, "content/notes/one.md", "about: port", "superseded_by: two")
    assert [problem.code for problem in build(root).report.problems] == []
    replace_in(root, "content/notes/two.md", "Two", "Zwei")

    assert set(build(root).rendered) == (
        {"notes/one/index.html", "notes/two/index.html"} | HOMES | FIRST | NOTES_DATA
    )
    assert_as_clean(root)


def test_a_review_that_is_due_is_said_where_nothing_else_is_to_do(root: Path) -> None:
    replace_in(root, "content/notes/one.md", "about: port", "about: port\nreview_by: 2026-06-10")
    assert not build(root).report.problems
    target = root / "public"
    on_the_day, after = (
        Request(str(target), "", drafts=False, strict=False, today=date(2026, 6, day)) for day in (10, 11)
    )

    assert is_unchanged(root, target, on_the_day, cache.read(root))
    assert not is_unchanged(root, target, after, cache.read(root))
    done = build(root, today=after.today)
    assert ([problem.code for problem in done.report.problems], done.rendered) == (["review.due"], ())
    assert is_unchanged(root, target, after, cache.read(root))
    assert [problem.code for problem in unchanged.report_of(cache.read(root)).problems] == ["review.due"]


def test_a_rename_moves_the_page_and_renders_who_shows_it(root: Path) -> None:
    (root / "content/notes/one.md").rename(root / "content/notes/uno.md")
    done = build(root)

    assert set(done.rendered) == {"notes/uno/index.html"} | PORT | SECOND | NOTES_DATA | SITEMAP
    assert not (root / "public/notes/one").exists()
    assert_as_clean(root)


def test_a_host_that_was_reviewed_renders_who_links_to_it(root: Path) -> None:
    write(root, "content/site.yaml", SITE + "hosts: [example.net]\n")
    write(root, "content/places/_type.yaml", PLACES + "fields:\n  home: {kind: url}\n")
    write(root, "content/places/port.md", entry("Port", "home: https://port.example/"))
    write(root, "content/places/bay.md", entry("Bay", body="[The bay](https://bay.example/)"))
    assert [problem.code for problem in build(root).report.problems] == ["host.unknown"] * 2

    replace_in(root, "content/site.yaml", "example.net", "example.net, port.example, bay.example")
    done = build(root)

    assert not done.report.problems
    assert set(done.rendered) == PORT | BAY
    assert_as_clean(root)


def test_an_edit_that_hides_behind_the_same_size_and_time_is_seen(root: Path) -> None:
    file = root / "content/notes/two.md"
    status = file.stat()
    replace_in(root, "content/notes/two.md", "Text.", "Word.")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert build(root).rendered == ("notes/two/index.html",)


def test_an_output_that_somebody_changed_is_made_anew(root: Path) -> None:
    (root / "public/notes/two/index.html").write_text("casino")

    assert build(root).rendered == ("notes/two/index.html",)
    assert_as_clean(root)


def test_an_error_leaves_the_site_and_the_memory_as_they_were(root: Path) -> None:
    before = tree(root / "public")
    replace_in(root, "content/notes/two.md", "day: 2026-02-01", "day: 2026-02-30")

    assert build(root).report.failed
    assert tree(root / "public") == before
    replace_in(root, "content/notes/two.md", "day: 2026-02-30", "day: 2026-02-01")
    assert build(root).rendered == ()


@pytest.mark.parametrize("damage", ["cut", "flip", "noise", "other program", "other form", "gone"])
def test_a_damaged_memory_is_no_memory(root: Path, damage: str) -> None:
    path = cache.folder_of(root) / cache.FILE
    data = path.read_bytes()
    state = cache.read(root)
    if damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "flip":
        at = data.index(b"Three")
        path.write_bytes(data[:at] + b"Tree!" + data[at + 5 :])
    elif damage == "noise":
        path.write_bytes(random.Random(7).randbytes(len(data)))
    elif damage in ("other program", "other form"):
        about = state.rows["about"]["about"]
        changed = about.replace(program(), "another") if damage == "other program" else "{}"
        assert about != changed
        cache.write(root, Tables({**state.rows, "about": {"about": changed}}), state)
    else:
        path.unlink()
    replace_in(root, "content/notes/two.md", "Text.", "Words.")

    done = build(root)

    assert len(done.rendered) == done.report.written + done.report.unchanged
    assert_as_clean(root)
    assert build(root).rendered == ()


@pytest.mark.parametrize("damage", ["gone", "cut", "flip"])
def test_a_kept_text_that_is_damaged_is_read_again(root: Path, damage: str) -> None:
    (bodies,) = (root / ".sitegen/bodies").iterdir()
    data = bodies.read_bytes()
    if damage == "gone":
        bodies.unlink()
    else:
        bodies.write_bytes(data[:3] if damage == "cut" else bytes([data[0] ^ 1]) + data[1:])
    replace_in(root, "templates/entry.html", "{{ body.html }}", "{{ body.html }}.")

    assert not build(root).report.problems
    assert_as_clean(root)
    replace_in(root, "content/notes/two.md", "Text.", "Words.")
    assert build(root).rendered == ("notes/two/index.html",)


def test_a_kept_text_that_is_gone_does_not_stop_an_edit_elsewhere(root: Path) -> None:
    (bodies,) = (root / ".sitegen/bodies").iterdir()
    bodies.unlink()
    replace_in(root, "content/notes/two.md", "Text.", "Words.")

    assert build(root).rendered == ("notes/two/index.html",)
    assert_as_clean(root)


def test_nothing_to_do_is_known_without_reading_a_document(root: Path) -> None:
    target = root / "public"
    request = Request(str(target), "", drafts=False, strict=False, today=TODAY)
    state = cache.read(root)

    assert is_unchanged(root, target, request, state)
    assert not is_unchanged(root, target, Request(str(target), "", True, False, TODAY), state)
    later = Request(str(target), "", drafts=False, strict=False, today=date(2026, 7, 1))
    assert not is_unchanged(root, target, later, state)
    write(root, "content/notes/new.md", entry("New", "day: 2026-05-30"))
    assert not is_unchanged(root, target, request, state)


@pytest.mark.parametrize("memory", ["on disk", "in the process"])
@pytest.mark.parametrize("engine", ["python-markdown", "gfm"])
def test_any_sequence_of_edits_gives_what_a_clean_build_gives(
    engine: str, memory: str, tmp_path: Path
) -> None:
    site = base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n"
    paired = base_text("content/projects/_type.yaml").replace(
        "  feed: true", "  pairs: [[topics, countries], [topics, state]]\n  lists_of_one: false\n  feed: true"
    )
    files = {
        "content/site.yaml": site,
        "content/projects/_type.yaml": paired,
        "templates/entry.html": base_text("templates/entry.html").replace("<dl>", f"{LINKED_TERMS}<dl>"),
    }
    root = make_site(tmp_path / "site", files)
    generator = random.Random(f"20261122 {engine}")
    updated = build(root)
    assert not updated.report.problems
    done = set()
    for step in range(40):
        done.add(_edit(root, generator, step))
        jobs = 1 + step % 2
        updated = build(root, jobs=jobs) if memory == "on disk" else build_on(root, updated, jobs)

        assert not updated.report.problems, updated.report.problems
        assert_as_clean(root)
    assert len(done) > 12, done


KINDS = (
    "new", "new", "body", "title", "delete", "template", "static", "translate", "words", "relation", "date",
    "slug", "site", "label", "figure", "intro", "follows", "country", "accept", "expired",
    "withdrawn", "replaced",
)  # fmt: skip


def _edit(root: Path, generator: random.Random, step: int) -> str:
    """One edit of some kind, which is given back."""
    projects = sorted((root / "content/projects").glob("p*[0-9].md"))
    kind = generator.choice(KINDS) if projects else "new"
    chosen = generator.choice(projects) if projects else root / f"content/projects/p{step}.md"
    name = str(chosen.relative_to(root))
    if kind == "new":
        write(root, f"content/projects/p{step}.md", entry(f"Project {step}", "topics: [food]"))
    elif kind in OF_A_PROJECT:
        lines = OF_A_PROJECT[kind]
        title = f"Title {step}" if kind == "title" else "Same"
        given = (line.format(step=step, day=1 + step % 28) for line in lines)
        write(root, name, entry(title, *given, body=generator.choice(BODIES)))
    elif kind == "delete":
        chosen.unlink()
        chosen.with_suffix(".fr.md").unlink(missing_ok=True)
    elif kind == "translate":
        write(root, str(chosen.with_suffix(".fr.md").relative_to(root)), entry(f"Projet {step}"))
    elif kind == "accept":
        accept(root, load(root, TODAY))
    elif kind == "words":
        replace_in(root, "templates/locale/fr.po", 'msgstr "Accueil', f'msgstr "Accueil{step}')
    elif kind == "site":
        text = (root / "content/site.yaml").read_text()
        write(root, "content/site.yaml", re.sub(r"en: City Notes\d*", f"en: City Notes{step}", text))
    elif kind == "label":
        text = (root / "content/projects/_type.yaml").read_text()
        write(root, "content/projects/_type.yaml", re.sub(r"en: Ended\d*", f"en: Ended{step}", text))
    elif kind == "figure":
        text = (root / "content/figures/members.yaml").read_text()
        write(root, "content/figures/members.yaml", re.sub(r"(?m)^value: .*", f"value: {1000 + step}", text))
    elif kind == "intro":
        write(root, "content/topics/_index.md", entry(f"Topics {step}", body="[Spark](../projects/spark.md)"))
    else:
        path = "templates/404.html" if kind == "template" else "static/note.css"
        write(root, path, f"<p>{step}</p>" if kind == "template" else f"p {{ order: {step} }}")
    return kind


LINKED_TERMS = (
    "{% for terms in page.terms.values() %}{% for term in terms if term.url %}"
    '<a href="{{ term.url }}">{{ term.label }}</a>{% endfor %}{% endfor %}'
)
BODIES = ("Text.", "## A\n\nWords.", "See [food](../topics/food.md).", "{{< number members >}}")
OF_A_PROJECT: dict[str, tuple[str, ...]] = {
    "body": ("topics: [food]",),
    "title": ("topics: [food]",),
    "relation": ("topics: [water]",),
    "date": ("topics: [food]", "start: 2026-05-{day:02}"),
    "slug": ("topics: [food]", "slug: moved-{step}"),
    "follows": ("topics: [food]", "follows: [spark]"),
    "country": ("countries: [NO, JP]",),
    "expired": ("topics: [food]", "countries: [SE]", "expires: 2026-05-{day:02}"),
    "withdrawn": ("topics: [food]", "withdrawn: For reason {step}."),
    "replaced": ("topics: [water]", "superseded_by: spark"),
}
"""The front matter that an edit of a project gives it, by the kind of edit."""


@pytest.mark.parametrize("memory", ["on disk", "in the process"])
def test_where_only_words_change_the_site_is_not_joined_again(
    root: Path, memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined: list[Library] = []

    def join(library: Library, config: Config, pictures: Mapping[str, Picture]) -> Site:
        joined.append(library)
        return build_site(library, config, pictures)

    updated = build(root, fresh=True)
    monkeypatch.setattr("sitegen.build.joining.build_site", join)

    def joins(*fields: str, body: str) -> int:
        """How often the site is joined after an edit of a note."""
        nonlocal updated
        joined.clear()
        write(root, "content/notes/two.md", entry(*fields, "end: 2026-03-01", body=body))
        updated = build(root) if memory == "on disk" else build_on(root, updated, 1)
        times = len(joined)
        assert_as_clean(root)
        return times

    two = ("Two", "day: 2026-02-01")
    parted = "## Part\n\n"
    texts = ("Words.", f"{parted}More [words](one.md).", f"{parted}And more.", f"{parted}And more.")
    assert [joins(*two, body=text) for text in texts] == [0, 0, 0, 0]
    assert joins("Zwei", "day: 2026-02-01", body="Words.") == 0
    assert joins("Zwei", "day: 2026-02-02", body="Words.") == 1
    assert joins("Zwei", "day: 2026-02-02", body="Text.") == 0


@pytest.mark.parametrize("memory", ["on disk", "in the process"])
def test_an_edit_of_a_text_says_again_what_is_wrong_elsewhere_and_anew_what_is_wrong_there(
    root: Path, memory: str
) -> None:
    replace_in(root, "content/site.yaml", "languages:", "hosts: [known.example]\nlanguages:")
    link = "[The port](https://other.example/)"
    write(root, "content/places/bay.md", entry("Bay", body=link))
    write(root, "content/places/port.md", entry("Port", body=link))
    updated = build(root)
    said = []
    for text in (link, f"Words.\n\n{link}", "Words.", "[Nowhere](gone.md)", "Words."):
        write(root, "content/places/port.md", entry("Port", body=text))
        done = build(root) if memory == "on disk" else build_on(root, updated, 1)
        updated = updated if done.report.failed else done
        said.append([(p.code, p.location.path, p.location.line) for p in done.report.problems])

    in_bay = ("host.unknown", "content/places/bay.md", 5)
    assert said == [
        [in_bay, ("host.unknown", "content/places/port.md", 5)],
        [in_bay, ("host.unknown", "content/places/port.md", 7)],
        [in_bay],
        [in_bay, ("link.missing", "content/places/port.md", 5)],
        [in_bay],
    ]


@pytest.mark.parametrize("memory", ["on disk", "in the process"])
def test_an_edit_of_a_text_knows_what_is_retired(
    root: Path, memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, "content/notes/two.md", entry("Two", "day: 2026-02-01", "expires: 2026-03-05"))
    write(root, "content/notes/three.md", entry("Three", "day: 2026-03-01", "superseded_by: one"))
    updated = build(root)
    whole: list[Library] = []

    def join(library: Library, config: Config, pictures: Mapping[str, Picture]) -> Site:
        whole.append(library)
        return build_site(library, config, pictures)

    monkeypatch.setattr("sitegen.build.joining.build_site", join)
    rendered, said = [], []
    two, three = "[Two](../notes/two.md)", "[three](../notes/three.md)"
    for text in ("Words.", f"{two}, {three}", two, "Words."):
        write(root, "content/places/bay.md", entry("Bay", body=text))
        updated = build(root) if memory == "on disk" else build_on(root, updated, 1)
        rendered.append(updated.rendered)
        said.append([(p.code, p.location.path) for p in updated.report.problems])
    write(root, "content/notes/two.md", entry("Two", "day: 2026-02-01", "expires: 2026-03-05", body="More."))
    updated = build(root) if memory == "on disk" else build_on(root, updated, 1)

    assert len(whole) == 2  # where something had been said of the text before
    note = ("link.retired", "content/places/bay.md")
    assert rendered == [("places/bay/index.html",)] * 4
    assert said == [[], [note, note], [note], []]
    assert updated.rendered == ("notes/two/index.html",)
    assert_as_clean(root)


def test_a_text_above_an_index_is_shown_by_the_index(root: Path) -> None:
    write(root, "content/notes/_index.md", entry("Notes", body="Above."))
    replace_in(root, "templates/index.html", "{% block main %}", "{% block main %}{{ body.html }}")
    build(root)
    replace_in(root, "content/notes/_index.md", "Above.", "Over.")
    assert set(build(root).rendered) == {"notes/index.html"}
    assert_as_clean(root)


def test_a_file_system_without_hard_links_gets_copies(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("links are not known here")

    monkeypatch.setattr("os.link", refuse)
    for text in ("Words.", "More words.", "Even more."):
        replaced = entry("Two", "day: 2026-02-01", "end: 2026-03-01", body=text)
        write(root, "content/notes/two.md", replaced)
        assert build(root).rendered == ("notes/two/index.html",)
        assert_stamps_are_right(root)
        assert_as_clean(root)


@pytest.mark.parametrize("edited", ["Two", "The second"])
def test_what_is_remembered_of_the_outputs_is_what_is_there(root: Path, edited: str) -> None:
    write(root, "content/notes/two.md", entry(edited, "day: 2026-02-01", "end: 2026-03-01", body="New."))
    build(root)

    assert_stamps_are_right(root)


def assert_stamps_are_right(root: Path) -> None:
    """The next build finds each output as this one remembers it, without reading any."""
    rows = cache.read(root).rows["outputs"]

    assert {path: cache.output_in(row).stamp for path, row in rows.items()} == unchanged.output_stamps(
        root / "public", rows
    )


def test_a_part_that_goes_is_missed_where_others_link_to_it(root: Path) -> None:
    write(root, "content/places/bay.md", entry("Bay", body="## Boats\n\nText.\n\n## Fish\n\nText."))
    write(root, "content/places/port.md", entry("Port", body="See the [fish](bay.md#fish)."))
    build(root)
    replace_in(root, "content/places/bay.md", "## Boats", "## Ships")
    assert build(root).rendered == ("places/bay/index.html",)
    assert_as_clean(root)
    replace_in(root, "content/places/bay.md", "## Fish", "## Whales")

    assert [(p.code, p.location.path) for p in build(root).report.problems] == [
        ("anchor.missing", "content/places/port.md")
    ]
