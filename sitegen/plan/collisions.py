"""Problems for outputs with the same address: one for each pair, at the later one, naming both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum
from itertools import accumulate

from msgspec import Struct

from sitegen.model.urls import address_of, folded
from sitegen.types import DocumentKey, Location, Output, Page, Problem, Site
from sitegen.views.redirects import Redirect, place_of, redirects

Ages = Callable[[Iterable[str]], Mapping[str, int]]
"""Function from files to the times of their first commits, without files for which the time is unknown."""


def no_ages(_: Iterable[str]) -> Mapping[str, int]:
    return {}


def collisions(site: Site, outputs: Iterable[Output], ages: Ages = no_ages) -> Iterator[Problem]:
    """Problems for outputs with the same path, also on file systems that ignore case, and below a file."""
    outputs = tuple(outputs)
    pairs = (*_pairs(site, outputs), *_below_files(outputs))
    if not pairs:
        return
    known = ages({output.source for pair in pairs for output in pair})
    of_redirects = {redirect.old.file: redirect for redirect in redirects(site)}
    for pair in pairs:
        claims = [_claim(site, output, of_redirects.get(output.path)) for output in pair]
        claims.sort(key=lambda claim: _order(claim, known))
        yield _problem(*claims)


def _problem(holder: _Claim, newcomer: _Claim) -> Problem:
    message, hint = (
        f"the address {newcomer.address} is already that of {holder.source}",
        HINTS[newcomer.right],
    )
    if newcomer.path.startswith(f"{holder.path}/"):
        message = f"the address {newcomer.address} needs a folder where {holder.source} has a file"
    elif holder.path.startswith(f"{newcomer.path}/"):
        message = f"the address {newcomer.address} is needed as a folder, for {holder.source} among others"
        hint = "rename or move this file"
    return Problem("address.collision", message, newcomer.place, hint)


class Right(IntEnum):
    """The reason why an output has its address. An address of its own comes first."""

    GENERATED = 0
    NAME = 1
    SLUG = 2
    ALIAS = 3
    COPY = 4


HINTS = {
    Right.GENERATED: "give one of the two another permalink or name",
    Right.NAME: "rename the file, or give it another slug",
    Right.SLUG: "give it another slug",
    Right.ALIAS: "remove it from the aliases of one of the two",
    Right.COPY: "rename the file in static/",
}


class _Claim(Struct, frozen=True):
    right: Right
    path: str
    """Path of its output, folded."""
    source: str
    place: Location
    address: str


def _pairs(site: Site, outputs: Iterable[Output]) -> Iterator[tuple[Output, Output]]:
    """Yields pairs of outputs with the same address; a pair that collides in several languages comes once."""
    seen: dict[str, Output] = {}
    reported: set[tuple[str, str]] = set()
    for output in outputs:
        first = seen.setdefault(folded(output.path), output)
        pair = (_subject(first), _subject(output))
        if first is not output and pair not in reported and not _are_one_name(first.source, output.source):
            reported.add(pair)
            yield first, output


def _below_files(outputs: tuple[Output, ...]) -> Iterator[tuple[Output, Output]]:
    """Yields each file where other outputs need a folder, with the first of them."""
    files = {folded(output.path): output for output in outputs}
    below: dict[str, Output] = {}
    for path, output in files.items():
        for parent in accumulate(path.split("/")[:-1], "{}/{}".format):
            if parent in files:
                below.setdefault(parent, output)
    return ((files[path], output) for path, output in below.items())


def _are_one_name(one: str, other: str) -> bool:
    """True if two content files already have colliding names, which is reported elsewhere."""
    return one != other and one.startswith("content/") and folded(one) == folded(other)


def _subject(output: Output) -> str:
    """Subject of a page, independent of its language; the path for any other output."""
    page = output.inputs.get("page")
    return page.key if page else output.path


def _order(claim: _Claim, ages: Mapping[str, int]) -> tuple[bool, Right, int]:
    """Sorts files already in the repository first, then addresses of their own, then by age."""
    return bool(ages) and claim.source not in ages, claim.right, ages.get(claim.source, 0)


def _claim(site: Site, output: Output, redirect: Redirect | None) -> _Claim:
    page = site.pages.get(site.paths.get(output.source, DocumentKey("")))
    right, place = Right.GENERATED, Location(output.source)
    if output.renderer == "copy":
        right = Right.COPY
    elif page is not None and page.output == output.path:
        slug = _slug(site, page)
        right, place = (Right.SLUG, slug) if slug else (Right.NAME, place)
    elif page is not None and redirect is not None:
        right = Right.ALIAS
        place = place_of(site.documents[redirect.page.document], redirect.written)
    return _Claim(right, folded(output.path), output.source, place, address_of(output.path))


def _slug(site: Site, page: Page) -> Location | None:
    """Place of a page's slug; None if the slug is the file name."""
    source = site.pages[site.versions[page.entry][page.source_language]]
    for document in (site.documents[page.document], site.documents[source.document]):
        if "slug" in document.fields:
            return Location(document.path, *document.positions["slug"])
    return None
