"""Names of outputs that no system could store, or that are kept, wherever they come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.plan.output_names import LONGEST_NAME, SPECIAL, misnamed
from sitegen.types import Output
from tests.sites import attempt, entry

ROOMS = """\
name: Room
plural: Rooms
fields:
  kind: {kind: text, many: true}
index:
  facets: [kind]
"""


def found(root: Path, *lines: str, **files: str) -> list[tuple[str, int | None, int | None, str]]:
    made = {"content/rooms/_type.yaml": ROOMS, "content/rooms/hall.md": entry("Hall", *lines), **files}
    problems = attempt(root, made).found
    return [(p.code, p.location.line, p.location.column, p.message) for p in problems]


def long(size: int) -> str:
    return f"a part of this address has {size} bytes, and {LONGEST_NAME} is the most"


def test_a_name_may_be_as_long_as_systems_allow(tmp_path: Path) -> None:
    assert found(tmp_path / "a", f"slug: {'a' * 240}") == []
    assert found(tmp_path / "b", f"slug: {'a' * 241}") == [("address.long", 3, 7, long(241))]


def test_the_slug_of_a_source_is_named_once_for_all_its_translations(tmp_path: Path) -> None:
    french = {"content/rooms/hall.fr.md": entry("Salle")}
    assert found(tmp_path, f"slug: {'a' * 300}", **french) == [("address.long", 3, 7, long(300))]


@pytest.mark.parametrize("code", ["address.long", "address.reserved"])
def test_a_value_by_which_entries_are_listed_is_named_where_it_stands(tmp_path: Path, code: str) -> None:
    value = "b" * 260 if code == "address.long" else "CON"
    message = (
        long(260) if code == "address.long" else '"con" in this address is the name of a device on Windows'
    )
    assert found(tmp_path, f"kind: [stage, {value}]") == [(code, 3, 7, message)]


def test_words_of_other_scripts_are_counted_as_they_are_written_in_addresses(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, f"kind: {'会' * 60}")
    assert problem[:3] == ("address.long", 3, 7)


@pytest.mark.parametrize("first", SPECIAL)
def test_what_is_kept_is_refused_in_any_case_and_depth(tmp_path: Path, first: str) -> None:
    for number, alias in enumerate((f"/{first}/", f"/{first.upper()}/a/b/", f"/{first}/x.html")):
        (problem,) = found(tmp_path / str(number), f"aliases: [/old/, {alias}]")
        assert problem[:3] == ("address.reserved", 3, 18)
        assert problem[3].startswith(f"/{alias.split('/')[1]} is reserved for ")


FREE = ["/preview/", "/a/_preview/", "/a/_redirects/", "/console/", "/con-1/", "/a.b/c/", "/auxiliary.html"]


@pytest.mark.parametrize("alias", FREE)
def test_what_only_looks_like_it_is_free(tmp_path: Path, alias: str) -> None:
    assert found(tmp_path, f"aliases: {alias}") == []


@pytest.mark.parametrize(
    "alias", ["/con/", "/a/NUL.html", "/com1/", "/lpt9.old/", "/a/prn/b/", "/a./", "/a/b../"]
)
def test_what_windows_cannot_store_is_refused(tmp_path: Path, alias: str) -> None:
    (problem,) = found(tmp_path, f"aliases: {alias}")
    assert problem[:3] == ("address.reserved", 3, 10)


def test_a_static_file_cannot_take_the_place_of_the_report(tmp_path: Path) -> None:
    (problem,) = attempt(tmp_path, {"static/_preview/index.html": "x"}).found
    assert (problem.code, problem.location.path) == ("address.reserved", "static/_preview/index.html")


def test_an_old_address_of_data_and_of_a_second_language_is_named_in_its_file(tmp_path: Path) -> None:
    french = entry("Air", "aliases:", "  - /vieux/", "  - /_preview/")
    (problem,) = attempt(
        tmp_path, {"content/topics/air.md": entry("Air"), "content/topics/air.fr.md": french}
    ).found
    place = problem.location
    assert (place.path, place.line, place.column) == ("content/topics/air.fr.md", 5, 5)


def test_very_many_and_very_long_paths_are_looked_at_in_one_pass() -> None:
    outputs = [
        Output("." * 200_000 + "x/a", "copy", "en", {}, "static/a"),
        Output("/con" * 50_000, "", "", {}, ""),
    ]
    assert [wrong.problem.code for wrong in misnamed(outputs)] == ["address.long", "address.long"]
