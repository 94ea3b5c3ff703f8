"""Files that are saved while a site is built, and clocks that count in steps of two seconds."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import cache
from sitegen.build.build import TRIES, until_settled
from sitegen.build.build import build as build_site
from sitegen.build.context import Context, Options, Storage
from sitegen.build.previous import Previous
from sitegen.build.result import Result
from sitegen.build.unchanged import Request
from sitegen.execute import executor_for
from sitegen.read import scan, stillness
from sitegen.types import Stamp
from sitegen.types.source import stamp_with
from tests.build.builds import assert_as_clean, build, is_unchanged, look
from tests.sites import TODAY, entry, load, make_site

AIR = "content/topics/air.md"


def page(root: Path) -> str:
    return (root / "public/topics/air/index.html").read_text("utf-8")


def save(root: Path, text: str) -> None:
    """In place, as an editor does that keeps the file: its inode stays."""
    (root / AIR).write_text(entry("Air", body=text), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", {AIR: entry("Air", body="Before.")})


# --- a clock with long steps -----------------------------------------------------------------


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A file system on which everything happens in one step of two seconds, until the clock is turned on."""
    step = 2_000_000_000
    now, later = [time.time_ns() // step * step], [0]

    def stamp_of(status: os.stat_result) -> Stamp:
        return stamp_with(status.st_size, now[0], status.st_ino, now[0])

    for module in (scan, stillness):
        monkeypatch.setattr(module, "stamp_of", stamp_of)
        monkeypatch.setattr(f"{module.__name__}.time.time_ns", lambda: now[0] + 1_900_000_000 + later[0])

    def turn(seconds: int) -> None:
        later[0] = seconds * 1_000_000_000

    return turn


def test_an_edit_in_the_step_of_the_clock_in_which_a_file_was_read_is_seen(
    root: Path, coarse: Callable[[int], None]
) -> None:
    build(root)
    for text in ("One-1.", "Two-1.", "One-2.", "Two-2."):
        save(root, text)
        build(root)
        assert text in page(root)
    assert_as_clean(root)


@pytest.mark.parametrize("path", ["templates/base.html", "static/a.css", "content/topics/_type.yaml"])
def test_an_edit_of_another_file_in_that_step_is_seen(
    root: Path, coarse: Callable[[int], None], path: str
) -> None:
    texts = {
        "templates/base.html": "<title>{{ page.title }}</title><p>NOTE</p>{% block main %}{% endblock %}",
        "static/a.css": "p::before { content: 'NOTE' }\n",
        "content/topics/_type.yaml": (root / "content/topics/_type.yaml").read_text("utf-8") + "# NOTE\n",
    }
    for note in ("one1", "two1"):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(texts[path].replace("NOTE", note), "utf-8")
        state = build(root).previous.state
        assert not cache.source_in(state.rows["sources"][path]).settled
    if path != "content/topics/_type.yaml":
        shown = (root / "public/a.css" if path == "static/a.css" else root / "public/index.html").read_text(
            "utf-8"
        )
        assert "two1" in shown


def test_when_the_step_is_over_the_file_is_read_once_more_and_then_believed(
    root: Path, coarse: Callable[[int], None]
) -> None:
    def has_nothing_to_do() -> bool:
        request = Request(str(root / "public"), "", drafts=False, strict=False, today=TODAY)
        return is_unchanged(root, root / "public", request, cache.read(root))

    build(root)
    assert not has_nothing_to_do()
    coarse(3)
    assert build(root).rendered == ()
    assert has_nothing_to_do()


def test_a_fine_clock_needs_no_second_look(root: Path) -> None:
    request = Request(str(root / "public"), "", drafts=False, strict=False, today=TODAY)
    storage = Storage(root / "public", root, request)
    context = Context(executor_for(1), storage=storage, options=Options(patient=True))
    result = build_site(root, load(root), context)

    fine = any(path.stat().st_ctime_ns % 10_000_000 for path in (root / "content").rglob("*"))
    sources = map(cache.source_in, result.previous.state.rows["sources"].values())
    assert all(source.settled for source in sources) is fine


@pytest.mark.parametrize(
    ("changed", "age", "settled"),
    [(1_000_000_001, 0.019, False), (1_000_000_001, 0.021, True), (2_000_000_000, 1.9, False),
     (2_000_000_000, 2.1, True), (2_010_000_000, 1.9, False), (2_000_000_001, -5, False)],
)  # fmt: skip
def test_how_old_a_stamp_must_be(changed: int, age: float, settled: bool) -> None:
    assert stillness.is_settled(stamp_with(1, 0, 1, changed), changed + int(age * 1e9)) is settled


# --- half a file -----------------------------------------------------------------------------


def patiently(root: Path, progress: Callable[[str, int, int], None] = lambda *_: None) -> Result:
    target = root / "public"
    request = Request(str(target), "", drafts=False, strict=False, today=TODAY)

    def once(patient: bool) -> Result:
        storage = Storage(target, root, request, look(root, target, cache.EMPTY))
        options = Options(patient=patient)
        context = Context(executor_for(1), progress, storage, Previous(cache.read(root)), options)
        return build_site(root, load(root), context)

    return until_settled(once)


def test_a_file_that_is_open_for_writing_is_waited_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    whole = entry("Air", body="The first half. The second half.")
    file = (root / AIR).open("w", encoding="utf-8")
    file.write(whole[:-17])
    file.flush()
    slept = []

    def finish(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 40:
            file.write(whole[-17:])
            file.close()

    monkeypatch.setattr("sitegen.read.stillness.time.sleep", finish)
    patiently(root)

    assert "The first half. The second half." in page(root)
    assert len(slept) >= 40


def test_a_file_that_stays_open_is_read_after_a_while(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stillness, "PATIENCE", 0.05)
    with (root / AIR).open("a", encoding="utf-8") as file:
        file.write("More of it.\n")
        file.flush()
        patiently(root)

    assert "More of it." in page(root)


@pytest.mark.parametrize(
    ("first", "stage"),
    [(entry("Air", body="The first half."), "comparing"), (entry("Air", body="A half."), "publishing"),
     ("---\ntitle: Air\n", "joining"), ("---\ntitle: Air\n", "checking"), ("", "checking")],
)  # fmt: skip
def test_a_file_that_is_saved_in_two_steps_is_published_once(root: Path, first: str, stage: str) -> None:
    """The second step comes while the first, which may be an error, is built."""
    build(root)
    (root / AIR).write_text(first, "utf-8")
    seen = []

    def second(name: str, done: int, total: int) -> None:
        seen.append(page(root))
        if name == stage and "second" not in (root / AIR).read_text("utf-8"):
            save(root, "The first half. The second half.")

    updated = patiently(root, second)

    assert updated.report.problems == ()
    assert "The first half. The second half." in page(root)
    assert all("Before." in text or "second" in text for text in seen)
    assert_as_clean(root)


def test_a_file_that_is_saved_without_end_is_published_in_the_end(root: Path) -> None:
    count = [0]

    def again(name: str, done: int, total: int) -> None:
        if name == "joining":
            count[0] += 1
            save(root, f"Version {count[0]:05}.")

    patiently(root, again)

    assert count == [TRIES]
    assert f"Version {TRIES - 1:05}." in page(root)


def test_what_was_published_in_the_end_is_looked_at_again(root: Path) -> None:
    test_a_file_that_is_saved_without_end_is_published_in_the_end(root)
    patiently(root)

    assert f"Version {TRIES:05}." in page(root)
    assert cache.about_of(cache.read(root))
