"""Moving a content file: everything that names it names it by its new name, and its old address leads on.

In: the known site and two names. Out: what changes in which file, as values; written only when the site that
they make has no problem that it did not have.
"""

from sitegen.move.move import Answer, move
from sitegen.move.names import Wish
from sitegen.move.values import Edit, Refusal
from sitegen.move.write import Unwritable, write

__all__ = ["Answer", "Edit", "Refusal", "Unwritable", "Wish", "move", "write"]
