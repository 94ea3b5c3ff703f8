"""Extensions: code of a site (`extensions/*.py`) and of installed packages, as values for the registers.

`sitegen.extend` has the names that extensions import.
"""

from sitegen.types.registers import EntryPoint

EXTENDER = EntryPoint("sitegen.features.extensions.activation:EXTENDER")
