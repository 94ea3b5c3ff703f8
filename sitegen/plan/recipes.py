"""Values that the template of an output sees, and one digest of everything that it is made from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.plan.changes import ANY, has_same_inputs, mark_of, marks_of, with_fixed_parts
from sitegen.store.bodies import Bodies
from sitegen.types import Digest, DocumentKey, Input, Inputs, Output, Record, Site, TemplateCall, Templates
from sitegen.types.keys import kind_and_key
from sitegen.types.registers import Extension, code_of, contributed_values, per_extensions
from sitegen.views.inputs import InputSource, digest_of_input, document_of, resolve, shared_kinds
from sitegen.views.reads import Reads, watched
from sitegen.views.viewer import Viewer


class Recipe(Struct, frozen=True):
    """The digest of all that an output is made from, and the marks of what was read for it."""

    digest: Digest
    reads: str
    inputs: Digest
    """Digest of the inputs alone."""


class RenderedWith(Struct, frozen=True):
    """Everything but the inputs that outputs of one template and language are made from."""

    parts: tuple[str, ...]
    mark: str
    with_code: bool
    """True if an extension takes part, which may read anything."""


class Recipes:
    """The recipes of a site's outputs, and their inputs in each language, made when first asked for."""

    def __init__(
        self,
        site: Site,
        templates: Templates,
        bodies: Bodies,
        assets: Mapping[str, str],
        files: Mapping[str, Digest],
        last: Mapping[str, Record] | None = None,
    ) -> None:
        """`assets` has the address of each static file, `files` the digest of each that may be copied; `last`
        the last record of each output, if all inputs are as they were then."""
        self.site = site
        self.templates = templates
        self._made_of = (site, templates, bodies, assets, files)
        self.last = last or {}
        self._reads = Reads()
        self._watched = watched(site, self._reads)
        self._inputs: dict[str, InputSource] = {}
        self._fixed: dict[tuple[str, str], str] = {}
        self._rendered: dict[tuple[str, ...], RenderedWith] = {}
        self._plan_marks: dict[tuple[int, str, str, str], str] = {}
        """By the shape of the inputs, the renderer, the template and the language."""
        self._asked_for: dict[tuple[int, str], list[str]] = {}
        """By the shape of the inputs, which outlives this, and the template."""

    def __reduce__(self) -> tuple[object, ...]:
        return (Recipes, self._made_of)

    def inputs(self, language: str) -> InputSource:
        if language not in self._inputs:
            _, templates, bodies, assets, files = self._made_of
            viewer = Viewer(self._watched, language, self._reads)
            source = InputSource(viewer, templates.catalogues, bodies, assets, files)
            source.data = templates.data
            self._inputs[language] = source
        return self._inputs[language]

    def values(self, output: Output) -> dict[str, object]:
        """The inputs that the template can ask for, resolved. Raises DamagedBody."""
        own = self.inputs(output.language)
        self._reads.noted.clear()  # what values read is not asked for
        found = {name: self.input(output, name) for name in self.names(output)}
        return {
            name: resolve(self.of_text(wanted) if _is_one_of_several_texts(name, wanted) else own, wanted)
            for name, wanted in found.items()
        }

    def input(self, output: Output, name: str) -> Input:
        """The input with a name, or that of the call in a template that has this name."""
        if name not in self._template_calls:
            return output.inputs[name]
        page = output.inputs.get("page")
        return self._template_calls[name].input_of(page.key if page else "")

    def call_of(self, name: str) -> str:
        """The call in a template that an input stands for, as it is written; empty for other inputs."""
        return self._template_calls[name].written if name in self._template_calls else ""

    @cached_property
    def _template_calls(self) -> dict[str, TemplateCall]:
        return {call.name: call for it in self.templates.templates.values() for call in it.calls}

    def of_text(self, wanted: Input) -> InputSource:
        """The inputs in the language of the document whose text is wanted."""
        return self.inputs(self._watched.documents[DocumentKey(wanted.key)].language)

    def recipe(self, output: Output) -> Recipe:
        """The recipe of an output: a digest of its templates, words and inputs."""
        fixed, known = self._rendered_with(output), self.last.get(output.path)
        if known and has_same_inputs(known.reads, self.mark_of_plan(output)):
            inputs, marks = known.inputs, with_fixed_parts(known.reads, fixed.mark)
        else:
            inputs, names = self._reads.of(self._digest_of_inputs, output)
            read = (ANY,) if fixed.with_code else names
            marks = marks_of(fixed.mark, self.mark_of_plan(output), read)
        return Recipe(digest_of_parts(*fixed.parts, inputs), marks, inputs)

    def fixed_mark(self, output: Output) -> str:
        """The mark of what an output is rendered with, which is part of its recipe."""
        return self._rendered_with(output).mark

    def mark_of_plan(self, output: Output) -> str:
        """The mark of the plan of an output: its renderer, template, language and inputs."""
        inputs, kind = output.inputs, (output.renderer, output.template, output.language)
        if not isinstance(inputs, Inputs):
            return mark_of(mark_of(*kind, *inputs), *Inputs.of(inputs).keys_given)
        key = (id(inputs.shape), *kind)
        if key not in self._plan_marks:
            self._plan_marks[key] = mark_of(*kind, *inputs)
        return mark_of(self._plan_marks[key], *inputs.keys_given)

    def _rendered_with(self, output: Output) -> RenderedWith:
        code = self._code(output)
        key = (output.renderer, output.template, output.language, *code)
        if key not in self._rendered:
            parts = [output.renderer, *code]
            if output.template or output.renderer not in _without_language():
                parts += [output.language, self._fixed_parts(output.template, self.inputs(output.language))]
            self._rendered[key] = RenderedWith(tuple(parts), mark_of(*parts), bool(code))
        return self._rendered[key]

    def _digest_of_inputs(self, output: Output) -> Digest:
        inputs, parts = self.inputs(output.language), list[str]()
        for name in self.names(output):
            wanted = self.input(output, name)
            if _is_one_of_several_texts(name, wanted):
                parts += [name, self._text_among_several(wanted)]
                continue
            parts += [name, digest_of_input(inputs, wanted)]
            if name == BODY:
                parts += self._shortcodes(self._calls(inputs, wanted))
        return digest_of_parts(*parts)

    def _code(self, output: Output) -> list[str]:
        """Digests of the extensions that have the renderer, an input or the subject of an output."""
        return [extension.digest for extension in self.code(output)]

    def code(self, output: Output) -> Iterator[Extension]:
        """The extensions that have the renderer, an input or the subject of an output."""
        renderers, inputs, subjects = (code_of(*registers) for registers in OF_OUTPUTS)
        if output.renderer in renderers:
            yield renderers[output.renderer]
        if inputs or subjects:
            for wanted in (self.input(output, name) for name in self.names(output)):
                if wanted.kind in inputs:
                    yield inputs[wanted.kind]
                if wanted.key and kind_and_key(wanted.key)[0] in subjects:
                    yield subjects[kind_and_key(wanted.key)[0]]

    def shows_text_of(self, output: Output, documents: Collection[DocumentKey]) -> bool:
        """True if an output shows the text of one of these documents, given by their keys."""
        if not documents:
            return False
        wanted = output.inputs.get(BODY)
        if wanted is None:
            return not output.inputs.keys().isdisjoint(documents)
        return document_of(self.inputs(output.language), wanted) in documents

    def names(self, output: Output) -> list[str]:
        """The inputs that the output's template asks for; all of them where it has none.

        A renderer with a template also gets the input that has its name, and the texts of several documents.
        """
        if not output.template:
            return list(output.inputs)
        if not isinstance(output.inputs, Inputs):
            return self._asked(output)
        key = (id(output.inputs.shape), output.template)
        if key not in self._asked_for:
            self._asked_for[key] = self._asked(output)
        return self._asked_for[key]

    def _asked(self, output: Output) -> list[str]:
        asked = self.templates.templates[output.template].names
        return sorted(asked & self._template_calls.keys()) + [
            name
            for name, wanted in output.inputs.items()
            if name in asked or name == output.renderer or _is_one_of_several_texts(name, wanted)
        ]

    def _fixed_parts(self, template: str, inputs: InputSource) -> str:
        key = (template, inputs.viewer.language.code)
        if key not in self._fixed:
            catalogue = self.templates.catalogues.get(inputs.viewer.language.code)
            digest = self.templates.templates[template].digest if template else ""
            self._fixed[key] = digest_of_parts(
                digest, catalogue.digest if catalogue else "", inputs.frame_digest
            )
        return self._fixed[key]

    def _text_among_several(self, wanted: Input) -> Digest:
        """The digest of a text in a file with several, with all that its shortcodes show."""
        inputs = self.of_text(wanted)
        calls = self._calls(inputs, wanted)
        parts = [self._fixed_parts("", inputs), digest_of_input(inputs, wanted), *self._shortcodes(calls)]
        names = {f"shortcodes/{call[0]}.html" for call in calls}
        shown = {shared for name in names for shared in self.templates.templates[name].names & shared_kinds()}
        parts += (digest_of_input(inputs, Input(shared, "")) for shared in sorted(shown))
        return digest_of_parts(*parts)

    def _calls(self, inputs: InputSource, wanted: Input) -> tuple[tuple[str, ...], ...]:
        """The shortcodes of the text that an input is."""
        document = self._watched.documents.get(document_of(inputs, wanted))
        return document.calls if document else ()

    def _shortcodes(self, calls: tuple[tuple[str, ...], ...]) -> list[Digest]:
        names = dict.fromkeys(f"shortcodes/{call[0]}.html" for call in calls)
        return [self.templates.templates[name].digest for name in names]


RENDERED = ("RENDERERS",)
OF_OUTPUTS = (RENDERED, ("INPUTS", "SHARED_INPUTS"), ("SUBJECTS",))
"""Registers with renderers, inputs and subjects of outputs."""
SLOW = ("picture",)
"""Renderers that are slow and process untrusted files; without a template, none depends on a language."""


@per_extensions
def slow_renderers() -> frozenset[str]:
    """Names of the slow renderers, of the core and of the features: limited, run last, and cached."""
    return frozenset((*SLOW, *contributed_values("SLOW")))


@per_extensions
def _without_language() -> frozenset[str]:
    """Renderers whose files are the same in every language; those of extensions may use it."""
    return slow_renderers() - code_of(*RENDERED).keys()


BODY = "body"
"""The name of every input that is the text of a document, and the kind of those of entries; what else is
made of it goes with it. In a file with several texts the name of each is the key of its document."""


def _is_one_of_several_texts(name: str, wanted: Input) -> bool:
    return wanted.kind == BODY and name != BODY
