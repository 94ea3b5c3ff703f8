"""Requests to other hosts: links, and what is published. No build imports this package."""
