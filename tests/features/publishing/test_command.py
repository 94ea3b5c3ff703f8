"""`sitegen publish`: what it prints, and with which status it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.commands.cli import main
from tests.sites import entry, make_site


class Ran:
    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        self.status = end.value.code or 0
        self.out, self.err = capsys.readouterr()


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    home = make_site(tmp_path / "home")
    monkeypatch.chdir(home)
    assert Ran(capsys, "build", "--now", "2026-05-31", "-q").status == 0
    return home


def test_publish_verify_edit_publish(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "published")
    ran = Ran(capsys, "publish", place)
    number = sum(path.is_file() for path in (home / "public").rglob("*")) - 1
    assert ran.status == 0
    assert ran.out.startswith(f"{place}: {number} files sent (")
    assert ran.out.endswith(" bytes), 0 removed, 0 unchanged\n")
    assert Ran(capsys, "verify", place).out == f"{number} files are as built\n"

    (home / "static" / "site.css").write_text("p { margin: 0 }")
    assert Ran(capsys, "build", "--now", "2026-05-31", "-q").status == 0
    dry = Ran(capsys, "publish", place, "--dry-run")
    assert "send    site.css\n" in dry.out
    assert "would be sent" in dry.out.splitlines()[-1]
    assert Ran(capsys, "publish", place, "-q").out == ""
    assert Ran(capsys, "publish", place).out == f"{place}: 0 files sent, 0 removed, {number} unchanged\n"
    assert Ran(capsys, "verify", place).status == 0


def test_releases_and_rollback(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "published"
    first = Ran(capsys, "publish", str(place), "--release").out.rpartition("release ")[2].strip()
    (home / "static" / "site.css").write_text("p { margin: 0 }")
    assert Ran(capsys, "build", "--now", "2026-05-31", "-q").status == 0
    assert Ran(capsys, "publish", str(place), "--release").status == 0
    assert Ran(capsys, "verify", str(place / "current")).status == 0
    assert Ran(capsys, "publish", str(place), "--rollback", "--dry-run").out == (
        f"{place} would go back to release {first}\n"
    )
    assert Ran(capsys, "publish", str(place), "--rollback").out == f"{place} went back to release {first}\n"
    assert (place / "current").readlink().name == first
    again = Ran(capsys, "publish", str(place), "--rollback")
    assert (again.status, again.err) == (
        2,
        f"sitegen: {place} has no release before the current one, {first}\n",
    )


def test_errors(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = Ran(capsys, "publish", "public")
    assert (public.status, public.out) == (2, "")
    assert public.err == (
        f"sitegen: public is, holds or is in {home}/public, a folder of the site; choose a different one\n"
    )
    mixed = Ran(capsys, "publish", str(tmp_path / "x"), "--rollback", "--release")
    assert mixed.status == 2
    assert "--rollback publishes nothing; leave out --release, --full and --merge" in mixed.err
    (home / "public" / "index.html").write_text("edited")
    edited = Ran(capsys, "publish", str(tmp_path / "x"))
    assert edited.status == 2
    assert (
        edited.err
        == f"sitegen: {home}/public/index.html was modified after the build; build the site again\n"
    )


def test_a_build_with_drafts_is_not_published(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    (home / "content/topics/glow.md").write_text(entry("Glow", "draft: true"))
    assert Ran(capsys, "build", "--now", "2026-05-31", "-q", "--drafts").status == 0
    assert (home / "public/topics/glow/index.html").is_file()

    refused = Ran(capsys, "publish", str(place))

    assert (refused.status, refused.out) == (2, "")
    assert refused.err == (
        f"sitegen: {home}/public was built with --drafts; build the site without it, then publish\n"
    )
    assert not place.exists()
    assert Ran(capsys, "build", "--now", "2026-05-31", "-q").status == 0
    assert Ran(capsys, "publish", str(place)).status == 0
    assert not (place / "topics/glow").exists()


def test_an_interrupt_frees_the_target(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "published"

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sitegen.features.publishing.targets.file_target.FileTarget.sizes", interrupt)
        stopped = Ran(capsys, "publish", str(place))
    assert (stopped.status, stopped.out) == (130, "")
    assert stopped.err == (
        "sitegen: stopped; readers have a whole site, and the next sitegen publish finishes it\n"
    )
    assert not (place / ".sitegen" / "lock.json").exists()
    assert Ran(capsys, "publish", str(place)).status == 0
    assert Ran(capsys, "verify", str(place)).status == 0
