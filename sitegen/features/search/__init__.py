"""Search: a page to search on, and a full-text index of the finished pages, made by Pagefind."""

from sitegen.check.rule import Rule, Scope
from sitegen.features.search import check, inputs, outputs, stage, subject

INPUTS = inputs.KINDS
SUBJECTS = subject.SUBJECTS
PLANNERS = (outputs.plan,)
RULES = (Rule(check.check, Scope.FACTS),)
TEMPLATES = {"opensearch.xml": "sitegen.features.search"}
INDEXER = stage.index_pages
