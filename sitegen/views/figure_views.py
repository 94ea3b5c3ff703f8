"""Figures as templates see them, with their sources and earlier observations."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.model.figures import figures_of
from sitegen.types import EntryKey
from sitegen.types.keys import name_of
from sitegen.views.reads import Kept
from sitegen.views.viewer import Viewer
from sitegen.views.views import FigureView, Observation


class Figures:
    """The figures of a site in one language, each made once."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._views: Kept[EntryKey, FigureView] = Kept(viewer.reads)

    def __getitem__(self, entry: EntryKey) -> FigureView:
        return self._views.get(entry, _figure_view, self._viewer, entry)

    @property
    def by_name(self) -> dict[str, FigureView]:
        """All figures; also those that are retired, so that no template fails on some day."""
        return {name_of(entry): self[entry] for entry in figures_of(self._viewer.site)}


def _figure_view(viewer: Viewer, entry: EntryKey) -> FigureView:
    page = viewer.page(entry)
    values, _ = viewer.values(page)
    return FigureView(
        name=name_of(entry),
        title=viewer.isolated(page.title, page.language),
        lang=page.language,
        dir=viewer.direction(page.language),
        foreign=page.language != viewer.language.code,
        value=str(values["value"]),
        unit=_text(values, "unit"),
        qualifier=values.get("qualifier"),  # type: ignore[arg-type]
        as_of=values["as_of"],  # type: ignore[arg-type]
        as_of_note=_text(values, "as_of_note"),
        note=_text(values, "note"),
        source=values["source"],  # type: ignore[arg-type]
        url=viewer.card(entry).url,
        about=values.get("about", ()),  # type: ignore[arg-type]
        observations=tuple(map(_observation, values.get("observations", ()))),  # type: ignore[call-overload]
    )


def _observation(group: Mapping[str, object]) -> Observation:
    return Observation(
        value=str(group["value"]),
        qualifier=group.get("qualifier"),  # type: ignore[arg-type]
        as_of=group.get("as_of"),  # type: ignore[arg-type]
        note=_text(group, "note"),
        source=group.get("source"),  # type: ignore[arg-type]
    )


def _text(values: Mapping[str, object], name: str) -> str:
    """A text field or nothing; a text from the source keeps its language."""
    value = values.get(name, "")
    return value if isinstance(value, str) else str(value)
