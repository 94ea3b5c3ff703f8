"""Kinds of targets, by the scheme of their addresses."""
