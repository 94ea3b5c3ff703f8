"""Values that pass between stages; read this room first.

All are frozen and hold plain data. A neighbour is named by its key, never held by a pointer, so that a value
can be digested, stored and sent to another process.
"""

from sitegen.types.definition import (
    ENGINES,
    GFM,
    PYTHON_MARKDOWN,
    Alphabet,
    CalendarRule,
    Config,
    ContentType,
    Field,
    IconRule,
    IndexRule,
    Language,
    Licence,
    Limits,
    ListRule,
    MarkdownRule,
    MenuRule,
    SchemaProperty,
    SchemaRule,
    SearchRule,
    StateRule,
    Taxonomy,
    Texts,
    TimelineRule,
)
from sitegen.types.document import (
    BodyPlace,
    Document,
    Findings,
    Heading,
    Library,
    LoadedFindings,
    Part,
    ReadFile,
    Shortcode,
    SourceText,
)
from sitegen.types.history import ChangeDates
from sitegen.types.keys import DocumentKey, EntryKey, Filter, ScopeKey, SubjectKey
from sitegen.types.model import Page, Pair, Relation, Retired, Selection, Site
from sitegen.types.picture import (
    Font,
    Picture,
    PictureFacts,
    PictureKind,
    PictureRule,
    Rendition,
    SocialCardRule,
)
from sitegen.types.plan import (
    Artifact,
    Facts,
    Input,
    Inputs,
    Job,
    Misnamed,
    Output,
    Plan,
    Record,
    Report,
    Shape,
)
from sitegen.types.problem import Location, Problem, Severity
from sitegen.types.snapshot import FOUND_AGAIN, NO_SNAPSHOT, Snapshot
from sitegen.types.source import Digest, LayerFiles, SourceFile, Sources, Stamp
from sitegen.types.template import Catalogue, FieldUse, NameUse, Template, TemplateCall, Templates
from sitegen.types.theme import Layer, Theme
from sitegen.types.value import File, Image, Link, PartialDate, Reference, Repeats, RichText, When

__all__ = [
    "ENGINES", "FOUND_AGAIN", "GFM", "NO_SNAPSHOT", "PYTHON_MARKDOWN", "Alphabet", "Artifact",
    "BodyPlace", "CalendarRule", "Catalogue", "ChangeDates", "Config", "ContentType",
    "Digest", "Document", "DocumentKey", "EntryKey", "Facts", "Field", "FieldUse", "File", "Filter",
    "Findings", "Font", "Heading", "IconRule", "Image", "IndexRule", "Input", "Inputs", "Job", "Language",
    "Layer", "LayerFiles", "Library", "Licence", "Limits", "Link", "ListRule", "LoadedFindings",
    "Location", "MarkdownRule", "MenuRule", "Misnamed", "NameUse", "Output", "Page", "Pair", "Part",
    "PartialDate", "Picture",
    "PictureFacts", "PictureKind", "PictureRule", "Plan", "Problem", "ReadFile", "Record", "Reference",
    "Relation", "Rendition", "Repeats", "Report", "Retired", "RichText", "SchemaProperty", "SchemaRule",
    "ScopeKey", "SearchRule", "Selection", "Severity", "Shape", "Shortcode", "Site",
    "Snapshot", "SocialCardRule", "SourceFile", "SourceText", "Sources", "Stamp", "StateRule",
    "SubjectKey", "Taxonomy", "Template", "TemplateCall", "Templates", "Texts", "Theme", "TimelineRule",
    "When",
]  # fmt: skip
