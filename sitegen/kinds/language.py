"""The field kind `language`: a code of BCP 47."""

from __future__ import annotations

from sitegen.kinds.codes import known_language, language_codes
from sitegen.kinds.json_schema import scalar
from sitegen.kinds.kind import Json, Kind, Reading, Tools
from sitegen.problems.formats import suggest
from sitegen.types import Field
from sitegen.yaml.nodes import Scalar

SCRIPT_AND_REGION = r"(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"
CODE = f"[a-z]{{2,3}}{SCRIPT_AND_REGION}"
SITE_LANGUAGE = "site_language"
"""The form of a language that must be one of the site."""


def read_language(reading: Reading, known: Field, node: Scalar) -> str | None:
    """Returns the code of a language. If it is wrong, reports a problem and returns None."""
    if known.form == SITE_LANGUAGE:
        return _site_language(reading, node)
    if known_language(node.text):
        return node.text
    hint = "a BCP 47 code, like fr or pt-BR"
    reading.wrong(node, "field.language", f'"{node.text}" is not the code of a language', hint)
    return None


def _site_language(reading: Reading, node: Scalar) -> str | None:
    if node.text in reading.languages:
        return node.text
    hint = suggest(node.text, reading.languages) or f"the languages are {', '.join(reading.languages)}"
    reading.wrong(node, "language.unknown", f'"{node.text}" is not a language of this site', hint)
    return None


def _pattern(known: Field, tools: Tools) -> str:
    return "|".join(tools.languages) if known.form == SITE_LANGUAGE else CODE


def code_schema() -> Json:
    """Schema of the codes of all languages that CLDR knows."""
    pattern = f"({'|'.join(sorted(language_codes()))}){SCRIPT_AND_REGION}"
    return scalar(("string",), pattern, "like fr")


def _schema(known: Field, tools: Tools) -> Json:
    if known.form != SITE_LANGUAGE:
        return code_schema()
    return scalar(("string",), _pattern(known, tools), f"one of {', '.join(tools.languages)}")


LANGUAGE = Kind(
    name="language",
    read=read_language,
    pattern=_pattern,
    example="fr",
    schema=_schema,
    view=lambda viewing, _, value, __, ___: viewing.language_view(value),
    label=lambda viewing, _, value: viewing.language_name(value),
    term=True,
)
