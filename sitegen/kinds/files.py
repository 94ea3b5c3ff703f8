"""The field kinds `image` and `file`: files beside an entry, with what is to be known about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sitegen.kinds.addresses import is_on_the_web, read_url
from sitegen.kinds.codes import known_language
from sitegen.kinds.json_schema import WORDS, any_case
from sitegen.kinds.kind import FILE as IS_A_FILE
from sitegen.kinds.kind import OFTEN, Json, Kind, Reading, Tools
from sitegen.kinds.language import code_schema, read_language
from sitegen.kinds.widgets import parts
from sitegen.problems.formats import suggest
from sitegen.types import Field, File, Image
from sitegen.types.file_kinds import PICTURES, ending_of
from sitegen.types.paths import beside_or_default
from sitegen.types.value import FOCUS
from sitegen.yaml.nodes import UNSEEN, Mapping, Node, Scalar

BESIDE = ("credit", "caption", "license")


def _keys(reading: Reading, known: Field, node: Node, allowed: Iterable[str]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    entries = node.entries if isinstance(node, Mapping) else ()
    for key, value in entries:
        if key.text not in allowed:
            hint = suggest(key.text, allowed) or f"keys: {', '.join(allowed)}"
            reading.wrong(key, "field.unknown", f'"{known.name}" has no key "{key.text}"', hint)
        elif isinstance(value, Scalar):
            found[key.text] = value
        else:
            reading.wrong(value, "field.single", f'"{key.text}" takes one value')
    return found


def _read_image(reading: Reading, known: Field, node: Node) -> Image | None:
    keys = _keys(reading, known, node, ("file", "alt", *BESIDE, "decorative", "focus"))
    source = node if isinstance(node, Scalar) else keys.get("file")
    decorative = "decorative" in keys and keys["decorative"].text == "true"
    alt = keys["alt"].text.strip() if "alt" in keys and not UNSEEN.fullmatch(keys["alt"].text) else ""
    credit, caption, licence = (keys[key].text if key in keys else "" for key in BESIDE)
    if source is None and reading.translation and keys:
        return Image("", alt, credit, decorative, caption=caption, license=licence)
    if source is None:
        reading.wrong(node, "field.missing", f'"{known.name}" needs a file', "file: photo.jpg")
        return None
    path = _beside(reading, source)
    if path is None:
        return None
    if ending_of(path) not in PICTURES:
        hint = f"one of {', '.join(PICTURES)}"
        reading.wrong(source, "image.kind", f'"{source.text}" is not an image that can be shown', hint)
        return None
    if not alt and not decorative:
        hint = "add alt: what the picture shows, or decorative: true if it says nothing"
        reading.wrong(node, "image.alt", f'the image "{source.text}" has no alternative text', hint)
        return None
    return Image(path, alt, credit, decorative, _focus(reading, keys), caption, licence)


def _focus(reading: Reading, keys: dict[str, Scalar]) -> str:
    focus = keys.get("focus")
    if focus is None or focus.text in FOCUS:
        return focus.text if focus else ""
    hint = f"one of {', '.join(FOCUS)}"
    reading.wrong(focus, "field.choice", f'"{focus.text}" is not a part of a picture', hint)
    return ""


def _read_file(reading: Reading, known: Field, node: Node) -> File | None:
    keys = _keys(reading, known, node, ("file", "language", "format"))
    source = node if isinstance(node, Scalar) else keys.get("file")
    if source is None:
        reading.wrong(node, "field.missing", f'"{known.name}" needs a file', "file: report.pdf")
        return None
    language = keys.get("language")
    if language is not None and not known_language(language.text):
        read_language(reading, known, language)
    remote = source.text.startswith(("http://", "https://"))
    path = read_url(reading, known, source) if remote else _beside(reading, source)
    if not path:
        return None
    ending = path.rpartition(".")[2].upper() if "." in path.rpartition("/")[2] else ""
    written = keys["format"].text if "format" in keys else ending
    size = None if remote else reading.files[path]
    return File(path, language.text if language else None, written, size)


def _beside(reading: Reading, source: Scalar) -> str | None:
    """Returns the path from the root of a file that is named relative to the document."""
    path = beside_or_default(reading.path, source.text, reading.files, reading.folders)
    if path in reading.files:
        return path
    near = frozenset(p.rpartition("/")[2] for p in reading.files if not p.endswith((".md", ".yaml")))
    hint = suggest(source.text, near) or "the path is relative to this file"
    reading.wrong(source, "file.missing", f'there is no file "{source.text}"', hint)
    return None


# --- for editors ----------------------------------------------------------------------------

ENDINGS = "|".join(any_case(ending[1:]) for ending in PICTURES)
TRUE: Json = {"enum": [True, "true"]}
NOT_EMPTY: Json = {"type": ["string", "number", "boolean"], "pattern": r"\S"}

IMAGE_SCHEMA: Json = {
    "type": "object",
    "properties": {
        "file": {
            "description": "A path relative to this file: street.jpg",
            "type": "string",
            "pattern": rf"\.({ENDINGS})$",
            "patternErrorMessage": f"one of {', '.join(PICTURES)}",
        },
        "alt": {"description": "What the picture shows. Required, unless it is decorative.", **WORDS},
        "credit": {"description": "Who made it, and its licence.", **WORDS},
        "caption": {"description": "What readers see below it in a gallery.", **WORDS},
        "license": {"description": "Its licence, where the credit does not say it: CC BY 4.0", **WORDS},
        "focus": {
            "description": "The part that stays where a page crops it; without it the middle.",
            "enum": list(FOCUS),
        },
        "decorative": {"description": "true where the picture tells nothing.", "type": ["boolean", "string"]},
    },
    "required": ["file"],
    "anyOf": [
        {"required": ["alt"], "properties": {"alt": NOT_EMPTY}},
        {"required": ["decorative"], "properties": {"decorative": TRUE}},
    ],
    "additionalProperties": False,
}
TRANSLATED_IMAGE: Json = {
    **{key: value for key, value in IMAGE_SCHEMA.items() if key not in ("required", "anyOf")},
    "minProperties": 1,
}
"""The file, and words that are left out, come from the source."""


def _file_schema(_: Field, __: Tools) -> Json:
    return {
        "type": ["object", "string"],
        "properties": {
            "file": {
                "description": "A path relative to this file, or an address with https://",
                "type": "string",
            },
            "language": {"description": "The language of its text, as a BCP 47 code: fr", **code_schema()},
            "format": {"description": "What it is, where its ending does not say it.", **WORDS},
        },
        "required": ["file"],
        "additionalProperties": False,
    }


def _image_widget(_: Field, tools: Tools) -> Json:
    needed = tools.languages[:1] if tools.translated else True
    return parts(
        tools,
        {"name": "file", "label": "File", "widget": "image", "required": needed, "choose_url": False},
        {"name": "alt", "label": "Alternative text", "widget": "string", "hint": "What the picture shows."},
        {"name": "credit", "label": "Credit", "widget": "string", "hint": "Who made it, and its licence."},
        {"name": "caption", "label": "Caption", "widget": "string", "required": False},
        {"name": "license", "label": "Licence", "widget": "string", "required": False},
        {"name": "decorative", "label": "Decorative", "widget": "boolean", "hint": "It tells nothing."},
        {"name": "focus", "label": "Focus", "widget": "select", "options": list(FOCUS), "required": False},
    )


def _file_widget(_: Field, tools: Tools) -> Json:
    ending = "Where its ending does not say it."
    return parts(
        tools,
        {"name": "file", "label": "File", "widget": "file", "required": True},
        {"name": "language", "label": "Language", "widget": "string", "hint": "A BCP 47 code: fr"},
        {"name": "format", "label": "Format", "widget": "string", "hint": ending},
    )


def _written_image(_: Field, image: Image) -> str:
    words = "decorative: true" if image.decorative else f"alt: {image.alt}"
    return f"{{file: {image.path.rpartition('/')[2]}, {words}}}"


def _written_file(_: Field, file: File) -> str:
    return file.path if file.size is None else file.path.rpartition("/")[2]


# --- in data --------------------------------------------------------------------------------


def _image_data(address_of: Callable[[str], str], image: Image) -> Json:
    more = {name: text for name in ("caption", "license") if (text := getattr(image, name))}
    return {"url": address_of(image.path), "alt": image.alt, "credit": image.credit or None, **more}


def _file_data(address_of: Callable[[str], str], file: File) -> Json:
    url = file.path if is_on_the_web(file.path) else address_of(file.path)
    return {"url": url, "language": file.language, "format": file.format, "bytes": file.size}


ADDRESS: Json = {"type": "string", "format": "uri"}
WORD: Json = {"type": "string"}

IMAGE = Kind(
    name="image",
    read_node=_read_image,
    commas=OFTEN,
    example="{file: picture.jpg, alt: what it shows}",
    write=_written_image,
    schema=lambda _, __: dict(IMAGE_SCHEMA),
    widget=_image_widget,
    view=lambda viewing, _, value, page, place: viewing.picture(value, page, place),
    data=_image_data,
    data_schema={"type": "object", "required": ["url"], "properties": {"url": ADDRESS, "alt": WORD}},
    picture=True,
    attached=True,
    points_to=IS_A_FILE,
)
FILE = Kind(
    name="file",
    read_node=_read_file,
    commas=OFTEN,
    example="report.pdf",
    write=_written_file,
    schema=_file_schema,
    widget=_file_widget,
    view=lambda viewing, _, value, __, ___: viewing.file(value),
    data=_file_data,
    data_schema={"type": "object", "required": ["url"], "properties": {"url": ADDRESS, "format": WORD}},
    attached=True,
    points_to=IS_A_FILE,
    address=lambda file: file.path if is_on_the_web(file.path) else "",
)
