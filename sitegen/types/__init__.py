"""Every value that travels between stages; read this room first.

All are frozen and hold plain data. A neighbour is named by its key, never held by a pointer, so that
a value can be digested, stored and sent to another process.
"""

from sitegen.types.definition import (
    ENGINES,
    GFM,
    PYTHON_MARKDOWN,
    Alphabet,
    Config,
    ContentType,
    Field,
    IndexRule,
    Language,
    Limits,
    ListRule,
    MenuRule,
    StateRule,
    Taxonomy,
    Texts,
    TimelineRule,
)
from sitegen.types.document import (
    Document,
    Findings,
    Found,
    Heading,
    Library,
    Place,
    ReadFile,
    Shortcode,
    document_key,
    entry_key,
)
from sitegen.types.model import FeedPlan, Page, Relation, Site
from sitegen.types.plan import Artifact, Facts, Input, Inputs, Job, Output, Plan, Record, Report, Shape
from sitegen.types.problem import Location, Problem, Severity
from sitegen.types.snapshot import NOTHING, Snapshot
from sitegen.types.source import Digest, SourceFile, Sources
from sitegen.types.template import Catalogue, Template, Templates
from sitegen.types.value import File, Image, Link, PartialDate, Reference, RichText, When

__all__ = [
    "ENGINES",
    "GFM",
    "NOTHING",
    "PYTHON_MARKDOWN",
    "Alphabet",
    "Artifact",
    "Catalogue",
    "Config",
    "ContentType",
    "Digest",
    "Document",
    "Facts",
    "FeedPlan",
    "Field",
    "File",
    "Findings",
    "Found",
    "Heading",
    "Image",
    "IndexRule",
    "Input",
    "Inputs",
    "Job",
    "Language",
    "Library",
    "Limits",
    "Link",
    "ListRule",
    "Location",
    "MenuRule",
    "Output",
    "Page",
    "PartialDate",
    "Place",
    "Plan",
    "Problem",
    "ReadFile",
    "Record",
    "Reference",
    "Relation",
    "Report",
    "RichText",
    "Severity",
    "Shape",
    "Shortcode",
    "Site",
    "Snapshot",
    "SourceFile",
    "Sources",
    "StateRule",
    "Taxonomy",
    "Template",
    "Templates",
    "Texts",
    "TimelineRule",
    "When",
    "document_key",
    "entry_key",
]
