"""Moving in: content of other generators, with its addresses, as content of sitegen."""

from sitegen.types.registers import EntryPoint

COMMANDS = {"import": "sitegen.commands.import_site"}
IMPORTERS = {
    "csv": EntryPoint("sitegen.features.importing.table:read"),
    "wordpress": EntryPoint("sitegen.features.importing.wordpress:read"),
    "hugo": EntryPoint("sitegen.features.importing.hugo:read"),
    "jekyll": EntryPoint("sitegen.features.importing.jekyll:read"),
    "eleventy": EntryPoint("sitegen.features.importing.eleventy:read"),
}
