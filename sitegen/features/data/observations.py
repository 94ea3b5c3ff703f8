"""All observations of all figures as a table."""

from __future__ import annotations

from sitegen.kinds.dates import iso
from sitegen.model.figures import FIGURES
from sitegen.types import Config
from sitegen.views.data_tables import Table, row
from sitegen.views.inputs.source import InputSource
from sitegen.views.views import FigureView, Observation

OBSERVATIONS = "data/figures/observations.csv"
"""Path of the table."""
OBSERVED = (
    "figure", "title", "stated", "qualifier", "value", "unit", "as_of", "note", "source", "source_url",
)  # fmt: skip


def has_observations(config: Config, type_name: str) -> bool:
    """True if a type is that of figures, with other observations beside those that the site gives."""
    return type_name == FIGURES and "observations" in config.types[type_name].fields


def observations(inputs: InputSource) -> Table:
    """All observations of all figures, each with its source; `stated` is the one that the site gives."""
    rows = []
    for entry in inputs.viewer.whole.entries.get(FIGURES, ()):
        figure = inputs.figures[entry]
        note = figure.as_of_note or figure.note
        stated = Observation(figure.value, figure.qualifier, figure.as_of, note, figure.source)
        rows.append(_observed(inputs, figure, stated, "yes"))
        rows += [_observed(inputs, figure, observation, "no") for observation in figure.observations]
    return Table(OBSERVED, tuple(rows))


def _observed(inputs: InputSource, figure: FigureView, seen: Observation, stated: str) -> tuple[str, ...]:
    source = (seen.source.title, seen.source.fields.get("url")) if seen.source else ("", "")
    qualifier = seen.qualifier.value if seen.qualifier else ""
    when = iso(seen.as_of) if seen.as_of else None
    told = (qualifier, seen.value, figure.unit, when, seen.note, *source)
    return row(figure.name, figure.title, stated, *told)
