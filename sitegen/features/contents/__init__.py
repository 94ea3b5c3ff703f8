"""Contents of long lists: pages that lead by year or letter to each page of an index or term."""

from sitegen.types.registers import EntryPoint, entry_points

INPUTS = entry_points(
    "sitegen.features.contents.inputs:KINDS",
    "contents",
    "contents_pager",
    "contents_url",
    "term_contents_url",
)
SUBJECTS = entry_points("sitegen.features.contents.outputs:SUBJECTS", "contents")
PLANNERS = (EntryPoint("sitegen.features.contents.outputs:plan"),)
VIEWS = {"contents": EntryPoint("sitegen.features.contents.inputs:ContentsView")}
