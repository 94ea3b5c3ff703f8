"""Lists with arguments: which entries they give, and what an edit renders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.read.scan import scan
from sitegen.read.templates import read_templates
from sitegen.upkeep.reasons import changes
from sitegen.upkeep.why import why
from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import Files, base_text, build_good, entry, load, make_site

LIST = (
    "  work: {types: projects, sort: [-date], arguments: [topics, state, year], "
    "permalink: /work/, facets: topics}\n"
)
SHOWN = (
    "<b>{% for card in found %}{{ card.title }} {% endfor %}"
    "{{ found|length }}/{{ found.total }} {{ found.url }}</b>"
)
FILES: Files = {
    "content/site.yaml": base_text("content/site.yaml").replace("lists:\n", "lists:\n" + LIST),
    "content/projects/spark.md": None,
    "content/projects/a.md": entry("A", "start: 2020", "topics: [food, water]"),
    "content/projects/b.md": entry("B", "start: 2021", "end: 2022", "topics: food"),
    "content/projects/c.md": entry("C", "start: 2022", "topics: water"),
    "content/projects/d.md": entry("D", "start: 2027", "topics: food", "only_in: [en]"),
    "content/projects/a.fr.md": entry("À"),
    "templates/entry.html": '{% extends "base.html" %}{% block main %}{{ body.html }}'
    "{% set found = lists.work(topics=page, limit=2) %}" + SHOWN + "{% endblock %}",
    "templates/project.html": '{% extends "base.html" %}{% block main %}{{ body.html }}'
    "{% set found = lists.work(topics=page.fields.topics) %}" + SHOWN + "{% endblock %}",
    "templates/home.html": '{% extends "base.html" %}{% block main %}{% include "some.html" %}{% endblock %}',
    "templates/some.html": "{% macro some() %}"
    '{% set found = lists["work"](state=["active", "planned"], sort="title") %}' + SHOWN + "{% endmacro %}"
    "{{ some() }}{% for n in [1, 2] %}{% set found = lists.work(year=2021) %}" + SHOWN + "{% endfor %}",
    "content/projects/_type.yaml": base_text("content/projects/_type.yaml") + "template: project.html\n",
}  # fmt: skip


def shown(page: str) -> list[str]:
    return re.findall(r"<b>(.*?)</b>", page)


def test_a_list_gives_the_entries_with_the_values(tmp_path: Path) -> None:
    site = build_good(tmp_path, FILES)

    assert shown(site["topics/food/index.html"]) == ["D B 2/3 /work/topics/food/"]
    assert shown(site["topics/water/index.html"]) == ["C A 2/2 /work/topics/water/"]
    assert shown(site["projects/a/index.html"]) == ["D C B 3/3 "]  # without itself
    assert shown(site["projects/b/index.html"]) == ["D A 2/2 /work/topics/food/"]
    home = ["A C D 3/3 ", "B 1/1 ", "B 1/1 "]
    assert shown(site["index.html"]) == home
    assert shown(site["fr/index.html"]) == ["À C 2/2 ", *home[1:]]
    assert shown(site["fr/topics/food/index.html"]) == ["B À 2/2 /fr/work/topics/food/"]


def test_the_reason_for_a_page_is_the_call_as_the_template_has_it(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", FILES)
    assert not build(root).report.problems
    replace_in(root, "content/projects/b.md", "title: B", "title: Best")

    found = changes(root, root / "public", load(root)).reasons
    causes = {reason.address: reason.causes for reason in found}

    assert "lists.work(topics=page, limit=2)" in causes["/topics/food/"]
    assert "lists.work(topics=page.fields.topics)" in causes["/projects/a/"]
    assert "lists.work(year=2021)" in causes["/"]
    assert 'lists["work"](state=["active", "planned"], sort="title")' not in causes["/"]  # it is over
    (home,) = why(root, load(root), "/").found
    assert 'lists["work"](state=["active", "planned"], sort="title")' in home.inputs
    assert "_lists" not in repr((found, home.inputs))


def test_an_entry_in_no_result_renders_nothing_but_what_lists_it(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", FILES)
    assert not build(root).report.problems

    def rendered(path: str, old: str, new: str) -> set[str]:
        replace_in(root, path, old, new)
        done = build(root)
        assert not done.report.problems
        assert_as_clean(root)
        pages = (path for path in done.rendered if re.match(r"(fr/)?(topics/\w+/)?index.html$", path))
        return set(pages)

    food = {"topics/food/index.html", "fr/topics/food/index.html"}
    water = {"topics/water/index.html"}
    home = {"index.html", "fr/index.html"}
    # In French, A is the second of the two on food; in English it is the third, which is not shown.
    assert rendered("content/projects/a.md", "title: A", "title: Aa") == {"index.html", *water}
    assert rendered("content/projects/a.fr.md", "title: À", "title: Ah") == {
        "fr/index.html",
        "fr/topics/food/index.html",
    }
    assert rendered("content/projects/b.md", "title: B", "title: Bb") == food | home
    assert rendered("content/projects/b.md", "topics: food", "topics: water") == food | water | home
    assert rendered("content/projects/b.md", "end: 2022", "end: 2023") == water | home


def test_equal_calls_are_one_input(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    template = read_templates(root, scan(root)).templates["some.html"]

    assert [(call.kind, call.key) for call in template.calls] == [
        ("list_call", '{"name":"work","sort":["title"],"values":{"state":["active","planned"]}}'),
        ("list_call", '{"name":"work","values":{"year":["2021"]}}'),
    ]
    assert template.names == {call.name for call in template.calls}  # and not all lists


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_do_not_depend_on_the_number_of_processes(jobs: int, tmp_path: Path) -> None:
    site = build_good(tmp_path, FILES, jobs=jobs)

    assert shown(site["fr/topics/food/index.html"]) == ["B À 2/2 /fr/work/topics/food/"]


def test_methods_of_the_mapping_of_all_lists_are_no_lists(tmp_path: Path) -> None:
    home = (
        "{% for name, cards in lists.items() %}<b>{{ name }}</b>{% endfor %}{{ lists.values()|list|length }}"
    )
    site = build_good(tmp_path, {"templates/home.html": home})

    assert shown(site["index.html"]) == ["latest", "activities"]


def test_the_limit_of_the_list_holds_for_calls_without_one(tmp_path: Path) -> None:
    limited = LIST.replace("permalink", "limit: 1, permalink")
    config = base_text("content/site.yaml").replace("lists:\n", "lists:\n" + limited)
    site = build_good(tmp_path, {**FILES, "content/site.yaml": config})

    assert shown(site["projects/b/index.html"])[0].startswith("D 1/2 ")
    assert shown(site["topics/food/index.html"])[0].startswith("D B 2/3 ")
