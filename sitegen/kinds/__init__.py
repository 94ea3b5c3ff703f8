"""The kinds of values that fields can have: reading, forms and limits."""
