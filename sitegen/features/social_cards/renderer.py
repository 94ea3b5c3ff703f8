"""The renderer of social cards."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment

from sitegen.features.social_cards.inputs import CardContent
from sitegen.types import Job


def social_card(job: Job, _: Environment, root: Path) -> bytes:
    """Renders a social card as PNG. Raises ProblemError."""
    from sitegen.features.social_cards.drawing import draw

    wanted = job.context["social_card"]
    assert isinstance(wanted, CardContent)
    return draw(wanted, root)
