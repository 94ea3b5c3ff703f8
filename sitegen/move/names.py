"""Turns the two names of a request into new paths of files, or refuses the request with a reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from posixpath import join, normpath

from msgspec import Struct

from sitegen.definition.content_types import NAME
from sitegen.model.figures import FIGURES
from sitegen.move.values import Moves, Refused
from sitegen.problems.formats import suggest
from sitegen.read.entry_places import INTRO, PAGE_FOLDER, entry_of_path
from sitegen.read.scan import CONTENT_FILES, is_document, is_media
from sitegen.types import Config
from sitegen.types.file_names import ADDRESS_PART, wrong_with
from sitegen.types.keys import entry_key
from sitegen.types.paths import language_folder, type_folder

CONTENT = "content/"
DEFINITIONS = ("content/site.yaml", "content/urls.lock")


class MoveRequest(Struct, frozen=True):
    """The arguments of `sitegen mv`."""

    old: str
    new: str
    here: str = ""
    """Current folder relative to the site; empty at its top and outside it."""


def moves_for(request: MoveRequest, paths: Collection[str], config: Config) -> Moves:
    """Returns the moves for a request; `paths` are those of all sources. Raises Refused."""
    old, base = _old(request, paths, config)
    if old.count("/") == 1 and old not in paths:
        return _folder(old, _new(request, old, base, config), paths, config)
    new = _new(request, old, base, config)
    if old in paths and is_media(old):
        return _file_beside(old, new, paths, config)
    return _entry(old, new, paths, config)


def _inside(path: str, config: Config) -> tuple[str, str]:
    """The folder that a path is moved in, with its slash, and the rest: `content/fr/topics/`, `deep/a.md`."""
    _, inside = language_folder(path, config.folder_codes)
    folder = type_folder(inside)
    start = len(path) - len(inside) + len(f"{CONTENT}{folder}/")
    return path[:start], path[start:]


# --- the old name -----------------------------------------------------------------------------


def _old(request: MoveRequest, paths: Collection[str], config: Config) -> tuple[str, str]:
    """Path of a file, an entry or folder without ending, or the folder of a type; and its base folder."""
    written = request.old.replace("\\", "/")
    for base in dict.fromkeys((request.here, "", CONTENT)):
        path = normpath(join(base, written.strip("/")))
        folder, _, name = path.rpartition("/")
        is_page = name.partition(".")[0] in (INTRO, PAGE_FOLDER)
        if is_page and _is_nested(folder, config) and (path in paths or f"{path}.md" in paths):
            return folder, base  # the page of a folder is moved with the folder
        if path in DEFINITIONS or name == "_type.yaml" or name.partition(".")[0] == INTRO:
            if path in paths or f"{path}.md" in paths:
                hint = "rename its folder instead" if path.count("/") > 1 else ""
                raise Refused(f"{path} must keep its name", hint)
        elif _is_known(path, paths, config):
            return path, base
        elif path in paths:
            raise Refused(f"{path} is not content", "sitegen mv moves only files in the folders of content/")
    known = {path.removeprefix(CONTENT).rpartition(".")[0] for path in paths if is_document(path)}
    wanted = normpath(written).removeprefix(CONTENT)
    files = {path.removeprefix(CONTENT) for path in paths}
    near = suggest(wanted, files if "." in wanted else known | set(config.types))
    raise Refused(f'there is nothing at "{request.old}"', near or "name it like content/projects/spark.md")


def _is_known(path: str, paths: Collection[str], config: Config) -> bool:
    if not path.startswith(CONTENT):
        return False
    if "/" not in path.removeprefix(CONTENT):
        return path.removeprefix(CONTENT) in config.types
    if path in paths:
        return path.endswith(CONTENT_FILES) or is_media(path)
    return any(_files_of(*_key(path, config), paths, config))


def _is_nested(folder: str, config: Config) -> bool:
    """True for a folder below that of a type."""
    return type_folder(folder, config.folder_codes) in config.types


def _key(path: str, config: Config) -> tuple[str, str]:
    """Type and name of the entry of a file, or of a path without its ending."""
    place, rest = _inside(path, config)
    folder, slash, file = rest.rpartition("/")
    return type_folder(f"{place}x"), folder + slash + _name(file, config)[0]


def _name(file: str, config: Config) -> tuple[str, str]:
    """Name of the entry and language in the name of a file; an empty language if it has none."""
    stem = file.removesuffix(".md").removesuffix(".yaml")
    name, dot, code = stem.rpartition(".")
    return (name, code) if dot and code in config.languages else (stem, "")


def _files_of(folder: str, name: str, paths: Collection[str], config: Config) -> Iterator[str]:
    """Paths of all versions of an entry, and of everything in the folder with its name."""
    for path in sorted(paths):
        place, rest = _inside(path, config)
        if place.endswith(f"/{folder}/") and (is_document(path) or is_media(path)):
            is_version = is_document(path) and _key(path, config)[1] == name
            if rest.startswith(f"{name}/") or is_version:
                yield path


# --- the new name -----------------------------------------------------------------------------


def _new(request: MoveRequest, old: str, base: str, config: Config) -> str:
    """Path for the new name, below `content/`."""
    written = request.new.replace("\\", "/")
    folder, _, name = old.rpartition("/")
    if not written.strip("/. "):
        raise Refused("the new name is empty", "name it like content/projects/spark.md")
    first = written.strip("/").partition("/")[0]
    if "/" not in written and not (request.here and base == request.here):
        path = normpath(join(folder, written))
    elif first == "content" or written.startswith("/"):
        path = normpath(written.strip("/"))
    elif first in config.types and base != CONTENT:
        path = normpath(join(CONTENT, written))
    else:
        path = normpath(join(base, written))
        if not path.startswith(CONTENT) and ".." not in written.split("/"):
            path = normpath(join(CONTENT, path))
    if not path.startswith(CONTENT):
        raise Refused(f'"{request.new}" is outside content/', "name it like content/projects/spark.md")
    into = path.count("/") == 1 and path[len(CONTENT) :] in config.types
    return join(path, name) if old.count("/") > 1 and (into or written.endswith("/")) else path


def _entry(old: str, new: str, paths: Collection[str], config: Config) -> Moves:
    folder, old_name = _key(old, config)
    into, new_name = _key(new, config)
    if into != folder:
        raise _wrong_folder(folder, into, config)
    if new_name.endswith(tuple(f"/{page}" for page in (INTRO, PAGE_FOLDER))):
        new_name = new_name.rpartition("/")[0]
    old_file, new_file = old.rpartition("/")[2], new.rpartition("/")[2]
    language, new_language = _name(old_file, config)[1], _name(new_file, config)[1]
    files = tuple(_files_of(folder, old_name, paths, config))
    endings = {path[path.rfind(".") :] for path in files if is_document(path)}
    ending = next((end for end in CONTENT_FILES if new_file.endswith(end)), "")
    if ending and ending not in endings:
        raise Refused(f"{old} keeps its ending: {' or '.join(sorted(endings))}")
    if new_language and new_language != (language or config.default_language):
        raise Refused(
            f'a file keeps its language, and "{new_file}" would be in another',
            "a translation is moved with the entry, all of them at once",
        )
    if new_name == old_name:
        raise Refused(f'"{old_name}" is already its name')
    if f"{new_name}/".startswith(f"{old_name}/"):
        raise Refused(f'"{new_name}" is inside "{old_name}"', "choose a name outside it")
    if not all(ADDRESS_PART.fullmatch(part) and "." not in part for part in new_name.split("/")):
        hint = "use lower-case letters a to z, digits and hyphens: cool-streets"
        raise Refused(f'"{new_name}" cannot be the name of an entry', hint)
    existing = next(_files_of(folder, new_name, set(paths) - set(files), config), "")
    if existing:
        raise Refused(f"{existing} already exists", "choose another name")
    moved = {}
    for path in files:
        place, rest = _inside(path, config)
        moved[path] = f"{place}{new_name}{rest[len(old_name) :]}"
    _storable(moved.values())
    entries = {entry_key(folder, old_name): entry_key(folder, new_name)}
    for path in filter(is_document, files):
        entries[entry_of_path(path, config)] = entry_of_path(moved[path], config)
    return Moves(moved, entries, codes=config.folder_codes)


def _wrong_folder(folder: str, into: str, config: Config) -> Refused:
    if into in config.types:
        hint = "create a new entry there, and list the old address in its aliases"
        return Refused(f'an entry of "{folder}" cannot become one of "{into}": their fields differ', hint)
    hint = suggest(into, config.types) or f"its folder is {CONTENT}{folder}/"
    return Refused(f'"{CONTENT}{into}" is not the folder of a type', hint)


def _folder(old: str, new: str, paths: Collection[str], config: Config) -> Moves:
    old_name, new_name = old.removeprefix(CONTENT), new.removeprefix(CONTENT)
    if old_name == FIGURES:
        raise Refused(f"{old} must keep its name", "sitegen finds the figures by it")
    if new_name == old_name:
        raise Refused(f'"{old_name}" is already its name')
    if not re.fullmatch(NAME, new_name):
        hint = "use lower-case letters a to z, digits and hyphens, directly below content/"
        raise Refused(f'"{new_name}" cannot be the folder of a type', hint)
    existing = next((path for path in sorted(paths) if path.startswith(f"{new}/")), "")
    if existing:
        raise Refused(f"{new} already exists, with {existing}", "choose another name")
    inside = sorted(path for path in paths if path.startswith(f"{old}/"))
    moved = {path: new + path[len(old) :] for path in inside}
    _storable(moved.values())
    return Moves(moved, folder=(old_name, new_name), codes=config.folder_codes)


def _file_beside(old: str, new: str, paths: Collection[str], config: Config) -> Moves:
    ending = old[old.rfind(".") :]
    file = new.rpartition("/")[2]
    into = type_folder(new, config.folder_codes)
    if not new.endswith(ending):
        raise Refused(f"{old} keeps its ending: {ending}")
    if into not in config.types:
        raise _wrong_folder(type_folder(old), new.removeprefix(CONTENT).rpartition("/")[0], config)
    if new == old:
        raise Refused(f'"{file}" is already its name')
    existing = next((path for path in paths if path.casefold() == new.casefold() and path != old), "")
    if existing:
        raise Refused(f"{existing} already exists", "choose another name")
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", file):
        hint = "letters, digits, hyphens and full stops work everywhere"
        raise Refused(f'"{file}" cannot be the name of a file', hint)
    _storable([new])
    return Moves({old: new}, codes=config.folder_codes)


def _storable(paths: Iterable[str]) -> None:
    for path in paths:
        wrong = wrong_with(path)
        if wrong:
            hint = "letters, digits, hyphens and full stops work everywhere"
            raise Refused(f'"{path}" cannot be used: {wrong}', hint)
