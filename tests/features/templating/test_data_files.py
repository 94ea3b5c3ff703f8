"""Files that templates read: their values, and what an edit of one renders."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.features.templating.data_values import Broken, value_of
from sitegen.review.overlay import overlay
from sitegen.review.overlay.trees import FolderTree
from tests.build.builds import assert_as_clean, build, write
from tests.sites import Files, attempt, base_text, build_good, make_site, problems_as_text, write_files

JSON = '{"stations": [{"name": "Nord <1>", "open": true, "lines": [1, 2]}], "rate": 1.5, "none": null}'
FILES: Files = {
    "data/stations.json": JSON,
    "data/more/towns.csv": "\ufeffName;Size\r\nGhent;12\r\n\r\n\"Lima; north\";3\r\n",
    "data/more/unused.csv": "a,b\n1\n",
    "data/photo.bin": b"\xff\x00",
    "templates/home.html": '{% extends "base.html" %}{% block main %}'
    '{% set all = source("data/stations.json") %}'
    "{% for one in all.stations %}<b>{{ one.name }} {{ one.open }} {{ one.lines|sum }}</b>{% endfor %}"
    "{{ all.rate }}{% endblock %}",
    "templates/index.html": base_text("templates/index.html").replace(
        "{{ body.html }}",
        '{% include "towns.html" %}{% for row in source("data/more/towns.csv") %}'
        "<i>{{ row.Name }} {{ row.Size|int + 1 }}</i>{% endfor %}",
    ),
    "templates/towns.html": '{{ source("data/more/towns.csv")|length }} towns',
}  # fmt: skip


def test_templates_read_files_of_the_site(tmp_path: Path) -> None:
    site = build_good(tmp_path, FILES, jobs=2)

    assert "<b>Nord &lt;1&gt; True 3</b>1.5" in site["index.html"]
    assert "2 towns<i>Ghent 13</i><i>Lima; north 4</i>" in site["fr/projects/index.html"]
    assert not any(path.endswith((".bin", "stations.json", "towns.csv")) for path in site.paths)


def test_an_edit_of_a_file_renders_what_reads_it(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", FILES)
    assert not build(root).report.problems

    write(root, "data/stations.json", JSON.replace("Nord", "Süd"))
    assert set(build(root).rendered) == {"index.html", "fr/index.html"}
    assert_as_clean(root)

    write(root, "data/more/towns.csv", "Name;Size\nOslo;1\n")
    done = set(build(root).rendered)
    assert {"topics/index.html", "fr/projects/index.html", "activities/index.html"} <= done
    assert "index.html" not in done
    assert not any(path.startswith("topics/food") for path in done)
    assert_as_clean(root)

    write(root, "data/more/unused.csv", "a\n")
    (root / "data/photo.bin").unlink()
    assert build(root).rendered == ()

    write(root, "data/stations.json", "{")
    done_wrong = build(root)
    assert problems_as_text(root, done_wrong.report.problems) == (
        "data/stations.json:1:2: data.syntax: this is not JSON: expecting property name enclosed in double "
        "quotes\n  | {\n  |  ^\n  templates/home.html:1 reads it"
    )
    write(root, "data/stations.json", JSON)
    assert set(build(root).rendered) == {"index.html", "fr/index.html"}


def test_a_stranger_cannot_change_the_files_of_templates(tmp_path: Path) -> None:
    base, theirs = make_site(tmp_path / "base", FILES), make_site(tmp_path / "theirs", FILES)
    write_files(theirs, {"data/stations.json": "[]", "data/new.json": "[]"})
    done = overlay(base, FolderTree(theirs), tmp_path / "out")

    assert {skipped.path for skipped in done.left_out} == {"data/stations.json", "data/new.json"}
    assert (tmp_path / "out/data/stations.json").read_text("utf-8") == JSON
    assert not (tmp_path / "out/data/new.json").exists()


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("a.json", "[1, 2.5, null, true, {}]", (1, 2.5, None, True, {})),
        ("a.yaml", "a: 1\nb: [yes, NO, 2026-01-01, '3', 1.5, ~]\nc:\n  d: true\n",
         {"a": 1, "b": ("yes", "NO", "2026-01-01", "3", 1.5, None), "c": {"d": True}}),
        ("a.yml", "", None),
        ("a.csv", "a,b\n1,\"x\ny\"\n", ({"a": "1", "b": "x\ny"},)),
        ("a.tsv", "a\tb\n1\t2\n", ({"a": "1", "b": "2"},)),
        ("a.csv", "", ()),
        ("a.txt", "Hello <b>\n", "Hello <b>\n"),
    ],
)  # fmt: skip
def test_values(path: str, text: str, value: object) -> None:
    assert value_of(path, text) == value


@pytest.mark.parametrize(
    ("path", "text", "place", "message"),
    [
        ("a.json", '{"a": 1,\n "b" 2}', (2, 6), "this is not JSON: expecting ':' delimiter"),
        ("a.json", "[NaN]", (None, None), "this is not JSON: NaN is not a value"),
        ("a.json", "[" * 200_000, (None, None),
         "this JSON is nested too deep, or has a number that is too long"),
        ("a.json", "9" * 10_000, (None, None),
         "this JSON is nested too deep, or has a number that is too long"),
        ("a.yaml", "a: [1", (1, 4), None),
        ("a.yaml", "a: 1\na: 2\n", (2, 1), None),
        ("a.csv", "a,b\n1,2\n3\n", (3, None), "this row has 1 cell, and the first has 2"),
        ("a.csv", "a,a\n", (1, None),
         'the first row has the names of the columns, and two columns are called "a"'),
        ("a.csv", "a,\n", (1, None), "the first row has the names of the columns, and a column has no name"),
        ("a.csv", 'a,b\n"1"x,2\n', (2, None), "this is not a table: ',' expected after '\"'"),
    ],
)  # fmt: skip
def test_broken_files(
    path: str, text: str, place: tuple[int | None, int | None], message: str | None
) -> None:
    with pytest.raises(Broken) as found:
        value_of(path, text)

    problem = found.value.problem
    assert (problem.location.path, problem.location.line, problem.location.column) == (path, *place)
    assert message in (None, problem.message)


def test_a_template_cannot_change_what_other_pages_read(tmp_path: Path) -> None:
    home = '{% set all = source("data/stations.json") %}{{ all.update({"rate": 2}) }}'
    site = attempt(tmp_path, {**FILES, "templates/home.html": home})

    assert site.codes == ["template.failed"]
    assert "a file that a template reads cannot be changed" in site.problems


def test_a_file_may_have_five_megabytes(tmp_path: Path) -> None:
    files = {"data/a.txt": "x" * 5_000_001, "templates/home.html": '{{ source("data/a.txt")|length }}'}
    site = attempt(tmp_path, files)

    assert site.problems.splitlines()[0] == (
        'templates/home.html:1:12: file.size: "data/a.txt" has 5,000,001 bytes; '
        "templates read at most 5,000,000"
    )
