"""Templates and catalogues as values: what each is made of and which names it can ask for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, meta
from jinja2.nodes import Template as Syntax

from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.merges import unfinished_merge
from sitegen.problems import not_utf8
from sitegen.read.catalogues import read_catalogue
from sitegen.read.scan import read_bytes
from sitegen.types import Catalogue, Location, Problem, Sources, Template, Templates

FOLDER = "templates/"
CATALOGUES = "templates/locale/"
BUILT_IN = (
    "_headers",
    "admin.html",
    "redirect.html",
    "robots.txt",
    "security.txt",
    "sitemap.xml",
    "opensearch.xml",
    "sitemap-index.xml",
    "shortcodes/number.html",
)
"""Templates that sitegen brings; a file of the same name in `templates/` takes their place."""
FILTERS = ("date", "date_range", "datetime_attribute", "number", "percent", "filesize", "plain")
"""The filters that `render.environment` adds to Jinja's own."""
CONTEXT_FREE = frozenset({"_", "gettext", "ngettext", "caller", "varargs", "kwargs", "loop", "self"})


def environment(kind: type[Environment] = Environment) -> Environment:
    """Jinja as sitegen uses it: everything escaped, nothing undefined, texts translated.

    The filters have their names only; rendering gives them their meaning.
    """
    jinja = kind(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    jinja.filters.update(dict.fromkeys(FILTERS, str))
    return jinja


def read_templates(root: Path, sources: Sources, known: Templates | None = None) -> Templates:
    """All templates and catalogues below `templates/`, and the built-in ones.

    Those of the last build where they were made of the same.
    """
    made_of = digest_of_parts(*(f"{path} {file.digest}" for path, file in sources.templates.items()))
    if known is not None and known.made_of == made_of:
        return known
    problems: list[Problem] = []
    texts = {name: (f"sitegen/{name}", _built_in(name)) for name in BUILT_IN}
    catalogues: dict[str, Catalogue] = {}
    for path in sources.templates:
        data = read_bytes(root, path)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            problems.append(not_utf8(path, error))
            continue
        unfinished = unfinished_merge(text, path)
        if unfinished:
            problems.append(unfinished)
            text = ""
        if path.startswith(CATALOGUES):
            if path.endswith(".po") and not unfinished:
                catalogue = read_catalogue(path, data, problems)
                catalogues[catalogue.language] = catalogue
        else:
            texts[path.removeprefix(FOLDER)] = (path, text)
    return Templates(_templates(texts, problems), catalogues, tuple(problems), made_of)


def _built_in(name: str) -> str:
    from importlib import resources

    return (resources.files("sitegen.render") / "defaults" / name).read_text(encoding="utf-8")


def _templates(texts: Mapping[str, tuple[str, str]], problems: list[Problem]) -> dict[str, Template]:
    jinja = environment()
    syntax: dict[str, Syntax] = {}
    free: dict[str, set[str]] = {}
    for name, (path, text) in texts.items():
        try:
            tree = jinja.parse(text)
            free[name] = meta.find_undeclared_variables(tree) - CONTEXT_FREE
            syntax[name] = tree
        except TemplateSyntaxError as error:
            place = Location(path, error.lineno)
            problems.append(
                Problem("template.syntax", f"the template cannot be read: {error.message}", place)
            )
    uses = {name: _uses(name, tree, texts, problems) for name, tree in syntax.items()}
    return {name: _template(name, texts, uses, free) for name in texts}


def _uses(
    name: str, tree: Syntax, texts: Mapping[str, tuple[str, str]], problems: list[Problem]
) -> dict[str, None]:
    """The templates that one names, in order; all of them where it computes a name."""
    found: dict[str, None] = {}
    for used in meta.find_referenced_templates(tree):
        if used is None:
            found |= dict.fromkeys(texts)
        elif used in texts:
            found[used] = None
        else:
            path = texts[name][0]
            line = next((n for n, row in enumerate(texts[name][1].split("\n"), 1) if used in row), None)
            problems.append(
                Problem("template.missing", f'there is no template "{used}"', Location(path, line))
            )
    return found


def _template(
    name: str,
    texts: Mapping[str, tuple[str, str]],
    uses: Mapping[str, dict[str, None]],
    free: Mapping[str, set[str]],
) -> Template:
    closure, waiting = {name: None}, [name]
    while waiting:
        new = [used for used in uses.get(waiting.pop(0), ()) if used not in closure]
        closure |= dict.fromkeys(new)
        waiting += new
    parts = [f"{n}={digest_of_bytes(texts[n][1].encode())}" for n in sorted(closure)]
    names = frozenset().union(*(free.get(n, set()) for n in closure))
    path, text = texts[name]
    return Template(name, path, text, digest_of_parts(*parts), names, tuple(closure))
