"""`sitegen build --cluster`: the bytes of one process, whatever happens to workers, and plain errors."""

from __future__ import annotations

import re
import shutil
import signal
import time
from pathlib import Path

import pytest

from sitegen.build.context import no_note
from sitegen.execute import executor_for
from sitegen.features.cluster import opening
from sitegen.features.cluster.address import address_of
from sitegen.features.cluster.errors import ClusterError
from sitegen.features.publishing.shared_cache.signing import PRIVATE, PUBLIC, Signer, key_text
from tests.features.cluster.processes import KILLED, OLDER, build, files_of, machines
from tests.features.publishing.s3 import S3
from tests.photos import photo
from tests.sites import base_text, entry, make_site

NO_NOTES = opening.Notes(no_note, no_note)
ENTRIES = 136
"""Entries of a site of which the workers get a part; fewer are read here."""
PLACES = """name: Place
plural: Places
fields:
  picture: {kind: image}
"""
EXTENSION = """
from sitegen.extend import Output

def plan(site, sources):
    yield Output("motto.txt", "motto", "en", {}, "content/site.yaml", indexed=False)

PLANNERS = (plan,)
RENDERERS = {"motto": lambda job: b"Together"}
FILTERS = {"loud": lambda text: text.upper()}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with texts, pictures, cards with their pictures, a feed of whole texts and an extension."""
    texts = {f"content/topics/t{n}.md": entry(f"Topic {n}", body=f"Text {n}.") for n in range(ENTRIES)}
    shown = "".join(f"![Picture {n}](p{n}.jpg)\n\n" for n in range(3))
    entries: dict[str, str | bytes | None] = {
        "content/topics/all.md": entry("All", body=shown),
        "content/places/_type.yaml": PLACES,
        "content/places/oslo.md": entry("Oslo", "picture: {file: fjord.jpg, alt: Water}"),
        "content/places/fjord.jpg": photo(size=(700, 500)),
    }
    entries |= {"content/topics/été.md": entry("Été", "slug: ete", body="Chaud.")}
    pictures = {f"content/topics/p{n}.jpg": photo(size=(700, 300 + n)) for n in range(3)}
    more = "social_cards: {fonts: package:fontpkg_noto_sans, types: [places]}\nmarkdown: {engine: gfm}\n"
    files = {
        "content/site.yaml": base_text("content/site.yaml") + more,
        "content/topics/_type.yaml": base_text("content/topics/_type.yaml") + "index: {feed: full}\n",
        "templates/entry.html": base_text("templates/entry.html").replace(
            "{% block main %}", "{% block main %}{{ page.title|loud }}"
        ),
        "extensions/motto.py": EXTENSION,
    }
    return make_site(tmp_path_factory.mktemp("site") / "site", {**files, **texts, **entries, **pictures})


@pytest.fixture(scope="module")
def alone(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Files of a build with one process."""
    output = tmp_path_factory.mktemp("alone") / "out"
    process = build(site, output, "--jobs", "1")
    out, err = process.communicate()
    assert process.returncode == 0, out + err
    return files_of(output)


def test_two_workers_make_the_bytes_of_one_process(
    site: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    process = build(site, tmp_path / "out", "--cluster", "local:2", "--verbose")
    out, err = process.communicate()

    assert process.returncode == 0, out + err
    assert files_of(tmp_path / "out") == alone
    # 2 to read, 2 to render pages, 11 to make pictures and cards; a card may be sent twice with its picture
    assert re.search(r"^cluster: 1[56] tasks; store: ", err, re.M)


MACHINE = Signer(bytes(range(32)))
"""A machine that may write to a shared cache."""


@pytest.mark.parametrize("is_bucket", [False, True])
def test_pictures_and_cards_come_from_a_shared_cache_and_go_there(
    site: Path,
    alone: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    s3: S3,
    is_bucket: bool,
) -> None:
    """Threads of Dask, and of the object store that it uses, run beside the process that exchanges files."""
    places = ("s3://bucket/made", "s3://bucket/builds") if is_bucket else ("../made", str(tmp_path / "store"))
    root = shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns(".sitegen", "public"))
    with (root / "content/site.yaml").open("a", encoding="utf-8") as definition:
        definition.write(
            f"shared_cache: {{place: {places[0]}, keys: [{key_text(MACHINE.public(), PUBLIC)}]}}\n"
        )
    pictures = {path for path in alone if path.endswith((".avif", ".jpg", ".png", ".webp"))}

    monkeypatch.setenv("SITEGEN_CACHE_KEY", key_text(MACHINE.key, PRIVATE))
    assert _tasks(root, tmp_path / "one", places[1], alone) > 4
    made = s3.objects if is_bucket else files_of(tmp_path / "made")
    assert len([path for path in made if not path.startswith("builds/")]) == len(pictures)

    monkeypatch.delenv("SITEGEN_CACHE_KEY")
    assert _tasks(root, tmp_path / "two", places[1], alone) == 4  # to read texts, and to render pages


def _tasks(root: Path, output: Path, store: str, expected: dict[str, bytes]) -> int:
    """Builds a site on two workers; returns the number of tasks that they got."""
    process = build(root, output, "--cluster", "local:2", "--store", store, "--verbose")
    out, err = process.communicate()
    assert process.returncode == 0, out + err
    assert "shared cache" not in err
    assert files_of(output) == expected
    found = re.search(r"^cluster: (\d+) tasks; store: ", err, re.M)
    assert found, err
    return int(found[1])


def test_a_lost_worker_is_made_up_for_and_one_of_another_version_is_refused(
    site: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    store, output = tmp_path / "store", tmp_path / "out"
    with machines(tmp_path / "machines") as found:
        address = found.address
        workers = [found.add_worker(), found.add_worker()]
        found.add_worker(OLDER)
        process = build(site, output, "--cluster", address, "--store", str(store))
        while not list(store.glob("builds/*/*")):
            time.sleep(0.01)
        workers[0].kill()
        out, err = process.communicate()

        assert process.returncode == 0, out + err
        assert files_of(output) == alone
        assert err.count("is not used: it has a different version of sitegen") == 1
        assert not list(store.glob("builds/*/*"))
        assert not list((tmp_path / "machines").glob("2/**/site"))


def test_a_command_that_is_killed_publishes_nothing_and_can_be_started_again(
    site: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    """While pages are rendered, and while pictures are made."""
    output = tmp_path / "out"
    with machines(tmp_path / "machines") as found:
        cluster = ("--cluster", found.address, "--store", str(tmp_path / "store"), "--verbose")
        for _ in range(2):
            found.add_worker()
        for last in (3, 9):
            process = build(site, output, *cluster, code=KILLED.format(last=last))
            out, err = process.communicate()
            assert process.returncode == -signal.SIGKILL, out + err
            assert not output.exists()

            process = build(site, output, *cluster, again=True)
            out, err = process.communicate()
            assert process.returncode == 0, out + err
            assert files_of(output) == alone
            shutil.rmtree(output)


def test_what_is_no_cluster_ends_the_build(tmp_path: Path) -> None:
    process = build(make_site(tmp_path / "site"), tmp_path / "out", "--cluster", "locl:2")
    _, err = process.communicate()

    assert process.returncode == 2
    assert (
        '"locl:2" is not a cluster; write local:4 for four processes here, or tcp://HOST:PORT '
        "for a Dask scheduler (did you mean local?)" in err
    )
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("store", "message"),
    [
        ("", "workers on other machines need a place for files that they share with this one: "
         "--store s3://BUCKET/FOLDER, gs://…, az://…, or a folder that all of them have"),
        ("store", "no scheduler answers at tcp://127.0.0.1:9"),
        ("s3://", "s3://: write the address of a bucket as s3://BUCKET or s3://BUCKET/FOLDER"),
    ],
)  # fmt: skip
def test_a_cluster_that_cannot_be_used_is_named(
    store: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SECONDS", 0.5)
    monkeypatch.chdir(tmp_path)
    place = opening.Place(address_of("tcp://127.0.0.1:9/"), store, tmp_path, ())

    with pytest.raises(ClusterError) as error, opening.opened(place, executor_for(1), NO_NOTES):
        pass

    assert str(error.value) == message


def test_a_missing_extra_is_named_with_the_command_that_installs_it(tmp_path: Path) -> None:
    code = "import sys; sys.modules['distributed'] = None; from sitegen.commands.cli import main; main()"

    process = build(make_site(tmp_path / "site"), tmp_path / "out", "--cluster", "local:2", code=code)
    _, err = process.communicate()

    assert process.returncode == 2
    assert "--cluster needs packages; install them with: " in err
    assert '"cryptography>=46" "distributed>=2026.8"; nothing was published' in err
