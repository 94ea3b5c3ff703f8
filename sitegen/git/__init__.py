"""History of content from git.

Commits that change only front matter, and those listed in `.git-blame-ignore-revs`, do not count as changes.
If the history is not available (no git, no repository, a shallow clone), a note says so and there are no
dates.
"""
