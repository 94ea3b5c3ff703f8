"""Checks of templates and catalogues: names of variables, attributes and fields, and missing translations."""

from sitegen.types.registers import EntryPoint

RULES = (
    EntryPoint("sitegen.features.templating.check_catalogues:RULE"),
    EntryPoint("sitegen.features.templating.check_names:RULE"),
    EntryPoint("sitegen.features.templating.check_fields:RULE"),
)
