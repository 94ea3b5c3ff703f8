"""The rooms of architecture.md: a module imports only from its own room and from rooms to its left.

Imports inside functions and under `TYPE_CHECKING` count as well. No modules import each other in a circle,
also not within a room.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "sitegen"
ROOMS = (
    "types",
    "digest",
    "problems",
    "execute",
    "store",
    "yaml",
    "markdown",
    "kinds",
    "definition",
    "read",
    "git",
    "model",
    "views",
    "plan",
    "render",
    "write",
    "check",
    "build",
    "features",
    "authoring",
    "upkeep",
    "move",
    "online",
    "review",
    "serve",
    "commands",
)
RANK = {room: number for number, room in enumerate(ROOMS)}
LONGEST_FUNCTION = 80
LONGEST_MODULE = 400
LARGEST_CORE = 30_850
"""Limit on the lines of all rooms left of `features`."""
OUTSIDE = ("", "__main__", "extend")
"""The package itself, which has only the version; the way in; and the names that extensions import."""

SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def room_of(module: str) -> str:
    """`sitegen.read.fields` → `read`."""
    return module.partition(".")[2].partition(".")[0]


def module_name(path: Path) -> str:
    parts = ("sitegen", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in SOURCES}


def imports(tree: ast.AST) -> Iterator[str]:
    """The modules of the package that a module imports, wherever the import is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("sitegen"))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            if node.module == "sitegen" or (node.module or "").startswith("sitegen."):
                names = (f"{node.module}.{alias.name}" for alias in node.names)
                yield from (name if name in MODULES else str(node.module) for name in names)


def wrong_imports(module: str, imported: Iterable[str]) -> list[str]:
    own = room_of(module)
    found = sorted({room_of(name) for name in imported} - {own, ""})
    return [room for room in found if RANK.get(room, len(ROOMS)) >= RANK[own]]


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Names that depend on each other in a circle, the first one also last; empty if there are none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def long_functions(tree: ast.AST) -> list[str]:
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]


@pytest.fixture(scope="module")
def imported() -> Mapping[str, set[str]]:
    """What each module imports. No tree is kept: together they take 100 MB, which slows down every fork."""
    return {module: set(imports(ast.parse(SOURCES[path]))) for module, path in MODULES.items()}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_leftwards(module: str, imported: Mapping[str, set[str]]) -> None:
    if room_of(module) not in OUTSIDE:
        assert wrong_imports(module, imported[module]) == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_at_most_400_lines_and_no_function_over_80(module: str) -> None:
    path = MODULES[module]

    assert SOURCES[path].count("\n") <= LONGEST_MODULE
    assert long_functions(ast.parse(SOURCES[path])) == []


def test_no_modules_import_each_other_in_a_circle(imported: Mapping[str, set[str]]) -> None:
    graph = {module: names - {module} for module, names in imported.items()}

    assert circle(graph) == []


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})[0] in "abc"
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []


def test_features_do_not_import_each_other(imported: Mapping[str, set[str]]) -> None:
    for module, names in imported.items():
        if module.startswith("sitegen.features."):
            own = module.split(".")[2]
            others = {name for name in names if name.startswith("sitegen.features.")}
            assert {name.split(".")[2] for name in others} <= {own}, module


def test_the_core_does_not_grow() -> None:
    """What is not the way of a page from a text to a file is a feature."""
    core = ROOMS[: ROOMS.index("features")]
    lines = sum(text.count("\n") for path, text in SOURCES.items() if room_of(module_name(path)) in core)

    assert lines <= LARGEST_CORE


def test_every_room_is_known_and_there_are_few() -> None:
    rooms = {room_of(module) for module in MODULES} - set(OUTSIDE)

    assert rooms == set(ROOMS)
    assert len(rooms) <= 26


def test_imports_inside_functions_and_for_type_checking_count() -> None:
    hidden = ast.parse("def f():\n    from sitegen.render.body import fill_body\n")
    typed = ast.parse("if TYPE_CHECKING:\n    from sitegen import commands\n")
    allowed = ast.parse("from sitegen.types import Site\nfrom sitegen.model.urls import href\n")

    assert wrong_imports("sitegen.model.urls", imports(hidden)) == ["render"]
    assert wrong_imports("sitegen.model.urls", imports(typed)) == ["commands"]
    assert wrong_imports("sitegen.model.sorting", imports(allowed)) == []


def test_a_function_of_81_lines_is_too_long() -> None:
    assert long_functions(ast.parse("def f():\n" + "    pass\n" * 80)) == ["f"]
    assert long_functions(ast.parse("def f():\n" + "    pass\n" * 79)) == []
