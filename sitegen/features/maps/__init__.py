"""Maps of entries and charts of facets, figures and timelines, with the same data as CSV."""

from sitegen.types.registers import EntryPoint, entry_points

INPUTS = {
    **entry_points(
        "sitegen.features.maps.map_inputs:KINDS",
        "map",
        "locator",
        "map_table",
        "listing_map",
        "listing_map_table",
        "outlines",
    ),
    **entry_points("sitegen.features.maps.chart_inputs:KINDS", "charts", "chart_table", "strip"),
}
SHARED_INPUTS = entry_points("sitegen.features.maps.chart_inputs:KINDS", "histories")
PLANNERS = (EntryPoint("sitegen.features.maps.outputs:plan"),)
DRAWINGS = entry_points("sitegen.features.maps.pictures:DRAWINGS", "map")
