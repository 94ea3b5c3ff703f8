"""`sitegen import`: what it prints and writes, and when it refuses."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from sitegen.commands.import_site import import_command
from tests.sites import write_files

FILES = {
    "hugo.toml": 'title = "Old"\n',
    "content/posts/a.md": "---\ntitle: A\nlayout: wide\n---\nSee [b](/gone/).\n",
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(import_command, [str(argument) for argument in arguments])


def test_a_site_is_imported_with_a_report(tmp_path: Path) -> None:
    write_files(tmp_path / "old", FILES)

    done = run("hugo", tmp_path / "old", tmp_path / "new")

    assert done.exit_code == 0
    assert done.stdout == (
        f"{tmp_path}/new: texts: 1, files: 0, old addresses kept: 1\n"
        f"Left for you: 1, lost: 1; see {tmp_path}/new/import-report.md\n"
        f"Next: sitegen check --root {tmp_path}/new   (guide: Moving in, in the documentation)\n"
    )
    report = (tmp_path / "new/import-report.md").read_text()
    assert "## Lost\n\n- `content/posts/a.md`: `layout: wide` is for templates of Hugo\n" in report
    assert "- `content/posts/a.md`: link to `/gone/`, which is no file or page\n" in report
    assert "## Files\n\nAll files were written.\n" in report
    assert (tmp_path / "new/.vscode/settings.json").is_file()


def test_a_site_without_texts_is_named_as_such(tmp_path: Path) -> None:
    write_files(tmp_path / "old", {"hugo.toml": 'baseURL = "https://old.example/"\n', "content/.keep": ""})

    run("hugo", tmp_path / "old", tmp_path / "new")

    assert "- no texts: is this the folder of the site" in (tmp_path / "new/import-report.md").read_text()


def test_a_second_import_needs_the_option_and_changes_nothing(tmp_path: Path) -> None:
    write_files(tmp_path / "old", FILES)
    run("hugo", tmp_path / "old", tmp_path / "new")
    (tmp_path / "new/content/posts/a.md").write_text("mine")
    before = {p: p.read_bytes() for p in (tmp_path / "new").rglob("*") if p.is_file()}

    refused = run("hugo", tmp_path / "old", tmp_path / "new")
    again = run("hugo", tmp_path / "old", tmp_path / "new", "--into")

    assert refused.exit_code == 2
    assert refused.stderr == f"sitegen: {tmp_path}/new is not empty; name a new folder, or add --into\n"
    assert again.exit_code == 0
    after = {p: p.read_bytes() for p in (tmp_path / "new").rglob("*") if p.is_file()}
    changed = {p.name for p in before if before[p] != after[p]}
    assert after.keys() == before.keys()
    assert changed == {"import-report.md"}
    assert (
        "- 1 not overwritten, since they were changed or were there before: `content/posts/a.md`"
        in (tmp_path / "new/import-report.md").read_text()
    )


def test_what_cannot_be_imported_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path / "old", {"a.txt": "x"})

    unknown = run("hugoo", tmp_path / "old", tmp_path / "new")
    other = run("hugo", tmp_path / "old", tmp_path / "new")
    missing = run("hugo", tmp_path / "none", tmp_path / "new")
    empty = run("hugo", tmp_path / "old", tmp_path / "new", "--into")

    assert unknown.stderr.startswith('sitegen: there is no importer "hugoo"; importers: ')
    assert other.stderr == (
        f"sitegen: {tmp_path}/old is no Hugo site: it has no hugo.toml, no config and no content\n"
    )
    assert missing.stderr == f"sitegen: {tmp_path}/none does not exist\n"
    assert (
        empty.stderr == f"sitegen: {tmp_path}/new has no folder content/; leave out --into for a new site\n"
    )
    assert [done.exit_code for done in (unknown, other, missing, empty)] == [2, 2, 2, 2]
    assert not (tmp_path / "new").exists()
