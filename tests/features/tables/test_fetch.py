"""Tables from the web: what is written, what is refused, and what a renamed column says."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.commands.fetch import fetch_command
from tests.hosts import Reply, host
from tests.sites import attempt, make_site

TABLE = "content/projects/_rows.csv"
TYPE = "content/projects/_type.yaml"


def site(root: Path, rule: str) -> Path:
    make_site(root)
    text = (root / TYPE).read_text(encoding="utf-8")
    (root / TYPE).write_text(f"{text}rows: {rule}\n", encoding="utf-8")
    return root


def run(root: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(fetch_command, ["--root", str(root), "--now", "2026-05-31", *arguments])
    return result.exit_code, result.output


def test_a_table_becomes_the_rows_of_a_type(tmp_path: Path) -> None:
    csv = 'Titel;Beginn;Intern\r\nBrücke;2021;x\r\n"Der ""Turm""; alt";2022;y\r\n'.encode("utf-8-sig")
    moved = Reply(302, headers={"Location": "/table"})
    with host(planted={"/": moved, "/table": Reply(body=csv)}) as web:
        root = site(tmp_path, f'{{from: "{web.url}/", columns: {{Titel: title, Beginn: start}}}}')
        assert run(root) == (0, f"{TABLE}: 2 rows, changed\n")
        assert (root / TABLE).read_text(encoding="utf-8") == (
            'title,start\nBrücke,2021\n"Der ""Turm""; alt",2022\n'
        )
        lock = (root / "content/rows.lock").read_text(encoding="utf-8")
        assert lock.startswith("projects 2026-05-31 ")
        assert lock.endswith(f" {web.url}/\n")
        assert run(root, "projects", "--now", "2026-06-30") == (0, f"{TABLE}: 2 rows, as before\n")
        assert (root / "content/rows.lock").read_text(encoding="utf-8") == lock
    outcome = attempt(root)
    assert outcome.codes == []
    assert {"projects/brucke/index.html", "projects/der-turm-alt/index.html"} <= outcome.paths


def test_json_and_its_lists(tmp_path: Path) -> None:
    body = b'{"data": {"items": [{"title": "A", "topics": ["food", "water"], "weight": 3}, {"title": "B"}]}}'
    with host(planted={"/t.json": Reply(body=body)}) as web:
        root = site(tmp_path, f'{{from: "{web.url}/t.json", at: data.items}}')
        assert run(root)[0] == 0
    assert (root / TABLE).read_text(encoding="utf-8") == "title,topics,weight\nA,food; water,3\nB,,\n"
    assert attempt(root).codes == []


@pytest.mark.parametrize(
    ("body", "rule", "message", "hint"),
    [
        (b"Titel,Begin\nA,2021\n", "columns: {Titel: title, Beginn: start}", 'no column "Beginn" any more',
         "did you mean Begin? Then write columns: {Begin: start}"),
        (b"name,weight\na,1\n", "", 'no column "title" any more',
         "did you mean name? Then write columns: {name: title}"),
        (b"title,title\na,1\n", "", 'the table has two columns "title"', "rename one of them there"),
        (b"title,start\na\n", "", "row 2 of the table has 1 cells, and the first 2", ""),
        (b"title,weight\n", "", "the table has no rows", "look at the address in a browser"),
        (b"<!doctype html>", "", "this is a web page, not a table",
         "name the address of the table as CSV or JSON"),
        (b'title\n"a\n', "", "line 2, column 1 of the table: this quotation mark is not closed", ""),
        (b"title\n\xff\n", "", "the table is not UTF-8 (byte 7)", "publish it as UTF-8"),
        (b'{"a": 1}', "at: b", 'the JSON has no "b"', "it has: a"),
        (b"[1]", "", "the JSON has no list of rows", "name the keys that lead to it: at: data.items"),
        (b'[{"title": {"x": 1}}]', "", "a value of the table is a mapping",
         "a cell is a text, a number or a list of them"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_not_written(
    tmp_path: Path, body: bytes, rule: str, message: str, hint: str
) -> None:
    with host(planted={"/t": Reply(body=body)}) as web:
        root = site(tmp_path, f'{{from: "{web.url}/t"{", " + rule if rule else ""}}}')
        before = "title,weight\nA,1\n"
        (root / TABLE).write_text(before, encoding="utf-8")
        status, output = run(root)
    assert (status, output.split("\n")[0].rpartition(f"{TYPE}:")[1]) == (1, f"{TYPE}:")
    assert message in output
    assert hint in output
    assert (root / TABLE).read_text(encoding="utf-8") == before
    assert not (root / "content/rows.lock").exists()


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(404), "answers with status 404"),
        (Reply(302, headers={"Location": "http://example.com/x"}), "is not an address with https://"),
        (Reply(302, headers={"Location": "file:///etc/passwd"}), "is not an address with https://"),
        (Reply(302, headers={"Location": "/t"}), "more than 5 redirects"),
        (Reply(body=b"x" * 100, slow=0.2), "no complete answer in time"),
    ],
)
def test_unusable_answers(tmp_path: Path, reply: Reply, message: str) -> None:
    with host(planted={"/t": reply}) as web:
        root = site(tmp_path, f'{{from: "{web.url}/t"}}')
        status, output = run(root, "--timeout", "0.5")
    assert status == 1
    assert message in output
    assert not (root / TABLE).exists()


def test_other_hosts_need_https(tmp_path: Path) -> None:
    root = site(tmp_path, "{from: http://example.com/t.csv}")
    assert run(root)[0] == 1
    assert "http://example.com/t.csv is not an address with https://" in run(root)[1]
    assert run(root, "topics")[0] == 2
