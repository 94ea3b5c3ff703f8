"""Texts that are converted natively have the page that Python-Markdown gives them."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import pytest

from sitegen.features.native import native
from tests.features.test_without import run
from tests.markdown.mixtures import FOLDERS, texts_in
from tests.markdown.random_texts import alike_texts, differs, is_alike
from tests.markdown.test_markdown import CONSTRUCTS
from tests.sites import entry, make_site, write_files

DIFFERENT = (
    "1234567890. a",
    "01. a",
    "- a\n  2. b",
    "- a\n\n- b\n- c",
    "- a\n  + b\n  * c",
    "1. a\n  1. b\n    1. c",
    "``` a\\+b\nc\n```",
    "> ```\n> a\n> ```",
    "[a]('')",
    "[a](b'c')",
    "a <http://a.a%> b",
    "```\n\u00a0```\n```",
    "```\n     ```\n```",
    "> a\n>",
    "|a|b|\n|-|-|",
    "a\n|-|\n|-|\n|b|",
    "|a|\n|-|\n|b|\n|c|d|\n|-|-|",
    "~a~",
    "***a***",
    "これは**「強調」**です",
    "`\u00a0`",
    "\ufeffa",
    "\\\\\na",
    "![^](b)",
    "[a](%)",
    "[a](ü)",
    "[[a](b)](c)",
    "[a](b c)",
    "//www.a.example",
    "http://-.a *b*",
    '[a](b "")',
    "[![](a)http://.](b)",
    "    a\u00a0",
    "<b>\n@c>",
    "[a ]\n\n[a]: b",
    "**a)**b**c**",
    "*(*a*)*",
    "[a]: b\n\n[a][c]",
    "[a]: b\n[a]: c\n\n[a]",
)
"""The smallest texts that the engines convert differently, one of each kind that was found."""
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
BODY = """Words with *emphasis*, **strong _and_ more**, `code`, [a link](https://a.example/?b=c&d=e "Title"),
a second line\\
and a third. An address: https://a.example/b.

## A heading

- one
  - two
    goes on
- three

A paragraph.

3. loose

4. list

| a | b |
|---|--:|
| *c* | 1 |

> A quotation
> - with a list

```text
code <b>
```

---

[By name][name], <https://a.example/c>.

[name]: https://a.example/d "Title"

    indented code

{{< button >}} CO<sub>2</sub> <!-- a comment --> &copy; a < b & c
"""


def test_texts_that_the_engines_convert_differently_are_not_alike() -> None:
    assert [text for text in DIFFERENT if is_alike(text)] == []


@pytest.mark.parametrize("text", DIFFERENT)
def test_the_engines_convert_them_differently(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "is_alike", lambda _: True)

    assert differs(text)


@pytest.mark.parametrize("folder", FOLDERS)
def test_texts_of_this_project_have_the_page_of_python_markdown(folder: str) -> None:
    for file, text in list(texts_in(folder).items())[::6]:
        body = FRONT_MATTER.sub("", text)
        assert not is_alike(body) or not differs(body), file


def test_every_construct_has_the_page_of_python_markdown() -> None:
    assert [text for text, _ in CONSTRUCTS.values() if differs(text)] == []


def test_random_texts_have_the_page_of_python_markdown() -> None:
    assert [text for text in islice(alike_texts(seed=20261129), 500) if differs(text)] == []


def test_most_texts_of_the_shipped_site_are_alike() -> None:
    bodies = [FRONT_MATTER.sub("", text) for text in texts_in("content").values()]

    assert sum(map(is_alike, bodies)) > 0.95 * len(bodies)


def test_a_site_has_the_same_bytes_without_comrak(tmp_path: Path) -> None:
    trees = []
    for blocked in ("no.such.module", "comrak"):
        root = make_site(tmp_path / blocked, {"templates/shortcodes/button.html": "<b>B</b>"})
        write_files(root, {f"content/topics/t{n}.md": entry(f"T{n}", body=BODY[n:]) for n in range(0, 60, 6)})
        done = run(root, blocked, "build")
        assert done.returncode == 0, done.stdout + done.stderr
        public = root / "public"
        trees.append(
            {path.relative_to(public): path.read_bytes() for path in public.rglob("*") if path.is_file()}
        )

    assert b"<strong>strong <em>and</em> more</strong>" in trees[0][Path("topics/t0/index.html")]
    assert trees[0] == trees[1]


def test_a_site_that_extends_python_markdown_is_converted_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert native.native("a") == "<p>a</p>"

    monkeypatch.setattr(native, "own_extensions", lambda: {"pymdownx.mark": None})
    assert native.native("a") is None
