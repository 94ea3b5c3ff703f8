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
from tests.sites import load, make_site


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
