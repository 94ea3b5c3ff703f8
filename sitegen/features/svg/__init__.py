"""Vector drawings (SVG) as pictures in content: an allow-list of what can neither run nor load anything."""

from sitegen.types.registers import entry_points

PICTURE_KINDS = entry_points("sitegen.features.svg.kind:PICTURE_KINDS", ".svg")
