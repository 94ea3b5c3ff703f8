"""Converts Markdown. In: a text. Out: an HTML fragment with headings and links. Knows no documents."""
