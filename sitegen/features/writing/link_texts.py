"""The text of a link must describe its target without context, as screen readers list links.

[here](../topics/food.md)   →   link.vague: "here" does not say where this link leads
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.types import Config, Document, Location, Problem, SourceText

VAGUE = frozenset(
    """
    more|here|click here|read more|find out more|learn more|link|this|this page|this link|see more|details
    más|aquí|leer más|ver más|haga clic aquí|enlace
    plus|ici|lire la suite|en savoir plus|cliquez ici|lien|voir plus
    mais|aqui|leia mais|saiba mais|clique aqui
    mehr|hier|weiterlesen|mehr erfahren
    더 보기|여기|もっと見る|こちら|ここ|更多|这里|点击这里|المزيد|هنا|اضغط هنا
    """.strip().replace("\n    ", "|").split("|")
)  # fmt: skip


def check(document: Document, _: Config, __: SourceText) -> Iterator[Problem]:
    for link in document.links:
        if link.image:
            continue
        words = link.text.strip(" .…»>→+()").casefold()
        place = Location(document.path, link.line, link.column)
        if not link.text.strip():
            hint = "write the name of the target between the brackets: [Food](../topics/food.md)"
            yield Problem("link.text", "this link has no words", place, hint)
        elif words in VAGUE or not words:
            message = f'"{link.text}" does not say where this link leads'
            yield Problem("link.vague", message, place, "name the target in the link")
