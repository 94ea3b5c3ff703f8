"""Jinja with the site's templates, filters and words, in whichever language is set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel import Locale
from jinja2 import Environment, FunctionLoader, pass_context

from sitegen.model.words import Words
from sitegen.read.templates import environment
from sitegen.render.filters import (
    datetime_attribute,
    plain_text,
    show_date,
    show_number,
    show_percent,
    show_range,
    show_size,
)
from sitegen.types import Templates, When


class Tongue:
    """The language that is being rendered. Compiled templates are shared by all languages, so what
    depends on the language asks here."""

    def __init__(self) -> None:
        self.locale = Locale("en")
        self.words = Words(None)

    def gettext(self, message: str) -> str:
        return self.words.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.words.ngettext(singular, plural, n)


def make_environment(templates: Templates, tongue: Tongue) -> Environment:
    """An environment whose texts and formats follow `tongue`."""
    jinja = environment()
    jinja.loader = FunctionLoader(lambda name: _load(templates, name))
    jinja.install_gettext_callables(tongue.gettext, tongue.ngettext, newstyle=True)  # type: ignore[attr-defined]
    jinja.filters.update(_filters(tongue))
    return jinja


def _load(templates: Templates, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    template = templates.templates.get(name)
    return None if template is None else (template.text, template.path, lambda: True)


def _filters(tongue: Tongue) -> dict[str, Callable[..., object]]:
    # They take the context so that Jinja does not compute them while it compiles, in another language.
    @pass_context
    def date(_: Any, when: When, style: str = "long") -> str:
        return show_date(when, tongue.locale, style)

    @pass_context
    def date_range(_: Any, start: When, end: When | None = None) -> str:
        return show_range(start, end, tongue.locale)

    @pass_context
    def number(_: Any, value: str | int) -> str:
        return show_number(value, tongue.locale)

    @pass_context
    def percent(_: Any, value: str | int) -> str:
        return show_percent(value, tongue.locale)

    @pass_context
    def filesize(_: Any, size: int) -> str:
        return show_size(size, tongue.locale)

    return {
        "date": date,
        "date_range": date_range,
        "datetime_attribute": datetime_attribute,
        "number": number,
        "percent": percent,
        "filesize": filesize,
        "plain": plain_text,
    }
