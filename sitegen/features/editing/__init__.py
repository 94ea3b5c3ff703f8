"""Pages for editors: a handbook, a style guide, and the configuration of a git-based CMS."""

from sitegen.features.editing import cms, inputs, outputs, subjects
from sitegen.model.urls import ADMIN

INPUTS = inputs.KINDS
SUBJECTS = subjects.SUBJECTS
PLANNERS = (outputs.plan_cms, outputs.plan_styleguide, outputs.plan_handbook)
TEMPLATES = {"admin.html": "sitegen.features.editing"}
POLICIES = {ADMIN: cms.policy_of}
