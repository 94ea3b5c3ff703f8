"""What recipes read."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from pathlib import Path

import pytest

from sitegen.build.build import plan_site
from sitegen.build.context import Context, opened
from sitegen.build.planning import PlannedSite
from sitegen.execute import executor_for
from sitegen.views.reads import Kept, Reads
from tests.sites import build_good, load, make_site


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[PlannedSite]:
    """The base site with data that name each other."""

    files = {
        "content/people/_type.yaml": "name: Person\nplural: People\npage: false\nindex: {}\nfields:\n"
        "  knows: {kind: reference, to: people, many: true, label: Knows}\n",
        "content/people/ada.yaml": "title: Ada\nknows: [bob]\n",
        "content/people/bob.yaml": "title: Bob\nknows: [cy]\n",
        "content/people/cy.yaml": "title: Cy\n",
    }
    root = make_site(tmp_path / "site", files)
    config = load(root)
    with opened(root, config, Context(executor_for(1))) as context:
        yield plan_site(root, config, context)


def test_a_recipe_reads_the_same_whatever_was_made_before_it(planned: PlannedSite) -> None:
    outputs = planned.plan.outputs
    assert len(outputs) > 60
    for output in outputs:
        planned.recipes.recipe(output)  # so that everything is made that is kept
        planned.recipes.values(output)
    for output in outputs:
        assert planned.recipes.recipe(output) == copy(planned.recipes).recipe(output), output.path


def test_what_values_read_is_not_noted_for_ever(planned: PlannedSite) -> None:
    noted = planned.recipes.inputs("en").reads.noted
    sizes = []
    for _ in range(2):
        for output in planned.plan.outputs:
            planned.recipes.values(output)
        sizes.append(len(noted))

    assert sizes[0] == sizes[1] < len(planned.plan.outputs)


def test_of_too_many_values_those_that_were_used_last_are_kept() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    kept: Kept[str, str] = Kept(Reads(), 2)
    values = [kept.get(key, make, key) for key in "abacadb"]

    assert values == list("ABACADB")
    assert made == list("abcdb")


def test_pages_are_the_same_if_few_cards_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = build_good(tmp_path / "all")
    for name in ("viewer.MOST_CARDS", "viewer.MOST_TERMS"):
        monkeypatch.setattr(f"sitegen.views.{name}", 1)
    monkeypatch.setattr("sitegen.render.render.MOST_CARDS", 1)
    few = build_good(tmp_path / "few")

    assert {path: few[path] for path in few.paths} == {path: whole[path] for path in whole.paths}
