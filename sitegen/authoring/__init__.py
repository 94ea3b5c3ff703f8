"""Files for the tools in which editors write, all made from the definition of the site: JSON Schemas,
settings and snippets of VS Code, and the forms of GitHub.
"""

from sitegen.authoring.files import Comparison, Outside, compare, made_files, write

__all__ = ["Comparison", "Outside", "compare", "made_files", "write"]
