"""Names of authors: their parts, and how each format writes them."""

from __future__ import annotations

import pytest

from sitegen.features.citations.apa import as_text, reference
from sitegen.features.citations.bibtex import bibtex
from sitegen.features.citations.names import Name, group, person
from sitegen.features.citations.work import Work
from sitegen.views.words import Words
from tests.features.citations.works import ENGLISH, line


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Flor Avelino", Name("Avelino", "Flor")),
        ("Ian M. Cook", Name("Cook", "Ian M.")),
        ("Frank van Steenbergen", Name("Steenbergen", "Frank", "van")),
        ("Anna van der Berg", Name("Berg", "Anna", "van der")),
        ("García López, María", Name("García López", "María")),
        ("de la Cruz, Juana", Name("Cruz", "Juana", "de la")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King, Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("King, Martin Luther, Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("ICLEI", Name(literal="ICLEI")),
        ("山田太郎", Name(literal="山田太郎")),
        ("danah boyd", Name("boyd", "danah")),
        ("نجيب محفوظ", Name("محفوظ", "نجيب")),
        ("  Flor\n Avelino ", Name("Avelino", "Flor")),
        ("O’Neill, Jean-Luc", Name("O’Neill", "Jean-Luc")),
    ],
)
def test_the_parts_of_a_name(written: str, name: Name) -> None:
    assert person(written) == name


@pytest.mark.parametrize(
    ("name", "in_apa", "in_bibtex"),
    [
        (person("Ian M. Cook"), "Cook, I. M.", "Cook, Ian M."),
        (person("Frank van Steenbergen"), "van Steenbergen, F.", "van Steenbergen, Frank"),
        (person("O’Neill, Jean-Luc"), "O’Neill, J.-L.", "O’Neill, Jean-Luc"),
        (person("Martin Luther King Jr."), "King, M. L., Jr.", "King, Jr., Martin Luther"),
        (person("نجيب محفوظ"), "محفوظ, نجيب.", "محفوظ, نجيب"),
        (group("Works and Housing"), "Works and Housing.", "{Works and Housing}"),
        (group("A & B {C}"), "A & B {C}.", r"{A \& B \textbraceleft{}C\textbraceright{}}"),
        (Name("Black and White", "Ann"), "Black and White, A.", "{Black and White}, Ann"),
    ],
)  # fmt: skip
def test_a_name_in_each_format(name: Name, in_apa: str, in_bibtex: str) -> None:
    work = Work("w", "document", "Title", "https://example.org/w/", authors=(name,))

    assert as_text(reference(work, Words(None), ENGLISH)) == f"{in_apa} (n.d.). Title."
    assert line(bibtex(work), "author") == f"{{{in_bibtex}}}"
