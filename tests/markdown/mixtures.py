"""Mixtures of the constructs of Markdown, whole and broken, for tests that hold for any text."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
FOLDERS = ("content", "docs", "tests/site", "sitegen/authoring/scaffold/presets")
"""Where this project has texts."""


def texts_in(folder: str) -> dict[Path, str]:
    """The Markdown of this project below a folder; there is some."""
    found = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob("*.md"))}
    assert found
    return found


PIECES = (
    "One *two* three.", "`a*b`", "``", "**a", "_b_", "a_b_c", "~~c~~", "~d~", "\\", "\\*", "\\\n",
    "  \n", "\n", "\n\n", "# ", "## A", "#b", "===", "---", "- a", "* b", "+ c", "1. d", "2) e", "  - f",
    "    - g", "\tcode", "    code", "```\n", "~~~\n", "> q", "| a | b |\n|---|---|\n| c | d\\|e |", "|",
    "[a](b.md)", "[a]", "[a][b]", "[b]: c.md", "![a](b.png)", "![a]", "<https://a.example>",
    "<a@b.example>", "https://a.example/x_y?z=(1).", "www.a.example", "WWW.A.example", "a@b.example",
    "&amp;", "& ", "<b>", "</b>", "<div>", "<!-- c -->", "Term\n: Def", ": Def", ":", "[^1]",
    "[^1]: Note.", "{.a}", "{{ x }}", "*[A]: B", "!!! note", "\ue000S0\ue001", "\u00a0", "東京",
    "**「a」**b", "<br>", "<sub>", "</sub>", "<sup>2</sup>", "&#x202E;", "&#7;", "&#xE000;S0&#xE001;",
    "{{< n >}}", "{{< /n >}}", '[a](b.md "{{< n >}}<br>")', "a) one", "b) two", "(i) one", "(ii) two",
    "## A {#a}", "{#a b}", "*[One]: Two", "<!--", "-->", "（https://a.example）", "計\n画", "```x",
    "<sub>\n\n</sub>", "<i a='\n- b'>",
)  # fmt: skip

MIXTURES = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", "\n", "\n\n"])), max_size=12
).map(lambda pairs: "".join(piece + gap for piece, gap in pairs))

EMPHASES = st.lists(
    st.sampled_from((
        "*", "**", "***", "_", "__", "~~", "a", "b c", " ", "\n", "\u00a0", "é", "(", ".", "\\*", "`x`",
        "[d](e)", "![f](g)", "&amp;", "https://a.example/b_c", "<http://a.example>",
    )),
    max_size=16,
).map("".join)  # fmt: skip
"""Signs of emphasis in every order, within words and between them."""
