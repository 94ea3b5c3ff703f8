"""Numbers of lists and headings in OpenDocument texts (OpenDocument 1.3, part 3, sections 5.3 and 16.30)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

from msgspec import Struct

from sitegen.features.importing.item_letters import letters_of
from sitegen.features.importing.odt_names import NAMESPACES, name_of, number_of, value_of

ID = "{http://www.w3.org/XML/1998/namespace}id"
FORMATS = ("1", "a", "A", "i", "I")


class OdtLevel(Struct, frozen=True):
    """One level of a list, or of the headings."""

    format: str
    """1, a, A, i or I; empty if there is no number."""
    start: int
    levels: int
    """Number of levels in a label: 2 for `1.1`."""
    prefix: str
    suffix: str


class OdtLists:
    """Lists and headings of a document, with the last number of each."""

    def __init__(self, *roots: Element) -> None:
        self.styles: dict[str, Mapping[int, OdtLevel]] = {}
        self.headings: Mapping[int, OdtLevel] = {}
        for root in roots:
            for style in root.iter(f"{{{NAMESPACES['text']}}}list-style"):
                self.styles[value_of(style, "style:name")] = _levels(style)
            for style in root.iter(f"{{{NAMESPACES['text']}}}outline-style"):
                self.headings = _levels(style)
        self.open: list[str] = []
        self.last: dict[tuple[str, int], int] = {}
        self.by_id: dict[str, int] = {}
        self.chapters: dict[int, int] = {}

    def html(self, element: Element, content: Callable[[Element], str]) -> str:
        """HTML of a list; `content` gives that of an item."""
        style = value_of(element, "text:style-name") or (self.open[-1] if self.open else "")
        depth = len(self.open) + 1
        level = self.styles.get(style, {}).get(depth)
        self.open.append(style)
        if level is None or not level.format:
            made = f"<ul>{''.join(f'<li>{content(item)}</li>' for item in element)}</ul>"
        else:
            made = "".join(self._numbered(element, level, (style, depth), content))
        self.open.pop()
        return made

    def _numbered(
        self, element: Element, level: OdtLevel, key: tuple[str, int], content: Callable[[Element], str]
    ) -> Iterator[str]:
        kind = "" if level.format == "1" else f' type="{level.format}"'
        number = self._first(element, level, key)
        yield f'<ol{kind} start="{number}">'
        for place, item in enumerate(element):
            own = number_of(item, "text:start-value", number)
            if own != number:
                number = own
                yield f'</ol><ol{kind} start="{number}">' if place else ""
            yield f"<li>{content(item)}</li>"
            number += 1
        yield "</ol>"
        self.last[key] = self.by_id[element.get(ID, "")] = number - 1

    def _first(self, element: Element, level: OdtLevel, key: tuple[str, int]) -> int:
        own = number_of(element[0], "text:start-value", -1) if len(element) else -1
        continued = value_of(element, "text:continue-list")
        if own >= 0:
            return own
        if continued and continued in self.by_id:
            return self.by_id[continued] + 1
        goes_on = value_of(element, "text:continue-numbering") == "true"
        return self.last.get(key, level.start - 1) + 1 if goes_on else level.start

    def chapter(self, heading: Element, depth: int) -> str:
        """Number of the next heading with a blank behind it; empty if it has none."""
        level = self.headings.get(depth)
        if level is None or value_of(heading, "text:is-list-header") == "true":
            return ""
        self.chapters[depth] = self.chapters.get(depth, level.start - 1) + 1
        for deeper in [other for other in self.chapters if other > depth]:
            del self.chapters[deeper]
        if not level.format:
            return ""
        shown = range(max(depth - level.levels + 1, 1), depth + 1)
        levels = ((at, self.headings[at]) for at in shown if at in self.headings)
        counted = ((it.format, self.chapters.get(at, it.start)) for at, it in levels if it.format)
        numbers = (letters_of(form, number) or str(number) for form, number in counted)
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix} "


def _levels(style: Element) -> Mapping[int, OdtLevel]:
    found = {}
    for level in style:
        numbered = name_of(level) in ("text:list-level-style-number", "text:outline-level-style")
        form = value_of(level, "style:num-format")
        found[number_of(level, "text:level", 1)] = OdtLevel(
            form if numbered and form in FORMATS else "",
            number_of(level, "text:start-value", 1),
            number_of(level, "text:display-levels", 1),
            value_of(level, "style:num-prefix"),
            value_of(level, "style:num-suffix"),
        )
    return found
