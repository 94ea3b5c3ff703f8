"""Configuration of a Jekyll site: collections, permalinks, defaults, languages."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from sitegen.features.importing.data_files import is_true, mapping_at, read_mapping, text_at, texts_in
from sitegen.features.importing.dates import When
from sitegen.features.importing.languages import language_code
from sitegen.features.importing.source import Source, UnusableSource

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
EXCLUDED = (
    ".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules", "vendor",
    "Rakefile", "package.json", "package-lock.json", "yarn.lock", "*.gemspec", "docker-compose.yml",
    "Dockerfile", "Makefile",
)  # fmt: skip
SPECIAL = ("_layouts", "_includes", "_sass", "_plugins", "_site", "_data")
UNFIT = re.compile(r"[^\w._~!$&'()+,;=@-]+")
UNFIT_PLAIN = re.compile(r"[^\w]+|_+")


class Collection(Struct, frozen=True):
    name: str
    folder: str
    output: bool
    permalink: str


class JekyllConfig(Struct, frozen=True, kw_only=True):
    data: dict[str, Any]
    base: str
    """Folder of the site in the source, with a slash at its end; empty if it is the source itself."""
    collections: tuple[Collection, ...]

    @property
    def language(self) -> str:
        return language_code(text_at(self.data, "default_lang", "lang", "locale", "language") or "en").split(
            "-"
        )[0]

    @property
    def style(self) -> str:
        return text_at(self.data, "permalink") or "date"

    @property
    def post_permalink(self) -> str:
        return STYLES.get(self.style, self.style)

    @property
    def page_permalink(self) -> str:
        return _with_suffix("/:path/:basename", self.style)

    def is_excluded(self, path: str) -> bool:
        """True for a file that Jekyll leaves out."""
        listed = [text.strip("/") for text in texts_in(self.data.get("exclude", []))]
        included = [text.strip("/") for text in texts_in(self.data.get("include", []))]
        if _matches(path, included):
            return False
        parts = path.split("/")
        hidden = any(part[:1] in (".", "#", "~") or part.endswith("~") for part in parts)
        return hidden or _matches(path, listed) or _matches(path, EXCLUDED)

    def defaults(self, path: str, kind: str) -> Iterator[Mapping[str, Any]]:
        """Default values for a file, the most general first."""
        for entry in self.data.get("defaults", []) if isinstance(self.data.get("defaults"), list) else ():
            scope = mapping_at(entry, "scope") if isinstance(entry, dict) else {}
            place = text_at(scope, "path").strip("/")
            inside = (
                not place or path == place or path.startswith(f"{place}/") or fnmatch.fnmatch(path, place)
            )
            if inside and text_at(scope, "type") in ("", kind, kind.rstrip("s")):
                yield mapping_at(entry, "values")


def read_config(source: Source) -> JekyllConfig:
    """Reads the configuration. Raises UnusableSource if the source is no Jekyll site."""
    data: dict[str, Any] = {}
    names = [name for name in ("_config.yml", "_config.yaml", "_config.toml") if name in source]
    for name in names:
        data |= read_mapping(source, name)
    if not names and not any("/_posts/" in f"/{path}" for path in source.paths):
        raise UnusableSource(f"{source.folder} is no Jekyll site: it has no _config.yml and no _posts")
    base = text_at(data, "source").strip("./")
    return JekyllConfig(data=data, base=f"{base}/" if base else "", collections=tuple(_collections(data)))


def _collections(data: dict[str, Any]) -> Iterator[Collection]:
    folder = text_at(data, "collections_dir").strip("./")
    folder = f"{folder}/" if folder else ""
    found = data.get("collections", {})
    table = found if isinstance(found, dict) else {key: {} for key in texts_in(found)}
    style = text_at(data, "permalink") or "date"
    for name, settings in table.items():
        own = settings if isinstance(settings, dict) else {}
        if name == "posts":
            continue
        permalink = text_at(own, "permalink") or _with_suffix("/:collection/:path", style)
        yield Collection(
            name, f"{folder}_{name}", is_true(own.get("output")), STYLES.get(permalink, permalink)
        )


def _with_suffix(template: str, style: str) -> str:
    """A template with the ending that a style of permalinks has."""
    if style == "pretty" or (style not in STYLES and style.endswith("/")):
        return f"{template}/"
    if style in STYLES or style.endswith(":output_ext"):
        return f"{template}:output_ext"
    return template


def _matches(path: str, patterns: list[str] | tuple[str, ...]) -> bool:
    return any(
        path == pattern or path.startswith(f"{pattern}/") or fnmatch.fnmatch(path, pattern)
        for pattern in patterns
    )


def slugified(text: str, plain: bool = False) -> str:
    """A text in an address: `pretty` mode of Jekyll, or its default mode."""
    if plain:
        return UNFIT_PLAIN.sub("-", text).strip("-").lower()
    return UNFIT.sub("-", text).strip("-")


def filled(pattern: str, values: Mapping[str, str], when: When | None) -> str:
    """The address that a permalink gives."""
    parts = {**_of_date(when), **values}
    names = sorted(parts, key=len, reverse=True)
    made = re.sub(":(" + "|".join(map(re.escape, names)) + ")", lambda found: parts[found[1]], pattern)
    return "/" + re.sub("/{2,}", "/", made).lstrip("/")


def _of_date(when: When | None) -> dict[str, str]:
    if when is None or len(when.day) < 10:
        return {}
    from datetime import datetime

    day = datetime.fromisoformat(f"{when.day}T{when.clock or '00:00:00'}")
    return {
        "year": f"{day.year:04}",
        "short_year": f"{day.year % 100:02}",
        "month": f"{day.month:02}",
        "i_month": str(day.month),
        "short_month": day.strftime("%b"),
        "long_month": day.strftime("%B"),
        "day": f"{day.day:02}",
        "i_day": str(day.day),
        "short_day": day.strftime("%a"),
        "y_day": f"{day.timetuple().tm_yday:03}",
        "week": f"{day.isocalendar().week:02}",
        "hour": f"{day.hour:02}",
        "minute": f"{day.minute:02}",
        "second": f"{day.second:02}",
    }
