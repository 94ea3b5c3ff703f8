"""Looks in the code of pure functions for what differs between two runs: clock, chance, machine, network.

It also finds what would end sitegen without a word.

    def age(day):
        return date.today().year - day.year      →   extension.impure: … uses the clock: date.today

Only what is visible in the code is found: names that a module imports, in a function that is in a register,
in functions that it calls in the same extension, and in the statements of the module itself.
`sitegen/features/extensions/audit.py` watches functions while they run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType
from typing import TypeAlias

from sitegen.features.extensions.code import PACKAGE, Code
from sitegen.types import Problem

CLOCK, CHANCE, MACHINE = "the clock", "chance", "the environment"
NETWORK, PROGRAMS = "the network", "another program"
END = "a function that ends sitegen at once"
NAMES = {
    **dict.fromkeys(
        ("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
         "datetime.date.today", "time.time", "time.time_ns", "time.monotonic", "time.perf_counter",
         "time.localtime", "time.gmtime", "time.ctime", "time.asctime"), CLOCK),
    **dict.fromkeys(("uuid.uuid1", "uuid.uuid4", "os.urandom", "os.getrandom"), CHANCE),
    **dict.fromkeys(
        ("os.environ", "os.environb", "os.getenv", "os.getcwd", "os.getlogin", "os.uname", "os.getpid",
         "pathlib.Path.cwd", "pathlib.Path.home", "socket.gethostname", "locale.getlocale"), MACHINE),
    **dict.fromkeys(("os.system", "os.popen"), PROGRAMS),
    **dict.fromkeys(("os._exit", "os.abort", "os.kill", "os.killpg", "signal.raise_signal"), END),
}  # fmt: skip
MODULES = {
    "random": CHANCE, "secrets": CHANCE, "platform": MACHINE, "getpass": MACHINE, "socket": NETWORK,
    "urllib.request": NETWORK, "http.client": NETWORK, "ftplib": NETWORK, "smtplib": NETWORK,
    "requests": NETWORK, "httpx": NETWORK, "urllib3": NETWORK, "aiohttp": NETWORK, "subprocess": PROGRAMS,
}  # fmt: skip
"""Modules whose every name is meant."""
SEEDED = ("random.Random",)
"""Sources of numbers that are the same in every run if they are given a seed."""
IMPURE = ("LOADERS", "IMPORTERS", "COMMANDS")
"""Registers whose functions no build runs."""
BUILT_IN = {"hash": "a number that differs from run to run", "id": "a number that differs from run to run",
            "input": "the keyboard"}  # fmt: skip
ADVICE = {
    CLOCK: "the day of the site is config.today in a rule or planner; give a filter the date that it needs",
    CHANCE: "the same content must give the same page; random.Random(seed) gives the same numbers each time",
    END: "raise an exception, so that the build can say what failed, and where",
    NETWORK: "bring data with a loader, which only sitegen fetch runs, or write a command",
}
OTHER_ADVICE = "a page may only depend on the content, the definition and the code of the site"

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Part: TypeAlias = tuple[Code, ast.AST]
"""A module and a part of it."""


def impurities(
    functions: Iterable[tuple[str, CodeType]], main: Code, known: Mapping[str, Code]
) -> Iterator[Problem]:
    """Problems of functions in registers, each with what it is called in messages."""
    by_path = {code.path: code for code in known.values()}
    reported: set[tuple[str, int, int]] = set()
    roots: list[tuple[str, Part]] = []
    for what, function in functions:
        code = by_path.get(function.co_filename)
        node = _functions(code).get(function.co_firstlineno) if code else None
        if code is not None and node is not None:
            roots.append((what, (code, node)))
    roots += (("the extension", (main, part)) for part in _own_statements(main))
    for what, root in roots:
        for code, part in _reached(root, known):
            for place, used, name in _uses(code, part):
                key = (code.path, place.lineno, place.col_offset)
                if key not in reported:
                    reported.add(key)
                    message = f"{what} uses {used}: {name}"
                    yield Problem("extension.impure", message, code.at(place), ADVICE.get(used, OTHER_ADVICE))


def _functions(code: Code) -> dict[int, Function]:
    """Functions by their first line, decorators included."""
    found: dict[int, Function] = {}
    for node in ast.walk(code.tree):
        if isinstance(node, Function):
            decorators = getattr(node, "decorator_list", ())
            found.setdefault(min([node.lineno, *(it.lineno for it in decorators)]), node)
    return found


def _own_statements(code: Code) -> Iterator[ast.AST]:
    """Statements of a module besides functions, classes and imports."""
    apart = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    for node in code.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else ()
        is_impure = any(isinstance(target, ast.Name) and target.id in IMPURE for target in targets)
        if not isinstance(node, apart) and not is_impure:
            yield node


def _reached(root: Part, known: Mapping[str, Code]) -> Iterator[Part]:
    """A part, and the functions and classes of the extension that it names, directly or not."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        code, part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        yield code, part
        for node in _nodes(part):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                target = _target(code, node, known)
                if target is not None:
                    waiting.append(target)


def _nodes(part: ast.AST) -> Iterator[ast.AST]:
    """Nodes of a part; of a statement of a module without the bodies of functions in it."""
    if isinstance(part, Function | ast.ClassDef):
        yield from ast.walk(part)
        return
    waiting = [part]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Function):
            yield node
            waiting += ast.iter_child_nodes(node)


def _target(code: Code, node: ast.expr, known: Mapping[str, Code]) -> Part | None:
    """The function or class of the extension that an expression names."""
    if isinstance(node, ast.Name) and node.id not in code.aliases:
        return _definition(code, node.id)
    dotted = _dotted(code, node)
    module, _, name = dotted.removeprefix(f"{PACKAGE}.").rpartition(".")
    if dotted.startswith(f"{PACKAGE}.") and module in known:
        return _definition(known[module], name)
    return None


def _definition(code: Code, name: str) -> Part | None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return next(((code, n) for n in code.tree.body if isinstance(n, kinds) and n.name == name), None)


def _dotted(code: Code, node: ast.AST) -> str:
    """The dotted name that an expression stands for; empty if it is none of an import."""
    if isinstance(node, ast.Name):
        return code.aliases.get(node.id, "")
    if isinstance(node, ast.Attribute):
        before = _dotted(code, node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _uses(code: Code, part: ast.AST) -> Iterator[tuple[ast.expr, str, str]]:
    """Expressions that differ between runs, with what they use and their names."""
    inner = {id(node.value) for node in _nodes(part) if isinstance(node, ast.Attribute)}
    seeded = {
        id(node.func)
        for node in _nodes(part)
        if isinstance(node, ast.Call) and node.args and _dotted(code, node.func) in SEEDED
    }
    own = {argument.arg for node in _nodes(part) if isinstance(node, ast.arguments)
           for argument in (*node.args, *node.kwonlyargs)}  # fmt: skip
    own |= {
        node.id for node in _nodes(part) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in _nodes(part):
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in inner | seeded:
            used = _used(code, node, own)
            if used:
                yield node, used, ast.unparse(node)


def _used(code: Code, node: ast.Name | ast.Attribute, own: set[str]) -> str:
    dotted = _dotted(code, node)
    if not dotted and isinstance(node, ast.Name) and node.id not in own and not _definition(code, node.id):
        return BUILT_IN.get(node.id, "")
    for name, used in NAMES.items():
        if dotted == name or dotted.startswith(f"{name}."):
            return used
    for module, used in MODULES.items():
        if dotted.startswith(f"{module}."):
            return used
    return ""
