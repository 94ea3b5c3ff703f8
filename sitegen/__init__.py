"""sitegen: a static site generator for institutions that publish what a network knows."""

__version__ = "0.1.0"
