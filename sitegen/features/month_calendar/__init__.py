"""Calendars by month: a page for each month with events, and one month beside the list of events."""

from sitegen.types.registers import EntryPoint, entry_points

KEYS = EntryPoint("sitegen.features.month_calendar.definition:KEYS")
SELECTORS = {"months": EntryPoint("sitegen.features.month_calendar.months:SELECTOR")}
TURNS = (EntryPoint("sitegen.features.month_calendar.months:TURN"),)
INPUTS = entry_points("sitegen.features.month_calendar.inputs:KINDS", "month", "month_beside_list")
SUBJECTS = entry_points("sitegen.features.month_calendar.inputs:SUBJECTS", "month")
PLANNERS = (EntryPoint("sitegen.features.month_calendar.outputs:plan"),)
VIEWS = {"month": EntryPoint("sitegen.features.month_calendar.inputs:MonthView")}
