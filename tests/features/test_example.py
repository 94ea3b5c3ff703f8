"""A feature that is no part of sitegen gives values to the registers: `tests/features/example.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.sites import base_text, entry, make_site, write_files

ROOT = Path(__file__).parents[2]
PROGRAM = """
from sitegen.types import registers
registers.FEATURES += ("tests.features.example",)
from sitegen.commands.cli import main
main()
"""
SITE = {
    "content/site.yaml": base_text("content/site.yaml") + "motto: Together\n",
    "content/people/_type.yaml": "name: Person\nplural: People\nfields:\n  phone: {kind: phone}\n",
    "content/people/ann.md": entry("Ann", "phone: +47 22 33 44 55"),
}


def sitegen(*arguments: str) -> str:
    """Output of a command of sitegen with the feature."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.stdout + done.stderr


def test_its_kind_its_key_and_its_rule(tmp_path: Path) -> None:
    root = make_site(tmp_path, SITE)

    done = sitegen("build", "--root", str(root))

    assert "content/site.yaml: warning: motto.seen: Together" in done
    assert "+47 22 33 44 55" in (root / "public/people/ann/index.html").read_text(encoding="utf-8")


def test_a_mistake_in_a_value_of_its_kind(tmp_path: Path) -> None:
    root = make_site(tmp_path, SITE)
    sitegen("build", "--root", str(root))
    write_files(root, {"content/people/ann.md": entry("Ann", "phone: none")})

    done = sitegen("build", "--root", str(root))

    assert 'content/people/ann.md:3:8: field.pattern: "none" is not a telephone number' in done


def test_editors_tools_know_its_kind_and_its_key(tmp_path: Path) -> None:
    root = make_site(tmp_path, SITE)

    sitegen("schema", "--root", str(root))

    schemas = root / ".vscode" / "schemas"
    assert '"phone"' in (schemas / "_type.json").read_text(encoding="utf-8")
    assert '"motto"' in (schemas / "_site.json").read_text(encoding="utf-8")


def test_its_command(tmp_path: Path) -> None:
    assert sitegen("greet") == "Good morning.\n"
    assert "greet" in sitegen("--help")
