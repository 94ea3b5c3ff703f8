"""A shortcode must have a template, and `number` must name a figure.

{{< number network-goverments >}}   →   figure.missing: there is no figure "network-goverments"
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.model.figures import FIGURES, figures_of
from sitegen.problems.formats import and_others
from sitegen.problems.nearest import Names
from sitegen.read.scan import CONTENT_FILES
from sitegen.render.of_extensions import python_shortcodes, unfit_arguments, usage_of
from sitegen.types import Location, Problem, Shortcode
from sitegen.types.keys import name_of
from sitegen.types.registers import code_of
from sitegen.views.inputs import NUMBER

FOLDER = "shortcodes/"


def check(checked: Checked) -> Iterator[Problem]:
    templates = checked.templates.templates
    known = frozenset(n[len(FOLDER) :].removesuffix(".html") for n in templates if n.startswith(FOLDER))
    shortcodes, figures = Names(known), _Figures(checked)
    with_arguments = {NUMBER, *python_shortcodes()}
    for document in checked.documents:
        times = Counter(call[0] for call in document.calls)  # one for each shortcode
        unknown = {name for name in times if name not in known}
        for shortcode in document.shortcodes if unknown or not with_arguments.isdisjoint(times) else ():
            place = Location(document.path, shortcode.line, shortcode.column)
            if shortcode.name in unknown:
                unknown.remove(shortcode.name)
                hint = shortcodes.suggested(shortcode.name, document.path)
                hint = hint or f"shortcodes: {', '.join(sorted(known))}"
                message = f'there is no shortcode "{shortcode.name}"{and_others(times[shortcode.name])}'
                yield Problem("shortcode.unknown", message, place, hint)
            elif shortcode.name == NUMBER:
                yield from _figure(shortcode, figures, place)
            elif shortcode.name in python_shortcodes():
                yield from _arguments(shortcode, place)


def _arguments(shortcode: Shortcode, place: Location) -> Iterator[Problem]:
    wrong = unfit_arguments(shortcode.name, shortcode.args, shortcode.named, shortcode.closed)
    if wrong:
        hint = f"like {usage_of(shortcode.name)}; see {code_of('SHORTCODES')[shortcode.name].path}"
        yield Problem("shortcode.arguments", wrong, place, hint)


class _Figures:
    """Figures of a site, in order and as names for suggestions."""

    def __init__(self, checked: Checked) -> None:
        self.known = dict.fromkeys(name_of(entry) for entry in figures_of(checked.site))
        self.names = Names(self.known)
        self.hidden = checked.site.hidden


def _figure(shortcode: Shortcode, figures: _Figures, place: Location) -> Iterator[Problem]:
    if len(shortcode.args) != 1 or shortcode.named:
        hint = f"like {{{{< number {next(iter(figures.known), 'members')} >}}}}"
        yield Problem("shortcode.arguments", "number takes the name of one figure", place, hint)
    elif shortcode.args[0] not in figures.known:
        name = shortcode.args[0]
        if any(f"content/{FIGURES}/{name}{ending}" in figures.hidden for ending in CONTENT_FILES):
            message = f'the figure "{name}" is a draft or not published yet'
            hint = "publish it, or write no number until it is; --drafts shows both"
            yield Problem("figure.draft", message, place, hint)
            return
        hint = figures.names.suggested(name, place.path) or "add it under content/figures/"
        yield Problem("figure.missing", f'there is no figure "{name}"', place, hint)
