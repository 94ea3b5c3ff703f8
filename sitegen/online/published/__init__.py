"""Comparison of a published site with its build: SHA-256 of every file, and files added on the host."""
