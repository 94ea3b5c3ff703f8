"""A published site, asked for file by file: is each as it was built, and what is there besides?

Every file of the build is asked for, a few at a time. What was added is looked for where it would be
linked from: pages that were changed, the live sitemap and robots.txt, and names that such things often have.
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
from sitegen.online.fetch import Answer, Failure, Manners, ask, moved_to
from sitegen.online.published.contents import is_text, links_in
from sitegen.online.published.differences import Difference, Kind, Verdict, changed, in_order, new_hosts
from sitegen.online.published.manifest import Manifest

FOR_THE_HOST = ("_headers", "_redirects", "redirects.map")
"""What hosts that understand them read and do not show."""
AGAIN = (429, 500, 502, 503, 504)
GONE = (404, 410)
HOPS = 5
LONGEST_PAUSE = 30.0
LONGEST = 2000
"""Characters of an address."""
NOWHERE = "sitegen-asks-for-a-page-that-is-not-there/"
USUAL = (
    "robots.txt", "sitemap.xml", "sitemap_index.xml", "sitemap-1.xml", "wp-sitemap.xml", "ads.txt", "sw.js",
    "service-worker.js", "index.php", "wp-login.php", "wp-admin/", "xmlrpc.php", "admin/", "login/",
    "shell.php", "cgi-bin/", "uploads/", "casino/", "slot/", "slots/", "bet/", "poker/", "togel/",
    "pharmacy/", "viagra/", "loans/", ".htaccess", ".env", ".git/HEAD",
)  # fmt: skip
"""Where intruders put things, and what they change to be found."""


class Means(Struct, frozen=True):
    seconds: float = 20
    """For each answer."""
    at_once: int = 4
    pause: float = 1.0
    """Seconds before the second try; twice as many before the third."""
    tries: int = 3
    most: int = 500
    """Addresses beside the built ones that are looked at."""
    progress: Callable[[str, int, int], None] = field(default=lambda *_: None)


class Got(Struct, frozen=True):
    """What an address gave in the end."""

    url: str
    """The last one asked, after redirects on the same host."""
    answer: Answer
    away: str = ""
    """Where a redirect leads to another host."""


def compare_host(
    site: str, manifest: Manifest, built: Callable[[str], bytes | None], means: Means
) -> Verdict:
    """What differs at an address that ends with `/`, where the home page of the site is."""
    found: list[Difference] = []
    paths = list(manifest.files)
    built_ones = {site + address_of(path) for path in paths} | {site + path for path in paths}
    others = {site + name: "a usual name" for name in USUAL if site + name not in built_ones}
    with ThreadPoolExecutor(means.at_once) as pool:
        answers = pool.map(
            lambda path: _got(site + address_of(path), manifest.files[path].size, means), paths
        )
        for number, (path, got) in enumerate(zip(paths, answers, strict=True), start=1):
            means.progress("asking", number, len(paths))
            difference = _judged(site, path, got, manifest, built)
            if difference:
                found.append(difference)
                if got.answer.status == 200 and is_text(path):
                    others |= _further(site, got, built_ones, others)
        same = len(paths) - len(found)
        added, remarks = _added(site, manifest, built_ones, others, pool, means)
    differing = sum(it.kind is Kind.CHANGED and it.path.endswith(".html") for it in found)
    if differing > 2 and differing * 2 > sum(path.endswith(".html") for path in paths):
        remarks.append(
            "most pages differ: another build is published, or something before the host rewrites pages"
            " (a CDN that minifies, hides addresses or adds statistics); turn that off"
        )
    return Verdict(in_order([*found, *added]), same, tuple(remarks))


def address_of(path: str) -> str:
    """The address of a file below the site's: `a/index.html` → `a/`."""
    folder, _, name = path.rpartition("/")
    if name == "index.html":
        path = f"{folder}/" if folder else ""
    return quote(path)


def _got(url: str, size: int, means: Means) -> Got:
    """The answer to an address, after redirects on its host, tried again where that may help."""
    manners = Manners(means.seconds, max(2 * size, size + 1_000_000), private=True)
    got = Got(url, Answer())
    for attempt in range(means.tries):
        if attempt:
            time.sleep(_pause(got.answer, attempt, means))
        got = _followed(url, manners)
        passing = got.answer.failure in (Failure.LATE, Failure.BROKEN, Failure.REFUSED, Failure.UNRESOLVED)
        if not passing and got.answer.status not in AGAIN:
            break
    return got


def _pause(answer: Answer, attempt: int, means: Means) -> float:
    wanted = answer.headers.get("retry-after", "")
    asked = min(float(wanted), LONGEST_PAUSE) if wanted.isdecimal() and len(wanted) < 9 else 0.0
    return min(means.pause, 1.0) * asked if asked else means.pause * 2 ** (attempt - 1)


def _followed(url: str, manners: Manners) -> Got:
    answer = ask(url, manners)
    for _ in range(HOPS):
        target = moved_to(url, answer)
        if not target:
            break
        if not _same_host(url, target):
            return Got(url, answer, target)
        url, answer = target, ask(target, manners)
    return Got(url, answer)


def _same_host(one: str, other: str) -> bool:
    """Whether two addresses are of one host; `https` in place of `http` is the same."""
    try:
        ours, theirs = urlsplit(one), urlsplit(other)
        upgraded = (ours.scheme, theirs.scheme) == ("http", "https") and ours.port is theirs.port is None
        same = ours.scheme == theirs.scheme and ours.port == theirs.port
        return ours.hostname == theirs.hostname and (same or upgraded)
    except ValueError:
        return False


def _judged(
    site: str, path: str, got: Got, manifest: Manifest, built: Callable[[str], bytes | None]
) -> Difference | None:
    """How a file of the build is published otherwise, if it is."""
    answer, listed = got.answer, manifest.files[path]
    if got.away:
        return Difference(Kind.CHANGED, path, f"answers {answer.status} and leads to {got.away}")
    if answer.failure:
        return Difference(Kind.UNKNOWN, path, str(answer.failure))
    if answer.status in GONE and path in FOR_THE_HOST:
        return None
    if answer.status == 200 or (path.endswith("404.html") and answer.status == 404):
        right = not answer.cut and sha256(answer.body).hexdigest() == listed.sha256
        if right or _moved_rightly(site, path, got, manifest):
            return None
        if answer.cut:
            message = f"more than {len(answer.body):,} bytes instead of {listed.size:,}"
            return Difference(Kind.CHANGED, path, message, new_hosts(answer.body, manifest))
        return changed(path, listed, answer.body, built(path), manifest)
    kind = Kind.MISSING if answer.status in GONE else Kind.UNKNOWN
    return Difference(kind, path, f"answers {answer.status}")


def _moved_rightly(site: str, path: str, got: Got, manifest: Manifest) -> bool:
    """Whether the host shows at an old address the very page to which the built one there leads."""
    base = urlsplit(site).path
    address = base + quote(address_of(path), safe=AS_SENT)
    target = manifest.redirects.get(address) or manifest.redirects.get(address.removesuffix("/"), "")
    listed = manifest.files.get(output_path(target.removeprefix(base.rstrip("/")))) if target else None
    return listed is not None and sha256(got.answer.body).hexdigest() == listed.sha256


# --- what is there besides -------------------------------------------------------------------


def _added(
    site: str,
    manifest: Manifest,
    seen: set[str],
    waiting: dict[str, str],
    pool: ThreadPoolExecutor,
    means: Means,
) -> tuple[list[Difference], list[str]]:
    """What the host answers beyond the build, of the addresses that wait and of what these lead to.

    `waiting` says of each who names it.
    """
    known = {listed.sha256 for listed in manifest.files.values()}
    nowhere = _got(site + NOWHERE, 0, means)
    remarks = []
    if nowhere.answer.status == 200:
        known.add(sha256(nowhere.answer.body).hexdigest())
        remarks.append("the host answers 200 to addresses that do not exist; it should answer 404")
    found: list[Difference] = []
    asked = 0
    while waiting and asked < means.most:
        batch = dict(list(waiting.items())[: means.most - asked])
        waiting = {url: via for url, via in waiting.items() if url not in batch}
        seen = seen | batch.keys()
        asked += len(batch)
        for (url, via), got in zip(
            batch.items(), pool.map(lambda it: _got(it, 0, means), batch), strict=True
        ):
            if _is_added(got, nowhere, known):
                found.append(_addition(url, via, got, manifest))
                waiting |= _further(site, got, seen, waiting)
    if waiting:
        remarks.append(f"{len(waiting):,} more addresses are named there and were not looked at")
    return found, remarks


def _further(site: str, got: Got, *known: Container[str]) -> dict[str, str]:
    """The addresses below the site's that a text names and that are not known, with who names them."""
    below = (link for link in links_in(got.answer.body, got.url) if link.startswith(site))
    new = (link for link in below if len(link) < LONGEST and not any(link in them for them in known))
    return dict.fromkeys(new, f"linked from {got.url.removeprefix(site) or 'the home page'}")


def _is_added(got: Got, nowhere: Got, known: set[str]) -> bool:
    if got.away:
        return got.away != nowhere.away
    return got.answer.status == 200 and sha256(got.answer.body).hexdigest() not in known


def _addition(url: str, via: str, got: Got, manifest: Manifest) -> Difference:
    size = f"{len(got.answer.body):,} bytes" if not got.answer.cut else f"over {len(got.answer.body):,} bytes"
    what = f"leads to {got.away}" if got.away else size
    return Difference(Kind.ADDED, url, f"{what}, {via}", new_hosts(got.answer.body, manifest))
