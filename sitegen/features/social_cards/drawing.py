"""Draws social cards with Pillow; each character uses the first font that has it.

A card is drawn in shades of grey, and its palette maps them to the site's colours, which makes it small and
fast. Raqm shapes right-to-left scripts and joined letters.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from sitegen.definition.graphics import font_path
from sitegen.features.social_cards.card_views import HEIGHT, WIDTH
from sitegen.features.social_cards.fonts import characters, font_of
from sitegen.features.social_cards.inputs import CardContent, CardPicture
from sitegen.features.social_cards.panels import PANEL, panel
from sitegen.markdown.typography import END_OF_ISOLATE, ISOLATE, with_isolates
from sitegen.problems.formats import ProblemError
from sitegen.types import Problem, SocialCardRule

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

MARGIN, BAR = 80, 24
TITLE_SIZES = (84, 72, 60, 50)
NARROW_SIZES = (72, 60, 50, 42)
"""Sizes of a title beside a picture."""
NARROW_HEIGHT = 330
"""Height of a title beside a picture, in pixels."""
SMALL = 34
MOST_LINES = 4
STRONG, QUIET, ACCENT = 127, 95, 255
"""Shades: up to 127 from the background to the text colour, 255 the accent."""
BOLD, PLAIN = 700, 400
SHADES = 4
"""Shades that are one on a card with a picture."""
DEFAULT, RUNS = 0, 3
"""Compression of runs of one colour (`Z_RLE` of zlib): less than half the time, for a few more bytes."""
NOT_AT_START = "、。，．・：；！？）」』】〉》”’ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…％"
"""Characters that do not begin a line in scripts without blanks (a short form of JIS X 4051)."""
NOT_AT_END = "（「『【〈《“‘"


class Run(Struct, frozen=True):
    """Text in one font and one direction."""

    text: str
    font: int
    """Index of the font among the site's fonts."""
    backwards: bool


def draw(card: CardContent, root: Path) -> bytes:
    """Draws a card as PNG of 1200 × 630 pixels. Raises ProblemError if no font has a character."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(image)
    writer = _Writer(card, root, pen)
    bar = (WIDTH - BAR, 0, WIDTH, HEIGHT) if writer.backwards else (0, 0, BAR - 1, HEIGHT)
    pen.rectangle(bar, fill=ACCENT)
    text = card.text
    title = writer.ordered(unicodedata.normalize("NFC", text.title))
    if text.label:
        writer.line(writer.ordered(text.label), MARGIN, SMALL, PLAIN, QUIET)
    size, lines = writer.fitting(title)
    top = (HEIGHT - round(size * 1.25) * len(lines)) // 2
    for number, line in enumerate(lines):
        writer.line(line, top + number * round(size * 1.25), size, BOLD, STRONG)
    if text.site:
        writer.line(writer.ordered(text.site), HEIGHT - MARGIN - SMALL, SMALL, PLAIN, QUIET)
    coloured = _with_panel(image, writer, root) if card.picture else _coloured(image, _palette(card.rule))
    data = io.BytesIO()
    coloured.save(data, "PNG", compress_level=6, compress_type=_compression(card))
    return data.getvalue()


def _compression(card: CardContent) -> int:
    """Photographs have no runs of one colour."""
    return DEFAULT if isinstance(card.picture, CardPicture) else RUNS


def _coloured(shades: Image, palette: list[int]) -> Image:
    from PIL import Image

    coloured = Image.frombytes("P", shades.size, shades.tobytes())
    coloured.putpalette(palette)
    return coloured


def _with_panel(image: Image, writer: _Writer, root: Path) -> Image:
    """The card with its picture, whose colours take the place of most shades in the palette."""
    from PIL import Image

    card = writer.card
    assert card.picture is not None
    beside = panel(card.picture, card.rule.background, writer.paths, root)
    text = [shade // SHADES for shade in range(STRONG + 1)]
    shades = image.point([*text, *[ACCENT] * (256 - len(text))])
    first = text[-1] + 1
    moved = Image.frombytes("L", beside.size, beside.tobytes()).point(
        [min(n + first, ACCENT) for n in range(256)]
    )
    shades.paste(moved, (0 if writer.backwards else WIDTH - PANEL, 0))
    ramp, own = _ramp(card.rule, SHADES), beside.getpalette("RGB") or []
    palette = [*ramp, *own][: 3 * ACCENT]
    return _coloured(shades, [*palette, *[0] * (3 * ACCENT - len(palette)), *_rgb(card.rule.accent)])


def _ramp(rule: SocialCardRule, step: int = 1) -> list[int]:
    """Colours from the background to that of the text, for every `step` shades."""
    back, front = _rgb(rule.background), _rgb(rule.colour)
    last = STRONG // step
    shades = range(last + 1)
    return [round(a + (b - a) * shade / last) for shade in shades for a, b in zip(back, front, strict=True)]


def _palette(rule: SocialCardRule) -> list[int]:
    """Palette from the background to the text colour, then the accent."""
    return [*_ramp(rule), *_rgb(rule.accent) * (STRONG + 1)]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


class _Writer:
    """Draws lines of text on one card."""

    def __init__(self, card: CardContent, root: Path, pen: ImageDraw) -> None:
        self.card = card
        self.pen = pen
        self.backwards = card.text.direction == "rtl"
        self.language = card.text.language.replace("_", "-")
        room = WIDTH - 2 * MARGIN - BAR
        self.room = room - PANEL + MARGIN // 2 if card.picture else room
        """Pixels for the longest line."""
        self.paths = tuple(str(font_path(root, font.name)) for font in card.rule.fonts)

    def ordered(self, text: str) -> str:
        """Adds isolates around parts that keep their order in a right-to-left language."""
        return with_isolates(text) if self.backwards else text

    def line(self, text: str, top: int, size: int, weight: int, shade: int) -> None:
        """Draws a line, beginning at the side where the language begins."""
        runs = self._in_sight(text)
        widths = [self._width(run, size, weight) for run in runs]
        start = WIDTH - MARGIN - BAR - sum(widths) if self.backwards else float(MARGIN + BAR)
        for run, width in zip(runs, widths, strict=True):
            font = font_of(self.paths[run.font], size, weight)
            direction = "rtl" if run.backwards else "ltr"
            place = (start, top + size)
            self.pen.text(
                place, run.text, shade, font, "ls", direction=direction, language=self.language
            )  # fmt: skip
            start += width

    def fitting(self, text: str) -> tuple[int, list[str]]:
        """Largest size at which a text fits, and its lines; a longer text ends with an ellipsis."""
        lines: list[str] = []
        sizes = NARROW_SIZES if self.card.picture else TITLE_SIZES
        for size in sizes:
            lines = self._broken(text, size)
            if len(lines) <= self._most(size) and not self._is_too_wide(lines, size):
                return size, lines
        most = self._most(sizes[-1])
        if len(lines) <= most:
            return sizes[-1], lines
        last = lines[most - 1]
        while last and self._length(f"{last}…", sizes[-1]) > self.room:
            last = last[:-1]
        return sizes[-1], [*lines[: most - 1], f"{last.rstrip()}…"]

    def _most(self, size: int) -> int:
        """Most lines of a title in a size."""
        if self.card.picture:
            return int(NARROW_HEIGHT / (size * 1.25))
        return MOST_LINES - (size >= TITLE_SIZES[1])

    def _is_too_wide(self, lines: list[str], size: int) -> bool:
        """True if a word is wider than the space beside a picture."""
        return self.card.picture is not None and any(self._length(line, size) > self.room for line in lines)

    def _broken(self, text: str, size: int) -> list[str]:
        lines, line = [], ""
        for part in _parts(text):
            if line.strip(ISOLATE) and self._length((line + part).rstrip(), size) > self.room:
                lines.append(line.rstrip())
                line = ISOLATE if line.rfind(ISOLATE) > line.rfind(END_OF_ISOLATE) else ""
            line += part
        return [*lines, line.rstrip()]

    def _length(self, text: str, size: int) -> float:
        return sum(self._width(run, size, BOLD) for run in self._runs(text))

    def _width(self, run: Run, size: int, weight: int) -> float:
        direction = "rtl" if run.backwards else "ltr"
        return font_of(self.paths[run.font], size, weight).getlength(
            run.text, direction=direction, language=self.language
        )

    def _in_sight(self, text: str) -> list[Run]:
        """Runs of a line in visual order, from left to right."""
        groups = [list(group) for _, group in groupby(self._runs(text), key=lambda run: run.backwards)]
        if self.backwards:
            groups.reverse()
        return [run for group in groups for run in (group[::-1] if group[0].backwards else group)]

    def _runs(self, text: str) -> list[Run]:
        """Splits a text into runs by font and direction."""
        runs: list[Run] = []
        for char, backwards in zip(text, _directions(text, self.backwards), strict=True):
            last = runs[-1] if runs else None
            font = self._font_of(char, last.font if last else 0)
            if last and (last.font, last.backwards) == (font, backwards):
                runs[-1] = Run(last.text + char, font, backwards)
            else:
                runs.append(Run(char, font, backwards))
        return runs

    def _font_of(self, char: str, current: int) -> int:
        """Current font if it has the character, otherwise the first that has it."""
        if unicodedata.category(char) in ("Cf", "Zs"):  # invisible
            return current
        order: tuple[int, ...] = (current, *range(len(self.paths)))
        for number in order:
            if ord(char) in characters(self.paths[number]):
                return number
        name = unicodedata.name(char, "")
        message = f'no font of the social cards has the character "{char}" (U+{ord(char):04X} {name})'
        hint = "add a font for its script under social_cards in content/site.yaml"
        raise ProblemError(Problem("cards.glyph", message, self.card.place, hint))


def _directions(text: str, base: bool) -> Iterator[bool]:
    """Yields for each character whether it runs from right to left (UAX 9, without embeddings).

    Characters in an isolate run from left to right. A digit has the direction of the letter before it. A
    neutral character has that of the letters around it, or of the language if they differ.
    """
    strong: list[bool | None] = []
    before = base
    isolated = _isolated(text)
    for number, char in enumerate(text):
        kind = "ON" if isolated[number] else unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            before = kind != "L"
        strong.append(before if kind in ("L", "R", "AL", "EN", "AN", "NSM") else None)
    after: list[bool] = [base] * len(text)
    following = base
    for number in reversed(range(len(text))):
        found = strong[number]
        following = following if found is None else found
        after[number] = following
    before = base
    for known, behind, inside in zip(strong, after, isolated, strict=True):
        if known is not None:
            before = known
        yield (before if known is not None or before == behind else base) and not inside


def _isolated(text: str) -> list[bool]:
    """True for each character in an isolate, including the ones that begin and end it."""
    found, inside = [], False
    for char in text:
        found.append(inside or char == ISOLATE)
        inside = found[-1] and char != END_OF_ISOLATE
    return found


def _parts(text: str) -> Iterator[str]:
    """Splits a text where lines may break: between words, and between Chinese or Japanese characters."""
    part = ""
    for char in text:
        ended = part.endswith((" ", "-", "–", "/"))
        between = part and _breaks(part[-1], char)
        if ended or between:
            yield part
            part = ""
        part += char
    yield part


def _breaks(before: str, after: str) -> bool:
    if after in NOT_AT_START or before in NOT_AT_END or after == " ":
        return False
    return _is_ideograph(before) or _is_ideograph(after)


def _is_ideograph(char: str) -> bool:
    """True for Chinese and Japanese characters; Korean has blanks between words."""
    return "\u3000" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"
