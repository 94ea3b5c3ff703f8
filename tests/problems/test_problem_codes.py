"""Every code of a problem is explained in the documentation and shown by a broken site."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.test_broken import BROKEN, read_case

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/content/manual/reference/problems.md"
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
CALLS = {"Problem": 0, "problem": 0, "refuse": 0, "report": 0, "wrong": 3}
"""Which argument of a call is the code: `Problem(code, …)`, `keys.wrong(node, message, hint, code)`."""

MACHINE = {
    "dates.git", "dates.shallow", "file.fault", "file.unreadable", "image.fetch", "limit.check",
    "limit.memory", "markdown.uncompared", "search.missing",
}  # fmt: skip
"""Problems of the machine, not of the files: no file can hold them. Tested in tests/git/,
tests/read/test_scan.py, tests/read/test_limits.py, tests/online/, tests/check/ and tests/features/."""


@cache
def codes_in_source() -> frozenset[str]:
    """The codes of all modules, whose trees are looked at one by one: together they take 80 MB."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "sitegen").rglob("*.py"))
    return frozenset(code for tree in trees for function in _scopes(tree) for code in _codes(function))


def _scopes(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _codes(function: ast.FunctionDef) -> Iterator[str]:
    defaults = zip(reversed(function.args.args), reversed(function.args.defaults), strict=False)
    yield from (text for arg, node in defaults if arg.arg == "code" for text in _texts(node, function))
    for call in ast.walk(function):
        if isinstance(call, ast.Call):
            for argument in _code_arguments(call):
                yield from (t for t in _texts(argument, function) if CODE.fullmatch(t))


def _code_arguments(call: ast.Call) -> Iterator[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = CALLS.get(name)
    if place is not None:
        yield from call.args[: place + 1]
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "code")


def _texts(node: ast.expr, function: ast.FunctionDef) -> list[str]:
    """The texts that an expression can be: a constant, a choice, a name given one of them, or an f-string."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return _texts(node.body, function) + _texts(node.orelse, function)
    if isinstance(node, ast.Name):
        given = (n.value for n in ast.walk(function) if isinstance(n, ast.Assign) and _names(n) == [node.id])
        return [text for value in given for text in _texts(value, function)]
    if isinstance(node, ast.FormattedValue):
        return _texts(node.value, function)
    if isinstance(node, ast.JoinedStr):
        texts = [""]
        for part in node.values:
            texts = [before + text for before in texts for text in _texts(part, function)]
        return texts
    return []


def _names(assignment: ast.Assign) -> list[str]:
    return [target.id for target in assignment.targets if isinstance(target, ast.Name)]


def codes_in_docs() -> set[str]:
    """Each code has a heading of its own in problems.md."""
    text = PAGE.read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith("#")]
    return {code for line in headings for code in CODE.findall(line)}


def codes_in_broken_sites() -> set[str]:
    expected = (read_case(path).expected for path in BROKEN.glob("*.txt"))
    found = (re.findall(r"^[^ ].*?: (?:\w+: )?([a-z_]+\.[a-z_]+): ", text, re.MULTILINE) for text in expected)
    return {code for codes in found for code in codes}


def test_the_codes_of_the_source_are_found() -> None:
    found = codes_in_source()

    assert {"yaml.alias", "image.missing", "link.missing", "template.failed", "config.value"} <= found
    assert len(found) > 60


def test_every_code_is_explained() -> None:
    assert codes_in_source() - codes_in_docs() == set()


def test_codes_are_explained_in_order_below_their_family() -> None:
    parts = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    families = {part.partition("\n")[0]: re.findall(r"^### `([\w.]+)`", part, re.MULTILINE) for part in parts}

    assert list(families) == sorted(families)
    assert [codes for codes in families.values() if codes != sorted(codes)] == []
    assert [code for name, codes in families.items() for code in codes if code.split(".")[0] != name] == []
    assert all(families.values())


def test_nothing_is_explained_that_does_not_exist() -> None:
    assert codes_in_docs() - codes_in_source() == set()


def test_every_code_has_a_broken_site() -> None:
    assert codes_in_source() - codes_in_broken_sites() == MACHINE


@pytest.mark.parametrize("code", sorted(codes_in_source()))
def test_a_code_is_two_words_joined_by_a_point(code: str) -> None:
    assert CODE.fullmatch(code)
