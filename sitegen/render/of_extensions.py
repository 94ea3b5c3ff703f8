"""Globals, tests and shortcodes of extensions, as templates use them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from markupsafe import Markup, escape
from msgspec import Struct

from sitegen.types.registers import by_name, per_extensions

LOCALE, INNER = "locale", "inner"
"""Parameters that receive the locale of the page, and what is between the two tags of a shortcode."""


class Global(Struct, frozen=True):
    """A name that every template can use."""

    value: Any
    localized: bool = False
    """The value is a function that takes the locale of the page as `locale`."""


class PythonShortcode(Struct, frozen=True):
    """A shortcode that a function makes."""

    show: Callable[..., Any]
    function: Callable[..., Any]
    """The function as it is written, for its parameters."""
    localized: bool
    closed: bool
    """The function takes what is between two tags as `inner`."""


@per_extensions
def own_globals() -> Mapping[str, Global]:
    """Globals of extensions by name."""
    return by_name({}, "GLOBALS")


@per_extensions
def own_tests() -> Mapping[str, Callable[..., Any]]:
    """Tests of extensions by name."""
    return by_name({}, "TESTS")


@per_extensions
def python_shortcodes() -> Mapping[str, PythonShortcode]:
    """Shortcodes of extensions by name."""
    return by_name({}, "SHORTCODES")


def call_shortcode(
    name: str, arguments: tuple[str, ...], named: Mapping[str, str], inner: Markup, locale: object
) -> Markup:
    """The HTML of a shortcode of an extension; a text is escaped."""
    shortcode = python_shortcodes()[name]
    options: dict[str, object] = dict(named)
    if shortcode.closed:
        options[INNER] = inner
    if shortcode.localized:
        options[LOCALE] = locale
    return escape(shortcode.show(*arguments, **options))


def unfit_arguments(name: str, arguments: tuple[str, ...], named: Mapping[str, str], closed: bool) -> str:
    """Returns the fault of the arguments of a shortcode of an extension; empty if there is none."""
    shortcode = python_shortcodes()[name]
    reserved = [*([INNER] if shortcode.closed else []), *([LOCALE] if shortcode.localized else [])]
    if closed and not shortcode.closed:
        return f"{name} takes no text between two tags"
    given = {**named, **dict.fromkeys(reserved, "")}
    try:
        signature(shortcode.function).bind(*arguments, **given)
    except TypeError as error:
        return f"{name} {_in_words(str(error))}"
    except ValueError:
        return ""
    return ""


def usage_of(name: str) -> str:
    """A call of a shortcode of an extension with all of its arguments."""
    shortcode = python_shortcodes()[name]
    names = [n for n in signature(shortcode.function).parameters if n not in (INNER, LOCALE)]
    opening = " ".join([f"{{{{< {name}", *names, ">}}"])
    return f"{opening}…{{{{< /{name} >}}}}" if shortcode.closed else opening


def _in_words(message: str) -> str:
    """Describes the fault of arguments, from the message of Python."""
    missing = re.match(r"missing a required.* argument: '(\w+)'", message)
    if missing:
        return f'needs the argument "{missing[1]}"'
    unexpected = re.match(r"got an unexpected keyword argument '([^']+)'", message)
    if unexpected:
        return f'has no argument "{unexpected[1]}"'
    return (
        "is given more arguments than it takes" if "too many" in message else f"cannot be called: {message}"
    )
