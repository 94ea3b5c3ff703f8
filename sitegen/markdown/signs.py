"""Signs: strings without which a construct of Markdown cannot occur in a text.

Searching for a construct takes far longer than searching for its signs, and most texts have few constructs.
"""

from __future__ import annotations

Signs = tuple[str, ...]


def may_hold(text: str, signs: Signs) -> bool:
    """True if a text contains one of these signs, or if there are none."""
    for sign in (
        signs
    ):  # called thousands of times for each text; a generator with `any` would take longer than the search
        if sign in text:
            return True
    return not signs
