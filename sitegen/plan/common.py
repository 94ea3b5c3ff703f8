"""What every HTML page is made from, whatever it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

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
    own: Mapping[str, str]
    """The inputs of this kind of page, beside those of every page: name and kind."""
    key: str = ""
    """Of its own inputs."""
    indexed: bool = True


def in_languages(page: GeneratedPage, config: Config) -> Iterator[Output]:
    """The page's output in each language of the site."""
    return (output_of(page, config, language) for language in config.languages)


@cache
def _with_own(own: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[str, str]]:
    return {**EVERY_PAGE, **{name: (kind, "own") for name, kind in own}}


def output_of(page: GeneratedPage, config: Config, language: str) -> Output:
    return Output(
        path=output_path(in_language(config, page.url, language)),
        renderer="template",
        language=language,
        inputs=Inputs(_with_own(tuple(page.own.items())), (("subject", page.subject), ("own", page.key))),
        source=page.source,
        template=page.template,
        indexed=page.indexed,
    )


EVERY_PAGE: Mapping[str, tuple[str, str]] = {
    "site": ("site", ""),
    "page": ("page", "subject"),
    "languages": ("languages", "subject"),
    "menus": ("menus", ""),
    "breadcrumbs": ("breadcrumbs", "subject"),
    "feeds": ("feeds", "subject"),
    "assets": ("assets", ""),
    "lists": ("lists", ""),
    "types": ("types", ""),
    "figures": ("figures", ""),
}
"""The inputs that any HTML page may ask for: the name, the kind, and which key it has."""


class Inputs(Mapping[str, Input]):
    """The inputs of an output, made when they are asked for: a site has very many, and few are."""

    __slots__ = ("keys_of", "shape")

    def __init__(self, shape: Mapping[str, tuple[str, str]], keys: tuple[tuple[str, str], ...]) -> None:
        """`shape` has for each name the kind, and the name of its key in `keys`."""
        self.shape = shape
        self.keys_of = keys

    def __getitem__(self, name: str) -> Input:
        kind, which = self.shape[name]
        return Input(kind, next((key for known, key in self.keys_of if known == which), ""))

    def __iter__(self) -> Iterator[str]:
        return iter(self.shape)

    def __len__(self) -> int:
        return len(self.shape)
