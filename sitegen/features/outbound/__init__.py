"""Rules on links to other sites: reviewed hosts, and links that `sitegen links` has found broken."""

from sitegen.types.registers import EntryPoint

COMMANDS = {"links": "sitegen.commands.links"}
DOCUMENT_RULES = (EntryPoint("sitegen.features.outbound.hosts:check"),)
REPORTS = (
    EntryPoint("sitegen.features.outbound.hosts:report"),
    EntryPoint("sitegen.features.outbound.recorded:report"),
)
