"""Requests to other hosts: checks of links, and of the published site. No build imports this package."""
