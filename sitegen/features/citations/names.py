"""Names of authors: persons with their parts, and groups.

"Frank van Steenbergen"   →   given "Frank", particle "van", family "Steenbergen"
"García López, María"     →   given "María", family "García López"
"ICLEI"                   →   a group
"""

from __future__ import annotations

from unicodedata import category

from msgspec import Struct

SUFFIXES = frozenset({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"})


class Name(Struct, frozen=True):
    """The name of a person, or with `literal` that of a group."""

    family: str = ""
    given: str = ""
    particle: str = ""
    """Words before the family name, such as `van der`."""
    suffix: str = ""
    literal: str = ""

    @property
    def whole_family(self) -> str:
        """Particle and family name."""
        return f"{self.particle} {self.family}".strip()

    @property
    def inverted(self) -> str:
        """`van Steenbergen, Frank`; a group as it is."""
        return self.literal or ", ".join(filter(None, (self.whole_family, self.given, self.suffix)))


def group(name: str) -> Name:
    return Name(literal=one_line(name))


def person(name: str) -> Name:
    """The name of a person as it is written; a name of one word is that of a group."""
    name = one_line(name)
    before, comma, after = name.partition(", ")
    if comma and after not in SUFFIXES:
        return _with_family(before, after)
    words = name.replace(",", "").split(" ") if comma else name.split(" ")
    suffix = words.pop() if len(words) > 2 and words[-1] in SUFFIXES else ""
    if len(words) == 1:
        return group(name)
    start = next((n for n, word in enumerate(words[1:-1], 1) if _is_particle(word)), len(words) - 1)
    return _with_family(" ".join(words[start:]), " ".join(words[:start]), suffix)


def _with_family(family: str, given: str, suffix: str = "") -> Name:
    """A person by the family name with its particles."""
    words = family.split(" ")
    first = next((n for n, word in enumerate(words[:-1]) if not _is_particle(word)), len(words) - 1)
    rest, comma, last = given.rpartition(", ")
    if comma and last in SUFFIXES:
        given, suffix = rest, last
    return Name(" ".join(words[first:]), given, " ".join(words[:first]), suffix)


def _is_particle(word: str) -> bool:
    return word[:1].islower()


def one_line(text: str) -> str:
    """A text without control characters and line breaks, which would end a value in a file."""
    return "".join(char for char in " ".join(text.split()) if category(char) != "Cc")
