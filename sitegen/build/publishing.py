"""Publishing a rendered site: its search index, and the output folder in one swap."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from msgspec.structs import asdict, replace

from sitegen.build.context import Context, Unsettled
from sitegen.build.indexing import Finished, index_of
from sitegen.build.planning import PlannedSite
from sitegen.build.result import Result
from sitegen.model.translations import stale_pages
from sitegen.read.scan import read_bytes
from sitegen.read.stillness import stamp_at
from sitegen.types import Snapshot
from sitegen.write import output
from sitegen.write.output import Staging, staging


def refuse_unsettled(root: Path, site: PlannedSite, context: Context) -> None:
    """Raises Unsettled if a source has been saved since it was read."""
    young = site.files.sources.young if context.options.patient else {}
    if any(stamp_at(root, path) != stamp for path, stamp in young.items()):
        raise Unsettled


def tree_for(site: PlannedSite, context: Context) -> AbstractContextManager[Staging | None]:
    """A tree for the outputs of a site, gone afterwards unless it is published; None without storage."""
    storage = context.storage
    if storage is None:
        return nullcontext()
    paths = [*site.outputs.paths, *context.previous.index.records]
    return staging(storage.output, paths, storage.spare, storage.rewrite)


def add_index(result: Result, tree: Staging, context: Context) -> Result:
    """The result with a search index over the finished pages, its new files in the tree. Raises OSError."""
    site = result.site.site
    if site.config.searched is None:
        return result
    context.progress("indexing", 0, 0)
    previous = context.previous
    if context.options.old_index:
        return replace(result, index=previous.index)
    texts = {path: record.text for path, record in result.reused.items()}
    texts |= {artifact.path: artifact.facts.text for artifact in result.artifacts}
    rendered = frozenset(result.written)

    def read(path: str) -> bytes:
        return read_bytes(tree.path if path in rendered else tree.output, path)

    finished = Finished(site, texts.__getitem__, read, tree.put)
    index = index_of(finished, previous.index, context.executor, context.index_parts)
    return replace(result, index=index)


def publish(root: Path, result: Result, tree: Staging, context: Context) -> Result:
    """Makes the tree the output folder. Raises OSError, Unsettled; the output is then as it was."""
    context.progress("publishing", 0, 0)
    refuse_unsettled(root, result.site, context)
    last, index = context.previous.snapshot, result.index
    files = {path: record.digest for path, record in result.reused.items()}
    files |= {artifact.path: artifact.digest for artifact in result.artifacts}
    files |= {path: record.digest for path, record in index.records.items()}
    stale = [asdict(page) for page in stale_pages(result.site.site)]
    known: dict[str, object] = {"lists": result.site.outputs.lists, "stale": stale}
    if result.site.site.config.drafts:
        known["drafts"] = True
    counts = output.publish(tree, files, [*result.written, *index.written], known)
    report = replace(
        result.report, written=counts.written, unchanged=counts.unchanged, removed=counts.removed
    )
    return replace(result, report=report, changed=_changed(result, last))


def _changed(result: Result, last: Snapshot) -> tuple[str, ...]:
    present = {*result.reused, *result.deferred, *result.rendered}
    return (*result.written, *(path for path in last.paths if path not in present))
