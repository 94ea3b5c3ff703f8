"""The rooms of architecture.md: a module imports only from its own room and from rooms to its left.

Imports inside functions and under `TYPE_CHECKING` count as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "sitegen"
RANKS = (
    ("types",),
    ("zones",),
    ("digest",),
    ("lazy",),
    ("codec",),
    ("paths",),
    ("file_kinds",),
    ("own_files",),
    ("seal",),
    ("nearest",),
    ("problems",),
    ("extras",),
    ("merges",),
    ("fetch",),
    ("nodes",),
    ("quotes",),
    ("definition",),
    ("exports",),
    ("publication",),
    ("content_rules",),
    ("menu_rules",),
    ("content_types",),
    ("graphics",),
    ("budgets",),
    ("config",),
    ("execute",),
    ("read",),
    ("history",),
    ("model",),
    ("plan",),
    ("render",),
    ("search",),
    ("write",),
    ("state",),
    ("check",),
    ("pipeline",),
    ("texts",),
    ("update",),
    ("release",),
    ("translations",),
    ("authoring",),
    ("why",),
    ("reasons",),
    ("move",),
    ("stale",),
    ("next_change",),
    ("links",),
    ("profile",),
    ("diff",),
    ("rebuild",),
    ("published",),
    ("overlay",),
    ("scaffold",),
    ("serve",),
    ("progress",),
    ("options",),
    ("console",),
    ("streams",),
    ("commands",),
    ("cli",),
)
RANK = {room: number for number, rooms in enumerate(RANKS) for room in rooms}
LONGEST_FUNCTION = 80
LONGEST_MODULE = 400
OUTSIDE = ("", "__main__")
"""The package itself, which has only the version, and the way in."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: str) -> str:
    """`sitegen.read.fields` → `read`."""
    return module.partition(".")[2].partition(".")[0]


def module_name(path: Path) -> str:
    parts = ("sitegen", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


def imports(tree: ast.AST) -> Iterator[str]:
    """The modules of the package that a module imports, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("sitegen"))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            if node.module == "sitegen":
                yield from (f"sitegen.{alias.name}" for alias in node.names)
            elif node.module and node.module.startswith("sitegen."):
                yield node.module


def wrong_imports(module: str, source: str) -> list[str]:
    own = room_of(module)
    found = sorted({room_of(name) for name in imports(ast.parse(source))} - {own, "__version__"})
    return [room for room in found if RANK.get(room, len(RANKS)) >= RANK[own]]


def long_functions(source: str) -> list[str]:
    functions = (
        n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_leftwards(path: Path) -> None:
    module = module_name(path)
    if room_of(module) not in OUTSIDE:
        assert wrong_imports(module, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_has_at_most_400_lines_and_no_function_over_80(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = source.count("\n")

    assert lines <= LONGEST_MODULE
    assert long_functions(source) == []


def test_every_room_is_known() -> None:
    rooms = {room_of(module_name(path)) for path in MODULES}

    assert rooms - set(OUTSIDE) <= RANK.keys()


def test_imports_inside_functions_and_for_type_checking_count() -> None:
    hidden = "def f():\n    from sitegen.render.body import fill_body\n"
    typed = "if TYPE_CHECKING:\n    from sitegen import cli\n"
    allowed = "from sitegen.types import Site\nfrom sitegen.model.urls import href\n"

    assert wrong_imports("sitegen.model.urls", hidden) == ["render"]
    assert wrong_imports("sitegen.model.urls", typed) == ["cli"]
    assert wrong_imports("sitegen.model.lists", allowed) == []


def test_a_function_of_81_lines_is_too_long() -> None:
    assert long_functions("def f():\n" + "    pass\n" * 80) == ["f"]
    assert long_functions("def f():\n" + "    pass\n" * 79) == []
