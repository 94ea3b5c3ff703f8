"""No content can spell the marks that stand for shortcodes and links, nor characters that no reader sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.definition.config import load_config
from sitegen.types import ENGINES
from tests.sites import TODAY, attempt, base_text, entry, make_site

SPARK = "content/projects/spark.md"
ESCAPES = (
    r"\x07", r"\0", r"\a", r"\b", r"\e", r"\v", r"\f", r"\x01", r"\x7f", r"\x85", r"\N", r"\L", r"\P",
    r"\u202E", r"\u202a", r"\u2066", r"\u2069", r"\uFFFE", r"\U0000FFFF", r"\x9f", r"\uE000L0\uE001",
    r"\ue002",
)  # fmt: skip
"""Escapes of YAML in double quotes; `\\N`, `\\L` and `\\P` are U+0085, U+2028 and U+2029."""
REFERENCES = (
    "&#7;", "&#x7;", "&#X202e;", "&#8238;", "&#x0000202E;", "&#xE000;S0&#xE001;", "&#57344;", "&#x2066;",
    "&#xFFFE;", "&#133;", "&#0;",
)  # fmt: skip
"""References to characters by number (HTML Living Standard, section 13.2.5.80)."""


@pytest.mark.parametrize("escape", ESCAPES)
def test_an_escape_of_yaml_spells_no_invisible_character(escape: str, tmp_path: Path) -> None:
    files = {SPARK: entry(f'"Spa{escape}rk"', f'summary: "a{escape}b"')}
    found = attempt(tmp_path, files).found

    assert [(p.code, p.location.line, p.location.column) for p in found] == [
        ("file.character", 2, 8),
        ("file.character", 3, 10),
    ]


@pytest.mark.parametrize("path", ["content/site.yaml", "content/projects/_type.yaml"])
def test_an_escape_in_a_definition_spells_no_invisible_character(path: str, tmp_path: Path) -> None:
    text = base_text(path) + 'x: "a\\u202Eb"\n'
    found = attempt_definition(tmp_path, path, text)

    assert ("file.character", path, text.count("\n")) in found


def attempt_definition(root: Path, path: str, text: str) -> list[tuple[str, str, int | None]]:
    """The code, file and line of each problem of the definition files."""
    make_site(root, {path: text})
    _, problems = load_config(root, TODAY, None, False)
    return [(problem.code, problem.location.path, problem.location.line) for problem in problems]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_spells_no_invisible_character(reference: str, engine: str, tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n"
    texts = {
        "in a text": f"a{reference}b",
        "in a link": f"[a](../topics/food.md '{reference}')",
        "in words of a link": f"[a{reference}](../topics/food.md)",
        "in a heading": f"## A{reference}\n\nb",
        "in a cell": f"| a |\n|---|\n| {reference} |",
    }
    for name, body in texts.items():
        files = {"content/site.yaml": site, SPARK: entry("Spark", body=body)}
        found = attempt(tmp_path / name, files).found

        assert {problem.code for problem in found} == {"file.character"}, name
        assert {problem.location.line for problem in found} == {5 + body[: body.index(reference)].count("\n")}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_reference_in_code_and_one_to_a_letter_are_shown(engine: str, tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n"
    body = "`&#x202E;`, \\&#x202E; and &#65;&#x4E2D;.\n\n    &#7;\n"
    done = attempt(tmp_path, {"content/site.yaml": site, SPARK: entry("Spark", body=body)})

    assert done.found == ()
    page = done["projects/spark/index.html"]
    assert "<code>&amp;#x202E;</code>, &amp;#x202E; and A中." in page
    assert "<pre><code>&amp;#7;" in page


PLACES = {
    "the title of a link": '[a](../topics/food.md "{{< note >}}")',
    "the address of a link": "[a]({{< note >}})",
    "an address in brackets": "[a](<{{< note >}}>)",
    "the title of a picture": '![a](map.png "{{< note >}}")',
    "the alternative text of a picture": "![a {{< note >}}](map.png)",
    "a definition": '[a][b]\n\n[b]: ../topics/food.md "{{< note >}}"',
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", PLACES)
def test_a_shortcode_is_no_part_of_an_attribute(name: str, engine: str, tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n"
    body = PLACES[name]
    found = attempt(tmp_path, {"content/site.yaml": site, SPARK: entry("Spark", body=body)}).found
    line = 5 + body[: body.index("{{<")].count("\n")

    assert ("shortcode.place", SPARK, line) in [(p.code, p.location.path, p.location.line) for p in found]
