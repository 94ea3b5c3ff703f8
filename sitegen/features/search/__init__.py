"""Search: a page to search on, and a full-text index of the finished pages, made by Pagefind."""

from sitegen.types.registers import EntryPoint, entry_points

INPUTS = entry_points("sitegen.features.search.inputs:KINDS", "filters", "ways")
SUBJECTS = entry_points("sitegen.features.search.subject:SUBJECTS", "search")
PLANNERS = (EntryPoint("sitegen.features.search.outputs:plan"),)
RULES = (EntryPoint("sitegen.features.search.check:RULE"),)
TEMPLATES = {"opensearch.xml": "sitegen.features.search"}
INDEXER = EntryPoint("sitegen.features.search.stage:index_pages")
