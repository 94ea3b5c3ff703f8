"""Files for the tools of editors, generated from the definition of the site: JSON Schemas, VS Code settings
and snippets, GitHub forms.
"""

from sitegen.authoring.files import Comparison, OutsideFolder, compare, generated_files, write

__all__ = ["Comparison", "OutsideFolder", "compare", "generated_files", "write"]
