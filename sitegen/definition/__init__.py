"""Reads `content/site.yaml` and every `_type.yaml` into one `Config`, or returns problems with their
places."""
