"""Citations: how to cite an entry, as text and as BibTeX, RIS and CSL-JSON beside its page."""

from sitegen.types.registers import EntryPoint, entry_points

KEYS = EntryPoint("sitegen.features.citations.definition:KEYS")
INPUTS = entry_points(
    "sitegen.features.citations.inputs:KINDS", "citation", "citations", "list_citation", "work"
)
PLANNERS = (EntryPoint("sitegen.features.citations.outputs:plan"),)
RENDERERS = entry_points("sitegen.features.citations.formats:RENDERERS", "bibtex", "ris", "csl_json")
VIEWS = {"citation": EntryPoint("sitegen.features.citations.views:CitationView")}
