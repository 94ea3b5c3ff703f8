"""Which addresses on other sites are right, and which hide where they lead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.authoring.scaffold import make_site as new_site
from sitegen.commands.console import texts_of
from sitegen.problems.formats import grouped
from sitegen.types import Problem
from tests.sites import Files, attempt, base_text, entry, problems_as_text, write_files

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
    site = base_text("content/site.yaml").partition("hosts:")[0] + "hosts: [example.org, example.com]\n"
    text = entry("Air", body=f"Some [words about it](<{address}>).")
    return attempt(root, {"content/site.yaml": site, "content/topics/air.md": text}).codes


@pytest.mark.parametrize("address", RIGHT)
def test_a_reviewed_host_and_those_below_it_may_be_linked_to(address: str, tmp_path: Path) -> None:
    assert codes(tmp_path, address) == []


@pytest.mark.parametrize("address", WRONG)
def test_what_hides_or_was_not_reviewed_is_said(address: str, tmp_path: Path) -> None:
    assert codes(tmp_path, address) == [WRONG[address]]


def without_hosts(root: Path, files: Files) -> list[Problem]:
    """Problems of the base site with no list of hosts, but for the host that the base site links to."""
    site = base_text("content/site.yaml").partition("hosts:")[0]
    found = attempt(root, {"content/site.yaml": site, **files}, reports=True).found
    return [it for it in found if it.code.startswith("host.") and "example.com" not in it.message]


def test_without_a_list_the_check_names_every_host(tmp_path: Path) -> None:
    text = entry("Air", body="[One](https://casino.example/).")

    assert problems_as_text(tmp_path, without_hosts(tmp_path, {"content/topics/air.md": text})) == (
        "content/topics/air.md:5:7: note: host.unknown: the host casino.example has not been reviewed\n"
        "  | [One](https://casino.example/).\n"
        "  |       ^\n"
        "  if the site is what it seems, add to content/site.yaml: hosts: [casino.example]"
    )


def test_without_a_list_a_build_is_silent_but_for_what_hides(tmp_path: Path) -> None:
    text = entry("Air", body="[One](https://casino.example/), [two](https://a@b.example/).")
    site = base_text("content/site.yaml").partition("hosts:")[0]

    files = {"content/site.yaml": site, "content/topics/air.md": text}
    assert attempt(tmp_path, files).codes == ["host.user"]


def test_an_editor_is_told_of_each_host_once_and_how_many_links_lead_to_it(tmp_path: Path) -> None:
    files = {
        "content/topics/air.md": entry("Air", body="[One](https://b.example/1), [two](https://a.example/2)."),
        "content/topics/food.fr.md": entry("Alimentation", body="[Trois](https://a.example/3)"),
        "content/topics/zoo.md": entry("Zoo", body="[Four](https://a.example/3)"),
    }
    found = without_hosts(tmp_path, files)
    assert [(it.location.path, it.location.line) for it in found] == [
        ("content/topics/air.md", 5), ("content/topics/air.md", 5),
        ("content/topics/food.fr.md", 5), ("content/topics/zoo.md", 5),
    ]  # fmt: skip

    shown = [(it.location.path, it.location.column, it.message) for it in grouped(found)]

    assert shown == [
        ("content/topics/air.md", 7, "the host b.example has not been reviewed"),
        ("content/topics/air.md", 35, "the host a.example has not been reviewed; 2 more links lead to it"),
    ]
    assert list(grouped(found[:3]))[1].message.endswith("; 1 more link leads to it")
    assert texts_of(found, tmp_path).count("add to content/site.yaml: hosts: [") == 2


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("content/news/x.md", "summary: S.\ndate: 2026-02-02\n---\n\nThe [best](https://casino.example/)."),
        ("content/news/new-site.fr.md", "---\n\n<https://casino.example/>"),
        ("content/projects/x.md", "summary: S.\nstart: 2026-01\nurl: https://casino.example/\n---\n"),
        ("content/pages/x.md", "summary: S\n---\n\n{{< note N >}}\n\nhttps://casino.example\n{{< /note >}}"),
        ("content/_index.fr.md", "---\n\n[a]\n\n[a]: https://casino.example/"),
    ],
)  # fmt: skip
def test_a_new_site_names_every_host_that_it_does_not_know(tmp_path: Path, path: str, lines: str) -> None:
    new_site(tmp_path)
    write_files(tmp_path, {path: f"---\ntitle: T\n{lines}\n"})

    build = [sys.executable, "-m", "sitegen", "build", "--strict", "--root", str(tmp_path)]
    done = subprocess.run(build, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "host.unknown: the host casino.example has not been reviewed\n" in done.stdout
    assert "add it to hosts in content/site.yaml: casino.example\n" in done.stdout


def test_fields_are_looked_at_as_well(tmp_path: Path) -> None:
    site = base_text("content/site.yaml").partition("hosts:")[0] + "hosts: [example.org]\n"
    files = {"content/site.yaml": site}

    (problem,) = attempt(tmp_path, files).found
    assert (problem.code, problem.location.path) == ("host.unknown", "content/sources/report.yaml")
    assert "example.com" in problem.message


def test_a_document_elsewhere_is_looked_at_as_well(tmp_path: Path) -> None:
    site = base_text("content/site.yaml").partition("hosts:")[0] + "hosts: [example.com]\n"
    field = base_text("content/topics/_type.yaml").replace("fields:\n", "fields:\n  paper: {kind: file}\n")
    text = entry("Air", "paper: https://casino.example/paper.pdf")
    files = {"content/site.yaml": site, "content/topics/_type.yaml": field, "content/topics/air.md": text}

    (problem,) = attempt(tmp_path, files).found
    assert (problem.code, problem.location.path) == ("host.unknown", "content/topics/air.md")


def test_machines_are_told_which_links_nobody_has_reviewed(tmp_path: Path) -> None:
    site = base_text("content/site.yaml").partition("hosts:")[0] + "hosts: [example.com]\n"
    body = "[Friends](https://www.example.com/a), [others](HTTPS://casino.example/), [us](food.md)."
    page = attempt(tmp_path, {"content/site.yaml": site, "content/topics/air.md": entry("Air", body=body)})[
        "topics/air/index.html"
    ]

    assert '<a href="https://www.example.com/a" rel="external">Friends</a>' in page
    assert 'rel="external nofollow ugc noopener noreferrer">others</a>' in page
    assert '<a href="/topics/food/">us</a>' in page


def test_markdown_in_fields_is_looked_at_as_well(tmp_path: Path) -> None:
    site = base_text("content/site.yaml").partition("hosts:")[0] + "hosts: [example.org, example.com]\n"
    kind = "name: Event\nplural: Events\nfields:\n  note: {kind: markdown}\n"
    fair = entry("Fair", 'note: "See [this](https://casino.example/)."')
    files = {"content/site.yaml": site, "content/events/_type.yaml": kind, "content/events/fair.md": fair}

    (problem,) = attempt(tmp_path, files).found
    assert (problem.code, problem.location.path) == ("host.unknown", "content/events/fair.md")
