"""Pages for editors: a handbook, a style guide, and the configuration of a git-based CMS."""

from sitegen.model.urls import ADMIN
from sitegen.types.registers import EntryPoint, entry_points

KEYS = EntryPoint("sitegen.features.editing.definition:KEYS")
INPUTS = entry_points("sitegen.features.editing.inputs:KINDS", "handbook", "type_help", "cms", "cms_config")
SUBJECTS = entry_points("sitegen.features.editing.subjects:SUBJECTS", "styleguide", "handbook")
PLANNERS = (
    EntryPoint("sitegen.features.editing.outputs:plan_cms"),
    EntryPoint("sitegen.features.editing.outputs:plan_styleguide"),
    EntryPoint("sitegen.features.editing.outputs:plan_handbook"),
)
TEMPLATES = {"admin.html": "sitegen.features.editing"}
POLICIES = {ADMIN: EntryPoint("sitegen.features.editing.cms:policy_of")}
