"""The differences between two builds of a site, for reviewers.

In: two folders with built sites. Out: a `DiffReport`, and its renderings as text, JSON, Markdown for a
comment, and web pages. `compare` is the entry point. Neither folder is trusted: `folder` limits what it
reads, and pages are parsed in processes with limits on time and memory.
"""

from sitegen.review.diff.built import open_site
from sitegen.review.diff.built_folder import NotAFolder
from sitegen.review.diff.compare import compare
from sitegen.review.diff.types import DiffReport

__all__ = ["DiffReport", "NotAFolder", "compare", "open_site"]
