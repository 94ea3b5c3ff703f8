"""Maps of entries and charts of facets, figures and timelines, with the same data as CSV."""

from sitegen.features.maps import chart_inputs, map_inputs, outputs

INPUTS = {**map_inputs.KINDS, **chart_inputs.KINDS}
PLANNERS = (outputs.plan,)
