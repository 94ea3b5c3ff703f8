"""What is done to a site before each measured build, and how the build is checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass

from benchmarks.corpus import Entry
from benchmarks.generators.generator import path_of
from benchmarks.site import Site, page_of, pages_that_list

FOOTER = "made-up site to measure with"
PLURAL = "plural: Articles"


class WrongOutput(Exception):
    """A build ended well and did not make what it should have."""


@dataclass(frozen=True, slots=True)
class Edit:
    path: str
    """The file, below the site."""
    text: str
    """All of it."""
    pages: Collection[str]
    """The pages that must show the mark afterwards, below the output."""


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    cold: bool = False
    edit: Callable[[Site, str], Edit] | None = None
    """Puts a mark into a file; the pages of the build before are there when it is asked."""
    types_only: bool = False
    """Only for generators with definitions of content types."""

    def fits(self, site: Site) -> bool:
        wanted = self.name in site.survey.corpus.scenarios
        return wanted and (bool(site.setup.type_definition) or not self.types_only)


def edit_body(site: Site, mark: str) -> Edit:
    first, paragraph, *others = site.survey.first.blocks
    edited = dataclasses.replace(site.survey.first, blocks=(first, f"{paragraph} {mark}", *others))
    return edit_entry(site, edited, [page_of(edited)])


def edit_title(site: Site, mark: str) -> Edit:
    """Changes the entry's page, the lists that it is on, and the page whose see-also links name it."""
    edited = dataclasses.replace(site.survey.mentioned, title=f"{site.survey.mentioned.title} {mark}")
    pages = [page_of(edited), page_of(site.survey.first), *pages_that_list(site, edited)]
    return edit_entry(site, edited, pages)


def edit_template(site: Site, mark: str) -> Edit:
    """Changes every page."""
    path = site.setup.template
    text = site.originals[path].replace(FOOTER, f"{FOOTER} {mark}")
    return Edit(path, text, site.pages)


def edit_type(site: Site, mark: str) -> Edit:
    """Gives the first content type a description, which its index shows."""
    path = site.setup.type_definition
    assert path
    text = site.originals[path].replace(PLURAL, f"{PLURAL}\ndescription: {mark}")
    return Edit(path, text, ["articles/index.html"])


def edit_entry(site: Site, edited: Entry, pages: Collection[str]) -> Edit:
    return Edit(path_of(edited), site.setup.text_of(edited), pages)


SCENARIOS = (
    Scenario("cold", cold=True),
    Scenario("nothing changed"),
    Scenario("body", edit=edit_body),
    Scenario("title", edit=edit_title),
    Scenario("template", edit=edit_template),
    Scenario("type", edit=edit_type, types_only=True),
)


def check(site: Site, edit: Edit | None, mark: str) -> None:
    """Raises WrongOutput if pages are missing or too many, or if the edit cannot be seen."""
    made = len(site.pages)
    if made != site.survey.pages:
        raise WrongOutput(f"made {made} pages, not {site.survey.pages}")
    unmarked = [page for page in (edit.pages if edit else ()) if mark not in _text(site, page)]
    if unmarked:
        raise WrongOutput(f"{len(unmarked)} pages do not show the edit, such as {min(unmarked)}")


def _text(site: Site, page: str) -> str:
    return (site.output / page).read_text(encoding="utf-8")
