"""Videos: a field kind with a still, captions and a transcript."""

from sitegen.types.registers import entry_points

KINDS = entry_points("sitegen.features.video.kind:KINDS", "video")
