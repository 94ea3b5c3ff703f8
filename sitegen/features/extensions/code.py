"""Source code of a site's extensions: its files, what they import, and the places of their names."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from sitegen.problems.formats import suggest, unreadable
from sitegen.store.own_files import read_regular
from sitegen.types import Location, Problem
from sitegen.types.paths import EXTENSIONS

PACKAGE = "sitegen_extensions"
"""Name of the package whose modules the files are."""
IGNORED = ("__pycache__", "node_modules")


class Code:
    """A module of a site's extensions."""

    def __init__(self, module: str, path: str, data: bytes) -> None:
        self.module = module
        """Name within the package: `phone`, `podcast.feed`."""
        self.path = path
        self.data = data
        self.is_package = path.endswith("/__init__.py")

    @cached_property
    def tree(self) -> ast.Module:
        """Syntax tree. Raises SyntaxError."""
        return ast.parse(self.data, self.path)

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Names that imports bind, with what they stand for: `date` → `datetime.date`."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    first = alias.name.partition(".")[0]
                    found[alias.asname or first] = alias.name if alias.asname else first
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                found |= {alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names}
        return found

    @cached_property
    def imported(self) -> frozenset[str]:
        """Dotted names of all that the module imports, and of modules of the package that its texts name."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
            elif isinstance(node, ast.Constant) and str(node.value).startswith(f"{PACKAGE}."):
                found.add(str(node.value).split(":", 1)[0])
        return frozenset(found)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = [PACKAGE, *self.module.split(".")]
        above = parts[: len(parts) - node.level + self.is_package] or [PACKAGE]
        return ".".join([*above, *([node.module] if node.module else [])])

    def place_of(self, register: str, key: str = "", number: int = -1) -> Location:
        """Place of the value of a register, of a key in it, or of the item with a number."""
        value = self._values.get(register)
        if value is None:
            return Location(self.path)
        if isinstance(value, ast.Tuple | ast.List) and 0 <= number < len(value.elts):
            return self.at(value.elts[number])
        for node in ast.walk(value) if key else ():
            if isinstance(node, ast.Constant) and node.value == key:
                return self.at(node)
        return self.at(value)

    @cached_property
    def _values(self) -> Mapping[str, ast.expr]:
        return {target.id: value for target, value in self._assigned()}

    @cached_property
    def names(self) -> Mapping[str, Location]:
        """Names that the module assigns, each with its place."""
        return {target.id: self.at(target) for target, _ in self._assigned()}

    def _assigned(self) -> Iterator[tuple[ast.Name, ast.expr]]:
        for node in self.tree.body:
            if isinstance(node, ast.Assign):
                pairs = [(target, node.value) for target in node.targets]
            elif isinstance(node, ast.AnnAssign) and node.value:
                pairs = [(node.target, node.value)]
            else:
                continue
            for target, value in pairs:
                several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
                inner = zip(target.elts, value.elts, strict=False) if several else [(target, value)]  # type: ignore[attr-defined]
                yield from ((one, its) for one, its in inner if isinstance(one, ast.Name))

    def at(self, node: ast.expr | ast.stmt) -> Location:
        """Place of a node; its column counts characters."""
        lines = self.data.splitlines()
        line = lines[node.lineno - 1] if node.lineno <= len(lines) else b""
        return Location(self.path, node.lineno, len(line[: node.col_offset].decode("utf-8", "replace")) + 1)


def read_code(root: Path) -> tuple[dict[str, Code], list[Problem]]:
    """Modules of a site's extensions by name, and problems of their files."""
    found: dict[str, Code] = {}
    problems: list[Problem] = []
    for path in _files(root, EXTENSIONS):
        parts = path.removeprefix(f"{EXTENSIONS}/").removesuffix(".py").split("/")
        if parts == ["__init__"]:
            continue
        module = ".".join(parts).removesuffix(".__init__")
        wrong = next((part for part in parts if not part.isidentifier()), "")
        if wrong:
            better = "".join(char if f"a{char}".isidentifier() else "_" for char in wrong)
            message = f'"{wrong}" cannot be the name of a module of Python'
            problems.append(Problem("extension.name", message, Location(path), f"rename it to {better}"))
        elif module in found:
            message = f"{found[module].path} is the module {module} already"
            problems.append(Problem("extension.name", message, Location(path), "rename one of the two"))
        else:
            try:
                found[module] = Code(module, path, read_regular(root / path))
            except OSError as error:
                problems.append(unreadable(path, error))
    return found, problems


def _files(root: Path, folder: str) -> Iterator[str]:
    """Paths of the Python files below a folder that is no link, in order."""
    place = root / folder
    if place.is_symlink() or not place.is_dir():
        return
    for item in sorted(place.iterdir()):
        if item.name.startswith(".") or item.name in IGNORED:
            continue
        path = f"{folder}/{item.name}"
        if item.is_dir() and not item.is_symlink():
            yield from _files(root, path)
        elif item.name.endswith(".py"):
            yield path


def needed_by(code: Code, known: Mapping[str, Code]) -> dict[str, Code]:
    """The modules that a module imports, directly or not, with itself. Modules with errors import nothing."""
    found, waiting = {code.module: code}, [code]
    while waiting:
        for module in _modules(waiting.pop()):
            if module in known and module not in found:
                found[module] = known[module]
                waiting.append(known[module])
    return found


def _modules(code: Code) -> Iterator[str]:
    """Names of modules of the package that a module may import, with the packages around them."""
    yield from _around(code.module)
    try:
        imported = code.imported
    except (SyntaxError, ValueError):
        return
    for name in imported:
        if name.startswith(f"{PACKAGE}."):
            yield from _around(name.removeprefix(f"{PACKAGE}."))


def _around(module: str) -> Iterator[str]:
    parts = module.split(".")
    return (".".join(parts[:number]) for number in range(1, len(parts) + 1))


def libraries_of(code: Code) -> frozenset[str]:
    """Top names of installed packages that a module imports."""
    try:
        tops = {name.partition(".")[0] for name in code.imported}
    except (SyntaxError, ValueError):
        return frozenset()
    return frozenset(tops - {"", "sitegen", PACKAGE} - sys.stdlib_module_names)


def syntax_problem(code: Code, error: SyntaxError | ValueError) -> Problem:
    """The problem of a file that Python cannot read."""
    line, column = getattr(error, "lineno", None), getattr(error, "offset", None)
    message = getattr(error, "msg", None) or str(error)
    return Problem(
        "extension.syntax",
        f"this is not Python: {message}",
        Location(code.path, line or None, column or None),
        "see whether a bracket, a quotation mark or a colon is missing, here or in the line above",
    )


def near_module(name: str, known: Mapping[str, Code]) -> str:
    """A hint for a module that is not installed."""
    top = name.partition(".")[0]
    if top in known:
        return f"{top} is a file beside this one; write: from . import {top}"
    near = suggest(top, known)
    return near or f"install the package that has {top}, and add it to the requirements of the site"
