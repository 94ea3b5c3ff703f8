"""The values that the modules of extensions have under names of registers, checked and guarded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from inspect import unwrap
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from msgspec import Struct, field

from sitegen.features.extensions.code import Code
from sitegen.features.extensions.guard import Owner, Unfit
from sitegen.features.extensions.offers import NAMES, OFFERS, Offer, items_of, made, names_in, value_of
from sitegen.features.extensions.purity import impurities
from sitegen.types import Location, Problem


class Module(Struct, frozen=True):
    """An imported extension."""

    name: str
    path: str
    module: ModuleType
    code: Code | None
    """Its source; None for one of an installed package."""
    reads: frozenset[str]
    """Absolute paths of the files that it may read."""

    @property
    def has_values(self) -> bool:
        """True if it has a value under the name of a register, perhaps misspelt."""
        return any(hasattr(self.module, offer.name) for offer in OFFERS) or any(_misspelt(self))

    @property
    def folder(self) -> Path:
        return Path(self.module.__file__ or "").parent

    def place_of(self, register: str, key: str = "", number: int = -1) -> Location:
        return self.code.place_of(register, key, number) if self.code else Location(self.path)


class Values(Struct, frozen=True):
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Values of each extension, by its path, by register."""
    problems: list[Problem] = field(default_factory=list)


def values_of(modules: Sequence[Module], code: Mapping[str, Code]) -> Values:
    """The values of all modules, each with its problems."""
    found = Values()
    taken: dict[tuple[str, str], str] = {}
    for module in modules:
        found.values[module.path] = {}
        found.problems.extend(_misspelt(module))
        functions: list[tuple[str, CodeType]] = []
        for offer in OFFERS:
            if not hasattr(module.module, offer.name):
                continue
            reader = _Reader(module, offer, taken)
            value = reader.value()
            found.problems.extend(reader.problems)
            functions += reader.functions if offer.pure else ()
            if value is not None:
                found.values[module.path][offer.name] = value
        if module.code and any(offer.pure and hasattr(module.module, offer.name) for offer in OFFERS):
            found.problems.extend(impurities(functions, module.code, code))
    return found


def _misspelt(module: Module) -> Iterator[Problem]:
    """Problems for names that are almost those of registers, with a value that such a register can have."""
    for name, place in module.code.names.items() if module.code else ():
        if name.isupper() and name not in NAMES:
            for offer in OFFERS:
                if not hasattr(module.module, offer.name) and _is_almost(name, offer.name):
                    value = getattr(module.module, name, None)
                    if any(_fits(offer, key, one) for key, one in (*_items(value), ("x", value))):
                        message = f'"{name}" is not the name of a register, so nothing is done with it'
                        yield Problem("extension.register", message, place, f"did you mean {offer.name}?")


def _is_almost(name: str, register: str) -> bool:
    """True if one letter is missing, superfluous or different, or two letters have changed places."""
    shorter, longer = sorted((name, register), key=len)
    if len(longer) == len(shorter) + 1:
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    if len(longer) != len(shorter):
        return False
    differ = [(one, other) for one, other in zip(name, register, strict=True) if one != other]
    return len(differ) == 1 or (len(differ) == 2 and differ[0] == differ[1][::-1])


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from ((str(key), one) for key, one in value.items())
    elif isinstance(value, tuple | list):
        yield from (("x", one) for one in value)


def _fits(offer: Offer, name: str, value: Any) -> bool:
    """True if a register can have a value."""
    try:
        value_of(offer, value, getattr(value, "name", "") or name, Owner("", Location("")))
    except (Unfit, ModuleNotFoundError):
        return False
    return True


class _Reader:
    """Reads the value of one register in one module."""

    def __init__(self, module: Module, offer: Offer, taken: dict[tuple[str, str], str]) -> None:
        self.module = module
        self.offer = offer
        self.taken = taken
        self.names = names_in(offer)
        """Names that sitegen has."""
        self.problems: list[Problem] = []
        self.functions: list[tuple[str, CodeType]] = []

    def value(self) -> Any:
        """The value of the register; None if it has problems."""
        offer = self.offer
        named: dict[str, Any] = {}
        items: list[Any] = []
        try:
            for number, (name, item) in enumerate(items_of(offer, getattr(self.module.module, offer.name))):
                read = self._read(name, item, number)
                if read is not None:
                    named[name] = read
                    items.append(read)
        except Unfit as unfit:
            self.report("extension.value", f"{offer.name} {unfit.message}", unfit.hint)
        if self.problems or not items:
            return None
        return made(offer, named, tuple(items))

    def _read(self, name: str, item: Any, number: int) -> Any:
        offer, module = self.offer, self.module
        what = f'the {offer.word} "{name}"' if name else f"the {offer.word} {getattr(item, '__name__', '')}"
        place = module.place_of(offer.name, name, number)
        owner = Owner(what.rstrip(), place, module.reads, offer.pure, module.folder)
        self.functions += ((owner.what, it) for it in _functions(item))
        if name and self._is_taken(name):
            return None
        try:
            return value_of(offer, item, name, owner)
        except Unfit as unfit:
            message = f"{owner.what} {unfit.message}"
            self.problems.append(Problem("extension.value", message, place, unfit.hint))
        except ModuleNotFoundError as error:
            message = f"{offer.name} needs the package {error.name}, which is not installed"
            self.report("extension.value", message, "install that package beside it", name)
        return None

    def _is_taken(self, name: str) -> bool:
        offer = self.offer
        if name in self.names:
            message = f'sitegen has a {offer.word} "{name}" already'
            self.report("extension.taken", message, "give yours a different name", name)
            return True
        place = f"{self.module.path}, {offer.name}"
        other = self.taken.setdefault((offer.names or offer.name, name), place)
        if other != place:
            whose = other.removesuffix(f", {offer.name}")
            message = f'{whose} has a {offer.word} "{name}" already'
            self.report("extension.taken", message, "give one of the two a different name", name)
            return True
        return False

    def report(self, code: str, message: str, hint: str, name: str = "") -> None:
        place = self.module.place_of(self.offer.name, name)
        self.problems.append(Problem(code, message, place, hint))


def _functions(value: Any) -> Iterator[CodeType]:
    """Code of a function, or of the functions that a struct has."""
    if isinstance(value, partial):
        yield from _functions(value.func)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            part = getattr(value, name)
            if callable(part):
                yield from _functions(part)
    elif callable(value):
        found = getattr(unwrap(value), "__code__", None)
        if isinstance(found, CodeType):
            yield found
