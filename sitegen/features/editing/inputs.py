"""The inputs of pages for editors: the handbook, and the CMS."""

from __future__ import annotations

from sitegen.features.editing.cms import cms_config, cms_view
from sitegen.features.editing.handbook import TypeHelp, handbook_pages, type_help
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource


def _handbook(inputs: InputSource, _: str) -> object:
    return handbook_pages(inputs.viewer)


def _type_help(inputs: InputSource, name: str) -> TypeHelp | None:
    """None on the page that leads to all types."""
    return type_help(inputs.viewer, name) if name else None


def _cms(inputs: InputSource, _: str) -> object:
    return cms_view(inputs.viewer, inputs.assets)


def _cms_config(inputs: InputSource, _: str) -> object:
    return cms_config(inputs.viewer)


KINDS = {
    "handbook": InputKind(_handbook),
    "type_help": InputKind(_type_help),
    "cms": InputKind(_cms),
    "cms_config": InputKind(_cms_config),
}
