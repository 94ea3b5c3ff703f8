"""The content as data for programs: JSON and CSV of each type with a schema, and JSON-LD in pages."""

from sitegen.types.registers import EntryPoint, entry_points

INPUTS = entry_points(
    "sitegen.features.data.inputs:KINDS", "data", "data_index", "table", "data_schema", "linked_data"
)
PLANNERS = (EntryPoint("sitegen.features.data.outputs:plan"),)
RENDERERS = {"entries_json": EntryPoint("sitegen.features.data.renderer:entries_json")}
