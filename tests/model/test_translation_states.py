"""States of translations: fresh, stale, unrecorded, an orphan."""

from __future__ import annotations

from pathlib import Path

from sitegen.build.build import examine
from sitegen.model.translation_lock import moved, records
from sitegen.model.translations import State, changes, states
from sitegen.types import Site
from sitegen.types.keys import DocumentKey
from sitegen.upkeep.translations import accept
from tests.build.builds import replace_in
from tests.sites import Files, base_text, build_good, entry, load, make_site

AIR, AIR_FR = "content/projects/air.md", "content/projects/air.fr.md"
LOCK = "content/translations.lock"
SOURCE = entry(
    "Air", "summary: What we breathe.", "partners:", "  - {name: Oslo, role: Lead}",
    body="Clean air.\n\n## How it began\n\nIn 1990.\n\n## What is open\n\nMuch.",
)  # fmt: skip
TRANSLATION = entry("Air", "summary: Ce que l’on respire.", body="Air pur.\n\n## Les débuts\n\nEn 1990.")


def recorded(tmp_path: Path, files: Files | None = None) -> Path:
    """A site whose translations are all recorded as saying what their sources say."""
    root = make_site(tmp_path / "site", {AIR: SOURCE, AIR_FR: TRANSLATION, **(files or {})})
    assert accept(root, load(root)).problems == ()
    return root


def site_of(root: Path) -> Site:
    return examine(root, load(root)).site


def changed(root: Path) -> list[tuple[str, str, int]]:
    """What the French project says is otherwise in its source: name, how, line."""
    return [(c.name, c.how, c.part.line) for c in changes(site_of(root), DocumentKey("projects/air@fr"))]


def test_without_a_list_nothing_is_known_and_nothing_is_said(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, {AIR: SOURCE, AIR_FR: TRANSLATION})

    assert states(site_of(outcome.root)) == {
        "projects/air@fr": State.UNRECORDED, "topics/food@fr": State.UNRECORDED,
    }  # fmt: skip


def test_what_was_accepted_is_fresh_until_its_source_says_something_else(tmp_path: Path) -> None:
    root = recorded(tmp_path)
    assert set(states(site_of(root)).values()) == {State.FRESH}

    replace_in(root, AIR, "In 1990.", "In 1991.")
    assert states(site_of(root)) == {"projects/air@fr": State.STALE, "topics/food@fr": State.FRESH}
    assert changed(root) == [('"How it began"', "changed", 10)]

    replace_in(root, AIR, "In 1991.", "In 1990.")
    assert set(states(site_of(root)).values()) == {State.FRESH}


def test_an_edit_of_the_translation_makes_nothing_fresh_by_itself(tmp_path: Path) -> None:
    root = recorded(tmp_path)
    replace_in(root, AIR, "In 1990.", "In 1991.")
    replace_in(root, AIR_FR, "En 1990.", "En 1991.")
    assert states(site_of(root))[DocumentKey("projects/air@fr")] is State.STALE

    assert accept(root, load(root), [AIR_FR]).keys == ("projects/air@fr",)
    assert states(site_of(root))[DocumentKey("projects/air@fr")] is State.FRESH


def test_every_part_that_changed_came_or_went_is_named_with_its_line(tmp_path: Path) -> None:
    root = recorded(tmp_path)
    replace_in(root, AIR, "What we breathe.", "What all breathe.")
    replace_in(root, AIR, "Clean air.", "")
    replace_in(root, AIR, "## What is open\n\nMuch.", "## What comes\n\nMore.")

    assert changed(root) == [
        ("summary", "changed", 3),
        ('"What comes"', "added", 14),
        ("the text before the first heading", "removed", 0),
        ('"what is open"', "removed", 0),
    ]


def test_a_date_a_reference_and_an_order_make_nothing_stale(tmp_path: Path) -> None:
    root = recorded(tmp_path)
    replace_in(root, AIR, "title: Air", "start: 2024\ntopics: [food]\ntitle: Air")
    replace_in(
        root,
        AIR,
        "## How it began\n\nIn 1990.\n\n## What is open\n\nMuch.",
        "## What is open\n\nMuch.\n\n## How it began\n\nIn\n1990.",
    )

    assert states(site_of(root))[DocumentKey("projects/air@fr")] is State.FRESH


def test_a_field_that_a_translation_takes_from_its_source_cannot_be_outdated(tmp_path: Path) -> None:
    root = recorded(tmp_path)
    replace_in(root, AIR, "role: Lead", "role: Host")
    assert changed(root) == []

    replace_in(root, AIR_FR, "title: Air", "partners: [{name: Oslo, role: Chef}]\ntitle: Air")
    assert changed(root) == [("partners", "changed", 5)]


def test_a_new_field_is_something_to_translate(tmp_path: Path) -> None:
    root = recorded(tmp_path, {AIR: SOURCE.replace("summary: What we breathe.\n", "")})
    assert changed(root) == []

    replace_in(root, AIR, "title: Air", "title: Air\nsummary: What we breathe.")
    assert changed(root) == [("summary", "added", 3)]


def test_a_field_that_is_gone_is_outdated_where_it_was_translated(tmp_path: Path) -> None:
    root = recorded(tmp_path)
    replace_in(root, AIR, "summary: What we breathe.\n", "")
    replace_in(root, AIR, "partners:\n  - {name: Oslo, role: Lead}\n", "")

    assert changed(root) == [("summary", "removed", 0)]


def test_a_translation_without_a_text_is_not_outdated_by_texts(tmp_path: Path) -> None:
    root = recorded(tmp_path, {AIR_FR: "---\ntitle: Air\nsummary: Respirer.\n---\n"})
    replace_in(root, AIR, "In 1990.", "In 1991.")
    assert changed(root) == []

    replace_in(root, AIR, "What we breathe.", "What all breathe.")
    assert changed(root) == [("summary", "changed", 3)]


def test_the_texts_above_lists_and_data_have_states_as_well(tmp_path: Path) -> None:
    files: Files = {
        "content/_index.md": entry("Notes"),
        "content/_index.fr.md": entry("Notes"),
        "content/topics/_index.md": entry("Topics"),
        "content/topics/_index.fr.md": entry("Thèmes"),
        "content/figures/members.fr.yaml": "title: Membres\n",
    }
    root = recorded(tmp_path, files)
    replace_in(root, "content/_index.md", "Text.", "Words.")
    replace_in(root, "content/topics/_index.md", "title: Topics", "title: Subjects")
    replace_in(root, "content/figures/members.yaml", "title: ", "title: All ")
    found = states(site_of(root))

    for key in ("_index@fr", "topics/_index@fr", "figures/members@fr"):
        assert found[DocumentKey(key)] is State.STALE, key


def test_a_translation_whose_source_is_gone_is_an_orphan(tmp_path: Path) -> None:
    root = recorded(tmp_path)
    (root / AIR).unlink()

    assert states(site_of(root))[DocumentKey("projects/air@fr")] is State.ORPHAN
    assert [p.code for p in examine(root, load(root)).problems] == ["translation.orphan"]


def test_a_draft_keeps_its_line(tmp_path: Path) -> None:
    root = recorded(tmp_path, {AIR_FR: TRANSLATION.replace("title: Air", "draft: true\ntitle: Air")})
    before = (root / LOCK).read_text()
    assert "projects/air@fr" in before
    assert "projects/air@fr" not in states(site_of(root))
    assert accept(root, load(root)).keys == ()

    assert (root / LOCK).read_text() == before


def test_the_list_follows_an_entry_that_is_renamed(tmp_path: Path) -> None:
    root = recorded(tmp_path)
    (root / AIR).rename(root / "content/projects/breath.md")
    (root / AIR_FR).rename(root / "content/projects/breath.fr.md")
    assert states(site_of(root))[DocumentKey("projects/breath@fr")] is State.UNRECORDED

    text = (root / LOCK).read_text()
    (root / LOCK).write_text(moved(text, "projects/air", "projects/breath"))
    assert states(site_of(root)) == {"projects/breath@fr": State.FRESH, "topics/food@fr": State.FRESH}


def test_a_renamed_entry_takes_its_own_lines_and_no_other() -> None:
    text = "# Head\nprojects/air@es title=00000000\nprojects/air@fr\nprojects/airport@fr a=11111111\n<<<<\n"

    assert moved(text, "projects/air", "topics/air") == (
        "# Head\n<<<<\nprojects/airport@fr a=11111111\ntopics/air@es title=00000000\ntopics/air@fr\n"
    )
    assert moved(text, "projects/ai", "projects/x") == "# Head\n" + "".join(
        f"{line}\n" for line in sorted(text.splitlines()[1:])
    )


def test_a_text_without_words_is_no_part_and_comes_from_the_source(tmp_path: Path) -> None:
    code = "fields:\n  code: {kind: text, required: true, translate: false}\n"
    types = base_text("content/projects/_type.yaml").replace("fields:\n", code, 1)
    root = recorded(
        tmp_path,
        {
            "content/projects/_type.yaml": types,
            AIR: SOURCE.replace("summary:", "code: A-1\nowner: Ada\nsummary:"),
            "content/projects/spark.md": None,
        },
    )
    assert " code=" not in (root / LOCK).read_text()
    replace_in(root, AIR, "A-1\nowner: Ada", "A-2\nowner: Bo")

    site = site_of(root)
    assert states(site)[DocumentKey("projects/air@fr")] is State.FRESH
    merged = site.pages[DocumentKey("projects/air@fr")]
    assert (merged.fields["code"], "code" in merged.inherited) == ("A-2", False)


def test_a_record_of_a_text_that_is_translated_no_more_makes_nothing_stale(tmp_path: Path) -> None:
    types = base_text("content/projects/_type.yaml").replace(
        "fields:\n", "fields:\n  code: {kind: text}\n", 1
    )
    own: Files = {"content/projects/_type.yaml": types, "content/projects/spark.md": None}
    coded = {
        path: text.replace("summary:", "code: A-1\nsummary:")
        for path, text in ((AIR, SOURCE), (AIR_FR, TRANSLATION))
    }
    root = recorded(tmp_path, {**own, **coded})
    assert " code=" in (root / LOCK).read_text()
    replace_in(root, "content/projects/_type.yaml", "{kind: text}", "{kind: text, translate: false}")

    assert changed(root) == []


def test_a_name_may_have_blanks_and_signs(tmp_path: Path) -> None:
    name, text = "content/projects/clean  air @ home=1{}.md", entry("Air", "slug: air-2")
    root = recorded(tmp_path, {name.format(""): text, name.format(".fr"): text})
    key = "projects/clean  air @ home=1"
    assert states(site_of(root))[DocumentKey(f"{key}@fr")] is State.FRESH

    lock = (root / LOCK).read_text()
    assert f"\n{key}@fr title=" in lock
    assert "\nprojects/b@fr title=" in moved(lock, key, "projects/b")
    assert moved(lock, "projects/clean  air ", "projects/b") == lock


def test_the_same_line_twice_is_one() -> None:
    found = records("topics/food@fr title=00000000\n" * 2, {})
    assert (found.made_from, found.problems) == ({"topics/food@fr": "title=00000000"}, ())


def test_of_different_lines_the_parts_that_agree_count() -> None:
    lines = (
        "topics/food@fr summary=11111111 title=00000000 #new=22222222\n"
        "topics/food@fr summary=33333333 title=00000000\n"
        "topics/food@fr summary=11111111 title=00000000 #=44444444\n"
    )
    assert records(lines, {}).made_from == {"topics/food@fr": "summary=? title=00000000 #new=? #=?"}


def test_a_line_of_a_text_that_no_translation_is_means_nothing(tmp_path: Path) -> None:
    root = recorded(tmp_path)
    with (root / LOCK).open("a") as file:
        file.write("projects/air@en title=00000000\nprojects/none@fr title=00000000\n")

    assert set(states(site_of(root)).values()) == {State.FRESH}
