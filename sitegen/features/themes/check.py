"""A token that a site sets exists and has a value of its kind; its colours have enough contrast (WCAG 2.2).

theme: {name: network, tokens: {lnk: "#0b5fff"}}   →   theme.token: the theme has no token "lnk"
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.features.themes.keys import Token, pairs_of, tokens_of
from sitegen.problems.formats import suggest
from sitegen.types import Problem, Severity, Theme
from sitegen.types.patterns import lazy_pattern

LEAST = 4.5
"""Contrast of words and what is behind them (WCAG 2.2, level AA)."""
FORMS = {
    "colour": lazy_pattern(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"),
    "length": lazy_pattern(
        r"(0|[0-9.]{1,8}(rem|em|px|ch|vw|vh|%))|(clamp|min|max|calc)\([0-9a-z.+*/%(), -]{1,80}\)"
    ),
    "font": lazy_pattern(r"[\w\"' ,.-]{1,200}"),
}
EXAMPLES = {"colour": "#0b5fff", "length": "42rem", "font": '"Noto Sans", sans-serif'}


def check(checked: Checked) -> Iterator[Problem]:
    theme = checked.site.config.theme
    tokens = tokens_of(theme)
    right = True
    for name, words in theme.tokens.items():
        token = tokens.get(name)
        if token is None:
            hint = suggest(name, tokens) or f"tokens: {', '.join(tokens) or 'none'}"
            yield Problem("theme.token", f'the theme has no token "{name}"', theme.places[name], hint)
        elif not _fits(token, words):
            message = f'"{" ".join(words)}" is not a {token.kind} for the token "{name}"'
            hint = f"like {EXAMPLES[token.kind]}"
            hint += "; a second one is for the dark" if token.kind == "colour" else ""
            yield Problem("theme.token", message, theme.places[name], hint)
        right = right and token is not None and _fits(token, words)
    if right:
        yield from _contrasts(theme)


def _fits(token: Token, words: tuple[str, ...]) -> bool:
    most = 2 if token.kind == "colour" else 1
    return 1 <= len(words) <= most and all(FORMS[token.kind].fullmatch(word) for word in words)


def _contrasts(theme: Theme) -> Iterator[Problem]:
    """Warnings for colours of the site that are too like those with which they are shown."""
    values = {name: token.value for name, token in tokens_of(theme).items()} | dict(theme.tokens)
    for one, other in pairs_of(theme):
        own = next((name for name in (one, other) if name in theme.tokens), "")
        known = one in values and other in values
        for number, mode in enumerate(("light", "dark")) if own and known else ():
            words, behind = (values[name][min(number, len(values[name]) - 1)] for name in (one, other))
            hexadecimal = all(map(FORMS["colour"].fullmatch, (words, behind)))
            if hexadecimal and (found := contrast(words, behind)) < LEAST:
                message = (
                    f'the contrast of "{one}" on "{other}" is {found:.2f}:1 in the {mode}; it needs {LEAST}:1'
                )
                hint = f"{words} on {behind}: make one lighter or darker"
                hint += (
                    f'; a second value is for the dark: {own}: ["{values[own][0]}", "#…"]' if number else ""
                )
                yield Problem("theme.contrast", message, theme.places[own], hint, Severity.WARNING)


def contrast(one: str, other: str) -> float:
    """Ratio of the luminances of two colours (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


RULE = Rule(check, Scope.FACTS)
