"""What one build of a site changes against another, for the people who review it.

In: two folders with built sites. Out: a `Report`, a plain value, and its renderings as text, JSON,
Markdown for a comment, and pages to look at. `compare` is the way through. Neither folder is trusted:
`folder` reads them with bounds, and their pages are taken apart in processes that are watched.
"""

from sitegen.review.diff.built import open_site
from sitegen.review.diff.compare import compare
from sitegen.review.diff.folder import NotAFolder
from sitegen.review.diff.types import Report

__all__ = ["NotAFolder", "Report", "compare", "open_site"]
