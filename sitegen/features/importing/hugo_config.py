"""Configuration of a Hugo site: languages, folders, permalinks, taxonomies and menus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from sitegen.features.importing.data_files import (
    form_of,
    is_true,
    lowered,
    mapping_at,
    merged,
    read_mapping,
    text_at,
    texts_in,
)
from sitegen.features.importing.languages import language_code
from sitegen.features.importing.source import Source, UnusableSource

ROOTS = ("hugo", "config")
FOLDERS = ("config/_default", "config/production")


class HugoLanguage(Struct, frozen=True, kw_only=True):
    written: str
    """Key in the configuration, which is in addresses."""
    code: str
    name: str
    locale: str
    title: str
    folder: str
    """Folder with its content."""
    own_folder: bool
    settings: dict[str, Any]


class HugoConfig(Struct, frozen=True, kw_only=True):
    data: dict[str, Any]
    """All settings, with keys in lower case."""
    languages: tuple[HugoLanguage, ...]
    """The default language first."""
    content: str

    @property
    def default_in_subfolder(self) -> bool:
        return is_true(self.data.get("defaultcontentlanguageinsubdir"))

    @property
    def keeps_case(self) -> bool:
        """True if addresses have the capitals of file names."""
        return is_true(self.data.get("disablepathtolower"))

    def prefix(self, language: HugoLanguage) -> str:
        """Beginning of the addresses of a language."""
        is_default = language is self.languages[0]
        return f"/{language.written}/" if not is_default or self.default_in_subfolder else "/"

    def is_ugly(self, section: str) -> bool:
        """True if the addresses of pages of a section end with `.html`."""
        value = self.data.get("uglyurls")
        return is_true(value.get(section.lower())) if isinstance(value, dict) else is_true(value)

    def permalink(self, section: str, kind: str = "page") -> str:
        """Permalink of a section; empty for the default."""
        table = mapping_at(self.data, "permalinks")
        inner = mapping_at(table, kind)
        return text_at(inner, section.lower()) or (text_at(table, section.lower()) if kind == "page" else "")

    @property
    def disabled(self) -> frozenset[str]:
        return frozenset(text.lower() for text in texts_in(self.data.get("disablekinds", [])))

    @property
    def taxonomies(self) -> Mapping[str, str]:
        """Plural names of the taxonomies, which are also their fields, by singular."""
        if "taxonomies" in self.data:
            return {k: v for k, v in mapping_at(self.data, "taxonomies").items() if isinstance(v, str)}
        return {"tag": "tags", "category": "categories"}

    @property
    def static_folders(self) -> tuple[str, ...]:
        return tuple(texts_in(self.data.get("staticdir", ""))) or ("static",)


def read_config(source: Source) -> HugoConfig:
    """Reads the configuration. Raises UnusableSource if there is none."""
    data: dict[str, Any] = {}
    found = False
    for path in sorted(
        source.paths, key=lambda path: (path.count("/") > 0, path.startswith("config/prod"), path)
    ):
        folder, _, name = path.rpartition("/")
        if not form_of(path) or (folder and folder not in FOLDERS):
            continue
        stem = name.rpartition(".")[0]
        if not folder and stem not in ROOTS:
            continue
        found = True
        data = merged(data, _nested(stem, lowered(read_mapping(source, path))))
    if not found and not source.below("content"):
        raise UnusableSource(
            f"{source.folder} is no Hugo site: it has no hugo.toml, no config and no content"
        )
    _mount(data)
    content = text_at(data, "contentdir").strip("/") or "content"
    return HugoConfig(data=data, languages=tuple(_languages(data, content)), content=content)


def _mount(data: dict[str, Any]) -> None:
    """Takes the folders of content from mounts, as if they were set for the languages."""
    mounts = mapping_at(data, "module").get("mounts", [])
    for mount in mounts if isinstance(mounts, list) else ():
        if not isinstance(mount, dict) or text_at(mount, "target").strip("/") != "content":
            continue
        folder = text_at(mount, "source").strip("/")
        matrix = mapping_at(mapping_at(mount, "sites"), "matrix")
        codes = [*texts_in(mount.get("lang", "")), *texts_in(matrix.get("languages", []))]
        table = mapping_at(data, "languages")
        for code in codes:
            if isinstance(table.get(code.lower()), dict) and "**" not in code:
                table[code.lower()].setdefault("contentdir", folder)
        if not codes:
            data.setdefault("contentdir", folder)


def _nested(stem: str, data: dict[str, Any]) -> dict[str, Any]:
    """Settings of a file as part of the whole: `menus.en` is below `languages`, `en`, `menus`."""
    if stem in ROOTS:
        return data
    name, _, language = stem.lower().partition(".")
    if name == "languages":
        return {"languages": {language: data} if language else data}
    data = {"menus" if name in ("menu", "menus") else name: data}
    return {"languages": {language: data}} if language else data


def _languages(data: dict[str, Any], content: str) -> Iterator[HugoLanguage]:
    table = {key: value for key, value in mapping_at(data, "languages").items() if isinstance(value, dict)}
    default = text_at(data, "defaultcontentlanguage").lower()
    locale = text_at(data, "languagecode", "locale")
    if not table:
        written = default or (locale.replace("_", "-").partition("-")[0].lower() if locale else "en")
        yield _language(written, {"title": text_at(data, "title"), "locale": locale}, content)
        return
    default = (
        default
        if default in table
        else "en"
        if "en" in table and not default
        else default or next(iter(table))
    )
    disabled = {text.lower() for text in texts_in(data.get("disablelanguages", []))}
    order = sorted(table, key=lambda code: (code != default, _weight(table[code])))
    for written in order:
        if written not in disabled and not is_true(table[written].get("disabled")):
            yield _language(written, table[written], content)


def _weight(settings: Mapping[str, Any]) -> int:
    text = text_at(settings, "weight")
    return int(text) if text.lstrip("-").isdigit() else 1_000_000


def _language(written: str, settings: dict[str, Any], content: str) -> HugoLanguage:
    folder = text_at(settings, "contentdir").strip("/")
    locale = text_at(settings, "languagecode", "locale").replace("-", "_")
    code = language_code(written)
    return HugoLanguage(
        written=written,
        code=code,
        name=text_at(settings, "languagename", "label"),
        locale=locale if locale.partition("_")[2] and locale.partition("_")[0].lower() == code[:2] else "",
        title=text_at(settings, "title"),
        folder=folder or content,
        own_folder=bool(folder) and folder != content,
        settings=settings,
    )
