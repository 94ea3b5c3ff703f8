"""Errors of a publication, in words for the user."""

from __future__ import annotations


class PublishError(Exception):
    """The publication failed; the message says why and what to do, and contains no credentials."""


class TemporaryError(PublishError):
    """The target failed, but the same operation may succeed when it is tried again."""

    def __init__(self, message: str, wait: float = 0) -> None:
        super().__init__(message)
        self.wait = wait
        """Seconds that the target asks to wait."""


class LostError(PublishError):
    """A different publication has changed the target."""
