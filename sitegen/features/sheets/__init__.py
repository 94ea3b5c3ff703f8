"""Sheets and volumes, to print and to send: an entry as PDF, and all entries of an index on one page."""

from sitegen.types.registers import EntryPoint, entry_points

KEYS = EntryPoint("sitegen.features.sheets.definition:KEYS")
INPUTS = {
    **entry_points("sitegen.features.sheets.inputs:KINDS", "sheet_layout", "sheet_url"),
    **entry_points(
        "sitegen.features.sheets.volumes:KINDS", "volume_sheet_url", "volume_url", "parts", "volume_layout"
    ),
}
SUBJECTS = entry_points("sitegen.features.sheets.volumes:SUBJECTS", "volume")
PLANNERS = (
    EntryPoint("sitegen.features.sheets.outputs:plan"),
    EntryPoint("sitegen.features.sheets.volumes:plan"),
)
RENDERERS = {
    "sheet": EntryPoint("sitegen.features.sheets.render:sheet"),
    "volume": EntryPoint("sitegen.features.sheets.volumes:volume"),
}
SLOW = ("sheet",)
TEMPLATES = dict.fromkeys(("sheet.html", "volume-sheet.html", "sheet-footer.html"), "sitegen.features.sheets")
RULES = (EntryPoint("sitegen.features.sheets.check:RULE"),)
