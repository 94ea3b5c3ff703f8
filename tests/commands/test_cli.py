"""The commands: what they print, where, and with which status they end."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from msgspec.structs import replace

from sitegen.build import cache
from sitegen.commands.cli import main
from sitegen.problems.formats import as_annotation, as_texts
from sitegen.store.codec import as_json
from sitegen.store.sealed_tables import Tables
from sitegen.types import Location, Problem, Severity
from sitegen.write.output import output_stamp
from tests.sites import Files, base_text, entry, make_site, write_files

GOOD, CONTENT, USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130
DAY = "2026-05-31"
REPOSITORY = Path(__file__).parents[2]
BROKEN: Files = {"content/topics/air.md": entry("Air", "sumary: typo")}


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it wrote."""

    returncode: int | str | None
    stdout: str
    stderr: str


CLEAN = {
    k: v for k, v in os.environ.items() if k not in ("SITEGEN_HOME", "SOURCE_DATE_EPOCH", "CI", "NO_COLOR")
}


def clean() -> dict[str, str]:
    return {**CLEAN, "XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]}


def sitegen(*arguments: str, cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> Done:
    """Runs a command in this process as if it wrote into a pipe, with an environment of its own."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="") for _ in range(2))
    before, handler = Path.cwd(), signal.getsignal(signal.SIGTERM)
    os.chdir(cwd or before)
    try:
        with (
            mock.patch.dict(os.environ, {**clean(), **(environment or {})}, clear=True),
            redirect_stdout(out),
            redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main(arguments)
    finally:
        os.chdir(before)
        signal.signal(signal.SIGTERM, handler)
    return Done(ended.value.code, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


def sitegen_alone(*arguments: str, cwd: Path | None = None) -> Done:
    """Runs a command as a user does: as a process of its own, in a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", *arguments],
        cwd=cwd, env={**clean(), "PYTHONPATH": str(REPOSITORY)},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", BROKEN)


# --- build ---------------------------------------------------------------------------------


@pytest.mark.parametrize("run", [sitegen, sitegen_alone])
def test_a_good_build_ends_with_one_line_and_status_0(site: Path, run: Callable[..., Done]) -> None:
    done = run("build", "--root", str(site), "--now", DAY)

    assert (done.returncode, done.stderr) == (GOOD, "")
    assert re.fullmatch(
        r"[\d,]+ pages in 2 languages: [\d,]+ files written, 0 unchanged in \d+\.\d s, in \S*public; "
        r"look at it with: python3 -m http\.server --directory \S*public\n",
        done.stdout,
    )
    assert (site / "public/index.html").is_file()


def test_the_second_build_writes_nothing(site: Path) -> None:
    sitegen("build", "--root", str(site), "--now", DAY)
    done = sitegen("build", "--root", str(site), "--now", DAY)

    assert " 0 files written, " in done.stdout


def test_no_command_is_build(site: Path) -> None:
    assert sitegen(cwd=site).returncode == GOOD
    assert (site / "public/index.html").is_file()


def test_the_root_is_found_upwards(site: Path) -> None:
    deep = site / "content/topics"

    assert sitegen("build", cwd=deep).returncode == GOOD
    assert (site / "public/index.html").is_file()


def test_a_folder_without_site_is_a_mistake_of_usage(tmp_path: Path) -> None:
    nowhere = sitegen("build", cwd=tmp_path)
    wrong = sitegen("build", "--root", str(tmp_path))

    assert (nowhere.returncode, nowhere.stdout) == (USAGE, "")
    assert "sitegen init" in nowhere.stderr
    assert (wrong.returncode, wrong.stdout) == (USAGE, "")
    assert "no folder content/" in wrong.stderr


@pytest.mark.parametrize("run", [sitegen, sitegen_alone])
def test_a_mistake_in_the_content_is_shown_with_status_1(broken: Path, run: Callable[..., Done]) -> None:
    done = run("build", "--root", str(broken), "--now", DAY)

    assert (done.returncode, done.stderr) == (CONTENT, "")
    assert done.stdout == (
        'content/topics/air.md:3:1: field.unknown: there is no field "sumary"\n'
        "  | sumary: typo\n"
        "  | ^\n"
        "  did you mean summary?\n"
        "1 error; nothing was written\n"
    )
    assert not (broken / "public").exists()


@pytest.mark.parametrize("options", [(), ("--profile",), ("-v",)])
def test_a_mistake_in_an_edited_text_is_shown_with_status_1(site: Path, options: tuple[str, ...]) -> None:
    write_files(site, {"content/topics/air.md": entry("Air")})
    sitegen("build", "--root", str(site), "--now", DAY)
    write_files(site, {"content/topics/air.md": entry("Air", body="See [the wind](wind.md).")})
    done = sitegen("build", "--root", str(site), "--now", DAY, *options)

    assert done.returncode == CONTENT
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith(
        'content/topics/air.md:5:16: link.missing: there is no file "wind.md"\n'
        "  | See [the wind](wind.md).\n"
        "  |                ^\n"
    )


def test_a_mistake_in_the_definition_is_shown_with_status_2(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/_type.yaml": "name: Topic\nplural: Topics\nfeilds: {}\n"})
    done = sitegen("build", "--root", str(root))

    assert done.returncode == USAGE
    assert 'content/topics/_type.yaml:3:1: config.unknown: a content type has no key "feilds"' in done.stdout
    assert "did you mean fields?" in done.stdout


def test_our_own_fault_is_a_traceback_with_status_3(site: Path) -> None:
    script = (
        "import sitegen.build.reading as p, sys\n"
        "def fail(*_): raise RuntimeError('broken inside')\n"
        "p.scan = fail\n"
        "from sitegen.commands.cli import main\n"
        f"main(['build', '--root', {str(site)!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == FAULT
    assert "Traceback" in done.stderr
    assert "RuntimeError: broken inside" in done.stderr
    assert "a fault of sitegen" in done.stderr
    assert done.stdout == ""


SLOW = (
    "import sys, time\n"
    "import sitegen.write.output as output\n"
    "plain = output.swap\n"
    "def wait(*_):\n"
    "    print('waiting', flush=True)\n"
    "    time.sleep(60)\n"
    "output.swap = wait\n"
    "from sitegen.commands.cli import main\n"
    "main(['build', '--root', sys.argv[1]])\n"
)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_the_site_with_status_130(site: Path, number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(site)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    process.send_signal(number)
    _, errors = process.communicate()

    assert process.returncode == INTERRUPTED
    assert "Traceback" not in errors
    assert not (site / "public").exists()
    assert not list(site.glob(".public.new-*"))


def test_a_second_build_of_one_folder_at_a_time_is_refused(site: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(site)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    second = sitegen("build", "--root", str(site))
    process.kill()
    process.communicate()

    assert second.returncode == USAGE
    assert f"another build is writing to {site / 'public'} (process {process.pid})" in second.stderr


@pytest.mark.parametrize("output", [".", "content", "static/x", ".."])
def test_an_output_in_the_sources_is_refused_with_status_2(site: Path, output: str) -> None:
    before = sorted(site.rglob("*"))
    done = sitegen("build", "--root", str(site), "--output", str(site / output))

    assert (done.returncode, done.stdout) == (USAGE, "")
    assert "sources" in done.stderr
    assert sorted(site.rglob("*")) == before


def test_a_folder_of_somebody_else_is_refused_with_status_2(site: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    write_files(mine, {"thesis.txt": "Mine."})
    done = sitegen("build", "--root", str(site), "--output", str(mine))

    assert done.returncode == USAGE
    assert "not made by sitegen" in done.stderr
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]


def test_a_folder_that_cannot_be_written_is_one_clear_line(site: Path) -> None:
    done = sitegen("build", "--root", str(site), "--output", "/proc/nothing/public")

    assert done.returncode == USAGE
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_quiet_says_nothing_where_all_is_well(site: Path) -> None:
    done = sitegen("build", "--root", str(site), "-q")

    assert (done.returncode, done.stdout, done.stderr) == (GOOD, "", "")


def test_quiet_shows_problems_all_the_same(broken: Path) -> None:
    assert "field.unknown" in sitegen("build", "--root", str(broken), "-q").stdout


def test_verbose_says_on_stderr_where_the_time_goes(site: Path) -> None:
    done = sitegen("build", "--root", str(site), "-v")

    assert re.search(r"\d+\.\d\d s  reading\n", done.stderr)
    assert re.search(r"\d+\.\d\d s  rendering [\d,]+ of [\d,]+\n", done.stderr)
    assert len(done.stdout.splitlines()) == 1


def test_drafts_are_built_on_request(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", "draft: true")})
    sitegen("build", "--root", str(root))
    assert not (root / "public/topics/air").exists()

    sitegen("build", "--root", str(root), "--drafts")
    assert (root / "public/topics/air/index.html").is_file()


def test_the_base_url_may_have_a_path(site: Path) -> None:
    sitegen("build", "--root", str(site), "--base-url", "https://example.org/preview/7/")

    assert 'href="/preview/7/topics/"' in (site / "public/index.html").read_text()
    assert "https://example.org/preview/7/topics/" in (site / "public/sitemap.xml").read_text()


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org", "https://", "https://example.org/?a", "/preview/"]
)
def test_a_base_url_that_is_none_is_a_mistake_of_usage(site: Path, url: str) -> None:
    done = sitegen("build", "--root", str(site), "--base-url", url)

    assert done.returncode == USAGE
    assert "is not the address of a site" in done.stderr


def test_clean_writes_every_file_anew(site: Path) -> None:
    sitegen("build", "--root", str(site))

    assert " 0 unchanged " in sitegen("build", "--root", str(site), "--clean").stdout


# --- the clock -----------------------------------------------------------------------------


def state(site: Path) -> str:
    match = re.search(r'<p class="state">(\w+)</p>', (site / "public/projects/spark/index.html").read_text())
    assert match is not None
    return match[1]


@pytest.mark.parametrize(
    ("arguments", "epoch", "expected"),
    [
        (["--now", "2024-01-01"], "", "Planned"),
        (["--now", "2027-01-01"], "", "Ended"),
        (["--now", "2026-12-31T23:00"], "", "Active"),
        ([], "1704067200", "Planned"),
        (["--now", "2027-01-01"], "1704067200", "Ended"),
    ],
)
def test_now_is_the_only_clock(site: Path, arguments: list[str], epoch: str, expected: str) -> None:
    done = sitegen("build", "--root", str(site), *arguments, environment={"SOURCE_DATE_EPOCH": epoch})

    assert done.returncode == GOOD
    assert state(site) == expected


@pytest.mark.parametrize("now", ["tomorrow", "2026-02-30", "31.05.2026", ""])
def test_a_day_that_is_none_is_a_mistake_of_usage(site: Path, now: str) -> None:
    done = sitegen("build", "--root", str(site), "--now", now)

    assert done.returncode == USAGE
    assert "is not a date" in done.stderr


@pytest.mark.parametrize("epoch", ["soon", "-1", "1.5", "99999999999999999999"])
def test_an_epoch_that_is_none_is_a_mistake_of_usage(site: Path, epoch: str) -> None:
    done = sitegen("build", "--root", str(site), environment={"SOURCE_DATE_EPOCH": epoch})

    assert done.returncode == USAGE
    assert "SOURCE_DATE_EPOCH" in done.stderr


# --- formats -------------------------------------------------------------------------------


def test_problems_as_json(broken: Path) -> None:
    done = sitegen("build", "--root", str(broken), "--format", "json")

    assert done.returncode == CONTENT
    assert json.loads(done.stdout) == {
        "problems": [
            {
                "path": "content/topics/air.md",
                "line": 3,
                "column": 1,
                "code": "field.unknown",
                "severity": "error",
                "message": 'there is no field "sumary"',
                "hint": "did you mean summary?",
            }
        ]
    }


def test_a_good_build_as_json_is_an_empty_list(site: Path) -> None:
    assert json.loads(sitegen("build", "--root", str(site), "--format", "json").stdout) == {"problems": []}


def test_problems_of_the_definition_as_json(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/_type.yaml": "name: Topic\nplural: Topics\nfeilds: {}\n"})
    done = sitegen("build", "--root", str(root), "--format", "json")

    assert done.returncode == USAGE
    assert [problem["code"] for problem in json.loads(done.stdout)["problems"]] == ["config.unknown"]


def test_problems_as_annotations_of_github(broken: Path) -> None:
    done = sitegen("build", "--root", str(broken), "--format", "github")

    assert done.returncode == CONTENT
    assert done.stdout == (
        '::error file=content/topics/air.md,line=3,col=1,title=field.unknown::there is no field "sumary" - '
        "did you mean summary?\n"
    )


FORGED: Files = {
    "content/topics/air.md": entry("Air", '"::set-env name=X::\\n::error::%0A": x'),
    "content/topics/b\n::warning::c,d:e.md": entry("B"),
}


def test_content_cannot_forge_an_annotation(tmp_path: Path) -> None:
    root = make_site(tmp_path, FORGED)
    done = sitegen("build", "--root", str(root), "--format", "github")

    assert done.returncode == CONTENT
    for line in done.stdout.splitlines():
        assert re.match(r"::error file=content/[^:,\n]*(,line=\d+,col=\d+)?,title=[a-z_.]+::", line)
        assert not line.startswith("::set-env")
    assert "%250A" in done.stdout
    assert "%3A%3Awarning%3A%3Ac%2Cd%3Ae.md" in done.stdout


def test_content_cannot_move_the_cursor_of_a_terminal(tmp_path: Path) -> None:
    root = make_site(tmp_path, {**FORGED, "content/topics/air.md": entry("Air", '"\\e[2J\\u202e": x')})
    done = sitegen("build", "--root", str(root))

    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "file.character: an escape spells the invisible character U+001B" in done.stdout
    assert '  | "\\e[2J\\u202e": x' in done.stdout
    assert "content/topics/b\\x0a::warning::c,d:e.md" in done.stdout


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\u0085", "\u000c"])
def test_a_problem_names_the_line_that_an_editor_shows(tmp_path: Path, char: str) -> None:
    """These end a line for Python or YAML, but for no editor; refused or not, they do not count."""
    text = entry("Air", f'summary: "One{char}two"', "sumary: typo")
    root = make_site(tmp_path, {"content/topics/air.md": text})
    first = json.loads(sitegen("build", "--root", str(root), "--format", "json").stdout)["problems"][0]
    shown = sitegen("build", "--root", str(root)).stdout

    assert (first["code"], first["line"]) in [("file.character", 3), ("field.unknown", 4)]
    assert ("  | summary: " if first["line"] == 3 else "  | sumary: typo\n") in shown


def test_a_caret_stands_under_wide_characters(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", body="東京は[食べ物](どこ.md)です。")})

    assert (
        f"  | 東京は[食べ物](どこ.md)です。\n  | {' ' * 15}^\n"
        in sitegen("build", "--root", str(root)).stdout
    )


def test_a_long_line_is_cut_around_the_caret(tmp_path: Path) -> None:
    root = make_site(
        tmp_path,
        {"content/topics/air.md": entry("Air", body="word " * 60 + "[food](nothing.md) " + "word " * 60)},
    )
    excerpt, caret = sitegen("build", "--root", str(root)).stdout.splitlines()[1:3]

    assert len(excerpt) <= 130
    assert excerpt[caret.index("^") :].startswith("nothing.md")


def test_warnings_do_not_fail_a_build_but_with_strict(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.fr.md": entry("Air")})
    lax = sitegen("build", "--root", str(root))
    strict = sitegen("build", "--root", str(root), "--strict", "--output", str(tmp_path / "strict"))

    assert lax.returncode == GOOD
    assert "content/topics/air.fr.md: warning: translation.orphan" in lax.stdout
    assert lax.stdout.splitlines()[-1].endswith("; 1 warning")
    assert strict.returncode == CONTENT
    assert not (tmp_path / "strict").exists()


def test_many_problems_are_all_shown(tmp_path: Path) -> None:
    many: Files = {f"content/topics/t{n:03}.md": entry("T", "sumary: typo") for n in range(120)}
    done = sitegen("build", "--root", str(make_site(tmp_path, many)))

    assert done.stdout.count("field.unknown") == 120
    assert done.stdout.endswith("120 errors; nothing was written\n")


def test_of_many_problems_of_a_kind_in_a_file_the_first_are_shown(tmp_path: Path) -> None:
    empty = entry("Air", body="# a\n" * 1_000 + "[x](nowhere.md)")
    root = make_site(tmp_path, {"content/topics/air.md": empty})
    shown = sitegen("build", "--root", str(root)).stdout.splitlines()
    listed = json.loads(sitegen("check", "--root", str(root), "--format", "json").stdout)["problems"]

    assert sum("air.md" in line and "heading.empty: there" in line for line in shown) == 20
    assert shown[-3:] == [
        "  did you mean water.md?",
        "content/topics/air.md: heading.empty: 979 more like these in this file; "
        "check --format json lists them all",
        "1000 errors; nothing was written",
    ]
    assert sum(problem["severity"] == "error" for problem in listed) == 1_000


def test_a_file_is_read_once_for_all_its_problems() -> None:
    found = [Problem("a.b", "wrong", Location(path, line, 1)) for path in ("x.md", "y.md") for line in (1, 2)]
    asked: list[str] = []

    def lines_of(path: str) -> list[str]:
        asked.append(path)
        return ["first", "second"]

    assert list(as_texts(found, lines_of))[1] == "x.md:2:1: a.b: wrong\n  | second\n  | ^"
    assert asked == ["x.md", "y.md"]


def test_a_very_long_word_is_cut_in_a_message_and_whole_in_json(tmp_path: Path) -> None:
    word = "x" * 50_000
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", body=f"[a]({word}.md)")})

    assert len(sitegen("build", "--root", str(root)).stdout) < 5_000
    assert word in sitegen("build", "--root", str(root), "--format", "json").stdout


def test_annotations_stop_where_github_does_and_say_so(tmp_path: Path) -> None:
    many: Files = {f"content/topics/t{n:03}.md": entry("T", "sumary: typo") for n in range(120)}
    done = sitegen("check", "--root", str(make_site(tmp_path, many)), "--format", "github")

    assert done.stdout.count("title=field.unknown") <= 50
    assert "120" in done.stdout


# --- check ---------------------------------------------------------------------------------


def test_check_writes_nothing(site: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    done = sitegen("check", "--root", str(site))

    assert done.returncode == GOOD
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before
    assert "translation.missing" in done.stdout


def test_check_finds_what_build_finds_and_goes_on_after_errors(broken: Path) -> None:
    build = sitegen("build", "--root", str(broken), "--format", "json")
    check = sitegen("check", "--root", str(broken), "--format", "json")
    found, more = (json.loads(done.stdout)["problems"] for done in (build, check))

    assert (check.returncode, build.returncode) == (CONTENT, CONTENT)
    assert [problem for problem in more if problem not in found] == [
        problem for problem in more if problem["code"] == "translation.missing"
    ]
    assert all(problem in more for problem in found)


def test_missing_translations_do_not_fail_a_strict_check(site: Path) -> None:
    assert sitegen("check", "--root", str(site), "--strict").returncode == GOOD


# --- init and new --------------------------------------------------------------------------


def test_init_makes_a_site_that_builds_at_once_without_a_problem(tmp_path: Path) -> None:
    made = sitegen("init", str(tmp_path / "new"))
    built = sitegen("build", "--strict", cwd=tmp_path / "new")

    assert (made.returncode, built.returncode) == (GOOD, GOOD), built.stdout
    assert {"content", "vendor", ".github"} <= {path.name for path in (tmp_path / "new").iterdir()}
    assert list((tmp_path / "new").glob("README*"))
    assert list((tmp_path / "new").glob(".github/workflows/*"))
    assert (tmp_path / "new/public/index.html").is_file()


def test_init_leaves_a_folder_with_files_alone(tmp_path: Path) -> None:
    write_files(tmp_path, {"thesis.txt": "Mine."})
    done = sitegen("init", str(tmp_path))

    assert done.returncode == USAGE
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_new_writes_an_entry_with_its_required_fields(site: Path) -> None:
    definition = base_text("content/projects/_type.yaml").replace(
        "start: {kind: date, partial: true}",
        "start: {kind: date, partial: true, required: true, help: When it begins.}",
    )
    make_site(site, {"content/projects/_type.yaml": definition})
    done = sitegen("new", "projects", "Zürich: a “new” start", "--root", str(site))
    text = (site / "content/projects/zurich-a-new-start.md").read_text(encoding="utf-8")

    assert (done.returncode, done.stdout) == (GOOD, "content/projects/zurich-a-new-start.md\n")
    assert 'title: "Zürich: a “new” start"' in text
    assert re.search(r"^start:  # required; .*When it begins\.?$", text, re.MULTILINE)
    assert re.search(r"^# end: 2026-05-31  # optional", text, re.MULTILINE)


@pytest.mark.parametrize("kind", ["projects", "topics"])
def test_a_new_entry_passes_once_its_required_fields_are_filled(site: Path, kind: str) -> None:
    sitegen("new", kind, "Brand new", "--root", str(site))

    assert sitegen("build", "--root", str(site), "--drafts", "--strict").returncode == GOOD
    assert (site / f"public/{kind}/brand-new/index.html").is_file()


def test_every_comment_of_a_new_entry_is_a_good_example(site: Path) -> None:
    """Taking all comment signs away gives an entry whose every kind of value is right."""
    definition = (
        "name: Thing\nplural: Things\nfields:\n  a: {kind: integer}\n  b: {kind: number}\n"
        "  c: {kind: boolean}\n  d: {kind: date}\n  e: {kind: datetime}\n"
        "  f: {kind: choice, choices: {x: X}}\n  g: {kind: country, many: true}\n"
        "  h: {kind: language}\n  i: {kind: url}\n  j: {kind: email}\n  k: {kind: markdown}\n"
        "  l: {kind: group, many: true, fields: {name: {required: true}, day: {kind: date}}}\n"
    )
    make_site(site, {"content/things/_type.yaml": definition})
    sitegen("new", "things", "Thing", "--root", str(site))
    path = site / "content/things/thing.md"
    path.write_text(
        re.sub(r"^# ", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8"
    )
    done = sitegen("build", "--root", str(site), "--drafts")

    assert done.returncode == GOOD, done.stdout


def test_a_new_figure_passes_once_filled(site: Path) -> None:
    sitegen("new", "figures", "Cities", "--root", str(site))
    path = site / "content/figures/cities.yaml"
    text = path.read_text(encoding="utf-8")
    for name, value in (("value", "12"), ("as_of", "2026"), ("source", "report")):
        text = re.sub(rf"^{name}: ", f"{name}: {value}", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    done = sitegen("build", "--root", str(site))

    assert done.returncode == GOOD, done.stdout


def test_new_does_not_overwrite(site: Path) -> None:
    done = sitegen("new", "topics", "Food", "--root", str(site))

    assert done.returncode == USAGE
    assert "content/topics/food.md exists already" in done.stderr
    assert (site / "content/topics/food.md").read_text() == base_text("content/topics/food.md")


def test_new_suggests_a_type(site: Path) -> None:
    done = sitegen("new", "topic", "Air", "--root", str(site))

    assert done.returncode == USAGE
    assert 'there is no type "topic" (did you mean topics?)' in done.stderr


@pytest.mark.parametrize("title", ["東京", "!!!", ""])
def test_new_needs_letters_for_the_name_of_the_file(site: Path, title: str) -> None:
    done = sitegen("new", "topics", title, "--root", str(site))

    assert done.returncode == USAGE
    assert "Traceback" not in done.stderr


def test_new_takes_a_name_for_a_title_without_latin_letters(site: Path) -> None:
    refused = sitegen("new", "topics", "東京", "--root", str(site))
    made = sitegen("new", "topics", "東京", "--name", "tokyo", "--root", str(site))

    assert refused.stderr == (
        'sitegen: "東京" has no Latin letters for the name of the file; add one: --name about-us\n'
    )
    assert made.stdout == "content/topics/tokyo.md\n"
    assert (site / "content/topics/tokyo.md").read_text().startswith('---\ntitle: "東京"\n')
    assert "cannot be the name" in sitegen("new", "topics", "X", "--name", "../x", "--root", str(site)).stderr


@pytest.mark.parametrize("title", ["../../evil", "a/b", ".hidden", "x" * 300, "line\nbreak: y"])
def test_new_writes_into_the_folder_of_its_type_only(site: Path, title: str) -> None:
    before = {path for path in site.rglob("*") if path.is_file()}
    done = sitegen("new", "topics", title, "--root", str(site))
    made = {path for path in site.rglob("*") if path.is_file()} - before

    assert "Traceback" not in done.stderr
    assert all(path.parent == site / "content/topics" for path in made)
    assert not (site.parent / "evil.md").exists()
    assert sitegen("build", "--root", str(site), "--drafts").returncode == GOOD


# --- mv ------------------------------------------------------------------------------------


@pytest.mark.parametrize("run", [sitegen, sitegen_alone])
def test_mv_lists_every_file_that_changed(site: Path, run: Callable[..., Done]) -> None:
    done = run("mv", "food.fr.md", "eating", cwd=site / "content/topics")

    assert (done.returncode, done.stderr) == (GOOD, "")
    assert done.stdout.splitlines() == [
        "content/projects/spark.md: 1 place",
        "content/topics/food.fr.md → content/topics/eating.fr.md: 1 place",
        "content/topics/food.md → content/topics/eating.md: 1 place",
    ]
    assert sitegen("build", "--strict", "--root", str(site)).returncode == GOOD
    assert "url=/fr/topics/eating/" in (site / "public/fr/topics/food/index.html").read_text(encoding="utf-8")


def test_mv_shows_what_it_would_do(site: Path) -> None:
    before = (site / "content/projects/spark.md").read_bytes()
    done = sitegen("mv", "projects/spark", "flame", "--dry-run", "--root", str(site))

    assert (done.returncode, done.stderr) == (GOOD, "")
    assert (
        done.stdout
        == """\
diff --git a/content/projects/spark.md b/content/projects/flame.md
rename from content/projects/spark.md
rename to content/projects/flame.md
--- a/content/projects/spark.md
+++ b/content/projects/flame.md
@@ -4,6 +4,7 @@
 end: 2026-12
 countries: [NO, FR]
 topics: [food]
+aliases: [/projects/spark/]
 ---
\x20
 Spark feeds {{< number members >}} people.
"""
    )
    assert (site / "content/projects/spark.md").read_bytes() == before
    assert not (site / "content/projects/flame.md").exists()


def test_mv_says_why_it_moves_nothing(site: Path) -> None:
    refused = sitegen("mv", "topics/fod", "eating", "--root", str(site))
    assert (refused.returncode, refused.stdout) == (USAGE, "")
    assert refused.stderr == 'sitegen: there is nothing at "topics/fod"; did you mean topics/food?\n'

    make_site(site, {"content/topics/air.md": entry("Air", "slug: eating")})
    broken = sitegen("mv", "topics/food", "eating", "--root", str(site))
    assert broken.returncode == CONTENT
    assert "address.collision: the address /topics/eating/ is already that of" in broken.stdout
    assert broken.stdout.endswith("1 error that the move would make; nothing was moved\n")
    assert (site / "content/topics/food.md").exists()


def test_mv_of_a_folder_lists_the_templates_that_may_mean_it(site: Path) -> None:
    make_site(
        site,
        {"templates/topic.html": '{% extends "entry.html" %}\n{% if page.type == "topics" %}{% endif %}\n'},
    )
    done = sitegen("mv", "content/topics", "content/themes", "--root", str(site))

    assert done.returncode == GOOD
    assert done.stderr == 'templates/topic.html:2 has "topics", which may refer to the folder\n'


# --- usage ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "hint"), [("biuld", "did you mean build?"), ("chek", "did you mean check?"), ("xyz", "build")]
)
def test_an_unknown_command_gets_a_suggestion(word: str, hint: str) -> None:
    done = sitegen(word)

    assert (done.returncode, done.stdout) == (USAGE, "")
    assert f'there is no command "{word}"' in done.stderr
    assert hint in done.stderr


@pytest.mark.parametrize(
    "arguments", [["build", "--colour"], ["build", "--jobs", "0"], ["build", "--format", "xml"], ["new"]]
)
def test_a_wrong_option_is_one_line_and_status_2(arguments: list[str]) -> None:
    done = sitegen(*arguments)

    assert (done.returncode, done.stdout) == (USAGE, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("sitegen: ")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["build", "--help"], ["check", "-h"], ["new", "--help"], ["--version"]]
)
def test_help_and_version_end_well(arguments: list[str]) -> None:
    done = sitegen(*arguments)

    assert (done.returncode, done.stderr) == (GOOD, "")
    assert done.stdout


# --- terminals and pipes -------------------------------------------------------------------


def test_a_pipe_gets_neither_colour_nor_bar(broken: Path) -> None:
    done = sitegen_alone("build", "--root", str(broken))

    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr


def on_terminal(arguments: list[str], environment: Mapping[str, str]) -> str:
    """What a command writes where both streams are a terminal."""
    process, descriptor = pty.fork()
    if process == 0:  # pragma: no cover - the other process
        os.environ.update(environment)
        os.execv(sys.executable, [sys.executable, *arguments])
    output = b""
    try:
        while data := os.read(descriptor, 65536):
            output += data
    except OSError:  # the terminal closes with its last process
        pass
    os.waitpid(process, 0)
    return output.decode("utf-8", "replace")


LONG = (
    "import time\nfrom sitegen.commands.progress import progress_for\n"
    "import sitegen.commands.progress as p\np.PATIENCE = 0.0\n"
    "with progress_for(False, False) as progress:\n"
    "    for n in range(5):\n        progress('rendering', n, 5)\n        time.sleep(0.15)\n"
)


def test_a_long_build_shows_a_bar_on_a_terminal() -> None:
    clean = {"CI": "", "TERM": "xterm", "NO_COLOR": ""}

    assert "rendering" in on_terminal(["-c", LONG], clean)


@pytest.mark.parametrize("environment", [{"CI": "true"}, {"CI": "", "TERM": "dumb"}])
def test_there_is_no_bar_where_nobody_watches(environment: Mapping[str, str]) -> None:
    assert on_terminal(["-c", LONG], environment) == ""


def test_no_color_is_respected_on_a_terminal() -> None:
    shown = on_terminal(["-c", LONG], {"CI": "", "TERM": "xterm", "NO_COLOR": "1"})

    assert not re.search(r"\x1b\[[0-9;]*[1-9][0-9]*m", shown)


def test_a_reader_that_stops_listening_is_no_fault(tmp_path: Path) -> None:
    many: Files = {f"content/topics/t{n:04}.md": entry("T", "sumary: typo") for n in range(1500)}
    root = make_site(tmp_path, many)
    command = f"{sys.executable} -m sitegen build --root {root} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_severity_is_part_of_an_annotation() -> None:
    note = Problem("a.b", "50% done: yes,\nno", Location("a:b,c.md", 1), severity=Severity.WARNING)

    assert as_annotation(note) == "::warning file=a%3Ab%2Cc.md,line=1,title=a.b::50%25 done: yes,\\x0ano"


# --- where the time went, and whether memory is to be trusted ---------------------------------


def test_a_profile_names_stages_templates_shortcodes_and_the_slowest_pages(site: Path) -> None:
    with (site / "content/projects/spark.md").open("a", encoding="utf-8") as file:
        file.write("\n*Many* words.\n" * 5000)  # no other page takes as long
    done = sitegen("build", "--root", str(site), "--now", DAY, "--profile")

    assert done.returncode == GOOD
    titles = [line for line in done.stderr.splitlines() if line.endswith(":")]
    assert [title.split(",")[0].split(" ")[0] for title in titles] == [
        "Stages",
        "Templates",
        "Shortcodes",
        "Slowest",
    ]
    for stage in ("reading", "joining", "planning", "checking", "rendering", "publishing"):
        assert re.search(rf"^ +\d+\.\d{{3}}  {stage}$", done.stderr, re.MULTILINE), stage
    assert re.search(r"^ +\d+\.\d{3}  entry\.html +4 ", done.stderr, re.MULTILINE)
    assert re.search(r"^ +\d+\.\d{3}  number +1 ", done.stderr, re.MULTILINE)
    assert "/projects/spark/  (content/projects/spark.md)" in done.stderr


def test_a_profile_of_an_edit_has_the_reading_of_its_text(site: Path) -> None:
    arguments = ("build", "--root", str(site), "--now", DAY)
    sitegen(*arguments)
    text = base_text("content/projects/spark.md")
    write_files(site, {"content/projects/spark.md": f"{text}\nA further paragraph.\n"})
    done = sitegen(*arguments, "--profile")

    reading = re.search(r"^ +(\d+\.\d) +\d+\.\d  /projects/spark/", done.stderr, re.MULTILINE)
    assert reading
    assert reading[1] != "0.0"


def test_verify_makes_the_site_again_and_finds_it_the_same(site: Path) -> None:
    arguments = ("build", "--root", str(site), "--now", DAY)
    assert sitegen(*arguments).returncode == GOOD
    write_files(site, {"content/topics/air.md": entry("Air")})

    done = sitegen(*arguments, "--verify")

    assert done.returncode == GOOD
    assert "every file is identical to that of a clean build" in done.stdout


def test_verify_tells_what_is_not_what_a_clean_build_makes(site: Path) -> None:
    arguments = ("build", "--root", str(site), "--now", DAY)
    assert sitegen(*arguments).returncode == GOOD
    file = site / "public/topics/food/index.html"
    stamp = file.stat()
    state = cache.read(site)
    file.write_bytes(b"x" * stamp.st_size)
    output = cache.output_in(state.rows["outputs"]["topics/food/index.html"])
    row = as_json(replace(output, stamp=output_stamp(str(file))))
    wrong = {**state.rows["outputs"], "topics/food/index.html": row}
    cache.write(site, Tables({**state.rows, "outputs": wrong}), state)

    done = sitegen(*arguments, "--verify")

    assert done.returncode == FAULT
    assert "1 file differs from a clean build: topics/food/index.html" in done.stderr


def test_messages_name_the_program_as_it_was_started(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sitegen", "mv", "topics/air"]
    environment = {**os.environ, "SITEGEN_PROGRAM": "python3 build.py"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr == "sitegen: Missing argument 'NEW'; see python3 build.py mv --help\n"
