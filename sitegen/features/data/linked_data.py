"""Structured data of pages: JSON-LD in the vocabulary of schema.org.

A type declares its schema.org type and the fields for its properties; the data has nothing that readers do
not see.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from sitegen.features.data.data import field_data
from sitegen.kinds import KINDS
from sitegen.kinds.kind import COUNTRY, NAME
from sitegen.types import ContentType, EntryKey, Field, Reference, SchemaProperty, SubjectKey
from sitegen.types.keys import kind_and_key
from sitegen.views.breadcrumbs import breadcrumbs
from sitegen.views.subjects import ViewContext, page_view
from sitegen.views.titled import ENTRY, HOME
from sitegen.views.viewer import Viewer
from sitegen.views.views import PageView

Node = dict[str, object]

COLLECTION = "CollectionPage"
WITHOUT_SCHEMA = "WebPage"
"""Type of entries whose content type declares none."""
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that could end the element that contains the JSON (JSON-LD 1.1, 7.3)."""


def linked_data(context: ViewContext, subject: SubjectKey) -> Markup:
    """The graph of a page as JSON, safe within `<script type="application/ld+json">`."""
    kind, key = kind_and_key(subject)
    view = page_view(context, subject)
    node = _entry(context.viewer, key, view) if view.kind == ENTRY else _generated(context.viewer, kind, view)
    graph = [node, *_breadcrumbs(context, subject, view)]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    for char, escaped in UNSAFE.items():
        text = text.replace(char, escaped)
    return Markup(text)  # noqa: S704 - all characters special in HTML are escaped


def _about(view: PageView, kind: str) -> Node:
    node: Node = {"@type": kind, "@id": view.permalink, "url": view.permalink, "name": view.title}
    if view.summary:
        node["description"] = view.summary
    return {**node, "inLanguage": view.lang}


def _generated(viewer: Viewer, kind: str, view: PageView) -> Node:
    if kind == HOME:
        return _about(view, "WebSite")
    part_of = {"@type": "WebSite", "@id": viewer.site_view.url, "name": viewer.site_view.title}
    return {**_about(view, COLLECTION), "isPartOf": part_of}


def _entry(viewer: Viewer, key: EntryKey, view: PageView) -> Node:
    page = viewer.page(key)
    content_type = viewer.config.types[page.type]
    node = _about(view, _kind(content_type))
    if page.fields.get("updated"):
        node["dateModified"] = field_data(viewer, content_type.fields["updated"], page.fields["updated"])
    if content_type.schema:
        node |= _properties(viewer, content_type.schema.properties, content_type.fields, page.dated)
    return node


def _properties(
    viewer: Viewer,
    rules: Mapping[str, SchemaProperty],
    fields: Mapping[str, Field],
    value_of: Callable[[str], object],
) -> Node:
    """The properties that have a value."""
    found = {
        name: _value(viewer, value_of(rule.field), fields[rule.field], rule) for name, rule in rules.items()
    }
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def _kind(content_type: ContentType) -> str:
    return content_type.schema.type if content_type.schema else WITHOUT_SCHEMA


def _value(viewer: Viewer, value: object, field: Field, rule: SchemaProperty) -> object:
    if isinstance(value, tuple):
        found = [_single(viewer, field, item, rule) for item in value]
        return [item for item in found if item not in (None, {})]
    return None if value is None else _single(viewer, field, value, rule)


def _single(viewer: Viewer, field: Field, value: object, rule: SchemaProperty) -> object:
    if isinstance(value, Reference):
        return _reference(viewer, value.target)
    if isinstance(value, Mapping) and field.fields:
        node = _properties(viewer, rule.properties, field.fields, value.get)
        return {"@type": rule.type, **node} if node and rule.type else node
    kind = KINDS[field.kind]
    if kind.place == COUNTRY:
        return {"@type": "Country", "name": viewer.country(str(value)), "identifier": value}
    if kind.linked == NAME:
        return _named(kind.label(viewer, field, str(value)), rule)
    return field_data(viewer, field, value)


def _named(value: object, rule: SchemaProperty) -> object:
    """A text; if the rule has a type, a thing of that type with the text as its name."""
    return {"@type": rule.type, "name": value} if rule.type else value


def _reference(viewer: Viewer, target: EntryKey) -> Node | None:
    if target not in viewer.site.versions:
        return None
    card = viewer.card(target)
    node: Node = {"@type": _kind(viewer.config.types[card.type]), "name": str(card.title)}
    return {**node, "@id": card.permalink} if card.permalink else node


def _breadcrumbs(context: ViewContext, subject: SubjectKey, view: PageView) -> Sequence[Mapping[str, object]]:
    crumbs = breadcrumbs(context, subject)
    if not crumbs:
        return ()
    config = context.viewer.config
    host = config.base_url.removesuffix(config.base_path)
    steps = [(crumb.title, host + crumb.url) for crumb in crumbs] + [(view.title, view.permalink)]
    items = [
        {"@type": "ListItem", "position": number, "name": str(name), "item": address}
        for number, (name, address) in enumerate(steps, start=1)
    ]
    return ({"@type": "BreadcrumbList", "itemListElement": items},)
