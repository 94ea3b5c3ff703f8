"""The sites that the benchmarks write for each generator, and the comparison of their pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.compare import differences
from benchmarks.corpora import CORPORA, PLAIN, Corpus
from benchmarks.generators.generator import PACKAGES, SITES, Generator, path_of
from benchmarks.generators.sitegen import SITEGEN, SITEGEN_GFM
from benchmarks.pages import addresses, read_page
from benchmarks.run import GENERATORS
from benchmarks.scenarios import FOOTER
from benchmarks.site import survey
from sitegen.build.build import build
from sitegen.build.context import Context
from sitegen.execute import executor_for
from tests.sites import load, write_files

SETUPS = [
    (generator, corpus)
    for generator in GENERATORS.values()
    for corpus in CORPORA.values()
    if corpus.name in generator.setups
]
SIZE = 24


@pytest.mark.parametrize(("generator", "corpus"), SETUPS, ids=lambda value: value.name)
def test_a_site_has_each_entry_and_the_files_that_are_edited(
    generator: Generator, corpus: Corpus, tmp_path: Path
) -> None:
    setup = generator.setups[corpus.name]
    setup.write(tmp_path, corpus.entries(SIZE))

    for entry in corpus.entries(SIZE):
        assert (tmp_path / path_of(entry)).read_text(encoding="utf-8") == setup.text_of(entry)
    template = (tmp_path / setup.template).read_text(encoding="utf-8")
    assert (FOOTER in template) == ("template" in corpus.scenarios)
    assert setup.type_definition is None or (tmp_path / setup.type_definition).is_file()


def test_each_folder_of_a_site_and_of_packages_is_used() -> None:
    programs = {(corpus.name, generator.program) for generator, corpus in SETUPS}

    assert {(path.parent.name, path.name) for path in SITES.glob("*/*")} == programs
    assert {path.name for path in PACKAGES.iterdir()} <= {program for _, program in programs}


def test_no_package_file_names_a_registry() -> None:
    assert not [path for path in PACKAGES.glob("*/*.json") if "resolved" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("corpus", CORPORA.values(), ids=CORPORA)
def test_both_engines_make_the_same_pages(corpus: Corpus, tmp_path: Path) -> None:
    one, other = (_built(engine, corpus, tmp_path / engine.name) for engine in (SITEGEN, SITEGEN_GFM))

    assert len(addresses(one)) == survey(corpus, SIZE).pages
    assert list(differences(one, other, corpus.files)) == []


def test_the_comparison_finds_missing_pages_and_changed_words(tmp_path: Path) -> None:
    one = _built(SITEGEN_GFM, PLAIN, tmp_path / "site")
    other = tmp_path / "other"
    shutil.copytree(one, other)
    changed, missing = sorted(addresses(one / "posts"))[:2]
    page = other / "posts" / changed
    page.write_text(
        page.read_text(encoding="utf-8").replace("</main>", "<p>Word.</p></main>"), encoding="utf-8"
    )
    (other / "posts" / missing).unlink()

    found = list(differences(one, other, PLAIN.files))

    assert [line.partition(":")[0] for line in found] == [f"posts/{missing}", f"posts/{changed}"]


def test_scripts_and_what_they_load_are_not_compared(tmp_path: Path) -> None:
    plain, scripted = tmp_path / "plain.html", tmp_path / "scripted.html"
    plain.write_text("<head><title>A</title></head><main><p>B</p></main>", encoding="utf-8")
    scripted.write_text(
        '<head><title>A</title><link rel="preload" href="/a.js"><style>p {}</style></head>'
        "<main><p>B</p></main><script>let c = 1</script>",
        encoding="utf-8",
    )

    assert read_page(scripted) == read_page(plain)
    assert read_page(plain)["main"] == ["<p>", "B"]


def _built(generator: Generator, corpus: Corpus, root: Path) -> Path:
    generator.setups[corpus.name].write(root, corpus.entries(SIZE))
    built = build(root, load(root), Context(executor_for(1)))
    output = root / generator.output
    write_files(output, {artifact.path: artifact.data for artifact in built.artifacts})
    return output
