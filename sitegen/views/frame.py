"""The language and base address that addresses on pages are made with."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.kinds.addresses import is_on_the_web
from sitegen.markdown.typography import typography_of
from sitegen.model.urls import href, in_language
from sitegen.types import Config, Language


class Frame(Struct, frozen=True):
    """A language with the address of the site; part of the recipe of everything that has addresses."""

    language: Language
    languages: Mapping[str, Language]
    base_url: str
    base_path: str
    prefix: str
    """Language prefix of page addresses: `/fr`, or empty."""

    def here(self, url: str) -> str:
        """The address of a page that every language has, in this language."""
        return self.prefix + url

    def href(self, url: str) -> str:
        return url if is_on_the_web(url) else href(self.base_path, url)

    def permalink(self, url: str) -> str:
        return url if is_on_the_web(url) else href("", self.base_url + url)

    def whole(self, url: str | None) -> str:
        """Adds scheme and host to an address that has the base path."""
        return self.permalink(url.removeprefix(self.base_path)) if url else ""

    def direction(self, language: str) -> str:
        known = self.languages.get(language)
        return known.direction if known else "ltr"

    def isolated(self, text: str, language: str) -> str:
        """A title or summary as pages show it; in Arabic or Hebrew its numbers keep their order."""
        if self.direction(language) == "ltr":
            return text
        return typography_of(self.languages.get(language)).isolated(text)


def frame_of(config: Config, code: str) -> Frame:
    prefix = in_language(config, "", code)
    return Frame(config.languages[code], config.languages, config.base_url, config.base_path, prefix)
