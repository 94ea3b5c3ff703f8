"""Why a build would make outputs anew: what has changed since the last one, down to the input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build import memory
from sitegen.build import state_file as store
from sitegen.build.pipeline import Means, Prepared, assets_of, failed, prepare, stale_since
from sitegen.execute import executor_for
from sitegen.model.dating import dated
from sitegen.model.site import build_site
from sitegen.model.urls import address_of
from sitegen.plan.recipes import Recipes
from sitegen.problems.formats import in_order
from sitegen.read.documents import library_again
from sitegen.read.rows import places
from sitegen.search.stage import split
from sitegen.store.bodies import Bodies
from sitegen.types import Config, Output, Problem, Snapshot
from sitegen.views.inputs import InputSource, digest_of_input


class Reason(Struct, frozen=True):
    """Why an output would be made anew."""

    address: str
    because: tuple[str, ...]


class Changes(Struct, frozen=True):
    """What has happened since the last build."""

    files: tuple[str, ...] = ()
    """Paths of the sources that are new, different or gone."""
    reasons: tuple[Reason, ...] = ()
    built: bool = True
    """Whether a build of this program is remembered at all."""
    problems: tuple[Problem, ...] = ()
    """Errors for which nothing would be built; nothing else then."""


def changes(root: Path, output: Path, config: Config) -> Changes:
    """What a build into this folder would make anew, and why. Raises OSError, DamagedBody."""
    state = memory.usable(store.read(root))
    last, _ = split(store.snapshot_of(state, memory.intact_outputs(output, state)))
    if not last.files:
        return Changes(built=False)
    with Bodies(store.folder_of(root) / store.BODIES) as bodies:
        means = Means(executor_for(1), lambda *_: None, bodies, last, output=output)
        prepared = prepare(root, config, means)
        if failed(prepared.problems):
            return Changes(problems=in_order(prepared.problems))
        stale = stale_since(prepared, last)
        files = _changed(prepared, last)
        before = _recipes_before(prepared, last, bodies)
        reasons = tuple(_reason(output, before, prepared, last, files) for output in stale.outputs)
        bodies.sweep(places(last.files.values()))
    return Changes(files, reasons)


def _changed(prepared: Prepared, last: Snapshot) -> tuple[str, ...]:
    old = {path: file.digest for path, file in last.sources.items()}
    new = {path: file.digest for path, file in prepared.files.items()}
    return tuple(sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path)))


def _recipes_before(prepared: Prepared, last: Snapshot, bodies: Bodies) -> Recipes:
    """The recipes of the last build's documents, by the definition of now."""
    site = prepared.site
    library = dated(library_again(last.files, last.sources), last.history.days)
    old = replace(build_site(library, site.config, last.pictures), outdated=last.outdated)
    static = {path: file for path, file in last.sources.items() if path.startswith("static/")}
    digests = {path: file.digest for path, file in last.sources.items()}
    return Recipes(old, prepared.recipes.templates, bodies, assets_of(static), digests)


def _reason(
    output: Output, before: Recipes, prepared: Prepared, last: Snapshot, files: tuple[str, ...]
) -> Reason:
    address = address_of(output.path)
    if output.path not in last.paths:
        return Reason(address, ("it is new",))
    if output.path not in last.records:
        return Reason(address, ("its file is not as it was written",))
    return Reason(
        address, tuple(_because(output, before, prepared, files)) or ("the definition of the site",)
    )


def _because(output: Output, before: Recipes, prepared: Prepared, files: tuple[str, ...]) -> Iterator[str]:
    now = prepared.recipes
    templates = now.templates.templates
    used = templates[output.template].uses if output.template else ()
    yield from (f"template {name}" for name in used if f"templates/{name}" in files)
    if (words := f"templates/locale/{output.language}.po") in files:
        yield f"words {words}"
    old, new = before.inputs(output.language), now.inputs(output.language)
    for name in now.names(output):
        wanted = output.inputs[name]
        if _digest(old, output, name) != digest_of_input(new, wanted):
            yield f"{name}: {wanted.kind} {wanted.key}".rstrip()


def _digest(inputs: InputSource, output: Output, name: str) -> str:
    """The digest of an input in the last build; empty where there was none."""
    try:
        return digest_of_input(inputs, output.inputs[name])
    except (LookupError, ValueError, AssertionError):
        return ""


def told(found: Changes) -> str:
    """The changes as lines for a terminal: outputs with the same reasons together."""
    if not found.built:
        return "no build is remembered; the next one makes everything"
    if not found.reasons:
        return "nothing would be made anew"
    groups: dict[tuple[str, ...], list[str]] = {}
    for reason in found.reasons:
        groups.setdefault(reason.because, []).append(reason.address)
    lines = [_headed("changed", found.files)] if found.files else []
    lines += [
        f"{_headed('made anew', addresses)}\n{_headed('because', why)}" for why, addresses in groups.items()
    ]
    return "\n\n".join(lines)


MOST_LINES = 10


def _headed(title: str, rows: Sequence[str]) -> str:
    shown = [*rows[:MOST_LINES]]
    if len(rows) > MOST_LINES:
        shown.append(f"… and {len(rows) - MOST_LINES:,} more")
    return "\n".join(f"{title if not number else '':<12}{row}" for number, row in enumerate(shown))
