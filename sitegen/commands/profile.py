"""Where the time of a build went: by stage, template, shortcode, and the slowest pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.build.result import Result

MOST = 10
"""Pages named."""


class Spent(Struct, frozen=True):
    """Seconds, in all processes together."""

    documents: Mapping[str, float]
    """By path of the content file that was read."""
    pages: tuple[tuple[str, str, str, float], ...]
    """Path, source and template of each output that was rendered, with its seconds."""
    shortcodes: tuple[tuple[str, float], ...]
    """Each that was rendered."""


def spent_on(result: Result) -> Spent:
    """Seconds that a build spent on each document, page and shortcode."""
    templates = {output.path: output.template or output.renderer for output in result.site.plan.outputs}
    return Spent(
        result.site.library.seconds,
        tuple((a.path, a.source, templates[a.path], a.seconds) for a in result.artifacts),
        tuple(call for artifact in result.artifacts for call in artifact.shortcodes),
    )


def profile(stages: Iterable[tuple[str, float]], spent: Spent) -> str:
    """A text for a terminal."""
    lines = ["Stages, seconds:"]
    lines += [f"{seconds:9.3f}  {name}" for name, seconds in stages]
    lines += _summed("Templates and other outputs", ((template, s) for _, _, template, s in spent.pages))
    lines += _summed("Shortcodes", spent.shortcodes)
    lines += _slowest(spent)
    return "\n".join(lines)


def _summed(title: str, found: Iterable[tuple[str, float]]) -> Iterator[str]:
    times: dict[str, list[float]] = defaultdict(list)
    for name, seconds in found:
        times[name].append(seconds)
    if times:
        yield f"{title}, seconds in all processes, how often, milliseconds each:"
    for name, each in sorted(times.items(), key=lambda pair: -sum(pair[1])):
        yield f"{sum(each):9.3f}  {name:<28} {len(each):>8,}  {1000 * sum(each) / len(each):8.3f}"


def _slowest(spent: Spent) -> Iterator[str]:
    """The pages that took longest, with the reading of their content file."""
    pages = [
        (spent.documents.get(source, 0.0), seconds, path, source) for path, source, _, seconds in spent.pages
    ]
    if pages:
        yield "Slowest pages, milliseconds of reading and of rendering:"
    for reading, rendering, path, source in sorted(pages, key=lambda page: -page[0] - page[1])[:MOST]:
        yield f"{1000 * reading:9.1f} {1000 * rendering:9.1f}  /{path.removesuffix('index.html')}  ({source})"
