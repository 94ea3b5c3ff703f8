"""Estimates the greenhouse gases of a page view by the Sustainable Web Design model, version 4.

    grams of CO2e = bytes / 10^9 × (operational + embodied energy in kWh/GB) × grid intensity in g/kWh

The estimate assumes a first visit, the world's average electricity, and no green hosting. Bytes are a rough
measure of energy: the estimate serves to compare pages, and versions of a page. Model and figures:
https://sustainablewebdesign.org/estimating-digital-emissions/ (read in 2026; the same figures are in CO2.js
of the Green Web Foundation, `SWDV4`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.features.weight.weight import Weight
from sitegen.model.urls import address_of
from sitegen.problems.formats import kilobytes

MODEL = "Sustainable Web Design model, version 4"

OPERATIONAL = {"data centres": 0.055, "networks": 0.059, "user devices": 0.080}
"""Energy of use, in kWh for a gigabyte."""
EMBODIED = {"data centres": 0.012, "networks": 0.013, "user devices": 0.081}
"""Energy of making the devices, in kWh for a gigabyte."""
GRID = 494
"""World average of grams of CO2e for a kWh, by Ember."""

GIGABYTE = 1_000_000_000


def grams_per_view(size: int) -> float:
    """Estimated grams for a view that transfers `size` bytes."""
    energy = sum(OPERATIONAL.values()) + sum(EMBODIED.values())
    return size / GIGABYTE * energy * GRID


def estimate(weights: Sequence[Weight]) -> str:
    """Summary of the median and the heaviest page, as one line; empty if there are no pages."""
    if not weights:
        return ""
    ordered = sorted(weights, key=lambda weight: weight.size)
    middle, heaviest = ordered[len(ordered) // 2], ordered[-1]
    return (
        f"half of the pages weigh at most {kilobytes(middle.size)} with all they load, the heaviest "
        f"{kilobytes(heaviest.size)} ({address_of(heaviest.page)}): by estimate {_milligrams(middle)} and "
        f"{_milligrams(heaviest)} of CO2e a view ({MODEL})"
    )


def _milligrams(weight: Weight) -> str:
    return f"{grams_per_view(weight.size) * 1000:.1f} mg"
