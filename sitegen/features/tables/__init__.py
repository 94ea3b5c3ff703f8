"""Tables whose rows are entries, and the command that brings such tables from the web."""

from sitegen.types.registers import EntryPoint

KEYS = EntryPoint("sitegen.features.tables.definition:KEYS")
ROWS = EntryPoint("sitegen.features.tables.reading:read_tables")
COMMANDS = {"fetch": "sitegen.commands.fetch"}
