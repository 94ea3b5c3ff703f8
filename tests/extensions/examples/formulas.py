"""Math: KaTeX makes MathML of TeX, which browsers show without a script: {{< math `x^2` >}}."""

from functools import cache
from pathlib import Path

import quickjs  # pip install quickjs-ng

from sitegen.extend import Markup

FILES = ("extensions/katex/katex.min.js",)
CALL = "(tex, block) => katex.renderToString(tex, {output: 'mathml', displayMode: block})"


@cache
def katex():
    context = quickjs.Context()
    context.eval((Path(__file__).parent / "katex/katex.min.js").read_text(encoding="utf-8"))
    return context.eval(CALL)


def math(tex, block=""):
    return Markup(katex()(tex, block == "block"))


SHORTCODES = {"math": math}
