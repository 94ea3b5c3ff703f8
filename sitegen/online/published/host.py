"""Comparison of a site on a host with the manifest of a build.

Every file of the build is requested, a few at a time. Added files are found by following links: from changed
pages, the live sitemap and robots.txt, and by trying usual names of such files.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from urllib.parse import quote, urlsplit

from msgspec import Struct, field

from sitegen.kinds.old_addresses import AS_SENT
from sitegen.model.urls import output_path
from sitegen.online.fetch import RequestFailure, RequestLimits, Response, fetch, moved_to
from sitegen.online.published.contents import is_text, links_in
from sitegen.online.published.differences import (
    Difference,
    Status,
    Verification,
    changed,
    in_order,
    new_hosts,
)
from sitegen.online.published.manifest import Manifest

FOR_THE_HOST = ("_headers", "_redirects", "redirects.map")
"""Files that some hosts read as configuration and do not serve."""
AGAIN = (429, 500, 502, 503, 504)
TEMPORARY = (RequestFailure.LATE, RequestFailure.BROKEN, RequestFailure.REFUSED, RequestFailure.UNRESOLVED)
GONE = (404, 410)
HOPS = 5
LONGEST_PAUSE = 30.0
LONGEST = 2000
"""Most characters of an address."""
NOWHERE = "sitegen-asks-for-a-page-that-is-not-there/"
USUAL = (
    "robots.txt", "sitemap.xml", "sitemap_index.xml", "sitemap-1.xml", "wp-sitemap.xml", "ads.txt", "sw.js",
    "service-worker.js", "index.php", "wp-login.php", "wp-admin/", "xmlrpc.php", "admin/", "login/",
    "shell.php", "cgi-bin/", "uploads/", "casino/", "slot/", "slots/", "bet/", "poker/", "togel/",
    "pharmacy/", "viagra/", "loans/", ".htaccess", ".env", ".git/HEAD",
)  # fmt: skip
"""Names of files that intruders often add or change."""


class HostOptions(Struct, frozen=True):
    """Options of the comparison with a host."""

    seconds: float = 20
    """Time for each request."""
    at_once: int = 4
    pause: float = 1.0
    """Seconds before the second try, doubled before the third."""
    tries: int = 3
    most: int = 500
    """Most addresses outside the build to request."""
    progress: Callable[[str, int, int], None] = field(default=lambda *_: None)


class FinalResponse(Struct, frozen=True):
    """Response after redirects."""

    url: str
    """Last address requested, after redirects on the same host."""
    response: Response
    away: str = ""
    """Target of a redirect to another host."""


def compare_host(
    site: str, manifest: Manifest, built: Callable[[str], bytes | None], options: HostOptions
) -> Verification:
    """Returns the differences of a site on a host; `site` is the address of its home page, ending in `/`."""
    found: list[Difference] = []
    paths = list(manifest.files)
    in_build = {site + address_of(path) for path in paths} | {site + path for path in paths}
    others = {site + name: "a usual name" for name in USUAL if site + name not in in_build}
    with ThreadPoolExecutor(options.at_once) as pool:
        answers = pool.map(
            lambda path: _request(site + address_of(path), manifest.files[path].size, options), paths
        )
        for number, (path, final) in enumerate(zip(paths, answers, strict=True), start=1):
            options.progress("asking", number, len(paths))
            difference = _difference(site, path, final, manifest, built)
            if difference:
                found.append(difference)
                if final.response.status == 200 and is_text(path):
                    others |= _new_links(site, final, in_build, others)
        same = len(paths) - len(found)
        added, remarks = _additions(site, manifest, in_build, others, pool, options)
    differing = sum(it.status is Status.CHANGED and it.path.endswith(".html") for it in found)
    if differing > 2 and differing * 2 > sum(path.endswith(".html") for path in paths):
        remarks.append(
            "most pages differ: a different build is published, or a service in front of the host rewrites"
            " pages (a CDN that minifies, hides e-mail addresses or adds statistics); turn that off"
        )
    return Verification(in_order([*found, *added]), same, tuple(remarks))


def address_of(path: str) -> str:
    """Address of a file relative to the home page: `a/index.html` → `a/`."""
    folder, _, name = path.rpartition("/")
    if name == "index.html":
        path = f"{folder}/" if folder else ""
    return quote(path)


def _request(url: str, size: int, options: HostOptions) -> FinalResponse:
    """Requests an address, follows redirects on its host, and tries again after a temporary failure."""
    limits = RequestLimits(options.seconds, max(2 * size, size + 1_000_000), private=True)
    final = FinalResponse(url, Response())
    for attempt in range(options.tries):
        if attempt:
            time.sleep(_pause(final.response, attempt, options))
        final = _follow_redirects(url, limits)
        if final.response.failure not in TEMPORARY and final.response.status not in AGAIN:
            break
    return final


def _pause(response: Response, attempt: int, options: HostOptions) -> float:
    wanted = response.headers.get("retry-after", "")
    asked = min(float(wanted), LONGEST_PAUSE) if wanted.isdecimal() and len(wanted) < 9 else 0.0
    return min(options.pause, 1.0) * asked if asked else options.pause * 2 ** (attempt - 1)


def _follow_redirects(url: str, limits: RequestLimits) -> FinalResponse:
    response = fetch(url, limits)
    for _ in range(HOPS):
        target = moved_to(url, response)
        if not target:
            break
        if not _same_host(url, target):
            return FinalResponse(url, response, target)
        url, response = target, fetch(target, limits)
    return FinalResponse(url, response)


def _same_host(one: str, other: str) -> bool:
    """Returns True if both addresses are on one host; a change from `http` to `https` is allowed."""
    try:
        ours, theirs = urlsplit(one), urlsplit(other)
        upgraded = (ours.scheme, theirs.scheme) == ("http", "https") and ours.port is theirs.port is None
        same = ours.scheme == theirs.scheme and ours.port == theirs.port
        return ours.hostname == theirs.hostname and (same or upgraded)
    except ValueError:
        return False


def _difference(
    site: str, path: str, final: FinalResponse, manifest: Manifest, built: Callable[[str], bytes | None]
) -> Difference | None:
    """Difference of a file of the build, or None if it is published as built."""
    response, listed = final.response, manifest.files[path]
    if final.away:
        return Difference(Status.CHANGED, path, f"answers {response.status} and redirects to {final.away}")
    if response.failure:
        return Difference(Status.UNKNOWN, path, str(response.failure))
    if response.status in GONE and path in FOR_THE_HOST:
        return None
    if response.status == 200 or (path.endswith("404.html") and response.status == 404):
        right = not response.cut and sha256(response.body).hexdigest() == listed.sha256
        if right or _is_redirect_target(site, path, final, manifest):
            return None
        if response.cut:
            message = f"more than {len(response.body):,} bytes instead of {listed.size:,}"
            return Difference(Status.CHANGED, path, message, new_hosts(response.body, manifest))
        return changed(path, listed, response.body, built(path), manifest)
    status = Status.MISSING if response.status in GONE else Status.UNKNOWN
    return Difference(status, path, f"answers {response.status}")


def _is_redirect_target(site: str, path: str, final: FinalResponse, manifest: Manifest) -> bool:
    """Returns True if the host serves at an old address the page to which it redirects in the build."""
    base = urlsplit(site).path
    address = base + quote(address_of(path), safe=AS_SENT)
    target = manifest.redirects.get(address) or manifest.redirects.get(address.removesuffix("/"), "")
    listed = manifest.files.get(output_path(target.removeprefix(base.rstrip("/")))) if target else None
    return listed is not None and sha256(final.response.body).hexdigest() == listed.sha256


# --- additions -------------------------------------------------------------------------------


def _additions(
    site: str,
    manifest: Manifest,
    seen: set[str],
    waiting: dict[str, str],
    pool: ThreadPoolExecutor,
    options: HostOptions,
) -> tuple[list[Difference], list[str]]:
    """Returns pages of the host that the build does not have, and remarks.

    `waiting` has the addresses to request, each with the reason; links found there are requested as well.
    """
    known = {listed.sha256 for listed in manifest.files.values()}
    nowhere = _request(site + NOWHERE, 0, options)
    remarks = []
    if nowhere.response.status == 200:
        known.add(sha256(nowhere.response.body).hexdigest())
        remarks.append("the host answers 200 to addresses that do not exist; it should answer 404")
    found: list[Difference] = []
    asked = 0
    while waiting and asked < options.most:
        batch = dict(list(waiting.items())[: options.most - asked])
        waiting = {url: via for url, via in waiting.items() if url not in batch}
        seen = seen | batch.keys()
        asked += len(batch)
        for (url, via), final in zip(
            batch.items(), pool.map(lambda it: _request(it, 0, options), batch), strict=True
        ):
            if _is_addition(final, nowhere, known):
                found.append(_addition(url, via, final, manifest))
                waiting |= _new_links(site, final, seen, waiting)
    if waiting:
        remarks.append(f"{len(waiting):,} more linked addresses were not requested")
    return found, remarks


def _new_links(site: str, final: FinalResponse, *known: Container[str]) -> dict[str, str]:
    """New addresses below the site's that a page links to, each with the page that links to it."""
    below = (link for link in links_in(final.response.body, final.url) if link.startswith(site))
    new = (link for link in below if len(link) < LONGEST and not any(link in them for them in known))
    return dict.fromkeys(new, f"linked from {final.url.removeprefix(site) or 'the home page'}")


def _is_addition(final: FinalResponse, nowhere: FinalResponse, known: set[str]) -> bool:
    if final.away:
        return final.away != nowhere.away
    return final.response.status == 200 and sha256(final.response.body).hexdigest() not in known


def _addition(url: str, via: str, final: FinalResponse, manifest: Manifest) -> Difference:
    size = (
        f"{len(final.response.body):,} bytes"
        if not final.response.cut
        else f"over {len(final.response.body):,} bytes"
    )
    what = f"redirects to {final.away}" if final.away else size
    return Difference(Status.ADDED, url, f"{what}, {via}", new_hosts(final.response.body, manifest))
