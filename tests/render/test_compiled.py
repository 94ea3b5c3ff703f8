"""Compiled templates give the text that Jinja's own code gives, and name the same lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup
from markupsafe import escape as escape_markup

from sitegen.render.compiled import escape, quick
from sitegen.views.views import ForeignText
from tests.sites import attempt, base_text

TEMPLATES = {
    "base": "{% macro card(c) %}<b>{{ c }}</b>{{ loop }}|{% endmacro %}a{{ x }}b{{ y }}"
    "{% block main %}{% endblock %}c{{ x }}",
    "page": """{% extends "base" %}{% from "base" import card %}
{% block main %}{{ x }}{{ x|upper }}{% if y %}{{ y }}{{ z }}{% else %}{{ z }}{% endif %}
{% for n in numbers %}{{ loop.index }}{{ n }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}
{% set inner %}{{ z }}{{ x }}{% endset %}{{ inner }}{{ card(z) }}{% call card2() %}{{ x }}{{ z }}{% endcall %}
{% filter upper %}{{ x }}{{ z }}{% endfilter %}{% include "part" %}{{ "yield 'a'\n    yield 'b'" }}
{{ self.more() if false }}{% autoescape false %}{{ z }}{{ x }}{% endautoescape %}{% endblock %}
{% macro card2() %}[{{ caller() }}]{% endmacro %}""",
    "part": "{% import 'base' as b with context %}{{ b.card(y) }}{{ z }}",
}
VALUES = {
    "x": "plain",
    "y": Markup("<i>y</i>"),
    "z": "<&\"'>",
    "numbers": [1, 2.5, True],
    "loop": "-",
    "card2": None,
}


class Quick(Environment):
    def _compile(self, source: str, filename: str):  # type: ignore[no-untyped-def]
        return compile(quick(source), filename, "exec")


@pytest.mark.parametrize("numbers", [(), (1, 2.5, True)])
def test_the_text_is_that_of_the_code_of_jinja(numbers: tuple[object, ...]) -> None:
    values = {**VALUES, "numbers": numbers}
    texts = [kind(loader=DictLoader(TEMPLATES), autoescape=True) for kind in (Environment, Quick)]
    assert texts[0].get_template("page").render(values) == texts[1].get_template("page").render(values)


@pytest.mark.parametrize(
    "value",
    ["", "plain", "a & b", "it's", '"', Markup("<b>"), ForeignText("Straße & co", "de", "ltr"), 3, True],
)
def test_values_are_escaped_as_by_markupsafe(value: object) -> None:
    assert escape(value) == str(escape_markup(value))


def test_a_failure_between_joined_pieces_names_its_line(tmp_path: Path) -> None:
    pieces = "<body>{{ site.title }}\n{{ page.lang }}\n{{ page.title|date }}\n{{ page.lang }}"
    base = base_text("templates/base.html").replace("<body>", pieces, 1)
    line = base[: base.index("page.title|date")].count("\n") + 1
    problems = attempt(tmp_path, {"templates/base.html": base}).found

    assert {(problem.code, problem.location.line) for problem in problems} == {("template.failed", line)}
