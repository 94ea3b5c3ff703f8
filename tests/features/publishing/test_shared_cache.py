"""A shared cache of made files: who reads and writes, what is refused, and places that fail."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sitegen.build.build import build as build_site
from sitegen.build.context import Context, Storage
from sitegen.build.unchanged import Request
from sitegen.commands.cli import main
from sitegen.execute import executor_for
from sitegen.features.publishing.shared_cache import exchange, places, stage
from sitegen.features.publishing.shared_cache.exchange import Exchange
from sitegen.features.publishing.shared_cache.keys import SharedCacheRule
from sitegen.features.publishing.shared_cache.signing import (
    OVERHEAD,
    PRIVATE,
    PUBLIC,
    Signer,
    key_bytes,
    key_text,
)
from sitegen.features.publishing.shared_cache.transfer import Wanted
from sitegen.features.publishing.targets.stores import Timeouts
from sitegen.plan.recipes import Recipe, Recipes
from sitegen.problems.extension_failures import ExtensionFailed
from sitegen.store.output_cache import OutputCache
from sitegen.store.seal import Sealer
from sitegen.types import Location, Output, Problem
from tests.build.builds import tree
from tests.features.publishing.s3 import S3, SECRET, Fault, Object
from tests.hosts import closed_host
from tests.photos import photo
from tests.sites import TODAY, Files, base_text, entry, load, make_site, write_files

TRUSTED, STRANGER = Signer(bytes(range(32))), Signer(b"s" * 32)
PUBLIC_KEY = key_text(TRUSTED.public(), PUBLIC)
PRIVATE_KEY = key_text(TRUSTED.key, PRIVATE)
MADE = {Wanted(f"recipe {number}", f"0{number}/path{number}"): b"made %d" % number for number in range(9)}
SHARED = {it.path: TRUSTED.sealed(it.path, content) for it, content in MADE.items()}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "paused", {})
    for name in ("SITEGEN_CACHE", "SITEGEN_CACHE_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine has the private key."""
    monkeypatch.setenv("SITEGEN_CACHE_KEY", PRIVATE_KEY)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A shared cache that has all files."""
    write_files(tmp_path / "shared", SHARED)
    return tmp_path / "shared"


def exchanged(root: Path, place: str = "shared", key: Signer = TRUSTED) -> tuple[list[str], int]:
    """Exchanges the files on a machine without a build cache; returns the notes and the number fetched."""
    shutil.rmtree(root / "cache", ignore_errors=True)
    cache = OutputCache(root / "cache", "program", Sealer(b"k" * 32))
    notes: list[str] = []
    context = Context(executor_for(1), note=notes.append)
    found = Exchange(root, SharedCacheRule(place, (key.public(),)), place, cache, context)
    left = found.fetch(list(MADE))
    fetched = [it for it in MADE if cache.has(it.recipe)]
    assert all(cache.get(it.recipe) == MADE[it] for it in fetched)
    for it in left:
        cache.put(it.recipe, MADE[it])
    found.offer(left)
    found.report()
    return notes, len(fetched)


def test_who_has_the_private_key_writes_and_everyone_reads(tmp_path: Path, trusted: None) -> None:
    assert exchanged(tmp_path) == ([], 0)
    assert tree(tmp_path / "shared") == SHARED
    assert exchanged(tmp_path) == ([], 9)


def test_without_the_private_key_nothing_is_written(tmp_path: Path) -> None:
    assert exchanged(tmp_path) == ([], 0)
    assert not (tmp_path / "shared").exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: STRANGER.sealed("00/path0", data[OVERHEAD:]),
        lambda data: data[:-1],
        lambda data: data[: OVERHEAD - 1],
        lambda data: data + b"more",
        lambda data: data[OVERHEAD:],
        lambda _: b"",
        lambda _: b"<html>Sign in to the network</html>" * 9,
        lambda _: SHARED["01/path1"],
    ],
)
def test_what_is_damaged_or_unsigned_is_not_used(
    filled: Path, tmp_path: Path, trusted: None, damage: Callable[[bytes], bytes]
) -> None:
    (filled / "00/path0").write_bytes(damage(SHARED["00/path0"]))

    assert exchanged(tmp_path) == (
        ["shared cache: shared: 1 file is damaged, or signed by no key of site.yaml, and not used"],
        8,
    )
    assert tree(filled) == SHARED  # a trusted machine has replaced it


def test_the_files_of_a_different_key_are_not_used(filled: Path, tmp_path: Path) -> None:
    note = "shared cache: shared: 9 files are damaged, or signed by no key of site.yaml, and not used"

    assert exchanged(tmp_path, key=STRANGER) == ([note], 0)


def test_links_and_folders_in_the_cache_are_not_read(filled: Path, tmp_path: Path) -> None:
    (filled / "00/path0").rename(tmp_path / "moved")
    (filled / "00/path0").symlink_to(tmp_path / "moved")
    (filled / "01/path1").unlink()
    (filled / "01/path1").mkdir()

    notes, fetched = exchanged(tmp_path)

    assert fetched == 7
    assert len(notes) == 1
    assert notes[0].startswith("shared cache: shared: ")


@pytest.mark.parametrize(
    ("key", "note"),
    [
        (key_text(STRANGER.key, PRIVATE), "site.yaml lacks the public key of SITEGEN_CACHE_KEY"),
        (SECRET, "SITEGEN_CACHE_KEY is not a private key"),
        (PUBLIC_KEY, "SITEGEN_CACHE_KEY is not a private key"),
    ],
)
def test_a_key_that_is_not_that_of_the_site_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, note: str
) -> None:
    monkeypatch.setenv("SITEGEN_CACHE_KEY", key)

    assert exchanged(tmp_path)[0] == [f"shared cache: {note}, so nothing was offered"]
    assert not (tmp_path / "shared").exists()
    assert repr(STRANGER) == "Signer(…)"


def test_a_cache_without_its_package(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "find_spec", lambda _: None)

    [note], fetched = exchanged(tmp_path)

    assert fetched == 0
    assert note.startswith("shared cache: it needs packages: ")
    assert '"cryptography>=46"' in note


def test_a_place_that_never_answers(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: None
) -> None:
    monkeypatch.setattr(places.FolderPlace, "get", lambda *_: time.sleep(60))
    monkeypatch.setattr(exchange, "THREADED", frozenset())
    monkeypatch.setattr(exchange, "GRACE", 0.3 - exchange.LEAST_SECONDS)

    assert exchanged(tmp_path) == (["shared cache: shared: there is no answer in time"], 0)


def test_the_command_that_makes_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "key"

    assert _command("cache-key", str(file)) == 0

    private = file.read_text().strip()
    data = key_bytes(private, PRIVATE)
    assert data
    assert capsys.readouterr().out == f"shared_cache:\n  keys: [{key_text(Signer(data).public(), PUBLIC)}]\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert _command("cache-key", str(file)) == 2
    assert file.read_text().strip() == private


def _command(*arguments: str) -> object:
    with pytest.raises(SystemExit) as end:
        main([*arguments])
    return end.value.code or 0


# --- object stores and web servers -----------------------------------------------------------

BUCKET = "s3://bucket/made"
IN_BUCKET = {f"made/{path}": data for path, data in SHARED.items()}


def test_a_bucket(s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEGEN_CACHE_KEY", PRIVATE_KEY)
    assert exchanged(tmp_path, BUCKET) == ([], 0)
    assert {key: it.data for key, it in s3.objects.items()} == IN_BUCKET
    monkeypatch.delenv("SITEGEN_CACHE_KEY")
    s3.requests.clear()

    assert exchanged(tmp_path, BUCKET) == ([], 9)
    del s3.objects["made/00/path0"]
    assert exchanged(tmp_path, BUCKET) == ([], 8)
    assert s3.requests == []  # nothing was written


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=500), "the store answers 500; try again later"),
        (Fault(seconds=1), "there is no complete answer in time; try again later"),
        (Fault(half=True), "the answer is not complete; try again later"),
        (Fault(status=403), "there is no permission; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
    ],
)
def test_a_bucket_that_fails(
    s3: S3, tmp_path: Path, trusted: None, monkeypatch: pytest.MonkeyPatch, fault: Fault, reason: str
) -> None:
    if fault.seconds:
        monkeypatch.setattr(exchange, "TIMEOUTS", Timeouts(request=0.3))
    s3.objects |= {key: Object(data, {}) for key, data in IN_BUCKET.items()}
    s3.fault = lambda *_: fault

    [note], fetched = exchanged(tmp_path, BUCKET)

    assert fetched == 0
    assert note.startswith("shared cache: s3://bucket/made/0")
    assert reason in note
    assert SECRET not in note
    assert s3.asked <= 8 + 2  # of those at once; then it is not asked any more


def test_one_failure_is_only_that_of_its_file(s3: S3, tmp_path: Path, trusted: None) -> None:
    s3.objects |= {key: Object(data, {}) for key, data in IN_BUCKET.items()}
    s3.fault = lambda _, __, key: Fault(status=500) if key.endswith("path3") else None

    assert exchanged(tmp_path, BUCKET) == (
        ["shared cache: s3://bucket/made/03/path3: the store answers 500; try again later"],
        8,
    )


def test_a_bucket_that_cannot_be_written(s3: S3, tmp_path: Path, trusted: None) -> None:
    s3.fault = lambda _, method, __: Fault(status=403) if method == "PUT" else None

    [note], _ = exchanged(tmp_path, BUCKET)

    assert "there is no permission; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" in note
    assert s3.objects == {}


def test_a_host_that_is_not_there(s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closed_host() as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)

        [note], _ = exchanged(tmp_path, BUCKET)

    assert note.endswith(": the host refuses connections; try again later")


def test_a_very_large_file_is_not_read(s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "LARGEST", 1000)
    s3.objects |= {key: Object(data, {}) for key, data in IN_BUCKET.items()}
    s3.objects["made/00/path0"] = Object(TRUSTED.sealed("00/path0", bytes(1000)), {})

    assert exchanged(tmp_path, BUCKET) == ([], 8)


def test_a_bucket_is_read_without_credentials(
    s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT"):
        monkeypatch.setenv(name, "")  # as a CI has them for secrets that do not exist

    exchanged(tmp_path, BUCKET)

    assert s3.headers
    assert not any("Authorization" in headers for headers in s3.headers)


def test_a_web_server_is_read_and_never_written(
    filled: Path, tmp_path: Path, trusted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SimpleHTTPRequestHandler, "log_message", lambda *_: None)
    handler = partial(SimpleHTTPRequestHandler, directory=str(filled))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        (filled / "00/path0").unlink()

        assert exchanged(tmp_path, f"http://127.0.0.1:{server.server_address[1]}") == ([], 8)

        assert not (filled / "00/path0").exists()
        server.shutdown()


# --- whole builds ----------------------------------------------------------------------------


def site(root: Path, place: str = "place: ../shared, ", more: str = "") -> Path:
    text = f"{base_text('content/site.yaml')}shared_cache: {{{place}keys: [{PUBLIC_KEY}]}}\n{more}"
    files: Files = {
        "content/site.yaml": text,
        "content/topics/sun.md": entry("Sun", body="![The Sun](sun.png)"),
        "content/topics/sun.png": photo("PNG", (90, 45)),
    }
    return make_site(root, files)


def build(root: Path, *, drafts: bool = False) -> list[str]:
    """Builds on a machine without a build cache; returns the notes."""
    shutil.rmtree(root / ".sitegen", ignore_errors=True)
    notes: list[str] = []
    request = Request(str(root / "public"), "", drafts=drafts, strict=False, today=TODAY)
    context = Context(executor_for(1), storage=Storage(root / "public", root, request), note=notes.append)
    assert not build_site(root, load(root, drafts=drafts), context).report.failed
    return notes


def output(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(root / "public").items() if path != ".sitegen.json"}


def test_a_different_machine_makes_nothing_again(
    tmp_path: Path, trusted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = 'social_cards: {fonts: "package:fontpkg_noto_sans", types: [sources]}\n'
    more += 'sheets: {fonts: "package:fontpkg_noto_sans"}\n'
    one, two = site(tmp_path / "one", more=more), site(tmp_path / "far" / "two", "", more)
    for root in (one, two):
        kind = base_text("content/topics/_type.yaml") + "sheet: sheet.html\n"
        write_files(root, {"content/topics/_type.yaml": kind})
    assert build(one) == []
    made = sorted(data for path, data in output(one).items() if path.endswith((".png", ".pdf")))
    assert sorted(data[OVERHEAD:] for data in tree(tmp_path / "shared").values()) == made
    for name in (
        "features.social_cards.drawing.draw",
        "features.sheets.render._set",
        "render.pictures.encode",
    ):
        monkeypatch.setattr(f"sitegen.{name}", None)
    monkeypatch.setenv("SITEGEN_CACHE", str(tmp_path / "shared"))

    assert build(two) == []

    assert output(two) == output(one)


class FailingRecipes(Recipes):
    """Recipes of which one depends on code that fails."""

    def __init__(self) -> None:
        pass

    def recipe(self, output: Output) -> Recipe:
        if output.path == "broken.png":
            raise ExtensionFailed(Problem("extension.failed", "it fails", Location("extensions/a.py")))
        return Recipe(output.path, "", "")


def test_code_that_fails_is_left_to_rendering(tmp_path: Path) -> None:
    outputs = [Output(path, "picture", "en", {}, "a.md") for path in ("broken.png", "sun.png")]
    cache = OutputCache(tmp_path, "program", Sealer(b"k" * 32))

    assert [it.recipe for it in exchange.missing_of(FailingRecipes(), outputs, cache)] == ["sun.png"]


def test_drafts_are_not_offered_and_a_place_that_failed_is_not_asked_at_once(
    tmp_path: Path, trusted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site(tmp_path / "site")
    assert build(root, drafts=True) == []
    assert not (tmp_path / "shared").exists()

    monkeypatch.setenv("SITEGEN_CACHE", "ftp://example.org/made")
    [note] = build(root)
    assert (
        note == 'shared cache: there is no kind of place "ftp://" (a folder, s3://, gs://, az://, https://)'
    )
    assert build(root) == []
    monkeypatch.setenv("SITEGEN_CACHE", "off")
    assert build(root) == []
