"""Which page or document stands for something in a language, and which where that one is missing."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.types import Config, Page, Site


def key_in(versions: Mapping[str, str], language: str, config: Config) -> str:
    """Of an entry's versions the one in a language, else in the default one, else the first."""
    return versions.get(language) or versions.get(config.default_language) or next(iter(versions.values()))


def version(site: Site, entry: str, language: str) -> Page:
    """The page of an entry in a language, or where that is missing in the default language."""
    return site.pages[key_in(site.versions[entry], language, site.config)]


def master(site: Site, entry: str) -> Page:
    """The page that stands for an entry in no particular language: in the default one, if it is there."""
    return version(site, entry, site.config.default_language)


def is_offered(site: Site, entry: str, language: str) -> bool:
    """True if the lists of a language may have an entry: it is not limited to other languages."""
    codes = site.only_in.get(entry)
    return codes is None or language in codes


def intro_key(site: Site, folder: str, language: str) -> str:
    """The document with the text above an index (`home`: of the home page) in a language, or nothing."""
    return site.intros.get(folder, {}).get(language, "")
