"""References between entries, and their reverse side."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.types import Site
from sitegen.types.keys import EntryKey
from tests.sites import Files, attempt, base_text, build_good, entry, model


def relations(site: Site, name: str) -> dict[str, tuple[str, ...]]:
    return {relation.name: relation.entries for relation in site.relations.get(EntryKey(name), ())}


def test_a_topic_lists_the_projects_that_name_it(tmp_path: Path) -> None:
    site = model(
        tmp_path, {"content/projects/glow.md": entry("Glow", "start: 2025", "topics: [water, food]")}
    )

    assert relations(site, "topics/food")["projects"] == ("projects/glow", "projects/spark")
    assert relations(site, "topics/water") == {"projects": ("projects/glow",)}


def test_a_reference_inside_a_group_counts_like_any_other(tmp_path: Path) -> None:
    glow = entry("Glow", "partners:", "  - {name: Oslo, topic: water}", "  - {name: Lyon, topic: water}")
    site = model(tmp_path, {"content/projects/glow.md": glow})

    assert relations(site, "topics/water") == {"partners": ("projects/glow",)}


def test_relations_of_one_name_are_gathered_from_all_types(tmp_path: Path) -> None:
    site = model(tmp_path, {"content/topics/food.md": entry("Food", "sources: report")})

    assert relations(site, "sources/report") == {"cited_by": ("figures/members", "topics/food")}


def test_an_entry_is_listed_once_however_often_it_mentions_another(tmp_path: Path) -> None:
    site = model(tmp_path, {"content/projects/glow.md": entry("Glow", "topics: [water, water]")})

    assert relations(site, "topics/water")["projects"] == ("projects/glow",)


def test_a_translation_does_not_add_a_mention(tmp_path: Path) -> None:
    files: Files = {"content/projects/spark.fr.md": entry("Étincelle", "topics: [food]")}
    site = model(tmp_path, files)

    assert relations(site, "topics/food")["projects"] == ("projects/spark",)


def test_a_field_without_inverse_has_no_reverse_side(tmp_path: Path) -> None:
    definition = base_text("content/projects/_type.yaml").replace(", inverse: followed_by", "")
    site = model(
        tmp_path,
        {
            "content/projects/_type.yaml": definition,
            "content/projects/glow.md": entry("Glow", "follows: spark"),
        },
    )

    assert "projects/spark" not in site.relations


def test_a_draft_mentions_nothing(tmp_path: Path) -> None:
    glow = {"content/projects/glow.md": entry("Glow", "topics: [water]", "draft: true")}

    assert relations(model(tmp_path / "a", glow), "topics/water") == {}
    assert relations(model(tmp_path / "b", glow, drafts=True), "topics/water") == {
        "projects": ("projects/glow",)
    }


def test_the_label_of_a_relation_is_in_the_language_of_the_page(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)

    assert '<section class="relation" id="projects">\n<h2>Projects</h2>' in outcome["topics/food/index.html"]
    assert (
        '<section class="relation" id="projects">\n<h2>Projets</h2>' in outcome["fr/topics/food/index.html"]
    )


def test_a_relation_without_label_shows_its_name(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, {"content/projects/glow.md": entry("Glow", "follows: spark")})

    assert re.search("<h2>followed[_ ]by</h2>", outcome["projects/spark/index.html"], re.IGNORECASE)


def test_a_circle_of_three_is_reported_once_at_the_reference_that_closes_it(tmp_path: Path) -> None:
    outcome = attempt(
        tmp_path,
        {
            "content/projects/a.md": entry("A", "follows: b"),
            "content/projects/b.md": entry("B", "follows: c"),
            "content/projects/c.md": entry("C", "follows: a"),
        },
    )

    (problem,) = outcome.found
    assert problem.code == "reference.cycle"
    assert problem.location.path == "content/projects/c.md"
    assert "projects/a → projects/b → projects/c → projects/a" in problem.message


def test_two_ways_to_one_entry_are_no_circle(tmp_path: Path) -> None:
    build_good(
        tmp_path,
        {
            "content/projects/a.md": entry("A", "follows: [b, c]"),
            "content/projects/b.md": entry("B", "follows: d"),
            "content/projects/c.md": entry("C", "follows: d"),
            "content/projects/d.md": entry("D"),
        },
    )


def test_a_circle_is_allowed_where_the_type_does_not_forbid_it(tmp_path: Path) -> None:
    definition = base_text("content/projects/_type.yaml").replace("acyclic: true, ", "")
    build_good(
        tmp_path,
        {
            "content/projects/_type.yaml": definition,
            "content/projects/a.md": entry("A", "follows: b"),
            "content/projects/b.md": entry("B", "follows: a"),
        },
    )


def test_two_thousand_entries_in_a_row_are_no_problem(tmp_path: Path) -> None:
    chain = {f"content/projects/p{n}.md": entry(f"P{n}", f"follows: p{n + 1}") for n in range(2000)}
    site = model(tmp_path, {**chain, "content/projects/p2000.md": entry("Last")})

    assert site.problems == ()


def test_related_entries_share_the_rarest_references(tmp_path: Path) -> None:
    site = model(
        tmp_path,
        {
            "content/projects/a.md": entry("A", "topics: [food, water]"),
            "content/projects/b.md": entry("B", "topics: [water]"),
            "content/projects/c.md": entry("C", "topics: [food]"),
        },
    )

    # food is named by a, c and spark; water by a and b only.
    assert site.related[EntryKey("projects/a")][0] == "projects/b"
    assert set(site.related[EntryKey("projects/a")]) == {"projects/b", "projects/c", "projects/spark"}
    assert "projects/a" not in site.related[EntryKey("projects/a")]


def test_only_entries_with_a_page_are_related(tmp_path: Path) -> None:
    figure = base_text("content/figures/members.yaml") + "about: [topics/food]\n"
    site = model(
        tmp_path,
        {"content/figures/members.yaml": figure, "content/projects/a.md": entry("A", "topics: [food]")},
    )

    assert site.related[EntryKey("projects/a")] == ("projects/spark",)


def test_a_figure_is_listed_by_what_it_is_about(tmp_path: Path) -> None:
    figure = base_text("content/figures/members.yaml") + "about: [topics/food, projects/spark]\n"
    site = model(tmp_path, {"content/figures/members.yaml": figure})

    assert relations(site, "topics/food")["figures"] == ("figures/members",)
    assert relations(site, "projects/spark")["figures"] == ("figures/members",)


def test_of_a_long_circle_the_first_and_the_last_entries_are_named(tmp_path: Path) -> None:
    files = {
        f"content/projects/p{n:02}.md": entry(f"P{n}", f"follows: p{(n + 1) % 30:02}") for n in range(30)
    }
    found = attempt(tmp_path, files).found

    assert [(problem.code, problem.location.path) for problem in found] == [
        ("reference.cycle", "content/projects/p29.md")
    ]
    assert found[0].message == (
        '"follows" is circular: projects/p00 → projects/p01 → projects/p02 → projects/p03 → '
        "projects/p04 → … → projects/p25 → projects/p26 → projects/p27 → projects/p28 → projects/p29 → "
        "projects/p00"
    )
