"""`sitegen upgrade`: sites that an older version wrote, with changes of their own, brought up to date."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sitegen import __version__
from sitegen.authoring import generated_files, write
from sitegen.authoring.scaffold import make_site
from sitegen.authoring.scaffold.record import RECORD
from sitegen.authoring.scaffold.vendored import vendored_files
from sitegen.commands.upgrade import upgrade_command
from sitegen.store.own_files import replace_file
from tests.sites import load, write_files

SITE_YML, WEEKLY, IGNORE = ".github/workflows/site.yml", ".github/workflows/weekly.yml", ".gitignore"
OLD_WHEEL = "sitegen-0.0.9+babc-py3-none-any.whl"
OLD_IGNORE = "/public/\n/.sitegen/\n"
"""The file of an older version; the new one has more lines."""


@pytest.fixture(scope="module", autouse=True)
def one_wheel() -> Iterator[None]:
    """Makes the wheel of sitegen once for all tests."""
    files = vendored_files()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sitegen.authoring.scaffold.new_site.vendored_files", lambda: files)
        yield


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site in a repository, with its files for editors' tools."""
    root = tmp_path_factory.mktemp("new") / "site"
    make_site(root)
    write(root, generated_files(root, load(root)))
    git(root, "init", "--quiet")
    return root


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "x")


def old_site(
    new: Path,
    root: Path,
    wrote: Mapping[str, str | None],
    has: Mapping[str, str | bytes | None] | None = None,
    version: str = "0.0.9+babc",
) -> Path:
    """A site that an older version wrote with these texts (None: not at all), and what it has now."""
    shutil.copytree(new, root)
    record = json.loads((root / RECORD).read_text("utf-8"))
    record["version"] = version
    for path, text in wrote.items():
        record["files"].pop(path, None)
        if text is not None:
            record["files"][path] = text
    write_files(root, {RECORD: json.dumps(record)})
    for path, content in (*wrote.items(), *(has or {}).items()):
        if content is None:
            (root / path).unlink()
        else:
            write_files(root, {path: content})
    commit(root)
    return root


def version_of(root: Path) -> str:
    """Version of the wheel in a site."""
    return next((root / "vendor").glob("*.whl")).name.split("-")[1]


def upgrade(root: Path, *options: str, status: int = 0) -> list[str]:
    """Lines that the command prints, without those of unchanged files."""
    done: Result = CliRunner().invoke(upgrade_command, ["--root", str(root), *options])
    assert done.exit_code == status, done.output
    return [line for line in done.output.splitlines() if not line.startswith("unchanged")]


def text(root: Path, path: str) -> str:
    return (root / path).read_bytes().decode("utf-8")


def replaced(new: Path, path: str, old: str, by: str) -> str:
    """Text of a new site's file with a change."""
    whole = text(new, path)
    assert old in whole
    return whole.replace(old, by)


# --- one file ---------------------------------------------------------------------------------


def test_a_new_site_is_up_to_date(new: Path, tmp_path: Path) -> None:
    root = shutil.copytree(new, tmp_path / "site")
    commit(root)

    (line,) = upgrade(root)
    assert re.fullmatch(r"from (\S+) to \1: [0-9]+ unchanged", line)
    assert git(root, "status", "--short") == ""


def test_what_the_site_has_not_changed_is_updated(new: Path, tmp_path: Path) -> None:
    root = old_site(new, tmp_path / "site", {IGNORE: OLD_IGNORE})

    assert f"updated   {IGNORE}" in upgrade(root)
    assert text(root, IGNORE) == text(new, IGNORE)


def test_changes_of_the_site_are_kept_beside_those_of_the_new_version(new: Path, tmp_path: Path) -> None:
    older = replaced(new, SITE_YML, "name: Site\n", "name: Pages\n")
    own = older.replace('cron: "17 2 * * *"', 'cron: "5 23 * * *"')
    root = old_site(new, tmp_path / "site", {SITE_YML: older}, {SITE_YML: own})

    assert f"merged    {SITE_YML}" in upgrade(root)
    assert text(root, SITE_YML) == replaced(new, SITE_YML, 'cron: "17 2 * * *"', 'cron: "5 23 * * *"')


def test_two_changes_of_a_line_leave_markers_and_their_lines(new: Path, tmp_path: Path) -> None:
    older = replaced(new, WEEKLY, "name: Weekly", "name: Each week")
    own = older.replace("name: Each week", "name: Mondays")
    root = old_site(new, tmp_path / "site", {WEEKLY: older}, {WEEKLY: own})
    line = text(new, WEEKLY).split("\n").index("name: Weekly") + 1

    assert f"conflict  {WEEKLY}:{line}: choose between the two versions" in upgrade(root, status=1)
    assert (
        "<<<<<<< your site\nname: Mondays\n=======\nname: Weekly\n"
        f">>>>>>> sitegen {__version__}\n" in text(root, WEEKLY)
    )
    commit(root)
    assert not [line for line in upgrade(root) if line.startswith("conflict")]


def test_a_checkout_with_other_line_ends_is_no_change(new: Path, tmp_path: Path) -> None:
    windows = OLD_IGNORE.replace("\n", "\r\n").encode()
    root = old_site(new, tmp_path / "site", {IGNORE: OLD_IGNORE}, {IGNORE: windows})

    assert f"updated   {IGNORE}" in upgrade(root)
    assert (root / IGNORE).read_bytes() == (new / IGNORE).read_bytes().replace(b"\n", b"\r\n")


def test_line_ends_stay_in_a_merged_file(new: Path, tmp_path: Path) -> None:
    older = replaced(new, SITE_YML, "name: Site\n", "name: Pages\n")
    own = older.replace('cron: "17 2 * * *"', 'cron: "5 23 * * *"').replace("\n", "\r\n").encode()
    root = old_site(new, tmp_path / "site", {SITE_YML: older}, {SITE_YML: own})

    assert f"merged    {SITE_YML}" in upgrade(root)
    expected = replaced(new, SITE_YML, 'cron: "17 2 * * *"', 'cron: "5 23 * * *"').replace("\n", "\r\n")
    assert (root / SITE_YML).read_bytes() == expected.encode()


def test_a_last_line_without_a_line_end_is_merged(new: Path, tmp_path: Path) -> None:
    older = text(new, IGNORE).replace("/public/\n", "/output/\n")
    root = old_site(new, tmp_path / "site", {IGNORE: older}, {IGNORE: older + "own/"})

    assert f"merged    {IGNORE}" in upgrade(root)
    assert text(root, IGNORE) == text(new, IGNORE) + "own/"


def test_a_file_that_the_site_has_deleted_is_not_written_again(new: Path, tmp_path: Path) -> None:
    path = ".github/dependabot.yml"
    root = old_site(new, tmp_path / "site", {}, {path: None})

    assert f"deleted   {path}" in upgrade(root)
    assert not (root / path).exists()
    assert path in json.loads(text(root, RECORD))["files"]
    commit(root)
    assert f"deleted   {path}" in upgrade(root)


def test_a_file_that_is_new_is_written(new: Path, tmp_path: Path) -> None:
    root = old_site(new, tmp_path / "site", {WEEKLY: None}, {})

    assert f"new       {WEEKLY}" in upgrade(root)
    assert text(root, WEEKLY) == text(new, WEEKLY)


def test_a_new_file_in_the_place_of_one_of_the_site_is_a_conflict(new: Path, tmp_path: Path) -> None:
    root = old_site(new, tmp_path / "site", {WEEKLY: None}, {WEEKLY: "name: Own\n"})

    assert f"conflict  {WEEKLY}:1: choose between the two versions" in upgrade(root, status=1)


def test_a_file_that_is_no_longer_written_goes_unless_the_site_has_changed_it(
    new: Path, tmp_path: Path
) -> None:
    wrote = {".github/workflows/old.yml": "a\n", ".github/workflows/own.yml": "a\n"}
    root = old_site(new, tmp_path / "site", wrote, {".github/workflows/own.yml": "a\nb\n"})

    lines = upgrade(root)
    assert {"removed   .github/workflows/old.yml", "kept      .github/workflows/own.yml"} <= set(lines)
    assert not (root / ".github/workflows/old.yml").exists()
    assert text(root, ".github/workflows/own.yml") == "a\nb\n"


def test_content_templates_and_styles_stay_as_they_are(new: Path, tmp_path: Path) -> None:
    own = {"content/pages/about.md": None, "content/news/new-site.md": "---\ntitle: New\n---\nOwn.\n"}
    root = old_site(new, tmp_path / "site", {}, {**own, "templates/own.html": "<p>", "static/own.css": ""})
    upgrade(root)

    assert git(root, "status", "--short").split() == ["M", RECORD]


# --- packages and editors' files --------------------------------------------------------------


def test_the_wheel_of_sitegen_is_replaced_and_packages_of_the_site_stay(new: Path, tmp_path: Path) -> None:
    requirements = text(new, "requirements.txt")
    (wheel,) = (new / "vendor").glob("*.whl")
    older = requirements.replace(wheel.name, OLD_WHEEL)
    own = f"{older}own-package==1 \\\n    --hash=sha256:{'0' * 64}\n"
    has = {"requirements.txt": own, f"vendor/{wheel.name}": None, f"vendor/{OLD_WHEEL}": b""}
    root = old_site(new, tmp_path / "site", {"requirements.txt": older}, has)

    lines = upgrade(root)
    assert "merged    requirements.txt" in lines
    assert f"removed   vendor/{OLD_WHEEL}" in lines
    assert [path.name for path in (root / "vendor").glob("*.whl")] == [wheel.name]
    assert (
        text(root, "requirements.txt") == f"{requirements}own-package==1 \\\n    --hash=sha256:{'0' * 64}\n"
    )


def test_files_for_editors_follow_the_definition_where_the_site_has_them(new: Path, tmp_path: Path) -> None:
    schema = ".vscode/schemas/topics.json"
    own = {schema: text(new, schema).replace('"Title"', '"Titel"') + " "}
    root = old_site(new, tmp_path / "site", {}, own)
    assert f"updated   {schema}" in upgrade(root)
    assert text(root, schema) == text(new, schema)

    shutil.rmtree(root / ".vscode")
    commit(root)
    assert not [line for line in upgrade(root) if ".vscode" in line]
    assert not (root / ".vscode").exists()


def test_a_site_without_a_record_is_compared_with_its_wheel(new: Path, tmp_path: Path) -> None:
    """As all sites before version 0.1.0, which also have copies of templates."""
    name = "sitegen-0.1.0+b012345678901-py3-none-any.whl"
    requirements = text(new, "requirements.txt").replace(next((new / "vendor").glob("*.whl")).name, name)
    root = old_site(
        new, tmp_path / "site", {IGNORE: OLD_IGNORE}, {RECORD: None, IGNORE: f"{OLD_IGNORE}own/\n"}
    )
    next((root / "vendor").glob("*.whl")).unlink()
    with zipfile.ZipFile(root / "vendor" / name, "w") as archive:
        for path in (SITE_YML, WEEKLY, "README.md", "templates/base.html", "static/css/site.css"):
            stored = path.replace(".github", "dot-github")
            archive.writestr(f"sitegen/authoring/scaffold/site/{stored}", "old\n")
        archive.writestr("sitegen/authoring/scaffold/site/dot-gitignore", OLD_IGNORE)
        archive.writestr("sitegen/requirements.lock", "# made by uv\nclick==1 \\\n    --hash=sha256:0\n")
    head = requirements.partition("./vendor/")[0]
    write_files(
        root,
        {
            SITE_YML: "old\n",
            WEEKLY: "own\n",
            "README.md": "old\n",
            "templates/base.html": "old\n",
            "static/css/site.css": "own\n",
        },
    )
    wheel = (root / "vendor" / name).read_bytes()
    own = f"./vendor/{name} --hash=sha256:{hashlib.sha256(wheel).hexdigest()}\n"
    write_files(root, {"requirements.txt": f"{head}{own}click==1 \\\n    --hash=sha256:0\n"})
    commit(root)

    lines = upgrade(root, status=1)
    assert {
        f"updated   {SITE_YML}",
        "updated   README.md",
        "updated   requirements.txt",
        f"new       {RECORD}",
    } <= set(lines)
    assert f"conflict  {IGNORE}:5: choose between the two versions" in lines
    assert [line for line in lines if line.startswith(f"conflict  {WEEKLY}:1:")]
    copies = [line for line in lines if "`theme: network`" in line]
    assert copies == [
        "2 templates and styles are copies of an earlier version, and are not upgraded. To get them from a "
        "theme, write `theme: network` in content/site.yaml and delete those that you have not changed (1): "
        "templates/base.html"
    ]
    commit(root)
    assert [line for line in upgrade(root) if "`theme: network`" in line] == copies
    assert lines[-4].startswith(  # then what to look at, the copies, and how to look at them
        "Next: delete .venv and make it again, since the distribution has a new name; "
    )
    assert text(root, "templates/base.html") == "old\n"
    assert text(root, "requirements.txt") == text(new, "requirements.txt")


# --- refusals and failures --------------------------------------------------------------------


def test_nothing_is_written_by_a_dry_run(new: Path, tmp_path: Path) -> None:
    root = old_site(new, tmp_path / "site", {IGNORE: OLD_IGNORE})

    lines = upgrade(root, "--dry-run")
    assert f"updated   {IGNORE}" in lines
    assert lines[-1].startswith(f"from 0.0.9+babc to {version_of(new)}: would be ")
    assert git(root, "status", "--short") == ""


@pytest.mark.parametrize("how", ["changed", "untracked", "ignored"])
def test_files_that_git_could_not_restore_are_not_changed(new: Path, tmp_path: Path, how: str) -> None:
    root = old_site(new, tmp_path / "site", {IGNORE: OLD_IGNORE})
    if how != "changed":
        git(root, "rm", "--quiet", "--cached", IGNORE)
        git(root, "commit", "--quiet", "--message", "x")
    own = f"{OLD_IGNORE}own/\n{IGNORE if how == 'ignored' else ''}\n"
    write_files(root, {IGNORE: own})

    (line,) = upgrade(root, status=2)
    assert line == (
        f"sitegen: commit these files first, so that you can undo the upgrade, or use --force: {IGNORE}"
    )
    assert text(root, IGNORE) == own
    upgrade(root, "--force", status=1)
    assert text(root, IGNORE) != own


def test_a_folder_outside_a_repository_needs_force(new: Path, tmp_path: Path) -> None:
    root = old_site(new, tmp_path / "site", {IGNORE: OLD_IGNORE})
    shutil.rmtree(root / ".git")

    (line,) = upgrade(root, status=2)
    reason = "this is not a git repository, so nothing could be undone"
    assert line == f"sitegen: {reason}; use --force to change the files anyway"
    assert f"updated   {IGNORE}" in upgrade(root, "--force")


def test_a_site_of_a_newer_version_is_left_alone(new: Path, tmp_path: Path) -> None:
    root = old_site(new, tmp_path / "site", {IGNORE: OLD_IGNORE}, version="99.0.0+b1")

    (line,) = upgrade(root, status=2)
    assert line == f"sitegen: the site is of version 99.0.0+b1, which is newer than {__version__}"
    assert text(root, IGNORE) == OLD_IGNORE


def test_a_site_that_init_did_not_write_is_left_alone(new: Path, tmp_path: Path) -> None:
    root = old_site(new, tmp_path / "site", {}, {RECORD: None, "requirements.txt": "click\n"})

    (line,) = upgrade(root, status=2)
    assert line.startswith("sitegen: nothing says what sitegen init wrote: ")


def test_a_damaged_record_is_named(new: Path, tmp_path: Path) -> None:
    root = old_site(new, tmp_path / "site", {}, {RECORD: "<<<<<<<"})

    (line,) = upgrade(root, status=2)
    assert line.startswith(f"sitegen: {RECORD} cannot be read: ")


def test_everything_is_as_it_was_if_a_file_cannot_be_written(
    new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = old_site(new, tmp_path / "site", {IGNORE: OLD_IGNORE, WEEKLY: None, "requirements.txt": "click\n"})

    def fails(path: Path, data: bytes) -> None:
        if path.name == "init.json" and b"0.0.9+babc" not in data:
            raise OSError(28, "No space left on device", str(path))
        replace_file(path, data)

    monkeypatch.setattr("sitegen.authoring.upgrade.write.replace_file", fails)
    (line,) = upgrade(root, status=2)
    assert line == f"sitegen: {RECORD} cannot be written: No space left on device; no file was changed"
    assert git(root, "status", "--short") == ""


def test_no_file_is_written_through_a_link(new: Path, tmp_path: Path) -> None:
    root = old_site(new, tmp_path / "site", {IGNORE: OLD_IGNORE}, {WEEKLY: None})
    outside = tmp_path / "outside"
    shutil.move(root / ".github", outside)
    (root / ".github").symlink_to(outside, target_is_directory=True)

    (line,) = upgrade(root, "--force", status=2)
    assert line == "sitegen: .github/dependabot.yml is a link that leads out of the folder"
    assert text(root, IGNORE) == OLD_IGNORE
