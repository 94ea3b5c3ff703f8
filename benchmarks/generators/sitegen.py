"""The corpus as a site for sitegen."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from benchmarks.corpus import PER_PAGE, PLACES, SECTIONS, TOPICS, Entry
from benchmarks.generators.generator import (
    REPOSITORY,
    Command,
    Generator,
    Setup,
    body_of,
    front_matter,
    install_python,
    plain_text,
    write_files,
)


def version() -> str:
    """The commit, and whether the files differ from it."""
    git = ["git", "--no-optional-locks", "describe", "--always", "--dirty"]
    return subprocess.run(git, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout.strip()


def prepare(folder: Path) -> None:
    """Installs what sitegen needs; sitegen itself is run as it is in the repository."""
    install_python(folder, (REPOSITORY / "requirements.lock").read_text(encoding="utf-8"))


def write_site(root: Path, entries: Iterable[Entry], engine: str | None = None) -> None:
    """The whole site below `root`: content, templates, definition. Without an engine it names none."""
    write_files(root, "full/sitegen", entries, text_of)
    content = root / "content"
    (content / "site.yaml").write_text(_site(engine), encoding="utf-8")
    for section in SECTIONS:
        (content / section).mkdir(exist_ok=True)
        (content / section / "_type.yaml").write_text(_type(section), encoding="utf-8")


def write_plain_site(root: Path, entries: Iterable[Entry], engine: str | None = None) -> None:
    """The site of the plain corpus. Without an engine it names none."""
    write_files(root, "plain/sitegen", entries, plain_text)
    with (root / "content" / "site.yaml").open("a", encoding="utf-8") as file:
        file.write(_markdown(engine))


def text_of(entry: Entry) -> str:
    see_also = ", ".join(f"{section}/{name}" for section, name in entry.see_also)
    fields = (
        f"title: {entry.title}",
        f"date: {entry.date}",
        f"summary: {entry.summary}",
        f"topics: [{', '.join(entry.topics)}]",
        f"place: {entry.place}",
        f"see_also: [{see_also}]",
    )
    return front_matter(fields) + body_of(entry, "../{section}/{name}.md") + "\n"


def command(folder: Path, site: Path) -> Command:
    return _run(folder, "build", "--root", str(site))


def server(folder: Path, site: Path, port: int) -> Command:
    return _run(folder, "serve", "--root", str(site), "--port", str(port))


def _run(folder: Path, *arguments: str) -> Command:
    """With the byte code of the repository's modules in the program's folder."""
    python = str(folder / "venv" / "bin" / "python")
    variables = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    return Command((python, "-m", "sitegen", *arguments), REPOSITORY, variables)


def _site(engine: str | None) -> str:
    sections = ", ".join(SECTIONS)
    return f"""title: Made-up site
description: A site to measure with.
base_url: https://bench.example.org
{_markdown(engine)}languages:
  en: {{}}
menus:
  main: [{", ".join(f'"type:{section}"' for section in SECTIONS)}, "taxonomy:topics", "taxonomy:places"]
taxonomies:
  topics: {{fields: [topics], sort: [-date, title], paginate_by: {PER_PAGE}}}
  places: {{fields: [place], sort: [-date, title], paginate_by: {PER_PAGE}}}
lists:
  newest:
    types: [{sections}]
    sort: [-date, title]
    limit: {PER_PAGE}
"""


def _markdown(engine: str | None) -> str:
    return f"markdown: {{engine: {engine}}}\n" if engine else ""


def _type(section: str) -> str:
    return f"""name: {section[:-1].capitalize()}
plural: {section.capitalize()}
template: entry.html
sort: [-date, title]
fields:
  summary: {{required: true, max: 400}}
  date: {{kind: date, required: true}}
  topics: {{kind: choice, many: true, choices: {{{_choices(TOPICS)}}}}}
  place: {{kind: choice, choices: {{{_choices(PLACES)}}}}}
  see_also: {{kind: reference, many: true, to: [{", ".join(SECTIONS)}], inverse: seen_from}}
index:
  paginate_by: {PER_PAGE}
  feed: true
"""


def _choices(values: Iterable[str]) -> str:
    return ", ".join(f"{value}: {value}" for value in values)


def _setups(engine: str | None) -> dict[str, Setup]:
    return {
        "full": Setup(
            partial(write_site, engine=engine),
            text_of,
            template="templates/base.html",
            type_definition=f"content/{SECTIONS[0]}/_type.yaml",
        ),
        "plain": Setup(partial(write_plain_site, engine=engine), plain_text, template="templates/base.html"),
    }


SITEGEN = Generator(
    name="sitegen",
    program="sitegen",
    version=version,
    incremental=True,
    prepare=prepare,
    setups=_setups(None),
    command=command,
    server=server,
    leavings=(".sitegen",),
)
SITEGEN_GFM = dataclasses.replace(SITEGEN, name="sitegen-gfm", setups=_setups("gfm"))
