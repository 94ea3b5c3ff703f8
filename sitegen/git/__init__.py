"""When the text of each entry last changed, as git knows it.

Commits that change only front matter, and those that `.git-blame-ignore-revs` lists, do not count. Where git
cannot know (no git, no repository, not the whole history), nothing is claimed and a note says so.
"""

from sitegen.git.first_commits import first_commits
from sitegen.git.git import position_of
from sitegen.git.last_changes import last_changes

__all__ = ["first_commits", "last_changes", "position_of"]
