"""Publishing in releases: the whole site in a folder of its own, then one atomic step that readers notice.

releases/20260531T143000Z-1a2b3c4d/        the site
releases/20260531T143000Z-1a2b3c4d.json    its files; without digests while it is unfinished
current → releases/20260531T143000Z-1a2b3c4d, or live.json on an object store
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.features.publishing.engine import BuiltSite, Options, Outcome, Worker, refuse_others, total
from sitegen.features.publishing.errors import LostError, PublishError
from sitegen.features.publishing.in_place import RECORD
from sitegen.features.publishing.lease import lease
from sitegen.features.publishing.names import NAME, new_id
from sitegen.features.publishing.plan import Plan, make_plan
from sitegen.features.publishing.records import Records
from sitegen.features.publishing.release import Release, uncertain
from sitegen.features.publishing.target import RELEASES, Copy, Target

KEPT = 3
"""Releases to keep, the current one among them."""


class _Existing(Struct, frozen=True):
    """Releases at a target."""

    names: tuple[str, ...]
    """In the order of their publication."""
    live: Release | None

    def earlier(self) -> Iterator[str]:
        """Yields the releases before the current one, the latest first."""
        if self.live:
            yield from (name for name in reversed(self.names) if name < self.live.id)


def publish_release(target: Target, site: BuiltSite, options: Options) -> Outcome:
    """Publishes a build as a release, and makes it the current one. Raises PublishError."""
    records = Records(target, options.retries)
    if options.dry_run:
        existing, plan = _planned(records, site, options)
        return _outcome(site, plan, existing.live.id if existing.live else "")
    with lease(records, options.unlock) as held:
        existing, plan = _planned(records, site, options)
        worker = Worker(target, held, options)
        if existing.live and not plan.steps:
            name = existing.live.id
        else:
            name = _add(records, worker, site, existing, plan)
            _switch(records, existing.live.id if existing.live else "", name)
        _prune(records, worker, existing, name)
    return _outcome(site, plan, name)


def roll_back(target: Target, options: Options) -> str:
    """Makes the release before the current one the current one; returns its name. Raises PublishError."""
    records = Records(target, options.retries)
    with lease(records, options.unlock) as held:
        existing = _existing(records)
        if existing.live is None:
            raise PublishError(f"{target.name} has no releases; publish with --release to keep some")
        for name in existing.earlier():
            release = records.release(_record(name))
            if release and release.complete:
                sizes = {f"{_folder(name)}{path}": file.size for path, file in release.files.items()}
                Worker(target, held, options).check(sizes)
                if not options.dry_run:
                    _switch(records, existing.live.id, name)
                return name
    raise PublishError(f"{target.name} has no release before the current one, {existing.live.id}")


def _outcome(site: BuiltSite, plan: Plan, name: str) -> Outcome:
    return Outcome(plan, len(site.files) - len(plan.sent), total(site.files, plan.sent), name)


def _planned(records: Records, site: BuiltSite, options: Options) -> tuple[_Existing, Plan]:
    existing = _existing(records)
    if not existing.names:
        if records.read(RECORD):
            raise PublishError(
                f"{records.target.name} has a site without releases; publish to a new place with --release, "
                "or without --release"
            )
        refuse_others(records, (), True, options)
    known = existing.live.files if existing.live else {}
    return existing, make_plan(uncertain(known) if options.full else known, site.files)


def _existing(records: Records) -> _Existing:
    found = records.retries(lambda: records.target.names(RELEASES))
    names = sorted(name.removesuffix(".json") for name in found if name.endswith(".json"))
    live = records.retries(records.target.live)
    release = records.release(_record(live)) if NAME.fullmatch(live) else None
    if live and (release is None or not release.complete):
        pointer = f"{records.target.name}/{records.target.pointer}"
        raise PublishError(f'{pointer} names "{live}", which is not a complete release; correct it by hand')
    return _Existing(tuple(name for name in names if NAME.fullmatch(name)), release)


def _record(name: str) -> str:
    return f"{RELEASES}/{name}.json"


def _folder(name: str) -> str:
    return f"{RELEASES}/{name}/"


def _add(records: Records, worker: Worker, site: BuiltSite, existing: _Existing, plan: Plan) -> str:
    """Writes a complete release and returns its name."""
    name = new_id(site.files, existing.names)
    begun = Release(name, uncertain(site.files))
    records.write_release(_record(name), begun, None)
    sent = set(plan.sent)
    if existing.live:
        old, new = _folder(existing.live.id), _folder(name)
        copies = [Copy(old + p, new + p, file) for p, file in site.files.items() if p not in sent]
        worker.each("copying", records.target.copy, copies)
    worker.each("sending", records.target.put, [site.upload(path, _folder(name)) for path in plan.sent])
    worker.check({f"{_folder(name)}{path}": file.size for path, file in site.files.items()})
    records.write_release(_record(name), Release(name, site.files), begun)
    return name


def _switch(records: Records, before: str, after: str) -> None:
    """Makes a release the current one. The answer to the first request may have been lost."""
    target = records.target
    if records.retries(lambda: target.switch(before, after)) or records.retries(target.live) == after:
        return
    raise LostError(f"a different publication has changed {target.name}; repeat this one")


def _prune(records: Records, worker: Worker, existing: _Existing, name: str) -> None:
    """Removes old releases, unfinished ones, and those after the one that a rollback went back to."""
    complete = [name]
    live = existing.live.id if existing.live else ""
    for old in sorted({*existing.earlier(), live} - {"", name}, reverse=True):
        release = records.release(_record(old))
        if release and release.complete and len(complete) < KEPT:
            complete.append(old)
    for old in sorted(set(existing.names) - set(complete)):
        release = records.release(_record(old))
        worker.remove([f"{_folder(old)}{path}" for path in release.files] if release else [])
        worker.remove([_record(old)])
