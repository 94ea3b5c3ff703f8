"""Native conversion of texts that both Markdown engines convert alike; without it, building takes longer."""

from sitegen.types.registers import EntryPoint

NATIVE = EntryPoint("sitegen.features.native.native:native")
