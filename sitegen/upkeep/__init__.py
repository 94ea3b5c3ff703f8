"""For maintainers: what is overdue, released addresses, states of translations, why a page is rebuilt."""
