"""Rules on links to other sites: reviewed hosts, entries that lead there, and links found broken."""

from sitegen.types.registers import EntryPoint

COMMANDS = {"links": "sitegen.commands.links"}
DOCUMENT_RULES = (
    EntryPoint("sitegen.features.outbound.hosts:check"),
    EntryPoint("sitegen.features.outbound.unread_texts:check"),
)
REPORTS = (
    EntryPoint("sitegen.features.outbound.hosts:report"),
    EntryPoint("sitegen.features.outbound.recorded:report"),
)
