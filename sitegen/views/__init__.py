"""Values that templates and files show: the site as plain values in one language."""
