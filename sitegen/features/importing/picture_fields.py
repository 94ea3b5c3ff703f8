"""Fields of front matter that name pictures, as fields of the kind `image` with the picture near the entry.

A field becomes one only if each of its values names a picture among the imported files. The picture is copied
below `content/`; the file at its old address stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, dirname, relpath
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from sitegen.features.importing.addresses import NewAddresses
from sitegen.features.importing.field_kinds import BUILT_IN, is_empty
from sitegen.features.importing.imported import (
    Field,
    FieldHint,
    Imported,
    ImportedEntry,
    ImportedFile,
    ImportedType,
    Note,
    Outcome,
    Record,
    Shape,
    Value,
)
from sitegen.features.importing.links import LinkUpdater, Targets
from sitegen.features.importing.places import sources
from sitegen.types.file_kinds import IMAGES, ending_of
from sitegen.types.file_names import plain_name, wrong_with

IMAGE = "image"
FILE_KEYS = ("image", "file", "path", "src", "url", "filename")
"""Keys of a record that name its picture."""
ALT_KEYS = ("alt", "image_alt", "imagealt", "alt_text", "alttext")
WORD_KEYS = {**dict.fromkeys(ALT_KEYS, "alt"), "caption": "caption", "credit": "credit", "license": "license"}
"""Keys of a record, in small letters, and those of sitegen that take their texts."""
OF_THEMES = ("relative", "hidden", "hiddeninlist", "hiddeninsingle", "responsiveimages", "width", "height")
"""Keys of a record that say how a theme shows its picture."""
BESIDE = ("alt", "caption", "credit", "license")
"""Endings of the names of fields with the words for a picture: `image_alt`, `imageAlt`."""
MOST_NAMED = 3
LONGEST = 60


class PictureFields(Struct, frozen=True):
    imported: Imported
    """The site, with mappings of the kind `image` in its entries, and hints in its types."""
    copies: tuple[ImportedFile, ...]
    """Pictures that go below `content/`."""
    notes: tuple[Note, ...]


class _Picture(Struct, frozen=True):
    path: str
    """Path of the file in the new site, as texts would link to it."""
    words: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    """Keys that no image has."""


def with_picture_fields(
    imported: Imported,
    files: Iterable[ImportedFile],
    targets: Targets,
    paths: Mapping[tuple[str, str], str],
) -> PictureFields:
    """The site with its picture fields; `files` and `paths` (of entries) are those of the new site."""
    found = _Finder(imported, files, targets, paths)
    types = tuple(found.type(known) for known in imported.types)
    entries = tuple(found.entry(entry) for entry in imported.entries)
    return PictureFields(
        replace(imported, types=types, entries=entries), tuple(found.copies.values()), tuple(found.notes)
    )


class _Finder:
    def __init__(
        self,
        imported: Imported,
        files: Iterable[ImportedFile],
        targets: Targets,
        paths: Mapping[tuple[str, str], str],
    ) -> None:
        self.targets = targets
        self.paths = paths
        self.files = {file.path: file for file in files}
        self.beside = {(file.source, file.media): file.path for file in imported.files}
        """Path of each file before it was placed."""
        self.originals = sources(imported.entries, imported.languages[0].code)
        self.entries: dict[str, list[ImportedEntry]] = {}
        for entry in imported.entries:
            if entry.name:
                self.entries.setdefault(entry.type, []).append(entry)
        self.pages: dict[str, set[str]] = {}
        """Addresses of the pages of each folder, in all languages."""
        new = NewAddresses(imported)
        for entry in imported.entries:
            if entry.shape is not Shape.FILE or not entry.name:
                self.pages.setdefault(dirname(self._entry_path(entry)), set()).add(unquote(new.of(entry)))
        self.fields: dict[str, tuple[str, ...]] = {}
        """Names of the picture fields of each type."""
        self.copies: dict[str, ImportedFile] = {}
        """The copy of each file, by the path of the file."""
        self.taken = {path.casefold() for path in (*self.files, *paths.values())}
        self.notes: list[Note] = []

    # --- fields of a type ---------------------------------------------------------------------

    def type(self, known: ImportedType) -> ImportedType:
        """The type, with a hint for each of its picture fields."""
        own = self.entries.get(known.name, ())
        values: dict[str, list[tuple[ImportedEntry, Value]]] = {}
        for entry in own:
            for field in entry.fields:
                if field.name not in BUILT_IN and not is_empty(field.value):
                    values.setdefault(field.name, []).append((entry, field.value))
        hints = {
            name: FieldHint(kind=IMAGE, many=any(isinstance(value, tuple) for _, value in found))
            for name, found in values.items()
            if name not in known.hints and self._is_picture_field(known.name, name, found)
        }
        self.fields[known.name] = tuple(hints)
        return replace(known, hints={**known.hints, **hints}) if hints else known

    def _is_picture_field(
        self, type_name: str, name: str, values: Iterable[tuple[ImportedEntry, Value]]
    ) -> bool:
        """True if all values name pictures; a field with some pictures is noted."""
        items = [(entry, item) for entry, value in values for item in _items(value)]
        named = [(entry, item) for entry, item in items if _names_picture(item)]
        if not named:
            return False
        others = [item for entry, item in items if self._picture(entry, item) is None]
        if others:
            shown = ", ".join(f"`{_short(item)}`" for item in dict.fromkeys(others[:MOST_NAMED]))
            more = " …" if len(others) > MOST_NAMED else ""
            text = (
                f"`{name}` of {type_name} is no field of pictures: {len(others):,} of {len(items):,} values"
            )
            self.notes.append(
                Note(
                    Outcome.LEFT, "", f"{text} name no picture among the files of the old site: {shown}{more}"
                )
            )
        return not others

    def _picture(self, entry: ImportedEntry, item: Value) -> _Picture | None:
        """The picture that a value names; None if it names none, or has texts that an image cannot have."""
        if isinstance(item, str):
            path = self._path(entry, item)
            return _Picture(path) if path else None
        if not isinstance(item, Record):
            return None
        parts = {name.lower(): part for name, part in item.fields if not is_empty(part)}
        key = next((key for key in FILE_KEYS if key in parts), "")
        others = {name: part for name, part in parts.items() if name != key}
        if not key or not all(name in WORD_KEYS or name in OF_THEMES for name in others):
            return None
        if not all(isinstance(part, str) for part in parts.values()):
            return None
        path = self._path(entry, str(parts[key]))
        words = {WORD_KEYS[name]: str(part).strip() for name, part in others.items() if name in WORD_KEYS}
        left_out = tuple(name for name in others if name in OF_THEMES)
        return _Picture(path, tuple(words.items()), left_out) if path else None

    def _path(self, entry: ImportedEntry, written: str) -> str:
        if not _names_picture(written):
            return ""
        path = self.paths[entry.key, entry.language]
        found = LinkUpdater(entry, path, self.targets, lambda _: None).file(written.strip())
        return found if found in self.files and ending_of(found) in IMAGES else ""

    # --- values of an entry -------------------------------------------------------------------

    def entry(self, entry: ImportedEntry) -> ImportedEntry:
        """The entry, with mappings of the kind `image`."""
        names = self.fields.get(entry.type, ()) if entry.name else ()
        own = [field for field in entry.fields if field.name in names and not is_empty(field.value)]
        if not own:
            return entry
        words = dict(self._words_beside(entry, own, names))
        used = {field.name for found in words.values() for field in found.values()}
        fields = (
            self._field(entry, field, words.get(field.name, {})) if field in own else field
            for field in entry.fields
            if field.name not in used
        )
        return replace(entry, fields=tuple(field for field in fields if field))

    def _words_beside(
        self, entry: ImportedEntry, own: list[Field], names: tuple[str, ...]
    ) -> Iterator[tuple[str, dict[str, Field]]]:
        """Fields with words for the picture of each field, by the key that takes their text."""
        texts = {
            _plain(field.name): field
            for field in entry.fields
            if field.name not in BUILT_IN and isinstance(field.value, str) and field.value.strip()
        }
        for field in own:
            if isinstance(field.value, tuple) and len(field.value) != 1:
                continue
            found = {
                key: texts[_plain(field.name) + key] for key in BESIDE if _plain(field.name) + key in texts
            }
            if "alt" not in found and len(names) == 1 and "alt" in texts:
                found["alt"] = texts["alt"]
            item = field.value[0] if isinstance(field.value, tuple) else field.value
            picture = self._picture(entry, item)
            written = dict(picture.words) if picture else {}
            yield field.name, {key: text for key, text in found.items() if key not in written}

    def _field(self, entry: ImportedEntry, field: Field, words: Mapping[str, Field]) -> Field | None:
        """The field as an image; None in a translation that has the picture of its source without words."""
        pictures = [found for item in _items(field.value) if (found := self._picture(entry, item))]
        extra = {key: str(text.value).strip() for key, text in words.items()}
        without_alt = any("alt" not in {**dict(picture.words), **extra} for picture in pictures)
        is_inherited = without_alt and self._is_inherited(entry, field.name, pictures)
        if is_inherited and not extra and not any(picture.words for picture in pictures):
            return None
        if without_alt and not is_inherited:
            text = f"`{field.name}` has a picture without alternative text: write what it shows, "
            text += "or `decorative: true` if it says nothing"
            self.notes.append(Note(Outcome.LEFT, entry.source, text))
        for key in dict.fromkeys(key for picture in pictures for key in picture.left_out):
            text = f"`{key}` in `{field.name}` is for templates of the old site"
            self.notes.append(Note(Outcome.LOST, entry.source, text))
        made = tuple(self._image(entry, picture, extra) for picture in pictures)
        if is_inherited and len(made) == 1:
            made = (Record(made[0].fields[1:]),)
        return replace(field, value=made if isinstance(field.value, tuple) else made[0])

    def _is_inherited(self, entry: ImportedEntry, name: str, pictures: list[_Picture]) -> bool:
        """True for a translation whose field has the pictures of its source."""
        original = self.originals[entry.key]
        source = next((field.value for field in original.fields if field.name == name), "")
        shown = [found for item in _items(source) if (found := self._picture(original, item))]
        return original is not entry and [each.path for each in shown] == [each.path for each in pictures]

    def _image(self, entry: ImportedEntry, picture: _Picture, extra: Mapping[str, str]) -> Record:
        words = {**extra, **dict(picture.words)}
        written = relpath(self._below_content(entry, picture.path), dirname(self._entry_path(entry)))
        return Record((("file", written), *((key, words[key]) for key in BESIDE if key in words)))

    def _entry_path(self, entry: ImportedEntry) -> str:
        return self.paths[entry.key, entry.language]

    # --- files --------------------------------------------------------------------------------

    def _below_content(self, entry: ImportedEntry, path: str) -> str:
        """Path of a picture below `content/`, copied from `static/` to the first entry that has it."""
        if path.startswith("content/"):
            return path
        if path not in self.copies:
            file = self.files[path]
            target = self._free(self.beside.get((file.source, file.media), ""), entry, path)
            self.taken.add(target.casefold())
            self.copies[path] = replace(file, path=target, addresses=())
        return self.copies[path].path

    def _free(self, before: str, entry: ImportedEntry, path: str) -> str:
        """A path for a copy that no file has, and at whose address no file is."""
        original = self._entry_path(self.originals[entry.key])
        name = before if before.startswith("content/") and not wrong_with(before) else ""
        folder = dirname(name or original)
        last = basename(path)
        stem, ending = last[: -len(ending_of(last))], ending_of(last)
        stem = plain_name(stem) or "picture" if wrong_with(f"{folder}/{last}") else stem
        owner = plain_name(entry.name.rpartition("/")[2]) or "entry"
        found, number = f"{folder}/{stem}{ending}", 1
        while self._is_taken(found):
            suffix = f"-{number}" if number > 1 else ""
            found, number = f"{folder}/{owner}-{stem}{suffix}{ending}", number + 1
        return found

    def _is_taken(self, path: str) -> bool:
        return any(each.casefold() in self.taken for each in (path, *self._addresses(path)))

    def _addresses(self, path: str) -> Iterator[str]:
        """Files of `static/` at the addresses that a file can get: that of its path, or beside a page."""
        yield f"static/{path.removeprefix('content/')}"
        folder = path
        while folder := dirname(folder):
            for address in self.pages.get(folder, ()):
                yield f"static{address.rstrip('/')}{path.removeprefix(folder)}"


def _items(value: Value) -> tuple[Value, ...]:
    items = value if isinstance(value, tuple) else (value,)
    return tuple(item for item in items if not is_empty(item))


def _names_picture(value: Value) -> bool:
    """True for a path or address of a picture, or a record with one."""
    if isinstance(value, Record):
        return any(name.lower() in FILE_KEYS and _names_picture(part) for name, part in value.fields)
    if not isinstance(value, str) or "\n" in value.strip():
        return False
    return ending_of(value.strip().partition("#")[0].partition("?")[0]) in IMAGES


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _short(value: Value) -> str:
    if isinstance(value, Record):
        value = next((part for name, part in value.fields if name.lower() in FILE_KEYS), "…")
    text = " ".join(value.split()) if isinstance(value, str) else "…"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
