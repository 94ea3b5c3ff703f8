"""Tokens of themes: colours, fonts and sizes that a site can set."""

from sitegen.types.registers import EntryPoint

KEYS = EntryPoint("sitegen.features.themes.keys:KEYS")
INPUTS = {"tokens": EntryPoint("sitegen.features.themes.inputs:TOKENS")}
VIEWS = {"tokens": EntryPoint("sitegen.features.themes.inputs:TokenView")}
RULES = (EntryPoint("sitegen.features.themes.check:RULE"),)
