"""The field kind `choice`: one of the words that its field declares."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.kinds.json_schema import enumeration
from sitegen.kinds.kind import NAME, Json, Kind, Reading, Tools, Viewing
from sitegen.kinds.widgets import select
from sitegen.problems.formats import suggest
from sitegen.types import Field
from sitegen.yaml.nodes import Scalar


def same_word(written: str, known: Iterable[tuple[str, Iterable[str]]]) -> str:
    """`did you mean X?` for a name in another case, or for what readers call it in some language; or nothing.

    `known` has the names with their labels.
    """
    wanted = written.strip().casefold()
    found = (name for name, labels in known if wanted in (name.casefold(), *(it.casefold() for it in labels)))
    name = next(found, "")
    return f"did you mean {name}?" if name else ""


def _read(reading: Reading, known: Field, node: Scalar) -> str | None:
    if node.text in known.choices:
        return node.text
    labels = ((choice, texts.values()) for choice, texts in known.choices.items())
    hint = same_word(node.text, labels) or suggest(node.text, known.choices)
    hint = hint or f"one of {', '.join(known.choices)}"
    reading.wrong(node, "field.choice", f'"{node.text}" is not a choice of "{known.name}"', hint)
    return None


def _schema(known: Field, tools: Tools) -> Json:
    return enumeration({word: tools.text(label) for word, label in known.choices.items()})


def _widget(known: Field, tools: Tools) -> Json:
    return select((value, tools.text(label)) for value, label in known.choices.items())


def _label(viewing: Viewing, known: Field, value: str) -> str:
    return viewing.text(known.choices[value]) if value in known.choices else value


CHOICE = Kind(
    name="choice",
    read=_read,
    needs="choices",
    example=lambda known: next(iter(known.choices)),
    form=lambda known: f"one of {', '.join(known.choices)}",
    listed=False,
    schema=_schema,
    widget=_widget,
    view=lambda viewing, known, value, _, __: viewing.choice(known, value),
    label=_label,
    term=True,
    fact=True,
    linked=NAME,
)
