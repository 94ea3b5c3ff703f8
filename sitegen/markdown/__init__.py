"""Markdown. In: a text. Out: a fragment of HTML with its headings and links. Knows no documents."""
