"""Jobs of maintainers: overdue entries, released addresses, states of translations, reasons for a rebuild."""
