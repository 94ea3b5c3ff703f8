"""Sources for the preview of a pull request: a trusted site with the files that a stranger may change."""

from sitegen.review.overlay.overlay_report import as_text, as_value
from sitegen.review.overlay.sources import Overlay, SkippedFile, overlay
from sitegen.review.overlay.trees import CannotOverlay, CommitTree, FolderTree, SourceTree, commit_tree

__all__ = [
    "CannotOverlay", "CommitTree", "FolderTree", "Overlay", "SkippedFile", "SourceTree", "as_text",
    "as_value", "commit_tree", "overlay",
]  # fmt: skip
