"""Regular expressions that are compiled when they are first used.

Compiling one takes about 0.2 ms, and a build imports two hundred that most edits do not need. A pattern that
is used for every page is made with `re.compile` instead, since its methods are faster to call.
"""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast


class _LazyPattern(Generic[AnyStr]):
    def __init__(self, text: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        value: object = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, value)
        return value


def lazy_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern for what few texts contain. An error in `text` is raised by the first use."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(text, flags))
