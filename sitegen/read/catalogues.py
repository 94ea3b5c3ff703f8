"""Catalogues of interface strings: gettext `.po` files, read with Babel."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

from babel.messages.pofile import PoFileError, read_po

from sitegen.digest import digest_of_bytes
from sitegen.types import Catalogue, Location, Problem


def read_catalogue(path: str, data: bytes, problems: list[Problem]) -> Catalogue:
    """The catalogue of the language that the file is named after; fuzzy entries do not count."""
    language = PurePosixPath(path).stem
    try:
        catalogue = read_po(io.BytesIO(data), locale=None, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        place = Location(path, getattr(error, "lineno", None))
        problems.append(Problem("catalogue.syntax", f"the catalogue cannot be read: {error}", place))
        return Catalogue(language, {}, "(n != 1)", digest_of_bytes(data))
    messages: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if all(texts):
            messages[str(key)] = tuple(str(text) for text in texts)
    return Catalogue(language, messages, catalogue.plural_expr, digest_of_bytes(data))
