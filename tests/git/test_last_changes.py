"""The day on which the text of an entry last changed, by git."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sitegen.git.git import position_of
from sitegen.git.last_changes import last_changes
from sitegen.types import ChangeDates, Location
from tests.git.repositories import SPARK, commit, git, repository, spark

PLACE = Location("content/site.yaml", 1, 1)
FIRST = date(2025, 1, 1)
MEMBERS = "content/figures/members.yaml"
FIGURE = "title: Members\nvalue: {}\nas_of: 2025-10\nsource: report\n"


def days_of(root: Path) -> dict[str, date]:
    found = last_changes(root, ChangeDates(), PLACE)
    assert found.problems == ()
    return dict(found.days)


def test_every_committed_content_file_has_a_day_and_no_other(tmp_path: Path) -> None:
    root = repository(tmp_path, {"content/projects/street.md.txt": "x"})
    (root / "content/topics/new.md").write_text("---\ntitle: New\n---\n", encoding="utf-8")
    found = days_of(root)

    assert found[SPARK] == FIRST
    assert set(found.values()) == {FIRST}
    assert {path.rpartition(".")[2] for path in found} == {"md", "yaml"}
    assert "content/topics/new.md" not in found
    assert "content/topics/_type.yaml" in found


def test_a_change_of_the_text_counts_and_one_of_the_front_matter_does_not(tmp_path: Path) -> None:
    root = repository(tmp_path, {SPARK: spark()})
    commit(root, "2025-02-01", {SPARK: spark(body="Spark feeds all people.")})
    commit(root, "2025-03-01", {SPARK: spark("start: 2024", body="Spark feeds all people.")})
    commit(root, "2025-04-01", {SPARK: spark("start: 2024", "end: 2025", body="Spark feeds all people.")})

    assert days_of(root)[SPARK] == date(2025, 2, 1)


def test_neither_do_the_ends_of_lines(tmp_path: Path) -> None:
    root = repository(tmp_path, {SPARK: spark()})
    commit(root, "2025-02-01", {SPARK: b"\xef\xbb\xbf" + spark().replace("\n", "\r\n").encode() + b"\r\n"})

    assert days_of(root)[SPARK] == FIRST


def test_front_matter_ends_where_a_page_says_so(tmp_path: Path) -> None:
    root = repository(tmp_path, {SPARK: spark(body="One.\n\n---\n\nTwo.")})
    commit(root, "2025-02-01", {SPARK: spark(body="One.\n\n---\n\nThree.")})

    assert days_of(root)[SPARK] == date(2025, 2, 1)


def test_of_data_everything_counts_but_who_looks_after_it(tmp_path: Path) -> None:
    root = repository(tmp_path, {MEMBERS: FIGURE.format(1)})
    commit(root, "2025-02-01", {MEMBERS: FIGURE.format(2)})
    commit(root, "2025-03-01", {MEMBERS: FIGURE.format(2) + "owner: Ada\nreview_by: 2026-01-01\n"})

    assert days_of(root)[MEMBERS] == date(2025, 2, 1)


def test_a_listed_commit_does_not_count(tmp_path: Path) -> None:
    root = repository(tmp_path, {SPARK: spark()})
    commit(root, "2025-02-01", {SPARK: spark(body="Meant.")})
    bulk = commit(root, "2025-03-01", {SPARK: spark(body="Meant,  reformatted.")})
    assert days_of(root)[SPARK] == date(2025, 3, 1)
    commit(
        root, "2025-04-01", {".git-blame-ignore-revs": f"# Reformatted\n{bulk}  # all files\n\nnonsense\n"}
    )

    assert days_of(root)[SPARK] == date(2025, 2, 1)


def test_what_only_a_listed_commit_made_has_no_day(tmp_path: Path) -> None:
    root = repository(tmp_path)
    bulk = commit(root, "2025-02-01", {"content/topics/air.md": "---\ntitle: Air\n---\n"})
    commit(root, "2025-03-01", {".git-blame-ignore-revs": f"{bulk}\n"})

    assert "content/topics/air.md" not in days_of(root)


def test_a_renamed_file_keeps_its_day(tmp_path: Path) -> None:
    root = repository(tmp_path, {SPARK: spark(body="A text that is long enough to be known again.\n" * 9)})
    git(root, "mv", SPARK, "content/projects/fire.md")
    commit(root, "2025-02-01")
    (root / "content/news").mkdir()
    git(root, "mv", "content/projects/fire.md", "content/news/fire.md")
    text = spark("start: 2024", body="A text that is long enough to be known again.\n" * 9)
    commit(root, "2025-03-01", {"content/news/fire.md": text})

    assert days_of(root)["content/news/fire.md"] == FIRST


def test_two_files_that_change_places_keep_their_days(tmp_path: Path) -> None:
    water, air = "content/topics/water.md", "content/topics/air.md"
    root = repository(tmp_path, {water: spark(body="Water.\n" * 40)})
    commit(root, "2025-02-01", {air: spark(body="Air is another thing.\n" * 40)})
    for old, new in ((water, "x.md"), (air, water), ("x.md", air)):
        git(root, "mv", old, new)
    commit(root, "2025-03-01")
    found = days_of(root)

    # git calls it two changes of a text, and so it is where somebody reads them
    assert (found[water], found[air]) == (date(2025, 3, 1), date(2025, 3, 1))


def test_a_file_that_came_back_is_as_old_as_its_return(tmp_path: Path) -> None:
    root = repository(tmp_path, {SPARK: spark()})
    commit(root, "2025-02-01", {SPARK: None})
    commit(root, "2025-03-01", {SPARK: spark()})

    assert days_of(root)[SPARK] == date(2025, 3, 1)


def branches(root: Path, side: str, main: str) -> None:
    """A commit of 1 February on a branch, and one of 1 March on the main branch."""
    git(root, "checkout", "--quiet", "-b", "side")
    commit(root, "2025-02-01", {SPARK: side})
    git(root, "checkout", "--quiet", "main")
    commit(root, "2025-03-01", {SPARK: main})


def test_what_a_branch_changed_has_the_day_of_that_change(tmp_path: Path) -> None:
    root = repository(tmp_path, {SPARK: spark()})
    git(root, "checkout", "--quiet", "-b", "side")
    commit(root, "2025-02-01", {SPARK: spark(body="From the side.")})
    git(root, "checkout", "--quiet", "main")
    commit(root, "2025-03-01", {"content/topics/air.md": "---\ntitle: Air\n---\n"})
    git(root, "merge", "--quiet", "--no-edit", "side", day="2025-04-01")

    assert days_of(root)[SPARK] == date(2025, 2, 1)
    assert days_of(root)["content/topics/air.md"] == date(2025, 3, 1)


def test_what_a_merge_made_of_two_changes_has_the_day_of_the_merge(tmp_path: Path) -> None:
    lines = ["One.", *["Between."] * 9, "Two."]
    text = "\n\n".join(lines)
    root = repository(tmp_path, {SPARK: spark(body=text)})
    branches(root, spark(body=text.replace("One", "Uno")), spark(body=text.replace("Two", "Due")))
    git(root, "merge", "--quiet", "--no-edit", "side", day="2025-04-01")

    assert days_of(root)[SPARK] == date(2025, 4, 1)


def test_a_merge_of_front_matter_alone_does_not_count(tmp_path: Path) -> None:
    between = [f"{name}: 2020" for name in ("a", "b", "c", "d", "e", "f")]
    root = repository(tmp_path, {SPARK: spark("one: 1", *between, "two: 1")})
    branches(root, spark("one: 2", *between, "two: 1"), spark("one: 1", *between, "two: 2"))
    git(root, "merge", "--quiet", "--no-edit", "side", day="2025-04-01")

    assert days_of(root)[SPARK] == FIRST


def test_clocks_that_go_wrong_do_not_hide_a_rename(tmp_path: Path) -> None:
    root = repository(tmp_path, {SPARK: spark(body="A text that is long enough to be known again.\n" * 9)})
    git(root, "mv", SPARK, "content/projects/fire.md")
    commit(root, "2019-01-01")  # long before the commit that it follows

    assert days_of(root)["content/projects/fire.md"] == FIRST


@pytest.mark.parametrize(
    "name",
    ['a "quoted" one.md', "a\nline.md", "a\ttab.md", "Ünïcode.md", ":100644.md", "\x01dot.md", "--all.md"],
)
def test_any_name_of_a_file_is_read_as_it_is(name: str, tmp_path: Path) -> None:
    root = repository(tmp_path)
    commit(
        root,
        "2025-02-01",
        {f"content/topics/{name}": "---\ntitle: Odd\n---\nText.\n", SPARK: spark(body="New.")},
    )
    found = days_of(root)

    assert (found[f"content/topics/{name}"], found[SPARK]) == (date(2025, 2, 1), date(2025, 2, 1))


def test_a_site_may_lie_deep_in_a_repository_and_in_a_second_worktree(tmp_path: Path) -> None:
    top = tmp_path / "top"
    root = repository(top / "a" / "site")
    git(root, "init", "--quiet", str(top))
    (root / ".git").rename(tmp_path / "gone")
    commit(top, "2025-02-01", {"content/topics/food.md": "---\ntitle: Not this one\n---\n"})
    bulk = commit(top, "2025-03-01", {f"a/site/{SPARK}": spark(body="Bulk.")})
    commit(top, "2025-04-01", {".git-blame-ignore-revs": bulk})
    git(top, "worktree", "add", "--quiet", "--detach", str(tmp_path / "second"))

    for place in (root, tmp_path / "second/a/site"):
        found = days_of(place)
        assert found["content/topics/food.md"] == date(2025, 2, 1)
        assert SPARK in found
        assert len(found) == len(days_of(root))


def test_a_shallow_clone_claims_nothing_and_says_how_to_get_the_rest(tmp_path: Path) -> None:
    root = repository(tmp_path / "whole")
    commit(root, "2025-02-01", {SPARK: spark(body="New.")})
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{root}", "shallow")
    found = last_changes(tmp_path / "shallow", ChangeDates(), PLACE)

    assert found.days == {}
    assert [(p.code, p.severity, "fetch-depth: 0" in p.hint) for p in found.problems] == [
        ("dates.shallow", "note", True)
    ]
    git(tmp_path / "shallow", "fetch", "--quiet", "--unshallow")
    assert days_of(tmp_path / "shallow") == days_of(root)


def test_where_git_knows_nothing_a_note_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def reason(root: Path) -> str:
        (problem,) = last_changes(root, ChangeDates(), PLACE).problems
        assert (problem.code, problem.severity) == ("dates.git", "note")
        return problem.message

    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert "not a git repository" in reason(empty)
    git(empty, "init", "--quiet")
    assert "nothing was committed yet" in reason(empty)
    monkeypatch.setenv("PATH", str(empty))
    assert "git is not installed" in reason(empty)


def test_a_partial_clone_fetches_nothing_and_claims_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path / "whole", {SPARK: spark()})
    commit(root, "2025-02-01", {SPARK: spark("start: 2024")})
    git(root, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter", "blob:none", f"file://{root}", "partial")
    found = last_changes(tmp_path / "partial", ChangeDates(), PLACE)

    assert found.days == {}
    assert "partial clone" in found.problems[0].message


HOSTILE = """
[core]
    repositoryformatversion = 1
    fsmonitor = {evil}
    pager = {evil}
    sshCommand = {evil}
    hooksPath = hooks
    editor = {evil}
    askPass = {evil}
    attributesFile = {attributes}
[pager]
    log = {evil}
    cat-file = {evil}
[log]
    showSignature = true
    showRoot = false
    follow = true
[gpg]
    program = {evil}
[diff]
    external = {evil}
    renames = false
    orderFile = /dev/zero
[diff "evil"]
    command = {evil}
    textconv = {evil}
[filter "evil"]
    clean = {evil}
    smudge = {evil}
    process = {evil}
    required = true
[alias]
    log = !{evil}
    rev-parse = !{evil}
[color]
    ui = always
[extensions]
    partialClone = origin
[remote "origin"]
    url = ext::{evil}
    promisor = true
[protocol]
    allow = always
[protocol "ext"]
    allow = always
"""


def test_nothing_that_a_repository_names_is_run(tmp_path: Path) -> None:
    root = repository(tmp_path / "site", {SPARK: spark(), ".gitattributes": "* diff=evil filter=evil\n"})
    commit(root, "2025-02-01", {SPARK: spark(body="New.")})
    ran, evil = tmp_path / "ran", tmp_path / "evil"
    evil.write_text(f'#!/bin/sh\necho "$@" >> {ran}\n', encoding="utf-8")
    evil.chmod(0o755)
    (root / "hooks").mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout"):
        (root / "hooks" / name).symlink_to(evil)
    signed = git(root, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    (tmp_path / "signed").write_text(signed + "\n", encoding="utf-8")
    git(
        root,
        "reset",
        "--quiet",
        "--soft",
        git(root, "hash-object", "-t", "commit", "-w", str(tmp_path / "signed")),
    )
    with (root / ".git/config").open("a", encoding="utf-8") as file:
        file.write(HOSTILE.format(evil=evil, attributes=root / ".gitattributes"))

    found = days_of(root)
    assert (found[SPARK], found["content/topics/food.md"]) == (date(2025, 2, 1), FIRST)
    assert not ran.exists()
    for text in (root / ".git/objects").glob("??/*"):
        text.chmod(0o644)
    old = git_object(root, f"HEAD~1:{SPARK}")
    old.unlink()
    assert last_changes(root, ChangeDates(), PLACE).problems
    assert not ran.exists()


def git_object(root: Path, name: str) -> Path:
    """The file of an object; asked without the hostile configuration."""
    config = (root / ".git/config").read_text(encoding="utf-8")
    (root / ".git/config").write_text(config.partition("[core]\n    repository")[0], encoding="utf-8")
    known = git(root, "rev-parse", name)
    (root / ".git/config").write_text(config, encoding="utf-8")
    return root / ".git/objects" / known[:2] / known[2:]


def test_the_environment_names_no_other_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, other = repository(tmp_path / "one"), repository(tmp_path / "other")
    commit(root, "2025-02-01", {SPARK: spark(body="New.")})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.bare")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "nonsense")

    assert days_of(root)[SPARK] == date(2025, 2, 1)
    assert position_of(root) == f"{git(root, 'rev-parse', 'HEAD')} whole"


def test_a_day_that_no_calendar_has_is_no_day(tmp_path: Path) -> None:
    root = repository(tmp_path, {SPARK: spark()})
    tree = git(root, "rev-parse", "HEAD^{tree}")
    (root / ".git/odd").write_text(
        f"tree {tree}\nauthor A <a@b> 99999999999999 +0000\ncommitter A <a@b> 99999999999999 +0000\n\nOdd\n",
        encoding="utf-8",
    )
    name = git(root, "hash-object", "-t", "commit", "--literally", "-w", str(root / ".git/odd"))
    git(root, "update-ref", "HEAD", name)

    assert all(isinstance(day, date) for day in days_of(root).values())
