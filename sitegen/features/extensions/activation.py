"""Finds, loads and checks the extensions of a site, and makes them the active ones of this process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

from msgspec import Struct

from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.features.extensions.audit import is_watching, watch
from sitegen.features.extensions.code import (
    Code,
    libraries_of,
    near_module,
    needed_by,
    read_code,
    syntax_problem,
)
from sitegen.features.extensions.installed import digest_of_entry, digest_of_installed, place_of, version_of
from sitegen.features.extensions.loading import imported_as, load, provide, unload
from sitegen.features.extensions.offers import FILES
from sitegen.features.extensions.values import Module, values_of
from sitegen.problems.extension_failures import failure, know_packages, place_in_extension
from sitegen.problems.formats import in_order, suggest
from sitegen.store.own_files import read_regular
from sitegen.store.packages import PackageEntry, entry_points_of
from sitegen.types import Digest, Location, Problem, Severity
from sitegen.types.paths import EXTENSIONS, SOURCE_FOLDERS
from sitegen.types.registers import EXTENSIONS_GROUP, Extender, Extension
from sitegen.types.registers import activate as make_active

NO_NAME = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")


class _Loaded(Struct, frozen=True):
    """Extensions that this process has loaded last."""

    root: Path | None = None
    key: Digest = ""
    files: Mapping[Path, Digest] = {}
    """Files that the extensions read."""
    extensions: tuple[Extension, ...] = ()
    problems: tuple[Problem, ...] = ()


class _State:
    loaded = _Loaded()


def activate(root: Path) -> tuple[Problem, ...]:
    """Activates the extensions of a site and of installed packages; returns their problems.

    Nothing is loaded again if neither their code nor the files that they read have changed.
    """
    code, problems = read_code(root)
    last = _State.loaded
    key = digest_of_parts(*(f"{it.path} {digest_of_bytes(it.data)}" for it in code.values()),
                          *(f"{p.location} {p.message}" for p in problems))  # fmt: skip
    same = last.root == root and last.key == key and all(_digest(p) == d for p, d in last.files.items())
    if not same:
        make_active(())
        loader = _Activation(root, code)
        extensions = tuple(loader.extensions())
        found = in_order((*problems, *loader.problems))
        _State.loaded = _Loaded(root, key, loader.files, extensions, found)
    files = {module: (it.path, it.data) for module, it in code.items()}
    make_active(_State.loaded.extensions, (root, files, is_watching()))
    return _State.loaded.problems


def restore(state: tuple[Path, dict[str, tuple[str, bytes]], bool]) -> None:
    """Activates the extensions of a different process, from the source that it has read."""
    root, files, watches = state
    if watches:
        watch()
    code = {module: Code(module, path, data) for module, (path, data) in files.items()}
    make_active(tuple(_Activation(root, code).extensions()), state)


class _Activation:
    """Loads the extensions of one site."""

    def __init__(self, root: Path, code: Mapping[str, Code]) -> None:
        self.root = root
        self.code = code
        self.files: dict[Path, Digest] = {}
        self.problems: list[Problem] = []

    def extensions(self) -> Iterator[Extension]:
        installed = entry_points_of(EXTENSIONS_GROUP)
        know_packages(_folders(installed))
        loaded = [*self._installed(installed), *self._own()]
        found = values_of([module for module, _, _ in loaded], self.code)
        for module, _, _ in loaded:
            self.files |= {file: _digest(file) for file in _templates_of(module) if module.code}
        self.problems += found.problems
        for module, digest, files in loaded:
            if values := found.values.get(module.path):
                yield Extension(module.name, module.path, digest, files, values)

    def _own(self) -> Iterator[tuple[Module, Digest, tuple[str, ...]]]:
        """The modules of the site with their digests."""
        if not self.code:
            unload()
            return
        sound = {}
        for name, code in self.code.items():
            try:
                code.tree  # noqa: B018 - parses it
                sound[name] = code
            except (SyntaxError, ValueError) as error:
                self.problems.append(syntax_problem(code, error))
        provide(self.root, sound)
        imported = {n for code in sound.values() for n in needed_by(code, sound) if n != code.module}
        found = {code.module: self._imported(code) for name, code in sound.items() if "." not in name}
        files = dict(self._files_of(sound))
        for name, imported_module in found.items():
            if imported_module is None:
                continue
            code = sound[name]
            names = {file: None for needed in needed_by(code, sound) for file in files.get(needed, ())}
            module = Module(name, code.path, imported_module, code, self._absolute(self.root, names))
            if not module.has_values and not name.startswith("_") and name not in imported:
                message = "this extension gives nothing: it has no value under the name of a register"
                hint = (
                    "give one, such as FILTERS = {…}, or put _ before the name of a file that others import"
                )
                self.problems.append(
                    Problem("extension.empty", message, Location(code.path), hint, Severity.WARNING)
                )
            yield module, self._digest_of(code, module), (*(it.path for it in self._needed(code)), *names)

    def _imported(self, code: Code) -> ModuleType | None:
        """A module after its import; None if it fails."""
        try:
            return load(code)
        except Exception as error:
            self.problems.append(self._import_problem(error, code))
        except SystemExit as error:
            self.problems.append(failure(error, place_in_extension(error) or Location(code.path)))
        return None

    def _import_problem(self, error: Exception, code: Code) -> Problem:
        place = place_in_extension(error) or Location(code.path)
        if not isinstance(error, ImportError):
            return failure(error, place)
        if isinstance(error, ModuleNotFoundError) and error.name:
            message = f'there is no module "{error.name.removeprefix("sitegen_extensions.")}"'
            return Problem("extension.import", message, place, near_module(error.name, self.code))
        name = NO_NAME.match(str(error))
        module = self.code.get(name[2].removeprefix("sitegen_extensions.")) if name else None
        if name is None or module is None:
            hint = "see what the module has, and which version of its package is installed"
            return Problem("extension.import", f"an import fails: {error}", place, hint)
        message = f'{module.path} has no "{name[1]}"'
        hint = suggest(name[1], module.names) or "see how the name is spelt there"
        return Problem("extension.import", message, place, hint)

    def _files_of(self, sound: Mapping[str, Code]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The imported modules of the site, each with the files that it reads."""
        for name, code in sound.items():
            module = imported_as(name)
            if module is not None:
                yield name, self._reads(module, self.root, code.path, code)

    def _absolute(self, home: Path, names: Iterable[str]) -> frozenset[str]:
        return frozenset(str((home / name).resolve()) for name in names)

    def _reads(self, module: ModuleType, home: Path, path: str, code: Code | None) -> tuple[str, ...]:
        """Paths of the files in `FILES`, which the site must have."""
        names = getattr(module, FILES, ())
        place = code.place_of(FILES) if code else Location(path)
        if not isinstance(names, tuple | list) or not all(isinstance(name, str) for name in names):
            hint = f'write FILES = ("{EXTENSIONS}/words.txt",)'
            self.problems.append(Problem("extension.files", "FILES is not a tuple of paths", place, hint))
            return ()
        found = []
        for name in names:
            where = code.place_of(FILES, name) if code else place
            parts = name.split("/")
            if code and (parts[0] not in SOURCE_FOLDERS or {"", ".", ".."} & set(parts)):
                message = f'"{name}" is in no folder of the site that is watched'
                hint = f"put it into {EXTENSIONS}/ or data/, and write the path from the root of the site"
                self.problems.append(Problem("extension.files", message, where, hint))
            elif not (home / name).is_file() or (home / name).is_symlink():
                message = f'there is no file "{name}"'
                hint = "write the path from the root of the site"
                self.problems.append(Problem("extension.files", message, where, hint))
            else:
                found.append(name)
        self.files |= {home / name: _digest(home / name) for name in names if "\0" not in name}
        return tuple(found)

    def _needed(self, code: Code) -> list[Code]:
        """A module and those that it imports."""
        return [it for _, it in sorted(needed_by(code, self.code).items())]

    def _digest_of(self, code: Code, module: Module) -> Digest:
        """Digest of a module, of all that it imports and of the files that these read."""
        needed = self._needed(code)
        libraries = sorted({name for it in needed for name in libraries_of(it)})
        return digest_of_parts(
            *(f"{it.path} {digest_of_bytes(it.data)}" for it in needed),
            *map(version_of, libraries),
            *(_digest(Path(path)) for path in sorted(module.reads)),
        )

    def _installed(
        self, entries: tuple[PackageEntry, ...]
    ) -> Iterator[tuple[Module, Digest, tuple[str, ...]]]:
        for entry in entries:
            path = f"{entry.package}: {entry.module}"
            try:
                found = import_module(entry.module)
            except (Exception, SystemExit) as error:
                place = place_in_extension(error) or Location(path)
                self.problems.append(failure(error, place, f"the installed extension {entry.name}"))
                continue
            folder = Path(found.__file__ or "").parent
            reads = self._absolute(folder, self._reads(found, folder, path, None))
            module = Module(entry.name, path, found, None, reads)
            files = (_digest(Path(file)) for file in sorted(module.reads))
            yield module, digest_of_parts(entry.package, digest_of_entry(entry), *files), ()


def _templates_of(module: Module) -> Iterator[Path]:
    """Files of the templates that a module gives, which may be missing."""
    named = getattr(module.module, "TEMPLATES", {})
    for path in named.values() if isinstance(named, Mapping) else ():
        if isinstance(path, str) and path and "\0" not in path:
            yield module.folder / path


def _folders(entries: tuple[PackageEntry, ...]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        place = place_of(entry.module)
        if place is not None:
            name = entry.module.rpartition(".")[2] if place.name == "__init__.py" else ""
            yield (str(place.parent), name) if name else (str(place), place.name)


def _digest(file: Path) -> Digest:
    try:
        return digest_of_bytes(read_regular(file))
    except OSError:
        return ""


EXTENDER = Extender(activate, restore, watch, digest_of_installed)
