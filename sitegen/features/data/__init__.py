"""The content as data for programs: JSON and CSV of each type with a schema, and JSON-LD in pages."""

from sitegen.features.data import inputs, outputs, renderer

INPUTS = inputs.KINDS
PLANNERS = (outputs.plan,)
RENDERERS = {"entries_json": renderer.entries_json}
