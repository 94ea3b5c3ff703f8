"""Signs: characters without which a construct of Markdown cannot occur in a text.

Looking for a construct costs far more than looking for its signs, and most texts have few constructs.
"""

from __future__ import annotations

Signs = tuple[str, ...]


def may_hold(text: str, signs: Signs) -> bool:
    """Whether a text has one of these signs; where there are none, anything may be found in it."""
    for sign in signs:  # thousands of times a text: a generator for `any` would cost more than the search
        if sign in text:
            return True
    return not signs
