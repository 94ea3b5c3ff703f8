"""Configuration of an Eleventy site, read from its JavaScript without running it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import basename, dirname
from typing import Any

from msgspec import Struct

from sitegen.features.importing.data_files import form_of, merged, read_mapping, text_at, texts_in
from sitegen.features.importing.js_literals import constants, default_export, object_after
from sitegen.features.importing.source import Source, UnusableSource

CONFIGS = (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs")
COPY = re.compile(r"addPassthroughCopy\(\s*(?:[\"'`](?P<path>[^\"'`]+)[\"'`]|\{(?P<table>[^}]*)\})")
PAIR = re.compile(r"[\"'`]([^\"'`]+)[\"'`]\s*:\s*[\"'`]([^\"'`]*)[\"'`]")
IGNORED = re.compile(r"ignores\.add\(\s*[\"'`]([^\"'`]+)[\"'`]")
SHORTCODE = re.compile(
    r"add(?P<kind>(?:Nunjucks|Liquid|Async|Paired|JavaScript)*)Shortcode\(\s*[\"'`](?P<name>\w+)[\"'`]"
)
DIRECTORY = re.compile(r"set(Input|Output|Includes|Data)Directory\(\s*[\"'`]([^\"'`]+)[\"'`]")
SCRIPTS = (".js", ".mjs", ".cjs", ".ts")
DATA_ENDINGS = (".json", ".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs")


class EleventyConfig(Struct, frozen=True, kw_only=True):
    input: str
    """Folder of the texts, without slashes at its ends; empty for the source itself."""
    includes: str
    data: str
    output: str
    copies: tuple[tuple[str, str], ...]
    """Folders and files that are copied, each with its place on the site."""
    ignored: tuple[str, ...]
    paired: frozenset[str]
    single: frozenset[str]


def read_config(source: Source) -> EleventyConfig:
    """Reads the configuration. Raises UnusableSource if the source is no Eleventy site."""
    name = next((name for name in CONFIGS if name in source), "")
    package = source.text("package.json") or ""
    if not name and "@11ty/eleventy" not in package:
        raise UnusableSource(f"{source.folder} is no Eleventy site: it has no eleventy.config.js")
    text = (source.text(name) or "") if name else ""
    folders = {key: value for key, value in object_after(text, "dir").items() if isinstance(value, str)}
    folders |= {found[1].lower(): found[2] for found in DIRECTORY.finditer(text)}
    root = _clean(folders.get("input", "."))
    scripts = [text, *(source.text(path) or "" for path in source.paths if _is_config(path, root, folders))]
    names = [found for script in scripts for found in SHORTCODE.finditer(script)]
    ignore = source.text(".eleventyignore") or ""
    return EleventyConfig(
        input=root,
        includes=_clean(f"{root}/{folders.get('includes', '_includes')}"),
        data=_clean(f"{root}/{folders.get('data', '_data')}"),
        output=_clean(folders.get("output", "_site")),
        copies=tuple(copy for script in scripts for copy in _copies(script, root)),
        ignored=(
            *(_clean(found[1]) for script in scripts for found in IGNORED.finditer(script)),
            *(_clean(line) for line in ignore.split("\n") if line.strip() and not line.startswith("#")),
        ),
        paired=frozenset(found["name"] for found in names if "Paired" in found["kind"]),
        single=frozenset(found["name"] for found in names if "Paired" not in found["kind"]),
    )


def _is_config(path: str, root: str, folders: Mapping[str, str]) -> bool:
    """True for a script in a folder beside the texts, which the configuration may import."""
    inside = root and path.startswith(f"{root}/")
    return path.endswith(SCRIPTS) and "/" in path and not inside and ".11tydata." not in path


def _copies(text: str, root: str) -> Iterator[tuple[str, str]]:
    for found in COPY.finditer(text):
        if found["path"]:
            path = _clean(found["path"])
            yield path, path.removeprefix(f"{root}/") if root else path
        else:
            for pair in PAIR.finditer(found["table"]):
                yield _clean(pair[1]), _clean(pair[2])


def _clean(path: str) -> str:
    """A path without `.`, and `..` resolved."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def read_script(source: Source, path: str) -> dict[str, Any]:
    """Data in a file: JSON, or the literals that a script exports."""
    if form_of(path):
        return read_mapping(source, path)
    text = source.text(path) or ""
    return default_export(text) or constants(text)


class FolderData:
    """Data of folders and of single texts, as Eleventy cascades it."""

    def __init__(self, source: Source, config: EleventyConfig) -> None:
        self.source = source
        self.config = config
        self._read: dict[str, dict[str, Any]] = {}

    def of(self, path: str) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Data that a text inherits, and the tags among it, which name collections."""
        data: dict[str, Any] = {}
        tags: list[str] = []
        for place in self._places(path):
            for ending in DATA_ENDINGS:
                found = self._data(f"{place}{ending}")
                tags += texts_in(found.get("tags", []))
                data = merged(data, found)
        return data, tuple(dict.fromkeys(tags))

    def _places(self, path: str) -> Iterator[str]:
        folders = []
        folder = dirname(path)
        while folder and folder.startswith(self.config.input):
            folders.append(folder)
            folder = dirname(folder)
        for each in reversed(folders):
            yield f"{each}/{basename(each)}"
        yield path.rpartition(".")[0]

    def _data(self, path: str) -> dict[str, Any]:
        if path not in self.source or path == "package.json":
            return {}
        if path not in self._read:
            self._read[path] = read_script(self.source, path)
        return self._read[path]


def metadata(source: Source, config: EleventyConfig) -> dict[str, Any]:
    """Facts about the site in its global data."""
    found: dict[str, Any] = {}
    for name in ("site", "meta", "metadata"):
        for ending in (".json", ".js", ".cjs", ".mjs", ".yaml", ".yml"):
            if f"{config.data}/{name}{ending}" in source:
                data = read_script(source, f"{config.data}/{name}{ending}")
                found |= {key: value for key, value in data.items() if isinstance(value, str)}
                found["name_of_data"] = name
    return found | {"title": text_at(found, "title", "name")}
