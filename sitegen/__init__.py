"""sitegen: a static site generator for institutions that publish what a network knows."""

__version__ = "0.1.0"
DISTRIBUTION = "sitegen-networks"
"""Name of the project on the package index, where the name `sitegen` belongs to a different project."""
