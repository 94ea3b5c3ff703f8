"""Every mistake in `tests/broken/`, made as an edit of a site that was built before.

A build after an edit and the build of `serve` report exactly what a clean build of the same files reports.
When the mistake is mended, the output is, to the byte, the output of a clean build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from msgspec.structs import replace

from sitegen.build.build import examine
from sitegen.build.judging import failed
from sitegen.check.rule import Scope
from sitegen.check.rules import rules
from sitegen.definition.config import load_config
from sitegen.problems.formats import in_order
from sitegen.serve import session as serve
from sitegen.serve.watching import Step
from sitegen.types import Document, Findings, Problem, Severity
from tests.build.builds import build, tree
from tests.sites import TODAY, attempt, base_files, entry, make_site, problems_as_text, write_files
from tests.test_broken import BROKEN, Case, read_case

FRONT_MATTER = re.compile(rb"---\n(.*\n)*?---\n")


def without_texts(case: Case) -> dict[str, bytes | None]:
    """The files of a case, each document with a text that has no mistake."""
    return {path: _without_text(path, content) for path, content in case.files.items()}


def _without_text(path: str, content: bytes | None) -> bytes | None:
    found = FRONT_MATTER.match(content) if content and path.endswith(".md") else None
    return found[0] + b"\nText.\n" if found else content


CASES = {path.stem: read_case(path) for path in sorted(BROKEN.glob("*.txt"))}
OF_TEXTS = sorted(name for name, case in CASES.items() if without_texts(case) != case.files)
"""Cases with a text, where the mistake may be in it."""
UNRELATED = "content/topics/unrelated.md"
BASE: Mapping[str, bytes] = {**base_files(), UNRELATED: entry("Unrelated").encode()}
EDITED: Mapping[str, bytes] = {UNRELATED: entry("Unrelated", body="Another text.").encode()}


@contextmanager
def laid_over(
    root: Path, files: Mapping[str, bytes] | Mapping[str, bytes | None], links: Mapping[str, str]
) -> Iterator[None]:
    """The base site at `root` with these files and links, until the end of the block."""
    try:
        for path, content in files.items():
            if content is None:
                (root / path).unlink()
        write_files(root, files)
        for path, target in links.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).symlink_to(target)
        yield
    finally:
        for path in (*files, *links):
            (root / path).unlink(missing_ok=True)
            folder = (root / path).parent
            while folder != root and not any(folder.iterdir()):
                folder.rmdir()
                folder = folder.parent
            if path in BASE:
                write_files(root, {path: BASE[path]})


def built(root: Path) -> tuple[Problem, ...]:
    """Builds a site from what the last build knew, and returns what it reports."""
    config, problems = load_config(root, TODAY)
    return build(root).report.problems if config else in_order(problems)


def clean_problems(case: Case, folder: Path, drafts: bool = False) -> str:
    """What a clean build of a case reports; `tests/test_broken.py` has seen what is expected."""
    texts = b"".join(content or b"" for content in case.files.values())
    with_drafts = drafts and (b"draft" in texts or b"publish" in texts)
    if not case.reports and not with_drafts:
        return case.expected
    root = folder / "clean"
    for path, target in case.links.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)
    return attempt(root, {**BASE, **case.files}, drafts=drafts).problems


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was built."""
    root = make_site(tmp_path_factory.mktemp("edits") / "site", BASE)
    assert not built(root)
    return root


@pytest.fixture(scope="module")
def clean(root: Path) -> dict[str, bytes]:
    """The output of a clean build of the base site."""
    return tree(root / "public")


@pytest.mark.parametrize("name", CASES)
def test_an_edit_reports_what_a_clean_build_reports(
    name: str, root: Path, clean: dict[str, bytes], tmp_path: Path
) -> None:
    case = CASES[name]
    with laid_over(root, case.files, case.links):
        found = built(root)
        assert problems_as_text(root, found) == clean_problems(case, tmp_path)
        if not failed(found):
            with laid_over(root, EDITED, {}):
                assert built(root) == found
    built(root)

    assert tree(root / "public") == clean


@pytest.mark.parametrize("name", OF_TEXTS)
def test_an_edit_of_a_text_reports_what_a_clean_build_reports(
    name: str, root: Path, clean: dict[str, bytes], tmp_path: Path
) -> None:
    case = CASES[name]
    with laid_over(root, without_texts(case), case.links):
        built(root)
        write_files(root, case.files)
        assert problems_as_text(root, built(root)) == clean_problems(case, tmp_path)
    built(root)

    assert tree(root / "public") == clean


class Session:
    """Builds as `serve` makes them, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.root = make_site(folder / "site", BASE)
        self.output = folder / "public"
        self._problems: Sequence[Problem] = ()
        session = serve.SessionOptions(self.root, 8000, lambda: TODAY)
        self._builder = serve.Builder(session, self.output, lambda _: None, self._shown)

    def _shown(self, problems: Sequence[Problem]) -> str:
        self._problems = problems
        return problems_as_text(self.root, problems)

    def problems(self) -> str:
        """What is shown of the problems that are found after a change."""
        self._problems = ()
        assert list(serve.updates(self._builder, iter([Step.CHANGED])))
        return problems_as_text(self.root, self._problems)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session(tmp_path_factory.mktemp("serve"))


@pytest.mark.parametrize("name", CASES)
def test_serve_shows_what_a_clean_build_reports(name: str, session: Session, tmp_path: Path) -> None:
    case = CASES[name]
    with laid_over(session.root, without_texts(case), case.links):
        if name in OF_TEXTS:
            session.problems()
            write_files(session.root, case.files)
        assert session.problems() == clean_problems(case, tmp_path, drafts=True)

    assert session.problems() == ""


# --- rules ---------------------------------------------------------------------------------------


class NoTexts:
    """In place of what a text has; nobody may look at it."""

    def __init__(self, found: Findings) -> None:
        self.whole, self.positions = self, found.whole.positions

    def __getattr__(self, name: str) -> NoReturn:
        raise AssertionError(f"a rule of scope FACTS looks at {name} of a text")

    __iter__ = __len__ = __bool__ = __contains__ = lambda self, *_: self.words


@pytest.mark.parametrize("name", CASES)
def test_each_rule_keeps_to_its_scope(name: str, tmp_path: Path) -> None:
    """What only looks at facts needs no text, and what is forgotten after a build are errors."""
    case = CASES[name]
    root = make_site(tmp_path, {**BASE, **case.files})
    config, _ = load_config(root, TODAY)
    if config is None:
        return
    checked = examine(root, config).checked
    documents = {key: masked(document) for key, document in checked.site.documents.items()}
    blind = replace(checked, site=replace(checked.site, documents=documents), documents=())
    for rule in rules():
        found = list(rule.check(checked))
        if rule.scope is Scope.FACTS:
            assert list(rule.check(blind)) == found
        elif rule.scope is Scope.CHANGED:
            assert {problem.severity for problem in found} <= {Severity.ERROR}
        if rule.scope is not Scope.FACTS:
            assert {p.location.path for p in found} <= {d.path for d in checked.documents}
    assert {rule.scope for rule in rules()} == set(Scope)


def masked(document: Document) -> Document:
    nothing: Any = NoTexts(document.findings)
    return replace(document, findings=nothing, targets=nothing, calls=nothing, body="", place=None)
