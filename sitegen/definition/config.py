"""`content/site.yaml` and every `_type.yaml` → one `Config`, with all mistakes at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from msgspec.structs import replace

from sitegen.definition import content_rules, publication
from sitegen.definition.budgets import read_budgets
from sitegen.definition.content_types import (
    BUILT_IN,
    COMPUTED,
    PERMALINK,
    PLACED,
    index_rule,
    keys_of,
    known_names,
    label_of,
    permalink,
    read_content_type,
)
from sitegen.definition.graphics import image_rule, social_card_rule
from sitegen.definition.menus import menus, unknown_targets
from sitegen.definition.reader import Keys, first_causes, with_missing_types, without_follow_ons
from sitegen.problems.formats import in_order, not_utf8, suggest
from sitegen.types import (
    Alphabet,
    Config,
    ContentType,
    Field,
    Language,
    ListRule,
    Location,
    Problem,
    SearchRule,
    Severity,
    Taxonomy,
)
from sitegen.types.zones import day_of
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.nodes import Node, Scalar

SITE = "content/site.yaml"


def load_config(
    root: Path, now: date, base_url: str | None = None, drafts: bool = False
) -> tuple[Config | None, tuple[Problem, ...]]:
    """The site's configuration with its warnings, or none and the problems in its definition files.

    Reads `content/site.yaml` and `content/*/_type.yaml` below `root`. `now` is the day that counts as today,
    or a moment, whose day depends on the time zone of the site.
    """
    problems: list[Problem] = []
    texts = _definition_files(root, problems)
    if SITE not in texts:
        return None, in_order(problems)
    site = keys_of(SITE, texts[SITE], "the site", problems)
    languages = site.mapping("languages", partial(_language, site))
    default = _default_language(site, languages)
    codes = (default, *(code for code in languages if code != default))
    types = {
        t.name: t
        for path, text in texts.items()
        if path != SITE
        for t in [read_content_type(path, text, codes, problems)]
    }
    zone = content_rules.time_zone(site)
    config = Config(
        title=site.texts("title", codes, required=True),
        description=site.texts("description", codes, required=True),
        base_url=_base_url(site, base_url),
        default_language=default,
        languages={code: languages[code] for code in codes if code in languages},
        types=types,
        taxonomies=site.mapping("taxonomies", partial(_taxonomy, site, codes, types)),
        lists=site.mapping("lists", partial(_list, site, codes, types)),
        alphabet=_alphabet(site, codes, types),
        search=_search(site, codes, types),
        menus=menus(site, codes),
        home_template=site.text("home_template", "home.html"),
        limits=content_rules.limits(site),
        files=content_rules.files(site),
        images=image_rule(site),
        social_cards=social_card_rule(site, root),
        budgets=read_budgets(site, types),
        engine=content_rules.engine(site),
        hosts=content_rules.hosts(site),
        git_dates=content_rules.git_dates(site),
        licence=publication.licence(site),
        security=publication.security(site),
        icon=publication.icon(site),
        cms=publication.cms(site),
        today=day_of(now, zone),
        drafts=drafts,
        time_zone=zone,
    )
    site.done()
    problems = without_follow_ons((*problems, *_references(config)))
    if all(problem.severity is Severity.WARNING for problem in problems):
        return replace(config, warnings=in_order(problems)), ()
    declared = site.node.get("languages")
    sound = isinstance(declared, MappingNode) and len(declared.entries) == len(languages) > 0
    found = first_causes(with_missing_types(problems, root, texts), SITE, sound)
    return None, in_order(found)


def _definition_files(root: Path, problems: list[Problem]) -> dict[str, str]:
    content = root / "content"
    paths = [content / "site.yaml", *sorted(content.glob("*/_type.yaml"))]
    texts: dict[str, str] = {}
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            texts[name] = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            problems.append(Problem("config.file", "the site definition is missing", Location(name)))
        except UnicodeDecodeError as error:
            problems.append(not_utf8(name, error, "config.file"))
        except OSError as error:
            problems.append(Problem("config.file", f"cannot be read: {error.strerror}", Location(name)))
    return texts


def _default_language(site: Keys, languages: Iterable[str]) -> str:
    """The default language; where the one named is not declared, the first that is."""
    languages = tuple(languages)
    if not languages:
        site.get("languages", required=True)
        site.asked.append("default_language")
        return "en"
    first = languages[0]
    written = site.text("default_language", first)
    if written in languages:
        return written
    hint = suggest(written, languages) or "add it under languages"
    message = f'the default language "{written}" is not one of the languages'
    site.problems.append(Problem("config.language", message, site.place_of("default_language"), hint))
    return first


def _base_url(site: Keys, given: str | None) -> str:
    node = site.get("base_url", required=True)
    written = node.text if isinstance(node, Scalar) else ""
    if node is not None and not valid_base_url(written):
        site.wrong(
            node, f'"{written}" is not the address of a site', "like https://example.org or with a path"
        )
    return (given or written).rstrip("/")


def valid_base_url(url: str) -> bool:
    """An http or https address with a host, perhaps a path, and nothing else."""
    return re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*/?", url) is not None


def _language(site: Keys, code: str, node: Node) -> Language | None:
    from babel import Locale, UnknownLocaleError

    own = Keys(node, site.path, f'the language "{code}"', site.problems)
    name = own.text("locale", code)
    given = own.text("name")
    own.done()
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", code):
        hint = "like fr, pt-BR or zh-Hans (BCP 47)"
        own.wrong(site.key_in("languages", code) or node, f'"{code}" is not a language code', hint)
        return None
    try:
        locale = Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        own.wrong(
            node, f'nothing is known about the language "{name}"', "use a BCP 47 code, like fr or pt-BR"
        )
        return None
    own_name = given or Locale.parse(code.replace("-", "_")).get_display_name() or code
    return Language(code, str(locale), own_name[:1].upper() + own_name[1:], locale.text_direction)


Types = Mapping[str, ContentType]


def _taxonomy(site: Keys, codes: tuple[str, ...], types: Types, name: str, node: Node) -> Taxonomy:
    own = Keys(node, site.path, f'the taxonomy "{name}"', site.problems)
    taxonomy = Taxonomy(
        name=name,
        title=own.texts("title", codes, label_of(name)),
        description=own.texts("description", codes),
        fields=own.words("fields", (name,)),
        permalink=permalink(own, f"/{name}/{{term}}/", "{term}"),
        template=own.text("template", "term.html"),
        sort=own.words("sort"),
        paginate_by=own.number("paginate_by", 100) or 100,
    )
    known_names(own, "sort", taxonomy.sort, (*_fields_of(types, types), *COMPUTED))
    known_names(own, "fields", taxonomy.fields, (*_fields_of(types, types), *COMPUTED))
    own.done()
    return taxonomy


def _fields_of(types: Types, names: Iterable[str]) -> tuple[str, ...]:
    """The fields that entries of these types can have, and the two names for a country."""
    found = {field: None for name in names if name in types for field in types[name].fields}
    return tuple(
        found | dict.fromkeys(("country", "countries") if "country" in found or "countries" in found else ())
    )


def _known_types(keys: Keys, what: str, names: Iterable[str], types: Types) -> None:
    for name in names:
        if name not in types:
            message = f'{what} names the type "{name}", which does not exist'
            keys.unknown("types", name, types, message, "config.type")


def _list(site: Keys, codes: tuple[str, ...], types: Types, name: str, node: Node) -> ListRule:
    own = Keys(node, site.path, f'the list "{name}"', site.problems)
    permalink = own.text("permalink", pattern=PERMALINK) or None
    names = _fields_of(types, own.words("types"))
    where = own.mapping("where", lambda key, value: tuple(s.text for s in own.scalars(value, key)))
    rule = ListRule(
        name=name,
        title=own.texts("title", codes, label_of(name)),
        description=own.texts("description", codes),
        types=own.words("types"),
        where=where,
        sort=own.words("sort", ("title",)),
        limit=own.number("limit", None),
        permalink=permalink,
        index=index_rule(own, names),
    )
    if not rule.types:
        own.get("types", required=True)
    _known_types(own, f'the list "{name}"', rule.types, types)
    if names:
        known_names(own, "sort", rule.sort, (*names, *COMPUTED))
    for key in rule.where:
        if key not in (*names, *COMPUTED):
            message = f'"where" names the field "{key}", which these types do not have'
            own.unknown("where", key, (*names, *COMPUTED), message, "config.field")
    if rule.index.map and not any(types[name].places for name in rule.types if name in types):
        message = 'a list with a map needs a type with "places"'
        own.problems.append(Problem("config.missing", message, own.place_of("map")))
    own.done()
    return rule


def _alphabet(site: Keys, codes: tuple[str, ...], types: Types) -> Alphabet | None:
    own = site.nested("alphabet", "the alphabet")
    if own is None:
        return None
    alphabet = Alphabet(
        title=own.texts("title", codes, "A to Z"),
        permalink=own.text("permalink", "/a-z/", pattern=PERMALINK),
        types=own.words("types"),
        template=own.text("template", "alphabet.html"),
    )
    _known_types(own, "the alphabet", alphabet.types, types)
    own.done()
    return alphabet


def _search(site: Keys, codes: tuple[str, ...], types: Types) -> SearchRule | None:
    own = site.nested("search", "the search")
    if own is None:
        return None
    facets = dict.fromkeys(facet for t in types.values() if t.index for facet in t.index.facets)
    rule = SearchRule(
        permalink=own.text("permalink", "/search/", pattern=PERMALINK),
        template=own.text("template", "search.html"),
        filters=own.words("filters", ("type", *(name for name in facets if name != "type"))),
        names=own.words("names"),
        short_name=own.texts("short_name", codes, ""),
        installed=bool(find_spec("cbor2")) and any(map(find_spec, PAGEFIND)),
        location=site.place_of("search"),
    )
    known_names(own, "filters", rule.filters, (*_fields_of(types, types), *COMPUTED))
    known_names(own, "names", rule.names, _fields_of(types, types))
    for text in rule.short_name.values():
        if len(text) > SHORT:
            message = f'"{text}" is longer than the {SHORT} characters that OpenSearch allows'
            own.problems.append(Problem("config.value", message, own.place_of("short_name")))
    own.done()
    return rule


PAGEFIND = ("pagefind_bin_extended", "pagefind_bin")
"""The packages that bring the program for search; the first can tell words of Chinese and Japanese apart."""
SHORT = 16


# --- mentions of types, lists and fields ------------------------------------------------------


def _references(config: Config) -> Iterable[Problem]:
    """Every mention of a type or list that could only be looked up once all are known."""
    for content_type in config.types.values():
        for field in _all_fields(content_type.fields.values()):
            for target in field.to:
                if target not in config.types:
                    message = f'the field "{field.name}" refers to the type "{target}", which does not exist'
                    yield Problem("config.type", message, field.places["to"], suggest(target, config.types))
        yield from _mapped(config, content_type)
        yield from _timeline_list(config, content_type)
    yield from unknown_targets(config)


def _all_fields(fields: Iterable[Field]) -> Iterable[Field]:
    for field in fields:
        yield field
        yield from field.fields.values()


def _mapped(config: Config, content_type: ContentType) -> Iterable[Problem]:
    """Words under `map` that are neither a field with places nor a relation of the type."""
    built_in = {field.name for field in BUILT_IN}
    placed = (*PLACED, "group")
    known = {n: None for n, f in content_type.fields.items() if f.kind in placed and n not in built_in}
    known |= {
        field.inverse: None
        for other in config.types.values()
        for field in _all_fields(other.fields.values())
        if field.inverse and content_type.name in field.to
    }
    for name in content_type.map:
        if name not in known:
            message = (
                f'"map" names "{name}", which is neither a field with places nor a relation of this type'
            )
            place = Location(content_type.path, content_type.lines["map"])
            hint = suggest(name, known) or f"known: {', '.join(known)}"
            yield Problem("config.field", message, place, hint)


def _timeline_list(config: Config, content_type: ContentType) -> Iterable[Problem]:
    """A list of a timeline that is not declared."""
    rule = content_type.timeline
    if rule and rule.list and rule.list not in config.lists:
        message = f'the timeline names the list "{rule.list}", which is not in site.yaml'
        hint = suggest(rule.list, config.lists) or f"lists: {', '.join(config.lists)}"
        yield Problem(
            "config.value", message, Location(content_type.path, content_type.lines["timeline"]), hint
        )
