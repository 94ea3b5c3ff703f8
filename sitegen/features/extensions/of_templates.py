"""Filters, tests, globals and shortcodes of extensions, checked and guarded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from typing import Any

from jinja2 import UndefinedError
from msgspec import Struct

from sitegen.digest import Digester
from sitegen.features.extensions.guard import Owner, Unfit, as_function, unfit_value
from sitegen.markdown.shortcodes import INSIDE
from sitegen.problems.extension_failures import described
from sitegen.read.template_code import SHORTCODE
from sitegen.read.templates import CONTEXT_FREE, environment, read_built_in
from sitegen.render.filters import Filter
from sitegen.render.of_extensions import INNER, LOCALE, Global, PythonShortcode
from sitegen.views.inputs import input_kinds


def filter_of(value: Any, name: str, owner: Owner) -> Filter:
    _check_name(name)
    if isinstance(value, Filter):
        return Filter(_pure(value.show, owner), value.takes, value.localized)
    function = _plain_function(as_function(value))
    return Filter(_pure(function, owner), "other values", _takes(function, LOCALE))


def test_of(value: Any, name: str, owner: Owner) -> Callable[..., Any]:
    _check_name(name)
    function = _unchanging(_plain_function(as_function(value)), owner)
    return owner.guard(function, _not_boolean, (UndefinedError,))


def global_of(value: Any, name: str, owner: Owner) -> Global:
    _check_name(name)
    if callable(value) and not isinstance(value, type):
        return Global(_pure(_plain_function(value), owner), _takes(value, LOCALE))
    if unfit_value(value):
        raise Unfit(f"is {described(value)}", "give a function, or a plain value")
    return Global(value)


def shortcode_of(value: Any, name: str, owner: Owner) -> PythonShortcode:
    if not INSIDE.fullmatch(name) or "/" in name:
        raise Unfit("has a name that no text can use", "use letters, digits, - and _")
    function = as_function(value)
    show = owner.guard(_unchanging(function, owner), _not_text)
    return PythonShortcode(show, function, _takes(function, LOCALE), _takes(function, INNER))


def _pure(function: Callable[..., Any], owner: Owner) -> Callable[..., Any]:
    return owner.guard(_unchanging(function, owner), unfit_value, (UndefinedError,))


MUTABLE = (dict, list, set, Struct)
"""Classes of values that a function could change, or that have such values inside."""


def _unchanging(function: Callable[..., Any], owner: Owner) -> Callable[..., Any]:
    """The function; calling it fails if it changes a value that it was given."""

    @wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        given = [value for value in (*arguments, *options.values()) if isinstance(value, MUTABLE)]
        before = Digester().digest_of(given) if given else ""
        result = function(*arguments, **options)
        if given and Digester().digest_of(given) != before:
            message = "changes a value that it was given, which other pages show as well"
            raise owner.failed(message, "make a new one: dict(value), list(value)", "extension.impure")
        return result

    return run


def _check_name(name: str) -> None:
    if not name.isidentifier():
        raise Unfit("has a name that no template can use", "use letters, digits and _")
    if name.lower() in CONSTANTS:
        raise Unfit("has the name of a value of Jinja", "give it a different name")


CONSTANTS = frozenset({"none", "true", "false"})
"""Names that templates read as values."""


def _plain_function(function: Any) -> Any:
    if hasattr(function, "jinja_pass_arg"):
        raise Unfit("asks for the context of the template", "a function sees its arguments and nothing else")
    return function


def _takes(function: Callable[..., Any], parameter: str) -> bool:
    try:
        return parameter in signature(function).parameters
    except (TypeError, ValueError):  # some functions of Python have no signature
        return False


def _not_boolean(result: object) -> str:
    return "" if isinstance(result, bool) else f"{described(result)}, not True or False"


def _not_text(result: object) -> str:
    return "" if isinstance(result, str) else f"{described(result)}, not a text or Markup"


def filter_names() -> Iterable[str]:
    return environment().filters


def test_names() -> Iterable[str]:
    return environment().tests


def global_names() -> Iterable[str]:
    """Names that mean something in templates already."""
    return {*environment().globals, *input_kinds(), *CONTEXT_FREE}


def shortcode_names() -> Iterable[str]:
    return {name.removeprefix(SHORTCODE).removesuffix(".html") for name, _ in read_built_in()}
