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
from types import ModuleType
from typing import Any, TypeVar

Value = TypeVar("Value")

FEATURES = ("sitegen.features.maps", "sitegen.features.search")
"""Modules of the features, in the order in which their values are used."""


@cache
def contributed(register: str) -> tuple[Any, ...]:
    """Value of a register in each feature that has one."""
    modules = filter(None, map(_feature, FEATURES))
    return tuple(getattr(module, register) for module in modules if hasattr(module, register))


def by_name(core: Mapping[str, Value], register: str) -> dict[str, Value]:
    """Values of a register whose values have names: those of the core, then those of the features."""
    return {name: value for part in (core, *contributed(register)) for name, value in part.items()}


def _feature(name: str) -> ModuleType | None:
    """Module of a feature; None if it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None


def is_installed(feature: str) -> bool:
    """True if a feature, named as in `FEATURES`, can be imported."""
    try:
        return find_spec(feature) is not None
    except ModuleNotFoundError:
        return False


@cache
def all_installed() -> bool:
    """True if no feature is missing."""
    return all(map(is_installed, FEATURES))
