"""Registers of the core, to which features and the extensions of a site add values.

A register has a name, such as `PLANNERS`. A feature is a module that has values under such names. The core
asks for the values of all features when it first needs a register, and works without a feature that is not
installed. The features of sitegen state where a value is (`EntryPoint`), so that a build imports only the
modules that it needs.

An extension is code of a site or of an installed package (`sitegen/features/extensions/`). One process can
build several sites, so the active extensions can change: `activate` replaces them and clears every cache that
`per_extensions` made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from msgspec import Struct, field

from sitegen.types.problem import Problem

Value = TypeVar("Value")
Arguments = ParamSpec("Arguments")

FEATURES = (
    "sitegen.features.feeds",
    "sitegen.features.data",
    "sitegen.features.editing",
    "sitegen.features.social_cards",
    "sitegen.features.publication",
    "sitegen.features.publishing",
    "sitegen.features.cluster",
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
    "sitegen.features.themes",
    "sitegen.features.templating",
    "sitegen.features.navigation",
    "sitegen.features.contents",
    "sitegen.features.extensions",
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
        module, name = self.reference.split(":", 1)
        value = getattr(import_module(module), name)
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


class Extension(Struct, frozen=True):
    """Code of a site, or of an installed package, that gives values to registers."""

    name: str
    path: str
    """Path of its module, for messages."""
    digest: str
    """Digest of its code, of its packages and of the files that it reads."""
    files: tuple[str, ...] = ()
    """Paths of the files of the site that it is made of and that it reads."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Its values by register; those of most registers are mappings by name."""


EXTENSIONS_GROUP = "sitegen.extensions"
"""Group of the entry points of installed extensions."""


class Guard(Protocol):
    """Guards a function of an extension: an exception in it, or an unfit result, is a problem."""

    def guard(
        self,
        function: Callable[..., Any],
        check: Callable[[Any], str] | None = None,
        passes: tuple[type[Exception], ...] = (),
    ) -> Callable[..., Any]: ...

    def each(
        self,
        function: Callable[..., Any],
        check: Callable[[Any], str],
        passes: tuple[type[Exception], ...] = (),
    ) -> Callable[..., Iterator[Any]]: ...


class Extender(Struct, frozen=True):
    """What loads extensions; the value of the register `EXTENDER`."""

    activate: Callable[[Path], tuple[Problem, ...]]
    """Activates the extensions of the site in a folder and of installed packages; returns their problems."""
    restore: Callable[[Any], None]
    """Activates the extensions of a different process from what it gave to `activate`."""
    watch: Callable[[], None]
    """Watches pure functions from now on: what they read from the machine is a problem."""
    installed_code: Callable[[], str]
    """Digest of the code of installed extensions; empty if there are none."""


class ActiveSet:
    """The active extensions, for a process that is started without a copy of this one.

    Unpickling it activates them there.
    """

    def __init__(self, state: object = None) -> None:
        self.state = state

    def __reduce__(self) -> tuple[object, ...]:
        return (_restored, (self.state,))


def _restored(state: object) -> ActiveSet:
    loads = extender() if state is not None else None
    if loads is not None:
        loads.restore(state)
    return ActiveSet(state)


class _Active:
    """The active extensions of this process, and the functions that clear what was made with others."""

    extensions: tuple[Extension, ...] = ()
    state: object = None
    """What another process needs to activate them, which can be pickled."""
    clear: list[Callable[[], None]] = []  # noqa: RUF012 - one for the process


def activate(extensions: tuple[Extension, ...], state: object = None) -> None:
    """Makes these the active extensions of this process. `state` is for `Extender.restore`."""
    _Active.state = state
    if extensions != _Active.extensions:
        _Active.extensions = extensions
        for clear in _Active.clear:
            clear()


def active_set() -> ActiveSet:
    """The active extensions, to be sent to other processes."""
    return ActiveSet(_Active.state)


def active_extensions() -> tuple[Extension, ...]:
    """The active extensions, in the order in which their values are used."""
    return _Active.extensions


def extender() -> Extender | None:
    """What loads extensions; None if that feature is not installed."""
    return next(iter(contributed("EXTENDER")), None)


def on_change(clear: Callable[[], None]) -> None:
    """Has a function called whenever the active extensions change."""
    _Active.clear.append(clear)


def per_extensions(function: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
    """A cache for a function whose result depends on registers."""
    cached = cache(function)
    on_change(cached.cache_clear)
    return cast("Callable[Arguments, Value]", cached)


@per_extensions
def code_of(*registers: str) -> Mapping[str, Extension]:
    """The extension that gives each name to these registers; empty if only features do."""
    found = (
        (name, extension)
        for extension in _Active.extensions
        for register in registers
        for name in extension.values.get(register, ())
    )
    return dict(found)


def digest_of_code(*registers: str) -> str:
    """Digests of the extensions that have values in these registers; empty if none has."""
    found = (e for e in _Active.extensions if any(register in e.values for register in registers))
    return " ".join(extension.digest for extension in found)


@per_extensions
def contributed(register: str) -> tuple[Any, ...]:
    """Value of a register in each feature, then in each active extension, that has one."""
    own = (e.values[register] for e in _Active.extensions if register in e.values)
    return (*_of_features(register), *own)


@cache
def _of_features(register: str) -> tuple[Any, ...]:
    modules = (import_module(name) for name in FEATURES if name not in missing())
    return tuple(_loaded(getattr(module, register)) for module in modules if hasattr(module, register))


@per_extensions
def contributed_values(register: str) -> tuple[Any, ...]:
    """Values of a register that has several of each feature or extension, in their order."""
    return tuple(_loaded(value) for part in contributed(register) for value in part)


def by_name(core: Mapping[str, Value], *registers: str) -> Register[Value]:
    """Values with names: those of the core, then those of features and extensions in these registers."""
    parts = (core, *(part for register in registers for part in contributed(register)))
    return Register({name: value for part in parts for name, value in part.items()})


def _loaded(value: Any) -> Any:
    return value.load() if isinstance(value, EntryPoint) else value


def _can_be_found(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
