"""Networks: which entries of a type have a part in which others, as a matrix above the same data as CSV."""

from sitegen.types.registers import EntryPoint, entry_points

KEYS = EntryPoint("sitegen.features.networks.definition:KEYS")
INPUTS = entry_points("sitegen.features.networks.inputs:KINDS", "network", "network_table")
PLANNERS = (EntryPoint("sitegen.features.networks.outputs:plan"),)
RULES = (EntryPoint("sitegen.features.networks.check:RULE"),)
