"""A feature adds renderers, filters and default templates to those of the core."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from sitegen.read import templates
from sitegen.render import filters
from sitegen.types.registers import FEATURES, EntryPoint
from sitegen.views.inputs.kind import InputKind
from tests.sites import make_site, write_files

ROOT = Path(__file__).parents[2]
BUILD = """
from sitegen.types import registers
from sitegen.commands.cli import main

registers.FEATURES = (*registers.FEATURES, "colophon")
main()
"""
FEATURE = """
from sitegen.render.filters import Filter
from sitegen.types import Input, Output
from sitegen.views.inputs import InputKind

def plan(site, sources):
    kind, name = {"name": Input("name", "")}, "content/site.yaml"
    yield Output("colophon.txt", "template", "en", kind, name, "colophon.txt", indexed=False)
    yield Output("colophon.bin", "reversed", "en", kind, name, indexed=False)

PLANNERS = (plan,)
INPUTS = {"name": InputKind(lambda inputs, key: "sitegen")}
RENDERERS = {"reversed": lambda job, jinja, root: job.context["name"][::-1].encode()}
FILTERS = {
    "loud": Filter(str.upper, "a text"),
    "here": Filter(lambda text, locale: f"{text} {locale}", "a text", localized=True),
}
TEMPLATES = {"colophon.txt": "colophon"}
"""


def build(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BUILD, "build", "--root", str(root)]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{root}"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def site_with(tmp_path: Path, template: str) -> Path:
    root = make_site(tmp_path)
    write_files(root, {"colophon/__init__.py": FEATURE, "colophon/defaults/colophon.txt": template})
    return root


def test_a_feature_adds_a_renderer_filters_and_a_default_template(tmp_path: Path) -> None:
    root = site_with(tmp_path, "{{ name|loud|here }}")

    done = build(root)

    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "public/colophon.txt").read_text(encoding="utf-8") == "SITEGEN en_GB"
    assert (root / "public/colophon.bin").read_bytes() == b"negetis"


def test_a_template_of_the_site_replaces_that_of_a_feature(tmp_path: Path) -> None:
    root = site_with(tmp_path, "{{ name }}")
    write_files(root, {"templates/colophon.txt": "own {{ name }}"})

    assert build(root).returncode == 0
    assert (root / "public/colophon.txt").read_text(encoding="utf-8") == "own sitegen"


def test_a_filter_of_a_feature_says_what_it_takes(tmp_path: Path) -> None:
    done = build(site_with(tmp_path, "{{ name }}{{ 1|loud }}"))

    assert done.returncode == 1
    assert 'the filter "loud" takes a text, and is given a number' in done.stdout + done.stderr


def test_the_names_of_the_filters_are_those_of_their_functions() -> None:
    assert sorted(templates.FILTERS) == sorted(filters.FILTERS)


def entry_points_in(value: object) -> Iterator[EntryPoint]:
    """Entry points in a value that a feature has for a register."""
    if isinstance(value, EntryPoint):
        yield value
    elif isinstance(value, dict | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from entry_points_in(one)


def test_every_entry_point_of_a_feature_has_a_value() -> None:
    features = [import_module(name) for name in FEATURES]
    found = {e for feature in features for value in vars(feature).values() for e in entry_points_in(value)}

    assert found
    for entry_point in found:
        assert entry_point.load() is not None
    for reference in {e.reference for e in found if e.key}:
        keys = {e.key for e in found if e.reference == reference}
        assert keys == EntryPoint(reference).load().keys()


def test_the_inputs_that_are_the_same_for_every_page_have_a_register_of_their_own() -> None:
    for name in FEATURES:
        feature = import_module(name)
        for register, shared in (("INPUTS", False), ("SHARED_INPUTS", True)):
            for entry_point in entry_points_in(getattr(feature, register, ())):
                kind = entry_point.load()
                assert isinstance(kind, InputKind)
                assert kind.shared is shared
