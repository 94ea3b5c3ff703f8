"""`sitegen theme`: files of a site in place of files of its theme, and what changed below them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.upkeep.theme_files import NoSuchFile, State, accept, copy, differences, overrides
from sitegen.upkeep.why import why
from tests.build.builds import assert_as_clean, build, replace_in, write
from tests.build.test_themes import files
from tests.sites import load, make_site

ENTRY = "templates/entry.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", {**files(), "templates/locale/fr.po": None})


def states(root: Path) -> dict[str, State]:
    return {one.path: one.state for one in overrides(root, load(root).theme.layers)}


def test_a_copied_file_is_compared_with_what_it_was_copied_from(root: Path) -> None:
    layers = load(root).theme.layers
    assert copy(root, layers, ENTRY) == ENTRY
    assert states(root) == {ENTRY: State.EQUAL}
    replace_in(root, ENTRY, "house", "our house")
    assert states(root) == {ENTRY: State.CURRENT}
    replace_in(root, f"themes/house/{ENTRY}", "Sources", "Origins")
    assert states(root) == {ENTRY: State.CHANGED}
    shown = differences(root, layers, ENTRY)
    assert shown.index("+++ theme, now") < shown.index(f"+++ {ENTRY}")
    assert accept(root, layers, ENTRY) == ENTRY
    assert states(root) == {ENTRY: State.CURRENT}


def test_files_go_where_the_site_has_them(root: Path) -> None:
    layers = load(root).theme.layers
    (root / "themes/house/types/memos").mkdir(parents=True)
    (root / "themes/house/types/memos/_type.yaml").write_text("name: Memo\nplural: Memos\n")

    assert copy(root, layers, "locale/fr.po") == "templates/locale/fr.po"
    assert copy(root, layers, "types/memos/_type.yaml") == "content/memos/_type.yaml"
    assert copy(root, layers, "static/other.css") == "static/other.css"
    assert states(root)["templates/locale/fr.po"] is State.WORDS
    with pytest.raises(
        NoSuchFile, match=r"the theme has no file \"static/lok.css\"; did you mean static/look.css"
    ):
        copy(root, layers, "static/lok.css")
    with pytest.raises(NoSuchFile, match="exists already"):
        copy(root, layers, "static/other.css")
    with pytest.raises(NoSuchFile, match=r"has no static/look\.css"):
        differences(root, layers, "static/look.css")


def test_a_token_changes_the_style_sheet_and_the_pages_that_name_it(root: Path) -> None:
    theme = "title: House\nbase: ground\nstylesheet: look.css\ntokens:\n  red: {value: '#f00'}\n"
    (root / "themes/house/theme.yaml").write_text(theme)
    replace_in(root, "themes/house/templates/top.html", "house", "{{ assets['look.css'] }}")
    replace_in(root, "content/site.yaml", "theme: house", "theme: {name: house}")
    assert not build(root).report.problems
    replace_in(root, "content/site.yaml", "{name: house}", "{name: house, tokens: {red: ['#a00', '#faa']}}")

    rendered = set(build(root).rendered)
    assert (root / "public/look.css").read_text() == "a { color: red }:root{--red:light-dark(#a00,#faa)}\n"
    assert {"look.css", "index.html"} <= rendered
    assert "other.css" not in rendered
    assert_as_clean(root)
    assert why(root, load(root), "/look.css").found[0].tokens == ("red: #a00 in the light, #faa in the dark",)
    assert why(root, load(root), "/other.css").found[0].tokens == ()
    replace_in(root, "content/site.yaml", "{name: house, tokens: {red: ['#a00', '#faa']}}", "house")
    build(root)
    assert (root / "public/look.css").read_text() == "a { color: red }"
    assert_as_clean(root)


def test_why_names_the_sheets_that_a_style_sheet_includes(root: Path) -> None:
    (root / "static").mkdir()
    write(root, "static/look.css", '@import "theme:look.css";\nb { color: pink }\n')

    (origin,) = why(root, load(root), "/look.css").found

    assert origin.inputs == ("file: file static/look.css, themes/house/static/look.css",)
