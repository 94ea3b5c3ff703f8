"""Reads templates and catalogues: what each is made from, and the names that it can ask for."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError
from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.problems.formats import not_utf8, suggest
from sitegen.read.catalogues import over, read_catalogue
from sitegen.read.parsed_template import BUILT_IN, LOWER, ParsedTemplate, place_in
from sitegen.read.scan import read_source
from sitegen.read.template_calls import have_calls, with_variables
from sitegen.read.template_code import SHORTCODE, extensions_used
from sitegen.read.template_names import fields_used, imported, messages, names_assigned, names_used
from sitegen.types import Catalogue, LayerFiles, Location, Problem, Sources, Template, Templates
from sitegen.types.paths import EXTENSIONS
from sitegen.types.patterns import lazy_pattern
from sitegen.types.registers import (
    Extension,
    active_extensions,
    by_name,
    code_of,
    contributed,
    contributed_values,
    digest_of_code,
    per_extensions,
)
from sitegen.yaml.merges import unfinished_merge

FOLDER = "templates/"
CATALOGUES = "templates/locale/"
TEMPLATES = {"shortcodes/number.html": "sitegen.render"}
"""Built-in templates, each with the package whose folder `defaults/` has it; so is `TEMPLATES` of a feature.

A file of the same name in `templates/` replaces one.
"""
FILTERS = (
    "date", "date_range", "datetime_attribute", "number", "percent", "filesize", "language_name",
    "listed", "plain", "isolated",
)  # fmt: skip
"""Filters that `sitegen/render/filters.py` adds to Jinja's own."""
TemplateCheck = Callable[
    [ParsedTemplate, Mapping[str, ParsedTemplate], Environment, Iterable[str]], Iterator[Problem]
]
"""Finds mistakes in one of several templates; their register is `TEMPLATE_RULES`."""
CONTEXT_FREE = frozenset({"_", "gettext", "ngettext", "caller", "varargs", "kwargs", "loop", "self"})


@per_extensions
def filters() -> tuple[str, ...]:
    """Names of the filters of the core and of the features."""
    return tuple(by_name(dict.fromkeys(FILTERS), "FILTERS"))


def environment(kind: type[Environment] = Environment) -> Environment:
    """A Jinja environment with sitegen's settings: autoescaping, strict undefined values, translations.

    Its filters are placeholders, replaced for rendering.
    """
    jinja = kind(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    jinja.filters.update(dict.fromkeys(filters(), str))
    jinja.tests.update(dict.fromkeys(code_of("TESTS"), str.isupper))
    return jinja


class TextOf(NamedTuple):
    path: str
    text: str


class TemplateText(Struct, frozen=True):
    path: str
    text: str
    below: Mapping[str, str]
    """Names of the templates of the layers below, by the names without a layer."""
    own: bool


def read_templates(root: Path, sources: Sources, known: Templates | None = None) -> Templates:
    """Reads all templates and catalogues of the site and of its themes, and the built-in ones.

    Returns those of the last build if nothing they are made from has changed.
    """
    layers = (LayerFiles("", sources.own_templates), *sources.layers)
    files = {file.path: file for one in layers for path, file in one.files.items() if path.startswith(FOLDER)}
    given = {name: text for e in active_extensions() for name, text in e.values.get("TEMPLATES", {}).items()}
    made_of = digest_of_parts(
        *(f"{path} {file.digest}" for path, file in (*files.items(), *sources.data.items())),
        *(layer.name for layer in sources.layers),
        digest_of_code(*CODE, "TEMPLATE_RULES"),
        *(f"{name} {one.path} {digest_of_bytes(one.text.encode())}" for name, one in given.items()),
    )
    if known is not None and known.made_of == made_of:
        return known
    problems: list[Problem] = []
    read = {path: _text(root, path, problems) for path in files}
    unread = {path for path, text in read.items() if text is None}
    built_in = {name: TextOf(f"{BUILT_IN}{name}", _built_in(name, of)) for name, of in read_built_in()}
    own, *of_themes = [(layer.name, _texts_of(layer, read)) for layer in layers]
    extensions = dict(_shortcodes_of_extensions(sources, problems))
    texts = template_texts(
        [("sitegen", built_in), (EXTENSIONS, given), *reversed(of_themes), (EXTENSIONS, extensions), own]
    )
    catalogues: dict[str, Catalogue] = {}
    for layer in reversed(layers):
        for place, file in layer.files.items():
            if place.startswith(CATALOGUES) and place.endswith(".po") and file.path not in unread:
                found = read_catalogue(file.path, read_source(root, file.path), problems)
                found = found if layer.name else replace(found, path=file.path)
                catalogues[found.language] = over(catalogues.get(found.language), found)
    templates = _templates(texts, unread, problems)
    loaded: dict[str, str] = {}
    for load in contributed("DATA_FILES"):
        loaded |= load(root, sources.data, templates, problems)
    return Templates(templates, catalogues, tuple(problems), made_of, loaded)


CODE = ("FILTERS", "TESTS", "GLOBALS", "SHORTCODES")
"""Registers whose values templates use."""


def read_built_in() -> Iterator[tuple[str, str]]:
    """Names of the built-in templates, each with the package that has it."""
    every: Mapping[str, str | TextOf] = by_name(dict[str, str | TextOf](TEMPLATES), "TEMPLATES")
    yield from ((name, package) for name, package in every.items() if isinstance(package, str))


def _shortcodes_of_extensions(sources: Sources, problems: list[Problem]) -> Iterator[tuple[str, TextOf]]:
    """A template for each shortcode of an extension, which calls its function."""
    for name, extension in code_of("SHORTCODES").items():
        path = f"{FOLDER}{SHORTCODE}{name}.html"
        if path in sources.own_templates:
            message = f'{extension.path} has a shortcode "{name}" already'
            hint = "remove this file, or give the other a different name"
            problems.append(Problem("extension.taken", message, Location(path), hint))
        text = f"{{{{ {PYTHON_SHORTCODE}({name!r}, args, named, inner) }}}}"
        yield f"{SHORTCODE}{name}.html", TextOf(extension.path, text)


PYTHON_SHORTCODE = "python_shortcode"
"""Global of templates that calls the function of a shortcode."""


def _texts_of(layer: LayerFiles, read: Mapping[str, str | None]) -> dict[str, TextOf]:
    """The templates of a layer by name; `read` has the text of each file."""
    files = (item for item in layer.files.items() if item[0].startswith(FOLDER))
    return {
        place.removeprefix(FOLDER): TextOf(file.path, read[file.path] or "")
        for place, file in files
        if not place.startswith(CATALOGUES)
    }


def _text(root: Path, path: str, problems: list[Problem]) -> str | None:
    """Text of a template or catalogue; None after a problem."""
    data = read_source(root, path)
    try:
        text = data.decode("utf-8-sig")
        wrong = unfinished_merge(text, path)
    except UnicodeDecodeError as error:
        text, wrong = "", not_utf8(path, error)
    if wrong:
        problems.append(wrong)
    return None if wrong else text


def template_texts(layers: Iterable[tuple[str, Mapping[str, TextOf]]]) -> dict[str, TemplateText]:
    """Templates by name. `layers` are the names and templates of the layers, the farthest first.

    A template that a nearer layer replaces has the name of its layer before its own: `network:base.html`.
    """
    found: dict[str, TemplateText] = {}
    layer_of: dict[str, str] = {}
    for layer, texts in layers:
        replaced = {name: f"{layer_of[name]}:{name}" for name in texts if name in found}
        below = {name: name for name in found} | replaced
        found = {replaced.get(name, name): _renamed(one, replaced) for name, one in found.items()}
        found |= {name: TemplateText(*one, below, not layer) for name, one in texts.items()}
        layer_of |= dict.fromkeys(texts, layer)
    return found


def _renamed(one: TemplateText, replaced: Mapping[str, str]) -> TemplateText:
    """A template whose lower templates have new names, if a nearer layer has replaced them."""
    return replace(one, below={name: replaced.get(lower, lower) for name, lower in one.below.items()})


def _built_in(name: str, package: str) -> str:
    from importlib import resources

    return (resources.files(package) / "defaults" / name).read_text(encoding="utf-8")


def _templates(
    texts: Mapping[str, TemplateText], unread: Container[str], problems: list[Problem]
) -> dict[str, Template]:
    """Parses templates; `unread` has the paths of files that have a problem already."""
    jinja = environment()
    parsed: dict[str, ParsedTemplate] = {}
    known = (*filters(), *code_of("TESTS"))
    for name, one in texts.items():
        try:
            parsed[name] = _unsound(one) if one.path in unread else _parsed_once(one, known)
        except TemplateSyntaxError as error:
            parsed[name] = _unsound(one)
            problems.append(_unreadable(one.path, one.text, error))
    free: dict[str, frozenset[str]] = {}
    used: dict[str, dict[str, Extension]] = {}
    for name, template in parsed.items():
        checks: tuple[TemplateCheck, ...] = contributed_values("TEMPLATE_RULES")
        found = tuple(problem for check in checks for problem in check(template, parsed, jinja, filters()))
        problems += found
        try:
            free[name] = template.undeclared - CONTEXT_FREE
            used[name] = extensions_used(name, template, free[name])
            free[name] -= {PYTHON_SHORTCODE, *code_of("GLOBALS")}
        except TemplateSyntaxError as error:
            free[name] = frozenset()
            if not found:
                problems.append(_unreadable(template.path, template.text, error))
    uses = {name: _uses(template, texts) for name, template in parsed.items()}
    return {name: _template(name, parsed[name], texts, uses, free, used) for name in texts}


def _parsed_once(one: TemplateText, known: tuple[str, ...]) -> ParsedTemplate:
    below = tuple(one.below.items()) if LOWER in one.text else ()
    return _parsed(one.path, one.text, below, known)


@lru_cache(maxsize=512)
def _parsed(path: str, text: str, below: tuple[tuple[str, str], ...], _: tuple[str, ...]) -> ParsedTemplate:
    """Parses a template, once in a process for each text and each set of filters and tests."""
    tree = environment().parse(text)
    found = with_variables(path, text, tree) if have_calls(text) else ParsedTemplate(path, text, tree)
    found.below = {f"{LOWER}{name}": lower for name, lower in below}
    return found


def _unsound(one: TemplateText) -> ParsedTemplate:
    """A template whose contents are unknown."""
    return ParsedTemplate(one.path, one.text, environment().parse(""), sound=False)


def _unreadable(path: str, text: str, error: TemplateSyntaxError) -> Problem:
    what = error.message or ""
    tag = UNKNOWN_TAG.match(what)
    hint = suggest(tag[1], TAGS) or f"tags: {', '.join(TAGS)}" if tag and "nesting" not in what else ""
    place = place_in(path, text, error.lineno, tag[1]) if tag else Location(path, error.lineno)
    return Problem("template.syntax", f"the template cannot be read: {what}", place, hint)


UNKNOWN_TAG = lazy_pattern(r"Encountered unknown tag '(\w+)'")
TAGS = (
    "block", "call", "endblock", "endcall", "endfilter", "endfor", "endif", "endmacro", "endset", "endtrans",
    "endwith", "elif", "else", "extends", "filter", "for", "from", "if", "import", "include", "macro", "raw",
    "set", "trans", "with",
)  # fmt: skip


def _uses(template: ParsedTemplate, known: Mapping[str, TemplateText]) -> dict[str, None]:
    """The names of the templates that a template uses, in order; all of them if it computes a name."""
    found: dict[str, None] = {}
    for used in template.referenced:
        if used is None:
            found |= dict.fromkeys(known)
        elif template.named(used) in known:
            found[template.named(used)] = None
    return found


def _template(
    name: str,
    parsed: ParsedTemplate,
    texts: Mapping[str, TemplateText],
    uses: Mapping[str, dict[str, None]],
    free: Mapping[str, frozenset[str]],
    code: Mapping[str, Mapping[str, Extension]],
) -> Template:
    closure, waiting = {name: None}, [name]
    while waiting:
        new = [used for used in uses.get(waiting.pop(0), ()) if used not in closure]
        closure |= dict.fromkeys(new)
        waiting += new
    parts = [f"{n}={digest_of_bytes(texts[n].text.encode())}" for n in sorted(closure)]
    extensions = {e.path: e.digest for n in closure for e in code.get(n, {}).values()}
    parts += (f"{path}={digest}" for path, digest in sorted(extensions.items()))
    names = frozenset().union(*(free.get(n, ()) for n in closure))
    written = [used for used in parsed.referenced if used in parsed.below]
    return Template(
        name, parsed.path, parsed.text, digest_of_parts(*parts), names, tuple(closure),
        names_used(parsed, free[name]), names_assigned(parsed), fields_used(parsed),
        tuple(sorted(extensions)), parsed.calls, imported(parsed),
        {used: parsed.below[used] for used in written if used}, texts[name].own, messages(parsed),
    )  # fmt: skip
