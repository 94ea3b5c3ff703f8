"""`content/site.yaml` and every `_type.yaml` → one `Config`, with all mistakes at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from sitegen.definition import Keys
from sitegen.nodes import Mapping as MappingNode
from sitegen.nodes import Node, Scalar, compose
from sitegen.problems import suggest
from sitegen.types import (
    Alphabet,
    Config,
    ContentType,
    Field,
    IndexRule,
    Language,
    Limits,
    ListRule,
    Location,
    MenuRule,
    Problem,
    StateRule,
    Taxonomy,
    TimelineRule,
)

SITE = "content/site.yaml"
NAME = r"[a-z][a-z0-9_-]*"
FIELD_NAME = r"[a-z][a-z0-9_]*"
LINK_KINDS = ("type", "list", "page", "taxonomy", "timeline")
PERMALINK = r"/([a-z0-9{}_.-]+/)*"

KINDS = (
    "text", "markdown", "integer", "number", "boolean", "date", "datetime", "choice", "reference",
    "country", "language", "url", "email", "image", "file", "group",
)  # fmt: skip
"""The kinds a field can have; `read.fields` reads each."""

BUILT_IN = (
    Field("title", "text", {"": "Title"}, "The name of the page.", required=True, maximum="300", show=False),
    Field("summary", "text", {"": "Summary"}, "One or two sentences that end.", show=False),
    Field("slug", "text", {"": "Slug"}, "The last part of the address.", pattern="[a-z0-9]+(-[a-z0-9]+)*",
          show=False),
    Field("aliases", "text", {"": "Old addresses"}, "Old addresses that lead here: /old/name/.", many=True,
          pattern=r"/([A-Za-z0-9._~-]+/)*[A-Za-z0-9._~-]*", show=False),
    Field("draft", "boolean", {"": "Draft"}, "true: left out until it is ready.", show=False),
    Field("publish_on", "date", {"": "Publish on"}, "Left out before this day.", show=False),
    Field("updated", "date", {"": "Updated"}, "The day of the last real change.", show=False),
    Field("weight", "integer", {"": "Weight"}, "Lower comes first where lists sort by weight.", show=False),
    Field("template", "text", {"": "Template"}, "Another template than the type's.",
          pattern=r"[a-z0-9_/-]+\.html", show=False),
    Field("noindex", "boolean", {"": "Hidden from search engines"}, show=False),
)  # fmt: skip
"""The fields every entry has; a type may require or limit them further."""


def load_config(
    root: Path, today: date, base_url: str | None = None, drafts: bool = False
) -> tuple[Config | None, tuple[Problem, ...]]:
    """The site's configuration, or none and the problems in its definition files.

    Reads `content/site.yaml` and `content/*/_type.yaml` below `root`.
    """
    problems: list[Problem] = []
    texts = _definition_files(root, problems)
    site = _keys(SITE, texts.get(SITE, ""), "the site", problems)
    languages = site.mapping("languages", partial(_language, site))
    default = site.text("default_language", next(iter(languages), "en"))
    if default not in languages:
        hint = suggest(default, languages) or "add it under languages"
        problems.append(
            Problem("config.language", f'the default language "{default}" is not one of the languages',
                    site.line("default_language"), hint)
        )  # fmt: skip
    codes = (default, *(code for code in languages if code != default))
    types = {
        t.name: t
        for path, text in texts.items()
        if path != SITE
        for t in [_content_type(path, text, codes, problems)]
    }
    config = Config(
        title=site.texts("title", codes, required=True),
        description=site.texts("description", codes, required=True),
        base_url=_base_url(site, base_url),
        default_language=default,
        languages={code: languages[code] for code in codes if code in languages},
        types=types,
        taxonomies=site.mapping("taxonomies", partial(_taxonomy, site, codes)),
        lists=site.mapping("lists", partial(_list, site, codes)),
        alphabet=_alphabet(site, codes),
        menus=site.mapping("menus", partial(_menu, site, codes)),
        home_template=site.text("home_template", "home.html"),
        limits=_limits(site),
        today=today,
        drafts=drafts,
    )
    site.done()
    problems += _references(config, site)
    return (None if problems else config), tuple(problems)


def _definition_files(root: Path, problems: list[Problem]) -> dict[str, str]:
    content = root / "content"
    paths = [content / "site.yaml", *sorted(content.glob("*/_type.yaml"))]
    texts: dict[str, str] = {}
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            texts[name] = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            problems.append(Problem("config.file", "the site definition is missing", Location(name)))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem("config.file", f"cannot be read: {error}", Location(name)))
    return texts


def _keys(path: str, text: str, what: str, problems: list[Problem]) -> Keys:
    node, found = compose(text, path)
    problems += found
    return Keys(node or MappingNode((), 1, 1), path, what, problems)


# --- content types -------------------------------------------------------------------------


def _content_type(path: str, text: str, codes: tuple[str, ...], problems: list[Problem]) -> ContentType:
    name = path.split("/")[1]
    keys = _keys(path, text, "a content type", problems)
    if not re.fullmatch(NAME, name):
        keys.wrong(keys.node, f'the folder "{name}" cannot be a type', "use lower-case letters and hyphens")
    singular = keys.texts("name", codes, name.title(), required=True)
    fields = {f.name: f for f in BUILT_IN}
    declared = keys.mapping("fields", partial(_field, keys, codes))
    own = {n: f for n, f in declared.items() if n not in fields}
    for field_name in declared.keys() & fields.keys():
        fields[field_name] = declared[field_name]
    fields |= own
    content_type = ContentType(
        name=name,
        singular=singular,
        plural=keys.texts("plural", codes, name.title(), required=True),
        description=keys.texts("description", codes),
        template=keys.text("template", "entry.html"),
        permalink=_permalink(keys, f"/{name}/{{slug}}/", "{slug}"),
        page=keys.flag("page", True),
        dates=keys.words("date", ("date",) if "date" in fields else ()),
        sort=keys.words("sort", ("title",)),
        unknown_fields=keys.choice("unknown_fields", ("error", "warn", "keep"), "error"),
        fields=fields,
        state=_state(keys, codes, fields),
        index=_index(keys),
        timeline=_timeline(keys, fields),
        entry_feeds=keys.flag("entry_feeds"),
        path=path,
    )
    _known_fields(keys, content_type)
    keys.done()
    return content_type


def _known_fields(keys: Keys, content_type: ContentType) -> None:
    known = [*content_type.fields, "state", "year", "type"]
    facets = content_type.index.facets if content_type.index else ()
    uses = {"date": content_type.dates, "sort": [s.lstrip("-") for s in content_type.sort], "index": facets}
    for key, names in uses.items():
        for name in names:
            if name not in known:
                message = f'"{key}" names the field "{name}", which this type does not have'
                hint = suggest(name, known) or f"fields: {', '.join(known)}"
                keys.problems.append(Problem("config.field", message, keys.line(key), hint))


def _field(keys: Keys, codes: tuple[str, ...], name: str, node: Node) -> Field | None:
    own = Keys(node, keys.path, f'the field "{name}"', keys.problems)
    built_in = next((f for f in BUILT_IN if f.name == name), None)
    if not re.fullmatch(FIELD_NAME, name):
        own.wrong(node, f'"{name}" cannot be the name of a field', "use lower-case letters, digits and _")
    kind = own.choice("kind", KINDS, built_in.kind if built_in else "text")
    if built_in and kind != built_in.kind:
        own.wrong(node, f'"{name}" is built in and always of kind {built_in.kind}')
    choices = own.mapping("choices", lambda _, choice: own.texts_of(choice, "choices", codes))
    field = Field(
        name=name,
        kind=kind,
        label=own.texts("label", codes, _label(name) if not built_in else built_in.label[""]),
        help=own.text("help", built_in.help if built_in else ""),
        required=own.flag("required", name == "title"),
        many=own.flag("many", bool(built_in and built_in.many)),
        default=own.text("default") or None,
        minimum=own.text("min") or None,
        maximum=own.text("max") or (built_in.maximum if built_in else None),
        pattern=own.text("pattern") or (built_in.pattern if built_in else None),
        choices=choices,
        to=own.words("to"),
        inverse=own.text("inverse", pattern=FIELD_NAME) or None,
        inverse_label=own.texts("inverse_label", codes),
        acyclic=own.flag("acyclic"),
        partial=own.flag("partial"),
        whole_day=own.flag("whole_day"),
        fields=own.mapping("fields", partial(_field, own, codes)),
        show=own.flag("show", built_in is None),
    )
    own.done()
    _sound(own, node, field)
    return field


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _sound(keys: Keys, node: Node, field: Field) -> None:
    """A field whose parts do not fit together."""
    needs = {
        "choice": ("choices", field.choices),
        "reference": ("to", field.to),
        "group": ("fields", field.fields),
    }
    for kind, (key, value) in needs.items():
        if field.kind == kind and not value:
            keys.wrong(node, f'a field of kind {kind} needs "{key}"', code="config.missing")
        if field.kind != kind and value:
            keys.wrong(node, f'"{key}" belongs to a field of kind {kind}, this one is {field.kind}')
    if any(inner.kind == "group" for inner in field.fields.values()):
        keys.wrong(node, "a group cannot hold another group")
    if field.pattern:
        try:
            re.compile(field.pattern)
        except re.error as error:
            keys.wrong(node, f'the pattern "{field.pattern}" is not a regular expression: {error}')


def _state(keys: Keys, codes: tuple[str, ...], fields: Mapping[str, Field]) -> StateRule | None:
    own = keys.nested("state", "a state")
    if own is None:
        return None
    rule = StateRule(
        start=own.words("from"),
        end=own.words("until"),
        override=own.text("override") or None,
        values=own.mapping("values", lambda _, node: own.texts_of(node, "values", codes)),
    )
    if len(rule.values) < 3:
        own.wrong(own.node, 'a state needs three "values": before, during and after')
    overrides = (rule.override,) if rule.override else ()
    for name, kinds in [*((n, "date") for n in rule.start + rule.end), *((n, "choice") for n in overrides)]:
        if not (name in fields and fields[name].kind.startswith(kinds)):
            hint = suggest(name, [n for n, f in fields.items() if f.kind.startswith(kinds)])
            own.wrong(own.node, f'"{name}" is not a {kinds} field of this type', hint, "config.field")
    own.done()
    return rule


def _index(keys: Keys) -> IndexRule | None:
    if keys.off("index"):
        keys.asked.append("index")
        return None
    own = keys.nested("index", "an index")
    if own is None:
        return IndexRule()
    rule = _index_rule(own)
    own.done()
    return rule


def _index_rule(keys: Keys) -> IndexRule:
    return IndexRule(
        template=keys.text("template", "index.html"),
        paginate_by=keys.number("paginate_by", 20) or 20,
        facets=keys.words("facets"),
        feed=keys.flag("feed"),
    )


def _timeline(keys: Keys, fields: Mapping[str, Field]) -> TimelineRule | None:
    own = keys.nested("timeline", "a timeline")
    if own is None:
        return None
    rule = TimelineRule(
        field=own.text("field", required=True),
        date=own.text("date", required=True),
        text=own.text("text", required=True),
        template=own.text("template", "timeline.html"),
    )
    group = fields.get(rule.field)
    if group is None or group.kind != "group" or not {rule.date, rule.text} <= group.fields.keys():
        own.wrong(own.node, "a timeline needs a field of kind group with a date and a text")
    own.done()
    return rule


# --- the site ------------------------------------------------------------------------------


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
    return re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~-]+)*/?", url) is not None


def _language(site: Keys, code: str, node: Node) -> Language | None:
    from babel import Locale, UnknownLocaleError

    own = Keys(node, site.path, f'the language "{code}"', site.problems)
    name = own.text("locale", code)
    given = own.text("name")
    own.done()
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?", code):
        own.wrong(node, f'"{code}" is not a language code', "like fr, pt-BR or zh-Hans (BCP 47)")
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


def _taxonomy(site: Keys, codes: tuple[str, ...], name: str, node: Node) -> Taxonomy:
    own = Keys(node, site.path, f'the taxonomy "{name}"', site.problems)
    taxonomy = Taxonomy(
        name=name,
        title=own.texts("title", codes, _label(name)),
        description=own.texts("description", codes),
        fields=own.words("fields", (name,)),
        permalink=_permalink(own, f"/{name}/{{term}}/", "{term}"),
        template=own.text("template", "term.html"),
    )
    own.done()
    return taxonomy


def _permalink(keys: Keys, default: str, needed: str) -> str:
    written = keys.text("permalink", default)
    if not re.fullmatch(PERMALINK, written) or written.count(needed) != 1:
        node = keys.node.get("permalink") or keys.node
        keys.wrong(node, f'"{written}" cannot be a permalink', f"like {default}, with {needed} once")
        return default
    return written


def _list(site: Keys, codes: tuple[str, ...], name: str, node: Node) -> ListRule:
    own = Keys(node, site.path, f'the list "{name}"', site.problems)
    permalink = own.text("permalink", pattern=PERMALINK) or None
    where = own.mapping("where", lambda key, value: tuple(s.text for s in own.scalars(value, key)))
    rule = ListRule(
        name=name,
        title=own.texts("title", codes, _label(name)),
        description=own.texts("description", codes),
        types=own.words("types"),
        where=where,
        sort=own.words("sort", ("title",)),
        limit=own.number("limit", None),
        permalink=permalink,
        index=_index_rule(own),
    )
    own.done()
    return rule


def _alphabet(site: Keys, codes: tuple[str, ...]) -> Alphabet | None:
    own = site.nested("alphabet", "the alphabet")
    if own is None:
        return None
    alphabet = Alphabet(
        title=own.texts("title", codes, "A to Z"),
        permalink=own.text("permalink", "/a-z/", pattern=PERMALINK),
        types=own.words("types"),
        template=own.text("template", "alphabet.html"),
    )
    own.done()
    return alphabet


def _menu(site: Keys, codes: tuple[str, ...], name: str, node: Node) -> tuple[MenuRule, ...]:
    menu = Keys(MappingNode(((Scalar(name, node.line, node.column), node),), node.line, node.column),
                site.path, "a menu", site.problems)  # fmt: skip
    return tuple(_menu_item(menu, codes, item) for item in menu.items(name))


def _menu_item(menu: Keys, codes: tuple[str, ...], node: Node) -> MenuRule:
    place = Location(menu.path, node.line, node.column)
    if isinstance(node, Scalar):
        return MenuRule(node.text, {"": ""}, place)
    own = Keys(node, menu.path, "an item of a menu", menu.problems)
    rule = MenuRule(own.text("target", required=True), own.texts("title", codes), place)
    own.done()
    return rule


def _limits(site: Keys) -> Limits:
    own = site.nested("limits", "the limits")
    if own is None:
        return Limits()
    limits = Limits(
        page_bytes=own.number("page_bytes", Limits().page_bytes) or 0,
        front_matter_bytes=own.number("front_matter_bytes", Limits().front_matter_bytes) or 0,
    )
    own.done()
    return limits


# --- mentions of types, lists and fields ------------------------------------------------------


def _references(config: Config, site: Keys) -> Iterable[Problem]:
    """Every mention of a type, list or taxonomy that does not exist."""
    for content_type in config.types.values():
        place = Location(content_type.path, 1)
        for field in _all_fields(content_type.fields.values()):
            for target in field.to:
                if target not in config.types:
                    message = f'the field "{field.name}" refers to the type "{target}", which does not exist'
                    yield Problem("config.type", message, place, suggest(target, config.types))
    for rule in config.lists.values():
        yield from _unknown_types(config, f'the list "{rule.name}"', rule.types, site.line("lists"))
    if config.alphabet:
        yield from _unknown_types(config, "the alphabet", config.alphabet.types, site.line("alphabet"))
    for menu in config.menus.values():
        for item in menu:
            yield from _menu_target(config, item)


def _all_fields(fields: Iterable[Field]) -> Iterable[Field]:
    for field in fields:
        yield field
        yield from field.fields.values()


def _unknown_types(config: Config, what: str, names: tuple[str, ...], place: Location) -> Iterable[Problem]:
    for name in names:
        if name not in config.types:
            message = f'{what} names the type "{name}", which does not exist'
            yield Problem("config.type", message, place, suggest(name, config.types))


def _menu_target(config: Config, item: MenuRule) -> Iterable[Problem]:
    kind, _, name = item.target.partition(":")
    known: dict[str, Iterable[str]] = {
        "type": [t.name for t in config.types.values() if t.index],
        "timeline": [t.name for t in config.types.values() if t.timeline],
        "list": [r.name for r in config.lists.values() if r.permalink],
        "taxonomy": config.taxonomies,
    }
    if kind in known and name not in known[kind]:
        message = f'the menu points to "{item.target}", which does not exist'
        yield Problem("config.menu", message, item.location, suggest(name, known[kind]))
    elif kind == "alphabet" and config.alphabet is None:
        yield Problem("config.menu", "the menu points to the alphabet, which is not declared", item.location)
    elif kind not in (*LINK_KINDS, "alphabet", "https"):
        hint = suggest(kind, LINK_KINDS) or "like type:projects, list:activities or page:pages/about"
        yield Problem("config.menu", f'"{item.target}" is not a target of a menu', item.location, hint)
