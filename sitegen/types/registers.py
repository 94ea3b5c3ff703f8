"""Registers of the core, to which features add values.

A register has a name, such as `PLANNERS`. A feature is a module that has values under such names. The core
asks for the values of all features when it first needs a register, and works without a feature that is not
installed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

Value = TypeVar("Value")

FEATURES = (
    "sitegen.features.feeds",
    "sitegen.features.data",
    "sitegen.features.editing",
    "sitegen.features.social_cards",
    "sitegen.features.publication",
    "sitegen.features.accessibility",
    "sitegen.features.maps",
    "sitegen.features.search",
    "sitegen.features.sheets",
    "sitegen.features.writing",
    "sitegen.features.consistency",
    "sitegen.features.translations",
    "sitegen.features.outbound",
    "sitegen.features.weight",
)
"""Modules of the features, in the order in which their values are used."""


@cache
def missing() -> tuple[str, ...]:
    """The features that are not installed."""
    return tuple(name for name in FEATURES if not _can_be_found(name))


@cache
def contributed(register: str) -> tuple[Any, ...]:
    """Value of a register in each feature that has one."""
    modules = (import_module(name) for name in FEATURES if name not in missing())
    return tuple(getattr(module, register) for module in modules if hasattr(module, register))


def by_name(core: Mapping[str, Value], register: str) -> dict[str, Value]:
    """Values of a register whose values have names: those of the core, then those of the features."""
    return {name: value for part in (core, *contributed(register)) for name, value in part.items()}


def _can_be_found(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
