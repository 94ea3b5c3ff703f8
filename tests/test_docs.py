"""The documentation says what the code does: every key, kind, code, name and option, and no other."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import indent

import click
import pytest

from sitegen import cli
from sitegen.config import load_config
from sitegen.content_types import BUILT_IN, KINDS
from sitegen.definition import Keys
from sitegen.execute import executor_for
from sitegen.model import views
from sitegen.model.site import build_site
from sitegen.nodes import Node, compose
from sitegen.plan.plan import make_plan
from sitegen.problems import as_annotation, as_json, as_text
from sitegen.read.documents import read_document, read_documents
from sitegen.read.markdown import convert
from sitegen.read.scan import MEDIA_FILES, scan
from sitegen.read.templates import BUILT_IN as BUILT_IN_TEMPLATES
from sitegen.read.templates import FILTERS, environment, read_templates
from sitegen.types import Config, Library, Location, Problem
from tests.sites import load, make_site, write_files

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
TODAY = date(2026, 5, 31)

BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*) -->\n)?^(?P<fence>`{3,})(?P<kind>[a-z]*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
CODE = re.compile(r"[a-z_]+\.[a-z_]+")


# --- reading the documents -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; its mark is the HTML comment above it."""

    kind: str
    text: str
    mark: str


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[Block]:
    return [Block(b["kind"], b["text"], b["mark"] or "") for b in BLOCK.finditer(read(name))]


def files(name: str) -> dict[str, str]:
    """The examples of a document that are whole files, by path."""
    return {b.mark.removeprefix("file: "): b.text for b in blocks(name) if b.mark.startswith("file: ")}


@cache
def prose(name: str) -> str:
    """A document without its blocks."""
    return BLOCK.sub("", read(name))


@cache
def words(name: str) -> frozenset[str]:
    """Every word that stands as code in a document, also as a part of a longer piece."""
    pieces = re.findall(r"`([^`\n]+)`", prose(name))
    return frozenset(word for piece in pieces for word in [piece, *re.findall(r"\w+", piece)])


@cache
def sections(name: str) -> dict[str, str]:
    """The text under each heading as far as the next heading, by the words of the heading."""
    parts = re.split(r"^#+ (.+)$", read_without_comments(name), flags=re.MULTILINE)
    return {title.replace("`", ""): text for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def read_without_comments(name: str) -> str:
    """A document whose blocks cannot be taken for headings or tables."""
    return BLOCK.sub(lambda block: "".join(f"    {row}\n" for row in block["text"].splitlines()), read(name))


def column(text: str, header: str) -> list[str]:
    """What stands as code in the first column of the tables whose first column has this header."""
    found: list[str] = []
    for table in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        first, _, *rows = (
            [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table.splitlines()
        )
        if first[0] == header:
            found += [word for row in rows for word in re.findall(r"`([^`]+)`", row[0])]
    return found


@cache
def anchors(name: str) -> frozenset[str]:
    """The anchors that GitHub gives to the headings of a document."""
    titles = re.findall(r"^#+ (.+)$", prose(name), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles)


# --- every document ------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    text = re.sub(r"`[^`\n]*`", "", prose(name))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if path.startswith(("http://", "https://", "…")):
            continue
        file = ((ROOT / name).parent / path).resolve() if path else ROOT / name

        assert file.exists(), target
        assert not anchor or anchor in anchors(file.relative_to(ROOT).as_posix()), target


@pytest.mark.parametrize("name", PAGES)
def test_yaml_in_documents_is_yaml(name: str) -> None:
    for block in blocks(name):
        if block.kind == "yaml":
            node, problems = compose(block.text, name)

            assert node is not None, block.text
            assert problems == (), block.text


@pytest.mark.parametrize("name", PAGES)
def test_markdown_in_documents_is_markdown(name: str) -> None:
    for block in blocks(name):
        if block.kind == "markdown" and not block.text.startswith("---\n"):
            assert convert(block.text, name, 1).problems == (), block.text


@pytest.mark.parametrize("name", PAGES)
def test_parts_of_the_program_that_documents_name_exist(name: str) -> None:
    for path in re.findall(r"`((?:sitegen|tests|docs|\.ci)/[\w./-]*)`", prose(name)):
        assert (ROOT / path).exists(), path


# --- content-model.md ----------------------------------------------------------------------

MODEL = "docs/content-model.md"
KEYS = {
    "site.yaml": "the site",
    "Languages": "the language",
    "Menus": "an item of a menu",
    "Taxonomies": "the taxonomy",
    "Lists": "the list",
    "Alphabet": "the alphabet",
    "Limits": "the limits",
    "_type.yaml": "a content type",
    "States": "a state",
    "Index": "an index",
    "Timeline": "a timeline",
    "Keys of a field": "the field",
}
"""Heading in the document → what the code calls the mapping whose keys the table below it lists."""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """The keys that the code asks for while it reads the example of the document, by mapping."""
    found: dict[str, set[str]] = defaultdict(set)
    get = Keys.get

    def recording(self: Keys, name: str, required: bool = False) -> Node | None:
        found[re.sub(r' ".*"', "", self.what)].add(name)
        return get(self, name, required)

    monkeypatch.setattr(Keys, "get", recording)
    write_files(tmp_path, files(MODEL))
    load(tmp_path, TODAY)
    return found


def test_every_mapping_of_a_definition_has_a_table(asked: dict[str, set[str]]) -> None:
    assert set(KEYS.values()) == asked.keys() - {"a menu"}


@pytest.mark.parametrize("heading", KEYS)
def test_a_table_lists_exactly_the_keys_that_are_read(heading: str, asked: dict[str, set[str]]) -> None:
    assert asked[KEYS[heading]] == set(column(sections(MODEL)[heading], "key"))


def test_every_kind_of_field_is_described() -> None:
    assert set(KINDS) == set(column(sections(MODEL)["Field kinds"], "kind"))


def test_every_built_in_field_is_described() -> None:
    assert [field.name for field in BUILT_IN] == column(sections(MODEL)["Built-in fields"], "field")


def test_the_example_of_a_definition_reads_without_problems(tmp_path: Path) -> None:
    write_files(tmp_path, files(MODEL))
    config = load(tmp_path, TODAY)
    library = read_documents(tmp_path, scan(tmp_path), config, executor_for(1))

    assert [*library.problems, *build_site(library, config).problems] == []


def test_the_defaults_in_the_tables_are_those_of_the_code(tmp_path: Path) -> None:
    smallest = next(b.text for b in blocks(MODEL) if b.text.startswith("title: Atlas"))
    write_files(
        tmp_path,
        {
            "content/site.yaml": f"{smallest}alphabet: {{}}\n",
            "content/things/_type.yaml": "name: Thing\nplural: Things\n",
        },
    )
    config = load(tmp_path, TODAY)
    thing = config.types["things"]

    assert thing.index is not None
    assert config.alphabet is not None
    assert (
        config.home_template, thing.template, thing.permalink, thing.page, thing.sort, thing.unknown_fields,
        thing.entry_feeds,
    ) == ("home.html", "entry.html", "/things/{slug}/", True, ("title",), "error", False)  # fmt: skip
    assert (
        thing.index.template, thing.index.paginate_by, thing.index.facets, thing.index.feed,
    ) == ("index.html", 20, (), False)  # fmt: skip
    assert (
        config.alphabet.title[""], config.alphabet.permalink, config.alphabet.template,
    ) == ("A to Z", "/a-z/", "alphabet.html")  # fmt: skip
    assert (config.limits.page_bytes, config.limits.front_matter_bytes) == (1_000_000, 64_000)


# --- writing.md ----------------------------------------------------------------------------

WRITING = "docs/writing.md"


@pytest.fixture(scope="module")
def shipped() -> Config:
    config, problems = load_config(ROOT, TODAY)
    assert config is not None, problems
    return config


def test_the_examples_for_editors_read_without_problems(shipped: Config) -> None:
    for path, text in files(WRITING).items():
        _, _, problems = read_document(path, text, shipped, {})

        assert problems == (), path


@pytest.mark.parametrize(
    ("mark", "right", "wrong"),
    [
        ("error: reference", "topics: [mobility,", "topics: [mobilty,"),
        (
            "error: yaml",
            'title: "Cool streets: shade for bus stops"',
            "title: Cool streets: shade for bus stops",
        ),
    ],
)
def test_the_errors_shown_to_editors_are_those_of_the_program(
    mark: str, right: str, wrong: str, shipped: Config
) -> None:
    examples = files(WRITING)
    path = "content/projects/cool-streets.md"
    text = examples[path].replace(right, wrong)
    mobility = read_document("content/topics/mobility.md", "---\ntitle: Mobility\n---\n", shipped, {})[0]
    document, _, problems = read_document(path, text, shipped, {})
    library = Library({d.key: d for d in (document, mobility) if d}, {}, frozenset(), ())
    found = [*problems, *build_site(library, shipped).problems]
    line = text[: text.index(wrong)].count("\n") + 1
    problem = next(p for p in found if p.location.line == line)
    shown = as_text(problem, lambda _, line: text.splitlines()[line - 1])

    assert [shown] == [b.text.rstrip("\n") for b in blocks(WRITING) if b.mark == mark]


def test_the_error_in_the_readme_is_that_of_the_guide_for_editors() -> None:
    shown = next(b.text for b in blocks(WRITING) if b.mark == "error: reference")

    assert indent(shown, "   ") in read("README.md")


def test_the_kinds_of_files_beside_entries_are_listed() -> None:
    assert {*MEDIA_FILES} <= words(WRITING)


# --- problems.md ---------------------------------------------------------------------------

PROBLEMS = "docs/problems.md"
"""That it explains every code and no other, test_problem_codes.py tests."""


def explained() -> list[str]:
    return re.findall(r"^### `(.+)`$", prose(PROBLEMS), re.MULTILINE)


def test_codes_are_in_order() -> None:
    assert sorted(explained()) == explained()


@pytest.mark.parametrize("code", explained())
def test_a_code_has_a_meaning_an_example_and_advice(code: str) -> None:
    text = sections(PROBLEMS)[code]

    assert f": {code}: " in text
    assert "\nWhat to do: " in text


def test_examples_of_problems_are_what_editors_see() -> None:
    """Each stands in a broken site of that code, where there is one."""
    cases = {p.stem: p.read_text(encoding="utf-8") for p in (ROOT / "tests/broken").glob("*.txt")}
    for block in blocks(PROBLEMS):
        code = next(part for part in block.text.split(": ")[1:] if CODE.fullmatch(part))
        found = [text for name, text in cases.items() if name.startswith(f"{code}-")]

        assert not found or any(block.text in text for text in found), block.text


# --- templates.md --------------------------------------------------------------------------

TEMPLATES = "docs/templates.md"
INTERNAL = {"Call", "UnfilledBody", "FeedView"}
"""Views that no template sees."""


def view_attributes() -> dict[str, str]:
    """The attributes of all views that templates see, each with its class."""
    found: dict[str, str] = {}
    for name, view in vars(views).items():
        own = isinstance(view, type) and view.__module__ == views.__name__ and name not in INTERNAL
        if own and is_dataclass(view):
            found |= {field.name: name for field in fields(view)}
    return found


def test_every_attribute_of_a_view_is_described() -> None:
    missing = {name: view for name, view in view_attributes().items() if name not in words(TEMPLATES)}

    assert missing == {}


@pytest.mark.parametrize(
    ("heading", "view"),
    [
        ("site", views.SiteView),
        ("page", views.PageView),
        ("Cards", views.Card),
        ("Terms", views.Term),
        ("Figures", views.FigureView),
    ],
)
def test_a_table_of_attributes_is_that_of_the_view(heading: str, view: type) -> None:
    assert {field.name for field in fields(view)} == set(column(sections(TEMPLATES)[heading], "attribute"))


def test_every_filter_is_described() -> None:
    assert set(FILTERS) == set(column(sections(TEMPLATES)["Filters"], "filter"))


def test_every_name_that_a_page_has_is_described(tmp_path: Path) -> None:
    make_site(tmp_path)
    config = load(tmp_path, TODAY)
    sources = scan(tmp_path)
    site = build_site(read_documents(tmp_path, sources, config, executor_for(1)), config)
    plan = make_plan(site, read_templates(tmp_path, sources), sources)
    names = {name for output in plan.outputs if output.template for name in output.inputs}

    assert names <= words(TEMPLATES)
    assert set(column(sections(TEMPLATES)["The others"], "name")) <= names
    assert set(column(sections(TEMPLATES)["Names on some pages"], "name")) <= names


def test_the_examples_of_templates_are_templates() -> None:
    for block in blocks(TEMPLATES):
        if block.kind == "jinja":
            environment().parse(block.text)


def test_the_templates_that_sitegen_brings_are_named() -> None:
    assert {*BUILT_IN_TEMPLATES} <= words(TEMPLATES)


# --- commands.md ---------------------------------------------------------------------------

COMMANDS = "docs/commands.md"


@pytest.mark.parametrize("name", cli.sitegen.commands)
def test_a_command_and_its_options_are_described(name: str) -> None:
    parameters = cli.sitegen.commands[name].params
    options = {option for p in parameters if isinstance(p, click.Option) for option in p.opts}
    listed = "build" if name == "check" else name

    assert options == set(column(sections(COMMANDS)[listed], "option"))
    assert f"sitegen {name}" in read(COMMANDS)


def test_every_exit_status_is_described() -> None:
    written = re.findall(r"^\| (\d+) \|", sections(COMMANDS)["Exit status"], re.MULTILINE)

    assert [int(n) for n in written] == [cli.GOOD, cli.CONTENT, cli.USAGE, cli.FAULT, cli.INTERRUPTED]


def test_every_environment_variable_is_described() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "sitegen").rglob("*.py")]
    read_there = set(re.findall(r'os\.environ(?:\.get\(|\[)"(\w+)"', "\n".join(sources)))

    assert read_there | {"NO_COLOR"} == set(column(sections(COMMANDS)["Environment variables"], "variable"))


def test_the_commands_of_build_py_are_described() -> None:
    usage = re.findall(r"^    (python3 build\.py(?: \w+)?) ", read("build.py"), re.MULTILINE)

    assert set(usage) == set(column(sections(COMMANDS)["build.py"], "command"))


def test_the_formats_of_problems_are_shown_as_they_are() -> None:
    place = Location("content/projects/spark.md", 3, 8)
    hint = "check month and day: year-month-day"
    problem = Problem("field.date", "there is no day 2024-02-30", place, hint)
    shown = [b.text.rstrip("\n") for b in blocks(COMMANDS)]

    assert as_text(problem, lambda _, __: "start: 2024-02-30") in shown
    assert as_json([problem]) in shown
    assert as_annotation(problem) in shown
