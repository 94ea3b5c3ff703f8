"""Makes of an SVG file a drawing that can neither run nor load anything: parsed strictly, written by a list.

Files with a document type that declares something, with entities or with broken XML are refused. What is not
in the list is left out and named, except notes of drawing programs.
"""

from __future__ import annotations

import re
from html import escape
from xml.parsers import expat

from msgspec import Struct

from sitegen.features.svg.vocabulary import (
    ATTRIBUTES,
    ELEMENTS,
    IGNORED,
    OF_PROGRAMS,
    SVG,
    UNWRAPPED,
    WITH_TEXT,
    XLINK,
    XML,
)

MOST_BYTES = 5_000_000
MOST_ELEMENTS = 200_000
MOST_COPIES = 100_000
"""Limit on what `use` shows, counted through all levels: a few lines could show a part a million times."""
DEEPEST = 100
URL = re.compile(r"url\(\s*(?:\"#[\w.:-]+\"|'#[\w.:-]+'|#[\w.:-]+)\s*\)", re.IGNORECASE)
"""A reference to a part of the drawing itself."""
LOADS = re.compile(
    r"url\s*\(|src\s*\(|image-set|@|expression|behaviou?r|binding|javascript|data:|https?:|//|\\|<|&|/\*",
    re.IGNORECASE,
)
"""Parts of styles and values that could load or run something, or hide that they do."""
NOTE = re.compile(r"/\*.*?\*/", re.DOTALL)
"""A comment in a style."""
OWN_PART = re.compile(r"#[\w.:-]+")
EMBEDDED = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*")


class Drawing(Struct, frozen=True):
    """A drawing by list."""

    data: bytes
    width: float | None
    height: float | None
    """Size in pixels; None if the file does not say it."""
    left_out: tuple[str, ...]
    """Names of elements and attributes that were left out."""


class NotADrawing(ValueError):
    """A file that is refused; the message says why."""


def sanitised(data: bytes) -> Drawing:
    """The drawing in a file. Raises NotADrawing."""
    if len(data) > MOST_BYTES:
        raise NotADrawing(f"is a drawing of more than {MOST_BYTES // 1_000_000} MB")
    writer = _Writer()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.StartDoctypeDeclHandler = writer.document_type
    parser.EntityDeclHandler = writer.entity
    parser.SkippedEntityHandler = writer.entity
    parser.ProcessingInstructionHandler = writer.instruction
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NotADrawing(f"is no drawing that can be read: {expat.ErrorString(error.code)}") from error
    except (ValueError, LookupError) as error:
        if isinstance(error, NotADrawing):
            raise
        raise NotADrawing("is no drawing that can be read") from error
    if writer.copies.total() > MOST_COPIES:
        raise NotADrawing("shows parts of itself too often")
    return Drawing("".join(writer.parts).encode("utf-8"), writer.width, writer.height, tuple(writer.left_out))


class _Copies:
    """Counts what `use` shows, through all levels."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        """Id of each open element; empty if it has none."""
        self.uses: dict[str, list[str]] = {"": []}
        """Targets of `use` in each element with an id; in the whole drawing under an empty name."""

    def opened(self, name: str, id_: str, target: str) -> None:
        if name == "use" and target:
            for owner in {"", *self.ids}:
                self.uses.setdefault(owner, []).append(target)
        self.ids.append(id_)

    def total(self) -> int:
        """Number of copies; more than the limit also for an element that shows itself."""
        known: dict[str, int] = {}
        return self._of("", known, 0)

    def _of(self, owner: str, known: dict[str, int], depth: int) -> int:
        if depth > DEEPEST:
            return MOST_COPIES + 1
        if owner not in known:
            known[owner] = MOST_COPIES + 1  # an element within itself never gets further than this
            counts = (1 + self._of(target, known, depth + 1) for target in self.uses.get(owner, ()))
            known[owner] = min(sum(counts), MOST_COPIES + 1)
        return known[owner]


class _Writer:
    """Receives the events of the parser and writes what is allowed."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.open: list[str] = []
        """Names of the open elements; empty for those that are left out without their contents."""
        self.skipped = 0
        """Number of open elements inside of one that is left out with its contents."""
        self.elements = 0
        self.left_out: dict[str, None] = {}
        self.style: list[str] = []
        self.copies = _Copies()
        self.width: float | None = None
        self.height: float | None = None

    def document_type(self, _: str, __: str | None, ___: str | None, has_subset: int) -> None:
        if has_subset:
            raise NotADrawing("declares a document type of its own")

    def entity(self, *_: object) -> None:
        raise NotADrawing("declares or uses entities")

    def instruction(self, target: str, _: str) -> None:
        if target == "xml-stylesheet":
            self.left_out["xml-stylesheet"] = None

    def start(self, qualified: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS or len(self.open) + self.skipped > DEEPEST:
            raise NotADrawing("has too many elements, or is nested too deeply")
        space, _, name = qualified.rpartition(" ")
        if not self.open and not self.skipped:
            if name != "svg" or space not in ("", SVG):
                raise NotADrawing("is no drawing: its first element is not svg")
            self.root(attributes)
        elif self.skipped:
            self.skipped += 1
        elif space not in ("", SVG) or name in OF_PROGRAMS:
            self.skipped = 1
        elif name in UNWRAPPED:
            self.opened("", {})
        elif name not in ELEMENTS or (name == "image" and not _is_embedded(attributes)):
            self.left_out[name] = None
            self.skipped = 1
        else:
            self.opened(name, attributes)
            self.parts.append(f"<{name}{self.written(attributes)}>")

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        self.open.append(name)
        target = attributes.get("href") or attributes.get(f"{XLINK} href") or ""
        self.copies.opened(name, attributes.get("id", ""), target.strip().removeprefix("#"))

    def root(self, attributes: dict[str, str]) -> None:
        self.width, self.height = size_of(attributes)
        kept = {**attributes}
        if "viewBox" not in kept and self.width and self.height:
            kept["viewBox"] = f"0 0 {self.width:g} {self.height:g}"
        self.opened("svg", attributes)
        self.parts.append(f'<svg xmlns="{SVG}"{self.written(kept)}>')

    def written(self, attributes: dict[str, str]) -> str:
        """Attributes that are allowed, in their order."""
        found: dict[str, str] = {}
        for qualified, value in attributes.items():
            space, _, name = qualified.rpartition(" ")
            if name == "href" and space in ("", XLINK):
                if OWN_PART.fullmatch(value.strip()) or EMBEDDED.fullmatch(value.strip()):
                    found["href"] = value.strip()
                else:
                    self.left_out["href"] = None
            elif space == XML and name in ("space", "lang"):
                found[f"xml:{name}"] = value
            elif space or name in IGNORED or name.startswith(("data-", "aria-")):
                continue
            elif name in ATTRIBUTES and _is_safe(value):
                found[name] = value
            else:
                self.left_out[name] = None
        return "".join(f' {name}="{escape(value)}"' for name, value in found.items())

    def text(self, text: str) -> None:
        if self.skipped or not self.open:
            return
        inside = next((name for name in reversed(self.open) if name), "")
        if inside == "style":
            self.style.append(text)
        elif inside in WITH_TEXT:
            self.parts.append(escape(text, quote=False))

    def end(self, _: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        name = self.open.pop()
        self.copies.ids.pop()
        if name == "style":
            self.write_style(NOTE.sub(" ", "".join(self.style)))
            self.style = []
        if name:
            self.parts.append(f"</{name}>")

    def write_style(self, text: str) -> None:
        """Writes a style as a whole, since its parts may mean something else than the whole."""
        if _is_safe(text):
            self.parts.append(escape(text, quote=False))
        else:
            self.left_out["style"] = None


def _is_embedded(attributes: dict[str, str]) -> bool:
    """True if a picture in a drawing is part of the file."""
    address = attributes.get("href") or attributes.get(f"{XLINK} href") or ""
    return EMBEDDED.fullmatch(address.strip()) is not None


def _is_safe(value: str) -> bool:
    """True if a value or a style refers to nothing but parts of the drawing itself."""
    return LOADS.search(URL.sub("", value)) is None


LENGTH = re.compile(r"\s*([0-9]{1,7}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})\s*(px|pt|pc|mm|cm|in|em)?\s*")
PIXELS = {"px": 1, "pt": 96 / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16}
BOX = re.compile(r"\s*" + r"[\s,]+".join([r"([-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]{1,2})?)"] * 4) + r"\s*")


def size_of(attributes: dict[str, str]) -> tuple[float | None, float | None]:
    """Width and height in pixels, by the attributes of the first element."""
    width, height = (_length(attributes.get(name, "")) for name in ("width", "height"))
    box = BOX.fullmatch(attributes.get("viewBox", "")[:200])
    if box:
        across, down = float(box[3]), float(box[4])
        if across > 0 and down > 0:
            if width and not height:
                height = width * down / across
            elif height and not width:
                width = height * across / down
            elif not width:
                width, height = across, down
    return width, height


def _length(written: str) -> float | None:
    found = LENGTH.fullmatch(written)
    return (float(found[1]) * PIXELS[found[2] or "px"] or None) if found else None
