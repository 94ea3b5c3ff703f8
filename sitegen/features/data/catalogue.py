"""The catalogue of the data: DCAT-AP 3, the profile of data portals in Europe, as JSON-LD.

A data set for each content type, with its files as distributions. What is not known is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sitegen.features.data.definition import THEMES, DataRule, rule_of
from sitegen.features.data.languages import language_uri
from sitegen.features.data.observations import OBSERVATIONS, has_observations
from sitegen.model.dates import first_day
from sitegen.types import ContentType, Texts
from sitegen.views.viewer import Viewer

Node = dict[str, object]

CATALOGUE = "data/catalog.jsonld"
MEDIA_TYPES = {"catalog.jsonld": "application/ld+json"}
CONTEXT: Node = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPE = "http://www.iana.org/assignments/media-types/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
THEME = "http://publications.europa.eu/resource/authority/data-theme/"
UPDATED = "updated"

SCHEME: Node = {
    "@id": THEME.removesuffix("/"),
    "@type": "skos:ConceptScheme",
    "dct:title": {"@value": "Data theme", "@language": "en"},
}


def catalogue(viewer: Viewer) -> Node:
    """The catalogue of the data of a site."""
    config, rule = viewer.config, rule_of(viewer.config)
    sets = [_data_set(viewer, rule, content_type) for content_type in config.types.values()]
    node: Node = {
        "@context": CONTEXT,
        "@id": viewer.permalink(f"/{CATALOGUE}"),
        "@type": "dcat:Catalog",
        **_about(viewer, config.title, config.description),
        "dct:publisher": _publisher(viewer, rule),
        "foaf:homepage": _thing(viewer.permalink("/"), "foaf:Document"),
        "dct:modified": _newest(sets),
        "dct:license": _licence(viewer),
        "dcat:themeTaxonomy": SCHEME if rule.themes else None,
        "dcat:dataset": sets,
    }
    return _known(node)


def _data_set(viewer: Viewer, rule: DataRule, content_type: ContentType) -> Node:
    name = content_type.name
    days = sorted(viewer.reads.as_values([name], [UPDATED], _days_of_changes, viewer, name))
    page = viewer.type_url(name)
    node: Node = {
        "@id": f"{viewer.permalink(f'/{CATALOGUE}')}#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": viewer.permalink(f"/data/{name}.json"),
        **_about(viewer, content_type.plural, _description(content_type)),
        "dct:publisher": _publisher(viewer, rule),
        "dcat:contactPoint": _contact(viewer, rule),
        "dcat:theme": [_theme(theme) for theme in rule.themes],
        "dct:modified": _day(days[-1].isoformat()) if days else None,
        "dcat:landingPage": _thing(viewer.frame.whole(page), "foaf:Document") if page else None,
        "dcat:distribution": list(_distributions(viewer, content_type)),
    }
    return _known(node)


def _days_of_changes(viewer: Viewer, type_name: str) -> list[date]:
    """The days on which the entries of a type were updated, as far as they say so."""
    dates = (viewer.page(entry).fields.get(UPDATED) for entry in viewer.whole.entries[type_name])
    return [first_day(day) for day in dates if day]  # type: ignore[arg-type]


def _distributions(viewer: Viewer, content_type: ContentType) -> Iterator[Node]:
    """The files of a type's data."""
    name = content_type.name
    description = _texts(viewer, _description(content_type))
    schema = viewer.permalink(f"/data/{name}.schema.json")
    files = [(f"data/{name}.json", "application/json", "JSON"), (f"data/{name}.csv", "text/csv", "CSV")]
    if has_observations(viewer.config, name):
        files.append((OBSERVATIONS, "text/csv", "CSV"))
    for path, media_type, format_name in files:
        address = viewer.permalink(f"/{path}")
        node: Node = {
            "@id": address,
            "@type": "dcat:Distribution",
            "dct:title": {"@value": path.rpartition("/")[2]},
            "dct:description": description,
            "dcat:accessURL": {"@id": address},
            "dcat:downloadURL": {"@id": address},
            "dcat:mediaType": _thing(f"{MEDIA_TYPE}{media_type}", "dct:MediaType"),
            "dct:format": _thing(f"{FILE_TYPE}{format_name}", "dct:MediaTypeOrExtent"),
            "dct:license": _licence(viewer),
            "dct:language": _languages(viewer),
            "dct:conformsTo": _thing(schema, "dct:Standard") if format_name == "JSON" else None,
        }
        yield _known(node)


def _about(viewer: Viewer, title: Texts, description: Texts) -> Node:
    return {
        "dct:title": _texts(viewer, title),
        "dct:description": _texts(viewer, description),
        "dct:language": _languages(viewer),
    }


def _texts(viewer: Viewer, texts: Texts) -> list[Node]:
    """A text in each of its languages; one for all languages is in the default one."""
    default = viewer.config.default_language
    return [{"@value": text, "@language": code or default} for code, text in texts.items() if text]


def _description(content_type: ContentType) -> Texts:
    """The description of a type, which the profile requires, or its name."""
    return content_type.description if any(content_type.description.values()) else content_type.plural


def _languages(viewer: Viewer) -> list[Node]:
    return [_thing(language_uri(code), "dct:LinguisticSystem") for code in viewer.config.languages]


def _publisher(viewer: Viewer, rule: DataRule) -> Node:
    names = _texts(viewer, rule.publisher or viewer.config.title)
    return {
        "@id": f"{viewer.permalink(f'/{CATALOGUE}')}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": names,
    }


def _contact(viewer: Viewer, rule: DataRule) -> Node | None:
    if not rule.contact:
        return None
    names = _texts(viewer, rule.publisher or viewer.config.title)
    by = "vcard:hasEmail" if rule.contact.startswith("mailto:") else "vcard:hasURL"
    return {
        "@id": f"{viewer.permalink(f'/{CATALOGUE}')}#contact",
        "@type": "vcard:Kind",
        "vcard:fn": names,
        by: {"@id": rule.contact},
    }


def _licence(viewer: Viewer) -> Node | None:
    found = viewer.config.licence
    return _thing(found.url, "dct:LicenseDocument") | {"dct:title": found.name} if found else None


def _newest(sets: list[Node]) -> Node | None:
    days = [day["@value"] for node in sets if isinstance(day := node.get("dct:modified"), Mapping)]
    return _day(str(max(days))) if days else None


def _theme(theme: str) -> Node:
    label = {"@value": THEMES[theme], "@language": "en"}
    return _thing(f"{THEME}{theme}", "skos:Concept") | {"skos:prefLabel": label}


def _day(day: str) -> Node:
    return {"@value": day, "@type": "xsd:date"}


def _thing(address: str, kind: str) -> Node:
    """A thing by its address, with its class, which the profile wants to be stated."""
    return {"@id": address, "@type": kind}


def _known(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, [])}
