"""Illustrations: drawings for entries without a picture, on their pages and cards."""

from sitegen.check.rule import Rule, Scope
from sitegen.features.illustrations import check, definition, outputs, plans

KEYS = definition.KEYS
ILLUSTRATOR = plans.illustrate
INPUTS = outputs.KINDS
PLANNERS = (outputs.plan,)
RENDERERS = {outputs.RENDERER: outputs.draw}
RULES = (Rule(check.check, Scope.FACTS),)
