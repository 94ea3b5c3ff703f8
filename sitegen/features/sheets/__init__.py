"""Sheets: entries as PDF, to print and to send, from the same sources as their pages."""

from sitegen.check.rule import Rule, Scope
from sitegen.features.sheets import check, definition, inputs, outputs, render

KEYS = definition.KEYS
INPUTS = inputs.KINDS
PLANNERS = (outputs.plan,)
TEXT_PLANNERS = (outputs.plan_of_texts,)
RENDERERS = {inputs.RENDERER: render.sheet}
SLOW = (inputs.RENDERER,)
TEMPLATES = {"sheet.html": "sitegen.features.sheets"}
RULES = (Rule(check.check, Scope.FACTS),)
