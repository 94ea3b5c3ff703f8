"""Words decide nothing: with other words, planners, selectors and rules find the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.build.build import plan_site
from sitegen.build.context import Context, opened
from sitegen.build.planning import PlannedSite, whole_plan
from sitegen.check.rule import Scope
from sitegen.check.rules import rules
from sitegen.definition.config import load_config
from sitegen.execute import executor_for
from sitegen.model.selections import select_all
from sitegen.model.words import words_of
from sitegen.plan.stale import digest_of_names
from sitegen.types import Config, EntryKey, RichText, Site
from tests.sites import TODAY, make_site
from tests.test_broken import BROKEN, read_case

REPOSITORY = Path(__file__).parents[2]
OTHER = " ¤"
"""Added to all words."""


def with_other_words(site: Site, kept: Collection[EntryKey] = ()) -> Site:
    """The site with other words in all entries but these and the retired ones, whose titles rules quote."""
    words = words_of(site.config)
    kept = {*kept, *site.retired, *(retired.successor for retired in site.retired.values())}

    def changed(value: object) -> object:
        if isinstance(value, RichText):
            return replace(value, html=value.html + OTHER)
        if isinstance(value, tuple):
            return tuple(changed(item) for item in value)
        return value + OTHER if isinstance(value, str) else value

    def fields(given: dict[str, object], type_name: str) -> dict[str, object]:
        return {
            name: changed(value) if name in words.get(type_name, ()) else value
            for name, value in given.items()
        }

    pages = {
        key: replace(
            page,
            title=page.title + OTHER,
            summary=page.summary + OTHER,
            fields=fields(dict(page.fields), page.type),
        )
        for key, page in site.pages.items()
        if page.entry not in kept
    }
    documents = {
        key: replace(document, fields=fields(dict(document.fields), document.type))
        for key, document in site.documents.items()
        if document.entry not in kept
    }
    return replace(site, pages={**site.pages, **pages}, documents={**site.documents, **documents})


@contextmanager
def planned(root: Path, config: Config) -> Iterator[PlannedSite]:
    with opened(root, config, Context(executor_for(1))) as context:
        yield plan_site(root, config, context)


@pytest.mark.parametrize("name", ["", "docs"])
def test_the_plan_and_the_selections_are_made_without_words(name: str) -> None:
    root = REPOSITORY / name
    config, _ = load_config(root, TODAY)
    assert config is not None
    with planned(root, config) as found:
        site, other = found.site, with_other_words(found.site)
        plan = whole_plan(root, found.files, other)

        assert other.pages != site.pages
        assert plan == found.plan
        assert select_all(other) == site.selections
        assert digest_of_names(other, plan, found.files.templates) == found.outputs.names


FAMILIES = (
    "address", "anchor", "config.menu", "figure", "illustration", "link", "review", "shortcode", "term",
    "translation",
)  # fmt: skip
"""Beginnings of the codes that rules can report."""
CASES = [path.stem for path in sorted(BROKEN.glob("*.txt")) if path.stem.startswith(FAMILIES)]


@pytest.mark.parametrize("name", CASES)
def test_rules_find_the_same_with_other_words(name: str, tmp_path: Path) -> None:
    """Rules of facts, with other words everywhere; the others, with other words in other documents."""
    root = make_site(tmp_path, read_case(BROKEN / f"{name}.txt").files)
    config, _ = load_config(root, TODAY)
    if config is None:
        return
    with planned(root, config) as found:
        checked = found.checked
        everywhere = replace(checked, site=with_other_words(checked.site))
        for rule in rules():
            if rule.scope is Scope.FACTS:
                assert [*rule.check(everywhere)] == [*rule.check(checked)]
            else:
                for document in checked.site.documents.values():
                    alone = replace(checked, documents=(document,))
                    elsewhere = with_other_words(checked.site, [document.entry])
                    assert [*rule.check(replace(alone, site=elsewhere))] == [*rule.check(alone)]
