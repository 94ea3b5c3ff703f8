"""Publishing a built site in a folder, on an object store, on a server; limits of hosts; a shared cache."""

from sitegen.types.registers import EntryPoint

KEYS = EntryPoint("sitegen.features.publishing.keys:KEYS")
COMMANDS = {"cache-key": "sitegen.commands.cache_key", "publish": "sitegen.commands.publish"}
SHARED_CACHE = EntryPoint("sitegen.features.publishing.shared_cache.stage:shared")
