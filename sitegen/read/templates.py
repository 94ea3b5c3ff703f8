"""Reads templates and catalogues: what each is made from, and the names that it can ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError

from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.problems.formats import not_utf8, suggest
from sitegen.read.catalogues import read_catalogue
from sitegen.read.parsed_template import ParsedTemplate, place_in
from sitegen.read.scan import read_bytes
from sitegen.read.template_calls import have_calls, with_variables
from sitegen.read.template_code import SHORTCODE, extensions_used
from sitegen.read.template_names import fields_used, imported, names_assigned, names_used
from sitegen.types import Catalogue, Location, Problem, Sources, Template, Templates
from sitegen.types.registers import Extension, by_name, code_of, contributed, digest_of_code, per_extensions
from sitegen.yaml.merges import unfinished_merge

FOLDER, DATA = "templates/", "data/"
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


def read_templates(root: Path, sources: Sources, known: Templates | None = None) -> Templates:
    """Reads all templates and catalogues below `templates/`, and the built-in ones.

    Returns those of the last build if nothing they are made from has changed.
    """
    made_of = digest_of_parts(
        *(f"{path} {file.digest}" for path, file in sources.templates.items()), digest_of_code(*CODE)
    )
    if known is not None and known.made_of == made_of:
        return known
    problems: list[Problem] = []
    data_files = {path: file for path, file in sources.templates.items() if path.startswith(DATA)}
    texts = {name: (f"sitegen/{name}", _built_in(name, package)) for name, package in read_built_in()}
    texts |= _shortcodes_of_extensions(sources, problems)
    catalogues: dict[str, Catalogue] = {}
    unread: set[str] = set()
    for path in sources.templates:
        if path in data_files:
            continue
        data = read_bytes(root, path)
        try:
            text = data.decode("utf-8-sig")
            wrong = unfinished_merge(text, path)
        except UnicodeDecodeError as error:
            text, wrong = "", not_utf8(path, error)
        if wrong:
            problems.append(wrong)
            unread.add(path)
        if not path.startswith(CATALOGUES):
            texts[path.removeprefix(FOLDER)] = (path, text)
        elif path.endswith(".po") and not wrong:
            catalogue = read_catalogue(path, data, problems)
            catalogues[catalogue.language] = catalogue
    templates = _templates(texts, unread, problems)
    loaded: dict[str, str] = {}
    for load in contributed("DATA_FILES"):
        loaded |= load(root, data_files, templates, problems)
    return Templates(templates, catalogues, tuple(problems), made_of, loaded)


CODE = ("FILTERS", "TESTS", "GLOBALS", "SHORTCODES")
"""Registers whose values templates use."""


def read_built_in() -> Iterator[tuple[str, str]]:
    """Names of the built-in templates, each with the package that has it."""
    yield from by_name(TEMPLATES, "TEMPLATES").items()


def _shortcodes_of_extensions(
    sources: Sources, problems: list[Problem]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """A template for each shortcode of an extension, which calls its function."""
    for name, extension in code_of("SHORTCODES").items():
        path = f"{FOLDER}{SHORTCODE}{name}.html"
        if path in sources.templates:
            message = f'{extension.path} has a shortcode "{name}" already'
            hint = "remove this file, or give the other a different name"
            problems.append(Problem("extension.taken", message, Location(path), hint))
        text = f"{{{{ {PYTHON_SHORTCODE}({name!r}, args, named, inner) }}}}"
        yield f"{SHORTCODE}{name}.html", (extension.path, text)


PYTHON_SHORTCODE = "python_shortcode"
"""Global of templates that calls the function of a shortcode."""


def _built_in(name: str, package: str) -> str:
    from importlib import resources

    return (resources.files(package) / "defaults" / name).read_text(encoding="utf-8")


def _templates(
    texts: Mapping[str, tuple[str, str]], unread: Container[str], problems: list[Problem]
) -> dict[str, Template]:
    """Parses templates; `unread` has the paths of files that have a problem already."""
    jinja = environment()
    parsed: dict[str, ParsedTemplate] = {}
    known = (*filters(), *code_of("TESTS"))
    for name, (path, text) in texts.items():
        try:
            parsed[name] = _unsound(path, text) if path in unread else _parsed(path, text, known)
        except TemplateSyntaxError as error:
            parsed[name] = _unsound(path, text)
            problems.append(_unreadable(path, text, error))
    free: dict[str, frozenset[str]] = {}
    used: dict[str, dict[str, Extension]] = {}
    for name, one in parsed.items():
        checks: tuple[TemplateCheck, ...] = contributed("TEMPLATE_RULES")
        found = tuple(problem for check in checks for problem in check(one, parsed, jinja, filters()))
        problems += found
        try:
            free[name] = one.undeclared - CONTEXT_FREE
            used[name] = extensions_used(name, one, free[name])
            free[name] -= {PYTHON_SHORTCODE, *code_of("GLOBALS")}
        except TemplateSyntaxError as error:
            free[name] = frozenset()
            if not found:
                problems.append(_unreadable(one.path, one.text, error))
    uses = {name: _uses(one, texts) for name, one in parsed.items()}
    return {name: _template(name, parsed[name], texts, uses, free, used) for name in texts}


@lru_cache(maxsize=512)
def _parsed(path: str, text: str, _: tuple[str, ...]) -> ParsedTemplate:
    """Parses a template, once in a process for each text and each set of filters and tests."""
    tree = environment().parse(text)
    return with_variables(path, text, tree) if have_calls(text) else ParsedTemplate(path, text, tree)


def _unsound(path: str, text: str) -> ParsedTemplate:
    """A template whose contents are unknown."""
    return ParsedTemplate(path, text, environment().parse(""), sound=False)


def _unreadable(path: str, text: str, error: TemplateSyntaxError) -> Problem:
    what = error.message or ""
    tag = UNKNOWN_TAG.match(what)
    hint = suggest(tag[1], TAGS) or f"tags: {', '.join(TAGS)}" if tag and "nesting" not in what else ""
    place = place_in(path, text, error.lineno, tag[1]) if tag else Location(path, error.lineno)
    return Problem("template.syntax", f"the template cannot be read: {what}", place, hint)


UNKNOWN_TAG = re.compile(r"Encountered unknown tag '(\w+)'")
TAGS = (
    "block", "call", "endblock", "endcall", "endfilter", "endfor", "endif", "endmacro", "endset", "endtrans",
    "endwith", "elif", "else", "extends", "filter", "for", "from", "if", "import", "include", "macro", "raw",
    "set", "trans", "with",
)  # fmt: skip


def _uses(parsed: ParsedTemplate, texts: Mapping[str, tuple[str, str]]) -> dict[str, None]:
    """The names of the templates that a template uses, in order; all of them if it computes a name."""
    found: dict[str, None] = {}
    for used in parsed.referenced:
        if used is None:
            found |= dict.fromkeys(texts)
        elif used in texts:
            found[used] = None
    return found


def _template(
    name: str,
    parsed: ParsedTemplate,
    texts: Mapping[str, tuple[str, str]],
    uses: Mapping[str, dict[str, None]],
    free: Mapping[str, frozenset[str]],
    code: Mapping[str, Mapping[str, Extension]],
) -> Template:
    closure, waiting = {name: None}, [name]
    while waiting:
        new = [used for used in uses.get(waiting.pop(0), ()) if used not in closure]
        closure |= dict.fromkeys(new)
        waiting += new
    parts = [f"{n}={digest_of_bytes(texts[n][1].encode())}" for n in sorted(closure)]
    extensions = {e.path: e.digest for n in closure for e in code.get(n, {}).values()}
    parts += (f"{path}={digest}" for path, digest in sorted(extensions.items()))
    names = frozenset().union(*(free.get(n, ()) for n in closure))
    return Template(
        name, parsed.path, parsed.text, digest_of_parts(*parts), names, tuple(closure),
        names_used(parsed, free[name]), names_assigned(parsed), fields_used(parsed),
        tuple(sorted(extensions)), parsed.calls, imported(parsed),
    )  # fmt: skip
