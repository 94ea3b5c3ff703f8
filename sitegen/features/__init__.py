"""Features: what a site may have besides pages. Each package gives values to the registers of the core.

The core does not import them (`sitegen/types/registers.py`), and they do not import each other. A site can be
built without any of them.
"""
