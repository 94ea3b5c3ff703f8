"""Chooses the page or document for a language, with a fallback if it is missing."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.types import Config, DocumentKey, EntryKey, Page, Site


def key_in(versions: Mapping[str, DocumentKey], language: str, config: Config) -> DocumentKey:
    """Key of the version of an entry in a language; if missing, in the default language, or the first."""
    return versions.get(language) or versions.get(config.default_language) or next(iter(versions.values()))


def version(site: Site, entry: EntryKey, language: str) -> Page:
    """The page of an entry in a language, or in the default language if that is missing."""
    return site.pages[key_in(site.versions[entry], language, site.config)]


def master(site: Site, entry: EntryKey) -> Page:
    """The page of an entry for uses independent of a language: in the default language if it exists."""
    return version(site, entry, site.config.default_language)


def is_offered(site: Site, entry: EntryKey, language: str) -> bool:
    """True if lists of a language may contain an entry: it is not limited to other languages."""
    codes = site.only_in.get(entry)
    return codes is None or language in codes


def intro_key(site: Site, folder: str, language: str) -> DocumentKey:
    """Key of the document with the text above an index (`home` for the home page) in a language; may be
    empty."""
    return site.intros.get(folder, {}).get(language, DocumentKey(""))
