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
from sitegen.read.entry_places import INTRO
from sitegen.read.scan import CONTENT_FILES, is_document, is_media
from sitegen.types import Config
from sitegen.types.file_names import ADDRESS_PART, wrong_with
from sitegen.types.keys import entry_key
from sitegen.types.paths import type_folder

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


# --- the old name -----------------------------------------------------------------------------


def _old(request: MoveRequest, paths: Collection[str], config: Config) -> tuple[str, str]:
    """Path of a file, an entry without its ending, or the folder of a type; and its base folder."""
    written = request.old.replace("\\", "/")
    for base in dict.fromkeys((request.here, "", CONTENT)):
        path = normpath(join(base, written.strip("/")))
        name = path.rpartition("/")[2]
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
    folder, _, name = path.removeprefix(CONTENT).rpartition("/")
    if not path.startswith(CONTENT):
        return False
    if not folder:
        return name in config.types
    if path in paths:
        return path.endswith(CONTENT_FILES) or is_media(path)
    return folder in config.types and any(_files_of(folder, _name(name, config)[0], paths, config))


def _name(file: str, config: Config) -> tuple[str, str]:
    """Name of the entry and language in the name of a file; an empty language if it has none."""
    stem = file.removesuffix(".md").removesuffix(".yaml")
    name, dot, code = stem.rpartition(".")
    return (name, code) if dot and code in config.languages else (stem, "")


def _files_of(folder: str, name: str, paths: Collection[str], config: Config) -> Iterator[str]:
    """Paths of all versions of an entry."""
    for path in sorted(paths):
        file = path.removeprefix(f"{CONTENT}{folder}/")
        if file != path and "/" not in file and is_document(path) and _name(file, config)[0] == name:
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
    into = old.count("/") > 1 and path.count("/") == 1
    return (
        join(path, name) if into and (written.endswith("/") or path[len(CONTENT) :] in config.types) else path
    )


def _entry(old: str, new: str, paths: Collection[str], config: Config) -> Moves:
    folder, _, old_file = old.removeprefix(CONTENT).rpartition("/")
    into, _, new_file = new.removeprefix(CONTENT).rpartition("/")
    if into != folder:
        raise _wrong_folder(folder, into, config)
    (old_name, language), (new_name, new_language) = _name(old_file, config), _name(new_file, config)
    files = tuple(_files_of(folder, old_name, paths, config))
    endings = {path[path.rfind(".") :] for path in files}
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
    if not ADDRESS_PART.fullmatch(new_name) or "." in new_name:
        hint = "use lower-case letters a to z, digits and hyphens: cool-streets"
        raise Refused(f'"{new_name}" cannot be the name of an entry', hint)
    existing = next(_files_of(folder, new_name, set(paths) - set(files), config), "")
    if existing:
        raise Refused(f"{existing} already exists", "choose another name")
    start = len(f"{CONTENT}{folder}/{old_name}")
    moved = {path: f"{CONTENT}{folder}/{new_name}{path[start:]}" for path in files}
    _storable(moved.values())
    return Moves(moved, {entry_key(folder, old_name): entry_key(folder, new_name)})


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
    return Moves(moved, folder=(old_name, new_name))


def _file_beside(old: str, new: str, paths: Collection[str], config: Config) -> Moves:
    ending = old[old.rfind(".") :]
    file = new.rpartition("/")[2]
    into = new.removeprefix(CONTENT).rpartition("/")[0]
    if not new.endswith(ending):
        raise Refused(f"{old} keeps its ending: {ending}")
    if into not in config.types:
        raise _wrong_folder(type_folder(old), into, config)
    if new == old:
        raise Refused(f'"{file}" is already its name')
    existing = next((path for path in paths if path.casefold() == new.casefold() and path != old), "")
    if existing:
        raise Refused(f"{existing} already exists", "choose another name")
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", file):
        hint = "letters, digits, hyphens and full stops work everywhere"
        raise Refused(f'"{file}" cannot be the name of a file', hint)
    _storable([new])
    return Moves({old: new})


def _storable(paths: Iterable[str]) -> None:
    for path in paths:
        wrong = wrong_with(path)
        if wrong:
            hint = "letters, digits, hyphens and full stops work everywhere"
            raise Refused(f'"{path}" cannot be used: {wrong}', hint)
