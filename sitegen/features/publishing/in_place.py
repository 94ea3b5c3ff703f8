"""Publishing in place: changed files replace the published ones, in an order that readers do not notice."""

from __future__ import annotations

from sitegen.features.publishing.engine import BuiltSite, Options, Outcome, Worker, refuse_others, total
from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.lease import lease
from sitegen.features.publishing.names import new_id
from sitegen.features.publishing.plan import Files, Plan, make_plan
from sitegen.features.publishing.records import Records
from sitegen.features.publishing.release import UNKNOWN, Release, uncertain
from sitegen.features.publishing.target import STATE, Target

RECORD = f"{STATE}/published.json"
"""Files that publications have written, and which of them may be unfinished."""


def publish_in_place(target: Target, site: BuiltSite, options: Options) -> Outcome:
    """Makes a target equal to a build, except for files that no publication wrote. Raises PublishError."""
    records = Records(target, options.retries)
    if options.dry_run:
        return _outcome(site, _planned(records, site, options)[1])
    with lease(records, options.unlock) as held:
        before, plan = _planned(records, site, options)
        if plan.steps or before is None or not before.complete:
            _carry_out(records, Worker(target, held, options), site, before, plan)
    return _outcome(site, plan)


def _outcome(site: BuiltSite, plan: Plan) -> Outcome:
    return Outcome(plan, len(site.files) - len(plan.sent), total(site.files, plan.sent))


def _planned(records: Records, site: BuiltSite, options: Options) -> tuple[Release | None, Plan]:
    live = options.retries(records.target.live)
    if live:
        raise PublishError(f"{records.target.name} has releases; repeat with --release")
    before = records.release(RECORD)
    known = before.files if before else {}
    refuse_others(records, site.files.keys() - known.keys(), before is None, options)
    known = uncertain(known) if options.full else known
    return before, make_plan(_existing(records, known, site, options), site.files)


def _existing(records: Records, known: Files, site: BuiltSite, options: Options) -> Files:
    """Leaves out files of the build that an unfinished publication may have sent, but did not."""
    doubtful = [path for path, file in known.items() if file.digest == UNKNOWN and path in site.files]
    found = options.retries(lambda: records.target.sizes(doubtful)) if doubtful else {}
    missing = set(doubtful) - found.keys()
    return {path: file for path, file in known.items() if path not in missing}


def _carry_out(records: Records, worker: Worker, site: BuiltSite, before: Release | None, plan: Plan) -> None:
    target, known = records.target, before.files if before else {}
    touched = {path: known.get(path) or site.files[path] for path in (*plan.sent, *plan.removed)}
    name = new_id(site.files, [before.id] if before else [])
    begun = Release(name, {**known, **uncertain(touched)})
    records.write_release(RECORD, begun, before)
    for step in plan.steps:
        if step.removes:
            worker.remove(step.paths)
        else:
            worker.each("sending", target.put, [site.upload(path) for path in step.paths])
            worker.check({path: site.files[path].size for path in step.paths})
    records.write_release(RECORD, Release(name, site.files), begun)
