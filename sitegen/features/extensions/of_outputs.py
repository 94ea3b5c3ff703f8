"""Inputs, planners and renderers of extensions, checked and guarded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from msgspec.structs import replace

from sitegen.features.extensions.guard import Owner, Unfit, as_function, unfit_value
from sitegen.plan import Planner
from sitegen.plan.pages import of_an_entry
from sitegen.problems.extension_failures import described
from sitegen.problems.formats import suggest
from sitegen.render.renderers import Renderer, renderers
from sitegen.types import Input, Job, Output, Site, Sources
from sitegen.types.keys import kind_and_key
from sitegen.views.inputs import InputKind, input_kinds, shared_kinds
from sitegen.views.subjects import subject_kinds
from sitegen.views.titled import ENTRY


def input_of(value: Any, name: str, owner: Owner) -> InputKind:
    """An input as sitegen uses it. Raises Unfit."""
    if isinstance(value, InputKind):
        value = value.value  # a digest of its own could leave something out
    return InputKind(owner.guard(as_function(value), unfit_value))


def shared_input_of(value: Any, name: str, owner: Owner) -> InputKind:
    """An input that every page of a language may ask for. Raises Unfit."""
    if not name.isidentifier():
        raise Unfit("has a name that no template can use", "use letters, digits and _")
    return replace(input_of(value, name, owner), shared=True)


def names_of_inputs() -> frozenset[str]:
    """Names of inputs that pages have already, and of their kinds."""
    return frozenset((*input_kinds(), *of_an_entry()))


def renderer_of(value: Any, name: str, owner: Owner) -> Renderer:
    """A renderer, which for an extension is a function of the job alone."""
    render = owner.guard(value, _not_bytes)

    def rendered(job: Job, _: Environment, __: Path) -> bytes:
        data: bytes = render(job)
        return data

    return rendered


def slow_renderer_of(value: Any, name: str, owner: Owner) -> str:
    """The name of a slow renderer. Raises Unfit."""
    if not isinstance(value, str):
        raise Unfit(f"is {described(value)}, not the name of a renderer", 'write SLOW = ("audio",)')
    return value


def _not_bytes(result: object) -> str:
    hint = '; write .encode("utf-8") behind it' if isinstance(result, str) else ""
    return "" if isinstance(result, bytes) else f"{described(result)}, not bytes{hint}"


def planner_of(value: Any, name: str, owner: Owner) -> Planner:
    def plan(site: Site, sources: Sources) -> Iterator[Output]:
        yield from owner.each(value, partial(_unfit_output, site))(site, sources)

    return plan


def _unfit_output(site: Site, value: object) -> str:
    if not isinstance(value, Output):
        return f"{described(value)}, not an Output"
    texts = (value.path, value.renderer, value.language, value.source, value.template)
    if not all(isinstance(text, str) for text in texts):
        return "an Output whose parts are not texts"
    parts = value.path.split("/")
    if not value.path or {"", ".", ".."} & set(parts) or "\\" in value.path:
        return f'an Output with the path "{value.path}"; a path is like podcast.xml'
    known = renderers()
    if value.renderer not in known:
        near = suggest(value.renderer, known)
        return f'an Output with the renderer "{value.renderer}", which does not exist; {near}'
    inputs: Mapping[str, object] = value.inputs
    for name, wanted in inputs.items():
        if not isinstance(wanted, Input):
            return f"an Output with {described(wanted)} among its inputs; write Input(kind, key)"
        if wanted.kind not in input_kinds():
            near = suggest(wanted.kind, input_kinds())
            return (
                f'an Output with an input of the kind "{wanted.kind}", which does not exist; {near}'.rstrip(
                    "; "
                )
            )
        wrong = _unfit_key(site, value.language, name, wanted)
        if wrong:
            return f"an Output with {wrong}"
    return ""


def _unfit_key(site: Site, language: str, name: str, wanted: Input) -> str:
    """Returns the fault of an input of an output; empty if there is none."""
    shared = shared_kinds() & {name, wanted.kind}
    if shared and (name != wanted.kind or wanted.key):
        one = min(shared)
        return f'the input "{name}", which is not Input("{one}", "") as on every other page'
    if wanted.kind in OF_SUBJECTS:
        kind, key = kind_and_key(wanted.key)
        if kind not in subject_kinds():
            near = suggest(kind, subject_kinds())
            return f'a page of the kind "{kind}", which does not exist; {near}'.rstrip("; ")
        if kind == ENTRY and language not in site.versions.get(key, ()):
            return f'the page of the entry "{key}", which does not exist in the language {language}'
    if wanted.kind in OF_TEXTS and wanted.key not in site.documents:
        return f'the text "{wanted.key}", which does not exist; a key is like topics/food@en'
    return ""


OF_TEXTS = ("body", "toc")
"""Kinds of inputs whose key is that of a document."""
OF_SUBJECTS = ("page", "languages", "breadcrumbs")
"""Kinds of inputs whose key is the subject of a page."""
