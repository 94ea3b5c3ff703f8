"""Renders outputs, each alone, so that many processes can share the work."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, UndefinedError
from markupsafe import Markup

from sitegen.digest import digest_of_bytes
from sitegen.execute import Executor
from sitegen.model.inputs import InputSource, resolve
from sitegen.model.views import UnfilledBody
from sitegen.plan.recipes import Recipes
from sitegen.render.body import SHORTCODE_NAMES, fill_body
from sitegen.render.environment import Tongue, make_environment
from sitegen.render.facts import FactFinder
from sitegen.render.renderers import RENDERERS
from sitegen.types import Artifact, Digest, Facts, Input, Job, Location, Output, Problem

Sink = Callable[[str, bytes, Digest], bool]
"""Takes the bytes of an output with their digest; false: the output folder has the same file."""


@dataclass
class Renderer:
    """Everything that rendering needs. A process makes its own environment and inputs from it."""

    outputs: Sequence[Output]
    recipes: Recipes
    facts: FactFinder
    root: Path
    sink: Sink | None
    """Where the bytes go; none: they stay in the artifact."""
    inputs: InputSource = field(init=False)
    """In the language that is being rendered."""

    def __reduce__(self) -> tuple[object, ...]:
        return (Renderer, (self.outputs, self.recipes, self.facts, self.root, self.sink))

    def __call__(self, number: int) -> Artifact:
        """The artifact of an output; a failing template is a problem, and the artifact empty."""
        started = time.perf_counter()
        output = self.outputs[number]
        calls: list[tuple[str, float]] = []
        inputs = self._speak(output.language)
        try:
            values = self._context(self.recipes.values(output), inputs, calls)
            data = RENDERERS[output.renderer](Job(output, values), self.jinja, self.root)
        except Exception as error:
            problem = self._problem(output, error)
            if problem is None:  # not in a template: our own fault
                raise
            return Artifact(output.path, output.source, b"", "", problems=(problem,))
        digest = digest_of_bytes(data)
        page = output.path.endswith(".html")
        return Artifact(
            path=output.path,
            source=output.source,
            data=data if self.sink is None else b"",
            digest=digest,
            facts=self.facts.facts_of(data, output.path) if page else Facts(),
            recipe=self.recipes.recipe(output),
            unchanged=self.sink is not None and not self.sink(output.path, data, digest),
            seconds=time.perf_counter() - started,
            shortcodes=tuple(calls),
        )

    def prepare(self) -> None:
        """Makes what all processes would otherwise make for themselves."""
        for name, language in {(output.template, output.language) for output in self.outputs}:
            self.recipes.inputs(language)
            if name:
                self.jinja.get_template(name)

    @cached_property
    def tongue(self) -> Tongue:
        return Tongue()

    @cached_property
    def jinja(self) -> Environment:
        return make_environment(self.recipes.templates, self.tongue, self._fragment)

    @cached_property
    def _fragments(self) -> dict[tuple[InputSource, str], Markup]:
        return {}

    def _fragment(self, name: str) -> Markup:
        """The markup of a template that is the same on every page of the language at hand."""
        inputs = self.inputs
        key = (inputs, name)
        if key not in self._fragments:
            names = self.recipes.templates.templates[name].names
            values = {shared: resolve(inputs, Input(shared, "")) for shared in names}
            self._fragments[key] = Markup(self.jinja.get_template(name).render(values))  # noqa: S704
        return self._fragments[key]

    def _speak(self, language: str) -> InputSource:
        inputs = self.recipes.inputs(language)
        self.tongue.locale = inputs.viewer.locale
        self.tongue.words = inputs.speaker.words
        self.inputs = inputs
        return inputs

    def _context(
        self, values: Mapping[str, object], inputs: InputSource, calls: list[tuple[str, float]]
    ) -> dict[str, object]:
        """The values as the template sees them: a body with its shortcodes filled in, and timed."""
        body = values.get("body")
        if not isinstance(body, UnfilledBody):
            return dict(values)
        return {**values, "body": fill_body(body, self.jinja, self.tongue, inputs.viewer.site_view, calls)}

    def _problem(self, output: Output, error: Exception) -> Problem | None:
        """Where in which template it failed, and for which page; none where no template is to blame."""
        paths = {template.path for template in self.recipes.templates.templates.values()}
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in paths]
        if not frames:
            return None
        undefined = isinstance(error, UndefinedError)
        code = "template.undefined" if undefined else "template.failed"
        what = str(error) or type(error).__name__
        missing = undefined and what.endswith("is undefined")
        shortcode = "/shortcodes/" in frames[-1].filename
        names = SHORTCODE_NAMES if shortcode else sorted(output.inputs)
        where = "a shortcode" if shortcode else "this page"
        hint = f"names of {where}: {', '.join(names)}" if missing else ""
        place = Location(frames[-1].filename, frames[-1].lineno)
        return Problem(code, f"{what} (while rendering /{output.path})", place, hint)


def render_outputs(renderer: Renderer, executor: Executor) -> Iterator[Artifact]:
    """The artifact of each output, in their order. Processes know them and are sent numbers."""
    renderer.prepare()
    return executor.map(renderer, range(len(renderer.outputs)))
