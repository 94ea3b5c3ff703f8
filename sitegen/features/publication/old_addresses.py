"""An old address must differ from the page's own and be unique; limits of some hosts are noted.

aliases: [/topics/food/]   in topics/food.md        →   address.own
aliases: [/index.php?id=42]                         →   address.host, a note
aliases: [/index.php?id=42]   in two entries        →   address.collision
aliases: [/old/, /Old/]                             →   address.host, a note for the second
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.model.urls import folded
from sitegen.types import Location, Problem, Severity, Site
from sitegen.views.redirects import Redirect, of_page, place_of, redirects


def check(checked: Checked) -> Iterator[Problem]:
    site = checked.site
    for page in site.pages.values():
        yield from (_own(site, found) for found in of_page(page) if found.own)
    known: dict[str, Redirect] = {}
    files: dict[tuple[str, str], Redirect] = {}
    for redirect in redirects(site):
        if redirect.old.file:
            first = files.setdefault((redirect.page.key, folded(redirect.old.file)), redirect)
            if first.old.file != redirect.old.file:
                yield _same_name(site, redirect, first)
        else:
            first = known.setdefault(redirect.old.address, redirect)
            yield _twice(site, redirect, first) if first is not redirect else _host(site, redirect)


def _place(site: Site, redirect: Redirect) -> Location:
    return place_of(site.documents[redirect.page.document], redirect.written)


def _own(site: Site, redirect: Redirect) -> Problem:
    exact = redirect.old.forms[0].rstrip("/") == redirect.page.url.rstrip("/")
    message = f'"{redirect.written}" is the address of this page'
    message += "" if exact else ", in another form"
    hint = "remove it; an old address is one that the page no longer has"
    return Problem("address.own", message, _place(site, redirect), hint, Severity.WARNING)


def _twice(site: Site, redirect: Redirect, first: Redirect) -> Problem:
    message = (
        f"the address {redirect.old.address} is already that of {site.documents[first.page.document].path}"
    )
    hint = "remove it from the aliases of one of the two"
    return Problem("address.collision", message, _place(site, redirect), hint)


def _host(site: Site, redirect: Redirect) -> Problem:
    """Note that static file hosts cannot redirect an address."""
    if redirect.old.query:
        message = (
            f'no page and no line of _redirects can lead on from "{redirect.written}", which has a query'
        )
    else:
        message = f'no page can lead on from "{redirect.written}", which cannot be the name of a file'
    return Problem("address.host", message, _place(site, redirect), KEPT, Severity.NOTE)


KEPT = "hosts with redirects.map or redirects.json keep it: see Deploying in the documentation"


def _same_name(site: Site, redirect: Redirect, first: Redirect) -> Problem:
    """Note that two old addresses of a page are one file on systems that ignore case."""
    message = f'"{first.written}" leads on with a page, and "{redirect.written}" cannot have one beside it'
    return Problem("address.host", message, _place(site, redirect), ON_HOSTS, Severity.NOTE)


ON_HOSTS = "hosts that read _redirects, redirects.map or redirects.json keep it"


RULE = Rule(check, Scope.FACTS)
