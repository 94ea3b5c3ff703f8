"""JSON Schemas for the front matter of each type, in draft-07, which YAML extensions of editors support."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from babel import Locale
from msgspec import Struct

from sitegen.authoring.kinds import TRANSLATED_IMAGE, Schema, enumeration, single
from sitegen.kinds.codes import country_codes
from sitegen.kinds.forms import form_of
from sitegen.kinds.scalars import TEXT_KINDS
from sitegen.read.entry_places import INTRO, INTRO_TYPE
from sitegen.types import Config, ContentType, Field, Texts

DRAFT = "http://json-schema.org/draft-07/schema#"
MOST_NAMES = 1000
"""Most entries of a type that a schema lists; for more, it only has a pattern."""


class TextOf(Struct, frozen=True):
    """Returns the text of a label or description in the language of the editors."""

    language: str
    zoned: bool
    """True if the site declares a time zone, so that moments need none of their own."""

    def __call__(self, texts: Texts) -> str:
        return texts.get(self.language) or texts.get("", "")


def entry_schemas(config: Config, names: Mapping[str, Iterable[str]]) -> dict[str, Schema]:
    """Schemas by file name: two for each type (entries and translations), one for texts above indexes,
    and shared ones for the names of entries and for countries.

    `names` has the names of the entries of each type.
    """
    text_of = texts_for(config)
    schemas: dict[str, Schema] = {}
    for content_type in (*config.types.values(), INTRO_TYPE):
        name = content_type.name or INTRO
        schemas[f"{name}.json"] = _entry(content_type, text_of)
        if len(config.languages) > 1:
            schemas[translation_of(name)] = _translation(content_type, text_of)
    return schemas | {"_names.json": names_schema(config, names), "_countries.json": _countries(config)}


def translation_of(type_name: str) -> str:
    return f"{type_name}.translation.json"


def texts_for(config: Config) -> TextOf:
    """Returns texts in the default language of the site."""
    return TextOf(config.default_language, zoned=config.time_zone is not None)


def _entry(content_type: ContentType, text_of: TextOf) -> Schema:
    fields = content_type.fields
    properties = {name: _described(field, _value(field, text_of), text_of) for name, field in fields.items()}
    needed = [name for name, field in fields.items() if field.required and field.default is None]
    return _object(content_type, properties, needed, text_of)


def _translation(content_type: ContentType, text_of: TextOf) -> Schema:
    """Schema for a translation, in which only texts are required; the rest comes from its source."""
    fields = content_type.fields
    properties: dict[str, Schema] = {}
    for name, field in fields.items():
        if field.kind == "group":
            properties[name] = _described(field, _value(field, text_of, translation=True), text_of)
        else:
            properties[name] = {"$ref": f"{content_type.name or INTRO}.json#/properties/{name}"}
    needed = [name for name, field in fields.items() if field.required and field.kind in TEXT_KINDS]
    return _object(content_type, properties, needed, text_of)


def _object(
    content_type: ContentType, properties: dict[str, Schema], needed: list[str], text_of: TextOf
) -> Schema:
    """Schema for the fields of a type. Drafts may lack required fields."""
    schema: Schema = {
        "$schema": DRAFT,
        "title": text_of(content_type.singular),
        "description": text_of(content_type.description),
        "type": "object",
        "properties": properties,
        "additionalProperties": content_type.unknown_fields != "error",
    }
    if "draft" in properties:
        a_draft = {"properties": {"draft": {"const": True}}, "required": ["draft"]}
        return schema | {"if": a_draft, "else": {"required": needed}}
    return schema | {"required": needed}


def _described(field: Field, schema: Schema, text_of: TextOf) -> Schema:
    """The schema with a title and a description for editors."""
    limits = [f"at least {field.minimum}" if field.minimum else "", f"at most {field.maximum}"]
    numbers = field.kind not in TEXT_KINDS and (field.minimum or field.maximum)
    parts = ["required" if field.required and field.default is None else "", field.help, form_of(field)]
    parts += [limit for limit in limits if numbers and limit != "at most None"]
    parts += ["one or a list" if field.many else "", "" if field.default is None else f"else {field.default}"]
    text = "; ".join(part.rstrip(".") for part in parts if part)
    return {"title": text_of(field.label), **({"description": text} if text else {}), **schema}


def _value(field: Field, text_of: TextOf, translation: bool = False) -> Schema:
    """Schema for the value of a field: one value or, for a field with many, also a list."""
    if field.kind == "group":
        one = _group(field, text_of, translation)
    elif field.kind == "image" and translation:
        one = dict(TRANSLATED_IMAGE)
    else:
        one = single(field, text_of, text_of.zoned)
    if not field.many:
        return one
    several: Schema = {"type": "array", "items": one}
    several |= {"minItems": 1} if field.required else {}
    return {"if": {"type": "array"}, "then": several, "else": one}


def _group(field: Field, text_of: TextOf, translation: bool) -> Schema:
    inner = field.fields
    needed = [
        name
        for name, known in inner.items()
        if known.required and (known.kind in TEXT_KINDS if translation else known.default is None)
    ]
    properties = {
        name: _described(known, _value(known, text_of, translation), text_of) for name, known in inner.items()
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
    known = [name if len(types) == 1 else f"{kind}/{name}" for kind in types for name in names.get(kind, ())]
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


def _countries(config: Config) -> Schema:
    territories = Locale.parse(config.languages[config.default_language].locale).territories
    countries = {code: str(territories.get(code, code)) for code in sorted(country_codes())}
    return {"$schema": DRAFT, "definitions": {"country": enumeration(countries)}}
