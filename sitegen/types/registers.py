"""Registers of the core, to which features add values.

A register has a name, such as `PLANNERS`. A feature is a module that has values under such names. The core
asks for the values of all features when it first needs a register, and works without a feature that is not
installed. The features of sitegen state where a value is (`EntryPoint`), so that a build imports only the
modules that it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import resolve_name
from typing import Any, TypeVar

from msgspec import Struct

Value = TypeVar("Value")

FEATURES = (
    "sitegen.features.feeds",
    "sitegen.features.data",
    "sitegen.features.editing",
    "sitegen.features.social_cards",
    "sitegen.features.publication",
    "sitegen.features.accessibility",
    "sitegen.features.maps",
    "sitegen.features.illustrations",
    "sitegen.features.video",
    "sitegen.features.search",
    "sitegen.features.sheets",
    "sitegen.features.month_calendar",
    "sitegen.features.networks",
    "sitegen.features.trees",
    "sitegen.features.citations",
    "sitegen.features.writing",
    "sitegen.features.consistency",
    "sitegen.features.translations",
    "sitegen.features.outbound",
    "sitegen.features.weight",
    "sitegen.features.svg",
    "sitegen.features.importing",
    "sitegen.features.severities",
    "sitegen.features.tables",
    "sitegen.features.templating",
)
"""Modules of the features, in the order in which their values are used."""


@cache
def missing() -> tuple[str, ...]:
    """The features that are not installed."""
    return tuple(name for name in FEATURES if not _can_be_found(name))


class EntryPoint(Struct, frozen=True):
    """Place of a value in a module, which is imported when the value is needed.

    It can stand for a value of a register and for all values that a feature has for a register.
    """

    reference: str
    """`package.module:name`, as in the entry points of the Python Packaging User Guide."""
    key: str = ""
    """Key of the value, if the name is that of a mapping."""

    def load(self) -> Any:
        """The value. Raises the exceptions of its module."""
        value = resolve_name(self.reference)
        return value[self.key] if self.key else value


def entry_points(reference: str, *keys: str) -> Mapping[str, EntryPoint]:
    """Entry points of values in a mapping, by key."""
    return {key: EntryPoint(reference, key) for key in keys}


class Register(Mapping[str, Value]):
    """Values by name. A module is imported when a value in it is asked for; names alone import nothing."""

    def __init__(self, values: Mapping[str, Value | EntryPoint]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Value:
        value = self._values[name]
        if isinstance(value, EntryPoint):
            value = self._values[name] = value.load()
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values


@cache
def contributed(register: str) -> tuple[Any, ...]:
    """Value of a register in each feature that has one."""
    modules = (import_module(name) for name in FEATURES if name not in missing())
    return tuple(_loaded(getattr(module, register)) for module in modules if hasattr(module, register))


@cache
def contributed_values(register: str) -> tuple[Any, ...]:
    """Values of a register that has several of each feature, in the order of the features."""
    return tuple(_loaded(value) for part in contributed(register) for value in part)


def by_name(core: Mapping[str, Value], *registers: str) -> Register[Value]:
    """Values with names: those of the core, then those that the features have in these registers."""
    parts = (core, *(part for register in registers for part in contributed(register)))
    return Register({name: value for part in parts for name, value in part.items()})


def _loaded(value: Any) -> Any:
    return value.load() if isinstance(value, EntryPoint) else value


def _can_be_found(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
