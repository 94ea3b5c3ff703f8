"""The command `sitegen links` checks links to other sites and records the results."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sitegen.features.outbound.ledger import LEDGER, LinkRecord, read_ledger, updated_record, written_ledger
from sitegen.online.fetch import RequestFailure, RequestLimits, Response, fetch
from sitegen.online.link_checker import LinkOptions, check_links, status_of
from tests.hosts import Reply, closed_host, host
from tests.sites import Files, attempt, base_text, entry, load, make_site

ROOT = Path(__file__).parents[2]
ONE, TWO, THREE = date(2026, 5, 29), date(2026, 5, 30), date(2026, 5, 31)
EVENTS = {"content/events/_type.yaml": "name: Event\nplural: Events\nfields:\n  note: {kind: markdown}\n"}


def page(*addresses: str) -> Files:
    """A page with these links, from line 5 on, in a site without other external links."""
    body = "\n".join(f"[Words about number {n}](<{address}>)." for n, address in enumerate(addresses))
    report = base_text("content/sources/report.yaml").replace(
        "https://example.com/report", "https://example.org/"
    )
    return {"content/topics/air.md": entry("Air", body=body), "content/sources/report.yaml": report}


def links(root: Path, *options: str, now: date = THREE, status: int = 0) -> str:
    command = ["links", "--root", str(root), "--now", str(now), "--local", "--pause", "0", *options]
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", *command],
        cwd=ROOT, env=dict(os.environ), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def ledger(root: Path) -> dict[str, LinkRecord]:
    rows = read_ledger((root / LEDGER).read_text("utf-8"))
    return {row.address: row for row in rows if isinstance(row, LinkRecord)}


# --- answers of a host -----------------------------------------------------------------------


ANSWERS = {
    "/good": (Reply(200, b"hello"), "200", "good"),
    "/moved": (Reply(301, b"", {"Location": "/good"}), "200", "good"),
    "/gone": (Reply(410), "410", "broken"),
    "/busy": (Reply(503), "503", "unknown"),
    "/closed": (Reply(403), "403", "unknown"),
    "/round": (Reply(302, b"", {"Location": "/round"}), "redirects", "unknown"),
    "/slow": (Reply(200, b"x" * 90, slow=0.1), "200", "good"),
    "/late": (Reply(302, b"", {"Location": "/never"}), "timeout", "unknown"),
    "/zz-enough": (Reply(429), "429", "unknown"),
    "/zzz-not-asked": (Reply(200), "", ""),
}


def test_each_answer_has_its_state(tmp_path: Path) -> None:
    planted = {path: reply for path, (reply, *_) in ANSWERS.items()}
    with host(planted={**planted, "/never": Reply(404, b"x" * 50, slow=0.2)}) as it:
        make_site(tmp_path, page(*(it.url + path for path in ANSWERS), f"{it.url}/missing#part"))
        said = json.loads(links(tmp_path, "--format", "json", "--timeout", "1", status=1))

    found = {row["address"].removeprefix(it.url): (row["status"], row["state"]) for row in said["links"]}
    expected = {path: (status, state) for path, (_, status, state) in ANSWERS.items() if status}
    assert found == {**expected, "/missing": ("404", "broken")}
    assert {(p["code"], p["severity"], p["line"]) for p in said["problems"]} == {
        ("link.broken", "warning", 7), ("link.broken", "warning", 15),
    }  # fmt: skip
    assert it.asked.count("HEAD /good") == 2
    assert "GET /good" not in it.asked
    assert {"HEAD /gone", "GET /gone"} <= set(it.asked)
    assert not [asked for asked in it.asked if "zzz" in asked]
    assert ledger(tmp_path)[f"{it.url}/good"] == LinkRecord(f"{it.url}/good", THREE, "200", THREE)


def test_a_host_that_does_not_know_head_is_asked_again(tmp_path: Path) -> None:
    with host(planted={"/a": [Reply(405), Reply(200)]}) as it:
        make_site(tmp_path, page(f"{it.url}/a"))
        assert links(tmp_path) == "1 checked: 1 good\n"
    assert it.asked == ["HEAD /a", "GET /a"]


def test_a_host_that_refuses_is_unknown(tmp_path: Path) -> None:
    with closed_host() as url:
        make_site(tmp_path, page(f"{url}/a"))

        assert links(tmp_path) == f"unknown: {url}/a refuses connections\n1 checked: 1 unknown\n"


# --- days ------------------------------------------------------------------------------------


def states(*statuses: tuple[date, str]) -> list[str]:
    known, found = None, []
    for day, status in statuses:
        known = updated_record(known, "https://example.com/", status, day)
        found.append(known.state)
    return found


def test_what_was_good_is_broken_when_it_fails_on_two_days() -> None:
    assert states((ONE, "200"), (TWO, "404"), (TWO, "404"), (THREE, "404")) == [
        "good", "failing", "failing", "broken",
    ]  # fmt: skip
    assert states((ONE, "200"), (TWO, "404"), (THREE, "200")) == ["good", "failing", "good"]
    assert states((ONE, "200"), (TWO, "404"), (THREE, "503")) == ["good", "failing", "unknown"]


def test_what_never_was_good_is_broken_at_once_where_the_page_is_missing() -> None:
    assert states((ONE, "404")) == ["broken"]
    assert states((ONE, "503"), (TWO, "503"), (THREE, "timeout")) == ["unknown"] * 3
    assert states((ONE, "no-host"), (TWO, "no-host")) == ["failing", "broken"]


def test_a_link_breaks_on_the_second_day_and_check_says_so_at_its_line(tmp_path: Path) -> None:
    with host(planted={"/a": [Reply(200), Reply(404)]}) as it:
        make_site(tmp_path, page(f"{it.url}/a"))
        links(tmp_path, now=ONE)
        first = links(tmp_path, now=TWO)
        assert "note: link.broken" not in attempt(tmp_path, page(f"{it.url}/a"), reports=True).problems
        second = links(tmp_path, now=THREE, status=1)

    assert first == f"failing: {it.url}/a answers 404, since {TWO}\n1 checked: 1 failing\n"
    assert f"content/topics/air.md:5:25: warning: link.broken: {it.url}/a answers 404, since {TWO}" in second
    assert f"take the link out; it was good on {ONE}" in second
    outcome = attempt(tmp_path, page(f"{it.url}/a"), reports=True)
    assert "content/topics/air.md:5:25: note: link.broken" in outcome.problems


def test_a_build_neither_asks_nor_complains(tmp_path: Path) -> None:
    address = "https://example.com/a"
    lines = written_ledger([LinkRecord(address, THREE, "404", ONE, TWO)])

    assert "link.broken" not in attempt(tmp_path, {**page(address), LEDGER: lines}).codes


# --- selection -------------------------------------------------------------------------------


def test_new_ones_are_asked_once(tmp_path: Path) -> None:
    with host(planted={"/a": Reply(200), "/b": Reply(200)}) as it:
        make_site(tmp_path, page(f"{it.url}/a"))
        links(tmp_path, "--new", now=ONE)
        make_site(tmp_path, page(f"{it.url}/a", f"{it.url}/b"))
        assert links(tmp_path, "--new", now=TWO) == "1 checked: 1 good\n"
        assert links(tmp_path, "--new", now=TWO) == "there are no links to check\n"

    assert it.asked == ["HEAD /a", "HEAD /b"]


def test_the_oldest_are_asked_first_and_none_twice_a_day(tmp_path: Path) -> None:
    with host(otherwise=Reply(200)) as it:
        names = "abc"
        make_site(tmp_path, page(*(f"{it.url}/{name}" for name in names)))
        days = dict(zip(names, (TWO, ONE, THREE), strict=True))
        rows = [LinkRecord(f"{it.url}/{name}", day, "200", day) for name, day in days.items()]
        (tmp_path / LEDGER).write_text(written_ledger(rows), "utf-8")
        links(tmp_path, "--oldest", "1")
        links(tmp_path, "--oldest", "5")
        assert links(tmp_path, "--oldest", "5") == "there are no links to check\n"

    assert it.asked == ["HEAD /b", "HEAD /a"]


def test_what_nobody_links_to_any_more_is_forgotten_and_archives_stay(tmp_path: Path) -> None:
    copy = "https://web.archive.org/web/2020/https://example.com/a"
    with host(planted={"/a": Reply(200)}) as it:
        make_site(tmp_path, page(f"{it.url}/a"))
        rows = [
            LinkRecord(f"{it.url}/a", ONE, "200", ONE, archive=copy),
            LinkRecord("https://example.com/b", ONE, "200"),
        ]
        (tmp_path / LEDGER).write_text(written_ledger(rows), "utf-8")
        links(tmp_path, "--oldest", "9")

    assert list(ledger(tmp_path).values()) == [LinkRecord(f"{it.url}/a", THREE, "200", THREE, None, copy)]


def test_fields_are_asked_as_well_and_own_addresses_are_not(tmp_path: Path) -> None:
    fair = "---\ntitle: Fair\nnote: See [this](URL/in-markdown).\n---\n\nText.\n"
    home = entry("Air", body="[Home](https://example.org/).")
    with host(otherwise=Reply(200)) as it:
        report = base_text("content/sources/report.yaml").replace("https://example.com/report", f"{it.url}/a")
        files = {"content/events/fair.md": fair.replace("URL", it.url), "content/topics/air.md": home}
        make_site(tmp_path, {**EVENTS, **files, "content/sources/report.yaml": report})
        links(tmp_path)

    assert sorted(it.asked) == ["HEAD /a", "HEAD /in-markdown"]


# --- archived copies -------------------------------------------------------------------------


def test_copies_are_looked_for_where_a_link_fails(tmp_path: Path) -> None:
    copy = "http://web.archive.org/web/20260528/https://example.com/a"
    answer = json.dumps({"archived_snapshots": {"closest": {"url": copy, "available": True}}}).encode()
    with host(planted={"/gone": Reply(404), "/good": Reply(200)}, otherwise=Reply(200, answer)) as it:
        make_site(tmp_path, page(f"{it.url}/gone", f"{it.url}/good"))
        wanted = LinkOptions(archive=True, local=True, pause=0, wayback=f"{it.url}/wayback")
        found = check_links(tmp_path, load(tmp_path), wanted)

    assert [asked for asked in it.asked if "wayback" in asked] == [
        f"GET /wayback?url={it.url.replace(':', '%3A').replace('/', '%2F')}%2Fgone&timestamp=20260531"
    ]
    assert [row.archive for row in found.checked] == [copy.replace("http:", "https:", 1), ""]
    assert "or link to its copy: https://web.archive.org/web/20260528/" in found.problems[0].hint


ELSEWHERE = b'{"archived_snapshots": {"closest": {"url": "https://casino.example/"}}}'


@pytest.mark.parametrize("body", [b"", b"[]", b'{"archived_snapshots": {}}', b"\xff", ELSEWHERE])
def test_an_answer_of_the_archive_that_is_none_is_left_alone(tmp_path: Path, body: bytes) -> None:
    with host(planted={"/gone": Reply(404)}, otherwise=Reply(200, body)) as it:
        make_site(tmp_path, page(f"{it.url}/gone"))
        wanted = LinkOptions(archive=True, local=True, pause=0, wayback=f"{it.url}/wayback")
        (row,) = check_links(tmp_path, load(tmp_path), wanted).checked

    assert row.archive == ""


# --- private networks ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/",
     "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/",
     "http://100.64.0.1/",
     "http://[fd00::1]/", "http://[fe80::1]/", "http://2130706433/", "http://0x7f.1/", "http://[64:ff9b::7f00:1]/",
     "http://224.0.0.1/", "http://[2002:7f00:1::]/"],
)  # fmt: skip
def test_a_machine_that_is_not_public_is_never_asked(address: str) -> None:
    assert fetch(address, RequestLimits(seconds=2)).failure is RequestFailure.PRIVATE


NO_ADDRESSES = ["ftp://example.com/", "http://a@example.com/", "http:///x", "http://[", "x", "http://a..b/"]


@pytest.mark.parametrize("address", [*NO_ADDRESSES, "http://example.com:99999/"])
def test_what_is_no_address_is_not_asked(address: str) -> None:
    assert fetch(address, RequestLimits(seconds=2)).failure is RequestFailure.ADDRESS


def test_a_link_or_redirect_to_a_private_machine_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    with host(planted={"/secret": Reply(200)}) as inner:

        def public(url: str, limits: RequestLimits, method: str) -> Response:
            moved = Response(302, {"location": f"{inner.url}/secret"})
            return moved if url == "https://example.com/" else fetch(url, limits, method)

        monkeypatch.setattr("sitegen.online.link_checker.fetch", public)
        assert status_of("https://example.com/", LinkOptions()) == "private"
        assert status_of(f"{inner.url}/secret", LinkOptions()) == "private"
        assert status_of("https://example.com/", LinkOptions(local=True)) == "200"

    assert inner.asked == ["HEAD /secret"]


def test_a_site_with_errors_asks_nobody(tmp_path: Path) -> None:
    with host() as it:
        make_site(
            tmp_path, {**page(f"{it.url}/a"), "content/topics/sea.md": entry("Sea", body="[Fod](fod.md)")}
        )
        said = links(tmp_path, status=1)

    assert said.endswith("1 error, 1 warning; no link was checked\n")
    assert it.asked == []


def test_annotations_stand_at_the_line(tmp_path: Path) -> None:
    with host() as it:
        make_site(tmp_path, page(f"{it.url}/a"))
        said = links(tmp_path, "--format", "github", status=1)

    assert said.startswith("::warning file=content/topics/air.md,line=5,col=25,title=link.broken::")


# --- the file --------------------------------------------------------------------------------


def test_what_is_written_is_read_again_and_sorted() -> None:
    copy = "https://web.archive.org/web/2026/https://b.example/"
    rows = [LinkRecord("https://b.example/", TWO, "404", ONE, TWO, copy),
            LinkRecord("https://a.example/?q=1", TWO, "200", TWO)]  # fmt: skip
    text = written_ledger(rows)

    assert text.splitlines()[2:] == [
        "https://a.example/?q=1  checked 2026-05-30  status 200  good 2026-05-30",
        "https://b.example/  checked 2026-05-30  status 404  good 2026-05-29  failing 2026-05-30"
        "  archive https://web.archive.org/web/2026/https://b.example/",
    ]
    assert list(read_ledger(text)) == rows[::-1]


@pytest.mark.parametrize(
    "line",
    ["example.org checked 2026-05-30 status 200", "https://a.example/",
     "https://a.example/ checked 2026-05-30",
     "https://a.example/ checked yesterday status 200",
     "https://a.example/ checked 2026-05-30 status",
     "https://a.example/ checked 2026-05-30 status 200 archive javascript:x", "=======",
     "https://a.example/ checked 2026-05-30 status 200 colour red",
     "https://a.example/ checked 2026-05-30 status <b>"],
)  # fmt: skip
def test_a_line_that_says_something_else_is_named(line: str) -> None:
    assert list(read_ledger(f"# Head\n{line}\n")) == [2]
