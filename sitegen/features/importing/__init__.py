"""Moving in: content of other generators, with its addresses, as content of sitegen."""

from sitegen.types.registers import EntryPoint

COMMANDS = {"import": "sitegen.commands.import_site"}
IMPORTERS = {
    "wordpress": EntryPoint("sitegen.features.importing.wordpress:read"),
}
