"""Random texts of Markdown, on which both engines are compared where they are said to be alike.

python -m tests.markdown.random_texts 1000000        compares a million texts that are alike
python -m tests.markdown.random_texts 1000000 7      others, by a different seed
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from itertools import islice

import pytest

from sitegen.features.native import native
from sitegen.features.native.alike import is_alike as is_alike_marked
from sitegen.markdown.markdown import convert, inline
from sitegen.markdown.marks import marked
from sitegen.types import PYTHON_MARKDOWN, Location
from tests.markdown.mixtures import PIECES, texts_in

BLOCKS = (
    "a", "b c", "- ", "* ", "+ ", "-  ", "*   ", "1. ", "2. ", "3) ", "1) ", "10. ", "0. ", "01. ",
    "1234567890. ", "  ", "   ", "    ", " ", "> ", ">", ">\n", "# ", "## ", "###### ", "####### ",
    "#", "```\n", "```js\n", "```` x y\n", "``` a\\b\n", "\n", "\n", "\n\n", "\n\n", "\n\n\n",
    "| a | b |\n", "|---|--:|\n", "| :-- | :-: |\n", "| c | d |\n", "|", "| e |\n", "|-|\n",
    "---\n", "***\n", "___\n", "- [ ] ", "- [x] ", "> [!NOTE]\n", "=", "-", "===\n", "\t", "~~~\n",
    "a) ", "b) ", "(i) ", "<!-- c -->", "{{< n >}}", "{{< n >}}\n", "*[A]: B\n", "{#x}", "{: .x}\n",
    "x  \n", "y \n", "\\\n", ": ", ":   d\n", "`c`", "**d**", "![a](b.png)", "<div>\n", "</div>\n",
    "[a]: b\n", "[^1]: n\n", "[^1]", "* * *\n", "1\n", "...",
)  # fmt: skip
INLINES = (
    "a", "b", "cd", " ", " ", " ", "*", "**", "***", "_", "__", "`", "``", "[", "](b)", "](c.md)",
    "]", "(", ")", "!", "![", "![a](b.png)", "[a](b)", "[a](b_c.md)", "[a](b.md#c)",
    "[a](https://a.example/?b=c&d=e)", "[a](b*c*)", "\n", "\n\n", ".", ",", ":", "http://a.example",
    "https://a.example/x", "https://a.example/x_y*z*", "www.a.example", "a@b.example", "@a", "<",
    "<br>", "<sub>", "</sub>", "&", "&amp;", "&nbsp;", "&copy;", "&#38;", ";", "\\", "\\*", "\\_",
    "\\[", "\\`", "\\|", "\\.", "~", "~~", "|", '"', "'", "«", "»", "“", "”", "é", "日本", "。", "「",
    "हिन्दी", "\u00a0", "\u202f", "\u3000", "#", "##", "-", "+", "=", "1", "1.", "—", "…", "{", "}",
    "{{< n >}}", "{{ x }}", "<!-- x -->", "[^1]", "[ ]", "[x]", "$", "%", "^", "/", "?", '(b "t")',
    '](b "t")', '](b "t &amp; *u*")', "\u200b", "\U0001f600", "İ", "ß", "*a*", "**b**", "_c_",
    "__d__", "`e`", "`f|g`", "<https://a.example>", "<a@b.example>", "`` e ``", "  \n", "\\\n",
    "[*a* `b`](c.md)", "**[a](b.md)**", "[![a](b.png)](c.md)", "[a@b.example](mailto:a@b.example)",
    "[https://a.example](https://a.example)", "[a][b]", "[a][]", "&ldquo;", "&rsquo;", "&times;",
    "'@a'", "*[A]", "a_b", "\ufeff",
)  # fmt: skip
PHRASES = (
    "a", "b", "*c*", "**d e**", "`f`", "[g](h.md)", "_i_", "j.", "k:", "l, m", "![n](o.png)", "&",
    "(p)", '"q"', "1", "2.", "é", "**r [s](t.md) u**", "*v `w` x*", "[y\nz](a.md)", "*b\nc*",
    "d\\.", "e_f", "**g *h* i**", "*j **k** l*", "**m _n_ o**", "_p **q**_", "`r|s`", "(*t*)",
    "'@u'", "[g]", "<br>", "{{< h >}}", "https://i.example/j.",
)  # fmt: skip
REFERENCES = (
    "[r]", "[r][]", "[a][r]", "[*b* c][R]", "**[r s]**", "[d][r S]", "[r  s]", "[x]", "[x][]", "[a][a]",
    "[e][no]", "![f][r]", "[`g`][r]", "[r](h.md)", "[i\nj][x]", "[r\ns]", "[r][x][a]", "[r] [x]", "[[r]]",
)  # fmt: skip
DEFINITIONS = (
    "[r]: a.md", "[r s]: /b/", '[x]: c.md "d"', "[a]: https://e.example/f?g=h&i=j#k", "[l]: m.md",
    "[R]: n.md", "[x]:o", "[g]: <p>", " [q]: r", "[s-t.u]: v 'w'", "[x]: y z",
)  # fmt: skip
CODE = (
    "a",
    "",
    "  b",
    " ",
    "<c>",
    "`d`",
    "- e",
    "| f |",
    "\tg",
    "# h",
    "    i",
    "``",
    "&amp;",
    "\\",
    "\u00a0",
    "\u00a0```",
    "     ```",
    "````",
    "\u3000j",
)


def random_texts(seed: int) -> Iterator[str]:
    """Yields random texts without end: pieces in any order, blocks in order, and both with random edits."""
    chance = random.Random(seed)
    lines = sorted({
        line for text in texts_in("content").values() for line in text.split("\n") if 0 < len(line) < 200
    })  # fmt: skip
    while True:
        kind = chance.random()
        if kind < 0.3:
            text = _pieces(chance, chance.choice((BLOCKS, INLINES, PIECES, BLOCKS + INLINES)))
        elif kind < 0.8:
            between = chance.choice(("\n\n", "\n\n", "\n\n", "\n"))
            text = between.join(_block(chance) for _ in range(chance.randint(1, 4)))
            if kind > 0.7:
                text = _with_definitions(chance, text)
        else:
            text = "".join(
                chance.choice(lines) + chance.choice(("\n", "\n\n", "\n\n"))
                for _ in range(chance.randint(1, 4))
            )
        yield _edited(chance, text) if chance.random() < 0.4 else text


def _with_definitions(chance: random.Random, text: str) -> str:
    """Adds definitions of links, and references to them."""
    count = chance.randint(1, 4)
    known = (
        chance.sample(DEFINITIONS[:5], count)
        if chance.random() < 0.8
        else chance.choices(DEFINITIONS, k=count)
    )
    text = re.sub(r"\[g\]\S*", lambda _: chance.choice(REFERENCES), text)
    return "\n\n".join((text, chance.choice(REFERENCES), "\n".join(known)))


def _pieces(chance: random.Random, pieces: tuple[str, ...]) -> str:
    return "".join(chance.choices(pieces, k=chance.randint(1, 14)))


def _words(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return "".join(chance.choices(INLINES, k=chance.randint(1, 6)))
    return " ".join(chance.choices(PHRASES, k=chance.randint(1, 4)))


def _block(chance: random.Random) -> str:
    kind = chance.randrange(8)
    if kind == 0:
        return "\n".join(_words(chance) for _ in range(chance.randint(1, 3)))
    if kind == 1:
        return f"{'#' * chance.randint(1, 6)} {_words(chance)}"
    if kind == 2:
        fence = "`" * chance.choice((3, 3, 4))
        return f"{fence}{chance.choice(('', 'js', ' c++', 'd e'))}\n{_rows(chance, CODE)}\n{fence}"
    if kind == 3:
        return "\n".join(
            f"{chance.choice(('> ', '> ', '>', ''))}{_words(chance)}" for _ in range(chance.randint(1, 3))
        )
    if kind == 4:
        return "\n".join(f"> {line}".rstrip() for line in _block(chance).split("\n"))
    if kind == 5:
        return _table(chance)
    return _list(chance)


def _rows(chance: random.Random, pieces: tuple[str, ...]) -> str:
    return "\n".join(chance.choices(pieces, k=chance.randint(0, 4)))


def _table(chance: random.Random) -> str:
    columns = chance.randint(1, 3)

    def row(cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |"

    def count() -> int:
        return columns + chance.choice((0,) * 18 + (-1, 1))

    rules = chance.choices(("---", ":--", "--:", ":-:", "-"), k=columns)
    body = [[_words(chance).replace("\n", " ") for _ in range(count())] for _ in range(chance.randint(0, 3))]
    return "\n".join(
        (
            row([_words(chance).replace("\n", " ") for _ in range(count())]),
            row(rules),
            *map(row, body),
        )
    )


def _list(chance: random.Random) -> str:
    marker = chance.choice(("-", "*", "1.", "+", "1)", "7."))
    gap, loose = chance.choice((1, 1, 1, 2, 3)), chance.random() < 0.2
    base, lines = " " * chance.choice((0, 0, 0, 1, 2)), []
    for number in range(chance.randint(1, 5)):
        indent = chance.choice(("", "", "  ", "   ", "    ", "      ")) if number else ""
        own = marker if chance.random() < 0.8 else chance.choice(("-", "*", "1.", "2.", "+", ""))
        blanks = gap if chance.random() < 0.9 else chance.randint(0, 5)
        lines.append(f"{base}{indent}{own}{' ' * blanks}{_words(chance)}")
        lines += [""] * (chance.random() < (0.9 if loose else 0.05))
    return "\n".join(lines)


def _edited(chance: random.Random, text: str) -> str:
    """The text with some characters left out, repeated, or put in."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        length = chance.choice((0, 1, 1, 2))
        more = chance.choice(
            (
                "",
                "",
                text[at : at + chance.randint(1, 8)],
                chance.choice(INLINES),
                chance.choice(BLOCKS),
            )
        )
        text = text[:at] + more + text[at + length :]
    return text


def is_alike(text: str) -> bool:
    return is_alike_marked(marked(text, 1).text.expandtabs(4))


def alike_texts(seed: int) -> Iterator[str]:
    """Yields the random texts that are said to be alike."""
    return filter(is_alike, random_texts(seed))


def converted(text: str, *, natively: bool) -> object:
    """All that is made of a text, as a body and as a field, by Python-Markdown or natively where alike."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "has_comrak", lambda: natively)
        body = convert(text, "a.md", 1, PYTHON_MARKDOWN)
        return body, body.text, inline(text, Location("a.md", 1, 1), PYTHON_MARKDOWN)


def differs(text: str) -> bool:
    return converted(text, natively=True) != converted(text, natively=False)


def smaller(text: str) -> str:
    """The text without all that can be left out so that the engines still differ."""
    size = 8
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if differs(shorter):
                text = shorter
            else:
                at += 1
        size //= 2
    return text


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    found: set[str] = set()
    for text in islice(alike_texts(seed), count):
        if differs(text) and (small := smaller(text)) not in found:
            found.add(small)
            sys.stdout.write(f"{small!r}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{count} texts compared, {len(found)} differ\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
