"""Navigation: checks of the addresses in menus."""

from sitegen.types.registers import EntryPoint

RULES = (EntryPoint("sitegen.features.navigation.check_menus:RULE"),)
