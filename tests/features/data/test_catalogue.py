"""The catalogue of the data: what DCAT-AP 3 requires is there, and what is not known is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import attempt, base_text, build_good, entry, make_site

PATH = "data/catalog.jsonld"
REQUIRED = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher"},
    "dcat:Dataset": {"dct:title", "dct:description"},
    "dcat:Distribution": {"dcat:accessURL"},
    "foaf:Agent": {"foaf:name"},
}
"""Mandatory properties (DCAT-AP 3.0.0, chapters 7 and 8)."""
SITE = base_text("content/site.yaml") + (
    "license: {name: CC BY 4.0, url: https://creativecommons.org/licenses/by/4.0/}\n"
)
DATA = """data:
  publisher: {en: City Office, fr: Bureau}
  contact: mailto:data@example.org
  themes: [ENVI]
"""
EU = "http://publications.europa.eu/resource/authority/"


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """All nodes with a class."""
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)
    elif isinstance(value, dict):
        if "@type" in value and "@value" not in value:
            yield value
        for item in value.values():
            yield from nodes(item)


def catalogue(root: Path, site: str = SITE, base_url: str | None = None) -> dict[str, Any]:
    outcome = build_good(root, {"content/site.yaml": site}, base_url=base_url)
    found: dict[str, Any] = json.loads(outcome[PATH])
    return found


def test_every_node_has_what_the_profile_requires(tmp_path: Path) -> None:
    found = catalogue(tmp_path, SITE + DATA)

    kinds = [node["@type"] for node in nodes(found)]
    assert REQUIRED.keys() <= set(kinds)
    for node in nodes(found):
        assert REQUIRED.get(node["@type"], set()) <= node.keys()
    assert all(
        prefix.partition(":")[0] in found["@context"]
        for node in nodes(found)
        for prefix in node
        if ":" in prefix
    )


def test_the_catalogue_says_who_publishes_what_under_which_licence(tmp_path: Path) -> None:
    found = catalogue(tmp_path, SITE + DATA)

    licence = {
        "@id": "https://creativecommons.org/licenses/by/4.0/",
        "@type": "dct:LicenseDocument",
        "dct:title": "CC BY 4.0",
    }
    languages = [
        {
            "@id": f"{EU}language/{code}",
            "@type": "dct:LinguisticSystem",
        }
        for code in ("ENG", "FRA")
    ]
    names = [{"@value": "City Office", "@language": "en"}, {"@value": "Bureau", "@language": "fr"}]
    assert found["dct:title"] == [
        {"@value": "City Notes", "@language": "en"},
        {"@value": "Notes de villes", "@language": "fr"},
    ]
    assert found["dct:publisher"]["foaf:name"] == names
    assert found["dct:license"] == licence
    assert found["dct:language"] == languages
    projects = next(node for node in found["dcat:dataset"] if node["@id"].endswith("#projects"))
    assert projects["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:data@example.org"}
    assert projects["dcat:contactPoint"]["vcard:fn"] == names
    assert projects["dcat:theme"] == [
        {
            "@id": f"{EU}data-theme/ENVI",
            "@type": "skos:Concept",
            "skos:prefLabel": {"@value": "Environment", "@language": "en"},
        }
    ]
    assert projects["dct:title"][1] == {"@value": "Projets", "@language": "fr"}
    assert projects["dcat:landingPage"] == {"@id": "https://example.org/projects/", "@type": "foaf:Document"}
    assert [node["dcat:downloadURL"]["@id"] for node in projects["dcat:distribution"]] == [
        "https://example.org/data/projects.json",
        "https://example.org/data/projects.csv",
    ]
    assert [
        node["dcat:mediaType"]["@id"].rpartition("assignments/")[2] for node in projects["dcat:distribution"]
    ] == [
        "media-types/application/json",
        "media-types/text/csv",
    ]
    assert all(node["dct:license"] == licence for node in projects["dcat:distribution"])
    assert projects["dcat:distribution"][0]["dct:conformsTo"]["@id"].endswith("/data/projects.schema.json")


def test_every_file_of_the_catalogue_exists(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, {"content/site.yaml": SITE}, base_url="https://example.org/atlas")

    found = json.loads(outcome[PATH])
    addresses = [node["dcat:downloadURL"]["@id"] for node in nodes(found) if "dcat:downloadURL" in node]
    assert len(addresses) == 2 * len(found["dcat:dataset"]) > 0
    assert {address.removeprefix("https://example.org/atlas/") for address in addresses} <= outcome.paths
    assert json.loads(outcome["data/index.json"])["catalogue"] == f"https://example.org/atlas/{PATH}"


def test_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    found = catalogue(tmp_path, base_text("content/site.yaml"))

    names = {name for node in nodes(found) for name in node}
    assert names.isdisjoint({"dct:license", "dcat:contactPoint", "dcat:theme", "dct:modified"})
    assert found["dct:publisher"]["foaf:name"] == found["dct:title"]


def test_the_observations_of_figures_are_in_the_catalogue(tmp_path: Path) -> None:
    kind = base_text("content/figures/_type.yaml")
    kind += "  observations: {kind: group, many: true, fields: {value: {kind: number}}}\n"
    outcome = build_good(tmp_path, {"content/figures/_type.yaml": kind})

    files = [node["@id"] for node in nodes(json.loads(outcome[PATH])) if node["@type"] == "dcat:Distribution"]
    assert "https://example.org/data/figures/observations.csv" in files
    assert "data/figures/observations.csv" in outcome.paths


def test_a_data_set_was_modified_when_the_last_of_its_entries_was(tmp_path: Path) -> None:
    root = make_site(
        tmp_path,
        {
            "content/topics/air.md": entry("Air", "updated: 2026-03-01"),
            "content/topics/soil.md": entry("Soil", "updated: 2026-04-02"),
        },
    )
    build(root)

    replace_in(root, "content/topics/air.md", "2026-03-01", "2026-05-03")
    build(root)

    assert_as_clean(root)
    found = json.loads((root / "public" / PATH).read_text(encoding="utf-8"))
    day = {"@value": "2026-05-03", "@type": "xsd:date"}
    assert found["dct:modified"] == day
    assert [
        node.get("dct:modified") for node in found["dcat:dataset"] if node["@id"].endswith("#topics")
    ] == [day]


def test_languages_outside_the_vocabulary_are_named_by_another(tmp_path: Path) -> None:
    site = SITE.replace("  fr: {}", "  fr: {}\n  rm: {}\n  pt-BR: {}")

    found = catalogue(tmp_path, site)

    assert [node["@id"].rpartition("/")[2] for node in found["dct:language"]] == ["ENG", "FRA", "rm", "POR"]


def test_a_theme_that_does_not_exist(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, {"content/site.yaml": SITE + "data: {themes: [ENVY]}\n"})

    line = SITE.count("\n") + 1
    assert outcome.problems == (
        f'content/site.yaml:{line}:17: config.value: "ENVY" is not a theme\n'
        "  | data: {themes: [ENVY]}\n"
        "  |                 ^\n"
        "  did you mean ENVI?"
    )
