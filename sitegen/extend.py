"""Names that extensions import: `from sitegen.extend import Kind, Problem`.

They stay the same in minor releases. The page "Extending" of the documentation describes what each register
takes.
"""

from markupsafe import Markup

from sitegen.check.checked import Checked
from sitegen.check.report import Report
from sitegen.check.rule import Rule, Scope
from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key
from sitegen.definition.values import FLAG, TEXT, TEXTS, mapping
from sitegen.kinds.kind import Kind, Reading
from sitegen.model.lifecycle import Turn
from sitegen.plan.common import GeneratedPage, in_languages
from sitegen.read.parsed_template import ParsedTemplate
from sitegen.render.filters import Filter
from sitegen.types import (
    Config,
    Document,
    Field,
    Input,
    Job,
    Location,
    Output,
    Problem,
    Severity,
    Site,
    Sources,
    SourceText,
)
from sitegen.views.inputs import InputKind, InputSource
from sitegen.views.subjects import SubjectKind, ViewContext, generated
from sitegen.views.views import PageView

__all__ = [
    "FLAG",
    "TEXT",
    "TEXTS",
    "Checked",
    "Config",
    "Contributed",
    "Document",
    "Field",
    "Filter",
    "GeneratedPage",
    "Input",
    "InputKind",
    "InputSource",
    "Job",
    "Key",
    "Kind",
    "Location",
    "Markup",
    "Output",
    "PageView",
    "ParsedTemplate",
    "Problem",
    "Reading",
    "Report",
    "Rule",
    "Scope",
    "Severity",
    "Site",
    "SourceText",
    "Sources",
    "SubjectKind",
    "Turn",
    "ViewContext",
    "generated",
    "in_languages",
    "mapping",
]
