"""What a text shows otherwise than written is named, in both engines and where an edit brings it in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.features.writing.emphasis import PAIR, _may_be_odd, _visible, _windows
from sitegen.types import ENGINES, GFM
from tests.sites import attempt, base_text, entry

SPARK = "content/projects/spark.md"


def codes(root: Path, body: str, engine: str) -> list[tuple[str, int | None]]:
    """The code and line of each problem of a text that begins on line 5."""
    site = base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n"
    found = attempt(root, {"content/site.yaml": site, SPARK: entry("Spark", body=body)}).found
    return [(problem.code, problem.location.line) for problem in found]


SHOWN_OTHERWISE = {
    "a tag in a list": ("- a\n- <u>b</u>", [("markdown.html", 6)]),
    "a tag in a quotation": ("> <center>b</center>", [("markdown.html", 5)]),
    "a component": ('Text\n\n<Card title="a">b</Card>', [("markdown.template", 7)]),
    "tags of two kinds": ("<p>a</p> <p>b</p> <hr>", [("markdown.html", 5), ("markdown.html", 5)]),
    "a fence with another inside": ("````\n```\n", [("markdown.fence", 5)]),
    "a fence in a quotation that ends": ("> ```\n> a\n\nText.", [("markdown.fence", 5)]),
    "a table in a quotation": ("> | a | b |\n> |---|---|\n> | c | d | e |", [("table.cells", 7)]),
    "a table without bars at its ends": ("a | b\n--|--\nc | d | e", [("table.cells", 7)]),
    "a list in a list": ("- a\n  1. b\n  3. c", [("list.number", 7)]),
    "a list in a quotation": ("> 4. a\n> 6. b", [("list.number", 6)]),
    "a list below letters": ("(a) a\n(b) b\n\nText.\n\n1. c\n3. d", [("list.number", 11)]),
    "a list with a bracket": ("1) a\n2) b\n2) c", [("list.number", 7)]),
    "a picture with a blank": ("See ![a map] (map.png) here.", [("link.apart", 5)]),
    "a link over two lines": ("See [the plan]\n(plan.pdf) here.", [("link.apart", 5)]),
    "a collapsed reference": ("See [the plan][] here.", [("link.undefined", 5)]),
    "two alerts, one of them known": ("> [!TIP]\n> a\n\n> [!Danger]\n> b", [("markdown.alert", 8)]),
    "a blank of full width": ("1.\u3000a", [("markdown.mark", 5)]),
    "bold words that end in a blank": ("a\n\n- b\n- **c **d", [("markdown.emphasis", 8)]),
    "bold words around code that begin with a blank": ("> ** `c` d** e", [("markdown.emphasis", 5)]),
    "bold words between blanks": ("A ** Three words ** b", [("markdown.emphasis", 5)]),
    "a bold sign before a letter": ("**Fett:**Text", [("markdown.emphasis", 5)]),
    "a bold quotation in Japanese": ("これは\n**「重要」**です。", [("markdown.emphasis", 6)]),
    "two bold quotations in Chinese": ("中**（一）**和**「二」**中", [("markdown.emphasis", 5)]),
    "a bold link before a letter": ("**[a](https://example.com/c__d__e).**x", [("markdown.emphasis", 5)]),
    "underscores before a letter": ("__x__y", [("markdown.emphasis", 5)]),
    "bold words over paragraphs": ("**a\n\nb**", [("markdown.emphasis", 5)]),
    "bold words of two items": ("- **a\n- b**", [("markdown.emphasis", 5)]),
    "a Roman list with full stops": ("Text.\n\nIX. a\nX. b\nXI. c", [("markdown.mark", 7)]),
    "letters in a quotation": ("> a. b\n> b. c", [("markdown.mark", 5)]),
    "an address that runs code": ("[x](javascript:alert(1))", [("link.refused", 5)]),
    "a definition that runs code": ("[x]\n\n[x]: vbscript:a", [("link.refused", 7)]),
    "the end of a merge": ("a\n>>>>>>> main", [("merge.unfinished", 6)]),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SHOWN_OTHERWISE)
def test_what_is_shown_otherwise_is_named_at_its_line(name: str, engine: str, tmp_path: Path) -> None:
    body, expected = SHOWN_OTHERWISE[name]

    assert codes(tmp_path, body, engine) == expected


SHOWN_AS_WRITTEN = {
    "a name in angle brackets": "Dear <your name>, write to <a@example.org>.",
    "what is compared": "If a < b and c > d, then a<b>c is HTML of nobody.".replace("<b>", "< b >"),
    "tags in code": "`<b>` and\n\n    <div>\n\n```\n<div>\n```",
    "an escaped tag": "\\<b>",
    "closed fences": "```\na\n```\n\n~~~~\n~~~\n~~~~\n\n> ```\n> b\n> ```\n\n- ```\n  c\n  ```",
    "a table with fewer and with empty cells": "| a | b |\n|---|---|\n| c |\n| d | e | |\n| f\\|g | h |",
    "a line with bars": "Home | About | Contact",
    "a table in code": "    | a | b |\n    | c | d |\n\n```\n| a |\n| b |\n```",
    "numbers of one kind": "1. a\n1. b\n1. c\n\nText.\n\n7. d\n8. e",
    "a list that goes on below a block": "1. a\n\n   > b\n\n2. c",
    "a year that begins a line": "It began in\n1994. It ended in\n1998. That was it.",
    "brackets and a bracket": "He said [sic] (in May) that [2025] (a year) was good.",
    "escaped brackets": "\\[a][b] and \\[a] (b.c)",
    "a definition that is used, and comments": "[a], [b][c].\n\n[a]: https://example.com\n[c]: https://example.com\n"
    "[//]: # (a comment)",
    "a hash that begins a word": "#climate and ## are signs.",
    "tildes and carets": "About ~5 to ~7, x^2, 2^10^ is code: `a~b~`.".replace("2^10^", "2^10"),
    "an alert in code": "```\n> [!INFO]\n```",
    "merge marks in code": "```\n<<<<<<< HEAD\n=======\n>>>>>>> b\n```",
    "a footnote that is mentioned in a table": "| a |\n|---|\n| b[^1] |\n\n[^1]: c",
    "asterisks of formulas": "2 ** 3 and then x ** 2, a * b * c, 5*3*2.\n\n2 ** n ** 3, x**2, 3 ** (2) ** 4",
    "asterisks of footnotes": "| a** | b*** |\n|---|---|\n| ** c | 5** |\n\nPrice**, tax**.\n\n**No tax.",
    "asterisks in code and escaped": "`**a **b`, \\*\\*a \\*\\*b\n\n    **a:**b\n\n```\n**a **b\n```",
    "asterisks of patterns and secrets": "All **/*.md and **/*.py, f**k and a****b",
    "names with underscores": "snake__case__name, __init__, a__b and "
    "https://example.com/b__c__d and [x](https://example.com/__d__e)",
    "bold words beside signs": "(**a**), **b**. «**c**» **d:** **(e)** **f**g 日**本**。**「二」**、**三**四",
    "bold words around marks": "**`a`** **[b](https://example.com)** **a_b_** ***c*** **d *e* f**",
    "initials of people": "By\nA. Smith and\nC. Jones.\n\nA. Smith  \nB. Jones",
    "letters in code": "Text.\n\n    a. b\n    b. c\n\n```\na. b\nb. c\n```",
    "an underlined heading": "Title\n=======\n\nText.",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SHOWN_AS_WRITTEN)
def test_nothing_is_said_of_what_is_shown_as_written(name: str, engine: str, tmp_path: Path) -> None:
    assert codes(tmp_path, SHOWN_AS_WRITTEN[name], engine) == []


def test_a_bar_in_code_ends_a_cell_in_gfm_alone(tmp_path: Path) -> None:
    body = "| a | b |\n|---|---|\n| `c|d` | e |"

    assert codes(tmp_path / "gfm", body, GFM) == [("table.cells", 7)]
    assert codes(tmp_path / "python", body, "python-markdown") == []


def test_a_comment_is_in_no_file_of_the_site(tmp_path: Path) -> None:
    body = "<!-- ask legal -->\n\nThe grant was approved. <!-- by whom? -->"
    done = attempt(tmp_path, {SPARK: entry("Spark", body=body)})

    assert done.found == ()
    assert not [path for path, text in done.files.items() if "ask legal" in text or "by whom" in text]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_anchor_of_a_heading_is_the_same_in_every_language(engine: str, tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n"
    link = "See [the costs](spark.md#cost)."
    files = {
        "content/site.yaml": site,
        SPARK: entry("Spark", body=f"{link}\n\n## What it costs {{#cost}}\n\nNothing."),
        "content/projects/spark.fr.md": entry("Étincelle", body=f"{link}\n\n## Le coût {{#cost}}\n\nRien."),
    }
    done = attempt(tmp_path, files)

    assert done.found == ()
    assert '<h2 id="cost">What it costs</h2>' in done["projects/spark/index.html"]
    assert '<h2 id="cost">Le coût</h2>' in done["fr/projects/spark/index.html"]
    assert 'href="/fr/projects/spark/#cost"' in done["fr/projects/spark/index.html"]
    assert "{#" not in done["projects/spark/index.html"]


def test_a_title_folded_in_japanese_has_no_blank(tmp_path: Path) -> None:
    text = "---\ntitle: 計画を\n  作り\nsummary: >-\n  都市は\n  ABC と\n  住民\n---\n\nText.\n"
    done = attempt(tmp_path, {SPARK: text})

    assert "計画を作り" in done["projects/spark/index.html"]
    assert "都市は ABC と住民" in done["data/projects.json"]


@given(
    st.lists(st.sampled_from(("**", "*", "__", "_", "a", "b c", " ", "\n", ".", "「", "é")), max_size=14).map(
        "".join
    )
)
@example("**a**b **c.**d")
@example("a***b.**c")
@example("x****y.**z")
def test_bold_words_beside_letters_are_found_in_parts_as_in_pairs(text: str) -> None:
    pairs = ((pair["inner"] or pair["name"], pair.start(), pair.end()) for pair in PAIR.finditer(text))
    odd = any(
        (not inner[-1].isalnum() and text[end : end + 1].isalnum())
        or (not inner[0].isalnum() and start and text[start - 1].isalnum())
        for inner, start, end in pairs
    )

    assert _may_be_odd(text) is odd


@given(
    st.lists(
        st.sampled_from(("*", "**", "***", "_", "__", "a", " ", "\n", "é", "&amp;", "<em>", ".")), max_size=12
    ).map("".join)
)
@example("***a")
@example("**___a")
def test_runs_that_readers_see_have_the_characters_beside_them(html: str) -> None:
    shown = html.replace("<em>", "").replace("&amp;", "&")
    runs = re.findall(r"(.?)(\*{2,}|_{2,})(?=(.?))", shown, re.DOTALL)
    sides = ((_visible(before), run, _visible(after)) for before, run, after in runs)

    assert set(_windows(html)) == {
        (left, run, right) for before, run, after in sides for left in ("", before) for right in ("", after)
    }
