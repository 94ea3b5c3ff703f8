"""Renders outputs, each alone, so that many processes can share the work."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from babel import Locale
from jinja2 import Environment, UndefinedError

from sitegen.digest import digest_of_parts
from sitegen.execute import Executor
from sitegen.model.inputs import InputSource, digest_of_input, resolve
from sitegen.model.views import UnfilledBody
from sitegen.render.body import SHORTCODE_NAMES, fill_body
from sitegen.render.environment import Tongue, make_environment
from sitegen.render.facts import facts_of
from sitegen.render.renderers import RENDERERS
from sitegen.types import Artifact, Body, Digest, Facts, Job, Kept, Location, Output, Problem, Site, Templates


@dataclass(frozen=True, slots=True)
class Task:
    """An output, and the recipe by which it was last made, if it is still there."""

    output: Output
    known: Digest | None = None


@dataclass
class Renderer:
    """Everything that rendering needs. A process makes its own environment and inputs from it."""

    site: Site
    templates: Templates
    bodies: Mapping[Digest, Body]
    assets: Mapping[str, str]
    files: Mapping[str, Digest]
    """The digest of each file that may be copied."""
    root: Path
    _inputs: dict[str, InputSource] = field(default_factory=dict)

    def __reduce__(self) -> tuple[object, ...]:
        return (Renderer, (self.site, self.templates, self.bodies, self.assets, self.files, self.root))

    def __call__(self, task: Task) -> Artifact | Kept:
        """The output's artifact, unless all that it is made from is as it was.

        A failing template is a problem, and the artifact empty.
        """
        output = task.output
        inputs = self._speak(output.language)
        try:
            values = self._values(output, inputs)
            recipe = self._recipe(output, inputs, values)
            if recipe == task.known:
                return Kept(output.path)
            data = RENDERERS[output.renderer](
                Job(output, self._context(values, inputs)), self.jinja, self.root
            )
        except Exception as error:
            problem = self._problem(output, error)
            if problem is None:  # not in a template: our own fault
                raise
            return Artifact(output.path, b"", output.source, problems=(problem,))
        config = self.site.config
        page = output.path.endswith(".html")
        facts = facts_of(data, config.base_url, config.base_path) if page else Facts()
        return Artifact(output.path, data, output.source, facts, recipe=recipe)

    @cached_property
    def tongue(self) -> Tongue:
        return Tongue()

    @cached_property
    def jinja(self) -> Environment:
        return make_environment(self.templates, self.tongue)

    def _speak(self, language: str) -> InputSource:
        if language not in self._inputs:
            catalogue = self.templates.catalogues.get(language)
            self._inputs[language] = InputSource(
                self.site, language, catalogue, self.bodies, self.assets, self.files
            )
        inputs = self._inputs[language]
        self.tongue.locale = Locale.parse(self.site.config.languages[language].locale)
        self.tongue.words = inputs.speaker.words
        return inputs

    def _values(self, output: Output, inputs: InputSource) -> dict[str, object]:
        """The inputs that the template can ask for, resolved."""
        names = self.templates.templates[output.template].names if output.template else output.inputs.keys()
        return {name: resolve(inputs, wanted) for name, wanted in output.inputs.items() if name in names}

    def _recipe(self, output: Output, inputs: InputSource, values: Mapping[str, object]) -> Digest:
        """The digest of all that the output is made from: templates, words and inputs."""
        parts = [output.renderer, output.language]
        if output.template:
            catalogue = self.templates.catalogues.get(output.language)
            parts += [self.templates.templates[output.template].digest, catalogue.digest if catalogue else ""]
        for name, value in values.items():
            parts += [name, digest_of_input(inputs, output.inputs[name], value)]
            if isinstance(value, UnfilledBody):
                names = (f"shortcodes/{call.shortcode.name}.html" for call in value.calls)
                parts += [self.templates.templates[name].digest for name in names]
        return digest_of_parts(*parts)

    def _context(self, values: Mapping[str, object], inputs: InputSource) -> dict[str, object]:
        """The values as the template sees them: a body with its shortcodes filled in."""
        body = values.get("body")
        if not isinstance(body, UnfilledBody):
            return dict(values)
        return {**values, "body": fill_body(body, self.jinja, self.tongue, inputs.viewer.site_view)}

    def _problem(self, output: Output, error: Exception) -> Problem | None:
        """Where in which template it failed, and for which page; none where no template is to blame."""
        paths = {template.path for template in self.templates.templates.values()}
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


def render_outputs(
    renderer: Renderer, tasks: Iterable[Task], executor: Executor
) -> Iterator[Artifact | Kept]:
    """For each task, in their order, its artifact, or that it is kept."""
    return executor.map(renderer, tasks)
