"""Renders outputs independently of each other, so that several processes can share the work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup
from msgspec.structs import replace

from sitegen.digest import digest_of_bytes
from sitegen.execute import Executor, GivenUp, ItemLimits
from sitegen.model.links import destination
from sitegen.plan.recipes import BODY, Recipes, slow_renderers
from sitegen.problems.extension_failures import ExtensionFailed, called_from
from sitegen.problems.formats import ProblemError
from sitegen.render.body import SHORTCODE_NAMES, fill_body, links_with_names
from sitegen.render.environment import Translator, make_environment
from sitegen.render.facts import FactFinder
from sitegen.render.failures import UNKNOWN, NameKind, explain, owner, place_of
from sitegen.render.renderers import renderers
from sitegen.store.output_cache import OutputCache
from sitegen.types import Artifact, Digest, EntryKey, Facts, Input, Job, Limits, Location, Output, Problem
from sitegen.types.keys import kind_and_key
from sitegen.views.bodies import UnfilledBody
from sitegen.views.inputs import InputSource, document_of, resolve
from sitegen.views.titled import ENTRY
from sitegen.views.viewer import MOST_CARDS
from sitegen.views.views import BodyView

Sink = Callable[[str, bytes, Digest], bool]
"""Stores an output with its digest; returns False if the output folder has the same file."""


class Renderer:
    """Renders outputs by number. Each process creates its own environment and inputs."""

    inputs: InputSource
    """Inputs in the current language."""

    def __init__(
        self,
        outputs: Sequence[Output],
        recipes: Recipes,
        facts: FactFinder,
        root: Path,
        sink: Sink | None,
        cache: OutputCache | None = None,
    ) -> None:
        """Without a `sink`, the artifacts contain the data. `cache` has outputs that are slow to make."""
        self.outputs = outputs
        self.recipes = recipes
        self.facts = facts
        self.root = root
        self.sink = sink
        self.cache = cache

    def __reduce__(self) -> tuple[object, ...]:
        return (Renderer, (self.outputs, self.recipes, self.facts, self.root, self.sink, self.cache))

    def __call__(self, number: int) -> Artifact:
        """Renders an output; if its template fails, the artifact is empty and has a problem."""
        started = time.perf_counter()
        output = self.outputs[number]
        calls: list[tuple[str, float]] = []
        self._set_language(output.language)
        unnamed: list[Problem] = []
        try:
            recipe = self.recipes.recipe(output)
            data = self._cached_or_made(output, recipe.digest, calls, unnamed)
        except ExtensionFailed as failed:
            found = self._called(output, failed)
            return Artifact(output.path, output.source, b"", "", problems=(found.problem,))
        except ProblemError as mistake:
            return Artifact(output.path, output.source, b"", "", problems=(mistake.problem,))
        except Exception as error:
            problem = self._problem(output, error)
            if problem is None:  # not in a template: a fault of sitegen
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
            problems=tuple(unnamed),
            recipe=recipe.digest,
            reads=recipe.reads,
            inputs=recipe.inputs,
            unchanged=self.sink is not None and not self.sink(output.path, data, digest),
            seconds=time.perf_counter() - started,
            shortcodes=tuple(calls),
        )

    def _cached_or_made(
        self, output: Output, recipe: Digest, calls: list[tuple[str, float]], unnamed: list[Problem]
    ) -> bytes:
        cache = self.cache if output.renderer in slow_renderers() else None
        data = cache.get(recipe) if cache else None
        if data is None:
            values = self._context(output, calls)
            body = values.get("body")
            if calls and isinstance(body, BodyView):
                unnamed += self._unnamed(output, body.html)
            data = renderers()[output.renderer](Job(output, values), self.jinja, self.root)
            if cache:
                cache.put(recipe, data)
        return data

    def prepare(self) -> None:
        """Prepares what every process would otherwise prepare for itself."""
        for name, language in {(output.template, output.language) for output in self.outputs}:
            self.recipes.inputs(language)
            if name:
                self.jinja.get_template(name)
        for language, entry in islice(self._entries(), MOST_CARDS):
            inputs = self.recipes.inputs(language)
            if not self.recipes.last:  # else few recipes need it
                inputs.card_digest(entry)
            inputs.card(entry)

    def _entries(self) -> Iterator[tuple[str, EntryKey]]:
        """Languages and entries of the pages of entries, whose cards are on other pages as well."""
        pages = ((output.language, output.inputs.get("page")) for output in self.outputs)
        subjects = ((language, kind_and_key(page.key)) for language, page in pages if page)
        return ((language, EntryKey(key)) for language, (kind, key) in subjects if kind == ENTRY)

    @cached_property
    def translator(self) -> Translator:
        return Translator()

    @cached_property
    def jinja(self) -> Environment:
        return make_environment(self.recipes.templates, self.translator, self._fragment)

    @cached_property
    def _fragments(self) -> dict[tuple[InputSource, str], Markup]:
        return {}

    def _fragment(self, name: str) -> Markup:
        """Renders a template that is the same on every page of the current language."""
        inputs = self.inputs
        key = (inputs, name)
        if key not in self._fragments:
            names = self.recipes.templates.templates[name].names
            values = {shared: resolve(inputs, Input(shared, "")) for shared in names}
            self._fragments[key] = Markup(self.jinja.get_template(name).render(values))  # noqa: S704
        return self._fragments[key]

    def _set_language(self, language: str) -> InputSource:
        inputs = self.recipes.inputs(language)
        self.translator.locale = inputs.viewer.locale
        self.translator.words = inputs.context.words
        self.inputs = inputs
        return inputs

    def _context(self, output: Output, calls: list[tuple[str, float]]) -> dict[str, object]:
        """Values for the output; shortcodes in texts are rendered, each in the language of its text, and
        timed."""
        values = self.recipes.values(output)
        texts = {name: value for name, value in values.items() if isinstance(value, UnfilledBody)}
        for name, text in texts.items():
            if name != BODY:
                self._set_language(self.recipes.of_text(output.inputs[name]).viewer.language.code)
            values[name] = self._filled(text, calls)
        if texts.keys() - {BODY}:
            self._set_language(output.language)
        return values

    def _filled(self, body: UnfilledBody, calls: list[tuple[str, float]]) -> BodyView:
        return fill_body(body, self.jinja, self.translator, self.inputs.viewer.site_view, calls)

    def _unnamed(self, output: Output, markup: str) -> Iterator[Problem]:
        """Problems for links whose text should come from a shortcode that has no output."""
        site = self.inputs.site
        document = site.documents.get(document_of(self.inputs, output.inputs["body"]))
        if document is None or not any("{{" in link.text for link in document.links):
            return
        named = {address: iter(each) for address, each in links_with_names(markup).items()}
        for link in document.links:
            url = destination(site, document, link).url
            found = named.get(url) or named.get(self.inputs.viewer.href(url), iter(()))
            if not next(found, True) and "{{" in link.text:
                hint = f"give {link.text} words, or a picture with an alternative text"
                place = Location(document.path, link.line, link.column)
                yield Problem(
                    "link.text", "this link has no words, since its shortcode gives none", place, hint
                )

    def _called(self, output: Output, failed: ExtensionFailed) -> ExtensionFailed:
        """The failure of an extension with the line of the template that called it, and the page."""
        from traceback import extract_tb

        paths = {template.path for template in self.recipes.templates.templates.values()}
        frames = [f for f in extract_tb(failed.__traceback__) if f.filename in paths]
        caller = f"{frames[-1].filename}:{frames[-1].lineno}, " if frames else ""
        return called_from(failed, f"{caller}while rendering /{output.path}")

    def _problem(self, output: Output, error: Exception) -> Problem | None:
        """Problem for a failure in a template, with its place and page; None for any other failure."""
        from traceback import extract_tb

        texts = {template.path: template.text for template in self.recipes.templates.templates.values()}
        frames = [f for f in extract_tb(error.__traceback__) if f.filename in texts]
        if not frames:
            return None
        failure = explain(error)
        path, line = frames[-1].filename, frames[-1].lineno or 0
        place = place_of(path, texts[path], line, failure)
        message, hint = failure.message, failure.hint
        whose = owner(texts[path], place, failure.kind) if place.column else ""
        hint = hint.replace(UNKNOWN, whose or UNKNOWN)
        if whose and failure.kind is NameKind.ATTRIBUTE:
            message = f'{whose} has no "{failure.name}"'
        if failure.kind is NameKind.NAME:
            shortcode = "/shortcodes/" in path
            names = SHORTCODE_NAMES if shortcode else sorted(output.inputs)
            hint = f"names of {'a shortcode' if shortcode else 'this page'}: {', '.join(names)}"
        code = "template.undefined" if failure.undefined else "template.failed"
        return Problem(code, f"{message} (while rendering /{output.path})", place, hint)


def render_outputs(renderer: Renderer, executor: Executor, limits: Limits) -> Iterator[Artifact]:
    """Yields the artifact of each output. Processes know the outputs and receive numbers.

    Outputs about the whole site (feeds, data, sitemap) come first: at the end, each would keep one process
    busy while the others wait. Slow outputs come last, each in a process that is ended if it exceeds its
    limits.
    """
    renderer.prepare()
    slow: list[int] = []
    pages: list[int] = []
    others: list[int] = []
    for number, output in enumerate(renderer.outputs):
        short = pages if output.path.endswith(".html") or output.renderer == "copy" else others
        kind = slow if output.renderer in slow_renderers() else short
        kind.append(number)
    soon = [*others, *pages]
    for number, artifact in zip(soon, executor.map(renderer, soon), strict=True):
        own = renderer.outputs[number]  # whose texts replace the copies that another process has sent
        yield artifact if artifact.path is own.path else replace(artifact, path=own.path, source=own.source)
    if slow:
        made = executor.guarded(renderer, slow, ItemLimits.for_slow_file(limits))
        for number, found in zip(slow, made, strict=True):
            if isinstance(found, GivenUp):
                yield _stopped(renderer.outputs[number], found, limits)
            else:
                yield found


def _stopped(output: Output, stopped: GivenUp, limits: Limits) -> Artifact:
    """Artifact with a problem, for an output that exceeded its limits."""
    place, message = Location(output.source), f"making /{output.path} of this file"
    hint = "save it with fewer pixels, or raise limits.page_"
    if stopped.reason == "time":
        shown = "1 second" if limits.page_seconds == 1 else f"{limits.page_seconds} seconds"
        problem = Problem("limit.time", f"{message} took longer than {shown}", place, f"{hint}seconds")
    else:
        what = "needed too much memory" if stopped.reason == "memory" else "ended the process that did it"
        problem = Problem("limit.memory", f"{message} {what}", place, f"{hint}memory")
    return Artifact(output.path, output.source, b"", "", problems=(problem,))
