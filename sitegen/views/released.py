"""Released addresses, which must continue to work.

`content/urls.lock` has a line for each. A line for a page that is gone for good has a reason:

    /topics/food/
    /topics/fads/  gone: withdrawn, it had no sources
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.model.urls import in_language
from sitegen.types import Site
from sitegen.types.patterns import lazy_pattern
from sitegen.views.addresses import generated_in
from sitegen.views.redirects import redirects

LOCK = "content/urls.lock"
LINE = lazy_pattern(r"(?P<address>/\S*+)(?:\s++gone:\s*+(?P<reason>\S.*))?")
HEAD = """\
# Every address that was ever released; `sitegen release` adds the new ones. Do not remove a line.
# Where a page is gone for good, write the reason after its address:  gone: withdrawn, it had no sources
"""


class ReleasedAddress(Struct, frozen=True):
    address: str
    """Address without the base path."""
    line: int
    reason: str = ""
    """Reason why the page is gone; empty if it is not."""


def read_lock(text: str) -> Iterator[ReleasedAddress | int]:
    """Yields the released addresses; for a line that cannot be read, its number."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = LINE.fullmatch(line.rstrip())
        yield ReleasedAddress(found["address"], number, found["reason"] or "") if found else number


def written_lock(known: Iterable[ReleasedAddress], present: Iterable[str]) -> str:
    """Returns the text of the file with the present addresses added, sorted."""
    reasons: Mapping[str, str] = {**dict.fromkeys(present, ""), **{r.address: r.reason for r in known}}
    lines = (
        f"{address}  gone: {reason}" if reason else address for address, reason in sorted(reasons.items())
    )
    return HEAD + "".join(f"{line}\n" for line in lines)


def present(site: Site) -> frozenset[str]:
    """Addresses to release: entries, indexes, terms, and old addresses that redirect to them.

    Filtered lists and later pages of lists are left out, since they depend on the entries.
    """
    config = site.config
    urls = {
        in_language(config, url, code) for url, codes in generated_in(site, everything=True) for code in codes
    }
    urls |= {page.url for page in site.pages.values() if page.output}
    return frozenset(urls | {redirect.old.address for redirect in redirects(site)})
