"""A month as templates see it: its weeks with the events of each day, and links to its neighbours."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Callable, Iterator
from datetime import date

from babel import Locale
from babel.dates import get_day_names
from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import digest_of_parts
from sitegen.features.month_calendar.months import Month, months, shown_beside_list
from sitegen.features.month_calendar.outputs import MONTH, month_url
from sitegen.render.filters import show_date
from sitegen.types import Digest, PartialDate, Site
from sitegen.types.keys import parse_listing, subject_key
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.subjects import SubjectKind, ViewContext, generated, page_parts
from sitegen.views.titled import ENTRY
from sitegen.views.views import Card, PageView


class Weekday(Struct, frozen=True):
    name: str
    short: str


class MonthLink(Struct, frozen=True):
    title: str
    url: str


class MonthDay(Struct, frozen=True):
    number: int
    date: date
    begins: tuple[Card, ...]
    """Events that begin on this day, or go on on the first day of a week."""
    continues: bool
    """True if an event goes on that is not in `begins`."""


class MonthEvent(Struct, frozen=True):
    card: Card
    calendar: str
    """Address of a file that adds the event to a calendar; empty if it has none."""


class MonthView(Struct, frozen=True):
    title: str
    url: str
    previous: MonthLink | None
    next: MonthLink | None
    weekdays: tuple[Weekday, ...]
    """In the order of the language."""
    weeks: tuple[tuple[MonthDay | None, ...], ...]
    """Seven days each; None for days of other months."""
    events: tuple[MonthEvent, ...]


def _view(inputs: InputSource, month: Month | None) -> MonthView | None:
    if month is None:
        return None
    viewer = inputs.viewer
    locale = viewer.locale
    cards = viewer.cards(month.entries)
    return MonthView(
        title=_title(month, locale),
        url=_url(inputs, month),
        previous=_link(inputs, month.previous),
        next=_link(inputs, month.next),
        weekdays=tuple(_weekdays(locale)),
        weeks=tuple(_weeks(month, locale.first_week_day, cards)),
        events=tuple(map(MonthEvent, cards, _calendars(inputs, month))),
    )


def _title(month: Month, locale: Locale) -> str:
    return show_date(PartialDate(month.year, month.month), locale)


def _url(inputs: InputSource, month: Month) -> str:
    viewer = inputs.viewer
    return viewer.href(viewer.here(month_url(viewer.config, month)))


def _link(inputs: InputSource, key: str) -> MonthLink | None:
    month = months(inputs.site).get(key)
    return MonthLink(_title(month, inputs.viewer.locale), _url(inputs, month)) if month else None


def _weekdays(locale: Locale) -> Iterator[Weekday]:
    wide, narrow = (get_day_names(width, "stand-alone", locale) for width in ("wide", "abbreviated"))
    order = ((locale.first_week_day + number) % 7 for number in range(7))
    return (Weekday(str(wide[day]), str(narrow[day])) for day in order)


def _weeks(
    month: Month, first_week_day: int, cards: tuple[Card, ...]
) -> Iterator[tuple[MonthDay | None, ...]]:
    for week in Calendar(first_week_day).monthdayscalendar(month.year, month.month):
        opening = next(filter(None, week))
        yield tuple(_day(month, number, opening, cards) if number else None for number in week)


def _day(month: Month, number: int, opening: int, cards: tuple[Card, ...]) -> MonthDay:
    on = [days for days in month.days if days.first <= number <= days.last]
    begins = [days for days in on if number in (days.first, opening)]
    return MonthDay(
        number,
        date(month.year, month.month, number),
        tuple(cards[event] for event in dict.fromkeys(days.event for days in begins)),
        len(begins) < len(on),
    )


def _calendars(inputs: InputSource, month: Month) -> Iterator[str]:
    """Addresses of the calendar files of the events, if a feature gives them."""
    part = page_parts().get("calendar")
    for entry in month.entries:
        yield str(part.value(inputs.context, subject_key(ENTRY, entry)) or "") if part else ""


def _digest(inputs: InputSource, month: Month | None) -> Digest:
    if month is None:
        return ""
    facts = inputs.digester.digest_of((month, _url(inputs, month), tuple(_calendars(inputs, month))))
    return digest_of_parts(facts, str(inputs.viewer.locale), *map(inputs.card_digest, month.entries))


def _by_key(inputs: InputSource, key: str) -> Month | None:
    return months(inputs.site).get(key)


def _beside_list(inputs: InputSource, key: str) -> Month | None:
    """The month beside the first page of a type's list, without filters."""
    listing = parse_listing(key)
    alone = listing.type and not listing.filters and listing.number == 1
    return shown_beside_list(inputs.site, listing.type) if alone else None


def _kind(find: Callable[[InputSource, str], Month | None]) -> InputKind:
    return InputKind(
        lambda inputs, key: _view(inputs, find(inputs, key)),
        lambda inputs, key: _digest(inputs, find(inputs, key)),
    )


KINDS = {"month": _kind(_by_key), "month_beside_list": _kind(_beside_list)}


def _page(context: ViewContext, key: str) -> PageView:
    viewer = context.viewer
    month = months(viewer.site)[key]
    content_type = viewer.config.types[month.type]
    plural = viewer.text(content_type.plural)
    title = context.words.joined_title(plural, show_date(PartialDate(month.year, month.month), viewer.locale))
    view = generated(context, MONTH, month.type, month_url(viewer.config, month), title, "")
    parent = viewer.type_url(month.type)
    return replace(
        view,
        type=month.type,
        type_label=viewer.text(content_type.singular),
        type_plural=plural,
        type_url=parent,
        indexed=False,
    )


def _is_made(site: Site, key: str) -> bool:
    return key in months(site)


SUBJECTS = {MONTH: SubjectKind(_page, is_made=_is_made)}
