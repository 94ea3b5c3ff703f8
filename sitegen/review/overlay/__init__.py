"""The sources of a preview: what a stranger may change over a trusted tree."""

from sitegen.overlay.made import LeftOut, Overlay, overlay
from sitegen.overlay.text import as_text, as_value
from sitegen.overlay.trees import CommitTree, FolderTree, Refused, Tree, commit_tree

__all__ = [
    "CommitTree",
    "FolderTree",
    "LeftOut",
    "Overlay",
    "Refused",
    "Tree",
    "as_text",
    "as_value",
    "commit_tree",
    "overlay",
]
