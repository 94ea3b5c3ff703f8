"""History of content from git.

Commits that change only front matter, and those listed in `.git-blame-ignore-revs`, do not count as changes.
If the history is not available (no git, no repository, a shallow clone), a note says so and there are no
dates.
"""

from sitegen.git.git import position_of
from sitegen.git.last_changes import last_changes
from sitegen.git.log import first_commits

__all__ = ["first_commits", "last_changes", "position_of"]
