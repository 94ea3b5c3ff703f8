"""A generator's site of one size, where it lies, and what is edited in it."""

from __future__ import annotations

import dataclasses
import itertools
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import Corpus
from benchmarks.corpus import Entry
from benchmarks.generators.generator import Command, Generator, Setup, path_of
from benchmarks.pages import addresses


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is in a corpus of one size."""

    corpus: Corpus
    size: int
    first: Entry
    """Its body is edited."""
    mentioned: Entry
    """The entry that the first one names first in its see-also links, if any; its title is edited."""
    pages: int
    """How many a site of it has."""


@dataclass(frozen=True, slots=True)
class Site:
    generator: Generator
    program: Path
    """The generator's folder, with its sites below."""
    survey: Survey
    originals: Mapping[str, str]
    """The texts of the files that are edited, by their paths below the site."""

    @property
    def name(self) -> str:
        return f"{self.generator.name}-{self.survey.corpus.name}-{self.survey.size}"

    @property
    def setup(self) -> Setup:
        return self.generator.setups[self.survey.corpus.name]

    @property
    def root(self) -> Path:
        return self.program / "sites" / self.name

    @property
    def output(self) -> Path:
        return self.root / self.generator.output

    @property
    def pages(self) -> set[str]:
        """Paths of the pages of the last build, below the output."""
        return addresses(self.output, self.generator.added)

    @property
    def log(self) -> Path:
        """What the last build printed."""
        return self.program / "sites" / f"{self.name}.log"

    @property
    def command(self) -> Command:
        return self.generator.command(self.program, self.root)


def survey(corpus: Corpus, size: int) -> Survey:
    first = next(corpus.entries(size))
    named = (entry for entry in corpus.entries(size) if (entry.section, entry.name) in first.see_also[:1])
    pages = size + corpus.other_pages(corpus.entries(size))
    return Survey(corpus, size, first, mentioned=next(named, first), pages=pages)


def written_site(generator: Generator, work: Path, found: Survey) -> Site:
    """Installs the generator if need be and writes its site anew."""
    program = work / generator.program
    generator.prepare(program)
    site = Site(generator, program, found, {})
    remove(site.root)
    setup = site.setup
    setup.write(site.root, found.corpus.entries(found.size))
    entries = (path_of(entry) for entry in (found.first, found.mentioned))
    edited = (*entries, setup.template, *filter(None, [setup.type_definition]))
    texts = {path: (site.root / path).read_text(encoding="utf-8") for path in edited}
    return dataclasses.replace(site, originals=texts)


def make_cold(site: Site) -> None:
    """Takes the edits back and removes all that builds have left."""
    for path, text in site.originals.items():
        (site.root / path).write_text(text, encoding="utf-8")
    for name in (site.generator.output, *site.generator.leavings):
        remove(site.root / name)


def page_of(entry: Entry) -> str:
    """The file of its page, below the output."""
    return f"{entry.section}/{entry.name}/index.html"


def pages_that_list(site: Site, entry: Entry) -> list[str]:
    """The pages of indexes and terms that link to an entry, below the output of the last build."""
    link = f'href="/{entry.section}/{entry.name}/"'
    lists = (entry.section, *(f"topics/{topic}" for topic in entry.topics), f"places/{entry.place}")
    pages = itertools.chain.from_iterable(
        (site.output / name / "index.html", *(site.output / name).glob("page/*/index.html")) for name in lists
    )
    return [str(path.relative_to(site.output)) for path in pages if link in path.read_text(encoding="utf-8")]


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
