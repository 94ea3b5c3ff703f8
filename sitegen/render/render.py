"""Renders outputs, each alone, so that many processes can share the work."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from babel import Locale
from jinja2 import Environment, UndefinedError

from sitegen.execute import Executor
from sitegen.model.inputs import InputSource, resolve
from sitegen.model.views import UnfilledBody
from sitegen.render.body import fill_body
from sitegen.render.environment import Tongue, make_environment
from sitegen.render.facts import facts_of
from sitegen.render.renderers import RENDERERS
from sitegen.types import Artifact, Body, Digest, Facts, Job, Location, Output, Problem, Site, Templates


@dataclass
class Renderer:
    """Everything that rendering needs. A process makes its own environment and inputs from it."""

    site: Site
    templates: Templates
    bodies: Mapping[Digest, Body]
    assets: Mapping[str, str]
    root: Path
    _inputs: dict[str, InputSource] = field(default_factory=dict)

    def __reduce__(self) -> tuple[object, ...]:
        return (Renderer, (self.site, self.templates, self.bodies, self.assets, self.root))

    def __call__(self, output: Output) -> Artifact:
        """The output's artifact. A failing template is a problem, and the artifact empty."""
        inputs = self._speak(output.language)
        try:
            job = Job(output, self._context(output, inputs))
            data = RENDERERS[output.renderer](job, self.jinja, self.root)
        except Exception as error:
            problem = self._problem(output, error)
            if problem is None:  # not in a template: our own fault
                raise
            return Artifact(output.path, b"", output.source, problems=(problem,))
        config = self.site.config
        page = output.path.endswith(".html")
        facts = facts_of(data, config.base_url, config.base_path) if page else Facts()
        return Artifact(output.path, data, output.source, facts)

    @cached_property
    def tongue(self) -> Tongue:
        return Tongue()

    @cached_property
    def jinja(self) -> Environment:
        return make_environment(self.templates, self.tongue)

    def _speak(self, language: str) -> InputSource:
        if language not in self._inputs:
            catalogue = self.templates.catalogues.get(language)
            self._inputs[language] = InputSource(self.site, language, catalogue, self.bodies, self.assets)
        inputs = self._inputs[language]
        self.tongue.locale = Locale.parse(self.site.config.languages[language].locale)
        self.tongue.words = inputs.speaker.words
        return inputs

    def _context(self, output: Output, inputs: InputSource) -> dict[str, object]:
        """The inputs that the template can ask for, resolved; a body with its shortcodes filled in."""
        names = self.templates.templates[output.template].names if output.template else output.inputs.keys()
        context = {name: resolve(inputs, wanted) for name, wanted in output.inputs.items() if name in names}
        body = context.get("body")
        if isinstance(body, UnfilledBody):
            context["body"] = fill_body(body, self.jinja, self.tongue, inputs.viewer.site_view)
        return context

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
        hint = f"names of this page: {', '.join(sorted(output.inputs))}" if missing else ""
        place = Location(frames[-1].filename, frames[-1].lineno)
        return Problem(code, f"{what} (while rendering /{output.path})", place, hint)


def render_outputs(renderer: Renderer, outputs: tuple[Output, ...], executor: Executor) -> Iterator[Artifact]:
    """An artifact for each output, in their order."""
    return executor.map(renderer, outputs)
