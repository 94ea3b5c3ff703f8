"""Jinja environment with the site's templates, filters and interface strings, for a current language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from babel import Locale
from jinja2 import Environment, FunctionLoader, nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from sitegen.read.templates import environment
from sitegen.render.failures import Strict, UnfitValue
from sitegen.render.filters import (
    datetime_attribute,
    isolated,
    plain_text,
    show_date,
    show_range,
    show_size,
)
from sitegen.types import Templates, When
from sitegen.views.inputs import shared_kinds
from sitegen.views.numbers import show_number, show_percent
from sitegen.views.words import Words


class Translator:
    """The current language. Compiled templates are shared by all languages and use this object."""

    def __init__(self) -> None:
        self.locale = Locale("en")
        self.words = Words(None)

    def gettext(self, message: str) -> str:
        return self.words.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.words.ngettext(singular, plural, n)


Fragment = Callable[[str], str]
"""Renders an included template that is the same on every page of a language."""


def make_environment(templates: Templates, translator: Translator, fragment: Fragment) -> Environment:
    """Creates an environment that follows the language of `translator` and includes shared fragments."""
    jinja = environment(_Sharing)
    assert isinstance(jinja, _Sharing)
    jinja.same_everywhere = frozenset(
        name for name, found in templates.templates.items() if found.names <= shared_kinds()
    )
    jinja.globals[FRAGMENT] = fragment
    jinja.loader = FunctionLoader(lambda name: _load(templates, name))
    jinja.install_gettext_callables(translator.gettext, translator.ngettext, newstyle=True)  # type: ignore[attr-defined]
    jinja.filters.update(_filters(translator))
    jinja.undefined = Strict
    return jinja


FRAGMENT = "shared_fragment"


class _Sharing(Environment):
    """Environment that replaces the `{% include %}` of a template that uses nothing of the page.

    Such templates (navigation, footers) are rendered once for each language instead of once for each page.
    """

    same_everywhere: frozenset[str] = frozenset()

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        assigned = {node.name for node in source.find_all(nodes.Name) if node.ctx == "store"}
        shared = self.same_everywhere if not assigned & shared_kinds() else frozenset[str]()
        return super()._generate(_Includes(shared).visit(source), name, filename, defer_init)


class _Includes(NodeTransformer):
    def __init__(self, shared: frozenset[str]) -> None:
        self.shared = shared

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 the name that Jinja calls
        template = node.template
        if not isinstance(template, nodes.Const) or template.value not in self.shared:
            return node
        call = nodes.Call(nodes.Name(FRAGMENT, "load"), [template], [], None, None)
        return nodes.Output([call], lineno=node.lineno)


def _load(templates: Templates, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    template = templates.templates.get(name)
    return None if template is None else (template.text, template.path, lambda: True)


def _filters(translator: Translator) -> dict[str, Callable[..., object]]:
    # Filters take the context so that Jinja does not evaluate them at compile time, in a different language.
    @pass_context
    def date(_: Any, when: When, style: str = "long") -> str:
        return show_date(when, translator.locale, style)

    @pass_context
    def date_range(_: Any, start: When, end: When | None = None) -> str:
        return show_range(start, end, translator.locale)

    @pass_context
    def number(_: Any, value: str | int) -> str:
        return show_number(value, translator.locale)

    @pass_context
    def percent(_: Any, value: str | int) -> str:
        return show_percent(value, translator.locale)

    @pass_context
    def filesize(_: Any, size: int) -> str:
        return show_size(size, translator.locale)

    found: dict[str, tuple[Callable[..., object], str]] = {
        "date": (date, "a date"),
        "date_range": (date_range, "two dates"),
        "datetime_attribute": (datetime_attribute, "a date"),
        "number": (number, "a number"),
        "percent": (percent, "a number"),
        "filesize": (filesize, "a number"),
        "plain": (plain_text, "a text"),
        "isolated": (isolated, "a text"),
    }
    return {name: _strict(name, *of_name) for name, of_name in found.items()}


def _strict(name: str, show: Callable[..., object], taken: str) -> Callable[..., object]:
    """Wraps a filter to report the expected type if its argument is unsuitable."""

    @wraps(show)
    def shown(*arguments: Any, **options: Any) -> object:
        try:
            return show(*arguments, **options)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            values = [value for value in arguments if not isinstance(value, Context)]
            raise UnfitValue(name, taken, values[0] if values else None) from error

    return shown
