"""Signs: strings without which a construct cannot occur; finding one is faster than trying a pattern."""

from __future__ import annotations

Signs = tuple[str, ...]


def may_hold(text: str, signs: Signs) -> bool:
    """True if a text contains one of these signs, or if there are none."""
    for sign in signs:  # a generator with `any` would take longer than the search
        if sign in text:
            return True
    return not signs
