"""Retired entries: expired, withdrawn or replaced.

They keep their address, with a note that gives the reason, but no list, count or search includes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from sitegen.model.dates import at, days_of, expiry, first_given, publication, review
from sitegen.model.occurrences import states_of, turns_of
from sitegen.types import Config, Document, EntryKey, Location, Page, Problem, Reference, Retired
from sitegen.types.registers import contributed_values, per_extensions

REVIEW_BY, EXPIRES, WITHDRAWN, SUPERSEDED_BY = "review_by", "expires", "withdrawn", "superseded_by"


def retirements(sources: Mapping[EntryKey, Document], config: Config) -> dict[EntryKey, Retired]:
    """Retired entries, each with the reason; `sources` has the sources of all entries that are shown."""
    successors = _successors(sources)
    found = {}
    for entry, document in sources.items():
        retired = _retired(document, _final_successor(successors, entry), config.today)
        if retired:
            found[entry] = retired
    return found


def _retired(document: Document, successor: EntryKey, today: date) -> Retired | None:
    fields = document.fields
    if WITHDRAWN in fields or SUPERSEDED_BY in fields:
        return Retired(WITHDRAWN in fields, successor)
    if at(expiry(fields), today):
        return Retired(withdrawn=False, successor=EntryKey(""), expired=first_given(fields, (EXPIRES,)))
    return None


def _successors(sources: Mapping[EntryKey, Document]) -> dict[EntryKey, EntryKey]:
    """The successor that each replaced entry names, if the successor is shown."""
    named = ((entry, document.fields.get(SUPERSEDED_BY)) for entry, document in sources.items())
    return {
        entry: value.target
        for entry, value in named
        if isinstance(value, Reference) and value.target in sources
    }


def _final_successor(successors: Mapping[EntryKey, EntryKey], entry: EntryKey) -> EntryKey:
    """The last entry in the chain of successors of an entry; empty if it has no successor."""
    passed: set[EntryKey] = set()
    last = entry
    while last in successors and last not in passed:
        passed.add(last)
        last = successors[last]
    return last if last != entry and last not in passed else EntryKey("")


def check_successors(sources: Mapping[EntryKey, Document]) -> Iterator[Problem]:
    """Problems for entries that replace each other in a circle, one for each circle."""
    successors = _successors(sources)
    done: set[EntryKey] = set()
    for start in sorted(successors):
        path: list[EntryKey] = []
        entry = start
        while entry in successors and entry not in done:
            done.add(entry)
            path.append(entry)
            entry = successors[entry]
        if entry in path:
            names = " → ".join([*path[path.index(entry) :], entry])
            closing = sources[path[-1]]
            place = Location(closing.path, *closing.positions[SUPERSEDED_BY])
            hint = "the newest of them has no superseded_by"
            yield Problem("lifecycle.loop", f"these replace each other in a circle: {names}", place, hint)


def check_translations(translations: Iterable[tuple[Document, Document]]) -> Iterator[Problem]:
    """Problems for translations that set fields which apply to the whole entry; given as (source,
    translation)."""
    for source, document in translations:
        for name in (EXPIRES, SUPERSEDED_BY, WITHDRAWN):
            if name in document.fields and (name != WITHDRAWN or WITHDRAWN not in source.fields):
                place = Location(document.path, *document.positions.get(name, (1, 1)))
                hint = f"write it in {source.path}; to take only this translation away, write draft: true"
                message = f'"{name}" holds for the entry in all its languages'
                yield Problem("lifecycle.translation", message, place, hint)


# --- days on which pages change --------------------------------------------------------------


class Turn(Struct, frozen=True):
    """A change that comes with a day, as a feature adds it to those below."""

    days: Callable[[Config], Callable[[Document], Iterator[date]]]
    """Function that yields every day, past or future, on which a document may change."""
    state: Callable[[Page, Config], object]
    """State of a page on the day of the definition."""
    change: str
    """Description of a change of the state: `has its day in the feeds`."""


@per_extensions
def turns() -> tuple[Turn, ...]:
    """Changes that the features add; their register is `TURNS`."""
    return contributed_values("TURNS")


def turning_days(documents: Iterable[Document], config: Config) -> Iterator[date]:
    """Yields every day, past or future, on which pages made from these documents may change."""
    of_features = [turn.days(config) for turn in turns()]
    for document in documents:
        content_type = config.types.get(document.type)
        yield from days_of(publication(document.fields))
        yield from days_of(expiry(document.fields))
        if content_type and content_type.state:
            yield from days_of(states_of(content_type, document.fields, config))
        if content_type and content_type.calendar:
            yield from turns_of(content_type, document.fields, config)
        for days in of_features:
            yield from days(document)


def review_days(documents: Iterable[Document]) -> Iterator[date]:
    """Yields every day on which one of these documents becomes due for review."""
    for document in documents:
        yield from days_of(review(document.fields))


def first_after(days: Iterable[date], today: date) -> date:
    """The first of these days after `today`; the last possible date if there is none."""
    return min((day for day in days if day > today), default=date.max)
