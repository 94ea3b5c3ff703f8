"""Jobs of maintainers: overdue entries, released addresses, states of translations, reasons for a rebuild.

The lock of an output folder is here as well, which commands, `serve` and comparisons hold.
"""
