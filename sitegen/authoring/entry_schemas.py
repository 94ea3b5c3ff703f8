"""JSON Schemas for the front matter of each type, in draft-07, which YAML extensions of editors support."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from babel import Locale
from msgspec import Struct

from sitegen.kinds import KINDS, is_translated
from sitegen.kinds.codes import country_codes
from sitegen.kinds.files import TRANSLATED_IMAGE
from sitegen.kinds.json_schema import COUNTRIES, NAMES, enumeration, schema_of
from sitegen.kinds.kind import Json as Schema
from sitegen.kinds.kind import Tools
from sitegen.read.entry_places import INTRO, INTRO_TYPE
from sitegen.types import Config, ContentType, Field, Texts
from sitegen.types.keys import entry_key

DRAFT = "http://json-schema.org/draft-07/schema#"
MOST_NAMES = 1000
"""Most entries of a type that a schema lists; for more, it only has a pattern."""


class TextOf(Struct, frozen=True):
    """Returns the text of a label or description in the language of the editors."""

    language: str

    def __call__(self, texts: Texts) -> str:
        return texts.get(self.language) or texts.get("", "")


def entry_schemas(config: Config, names: Mapping[str, Iterable[str]]) -> dict[str, Schema]:
    """Schemas by file name: two for each type (entries and translations), one for texts above indexes,
    and shared ones for the names of entries and for countries.

    `names` has the names of the entries of each type.
    """
    tools = tools_of(config)
    schemas: dict[str, Schema] = {}
    for content_type in (*config.types.values(), INTRO_TYPE):
        name = content_type.name or INTRO
        schemas[f"{name}.json"] = _entry(content_type, tools)
        if len(config.languages) > 1:
            schemas[translation_of(name)] = _translation(content_type, tools)
    return schemas | {NAMES: names_schema(config, names), COUNTRIES: _countries(tools)}


def translation_of(type_name: str) -> str:
    return f"{type_name}.translation.json"


def texts_for(config: Config) -> TextOf:
    """Returns texts in the default language of the site."""
    return TextOf(config.default_language)


def tools_of(config: Config) -> Tools:
    """Facts of a site that its schemas are made from."""
    territories = Locale.parse(config.languages[config.default_language].locale).territories
    return Tools(
        text=texts_for(config),
        country=lambda code: str(territories.get(code, code)),
        languages=tuple(config.languages),
        zoned=config.time_zone is not None,
    )


def _entry(content_type: ContentType, tools: Tools) -> Schema:
    fields = content_type.fields
    properties = {name: _described(field, _value(field, tools), tools) for name, field in fields.items()}
    needed = [name for name, field in fields.items() if field.required and field.default is None]
    return _object(content_type, properties, needed, tools)


def _translation(content_type: ContentType, tools: Tools) -> Schema:
    """Schema for a translation, in which only texts are required; the rest comes from its source."""
    fields = content_type.fields
    properties: dict[str, Schema] = {}
    for name, field in fields.items():
        if field.fields:
            properties[name] = _described(field, _value(field, tools, translation=True), tools)
        else:
            properties[name] = {"$ref": f"{content_type.name or INTRO}.json#/properties/{name}"}
    needed = [name for name, field in fields.items() if field.required and is_translated(field)]
    return _object(content_type, properties, needed, tools)


def _object(
    content_type: ContentType, properties: dict[str, Schema], needed: list[str], tools: Tools
) -> Schema:
    """Schema for the fields of a type. Drafts may lack required fields."""
    schema: Schema = {
        "$schema": DRAFT,
        "title": tools.text(content_type.singular),
        "description": tools.text(content_type.description),
        "type": "object",
        "properties": properties,
        "additionalProperties": content_type.unknown_fields != "error",
    }
    if "draft" in properties:
        a_draft = {"properties": {"draft": {"const": True}}, "required": ["draft"]}
        return schema | {"if": a_draft, "else": {"required": needed}}
    return schema | {"required": needed}


def _described(field: Field, schema: Schema, tools: Tools) -> Schema:
    """The schema with a title and a description for editors."""
    kind = KINDS[field.kind]
    limits = [f"at least {field.minimum}" if field.minimum else "", f"at most {field.maximum}"]
    numbers = not kind.text and (field.minimum or field.maximum)
    parts = ["required" if field.required and field.default is None else "", field.help, kind.form_of(field)]
    parts += [limit for limit in limits if numbers and limit != "at most None"]
    parts += ["one or a list" if field.many else "", "" if field.default is None else f"else {field.default}"]
    text = "; ".join(part.rstrip(".") for part in parts if part)
    return {"title": tools.text(field.label), **({"description": text} if text else {}), **schema}


def _value(field: Field, tools: Tools, translation: bool = False) -> Schema:
    """Schema for the value of a field: one value or, for a field with many, also a list."""
    if field.fields:
        one = _group(field, tools, translation)
    elif KINDS[field.kind].picture and translation:
        one = dict(TRANSLATED_IMAGE)
    else:
        one = schema_of(KINDS[field.kind], field, tools)
    if not field.many:
        return one
    several: Schema = {"type": "array", "items": one}
    several |= {"minItems": 1} if field.required else {}
    return {"if": {"type": "array"}, "then": several, "else": one}


def _group(field: Field, tools: Tools, translation: bool) -> Schema:
    inner = field.fields
    needed = [
        name
        for name, known in inner.items()
        if known.required and (is_translated(known) if translation else known.default is None)
    ]
    properties = {
        name: _described(known, _value(known, tools, translation), tools) for name, known in inner.items()
    }
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def names_schema(config: Config, names: Mapping[str, Iterable[str]]) -> Schema:
    """Names of entries for each set of types that a field refers to; with several types, as TYPE/NAME."""
    targets = sorted({field.to for field in every_field(config) if field.to})
    definitions = {"+".join(types): _names(types, names) for types in targets}
    return {"$schema": DRAFT, "definitions": definitions}


def every_field(config: Config) -> Iterable[Field]:
    """All fields of all types, including the fields of groups."""
    for content_type in config.types.values():
        for field in content_type.fields.values():
            yield field
            yield from field.fields.values()


def _names(types: tuple[str, ...], names: Mapping[str, Iterable[str]]) -> Schema:
    known = [
        name if len(types) == 1 else entry_key(kind, name) for kind in types for name in names.get(kind, ())
    ]
    folders = " or ".join(f"content/{name}" for name in types)
    if not known or len(known) > MOST_NAMES:
        pattern = r"^[^/\s]+$" if len(types) == 1 else rf"^({'|'.join(types)})/[^/\s]+$"
        return {
            "type": ["string", "number"],
            "pattern": pattern,
            "patternErrorMessage": f"a file in {folders}",
        }
    message = f"there was no such file in {folders}; for a new one, run: sitegen schema"
    return enumeration(dict.fromkeys(known, "")) | {"errorMessage": message}


def _countries(tools: Tools) -> Schema:
    countries = {code: tools.country(code) for code in sorted(country_codes())}
    return {"$schema": DRAFT, "definitions": {"country": enumeration(countries)}}
