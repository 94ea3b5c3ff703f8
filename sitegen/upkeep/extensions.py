"""The extensions that an output uses: in its templates, inputs, fields and shortcodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.build.planning import PlannedSite
from sitegen.types import DocumentKey, Field, Output
from sitegen.types.registers import active_extensions


def extensions_of(output: Output, planned: PlannedSite) -> Iterator[str]:
    """Paths of the extensions that an output uses."""
    recipes, site = planned.recipes, planned.site
    templates = recipes.templates.templates
    used = set(templates[output.template].extensions if output.template else ())
    used |= {extension.path for extension in recipes.code(output)}
    document = site.documents.get(site.paths.get(output.source, DocumentKey("")))
    if document is not None:
        digests = set(_kinds(site.config.types[document.type].fields.values()))
        used |= {e.path for e in active_extensions() if e.digest in digests}
        shortcodes = (f"shortcodes/{call[0]}.html" for call in document.calls)
        used |= {path for name in shortcodes for path in templates[name].extensions}
    yield from (extension.path for extension in active_extensions() if extension.path in used)


def _kinds(fields: Iterable[Field]) -> Iterator[str]:
    """Digests of the extensions that have the kinds of these fields."""
    for field in fields:
        yield field.code
        yield from _kinds(field.fields.values())
