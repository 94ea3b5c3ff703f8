"""Illustrations: drawings for entries without a picture, on their pages and cards."""

from sitegen.types.registers import EntryPoint, entry_points

KEYS = EntryPoint("sitegen.features.illustrations.definition:KEYS")
ILLUSTRATOR = EntryPoint("sitegen.features.illustrations.plans:illustrate")
SKETCH = EntryPoint("sitegen.features.illustrations.outputs:sketch")
INPUTS = entry_points("sitegen.features.illustrations.outputs:KINDS", "illustration")
PLANNERS = (EntryPoint("sitegen.features.illustrations.outputs:plan"),)
RENDERERS = {"illustration": EntryPoint("sitegen.features.illustrations.outputs:draw")}
RULES = (EntryPoint("sitegen.features.illustrations.check:RULE"),)
