"""Loads `content/site.yaml` and every `_type.yaml` into one `Config`, reporting all mistakes at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.definition.built_in import BUILT_IN
from sitegen.definition.causes import first_causes, with_missing_types, without_follow_ons
from sitegen.definition.content_rules import DATES, FILES, HOSTS, LIMITS, MARKDOWN, TIME_ZONE
from sitegen.definition.content_types import read_content_type
from sitegen.definition.files import definition_files, own_files
from sitegen.definition.graphics import IMAGES, SOCIAL_CARDS
from sitegen.definition.menus import MENUS, unknown_targets
from sitegen.definition.publication import ICON, LICENCE
from sitegen.definition.reader import Context, Former, Key, Keys, Schema, Table, Value, keys_of
from sitegen.definition.selections import ALPHABET, LISTS, TAXONOMIES
from sitegen.definition.site_search import SEARCH
from sitegen.definition.themes import THEME, default_types, with_layers
from sitegen.definition.values import ANY_NAMES, FLAG, TEXT, TEXTS, each
from sitegen.kinds import KINDS
from sitegen.markdown.of_extensions import own_extensions
from sitegen.problems.formats import in_order, suggest
from sitegen.store.packages import entry_points_of
from sitegen.types import (
    PYTHON_MARKDOWN,
    Config,
    ContentType,
    Field,
    Language,
    Limits,
    Location,
    MarkdownRule,
    PictureRule,
    Problem,
    Severity,
)
from sitegen.types.paths import EXTENSIONS, language_folder
from sitegen.types.registers import (
    EXTENSIONS_GROUP,
    activate,
    active_extensions,
    contributed,
    extender,
    per_extensions,
)
from sitegen.types.zones import day_of
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.nodes import Node, Scalar

SITE = "content/site.yaml"


class Contributed(Struct, frozen=True):
    """Keys that features add; their values are in `contributed` of `Config` and `ContentType`."""

    site: Table = ()
    type: Table = ()
    theme: Table = ()


@per_extensions
def contributed_keys() -> Contributed:
    """Keys of all features."""
    parts: tuple[Contributed, ...] = contributed("KEYS")
    return Contributed(
        site=tuple(key for part in parts for key in part.site),
        type=tuple(key for part in parts for key in part.type),
        theme=tuple(key for part in parts for key in part.theme),
    )


def load_config(
    root: Path, now: date, base_url: str | None = None, drafts: bool = False, more: Contributed | None = None
) -> tuple[Config | None, tuple[Problem, ...]]:
    """Returns the site's configuration with warnings, or None with the problems in its definition files.

    Reads `content/site.yaml` and `content/*/_type.yaml` below `root`. `now` is the current day, or a moment,
    whose day depends on the time zone of the site. `more` replaces the keys of the features.
    """
    of_extensions = activate_extensions(root)
    if any(problem.severity is not Severity.WARNING for problem in of_extensions):
        return None, of_extensions
    more = more or contributed_keys()
    problems: list[Problem] = [*of_extensions]
    texts = definition_files(root, own_files(root), problems)
    if SITE not in texts:
        return None, in_order(problems)
    site = keys_of(texts[SITE], (*SITE_KEYS, *more.site), "the site", Context(SITE, problems, root))
    languages, default = site["languages"], _default_language(site)
    site["default_language"] = default
    codes = (default, *(code for code in languages if code != default))
    site.context = replace(site.context, languages=codes)
    site["theme"] = theme = with_layers(root, site, more.theme)
    defaults = default_types(root, theme.layers, codes if site["language_folders"] else ())
    texts |= definition_files(root, map(root.joinpath, defaults.values()), problems)
    types = {}
    for path in sorted((path for path in texts if path != SITE), key=lambda path: path.split("/")[-2]):
        context = Context(path, problems, root, codes, of_theme=path in defaults.values())
        content_type = read_content_type(texts[path], context, more.type)
        types[content_type.name] = content_type
    site.context = replace(site.context, types=types)
    values = site.values(SITE_KEYS)
    config = Config(
        **values
        | {
            "base_url": (base_url or values["base_url"]).rstrip("/"),
            "languages": {code: languages[code] for code in codes if code in languages},
            "types": types,
            "today": day_of(now, values["time_zone"]),
            "drafts": drafts,
            "contributed": site.values(more.site),
            "extensions": tuple((it.name, it.digest) for it in active_extensions()),
        }
    )
    problems += _unfit_engine(config)
    problems = without_follow_ons((*problems, *_references(config)))
    if all(problem.severity is Severity.WARNING for problem in problems):
        return replace(config, warnings=in_order(problems)), ()
    declared = site.node.get("languages")
    sound = isinstance(declared, MappingNode) and len(declared.entries) == len(languages) > 0
    there = {path.parent.name for path in own_files(root)} | defaults.keys()
    defined = {f"content/{name}/_type.yaml" for name in there}
    found = first_causes(with_missing_types(problems, root, defined), SITE, sound)
    return None, in_order(found)


def activate_extensions(root: Path) -> tuple[Problem, ...]:
    """Activates the extensions of a site and of installed packages; returns their problems."""
    there = (root / EXTENSIONS).is_dir() or entry_points_of(EXTENSIONS_GROUP)
    loads = extender() if there else None
    if loads is None:
        activate(())
        return ()
    return loads.activate(root)


def _unfit_engine(config: Config) -> Iterable[Problem]:
    """A problem for extensions of Python-Markdown on a site with a different engine."""
    for name, extension in own_extensions().items():
        if config.engine != PYTHON_MARKDOWN:
            message = f'the Markdown extension "{name}" needs the engine {PYTHON_MARKDOWN}'
            hint = f"site.yaml has the engine {config.engine}; change it, or remove MARKDOWN"
            yield Problem("extension.engine", message, extension.place, hint)


def _default_language(site: Keys) -> str:
    """The default language; if it is not declared, the first language that is."""
    languages: tuple[str, ...] = tuple(site["languages"])
    if not languages:
        return "en"
    first = languages[0]
    written: str = site.value("default_language", first)
    if written in languages:
        return written
    hint = suggest(written, languages) or "add it under languages"
    message = f'the default language "{written}" is not one of the languages'
    site.report("config.language", message, site.place_of("default_language"), hint)
    return first


def _base_url(own: Keys, _: Key, node: Node, default: object) -> str:
    written = node.text if isinstance(node, Scalar) else ""
    if not valid_base_url(written):
        own.wrong(
            node, f'"{written}" is not the address of a site', "like https://example.org or with a path"
        )
    return written


def valid_base_url(url: str) -> bool:
    """True for an http or https address with a host and an optional path, and nothing else."""
    return re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*/?", url) is not None


def _language(own: Keys) -> Language | None:
    from babel import Locale, UnknownLocaleError

    code = own.name
    name, given = own.value("locale", code), own["name"]
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", code):
        own.wrong(
            own.key or own.node, f'"{code}" is not a language code', "like fr, pt-BR or zh-Hans (BCP 47)"
        )
        return None
    try:
        locale = Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        hint = "use a BCP 47 code, like fr or pt-BR"
        own.wrong(own.node, f'nothing is known about the language "{name}"', hint)
        return None
    try:
        own_name = given or Locale.parse(code.replace("-", "_")).get_display_name() or code
    except UnknownLocaleError:
        own.wrong(
            own.key or own.node,
            f'the name of the language "{code}" is not known',
            f"add its name: {{locale: {name}, name: …}}",
        )
        return None
    return Language(code, str(locale), own_name[:1].upper() + own_name[1:], locale.text_direction)


LANGUAGE = (
    Key(
        "locale",
        TEXT,
        "The rules for dates and numbers, as a locale of CLDR: `en_GB`, `zh_Hans`.",
        otherwise="the code",
        example="zh_Hans",
    ),
    Key(
        "name",
        TEXT,
        "The name of the language in the language itself.",
        otherwise="from CLDR",
        example="中文",
    ),
)
ADDRESS: Schema = {"type": "string", "pattern": "^https?://"}

SITE_KEYS = (
    Key("title", TEXTS, "The name of the site.", required=True),
    Key(
        "description",
        TEXTS,
        "One or two sentences: the summary of the home page and the description of the feeds.",
        required=True,
    ),
    Key(
        "base_url",
        Value("text", _base_url, ADDRESS, ""),
        "The address of the site, with `https://` or `http://`, perhaps with a path: `https://example.org` "
        "or `https://example.org/atlas`. Every address on the site starts with it. `--base-url` takes its "
        "place.",
        required=True,
    ),
    Key(
        "default_language",
        TEXT,
        "The language of the files without a code in their name. Its pages have no prefix.",
        otherwise="the first of `languages`",
    ),
    Key(
        "languages",
        each('the language "{}"', LANGUAGE, _language, ANY_NAMES),
        "See [languages](#languages).",
        required=True,
    ),
    Key(
        "language_folders",
        FLAG,
        "Whether each language can have a folder of its own: `content/fr/topics/food.md` in place of "
        "`content/topics/food.fr.md`. See [translations](../editors/writing.md#translations).",
    ),
    Key(
        "time_zone",
        TIME_ZONE,
        "The zone by which days and states turn, and of moments that name none. "
        "See [moments and time zones](#moments-and-time-zones).",
        otherwise="`UTC`",
        example="Europe/Zurich",
    ),
    Key("menus", MENUS, "See [menus](#menus)."),
    Key("taxonomies", TAXONOMIES, "See [taxonomies](#taxonomies)."),
    Key("lists", LISTS, "See [lists](#lists)."),
    Key("alphabet", ALPHABET, "See [alphabet](#alphabet)."),
    Key("search", SEARCH, "See [search](#search)."),
    Key(
        "hosts",
        HOSTS,
        "Other sites that someone has looked at. Each covers the hosts below it: `www.example.org`. A link "
        "to any other host is a warning, and with `--strict` an error. Without this key all hosts may be "
        "linked to, and `sitegen check` lists each in a note.",
        example="[iclei.org, example.org]",
    ),
    Key(
        "license",
        LICENCE,
        "Licence of the data under `/data/`: see [the site as a publication](#the-site-as-a-publication).",
        attribute="licence",
        former=Former("licence", since="0.1.0", until="0.3.0"),
    ),
    Key("icon", ICON, "Icon on a home screen: see [there](#the-site-as-a-publication)."),
    Key(
        "dates",
        DATES,
        "See [dates from git](#dates-from-git).",
        otherwise="none from git",
        attribute="git_dates",
    ),
    Key("markdown", MARKDOWN, "See [Markdown](#markdown).", MarkdownRule(), otherwise="see there"),
    Key("images", IMAGES, "See [images](#images).", PictureRule(), otherwise="see there"),
    Key("social_cards", SOCIAL_CARDS, "See [social cards](#social-cards).", otherwise="none are drawn"),
    Key(
        "files",
        FILES,
        "More kinds of files that may lie beside entries. See [files](#files).",
        example="[pptx, odp, zip]",
    ),
    Key("limits", LIMITS, "See [limits](#limits).", Limits(), otherwise="see there"),
    Key("home_template", TEXT, "The template of the home page.", "home.html"),
    Key("theme", THEME, "The look of the site: see [theme](#theme).", otherwise="none", example="network"),
)
"""Keys of `site.yaml`."""


# --- mentions of types, lists and fields ------------------------------------------------------


def _references(config: Config) -> Iterable[Problem]:
    """Problems for references to types and lists that do not exist, which need the whole configuration."""
    for content_type in config.types.values():
        if language_folder(f"{content_type.path}", config.folder_codes)[0]:
            message = f'the folder "{content_type.name}" is that of a language, so it cannot be a type'
            hint = "a type is defined once, in its folder directly in content/"
            yield Problem("config.value", message, Location(content_type.path), hint)
        for field in _all_fields(content_type.fields.values()):
            for target in field.to:
                if target not in config.types:
                    message = f'the field "{field.name}" refers to the type "{target}", which does not exist'
                    hint = suggest(target, config.types) or f"types: {', '.join(sorted(config.types))}"
                    yield Problem("config.type", message, field.places["to"], hint)
        yield from _mapped(config, content_type)
        yield from _timeline_list(config, content_type)
    yield from unknown_targets(config)


def _all_fields(fields: Iterable[Field]) -> Iterable[Field]:
    for field in fields:
        yield field
        yield from field.fields.values()


def relations_of(config: Config, content_type: ContentType) -> tuple[str, ...]:
    """Relations of a type: the names that fields of any type give to references to it."""
    fields = (field for other in config.types.values() for field in _all_fields(other.fields.values()))
    return tuple({field.inverse: None for field in fields if field.inverse and content_type.name in field.to})


def _mapped(config: Config, content_type: ContentType) -> Iterable[Problem]:
    """Problems for names under `map` that are neither a field with places nor a relation of the type."""
    built_in = {field.name for field in BUILT_IN}
    placed = (f for f in content_type.fields.values() if KINDS[f.kind].located or f.fields)
    known = {field.name: None for field in placed if field.name not in built_in}
    known |= dict.fromkeys(relations_of(config, content_type))
    for name in content_type.map:
        if name not in known:
            message = (
                f'"map" names "{name}", which is neither a field with places nor a relation of this type'
            )
            place = Location(content_type.path, content_type.lines["map"])
            hint = suggest(name, known) or f"known: {', '.join(known)}"
            yield Problem("config.field", message, place, hint)


def _timeline_list(config: Config, content_type: ContentType) -> Iterable[Problem]:
    """A problem for a timeline whose list is not declared."""
    rule = content_type.timeline
    if rule and rule.list and rule.list not in config.lists:
        message = f'the timeline names the list "{rule.list}", which is not in site.yaml'
        hint = suggest(rule.list, config.lists) or f"lists: {', '.join(config.lists)}"
        yield Problem(
            "config.value", message, Location(content_type.path, content_type.lines["timeline"]), hint
        )
