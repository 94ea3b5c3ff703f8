"""Publishing a site as a deployment, and going back to the one before.

Readers see a deployment whole or not at all. Of two publications at once, the later one wins; the earlier one
says so if it has not ended, and the later one says what it has replaced.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence

from sitegen.digest import digest_of_parts
from sitegen.features.publishing.cloudflare.api import Asset, Deployment, Part
from sitegen.features.publishing.cloudflare.project import CloudflareProject, digest_of_asset
from sitegen.features.publishing.engine import BuiltSite, Options, Outcome, at_once, total
from sitegen.features.publishing.errors import LostError, PublishError
from sitegen.features.publishing.plan import Phase, Plan, Step

SETTINGS = ("_headers", "_redirects")
"""Files that are sent as settings of a deployment."""
PROGRAMS = ("_worker.js", "_routes.json", "functions")
"""Files and folders that Cloudflare would run, or that say when."""
LARGEST = 25 << 20
"""Bytes of a file."""
MOST_BYTES, MOST_FILES = 10 << 20, 1000
"""Bytes and files of one request; Cloudflare takes 40 MiB and 2,000."""
CHECKS = 15
"""Questions for what readers have after a deployment is ready."""


def publish_deployment(project: CloudflareProject, site: BuiltSite, options: Options) -> Outcome:
    """Publishes a build as a deployment. Raises PublishError."""
    paths = _assets(project, site)
    digests = {path: digest_of_asset(path, site.upload(path).read()) for path in paths}
    version = _version(site)
    before = project.project()
    current = before.canonical_deployment
    wanted = list(dict.fromkeys(digests.values()))
    missing = project.missing(wanted)
    sent = _paths(digests, missing)
    if options.dry_run or (current and current.message.startswith(f"{version} ")):
        return _outcome(site, sent if options.dry_run else (), current.id if current else "")
    batches = list(_batches(site, sent))
    at_once(project.at_once, "sending", lambda it: _send(project, site, digests, it), batches, options)
    project.keep(wanted)
    message = f"{version} {secrets.token_hex(8)}"
    parts = (
        Part("manifest", json.dumps({f"/{path}": it for path, it in digests.items()}).encode()),
        Part("branch", before.production_branch.encode()),
        Part("commit_message", message.encode()),
        Part("commit_dirty", b"false"),
        *(Part(name, site.upload(name).read(), True) for name in SETTINGS if name in site.files),
    )
    deployment = project.wait(project.deploy(parts, message))
    remark = _compared(project, current, deployment)
    return _outcome(site, sent, deployment.id, remark)


def roll_back_deployment(project: CloudflareProject, options: Options) -> str:
    """Publishes the deployment before the current one again; returns its ID. Raises PublishError."""
    current = project.project().canonical_deployment
    if current is None:
        raise PublishError(f"{project.name} has no deployment")
    for deployment in project.deployments():
        if deployment.is_ready and (deployment.created_on or "") < (current.created_on or ""):
            if not options.dry_run:
                restored = project.restore(deployment)
                _expect(project, current, (deployment.id, restored.id))
            return deployment.id
    raise PublishError(f"{project.name} has no deployment before the current one, {current.id}")


def _expect(project: CloudflareProject, before: Deployment, wanted: tuple[str, ...]) -> None:
    """Waits until readers have a deployment. Raises LostError if they get a different one."""
    found = _changed(project, before)
    if found is None or found.id not in wanted:
        raise LostError(
            f"a different publication has changed {project.name}; look at its deployments, then repeat"
        )


def _changed(project: CloudflareProject, before: Deployment | None) -> Deployment | None:
    """Returns what readers have, as soon as it is a different deployment."""
    for _ in range(CHECKS):
        found = project.project().canonical_deployment
        if found and (before is None or found.id != before.id):
            break
        project.pause()
    return found


def _compared(project: CloudflareProject, before: Deployment | None, deployment: Deployment) -> str:
    """Returns a remark if a different publication was between. Raises LostError if readers have that one."""
    found = _changed(project, before)
    if found is None or (before and found.id == before.id):
        raise PublishError(
            f"{project.name}: the deployment {deployment.id} is ready, but Cloudflare has not published it; "
            "look at it there"
        )
    if found.id != deployment.id:
        raise LostError(
            f"a different publication has changed {project.name}: readers have the deployment {found.id}, "
            f"and not {deployment.id}; repeat this one if it is newer"
        )
    others = []
    for other in project.deployments():
        if before and other.id == before.id:
            break
        others += [other.id] if other.id != deployment.id and other.is_ready else []
    if before is None or not others:
        return ""
    return (
        f"the deployment {others[0]} was published meanwhile, and this one has replaced it; if that was "
        "newer, publish it again"
    )


def _assets(project: CloudflareProject, site: BuiltSite) -> tuple[str, ...]:
    """Paths of the files that readers can ask for. Raises PublishError for what Cloudflare does not take."""
    program = next((path for path in site.files if path.split("/", 1)[0] in PROGRAMS), None)
    if program is not None:
        raise PublishError(
            f"{site.output / program}: Cloudflare would run this as a program, which sitegen does not "
            "publish; use wrangler, or remove it"
        )
    large = next((path for path, file in site.files.items() if file.size > LARGEST), None)
    if large is not None:
        raise PublishError(f"{site.output / large} is larger than 25 MiB, which Cloudflare does not take")
    paths = tuple(path for path in site.files if path not in SETTINGS)
    most = project.most_files()
    if len(paths) > most:
        raise PublishError(f"{site.output} has {len(paths):,} files, and Cloudflare takes {most:,} from you")
    return paths


def _version(site: BuiltSite) -> str:
    """Beginning of the message of a deployment, which tells whether readers have this build already."""
    parts = (part for path, file in sorted(site.files.items()) for part in (path, file.digest))
    return f"sitegen publish {digest_of_parts(*parts)}"


def _paths(digests: Mapping[str, str], wanted: frozenset[str]) -> tuple[str, ...]:
    """A path for each digest; files with the same content and extension are sent once."""
    found: dict[str, str] = {}
    for path, digest in digests.items():
        found.setdefault(digest, path)
    return tuple(path for digest, path in found.items() if digest in wanted)


def _batches(site: BuiltSite, paths: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Divides files into requests."""
    batch: list[str] = []
    size = 0
    for path in paths:
        own = site.files[path].size
        if batch and (size + own > MOST_BYTES or len(batch) == MOST_FILES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(path)
        size += own
    if batch:
        yield tuple(batch)


def _send(
    project: CloudflareProject, site: BuiltSite, digests: Mapping[str, str], paths: Sequence[str]
) -> None:
    project.send(
        [
            Asset(
                digests[path],
                b64encode(site.upload(path).read()).decode("ascii"),
                {"contentType": site.files[path].media_type},
            )
            for path in paths
        ]
    )


def _outcome(site: BuiltSite, sent: tuple[str, ...], release: str, remark: str = "") -> Outcome:
    size = total(site.files, sent)
    return Outcome(Plan((Step(Phase.NEW_FILES, sent),)), len(site.files) - len(sent), size, release, remark)
