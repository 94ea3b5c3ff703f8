"""Reads `content/site.yaml` and every `_type.yaml` into a `Config`, or returns problems with places."""
