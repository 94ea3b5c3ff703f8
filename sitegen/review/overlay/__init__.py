"""The sources of a preview: what a stranger may change over a trusted tree."""

from sitegen.review.overlay.made import LeftOut, Overlay, overlay
from sitegen.review.overlay.text import as_text, as_value
from sitegen.review.overlay.trees import CommitTree, FolderTree, Refused, Tree, commit_tree

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
