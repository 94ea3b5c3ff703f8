"""The command `sitegen schema` and its files: settings, snippets, forms. Other files are not touched."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen.authoring import OutsideFolder, compare, generated_files, write
from sitegen.authoring.files import GeneratedFile
from tests.authoring.core_yaml import front_matter
from tests.sites import Files, load, make_site, write_files
from tests.test_broken import BROKEN, read_case

REPOSITORY = Path(__file__).parents[2]
EVENTS: Files = {
    "content/events/_type.yaml": """\
name: Event
plural: Events
fields:
  start: {kind: date, required: true}
  format: {kind: choice, required: true, choices: {talk: A talk, walk: A walk}}
  themes: {kind: reference, to: topics, many: true, required: true, label: Topics}
  fee: {kind: number, help: "In euro: {5} or $5"}
"""
}


def sitegen(*arguments: str | Path, status: int = 0) -> str:
    command = [sys.executable, "-m", "sitegen", *map(str, arguments)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def made(root: Path, files: Files | None = None) -> dict[str, str]:
    make_site(root, files)
    return {file.path: file.text for file in generated_files(root, load(root))}


def commented(text: str) -> Any:
    """JSON below a comment line."""
    first, _, rest = text.partition("\n")
    assert first.startswith("// Made by `sitegen schema`")
    return json.loads(rest)


# --- the command -------------------------------------------------------------------------------


def test_the_repository_has_what_the_command_writes() -> None:
    assert sitegen("schema", "--check", "--root", REPOSITORY) == ""


def test_a_new_site_has_it_too(tmp_path: Path) -> None:
    sitegen("init", tmp_path / "site")

    assert sitegen("schema", "--check", "--root", tmp_path / "site") == ""
    assert (tmp_path / "site/.vscode/settings.json").exists()


def test_what_is_out_of_date_is_named_and_mended(tmp_path: Path) -> None:
    root = make_site(tmp_path, EVENTS)
    sitegen("schema", "--root", root)
    kind = root / "content/events/_type.yaml"
    kind.write_text(kind.read_text(encoding="utf-8").replace("A walk", "A hike"), encoding="utf-8")

    assert sitegen("schema", "--check", "--root", root, status=1) == (
        ".github/ISSUE_TEMPLATE/2-events.yml is out of date\n"
        ".vscode/schemas/events.json is out of date\n"
        "bring it up to date with: sitegen schema\n"
    )
    assert re.fullmatch(
        r"\d+ files for editors' tools, 2 of them written\n", sitegen("schema", "--root", root)
    )
    assert sitegen("schema", "--check", "--root", root) == ""


def test_a_new_entry_is_offered_next_time_and_is_no_mistake(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    sitegen("schema", "--root", root)
    (root / "content/topics/air.md").write_text("---\ntitle: Air\n---\n", encoding="utf-8")

    assert sitegen("schema", "--check", "--root", root).splitlines() == [
        ".vscode/names.code-snippets does not list every entry (sitegen schema adds the new ones)",
        ".vscode/schemas/_names.json does not list every entry (sitegen schema adds the new ones)",
    ]
    sitegen("schema", "--root", root)
    assert '"air"' in (root / ".vscode/schemas/_names.json").read_text(encoding="utf-8")


def test_a_file_of_somebody_else_stays_as_it_is(tmp_path: Path) -> None:
    root = make_site(tmp_path, {".vscode/settings.json": '{"editor.fontSize": 20}\n'})

    assert ".vscode/settings.json was not made by sitegen schema; not overwritten" in sitegen(
        "schema", "--root", root
    )
    assert (root / ".vscode/settings.json").read_text(encoding="utf-8") == '{"editor.fontSize": 20}\n'
    sitegen("schema", "--check", "--root", root)


def test_what_was_made_for_a_type_that_is_gone_is_taken_away(tmp_path: Path) -> None:
    root = make_site(tmp_path, {**EVENTS, ".github/ISSUE_TEMPLATE/mine.yml": "name: Mine\n"})
    sitegen("schema", "--root", root)
    (root / "content/events/_type.yaml").unlink()

    assert ".vscode/schemas/events.json is out of date" in sitegen(
        "schema", "--check", "--root", root, status=1
    )
    assert ".vscode/schemas/events.json removed" in sitegen("schema", "--root", root)
    assert not (root / ".github/ISSUE_TEMPLATE/2-events.yml").exists()
    assert (root / ".github/ISSUE_TEMPLATE/mine.yml").exists()


def test_the_files_can_go_elsewhere(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    sitegen("schema", "--root", root, "--output", tmp_path / "elsewhere")

    assert not (root / "schemas").exists()
    assert (tmp_path / "elsewhere/.vscode/schemas/topics.json").exists()


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    (tmp_path / "outside").mkdir()
    (root / ".vscode").symlink_to(tmp_path / "outside")
    files = (GeneratedFile(".vscode/settings.json", "{}"),)

    for act in (write, compare):
        with pytest.raises(OutsideFolder, match="a link that leads out"):
            act(root, files)
    assert list((tmp_path / "outside").iterdir()) == []


# --- VS Code -----------------------------------------------------------------------------------


def test_entries_and_translations_have_their_own_schema(tmp_path: Path) -> None:
    schemas = commented(made(tmp_path)[".vscode/settings.json"])["yaml.schemas"]

    assert schemas["./.vscode/schemas/figures.json"] == [
        "content/figures/*.yaml",
        "!content/figures/_type.yaml",
        "!content/figures/*.fr.yaml",
    ]
    assert schemas["./.vscode/schemas/figures.translation.json"] == ["content/figures/*.fr.yaml"]


def problems_with_a_place() -> list[tuple[str, str]]:
    lines = (line for path in sorted(BROKEN.glob("*.txt")) for line in read_case(path).expected.split("\n"))
    found = [(line, match[1]) for line in lines if (match := re.match(r"(\S+:\d+:\d+): ", line))]
    assert len(found) > 100
    return found


def test_the_task_finds_every_problem_that_has_a_place(tmp_path: Path) -> None:
    (check, _) = commented(made(tmp_path)[".vscode/tasks.json"])["tasks"]
    pattern = check["problemMatcher"]["pattern"]
    for line, place in problems_with_a_place():
        match = re.search(pattern["regexp"], line)
        assert match, line
        assert ":".join(match[pattern[name]] for name in ("file", "line", "column")) == place
        assert match[pattern["severity"]] in (None, "warning", "note")


def expanded(body: list[str]) -> str:
    """A snippet after its first choices and all proposed values were accepted."""
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", "\n".join(body)).replace("$0", "")
    return re.sub(r"\\([$}\\])", r"\1", re.sub(r"\$\{\d+:((?:\\.|[^}])*)\}", r"\1", text))


def test_a_snippet_begins_an_entry_with_what_is_required(tmp_path: Path) -> None:
    snippets = commented(made(tmp_path, EVENTS)[".vscode/sitegen.code-snippets"])

    fields = front_matter("a.md", expanded(snippets["new events"]["body"]))

    assert fields == {
        "title": "at most 300 characters",
        "start": "like 2026-05-31",
        "format": "talk",
        "themes": ["the name of a file in content/topics"],
        "draft": True,
    }


def test_snippets_offer_the_values_of_a_choice_and_the_entries_of_a_reference(tmp_path: Path) -> None:
    files = made(tmp_path, EVENTS)

    assert commented(files[".vscode/sitegen.code-snippets"])["format"]["body"] == "format: ${1|talk,walk|}"
    body = commented(files[".vscode/names.code-snippets"])["themes"]["body"]
    assert body.startswith("themes: [${1|")
    assert {"food", "water"} <= set(body.removeprefix("themes: [${1|").removesuffix("|}]").split(","))


# --- GitHub ------------------------------------------------------------------------------------


def forms(files: dict[str, str]) -> dict[str, Any]:
    found = {path: text for path, text in files.items() if path.endswith(".yml")}
    return {path.rpartition("/")[2]: yaml.safe_load(text) for path, text in found.items()}


def test_every_form_is_one_that_github_shows() -> None:
    """https://docs.github.com/communities/using-templates, Syntax for GitHub's form schema."""
    files = {file.path: file.text for file in generated_files(REPOSITORY, load(REPOSITORY))}
    for name, form in forms(files).items():
        assert {"name", "description", "body"} <= form.keys() <= {"name", "description", "body", "title"}, (
            name
        )
        assert 0 < len(form["description"]) <= 200
        ids = [element["id"] for element in form["body"]]
        labels = [element["attributes"]["label"] for element in form["body"]]
        assert len(set(ids)) == len(ids), name
        assert len(set(labels)) == len(labels), name
        for element in form["body"]:
            assert re.fullmatch(r"[A-Za-z0-9_-]+", element["id"])
            assert element["type"] in ("input", "textarea", "dropdown")
            assert element["validations"]["required"] in (True, False)
            options = element["attributes"].get("options", ["one"])
            assert len(set(options)) == len(options) > 0
            assert all(isinstance(option, str) and option != "None" for option in options)


def test_a_proposal_asks_for_what_the_type_requires_in_its_own_words(tmp_path: Path) -> None:
    form = forms(made(tmp_path, EVENTS))["2-events.yml"]

    assert form["name"] == "Propose: Event"
    asked = {
        e["id"]: (e["type"], e["attributes"]["label"], e["validations"]["required"]) for e in form["body"]
    }
    assert asked == {
        "title": ("input", "Title", True),
        "summary": ("textarea", "Summary", False),
        "start": ("input", "Start", True),
        "format": ("dropdown", "Format", True),
        "themes": ("textarea", "Topics", True),
        "more-about-it": ("textarea", "More about it", False),
    }
    assert form["body"][3]["attributes"]["options"] == ["A talk", "A walk"]


def test_a_pull_request_asks_for_translations_where_there_are_languages(tmp_path: Path) -> None:
    path = ".github/PULL_REQUEST_TEMPLATE.md"
    one = "title: T\ndescription: D\nbase_url: https://example.org\nlanguages: {en: {}}\n"
    write_files(tmp_path / "one", {"content/site.yaml": one})
    alone = {file.path: file.text for file in generated_files(tmp_path / "one", load(tmp_path / "one"))}

    assert "other languages" in made(tmp_path / "two")[path]
    assert "other languages" not in alone[path]
