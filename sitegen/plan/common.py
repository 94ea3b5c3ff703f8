"""What every HTML page is made from, whatever it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitegen.model.urls import in_language, output_path
from sitegen.types import Config, Input, Output


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page that every language has, before it has one."""

    url: str
    """Without the prefix of a language."""
    subject: str
    template: str
    source: str
    own: Mapping[str, Input]
    """The inputs of this kind of page, beside those of every page."""
    indexed: bool = True


def in_languages(page: GeneratedPage, config: Config) -> Iterator[Output]:
    """The page's output in each language of the site."""
    return (output_of(page, config, language) for language in config.languages)


def output_of(page: GeneratedPage, config: Config, language: str) -> Output:
    return Output(
        path=output_path(in_language(config, page.url, language)),
        renderer="template",
        language=language,
        inputs={**every_page(page.subject), **page.own},
        source=page.source,
        template=page.template,
        indexed=page.indexed,
    )


def every_page(subject: str) -> dict[str, Input]:
    """The inputs that any HTML page may ask for."""
    return {
        "site": Input("site", ""),
        "page": Input("page", subject),
        "languages": Input("languages", subject),
        "menus": Input("menus", ""),
        "breadcrumbs": Input("breadcrumbs", subject),
        "feeds": Input("feeds", subject),
        "assets": Input("assets", ""),
        "lists": Input("lists", ""),
        "types": Input("types", ""),
        "figures": Input("figures", ""),
    }
