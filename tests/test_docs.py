"""What the documents say is what the code does: every key, kind, name, filter and option is described."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec import Struct

from sitegen.authoring.definition_document import all_keys
from sitegen.commands import command_of, commands
from sitegen.commands.options import OPTIONS
from sitegen.definition.built_in import BUILT_IN
from sitegen.features.citations.views import CitationFile, CitationView, MetaTag
from sitegen.features.maps import map_views
from sitegen.kinds import KINDS
from sitegen.plan.common import EVERY_PAGE
from sitegen.read.templates import FILTERS
from sitegen.views import views
from sitegen.views.inputs import input_kinds

ROOT = Path(__file__).parent.parent


def document(name: str) -> str:
    """Text of a document, wherever it is in the tree."""
    (path,) = (ROOT / "docs").rglob(name)
    return path.read_text(encoding="utf-8")


def words_of(name: str) -> set[str]:
    """Every word that a document sets in code: `key`, `page.title`, or a line of a fenced example."""
    text = document(name)
    spans = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^```.*?^```", text, re.DOTALL | re.MULTILINE)
    return {word for span in spans for word in re.findall(r"[A-Za-z_][\w-]*", span)}


def keys_of_definitions() -> set[str]:
    """The keys of `site.yaml` and `_type.yaml`."""
    return {key.name for key in all_keys()}


def test_the_keys_of_definitions_are_found() -> None:
    assert {
        "permalink",
        "paginate_by",
        "base_url",
        "acyclic",
        "inverse_label",
        "until",
    } <= keys_of_definitions()


def test_every_key_of_a_definition_is_described() -> None:
    assert keys_of_definitions() - words_of("content-model.md") == set()


def test_every_kind_of_field_and_every_built_in_field_is_described() -> None:
    wanted = {*KINDS, *(field.name for field in BUILT_IN)}

    assert wanted - words_of("content-model.md") == set()


@pytest.mark.parametrize(
    "view",
    [
        views.SiteView,
        views.PageView,
        views.Card,
        views.FigureView,
        views.LanguageLink,
        views.Moment,
        views.Fact,
        views.OutdatedSource,
        CitationView,
        CitationFile,
        MetaTag,
        map_views.MapView,
        map_views.Area,
        map_views.Point,
        map_views.Level,
        map_views.Part,
        map_views.ChartView,
        map_views.Bar,
        map_views.History,
        map_views.Mark,
        map_views.Tick,
        map_views.Year,
        map_views.Strip,
        map_views.Dot,
    ],
)
def test_every_name_that_templates_see_is_described(view: type[Struct]) -> None:
    assert set(view.__struct_fields__) - words_of("templates.md") == set()


def test_every_name_of_a_page_is_described() -> None:
    files = {
        "feed",
        "work",
        "list_call",
        "list_call_of_page",
        "list_citation",
        "addresses",
        "address",
        "data",
        "data_file",
        "data_index",
        "data_catalogue",
        "data_schema",
        "data_in_pieces",
        "table",
        "contents_pager",
        "term_contents_url",
        "calendar",
        "event",
        "manifest",
        "cms_config",
        "redirects",
        "missing_pages",
        "file",
        "intro",
        "intro_toc",
        "listing_body",
        "outdated_intro",
        "outdated_listing",
        "letters",
        "term_entries",
        "term_pager",
        "sitemaps",
        "stylesheet",
        "picture",
        "sheet_layout",
        "volume_layout",
        "volume_sheet_url",
        "month_beside_list",
        "social_card",
        "listing_map",
        "map_table",
        "listing_map_table",
        "chart_table",
        "network_table",
        "observations",
        "outlines",
    }
    names = set(EVERY_PAGE) | (input_kinds().keys() - files)

    assert names - words_of("templates.md") == set()


def test_every_filter_is_described() -> None:
    assert set(FILTERS) - words_of("templates.md") == set()


def test_every_command_and_option_is_described() -> None:
    text = document("commands.md")

    for name in commands():
        command = command_of(name)
        assert command
        assert f"sitegen {command.name}" in text
        assert f"\n## {name}\n" in text
        for parameter in command.params:
            long = [name for name in parameter.opts if name.startswith("--")]
            assert all(name in text for name in long), long
    assert len(OPTIONS) > 8


def prose_of(path: Path) -> str:
    """A document without its code."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```|`[^`\n]+`", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors_of(path: Path) -> set[str]:
    """Anchors of the headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_no_document_links_to_a_file_that_does_not_exist() -> None:
    documents = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    for path in documents:
        for target in re.findall(r"(?:\]\(|src=\")([^)#\s\"]+)", prose_of(path)):
            assert re.match(r"[a-z]+:", target) or (path.parent / target).exists(), f"{path}: {target}"


@pytest.mark.parametrize(
    "path", [*ROOT.glob("*.md"), ROOT / "docs/architecture.md"], ids=lambda path: path.name
)
def test_no_document_of_the_repository_links_to_a_part_that_does_not_exist(path: Path) -> None:
    """The build of the documentation checks the links of all others."""
    for target, anchor in re.findall(r"\]\(([^)#\s]+\.md)#([^)\s]+)", prose_of(path)):
        assert anchor in anchors_of(path.parent / target), f"{target}#{anchor}"
