"""What a statement on accessibility says by itself."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.features.accessibility.statement import CHECKED
from tests.sites import THEME, base_text, build_good, entry

ROOT = Path(__file__).parents[3]
SHOWN = """{% block main %}{% for rule in accessibility.checked %}{{ rule.criterion }} {% endfor %}
{% for l in accessibility.languages %}[{{ l.code }} {{ l.name }} {{ l.entries }}/{{ l.of }}]{% endfor %}"""


def test_it_names_what_is_checked_and_how_much_is_translated(tmp_path: Path) -> None:
    template = base_text("templates/entry.html").replace("{% block main %}", SHOWN)
    files = {
        "templates/entry.html": template,
        "content/topics/air.md": entry("Air"),
        "content/topics/air.fr.md": entry("Air"),
    }
    page = build_good(tmp_path, files)["topics/air/index.html"]

    assert "1.1.1 1.3.1 2.4.2 2.4.4" in page
    assert re.findall(r"\[[^]]+\]", page) == ["[fr Français 2/4]"]


def test_every_criterion_has_words_and_its_checks_exist() -> None:
    problems = (ROOT / "docs/content/manual/reference/problems.md").read_text(encoding="utf-8")
    template = (THEME / "templates/statement.html").read_text(encoding="utf-8")

    assert set(re.findall(r'^  "([\d.]+)": _\(', template, re.MULTILINE)) == CHECKED.keys()
    assert [c for codes in CHECKED.values() for c in codes if f"### `{c}`" not in problems] == []
