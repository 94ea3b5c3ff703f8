"""Small sites and what came out of them: the base site of `tests/site/` with some files changed."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from PIL import Image

from sitegen.build.build import build
from sitegen.build.context import Context, Options
from sitegen.definition.config import load_config
from sitegen.execute import executor_for
from sitegen.model.site import build_site
from sitegen.problems.formats import as_text, in_order
from sitegen.read.documents import ReadContext, read_documents
from sitegen.read.scan import scan
from sitegen.store.bodies import Bodies
from sitegen.types import Artifact, Config, Problem, Severity, Site

BASE = Path(__file__).parent / "site"
TODAY = date(2026, 5, 31)

THEME = Path(__file__).parents[1] / "sitegen" / "themes" / "network"

Files = Mapping[str, str | bytes | None]
"""Path from the root → content; none takes the file of the base site away."""


@cache
def base_files() -> Mapping[str, bytes]:
    return {p.relative_to(BASE).as_posix(): p.read_bytes() for p in sorted(BASE.rglob("*")) if p.is_file()}


def base_text(path: str) -> str:
    """A file of the base site."""
    return base_files()[path].decode("utf-8")


def theme_templates(*names: str) -> dict[str, str]:
    """Templates of the theme `network` as those of a site, with their French words; its macros are there."""
    names = (*names, "macros.html", "parts.html", "cards.html", "notices.html", "basics.html", "card.html")
    files = {f"templates/{name}": THEME / "templates" / name for name in names}
    files["templates/locale/fr.po"] = THEME / "locale" / "fr.po"
    return {place: path.read_text(encoding="utf-8") for place, path in files.items()}


def no_rules(*_: object) -> Iterator[Problem]:
    """In place of the rules for one document."""
    return iter(())


def write_files(root: Path, files: Files) -> None:
    for path, content in files.items():
        if content is not None:
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def make_site(root: Path, files: Files | None = None) -> Path:
    """The base site with these files in place of its own."""
    write_files(root, {**base_files(), **(files or {})})
    return root


@dataclass(frozen=True, slots=True)
class Outcome:
    """A built site: its files, and its problems as an editor sees them."""

    root: Path
    artifacts: tuple[Artifact, ...]
    found: tuple[Problem, ...]

    @property
    def problems(self) -> str:
        return problems_as_text(self.root, self.found)

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.found]

    @property
    def files(self) -> dict[str, str]:
        """The text of each output by path, those of other kinds left out."""
        return {a.path: a.data.decode("utf-8") for a in self.artifacts if _is_text(a.path)}

    @property
    def paths(self) -> set[str]:
        return {artifact.path for artifact in self.artifacts}

    def __getitem__(self, path: str) -> str:
        return next(a.data.decode("utf-8") for a in self.artifacts if a.path == path)


def _is_text(path: str) -> bool:
    return path.endswith((".html", ".xml", ".json", ".txt", ".css"))


def problems_as_text(root: Path, problems: Iterable[Problem]) -> str:
    return "\n".join(as_text(problem, line_of(root)) for problem in problems)


def line_of(root: Path) -> Callable[[str, int], str | None]:
    def line_at(path: str, line: int) -> str | None:
        file = root / path
        if not file.is_file():
            return None
        lines = file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
        return lines[line - 1] if 0 < line <= len(lines) else None

    return line_at


def load(root: Path, today: date = TODAY, base_url: str | None = None, drafts: bool = False) -> Config:
    config, problems = load_config(root, today, base_url, drafts)
    assert config is not None, problems_as_text(root, problems)
    return config


def attempt(
    root: Path,
    files: Files | None = None,
    *,
    today: date = TODAY,
    base_url: str | None = None,
    drafts: bool = False,
    jobs: int = 1,
    reports: bool = False,
) -> Outcome:
    """Builds the base site with these files, whatever problems it has."""
    make_site(root, files)
    config, problems = load_config(root, today, base_url, drafts)
    if config is None:
        return Outcome(root, (), in_order(problems))
    built = build(root, config, Context(executor_for(jobs), options=Options(reports=reports)))
    return Outcome(root, built.artifacts, built.report.problems)


def build_good(
    root: Path,
    files: Files | None = None,
    *,
    today: date = TODAY,
    base_url: str | None = None,
    drafts: bool = False,
    jobs: int = 1,
    warned: Collection[str] = (),
) -> Outcome:
    """Builds the base site with these files; it must have no problems but warnings of these codes."""
    outcome = attempt(root, files, today=today, base_url=base_url, drafts=drafts, jobs=jobs)
    assert {problem.code for problem in outcome.found} == set(warned), outcome.problems
    assert all(problem.severity is Severity.WARNING for problem in outcome.found), outcome.problems
    return outcome


def model(root: Path, files: Files | None = None, *, today: date = TODAY, drafts: bool = False) -> Site:
    """The base site with these files as far as the model."""
    make_site(root, files)
    config = load(root, today, drafts=drafts)
    with Bodies() as bodies:
        library = read_documents(root, scan(root), config, executor_for(1), ReadContext(bodies, no_rules))
    assert not library.problems, problems_as_text(root, library.problems)
    return build_site(library, config)


def picture(kind: str = "PNG", size: tuple[int, int] = (2, 2)) -> bytes:
    """A small picture in some format."""
    data = io.BytesIO()
    Image.new("RGB", size).save(data, kind)
    return data.getvalue()


def entry(title: str, *lines: str, body: str = "Text.") -> str:
    """A content file of its front matter and body."""
    return "\n".join(["---", f"title: {title}", *lines, "---", "", body, ""])
