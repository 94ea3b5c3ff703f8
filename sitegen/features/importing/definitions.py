"""`site.yaml` and the `_type.yaml` files of an imported site, as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sitegen.features.importing.field_kinds import FieldPlan
from sitegen.features.importing.imported import Imported, ImportedMenuItem, ImportedType, Record, Value
from sitegen.features.importing.yaml_text import pairs, scalar

NEEDS_FIRST = ("title", "description")
TAGS = re.compile(r"<[^<>]*+>")
MOST_DATED = 0.5
"""Share of dated entries from which on a type is sorted by date."""
LONGEST_COMMENT = 60


def texts(values: Mapping[str, str], default: str) -> Value:
    """Texts by language, as one text if all languages have the same."""
    found = {code: text for code, text in values.items() if text}
    if len(set(found.values())) <= 1:
        return next(iter(found.values()), default)
    if len({*found.values()}) > 1:
        return Record(tuple(found.items()))
    return default


def plural_label(name: str) -> str:
    return re.sub(r"[-_]+", " ", name).strip().capitalize()


def site_text(
    imported: Imported,
    menus: Mapping[str, list[Record]],
    endings: Iterable[str],
    latest: str,
    elements: Iterable[str],
    limits: Mapping[str, int],
) -> str:
    """Text of `site.yaml`. `latest` is the type whose newest entries the home page lists."""
    default = imported.languages[0].code
    title = _complete(imported.title, default, "Imported site")
    plain = {code: " ".join(TAGS.sub("", text).split()) for code, text in imported.description.items()}
    description = _complete(plain, default, next(iter(title.values())))
    lines = [
        f"# Written by `sitegen import {imported.generator}`.",
        "# A text is written once for all languages, or once for each: {en: Topics, fr: Thèmes}.",
        *pairs([("title", texts(title, "")), ("description", texts(description, ""))]),
        f"base_url: {scalar(imported.base_url.rstrip('/') or 'https://example.org')}",
        f"default_language: {default}",
        "languages:",
    ]
    for language in imported.languages:
        settings = [(k, v) for k, v in (("name", language.name), ("locale", language.locale)) if v]
        written = ", ".join(f"{k}: {scalar(v, flow=True)}" for k, v in settings)
        lines.append(f"  {scalar(language.code)}: {{{written}}}")
    if imported.language_folders:
        lines.append("language_folders: true")
    lines += [f"time_zone: {imported.time_zone or 'UTC'}", "theme: network"]
    if extra := sorted(set(endings)):
        lines += [
            "# Kinds of files beside entries, besides those that every site may have.",
            f"files: [{', '.join(extra)}]",
        ]
    lines += [f"{name}: {text}" for name, text in imported.settings.items()]
    if elements and "markdown" not in imported.settings:
        lines += ["# Elements of HTML in the texts. Remove those that new texts are not to have."]
        lines += [f"markdown: {{html: [{', '.join(elements)}]}}"]
    if limits:
        lines += [f"limits: {{{', '.join(f'{name}: {number}' for name, number in limits.items())}}}"]
    lines += (
        ["menus:", *pairs([(name, tuple(items)) for name, items in menus.items()], "  ")] if menus else []
    )
    if latest:
        lines += ["lists:", "  latest:", f"    types: [{latest}]", "    sort: [-date, title]"]
        indexed = any(known.name == latest and known.index for known in imported.types)
        lines += [] if indexed else [f"    permalink: /{latest}/", "    feed: true"]
    return "\n".join(lines) + "\n"


def _complete(values: Mapping[str, str], default: str, otherwise: str) -> Mapping[str, str]:
    """Texts with one in the default language first, as `site.yaml` needs."""
    first = values.get(default) or next(iter(values.values()), "") or otherwise
    return {default: first, **{code: text for code, text in values.items() if code != default}}


def menu_record(item: ImportedMenuItem, target: str, inner: list[Record], default: str) -> Record:
    """An item of a menu as written in `site.yaml`."""
    title = {code: text for code, text in item.title.items() if text}
    if item.languages and default not in item.languages:
        shown: Value = Record(tuple(title.items()))
    else:
        shown = texts(_complete(title, default, target), target)
    fields: list[tuple[str, Value]] = [("title", shown)]
    if target:
        fields.insert(0, ("target", target))
    if item.languages:
        fields.append(("languages", item.languages))
    if inner:
        fields.append(("items", tuple(inner)))
    return Record(tuple(fields))


def type_text(
    known: ImportedType, plans: Iterable[FieldPlan], entries: int, default: str, weighted: bool
) -> str:
    """Text of a `_type.yaml`, with what was found in the values of each field.

    `weighted` is true if entries have weights, by which they are sorted.
    """
    plans = tuple(plans)
    label = plural_label(known.name)
    singular = texts(_complete(known.singular, default, label), label)
    plural = texts(_complete(known.plural, default, label), label)
    note = f" from {known.source}" if known.source else ""
    lines = [f"# {entries:,} entries were imported{note}.", *pairs([("name", singular), ("plural", plural)])]
    if known.permalink:
        lines.append(f"permalink: {known.permalink}")
    if not known.page:
        lines.append("page: false")
    dated = next((p for p in plans if p.name == "date" and p.kind in ("date", "datetime")), None)
    if dated:
        lines.append("date: date")
    if dated and not weighted and dated.entries >= MOST_DATED * entries:
        lines.append("sort: [-date, title]")
    if not known.index:
        lines.append("index: false")
    elif dated:
        lines += ["index: {feed: true}"]
    if any(plan.kind == "keep" for plan in plans):
        lines.append("unknown_fields: keep  # fields whose values have no kind of sitegen; see below")
    declared = [plan for plan in plans if plan.kind != "keep"]
    if declared:
        lines.append("fields:")
    for plan in declared:
        lines += _field_lines(plan, "  ")
    lines += [
        f"# {plan.old}: {plan.entries:,} values of different forms, kept as they are"
        for plan in plans
        if plan.kind == "keep"
    ]
    return "\n".join(lines) + "\n"


def _field_lines(plan: FieldPlan, indent: str) -> Iterator[str]:
    found = [f"{plan.entries:,} {'value' if plan.entries == 1 else 'values'}"]
    if plan.old != plan.name:
        found.append(f"was {plan.old!r}")
    if plan.misfits:
        listed = ", ".join(repr(text[:LONGEST_COMMENT]) for text in plan.misfits)
        found.append(f"most are of kind {plan.mostly}, but not {listed}")
    comment = "; ".join(found).replace("\n", " ")
    settings: list[tuple[str, Value]] = [] if plan.kind == "text" else [("kind", plan.kind)]
    if plan.to:
        settings.append(("to", plan.to if len(plan.to) > 1 else plan.to[0]))
    flags = (("many", plan.many), ("whole_day", plan.whole_day), ("partial", plan.partial))
    settings += [(name, "true") for name, is_set in flags if is_set]
    if plan.inverse:
        settings.append(("inverse", plan.inverse))
    if plan.label:
        settings.append(("label", plan.label))
    if plan.fields:
        yield f"{indent}{plan.name}:  # {comment}"
        yield from pairs(settings, indent + "  ")
        yield f"{indent}  fields:"
        for part in plan.fields:
            yield from _field_lines(part, indent + "    ")
        return
    written = ", ".join(f"{name}: {_flow(value)}" for name, value in settings)
    yield f"{indent}{plan.name}: {{{written}}}  # {comment}"


def _flow(value: Value) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_flow(item) for item in value)}]"
    return scalar(value, flow=True) if isinstance(value, str) else "{}"
