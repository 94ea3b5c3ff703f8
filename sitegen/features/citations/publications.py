"""Kinds of publications, by their names in CSL, with their names in BibTeX and RIS."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

DATASET, REPORT = "dataset", "report"


class Publication(Struct, frozen=True):
    """A kind of publication."""

    ris: str
    """Its type in RIS."""
    bibtex: str = "misc"
    """Its type in BibTeX if the publication has `needs`; otherwise it is `misc`."""
    needs: tuple[str, ...] = ()
    """Fields that BibTeX requires for the type."""
    described: bool = False
    """True if a citation in APA style says in brackets what it is."""


PUBLICATIONS: Mapping[str, Publication] = {
    "article-journal": Publication("JOUR"),
    "article-magazine": Publication("MGZN"),
    "article-newspaper": Publication("NEWS"),
    "book": Publication("BOOK", "book", ("author", "title", "publisher", "year")),
    "broadcast": Publication("VIDEO", described=True),
    DATASET: Publication("DATA", described=True),
    "document": Publication("GEN"),
    "interview": Publication("GEN", described=True),
    "motion_picture": Publication("VIDEO", described=True),
    "pamphlet": Publication("PAMP", "booklet", ("title",), described=True),
    "personal_communication": Publication("PCOMM", described=True),
    REPORT: Publication("RPRT", "techreport", ("author", "title", "institution", "year")),
    "software": Publication("COMP", described=True),
    "speech": Publication("GEN", described=True),
    "thesis": Publication("THES", "phdthesis", ("author", "title", "school", "year")),
    "treaty": Publication("GEN"),
    "webpage": Publication("ELEC"),
}
"""Kinds of publications (CSL 1.0.2, appendix III). An article without its journal is `misc` in BibTeX."""
PUBLISHER = {"techreport": "institution", "phdthesis": "school"}
"""Field of the publisher in BibTeX where it is not `publisher`."""
