"""Feeds of new entries, as Atom and as JSON Feed, and calendars of events (iCalendar)."""

from sitegen.types.registers import EntryPoint, entry_points

SELECTORS = {
    "feeds": EntryPoint("sitegen.features.feeds.feed_plans:SELECTOR"),
    "calendars": EntryPoint("sitegen.features.feeds.calendar_plans:SELECTOR"),
}
TURNS = (EntryPoint("sitegen.features.feeds.feed_plans:TURN"),)
INPUTS = entry_points(
    "sitegen.features.feeds.inputs:KINDS", "feed", "calendar", "event", "media_types", "feeds", "calendars"
)
PAGE_PARTS = {"calendar": EntryPoint("sitegen.features.feeds.calendar_views:PAGE_PART")}
PLANNERS = (EntryPoint("sitegen.features.feeds.outputs:plan"),)
RENDERERS = {
    "feed": EntryPoint("sitegen.features.feeds.renderers:feed"),
    "json_feed": EntryPoint("sitegen.features.feeds.renderers:json_feed"),
    "calendar": EntryPoint("sitegen.features.feeds.renderers:calendar"),
}
MEDIA_TYPES = EntryPoint("sitegen.features.feeds.media_types:MEDIA_TYPES")
