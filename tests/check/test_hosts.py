"""Which addresses on other sites are right, and which hide where they lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import attempt, base_text, entry

RIGHT = [
    "https://example.org/", "https://www.example.org/a?b#c", "https://EXAMPLE.org/", "https://example.org./x",
    "https://münchen.example.org/", "https://東京タワー.example.org/", "mailto:a@casino.example",
    "../topics/food.md",
]  # fmt: skip
WRONG = {
    "https://a:b@example.org/": "host.user",
    "https://example.org%40casino.example/": "link.refused",
    "https://127.0.0.1/": "host.address",
    "https://2130706433/": "host.address",
    "https://0x7f.1/": "host.address",
    "https://[::1]/": "host.address",
    "https://еxample.org/": "host.scripts",
    "https://exampleο.org/": "host.scripts",
    "https://notexample.org/": "host.unknown",
    "https://example.org.casino.example/": "host.unknown",
    "https://xn--exmple-4nf.org/": "host.unknown",
}


def codes(root: Path, address: str) -> list[str]:
    site = base_text("content/site.yaml") + "hosts: [example.org, example.com]\n"
    text = entry("Air", body=f"Some [words about it](<{address}>).")
    return attempt(root, {"content/site.yaml": site, "content/topics/air.md": text}).codes


@pytest.mark.parametrize("address", RIGHT)
def test_a_reviewed_host_and_those_below_it_may_be_linked_to(address: str, tmp_path: Path) -> None:
    assert codes(tmp_path, address) == []


@pytest.mark.parametrize("address", WRONG)
def test_what_hides_or_was_not_reviewed_is_said(address: str, tmp_path: Path) -> None:
    assert codes(tmp_path, address) == [WRONG[address]]


def test_without_a_list_no_host_is_unknown_but_what_hides_is_still_wrong(tmp_path: Path) -> None:
    text = entry("Air", body="[One](https://casino.example/), [two](https://a@b.example/).")

    assert attempt(tmp_path, {"content/topics/air.md": text}).codes == ["host.user"]


def test_fields_are_looked_at_as_well(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "hosts: [example.org]\n"
    files = {"content/site.yaml": site}

    (problem,) = attempt(tmp_path, files).found
    assert (problem.code, problem.location.path) == ("host.unknown", "content/sources/report.yaml")
    assert "example.com" in problem.message


def test_a_document_elsewhere_is_looked_at_as_well(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "hosts: [example.com]\n"
    field = base_text("content/topics/_type.yaml").replace("fields:\n", "fields:\n  paper: {kind: file}\n")
    text = entry("Air", "paper: https://casino.example/paper.pdf")
    files = {"content/site.yaml": site, "content/topics/_type.yaml": field, "content/topics/air.md": text}

    (problem,) = attempt(tmp_path, files).found
    assert (problem.code, problem.location.path) == ("host.unknown", "content/topics/air.md")


def test_machines_are_told_which_links_nobody_has_reviewed(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "hosts: [example.com]\n"
    body = "[Friends](https://www.example.com/a), [others](HTTPS://casino.example/), [us](food.md)."
    page = attempt(tmp_path, {"content/site.yaml": site, "content/topics/air.md": entry("Air", body=body)})[
        "topics/air/index.html"
    ]

    assert '<a href="https://www.example.com/a" rel="external">Friends</a>' in page
    assert 'rel="external nofollow ugc noopener noreferrer">others</a>' in page
    assert '<a href="/topics/food/">us</a>' in page


def test_markdown_in_fields_is_looked_at_as_well(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "hosts: [example.org, example.com]\n"
    kind = "name: Event\nplural: Events\nfields:\n  note: {kind: markdown}\n"
    fair = entry("Fair", 'note: "See [this](https://casino.example/)."')
    files = {"content/site.yaml": site, "content/events/_type.yaml": kind, "content/events/fair.md": fair}

    (problem,) = attempt(tmp_path, files).found
    assert (problem.code, problem.location.path) == ("host.unknown", "content/events/fair.md")
