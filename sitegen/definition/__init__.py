"""`content/site.yaml` and every `_type.yaml`. In: files. Out: one `Config`, or problems with their places."""
