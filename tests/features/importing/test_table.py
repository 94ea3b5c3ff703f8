"""A table becomes a type with an entry for each row; what is no table is refused at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.features.importing.imported import Imported, Outcome
from sitegen.features.importing.importers import ImportOptions
from sitegen.features.importing.site import new_site
from sitegen.features.importing.source import Source, UnusableSource
from sitegen.features.importing.table import read


def imported(tmp_path: Path, data: bytes, name: str = "Cities list.csv", type_name: str = "") -> Imported:
    (tmp_path / name).write_bytes(data)
    return read(Source(tmp_path / name), ImportOptions(type=type_name))


def test_a_row_becomes_an_entry(tmp_path: Path) -> None:
    data = 'Name;Land;Founded\r\nBerlin;DE;1237\r\n"Sankt ""Gallen""";CH;0612\r\n=cmd|x;;\r\n'.encode(
        "utf-8-sig"
    )
    site = imported(tmp_path, data)
    assert [(e.key, [(f.name, f.value) for f in e.fields]) for e in site.entries] == [
        ("cities-list/berlin", [("title", "Berlin"), ("Land", "DE"), ("Founded", "1237")]),
        ("cities-list/sankt-gallen", [("title", 'Sankt "Gallen"'), ("Land", "CH"), ("Founded", "0612")]),
        ("cities-list/cmd-x", [("title", "=cmd|x")]),
    ]
    assert [(note.outcome, note.line, note.text) for note in site.notes] == [
        (Outcome.DONE, 0, "the column “Name” became the title"),
        (Outcome.DONE, 4, "column 1: “=cmd|x” looks like a formula and is kept as text"),
    ]
    texts = new_site(site).texts
    assert texts["content/cities-list/berlin.md"].startswith("---\ntitle: Berlin\n")
    assert "land: {" in texts["content/cities-list/_type.yaml"]


def test_names_come_from_a_column_for_them(tmp_path: Path) -> None:
    site = imported(tmp_path, b"id\ttitle\nb1\tBridge\nb2\tBridge\n", "x.tsv", "bridges")
    assert [entry.key for entry in site.entries] == ["bridges/b1", "bridges/b2"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"title,a\nx,1,2\n", "t.csv:2:5: this row has 3 cells and the first one 2"),
        (b"title,a\nx\n", "t.csv:2:1: this row has 1 cells and the first one 2"),
        (b"a,a\n1,2\n", "t.csv:1:3: there are two columns “a”; rename one"),
        (b"a,b\n1,M\xfcller\n", "t.csv:2:4: this is not UTF-8; save the table as “CSV UTF-8”"),
        (b"\xff\xfea\x00", "t.csv is UTF-16; save it as “CSV UTF-8”"),
        (b'a\n"x\n', "t.csv:2:1: this quotation mark is not closed"),
        (b"a,b\n", "t.csv has no rows below its first one"),
        (b"", "t.csv has no rows below its first one"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(UnusableSource) as error:
        imported(tmp_path, data, "t.csv")
    assert str(error.value).startswith(message)
