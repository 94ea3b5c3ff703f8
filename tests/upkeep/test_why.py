"""The origin of a page: its sources and the files that link to it."""

from __future__ import annotations

from pathlib import Path

from sitegen.upkeep.why import as_text, why
from tests.sites import entry, load, make_site

FILES = {
    "content/topics/air.md": entry("Air", body="See [food](food.md#more)."),
    "content/projects/glow.md": entry("Glow", "topics: [food]"),
}


def test_a_page_names_its_file_its_templates_its_inputs_and_who_leads_to_it(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    (reasons,) = why(root, load(root), "/topics/food/").found

    assert reasons.source == "content/topics/food.md"
    assert reasons.templates == ("entry.html", "base.html")
    assert "body: body topics/food@en" in reasons.inputs
    assert "content/topics/air.md" in reasons.linked_from
    assert "content/projects/glow.md" in reasons.linked_from
    assert as_text(reasons).startswith(
        "/topics/food/\n  from        content/topics/food.md\n  templates   entry.html\n"
    )


def test_a_file_is_answered_with_all_that_it_asks_for(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", "aliases: [/old/air/]")})
    found = why(root, load(root), "content/topics/air.md").found

    assert {reasons.address for reasons in found} >= {"/topics/air/", "/old/air/"}


def test_an_address_may_be_whole_and_a_wrong_one_gets_a_suggestion(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)

    assert why(root, load(root), "https://example.org/topics/food/#x").found
    assert why(root, load(root), "/topics/foot/").hint == "did you mean /topics/food/?"


def test_a_site_with_errors_is_not_known(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", "sumary: x")})
    answer = why(root, load(root), "/topics/food/")

    assert ([problem.code for problem in answer.problems], answer.found) == (["field.unknown"], ())


def test_an_entry_may_be_named_as_mv_takes_it(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    found = why(root, load(root), "topics/food").found

    assert {"/topics/food/", "/fr/topics/food/"} <= {reasons.address for reasons in found}
