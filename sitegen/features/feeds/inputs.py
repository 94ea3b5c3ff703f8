"""Inputs of feeds and calendars, of links to them, and of their media types."""

from __future__ import annotations

from collections.abc import Container

from sitegen.features.feeds.calendar_views import calendar_view, event_view
from sitegen.features.feeds.feed_views import calendars_of, feed_view, feeds_of
from sitegen.features.feeds.media_types import media_rules
from sitegen.features.feeds.plans import calendars, feeds
from sitegen.types import Digest, EntryKey, SubjectKey
from sitegen.types.keys import kind_and_key, scope_of, subject_key, type_of
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.titled import ENTRY, LISTING


def _feed(inputs: InputSource, key: str) -> object:
    return feed_view(inputs.context, feeds(inputs.site)[key])


def _feed_digest(inputs: InputSource, key: str) -> Digest:
    """The digest of a feed, kept because a feed is written in two formats."""
    return inputs.digest_once("feed", key, lambda: _feed(inputs, key))


def _calendar(inputs: InputSource, key: str) -> object:
    return calendar_view(inputs.context, calendars(inputs.site)[key])


def _event(inputs: InputSource, entry: EntryKey) -> object:
    return event_view(inputs.viewer, entry)


def _media_types(inputs: InputSource, _: str) -> object:
    return media_rules(inputs.viewer.whole)


def _feeds(inputs: InputSource, subject: SubjectKey) -> object:
    return feeds_of(inputs.context, subject)


def _feeds_digest(inputs: InputSource, subject: SubjectKey) -> Digest:
    group = _group(subject, feeds(inputs.site))
    return inputs.digest_once("feeds", group, lambda: _feeds(inputs, subject))


def _calendars(inputs: InputSource, subject: SubjectKey) -> object:
    return calendars_of(inputs.context, subject)


def _calendars_digest(inputs: InputSource, subject: SubjectKey) -> Digest:
    group = _group(subject, calendars(inputs.site))
    return inputs.digest_once("calendars", group, lambda: _calendars(inputs, subject))


def _group(subject: SubjectKey, own: Container[str]) -> str:
    """A name for all pages that the same feeds concern; `own` are the entries with one."""
    kind, key = kind_and_key(subject)
    if kind == ENTRY:
        return subject if key in own else subject_key(ENTRY, type_of(key))
    return scope_of(key) if kind == LISTING else kind


KINDS = {
    "feed": InputKind(_feed, _feed_digest),
    "calendar": InputKind(_calendar),
    "event": InputKind(_event),
    "media_types": InputKind(_media_types),
    "feeds": InputKind(_feeds, _feeds_digest),
    "calendars": InputKind(_calendars, _calendars_digest),
}
