"""Tokens of themes: colours, fonts and sizes that a site can set."""

from sitegen.types.registers import EntryPoint

KEYS = EntryPoint("sitegen.features.themes.keys:KEYS")
RULES = (EntryPoint("sitegen.features.themes.check:RULE"),)
