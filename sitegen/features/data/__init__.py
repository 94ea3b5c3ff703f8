"""The content as data: JSON and CSV of each type with a schema, their catalogue, and JSON-LD in pages."""

from sitegen.types.registers import EntryPoint, entry_points

KEYS = EntryPoint("sitegen.features.data.definition:KEYS")
INPUTS = entry_points(
    "sitegen.features.data.inputs:KINDS",
    "data",
    "data_in_pieces",
    "data_index",
    "data_catalogue",
    "table",
    "data_schema",
    "observations",
    "linked_data",
)
PLANNERS = (EntryPoint("sitegen.features.data.outputs:plan"),)
RENDERERS = {"entries_json": EntryPoint("sitegen.features.data.renderer:entries_json")}
MEDIA_TYPES = EntryPoint("sitegen.features.data.catalogue:MEDIA_TYPES")
