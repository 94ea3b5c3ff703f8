"""Pages of extensions: their subjects, templates and the types of variables, checked and guarded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import isclass
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sitegen.features.extensions.guard import Owner, Unfit, as_function
from sitegen.problems.extension_failures import described, shown_path
from sitegen.read.templates import TextOf, read_built_in
from sitegen.store.own_files import read_regular
from sitegen.types import Config
from sitegen.types.registers import by_name
from sitegen.views.subjects import SubjectKind
from sitegen.views.views import PageView


def subject_of(value: Any, name: str, owner: Owner) -> SubjectKind:
    """A kind of page as sitegen uses it. Raises Unfit."""
    if not name.isidentifier():
        raise Unfit("has a name that no subject can have", "use letters, digits and _")
    known = value if isinstance(value, SubjectKind) else SubjectKind(as_function(value))
    return replace(
        known,
        view=owner.guard(as_function(known.view), _unfit_page),
        languages=owner.guard(as_function(known.languages), _unfit_languages),
        is_made=known.is_made and owner.guard(as_function(known.is_made), _not_boolean),
    )


def _unfit_page(value: object) -> str:
    if not isinstance(value, PageView):
        return f"{described(value)}, not a PageView; write generated(context, …)"
    texts = {name: getattr(value, name) for name in ("kind", "name", "title", "summary", "url", "lang")}
    wrong = next((name for name, text in texts.items() if not isinstance(text, str)), "")
    return f"a page whose {wrong} is {described(texts[wrong])}, not a text" if wrong else ""


def _unfit_languages(value: object) -> str:
    wrong = not isinstance(value, tuple | list) or not all(isinstance(code, str) for code in value)
    return f"{described(value)}, not a tuple of codes of languages" if wrong else ""


def _not_boolean(value: object) -> str:
    return "" if isinstance(value, bool) else f"{described(value)}, not True or False"


def template_of(value: Any, name: str, owner: Owner) -> TextOf:
    """A template from a file beside the module. Raises Unfit."""
    if not isinstance(value, str):
        raise Unfit(f"is {described(value)}, not a path", f'write TEMPLATES = {{"{name}": "{name}"}}')
    parts = value.split("/")
    if {"", ".", ".."} & set(parts) or "\\" in value:
        raise Unfit(f'has the path "{value}"', "write the path of a file from the folder of the module")
    if {"", ".", ".."} & set(name.split("/")):
        raise Unfit("has a name that no template can have", "write a name like podcast.html")
    folder = owner.folder
    places = [folder.joinpath(*parts[:number]) for number in range(1, len(parts) + 1)]
    if any(place.is_symlink() for place in places) or not places[-1].is_file():
        raise Unfit(f'has no file "{value}"', "write the path of a file from the folder of the module")
    try:
        text = read_regular(places[-1]).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit(f'has the file "{value}", which is not UTF-8', "save it as UTF-8") from None
    except OSError as error:
        raise Unfit(f'has the file "{value}", which cannot be read: {error.strerror}') from None
    here = owner.place.path.rpartition("/")[0]
    return TextOf(shown_path(str(places[-1])) or f"{here}/{value}", text)


def template_names() -> Iterable[str]:
    return (name for name, _ in read_built_in())


def view_of(value: Any, name: str, owner: Owner) -> type:
    """The type of a variable of templates. Raises Unfit."""
    if not isclass(value) or not issubclass(value, Struct):
        raise Unfit(f"is {described(value)}, not a Struct", "write class Episode(Struct, frozen=True)")
    return value


def media_type_of(value: Any, name: str, owner: Owner) -> str:
    """The media type of files with a name. Raises Unfit."""
    if not isinstance(value, str) or value.count("/") != 1 or not value.isascii() or " " in value:
        raise Unfit(f"is {described(value)}, not a media type", 'write one like "application/rss+xml"')
    return value


def names_of_media_types() -> Iterable[str]:
    return by_name({}, "MEDIA_TYPES")


def names_of_policies() -> Iterable[str]:
    return by_name({}, "POLICIES")


def policy_of(value: Any, name: str, owner: Owner) -> Callable[[Config], str]:
    """A function that returns the policy of a folder. Raises Unfit."""
    return owner.guard(as_function(value), _not_text)


def _not_text(value: object) -> str:
    return "" if isinstance(value, str) else f"{described(value)}, not a text"
