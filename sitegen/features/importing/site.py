"""Turns what an importer found into the files of a site. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.features.importing.addresses import Kept, NewAddresses, as_address, keep, same_form
from sitegen.features.importing.definitions import menu_record, plural_label, site_text, type_text
from sitegen.features.importing.entry_text import EntryWriter
from sitegen.features.importing.field_kinds import FieldPlan, plans_of
from sitegen.features.importing.imported import (
    HOME,
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
from sitegen.features.importing.media import placed, used_files
from sitegen.features.importing.places import path_of, sources, valid_entries
from sitegen.features.importing.stubs import stub
from sitegen.types.file_kinds import MEDIA_FILES, ending_of
from sitegen.views.released import written_lock


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
    imported = replace(imported, entries=entries, types=_all_types(imported, entries))
    paths = {(entry.key, entry.language): path_of(entry, imported) for entry in entries}
    files = placed(imported, used_files(imported, _targets(imported, imported.files, paths), paths))
    targets = _targets(imported, files, paths)
    kept = keep(
        imported, [as_address(f.path.removeprefix("static/")) for f in files if f.path.startswith("static/")]
    )
    found: list[Note] = [*imported.notes, *notes, *kept.notes]
    plans = {
        known.name: plans_of((e for e in entries if e.type == known.name), known.hints)
        for known in imported.types
    }
    originals = sources(entries, imported.languages[0].code)
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
    texts |= _definitions(imported, plans, files, targets, found)
    texts["content/urls.lock"] = written_lock((), kept.lock)
    texts |= {
        f"templates/shortcodes/{code.name}.html": stub(code, imported.generator)
        for code in imported.shortcodes
    }
    return NewSite(texts, {file.path: file for file in files}, tuple(found), plans, entries, kept)


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
    return Targets(by_address, by_source, imported.base_url)


# --- definitions ------------------------------------------------------------------------------


def _definitions(
    imported: Imported,
    plans: Mapping[str, Mapping[str, FieldPlan]],
    files: Iterable[ImportedFile],
    targets: Targets,
    notes: list[Note],
) -> Iterator[tuple[str, str]] | dict[str, str]:
    counts = Counter(entry.type for entry in imported.entries)
    default = imported.languages[0].code
    texts = {
        f"content/{known.name}/_type.yaml": type_text(
            known, plans[known.name].values(), counts[known.name], default
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
        imported, menus, (ending.removeprefix(".") for ending in allowed), latest
    )
    return texts


def _type_item(known: ImportedType) -> Record:
    return Record((("target", f"type:{known.name}"), ("title", plural_label(known.name))))


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
        return None
    if entry.type == HOME:
        return "/"
    return f"page:{entry.key}" if entry.name else f"type:{entry.type}"
