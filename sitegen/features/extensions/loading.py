"""Imports modules of a site's extensions from their source as it was read.

No bytecode is written or read: an edit within the same second must count.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from sitegen.features.extensions.code import PACKAGE, Code


class _Importer(MetaPathFinder, Loader):
    """Finds and runs the modules of one site."""

    def __init__(self, root: Path, code: Mapping[str, Code]) -> None:
        self.root = root
        self.code = code

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the signature of finders
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname == PACKAGE:
            return ModuleSpec(fullname, self, is_package=True)
        module = fullname.removeprefix(f"{PACKAGE}.")
        code = self.code.get(module)
        if module == fullname:
            return None
        if code is None:  # perhaps a folder without an __init__.py
            below = any(name.startswith(f"{module}.") for name in self.code)
            return ModuleSpec(fullname, self, is_package=True) if below else None
        return ModuleSpec(fullname, self, origin=code.path, is_package=code.is_package)

    def exec_module(self, module: ModuleType) -> None:
        code = self.code.get(module.__name__.removeprefix(f"{PACKAGE}."))
        if code is not None:
            module.__file__ = str(self.root / code.path)
            compiled = compile(code.data, code.path, "exec", dont_inherit=True)
            exec(compiled, vars(module))  # noqa: S102 - the code of a site is trusted, as templates are


def unload() -> None:
    """Forgets the modules of the last site."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Importer)]
    for name in [name for name in sys.modules if name == PACKAGE or name.startswith(f"{PACKAGE}.")]:
        del sys.modules[name]


def provide(root: Path, code: Mapping[str, Code]) -> None:
    """Makes the modules of a site importable."""
    unload()
    sys.meta_path.insert(0, _Importer(root, code))


def imported_as(name: str) -> ModuleType | None:
    """The module with a name within the package; None if it has not been imported."""
    return sys.modules.get(f"{PACKAGE}.{name}")


def load(code: Code) -> ModuleType:
    """Imports a module. Raises whatever its code raises."""
    return import_module(f"{PACKAGE}.{code.module}")
