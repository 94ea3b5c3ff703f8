"""Publishing to a folder: in place, in releases, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.features.publishing.engine import built_site
from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.in_place import RECORD, publish_in_place
from sitegen.features.publishing.releases import publish_release, roll_back
from sitegen.features.publishing.targets.addresses import open_target
from tests.features.publishing.outputs import FIRST, OPTIONS, SECOND, files_in, output

DRY = replace(OPTIONS, dry_run=True)
MERGE = replace(OPTIONS, merge=True)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "published"


def test_a_site_is_published_and_then_only_what_has_changed(tmp_path: Path, place: Path) -> None:
    target = open_target(str(place), ())
    first, second = output(tmp_path / "one", FIRST), output(tmp_path / "two", SECOND)

    assert publish_in_place(target, first, OPTIONS).plan.sent == (
        "a/old.png", "logo.png", "notes", "site.css", "a/index.html", "b/index.html", "feed.xml", "404.html",
        "index.html",
    )  # fmt: skip
    assert files_in(place) == FIRST
    logo = (place / "logo.png").stat()

    done = publish_in_place(target, second, OPTIONS)

    assert files_in(place) == SECOND
    assert (place / "logo.png").stat() == logo
    assert done.unchanged == 1
    assert done.plan.removed == ("notes", "b/index.html", "a/old.png")
    assert not (place / "b").exists()
    assert publish_in_place(target, second, OPTIONS).plan.steps == ()
    assert [path.name for path in (place / ".sitegen").iterdir()] == ["published.json"]


def test_one_edit_sends_one_page(tmp_path: Path, place: Path) -> None:
    target = open_target(str(place), ())
    publish_in_place(target, output(tmp_path / "one", FIRST), OPTIONS)
    edited = output(tmp_path / "two", {**FIRST, "b/index.html": FIRST["b/index.html"] + b"<p>More.</p>"})

    done = publish_in_place(target, edited, OPTIONS)

    assert done.plan.sent == ("b/index.html",)
    assert (done.plan.removed, done.unchanged, done.size) == ((), 8, len(FIRST["b/index.html"]) + 12)


def test_a_dry_run_changes_nothing(tmp_path: Path, place: Path) -> None:
    target = open_target(str(place), ())

    assert len(publish_in_place(target, output(tmp_path / "one", FIRST), DRY).plan.sent) == len(FIRST)
    assert not place.exists()

    publish_in_place(target, built_site(tmp_path / "one"), OPTIONS)
    second = output(tmp_path / "two", SECOND)

    assert publish_in_place(target, second, DRY).plan.removed == ("notes", "b/index.html", "a/old.png")
    assert files_in(place) == FIRST


def test_files_of_others_stay(tmp_path: Path, place: Path) -> None:
    target = open_target(str(place), ())
    publish_in_place(target, output(tmp_path / "one", FIRST), OPTIONS)
    (place / "b" / "mine.txt").write_bytes(b"mine")
    (place / "c").mkdir()
    (place / "c" / "index.html").write_bytes(b"mine as well")
    second = output(tmp_path / "two", SECOND)

    with pytest.raises(PublishError) as error:
        publish_in_place(target, second, OPTIONS)

    assert str(error.value) == (
        f"{place}/c/index.html exists, and sitegen publish did not write it; rename it there, or repeat with "
        "--merge to replace it"
    )
    assert (place / "c" / "index.html").read_bytes() == b"mine as well"

    publish_in_place(target, second, MERGE)

    assert files_in(place) == {**SECOND, "b/mine.txt": b"mine"}


def test_a_folder_with_other_files_is_refused_the_first_time(tmp_path: Path, place: Path) -> None:
    place.mkdir()
    (place / "mine.txt").write_bytes(b"mine")
    site = output(tmp_path / "one", FIRST)
    target = open_target(str(place), ())

    for publish in (publish_in_place, publish_release):
        with pytest.raises(PublishError) as error:
            publish(target, site, OPTIONS)
        assert str(error.value) == (
            f"{place} has files that sitegen publish did not write (mine.txt); choose an empty place, or "
            "repeat with --merge to keep them and replace those with the names of new files"
        )
    publish_in_place(target, site, MERGE)

    assert files_in(place) == {**FIRST, "mine.txt": b"mine"}


def test_full_sends_what_was_changed_at_the_target(tmp_path: Path, place: Path) -> None:
    target, site = open_target(str(place), ()), output(tmp_path / "one", FIRST)
    publish_in_place(target, site, OPTIONS)
    (place / "a" / "index.html").write_bytes(b"casino")

    assert publish_in_place(target, site, OPTIONS).plan.steps == ()
    publish_in_place(target, site, replace(OPTIONS, full=True))

    assert files_in(place) == FIRST


def releases(place: Path) -> list[str]:
    return sorted(path.name for path in (place / "releases").iterdir() if path.is_dir())


def test_releases_switch_and_three_are_kept(tmp_path: Path, place: Path) -> None:
    target = open_target(str(place), ())
    names = []
    for number in range(5):
        files = {**FIRST, "index.html": FIRST["index.html"] + b"%d" % number}
        names.append(publish_release(target, output(tmp_path / str(number), files), OPTIONS).release)
        assert files_in(place / "current") == files
        assert (place / "current").readlink() == Path("releases") / names[-1]

    assert names == sorted(names)
    assert releases(place) == names[-3:]
    logos = {(place / "releases" / name / "logo.png").stat().st_ino for name in names[-3:]}
    assert len(logos) == 1  # shared by hard links


def test_an_equal_site_makes_no_release(tmp_path: Path, place: Path) -> None:
    target, site = open_target(str(place), ()), output(tmp_path / "one", FIRST)
    name = publish_release(target, site, OPTIONS).release

    done = publish_release(target, site, OPTIONS)

    assert (done.release, done.plan.steps, releases(place)) == (name, (), [name])


def test_a_rollback_goes_back_step_by_step_and_the_abandoned_releases_go(tmp_path: Path, place: Path) -> None:
    target = open_target(str(place), ())
    builds = [{**FIRST, "index.html": FIRST["index.html"] + b"%d" % number} for number in range(4)]
    sites = [output(tmp_path / str(number), files) for number, files in enumerate(builds)]
    names = [publish_release(target, site, OPTIONS).release for site in sites[:3]]

    assert roll_back(target, DRY) == names[1]
    assert files_in(place / "current") == builds[2]
    assert [roll_back(target, OPTIONS), roll_back(target, OPTIONS)] == [names[1], names[0]]
    assert files_in(place / "current") == builds[0]
    with pytest.raises(PublishError) as error:
        roll_back(target, OPTIONS)
    assert str(error.value) == f"{place} has no release before the current one, {names[0]}"

    name = publish_release(target, sites[3], OPTIONS).release

    assert releases(place) == [names[0], name]
    assert roll_back(target, OPTIONS) == names[0]


def test_a_release_with_a_damaged_file_is_not_gone_back_to(tmp_path: Path, place: Path) -> None:
    target = open_target(str(place), ())
    old = publish_release(target, output(tmp_path / "one", FIRST), OPTIONS).release
    publish_release(target, output(tmp_path / "two", SECOND), OPTIONS)
    (place / "releases" / old / "site.css").unlink()

    with pytest.raises(PublishError, match=r"site.css was sent with 4 bytes, and the target has no bytes"):
        roll_back(target, OPTIONS)

    assert files_in(place / "current") == SECOND


def test_the_two_ways_are_not_mixed(tmp_path: Path, place: Path) -> None:
    site = output(tmp_path / "one", FIRST)
    target = open_target(str(place), ())
    publish_in_place(target, site, OPTIONS)
    with pytest.raises(PublishError, match="has a site without releases"):
        publish_release(target, site, OPTIONS)
    with pytest.raises(PublishError, match="has no releases; publish with --release to keep some"):
        roll_back(target, OPTIONS)
    other = open_target(str(tmp_path / "other"), ())
    publish_release(other, site, OPTIONS)
    with pytest.raises(PublishError, match="has releases; repeat with --release"):
        publish_in_place(other, site, OPTIONS)


def test_a_build_that_was_edited_or_is_incomplete_is_not_published(tmp_path: Path, place: Path) -> None:
    folder = tmp_path / "one"
    output(folder, FIRST)
    (folder / "a" / "index.html").write_bytes(b"edited")
    with pytest.raises(PublishError) as error:
        built_site(folder)
    assert str(error.value) == f"{folder}/a/index.html was modified after the build; build the site again"
    (folder / "a" / "index.html").unlink()
    with pytest.raises(PublishError) as error:
        built_site(folder)
    assert str(error.value) == f"{folder}/a/index.html is missing; build the site again"
    with pytest.raises(PublishError, match="is not a site that sitegen built; run sitegen build first"):
        built_site(tmp_path)


def test_a_build_that_is_edited_during_the_publication_ends_it(tmp_path: Path, place: Path) -> None:
    site = output(tmp_path / "one", FIRST)
    (tmp_path / "one" / "b" / "index.html").write_bytes(b"edited")
    target = open_target(str(place), ())

    with pytest.raises(PublishError, match=r"b/index.html was modified after the build"):
        publish_in_place(target, site, OPTIONS)

    assert not (place / "index.html").exists()
    publish_in_place(target, output(tmp_path / "two", FIRST), OPTIONS)
    assert files_in(place) == FIRST


def test_a_record_that_names_files_outside_the_target_is_refused(tmp_path: Path, place: Path) -> None:
    site = output(tmp_path / "one", FIRST)
    (tmp_path / "precious.txt").write_bytes(b"mine")
    target = open_target(str(place), ())
    publish_in_place(target, site, OPTIONS)
    record = (place / RECORD).read_text()
    for wrong in ("../precious.txt", "/etc/passwd", "a/../../precious.txt", ".sitegen/../../precious.txt"):
        (place / RECORD).write_text(record.replace('"notes"', f'"{wrong}"'))
        with pytest.raises(PublishError, match="which is outside the site"):
            publish_in_place(target, site, OPTIONS)
    (place / RECORD).write_text("{")
    with pytest.raises(PublishError, match=r"published.json is damaged; find out who changed it"):
        publish_in_place(target, site, OPTIONS)
    assert (tmp_path / "precious.txt").exists()


def test_nothing_is_written_through_a_link(tmp_path: Path, place: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    place.mkdir()
    (place / "a").symlink_to(tmp_path / "elsewhere")
    target = open_target(str(place), ())

    with pytest.raises(PublishError) as error:
        publish_in_place(target, output(tmp_path / "one", FIRST), MERGE)

    assert str(error.value) == (
        f"{place}/a/old.png cannot be read or written: a file or link of that name is in the way; remove it, "
        "then repeat"
    )
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("below", ["", "content", "content/pages"])
def test_folders_of_the_site_are_refused(tmp_path: Path, below: str) -> None:
    (tmp_path / "content").mkdir()

    with pytest.raises(PublishError, match="a folder of the site; choose a different one"):
        open_target(str(tmp_path / below), (tmp_path / "content", tmp_path / "public"))


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("fiel:///srv/site", 'there is no kind of target "fiel://" (did you mean file?)'),
        ("gopher://x", 'there is no kind of target "gopher://" (kinds of targets: a folder, file://'),
        ("file://host/srv", "file://host/srv names a host; write file:///FOLDER with three slashes"),
        ("/no/such/folder/site", "there is no folder /no/such/folder; create it, or correct the path"),
    ],
)
def test_wrong_addresses(address: str, message: str) -> None:
    with pytest.raises(PublishError) as error:
        open_target(address, ())
    assert str(error.value).startswith(message)


def test_an_address_of_a_folder(tmp_path: Path) -> None:
    target = open_target(f"file://{tmp_path}/my%20site", ())

    publish_in_place(target, output(tmp_path / "one", FIRST), OPTIONS)

    assert files_in(tmp_path / "my site") == FIRST


def test_all_files_of_a_target_are_found(tmp_path: Path, place: Path) -> None:
    target = open_target(str(place), ())
    publish_in_place(target, output(tmp_path / "one", SECOND), OPTIONS)

    assert {path for path in target.files("") if not path.startswith(".sitegen/")} == SECOND.keys()
    assert target.files("c") == {path: len(SECOND[path]) for path in SECOND if path.startswith("c/")}
