"""A `_type.yaml` → a `ContentType`: what the entries of a folder are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from sitegen.definition.exports import FULL_FEED, NO_FEED, REPEATS, calendar_rule, feed_kind, schema_rule
from sitegen.definition.reader import Keys
from sitegen.kinds.scalars import SITE_LANGUAGE
from sitegen.problems.formats import suggest
from sitegen.types import ContentType, Field, IndexRule, Problem, StateRule, TimelineRule
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.nodes import Node, Sequence, compose
from sitegen.yaml.quotes import quoted, values

NAME = r"[a-z][a-z0-9_-]*"
FIELD_NAME = r"[a-z][a-z0-9_]*"
PERMALINK = r"/([a-z0-9_.-]+/)*"
PLACES = r"\{(slug|year|term)\}"

KINDS = (
    "text", "markdown", "integer", "number", "boolean", "date", "datetime", "choice", "reference",
    "country", "coordinates", "language", "url", "email", "image", "file", "group", "repeats",
)  # fmt: skip
"""The kinds a field can have; `read.fields` reads each."""


def _built_in(name: str, kind: str, label: str, advice: str, **limits: Any) -> Field:
    return Field(name, kind, {"": label}, advice, show=False, **limits)


ONLY_IN = "only_in"
"""The field of entries that are meant for some languages only."""

BUILT_IN = (
    _built_in("title", "text", "Title", "the name of the page", required=True, maximum="300"),
    _built_in("summary", "text", "Summary", "one or two whole sentences"),
    _built_in(
        "slug",
        "text",
        "Slug",
        "lower-case letters, digits and hyphens: my-project",
        pattern="[a-z0-9]+(-[a-z0-9]+)*",
    ),
    _built_in(
        "aliases",
        "text",
        "Old addresses",
        "an old address that leads here, beginning with a slash: /old/name/",
        many=True,
        pattern=r"/[^#\\]*",
        form="old_address",
    ),
    _built_in(
        "link_to",
        "url",
        "Leads to",
        "a page on another site that it leads to; it has no page of its own here",
    ),
    _built_in("draft", "boolean", "Draft", "true: left out until it is ready"),
    _built_in("publish_on", "date", "Publish on", "left out before this day"),
    _built_in("updated", "date", "Updated", "the day of the last real change"),
    _built_in(
        "sort_as",
        "text",
        "Sorted as",
        "what it is sorted by in place of its title: a family name first, or how it is read",
        maximum="300",
    ),
    _built_in(
        ONLY_IN,
        "language",
        "Only in",
        "the languages of the site in which it exists on purpose; others have it in no list",
        many=True,
        form=SITE_LANGUAGE,
    ),
    _built_in("weight", "integer", "Weight", "lower comes first where lists sort by weight"),
    _built_in(
        "template",
        "text",
        "Template",
        "another template than the type's: special.html",
        pattern=r"[a-z0-9_/-]+\.html",
    ),
    _built_in(
        "owner", "text", "Owner", "who looks after it: a name, a team or an e-mail address", maximum="200"
    ),
    _built_in("review_by", "date", "Review by", "the day by which somebody looks at it again"),
    _built_in("expires", "date", "Expires", "the last day on which it holds; then it is out of all lists"),
    _built_in("withdrawn", "text", "Withdrawn", "the reason, as readers are told it", maximum="500"),
    _built_in("superseded_by", "reference", "Superseded by", "the entry that takes its place"),
    _built_in("noindex", "boolean", "Hidden from search engines", "true: search engines are told to pass by"),
)
"""The fields every entry has; a type may require or limit them further."""


def read_content_type(path: str, text: str, codes: tuple[str, ...], problems: list[Problem]) -> ContentType:
    """The type that the text of a `_type.yaml` declares; `codes` are the languages, the default first."""
    name = path.split("/")[1]
    keys = keys_of(path, text, "a content type", problems)
    if not re.fullmatch(NAME, name):
        keys.wrong(keys.node, f'the folder "{name}" cannot be a type', "use lower-case letters and hyphens")
        name = "entries"  # so that nothing else is said of it
    singular = keys.texts("name", codes, name.title(), required=True)
    fields = {f.name: f for f in BUILT_IN}
    declared = keys.mapping("fields", partial(_field, keys, codes))
    own = {n: f for n, f in declared.items() if n not in fields}
    for field_name in declared.keys() & fields.keys():
        fields[field_name] = declared[field_name]
    fields |= own
    if keys.node.get("calendar") and not any(field.kind == REPEATS for field in fields.values()):
        fields.setdefault(REPEATS, REPEATS_FIELD)
    content_type = ContentType(
        name=name,
        singular=singular,
        plural=keys.texts("plural", codes, name.title(), required=True),
        description=keys.texts("description", codes),
        template=keys.text("template", "entry.html"),
        permalink=permalink(keys, f"/{name}/{{slug}}/", "{slug}"),
        page=keys.flag("page", True),
        dates=keys.words("date", ("date",) if "date" in fields else ()),
        sort=keys.words("sort", ("title",)),
        sort_as=keys.words("sort_as"),
        unknown_fields=keys.choice("unknown_fields", ("error", "warn", "keep"), "error"),
        fields=fields,
        state=_state(keys, codes, fields),
        index=_index(keys, fields),
        timeline=_timeline(keys, fields),
        entry_feeds=keys.flag("entry_feeds"),
        path=path,
        schema=schema_rule(keys, fields),
        calendar=calendar_rule(keys, fields),
        lines={key.text: key.line for key, _ in keys.node.entries},
        places=keys.words("places"),
        map=keys.words("map"),
    )
    _known_places(keys, content_type)
    known_names(keys, "date", content_type.dates, fields)
    known_names(keys, "sort", content_type.sort, (*fields, *COMPUTED))
    known_names(keys, "sort_as", content_type.sort_as, fields)
    keys.done()
    return content_type


REPEATS_FIELD = _built_in(
    REPEATS, REPEATS, "Repeats", "how an event repeats: {every: week, until: 2027-06-30}"
)
"""The field that every type with a calendar has, unless it declares one of this kind."""

COMPUTED = ("state", "year", "type", "date")
"""What every entry can be sorted and filtered by besides its fields."""


def known_names(keys: Keys, key: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Reports each name of a key that is no field; `known` are those that are."""
    known = tuple(known)
    for name in names:
        word = name.lstrip("-")
        if word not in known:
            message = f'"{key}" names the field "{word}", which this type does not have'
            keys.unknown(key, word, known, message, "config.field")


PLACED = ("coordinates", "country", "reference")
"""The kinds of fields that say where something is."""


def _known_places(keys: Keys, content_type: ContentType) -> None:
    built_in = {field.name for field in BUILT_IN}
    known = [n for n, field in content_type.fields.items() if field.kind in PLACED and n not in built_in]
    kinds = f"{', '.join(PLACED[:-1])} or {PLACED[-1]}"
    for name in content_type.places:
        if name not in known:
            message = f'"places" names "{name}", which is not a field of kind {kinds} of this type'
            keys.unknown("places", name, known, message, "config.field")
    if content_type.index and content_type.index.map and not content_type.places:
        message = 'an index with a map needs "places": the fields that say where an entry is'
        keys.problems.append(Problem("config.missing", message, keys.place_of("index")))


def _field(keys: Keys, codes: tuple[str, ...], name: str, node: Node) -> Field | None:
    own = Keys(node, keys.path, f'the field "{name}"', keys.problems)
    built_in = next((f for f in BUILT_IN if f.name == name), None)
    if not re.fullmatch(FIELD_NAME, name):
        hint = "use lower-case letters, digits and _"
        own.wrong(keys.key_in("fields", name) or node, f'"{name}" cannot be the name of a field', hint)
    kind = own.choice("kind", KINDS, built_in.kind if built_in else "text", nearest=True)
    if built_in and kind != built_in.kind:
        own.wrong(node, f'"{name}" is built in and always of kind {built_in.kind}')
    choices = own.mapping("choices", lambda _, choice: own.texts_of(choice, "choices", codes))
    field = Field(
        name=name,
        kind=kind,
        label=own.texts("label", codes, label_of(name) if not built_in else built_in.label[""]),
        help=own.text("help", built_in.help if built_in else ""),
        required=own.flag("required", name == "title"),
        many=own.flag("many", bool(built_in and built_in.many)),
        default=own.text("default") or None,
        minimum=own.text("min") or None,
        maximum=own.text("max") or (built_in.maximum if built_in else None),
        form=built_in.form if built_in else "",
        pattern=own.text("pattern") or (built_in.pattern if built_in else None),
        choices=choices,
        to=own.words("to"),
        inverse=own.text("inverse", pattern=FIELD_NAME) or None,
        inverse_label=own.texts("inverse_label", codes),
        acyclic=own.flag("acyclic"),
        partial=own.flag("partial"),
        whole_day=own.flag("whole_day"),
        fields=own.mapping("fields", partial(_field, own, codes)),
        show=own.flag("show", built_in is None and kind != REPEATS),
        places={key.text: own.place_of(key.text) for key, _ in own.node.entries},
    )
    own.done()
    _sound(own, field, built_in is not None)
    return field


def label_of(name: str) -> str:
    return name.replace("_", " ").capitalize()


NEEDS = {"choice": "choices", "reference": "to", "group": "fields"}
"""The key without which a field of a kind says nothing; it belongs to that kind alone."""
LIMITED = {
    "min": ("text", "markdown", "integer", "number", "date", "datetime"),
    "max": ("text", "markdown", "integer", "number", "date", "datetime"),
    "pattern": ("text", "markdown"),
    "partial": ("date", "datetime"),
    "whole_day": ("datetime",),
    "inverse": ("reference",),
    "acyclic": ("reference",),
}
"""The kinds to which a key means something."""
LIMIT_FORMS = {
    "text": (r"[0-9]+", "a number of characters"),
    "markdown": (r"[0-9]+", "a number of characters"),
    "integer": (r"-?[0-9]+", "a number"),
    "number": (r"-?[0-9]+(\.[0-9]+)?", "a number"),
    "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date"),
    "datetime": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date"),
}


def _sound(keys: Keys, field: Field, built_in: bool) -> None:
    """A field whose parts do not fit together."""
    for kind, key in NEEDS.items():
        if field.kind == kind and key not in field.places and not built_in:
            keys.wrong(keys.node, f'a field of kind {kind} needs "{key}"', code="config.missing")
    belongs = {**{key: (kind,) for kind, key in NEEDS.items()}, **LIMITED}
    for key, kinds in belongs.items():
        if key in field.places and field.kind not in kinds:
            message = f'"{key}" belongs to a field of kind {" or ".join(kinds)}; this one is {field.kind}'
            keys.problems.append(Problem("config.value", message, field.places[key]))
    if "default" in field.places and field.kind in ("group", "image", "file", REPEATS):
        message = f"a field of kind {field.kind} cannot have a default"
        keys.problems.append(Problem("config.value", message, field.places["default"]))
    if any(inner.kind == "group" for inner in field.fields.values()):
        keys.wrong(keys.node, "a group cannot hold another group")
    _sound_limits(keys, field)


def _sound_limits(keys: Keys, field: Field) -> None:
    form, meaning = LIMIT_FORMS.get(field.kind, (".*", ""))
    for key, limit in (("min", field.minimum), ("max", field.maximum)):
        if limit and key in field.places and not re.fullmatch(form, limit):
            message = f'the limit "{limit}" is not {meaning}'
            keys.problems.append(Problem("config.value", message, field.places[key]))
    if field.pattern:
        try:
            re.compile(field.pattern)
        except re.error as error:
            message = f'the pattern "{field.pattern}" is not a regular expression: {error}'
            place = field.places.get("pattern", keys.place)
            keys.problems.append(Problem("config.value", message, place))


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
        message = 'a state needs three "values": before, during and after'
        own.problems.append(Problem("config.value", message, own.place_of("values")))
    dates = [n for n, f in fields.items() if f.kind.startswith("date")]
    choices = [n for n, f in fields.items() if f.kind == "choice"]
    uses = [("from", n, dates, "date") for n in rule.start] + [("until", n, dates, "date") for n in rule.end]
    uses += [("override", rule.override, choices, "choice")] if rule.override else []
    for key, name, known, kind in uses:
        if name not in known:
            own.no_field(own.place_of(key, name), name, known, f"a {kind} field")
    own.done()
    return rule


def _index(keys: Keys, fields: Mapping[str, Field]) -> IndexRule | None:
    if keys.off("index"):
        keys.asked.append("index")
        return None
    own = keys.nested("index", "an index")
    if own is None:
        return IndexRule()
    rule = index_rule(own, fields)
    own.done()
    return rule


def index_rule(keys: Keys, fields: Iterable[str]) -> IndexRule:
    """How an index is shown; `fields` are those that its entries can be filtered by."""
    feed = feed_kind(keys)
    rule = IndexRule(
        template=keys.text("template", "index.html"),
        paginate_by=keys.number("paginate_by", 20) or 20,
        facets=keys.words("facets"),
        pairs=tuple(_pairs(keys)),
        most_pairs=keys.number("most_pairs", IndexRule().most_pairs) or 0,
        pairs_at=keys.place_of("pairs") if keys.node.get("pairs") else None,
        feed=feed != NO_FEED,
        full_feed=feed == FULL_FEED,
        map=keys.flag("map"),
        charts=keys.words("charts"),
    )
    known_names(keys, "facets", rule.facets, (*fields, *COMPUTED))
    for name in rule.charts:
        if name not in rule.facets:
            message = f'"charts" names "{name}", which is not one of the facets of this index'
            keys.unknown("charts", name, rule.facets, message, "config.field")
    return rule


def _pairs(keys: Keys) -> Iterator[tuple[str, str]]:
    """Two facets of the index each, that can be chosen together."""
    facets, seen = keys.words("facets"), set[frozenset[str]]()
    for node in keys.items("pairs"):
        names = tuple(word.text for word in keys.scalars(node, "pairs")) if isinstance(node, Sequence) else ()
        unknown = next((name for name in names if name not in facets), None)
        if len(set(names)) != 2 or len(names) != 2:
            keys.wrong(node, "a pair is a list of two facets", "like [topics, countries]")
        elif unknown:
            hint = suggest(unknown, facets) or f"the facets are {', '.join(facets) or 'none'}"
            keys.wrong(node, f'"{unknown}" is not a facet of this index', hint, "config.field")
        elif frozenset(names) in seen:
            keys.wrong(node, f"the pair of {names[0]} and {names[1]} is declared twice")
        else:
            seen.add(frozenset(names))
            yield names[0], names[1]


def _timeline(keys: Keys, fields: Mapping[str, Field]) -> TimelineRule | None:
    own = keys.nested("timeline", "a timeline")
    if own is None:
        return None
    rule = TimelineRule(
        field=own.text("field", required=True),
        date=own.text("date", required=True),
        text=own.text("text", required=True),
        template=own.text("template", "timeline.html"),
        list=own.text("list", ""),
    )
    group = fields.get(rule.field)
    if group is None or group.kind != "group" or not {rule.date, rule.text} <= group.fields.keys():
        own.wrong(own.node, "a timeline needs a field of kind group with a date and a text")
    own.done()
    return rule


def permalink(keys: Keys, default: str, needed: str) -> str:
    written = keys.text("permalink", default)
    fixed = re.sub(PLACES, "x", written)
    if not re.fullmatch(PERMALINK, fixed) or written.count(needed) != 1:
        node = keys.node.get("permalink") or keys.node
        keys.wrong(node, f'"{written}" cannot be a permalink', f"like {default}, with {needed} once")
        return default
    return written


def keys_of(path: str, text: str, what: str, problems: list[Problem]) -> Keys:
    """The keys of a definition file."""
    node, found = compose(text, path)
    problems += found
    if node is None and found:  # what is missing from a text that cannot be read is not known
        return Keys(MappingNode((), 1, 1), path, what, [])
    root = node or MappingNode((), 1, 1)
    problems += filter(None, (quoted(value, name, path, is_text=False) for value, name in values(root)))
    return Keys(root, path, what, problems)
