"""Turns what an importer found into the files of a site. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.features.importing.addresses import (
    Kept,
    NewAddresses,
    as_address,
    keep,
    same_form,
    with_index_pages,
    with_own_addresses,
)
from sitegen.features.importing.definitions import menu_record, plural_label, site_text, type_text
from sitegen.features.importing.entry_text import EntryWriter
from sitegen.features.importing.field_kinds import FieldPlan, plans_of, value_of
from sitegen.features.importing.html_elements import elements
from sitegen.features.importing.imported import (
    HOME,
    Field,
    Imported,
    ImportedEntry,
    ImportedFile,
    ImportedMenuItem,
    ImportedType,
    Note,
    Outcome,
    Record,
)
from sitegen.features.importing.links import LinkUpdater, Targets, rewritten
from sitegen.features.importing.media import is_hidden, placed, used_files
from sitegen.features.importing.permalinks import with_permalinks
from sitegen.features.importing.picture_fields import with_picture_fields
from sitegen.features.importing.places import path_of, sources, valid_entries
from sitegen.features.importing.stubs import redirect_page, stub
from sitegen.types import Limits
from sitegen.types.file_kinds import MEDIA_FILES, ending_of
from sitegen.types.keys import menu_target
from sitegen.views.released import written_lock

ONE_FOR_ALL = ("boolean", "integer", "number", "url", "email")
"""Kinds of fields that have one value in all languages."""


class NewSite(Struct, frozen=True):
    """The files of a site, and what is to be reported about them."""

    texts: Mapping[str, str]
    """Text of each file, by path."""
    copies: Mapping[str, ImportedFile]
    """Files that are copied from the source, by path."""
    notes: tuple[Note, ...]
    plans: Mapping[str, Mapping[str, FieldPlan]]
    """Fields of each type, by their old names."""
    entries: tuple[ImportedEntry, ...]
    kept: Kept


def new_site(imported: Imported) -> NewSite:
    """The files of the new site."""
    entries, notes = valid_entries(imported)
    entries = tuple(_titled(entry, imported) for entry in entries)
    imported = replace(imported, entries=entries, types=_all_types(imported, entries))
    imported = with_own_addresses(with_index_pages(with_permalinks(imported)))
    entries = imported.entries
    paths = {(entry.key, entry.language): path_of(entry, imported) for entry in entries}
    files = placed(imported, used_files(imported, _targets(imported, imported.files, paths), paths))
    targets = _targets(imported, files, paths)
    pictures = with_picture_fields(imported, files, targets, paths)
    imported, entries = pictures.imported, pictures.imported.entries
    kept = keep(
        imported, [as_address(f.path.removeprefix("static/")) for f in files if f.path.startswith("static/")]
    )
    found: list[Note] = [*imported.notes, *notes, *kept.notes, *pictures.notes]
    text = "is hidden, and sitegen publishes no such files: put it on the host if it is needed"
    found += [Note(Outcome.LOST, f.source, text) for f in imported.files if is_hidden(f)]
    originals = sources(entries, imported.languages[0].code)
    plans = {known.name: _plans(known, entries, originals) for known in imported.types}
    texts: dict[str, str] = {}
    for entry in entries:
        path = paths[entry.key, entry.language]
        missing: list[str] = []
        body = rewritten(entry.body, LinkUpdater(entry, path, targets, missing.append))
        found += [
            Note(Outcome.LEFT, entry.source, f"link to `{link}`, which is no file or page")
            for link in missing
        ]
        aliases = kept.aliases.get((entry.key, entry.language), ())
        writer = EntryWriter(entry, plans.get(entry.type, {}), originals[entry.key], aliases)
        texts[path] = writer.text(body)
        found += writer.notes
    files = (*files, *pictures.copies)
    texts |= _definitions(imported, plans, files, targets, found, limits_for(texts.values()))
    texts |= {f"static/{path}": redirect_page(path, address) for path, address in kept.pages.items()}
    texts["content/urls.lock"] = written_lock((), kept.lock)
    texts |= {
        f"templates/shortcodes/{code.name}.html": stub(code, imported.generator)
        for code in imported.shortcodes
    }
    return NewSite(texts, {file.path: file for file in files}, tuple(found), plans, entries, kept)


def limits_for(texts: Iterable[str]) -> Mapping[str, int]:
    """Limits of `site.yaml` that texts exceed, raised so that all can be read."""
    known = Limits()
    page = front = 0
    for text in texts:
        page = max(page, len(text.encode()))
        front = max(front, len(text.partition("\n---\n")[0].encode()) if text.startswith("---\n") else 0)
    found = {"page_bytes": page, "front_matter_bytes": front}
    return {name: number * 2 for name, number in found.items() if number > getattr(known, name)}


def _titled(entry: ImportedEntry, imported: Imported) -> ImportedEntry:
    """The entry; a home page without a title has that of the site."""
    title = imported.title.get(entry.language) or next(iter(imported.title.values()), "")
    if entry.type != HOME or not title or value_of(entry, "title"):
        return entry
    return replace(entry, fields=(Field("title", title), *entry.fields))


def _plans(
    known: ImportedType, entries: Iterable[ImportedEntry], originals: Mapping[str, ImportedEntry]
) -> Mapping[str, FieldPlan]:
    """Plans of the fields of a type. Facts in which versions of an entry differ are texts."""
    own = [entry for entry in entries if entry.type == known.name]
    differing = {
        field.name
        for entry in own
        for field in entry.fields
        if field.value != value_of(originals[entry.key], field.name)
    }
    return {
        old: replace(plan, kind="text") if old in differing and plan.kind in ONE_FOR_ALL else plan
        for old, plan in plans_of(own, known.hints).items()
    }


def _all_types(imported: Imported, entries: Iterable[ImportedEntry]) -> tuple[ImportedType, ...]:
    known = {each.name: each for each in imported.types}
    for entry in entries:
        if entry.type != HOME:
            known.setdefault(entry.type, ImportedType(name=entry.type))
    used = {entry.type for entry in entries}
    return tuple(each for each in known.values() if each.name in used)


def _targets(
    imported: Imported, files: Iterable[ImportedFile], paths: Mapping[tuple[str, str], str]
) -> Targets:
    by_address: dict[str, str] = {}
    by_source: dict[str, str] = {}
    for file in files:
        by_source.setdefault(file.source, file.path)
        for address in file.addresses:
            by_address.setdefault(same_form(address), file.path)
    new = NewAddresses(imported)
    for entry in imported.entries:
        path = paths[entry.key, entry.language]
        by_source.setdefault(entry.source, path)
        for address in (*entry.addresses, new.of(entry)):
            by_address.setdefault(same_form(address), path)
    for source, path in tuple(by_source.items()):  # other generators find a file in any case
        by_source.setdefault(source.casefold(), path)
    return Targets(by_address, by_source, imported.base_url, imported.roots, frozenset(_indexes(imported)))


def _indexes(imported: Imported) -> Iterator[str]:
    """Addresses of the indexes of the types, in all languages."""
    for known in imported.types:
        for language in imported.languages if known.index else ():
            prefix = "/" if language is imported.languages[0] else f"/{language.code.lower()}/"
            yield same_form(f"{prefix}{known.name}/")


# --- definitions ------------------------------------------------------------------------------


def _definitions(
    imported: Imported,
    plans: Mapping[str, Mapping[str, FieldPlan]],
    files: Iterable[ImportedFile],
    targets: Targets,
    notes: list[Note],
    limits: Mapping[str, int],
) -> Iterator[tuple[str, str]] | dict[str, str]:
    counts = Counter(entry.type for entry in imported.entries)
    weighted = {entry.type for entry in imported.entries if value_of(entry, "weight")}
    default = imported.languages[0].code
    texts = {
        f"content/{known.name}/_type.yaml": type_text(
            known, plans[known.name].values(), counts[known.name], default, known.name in weighted
        )
        for known in imported.types
    }
    allowed = {ending_of(file.path) for file in files if file.path.startswith("content/")} - set(MEDIA_FILES)
    menus = {
        name: [record for item in items for record in _menu_item(item, imported, targets, notes, name)]
        for name, items in imported.menus.items()
    }
    menus = {"footer": [], **{name: items for name, items in menus.items() if items}}
    menus.setdefault(
        "main", [_type_item(known) for known in imported.types if known.index and not known.taxonomy]
    )
    latest = next(
        (n for n in plans if any(p.name == "date" and p.kind != "text" for p in plans[n].values())), ""
    )
    texts["content/site.yaml"] = site_text(
        imported,
        menus,
        (ending.removeprefix(".") for ending in allowed),
        latest,
        elements(imported.entries),
        limits,
    )
    return texts


def _type_item(known: ImportedType) -> Record:
    return Record((("target", menu_target("type", known.name)), ("title", plural_label(known.name))))


def _menu_item(
    item: ImportedMenuItem, imported: Imported, targets: Targets, notes: list[Note], menu: str, level: int = 1
) -> Iterator[Record]:
    """Records of an item; one that is deeper than menus can be stands beside the others."""
    target = _menu_target(item.target, imported, targets)
    inner = [
        record
        for part in item.items
        for record in _menu_item(part, imported, targets, notes, menu, level + 1)
    ]
    title = next(iter(item.title.values()), item.target)
    if target is None:
        notes.append(
            Note(Outcome.LEFT, "", f"menu `{menu}`: “{title}” leads to `{item.target}`, which is no page")
        )
        target = ""
    if level > 1:
        if target:
            yield menu_record(item, target, [], imported.languages[0].code)
        yield from inner
    elif target or inner:
        yield menu_record(item, target, inner, imported.languages[0].code)


def _menu_target(target: str, imported: Imported, targets: Targets) -> str | None:
    """Target of a menu item of sitegen; None if it leads to nothing."""
    if not target:
        return ""
    base = imported.base_url.rstrip("/")
    if base and target.startswith(base):
        target = target.removeprefix(base) or "/"
    if target.startswith(("https://", "http://")):
        return target
    keys = {entry.key: entry for entry in imported.entries}
    entry = keys.get(target)
    if entry is None:
        place = target.partition("#")[0].partition("?")[0]
        path = targets.by_address.get(same_form("/" + place.lstrip("/")))
        if path and path.startswith("static/"):
            return as_address(path.removeprefix("static/"))
        entry = next((e for e in imported.entries if path and path_of(e, imported) == path), None)
    if entry is None:
        names = {same_form(f"/{known.name}/"): known.name for known in imported.types if known.index}
        name = names.get(same_form("/" + target.lstrip("/")))
        return menu_target("type", name) if name else None
    if entry.type == HOME:
        return "/"
    return menu_target("page", entry.key) if entry.name else menu_target("type", entry.type)
