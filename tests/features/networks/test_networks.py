"""Networks: who has a part in what, as a matrix on the index of a type, and as CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.features.networks import network
from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import Files, build_good, entry, make_site

GROUPS = """name: Group
plural: {en: Groups, fr: Groupes}
sort: [title]
index: {facets: [country]}
network:
  leads: {label: {en: Leads, fr: Dirige}, relations: [leads, runs]}
  joins: {label: {en: Joins}, relations: [joins]}
fields:
  country: {kind: country}
"""
PLANS = """name: Plan
plural: {en: Plans, fr: Programmes}
sort: [title]
fields:
  lead: {kind: reference, to: groups, inverse: leads}
  runner: {kind: reference, to: groups, inverse: runs}
  partners: {kind: reference, to: groups, many: true, inverse: joins}
  friends: {kind: reference, to: groups, many: true, inverse: friends}
"""
SHOWN = (
    "{% extends 'base.html' %}{% block main %}{% if network %}"
    "{% for tie in network.ties %}{{ tie.number }}={{ tie.label }} {% endfor %}|"
    "{% for card in network.members %}{{ card.name }} {% endfor %}|"
    "{% for group in network.groups %}{{ group.label }}: {% for row in group.rows %}{{ row.card.title }}("
    "{% for cell in row.cells %}{% for tie in cell %}{{ tie.number }}{% endfor %},{% endfor %}) {% endfor %}"
    "{% endfor %}|{{ network.left_out }}|{{ network.csv }}{% endif %}{% endblock %}"
)
FILES: Files = {
    "content/groups/_type.yaml": GROUPS,
    "content/groups/alpha.md": entry("Alpha"),
    "content/groups/beta.md": entry("Beta", "country: NO"),
    "content/groups/gamma.md": entry("Gamma"),
    "content/plans/_type.yaml": PLANS,
    "content/plans/bridge.md": entry("Bridge", "lead: beta", "partners: [beta, alpha]", "friends: [gamma]"),
    "content/plans/canal.md": entry("Canal", "lead: beta", "runner: beta"),
    "templates/index.html": SHOWN,
}
PAGE = "groups/index.html"


def test_the_index_shows_who_has_a_part_in_what(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    assert (
        "1=Leads 2=Joins |beta alpha |Plans: Bridge(12,2,) Canal(1,,) |0|/groups/network.csv" in outcome[PAGE]
    )
    french = outcome["fr/groups/index.html"]
    assert (
        "1=Dirige 2=Joins |beta alpha |Programmes: Bridge(12,2,) Canal(1,,) |0|/fr/groups/network.csv"
        in french
    )
    assert "1=Leads" not in outcome["groups/country/no/index.html"]
    assert "1=Leads" not in outcome["topics/index.html"]


def test_the_links_are_there_as_csv(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    lines = outcome["groups/network.csv"].removeprefix("\ufeff").splitlines()
    assert lines == [
        "entry,entry_title,tie,part_in,part_in_title,part_in_url",
        "groups/alpha,Alpha,joins,plans/bridge,Bridge,https://example.org/plans/bridge/",
        "groups/beta,Beta,leads,plans/bridge,Bridge,https://example.org/plans/bridge/",
        "groups/beta,Beta,leads,plans/canal,Canal,https://example.org/plans/canal/",
        "groups/beta,Beta,joins,plans/bridge,Bridge,https://example.org/plans/bridge/",
    ]


def test_what_has_no_room_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MOST_MEMBERS", 1)
    monkeypatch.setattr(network, "MOST_SHARED", 1)

    assert "|beta |Plans: Bridge(12,) |2|" in build_good(tmp_path, FILES)[PAGE]


@pytest.mark.parametrize(
    ("path", "old", "new", "shown"),
    [
        ("content/plans/canal.md", "runner: beta", "partners: gamma", "Canal(1,,2,)"),
        ("content/plans/canal.md", "Canal", "Channel", "Channel(1,,)"),
        ("content/groups/_type.yaml", "en: Joins", "en: Takes part", "2=Takes part"),
        ("content/groups/_type.yaml", "relations: [joins]", "relations: [friends]", "Bridge(1,2,)"),
    ],
)
def test_an_edit_gives_what_a_clean_build_gives(
    path: str, old: str, new: str, shown: str, tmp_path: Path
) -> None:
    root = make_site(tmp_path, FILES)
    build(root)

    replace_in(root, path, old, new)
    build(root)

    assert shown in (root / "public" / PAGE).read_text("utf-8")
    assert_as_clean(root)
