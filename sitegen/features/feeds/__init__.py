"""Feeds of new entries, as Atom and as JSON Feed, and calendars of events (iCalendar)."""

from sitegen.features.feeds import calendar_plans, feed_plans, inputs, media_types, outputs, renderers
from sitegen.features.feeds.calendar_views import event_address
from sitegen.features.feeds.plans import CALENDARS, FEEDS, FeedPlan
from sitegen.model.lifecycle import Turn
from sitegen.model.selections import Selector
from sitegen.views.subjects import PagePart

SELECTORS = {
    FEEDS: Selector(feed_plans.plan_feeds, FeedPlan),
    CALENDARS: Selector(calendar_plans.plan_calendars, FeedPlan),
}
TURNS = (Turn(feed_plans.days_of, feed_plans.is_dated, "has its day in the feeds"),)
INPUTS = inputs.KINDS
PAGE_PARTS = {"calendar": PagePart(event_address)}
PLANNERS = (outputs.plan,)
TEXT_PLANNERS = (outputs.plan_of_texts,)
RENDERERS = {"feed": renderers.feed, "json_feed": renderers.json_feed, "calendar": renderers.calendar}
MEDIA_TYPES = media_types.MEDIA_TYPES
