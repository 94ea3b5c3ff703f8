"""Problems of the site that some edits would produce and that it does not have now."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from posixpath import basename

from msgspec.structs import replace

from sitegen.build.checking import problems_of
from sitegen.check.checked import Checked
from sitegen.check.document_rules import inspect
from sitegen.definition.config import SITE, load_config
from sitegen.model.site import build_site
from sitegen.move.edits import MoveContext
from sitegen.move.values import Edit, Moves
from sitegen.plan.plan import make_plan
from sitegen.problems.formats import in_order
from sitegen.read.documents import ReadContext, read_documents
from sitegen.read.scan import is_document, is_media, scan
from sitegen.types import Config, Problem, Severity, SourceFile, Sources
from sitegen.views.released import LOCK


def new_problems(context: MoveContext, moves: Moves, edits: Iterable[Edit]) -> tuple[Problem, ...]:
    """Problems that the edits would cause, without notes; their paths are those after the move."""
    with tempfile.TemporaryDirectory(prefix="sitegen-mv-") as folder:
        after = _problems_after(context, Path(folder), moves, tuple(edits))
    words = _words(moves)
    before = Counter(_identity(problem, moves, words) for problem in context.planned.found)
    found = []
    for problem in in_order(after):
        identity = _identity(problem, Moves({}), words)
        if before[identity]:
            before[identity] -= 1
        elif problem.severity is not Severity.NOTE:
            found.append(problem)
    return tuple(found)


def _words(moves: Moves) -> Mapping[str, str]:
    """Old and new names that occur in messages, longest first."""
    words = dict[str, str](chain(moves.files.items(), moves.entries.items()))
    words |= {basename(old): basename(new) for old, new in words.items()}
    if moves.folder:
        words |= {moves.folder[0]: moves.folder[1]}
    return dict(sorted(words.items(), key=lambda pair: -len(pair[0])))


def _identity(problem: Problem, moves: Moves, words: Mapping[str, str]) -> tuple[str, str, str]:
    message = problem.message
    for old, new in words.items():
        message = message.replace(new, old)
    return problem.code, moves.path(problem.location.path), message


def _problems_after(
    context: MoveContext, folder: Path, moves: Moves, edits: tuple[Edit, ...]
) -> tuple[Problem, ...]:
    """All problems of the edited site that can be found before rendering."""
    planned, build = context.planned, context.build
    assert build.bodies is not None
    changed = {edit.target: edit.after for edit in edits if edit.after is not None}
    config, problems = _config(context, folder, moves, changed)
    if config is None:
        return problems
    names = {moves.path(path): path for path in planned.sources}
    every_document = config != planned.site.config or any(map(is_media, moves.files))
    for path, old in names.items():
        if is_document(path) and (every_document or path in changed or path != old):
            _put(folder, path, changed.get(path) or context.read(old))
    now = scan(context.root, layers=planned.site.config.theme.layers)
    sources = Sources(
        {path: _file(path, planned.sources[old], path in changed)
         for path, old in names.items() if path.startswith("content/")},
        now.templates, now.static, now.problems, layers=now.layers, below=now.below,
    )  # fmt: skip
    reading = ReadContext(build.bodies, inspect, planned.library.files)
    library = read_documents(folder, sources, config, build.executor, reading)
    pictures = {moves.path(path): picture for path, picture in planned.site.pictures.items()}
    site = build_site(library, config, pictures)
    templates = planned.files.templates
    existing = {path: 0 for path, old in names.items() if path == old}
    plan = make_plan(site, templates, sources, lambda _: existing)
    documents = tuple(site.documents.values())
    paths = frozenset(output.path for output in plan.outputs)
    checked = Checked(site, plan, paths, templates, documents, context.read, LOCK in sources.content)
    return tuple(problems_of(sources, library, checked))


def _file(path: str, old: SourceFile, changed: bool) -> SourceFile:
    return replace(old, path=path, digest="" if changed and is_document(path) else old.digest)


def _config(
    context: MoveContext, folder: Path, moves: Moves, changed: Mapping[str, bytes]
) -> tuple[Config | None, tuple[Problem, ...]]:
    """Definition of the edited site."""
    config = context.planned.site.config
    definitions = [path for path in context.planned.sources if path == SITE or path.endswith("/_type.yaml")]
    if not any(path in moves.files or path in changed for path in definitions):
        return config, ()
    for path in definitions:
        _put(folder, moves.path(path), changed.get(moves.path(path)) or context.read(path))
    _link_static(context.root / "static", folder / "static")
    found, problems = load_config(folder, config.today, config.base_url, config.drafts)
    return found, problems


def _link_static(source: Path, target: Path) -> None:
    """Links or copies the static files, since the definition may name fonts in them."""
    if source.is_dir():
        try:
            target.symlink_to(source.resolve(), target_is_directory=True)
        except OSError:
            shutil.copytree(source, target)


def _put(folder: Path, path: str, data: bytes) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
