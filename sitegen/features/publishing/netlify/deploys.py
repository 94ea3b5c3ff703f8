"""Publishing a site as a deploy, and going back to the one before.

Readers see a deploy whole or not at all. Of two publications at once, the later one wins; the earlier one
says so if it has not ended, and the later one says what it has replaced.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hashlib import sha1
from itertools import islice

from sitegen.features.publishing.engine import BuiltSite, Options, Outcome, at_once, total
from sitegen.features.publishing.errors import LostError, PublishError
from sitegen.features.publishing.netlify.api import Deploy, Site
from sitegen.features.publishing.netlify.host import NetlifyHost
from sitegen.features.publishing.plan import Phase, Plan, Step

RECENT = 100
"""Deploys that are compared before and after a publication."""
CHECKS = 15
"""Questions for what readers have after a deploy is ready."""


def publish_deploy(host: NetlifyHost, site: BuiltSite, options: Options) -> Outcome:
    """Publishes a build as a deploy. Raises PublishError."""
    digests = _digests(site)
    before = host.site()
    published = before.published_deploy
    if published and published.locked:
        raise PublishError(
            f"{host.name}: the published deploy is locked; unlock it on the page of the deploys at Netlify, "
            "then repeat"
        )
    live = host.files() if published else {}
    removed = tuple(sorted(live.keys() - digests.keys()))
    known = set(live.values())
    missing = [digest for digest in dict.fromkeys(digests.values()) if digest not in known]
    if options.dry_run or live == digests:
        release = published.id if published else ""
        return _outcome(site, _paths(digests, missing), removed, release)
    earlier = _publications(host)
    title = f"sitegen publish {secrets.token_hex(8)}"
    deploy = host.create(digests, title)
    sent = _paths(digests, deploy.required or ())
    uploads = [site.upload(path) for path in sent]
    at_once(host.at_once, "sending", lambda upload: host.put(deploy, upload), uploads, options)
    host.wait(deploy, ("ready",))
    remark = _compare(host, before, deploy, title, earlier)
    return _outcome(site, sent, removed, deploy.id, remark)


def roll_back_deploy(host: NetlifyHost, options: Options) -> str:
    """Publishes the deploy before the current one again; returns its ID. Raises PublishError."""
    current = host.site().published_deploy
    if current is None:
        raise PublishError(f"{host.name} has no published deploy")
    for deploy in host.deploys():
        if _was_published(deploy) and (deploy.created_at or "") < (current.created_at or ""):
            if not options.dry_run:
                host.restore(deploy)
                _published_after(host, current, deploy)
            return deploy.id
    raise PublishError(f"{host.name} has no deploy before the current one, {current.id}")


def _published_after(host: NetlifyHost, current: Deploy, deploy: Deploy) -> None:
    """Waits until readers have a deploy. Raises LostError if they get a different one."""
    found = _changed(host, current)
    if found is None or found.id != deploy.id:
        raise LostError(f"a different publication has changed {host.name}; look at its deploys, then repeat")


def _was_published(deploy: Deploy) -> bool:
    return deploy.state == "ready" and bool(deploy.published_at) and deploy.context in (None, "production")


def _digests(site: BuiltSite) -> dict[str, str]:
    """SHA-1 of each file of a build, which Netlify knows files by. Raises PublishError."""
    wrong = next((path for path in site.files if "#" in path or "?" in path), None)
    if wrong is not None:
        raise PublishError(
            f"{site.output / wrong}: Netlify has no files with # or ? in their names; rename it"
        )
    return {path: sha1(site.upload(path).read(), usedforsecurity=False).hexdigest() for path in site.files}


def _paths(digests: Mapping[str, str], wanted: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """A path for each digest; files with the same content are sent once."""
    found: dict[str, str] = {}
    for path, digest in digests.items():
        found.setdefault(digest, path)
    return tuple(found[digest] for digest in dict.fromkeys(wanted) if digest in found)


def _publications(host: NetlifyHost) -> dict[str, tuple[str, str]]:
    """Moment and title of the latest publications, by the ID of the deploy."""
    deploys = islice(host.deploys(), RECENT)
    return {it.id: (it.published_at, it.title or "") for it in deploys if it.published_at}


def _changed(host: NetlifyHost, before: Deploy | None) -> Deploy | None:
    """Returns what readers have, as soon as it is a different deploy."""
    for _ in range(CHECKS):
        found = host.site().published_deploy
        if found and (before is None or found.id != before.id):
            break
        host.pause()
    return found


def _compare(
    host: NetlifyHost, before: Site, deploy: Deploy, title: str, earlier: Mapping[str, tuple[str, str]]
) -> str:
    """Returns a remark if a different publication was between. Raises LostError if readers have that one."""
    found = _changed(host, before.published_deploy)
    now = _publications(host)
    others = [
        name for name, it in now.items() if it != earlier.get(name) and title != it[1] and name != deploy.id
    ]
    if found and (found.id == deploy.id or found.title == title):
        return (
            f"the deploy {others[0]} was published meanwhile, and this one has replaced it; if that was "
            "newer, publish it again"
            if others
            else ""
        )
    if others:
        raise LostError(
            f"a different publication has changed {host.name}: readers have the deploy {others[0]}, and not "
            f"{deploy.id}; repeat this one if it is newer"
        )
    raise PublishError(
        f"{host.name}: the deploy {deploy.id} is ready, but Netlify has not published it; publish it there"
    )


def _outcome(
    site: BuiltSite, sent: tuple[str, ...], removed: tuple[str, ...], release: str, remark: str = ""
) -> Outcome:
    steps = (Step(Phase.NEW_FILES, sent), Step(Phase.REMOVED_FILES, removed))
    size = total(site.files, sent)
    return Outcome(Plan(steps), len(site.files) - len(sent), size, release, remark)
