"""The tree of a section around a page, for side navigation."""

from sitegen.types.registers import EntryPoint

INPUTS = {"tree": EntryPoint("sitegen.features.trees.inputs:TREE")}
VIEWS = {"tree": EntryPoint("sitegen.features.trees.inputs:TreeItem")}
