"""What every HTML page is made from, whatever it is about."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.model.urls import in_language, output_path
from sitegen.types import Config, Input, Output


def html_page(
    config: Config,
    language: str,
    url: str,
    subject: str,
    template: str,
    source: str,
    own: Mapping[str, Input],
    indexed: bool = True,
) -> Output:
    """An HTML output; `url` is without the prefix of a language, `own` are inputs of this kind of page."""
    return Output(
        path=output_path(in_language(config, url, language)),
        renderer="template",
        language=language,
        inputs={**every_page(subject), **own},
        source=source,
        template=template,
        indexed=indexed,
    )


def every_page(subject: str) -> dict[str, Input]:
    return {
        "site": Input("site", ""),
        "page": Input("page", subject),
        "languages": Input("languages", subject),
        "menus": Input("menus", ""),
        "breadcrumbs": Input("breadcrumbs", subject),
        "feeds": Input("feeds", subject),
        "assets": Input("assets", ""),
        "lists": Input("lists", ""),
        "figures": Input("figures", ""),
        "types": Input("types", ""),
    }
