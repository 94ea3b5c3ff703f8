"""Renames a content file: updates every reference to it and redirects its old address.

In: the site and two names. Out: edits as values. They are written only if the resulting site has no new
problem.
"""

from sitegen.move.move import MoveResult, move
from sitegen.move.names import MoveRequest
from sitegen.move.values import Edit, Refusal
from sitegen.move.write import Unwritable, write

__all__ = ["Edit", "MoveRequest", "MoveResult", "Refusal", "Unwritable", "move", "write"]
