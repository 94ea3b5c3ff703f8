"""Sheets and volumes, to print and to send: an entry as PDF, and all entries of an index on one page."""

from sitegen.check.rule import Rule, Scope
from sitegen.features.sheets import check, definition, inputs, outputs, render, volumes

KEYS = definition.KEYS
INPUTS = {**inputs.KINDS, **volumes.KINDS}
SUBJECTS = volumes.SUBJECTS
PLANNERS = (outputs.plan, volumes.plan)
TEXT_PLANNERS = (outputs.plan_of_texts, volumes.plan_of_texts)
RENDERERS = {inputs.RENDERER: render.sheet, "volume": volumes.volume}
SLOW = (inputs.RENDERER,)
TEMPLATES = dict.fromkeys(("sheet.html", volumes.PDF), "sitegen.features.sheets")
RULES = (Rule(check.check, Scope.FACTS),)
