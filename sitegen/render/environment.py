"""Jinja environment with the site's templates, filters and interface strings, for a current language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from types import CodeType
from typing import Any

from babel import Locale
from jinja2 import BytecodeCache, Environment, FunctionLoader, Template, nodes, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from sitegen.read.template_calls import CallReplacer
from sitegen.read.templates import PYTHON_SHORTCODE, environment
from sitegen.render.compiled import quick
from sitegen.render.failures import Strict, UnfitValue
from sitegen.render.filters import Filter, filters
from sitegen.render.of_extensions import Global, call_shortcode, own_globals, own_tests, python_shortcodes
from sitegen.types import Templates
from sitegen.views.inputs import shared_kinds
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
    jinja.with_calls = frozenset(name for name, found in templates.templates.items() if found.calls)
    jinja.below = {name: found.below for name, found in templates.templates.items() if found.below}
    jinja.globals[FRAGMENT] = fragment
    jinja.loader = FunctionLoader(lambda name: _load(templates, name))
    jinja.install_gettext_callables(translator.gettext, translator.ngettext, newstyle=True)  # type: ignore[attr-defined]
    jinja.filters.update(_filters(translator))
    _add_extensions(jinja, translator)
    jinja.undefined = Strict
    jinja.bytecode_cache = _Compiled(jinja)
    return jinja


FRAGMENT = "shared_fragment"
MOST_COMPILED = 1_000
_COMPILED: dict[tuple[object, ...], CodeType] = {}
"""Code of templates, for later builds of this process."""


class _Compiled(BytecodeCache):
    """Cache of compiled templates in memory; on disk it would be code that a stranger could replace."""

    def __init__(self, jinja: _Sharing) -> None:
        names = frozenset(jinja.filters), frozenset(jinja.tests)
        self.settings = (jinja.same_everywhere, jinja.with_calls, *names)

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _COMPILED.get((bucket.key, bucket.checksum, *self.settings))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        if len(_COMPILED) >= MOST_COMPILED:
            _COMPILED.clear()
        _COMPILED[bucket.key, bucket.checksum, *self.settings] = bucket.code


class _Sharing(Environment):
    """Environment that replaces the `{% include %}` of a template that uses nothing of the page.

    Such templates (navigation, footers) are rendered once for each language instead of once for each page.
    """

    same_everywhere: frozenset[str] = frozenset()
    with_calls: frozenset[str] = frozenset()
    """Templates in which variables take the place of calls."""
    below: Mapping[str, Mapping[str, str]] = {}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._loaded: dict[str, Template] = {}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002
        """A template, which never changes during a build; its globals are one dictionary, for speed."""
        if name not in self._loaded:
            template = super()._load_template(name, globals)
            template.globals = dict(template.globals)
            self._loaded[name] = template
        return self._loaded[name]

    def join_path(self, template: str, parent: str) -> str:
        """Name of a template that another one names."""
        return self.below[parent].get(template, template) if parent in self.below else template

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        if name in self.with_calls:
            source = CallReplacer(source).visit(source)
        assigned = {node.name for node in source.find_all(nodes.Name) if node.ctx == "store"}
        shared = self.same_everywhere if not assigned & shared_kinds() else frozenset[str]()
        return super()._generate(_Includes(shared).visit(source), name, filename, defer_init)

    def _compile(self, source: str, filename: str) -> CodeType:
        return compile(quick(source), filename, "exec")


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
    return {name: _strict(name, found, translator) for name, found in filters().items()}


def _add_extensions(jinja: Environment, translator: Translator) -> None:
    """Adds the tests, globals and shortcodes of extensions."""
    for name, test in own_tests().items():
        # It takes the context so that Jinja does not evaluate it at compile time.
        jinja.tests[name] = _without_context(test)
    jinja.globals.update((name, _global(found, translator)) for name, found in own_globals().items())
    if python_shortcodes():

        def shortcode(name: str, args: tuple[str, ...], named: Mapping[str, str], inner: Markup) -> Markup:
            return call_shortcode(name, args, named, inner, translator.locale)

        jinja.globals[PYTHON_SHORTCODE] = shortcode


def _without_context(function: Callable[..., bool]) -> Callable[..., bool]:
    @pass_context
    def called(_: Context, *arguments: Any, **options: Any) -> bool:
        return function(*arguments, **options)

    return called


def _global(found: Global, translator: Translator) -> object:
    if not found.localized:
        return found.value

    def shown(*arguments: Any, **options: Any) -> object:
        return found.value(*arguments, locale=translator.locale, **options)

    return shown


def _strict(name: str, kind: Filter, translator: Translator) -> Callable[..., object]:
    """The function of a filter, which reports the expected type if its argument is unsuitable."""

    # It takes the context so that Jinja does not evaluate it at compile time, in a different language.
    @pass_context
    def shown(_: Context, *arguments: Any, **options: Any) -> object:
        if kind.localized:
            options["locale"] = translator.locale
        try:
            return kind.show(*arguments, **options)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise UnfitValue(name, kind.takes, arguments[0] if arguments else None) from error

    return shown
