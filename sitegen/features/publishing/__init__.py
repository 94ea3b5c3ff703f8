"""Publishing a built site: in a folder, on an object store, on a server."""

COMMANDS = {"publish": "sitegen.commands.publish"}
