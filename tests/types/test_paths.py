"""Paths of the sources."""

from __future__ import annotations

import pytest

from sitegen.types.paths import type_folder


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("content/topics/food.fr.md", "topics"),
        ("content/topics/food/photo.jpg", "topics"),
        ("content/topics/_type.yaml", "topics"),
        ("content/_index.md", ""),
        ("content/site.yaml", ""),
    ],
)
def test_a_file_is_in_the_folder_of_a_type_or_directly_in_content(path: str, folder: str) -> None:
    assert type_folder(path) == folder
