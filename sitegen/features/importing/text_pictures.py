"""Pictures that come out of a file with a text."""

from __future__ import annotations

PICTURES = {"png": "png", "jpeg": "jpg", "jpg": "jpg", "gif": "gif", "webp": "webp", "avif": "avif"}
"""Endings of pictures that sites can show, by the part of their media type."""


class Pictures:
    """Pictures of a text, numbered in their order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: dict[str, bytes] = {}
        self.losses: list[str] = []

    def add(self, data: bytes, kind: str) -> str:
        """Name of a picture; empty if pages cannot show its kind."""
        ending = PICTURES.get(kind.lower().rpartition("/")[2].lstrip("."))
        if ending is None:
            self.losses.append(f"a picture of the kind {kind}, which browsers do not show")
            return ""
        same = next((known for known, content in self.found.items() if content == data), "")
        name = same or f"{self.name}-{len(self.found) + 1}.{ending}"
        self.found[name] = data
        return name
