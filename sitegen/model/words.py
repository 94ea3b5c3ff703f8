"""Fields that are words for readers and nothing else, so that an edit of them cannot move anything.

No address, date, term, reference or state is made from them, and nothing in the definition names them but
orders, which are compared by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.definition.built_in import BUILT_IN
from sitegen.kinds.text import MARKDOWN, TEXT
from sitegen.types import Config, ContentType, Field, ListRule, Page, RichText, Taxonomy

TITLES = frozenset({"title", "summary"})
"""Built-in fields that are words; the others have a meaning for sitegen."""
BUILT_IN_NAMES = frozenset(it.name for it in BUILT_IN)
KINDS_OF_WORDS = frozenset({TEXT.name, MARKDOWN.name})
DECLARED: Mapping[type, frozenset[str]] = {
    ContentType: frozenset({"fields", "lines", "sort"}),
    ListRule: frozenset({"sort"}),
    Taxonomy: frozenset({"sort"}),
}
"""Attributes of the definition that only declare fields, or sort by them."""
NOTHING = frozenset[str]()


def words_of(config: Config) -> Mapping[str, frozenset[str]]:
    """The fields of each type that are words."""
    named = frozenset(name.lstrip("-") for name in _texts(config))
    return {
        content_type.name: frozenset(it.name for it in content_type.fields.values() if _is_words(it)) - named
        for content_type in config.types.values()
    }


def are_words(now: Mapping[str, object], before: Mapping[str, object], words: frozenset[str]) -> bool:
    """True if two versions of a document's fields have the same names and links and differ in words alone."""
    return now.keys() == before.keys() and all(
        now[name] == before[name] or (name in words and _targets(now[name]) == _targets(before[name]))
        for name in now
    )


def _targets(value: object) -> tuple[tuple[str, bool], ...]:
    """Targets of the links in a text, each with true if it is a picture."""
    return tuple((link.target, link.image) for link in value.links) if isinstance(value, RichText) else ()


def is_reworded(page: Page, before: Page) -> bool:
    """True if two versions of a page differ in nothing but their title, summary and values of fields."""
    words = {"title": page.title, "summary": page.summary, "fields": page.fields, "sort_as": page.sort_as}
    return page.fields.keys() == before.fields.keys() and replace(before, **words) == page


def _is_words(known: Field) -> bool:
    return known.name in TITLES or (known.name not in BUILT_IN_NAMES and known.kind in KINDS_OF_WORDS)


def _texts(value: object) -> Iterator[str]:
    """All texts in a definition, except those in `DECLARED`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        for name in set(value.__struct_fields__) - DECLARED.get(type(value), NOTHING):
            yield from _texts(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from _texts(item)
