"""Publishing a built site: in a folder, on an object store, on a server; limits of hosts."""

from sitegen.types.registers import EntryPoint

KEYS = EntryPoint("sitegen.features.publishing.keys:KEYS")
COMMANDS = {"publish": "sitegen.commands.publish"}
