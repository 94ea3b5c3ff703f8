"""Navigation: menus as a page shows them, and checks of the addresses in menus and of the number of pairs."""

from sitegen.types.registers import EntryPoint, entry_points

INPUTS = entry_points("sitegen.features.navigation.inputs:KINDS", "navigation")
RULES = (
    EntryPoint("sitegen.features.navigation.check_menus:RULE"),
    EntryPoint("sitegen.features.navigation.check_pairs:RULE"),
)
