"""Reads catalogues of interface strings: gettext `.po` files, with Babel."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

from msgspec.structs import replace

from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.types import Catalogue, Location, Problem
from sitegen.types.patterns import lazy_pattern


def read_catalogue(path: str, data: bytes, problems: list[Problem]) -> Catalogue:
    """Reads the catalogue of the language that the file is named after; fuzzy entries are ignored."""
    from babel.messages.pofile import PoFileError, read_po

    language = PurePosixPath(path).stem
    line = _unclosed(data)
    if line is not None:
        message = "the catalogue cannot be read: a quotation mark is not closed"
        problems.append(Problem("catalogue.syntax", message, Location(path, line)))
        return Catalogue(language, {}, "(n != 1)", digest_of_bytes(data))
    try:
        catalogue = read_po(io.BytesIO(data), locale=None, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        number = getattr(error, "lineno", None)
        place = Location(path, None if number is None else number + 1)
        what = str(error).rpartition(" on ")[0] or str(error)
        problems.append(Problem("catalogue.syntax", f"the catalogue cannot be read: {what}", place))
        return Catalogue(language, {}, "(n != 1)", digest_of_bytes(data))
    messages: dict[str, tuple[str, ...]] = {}
    for entry in catalogue:
        if not entry.id or entry.fuzzy:
            continue
        key = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
        texts = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        originals = entry.id if isinstance(entry.id, tuple | list) else (entry.id,)
        wanted = {name for original in originals for name in PLACEHOLDER.findall(str(original))}
        strange = sorted({name for text in texts for name in PLACEHOLDER.findall(str(text))} - wanted)
        if strange:
            message = f'the translation of "{key}" has %({strange[0]})s, which the original does not have'
            hint = f"placeholders: {', '.join(f'%({name})s' for name in sorted(wanted)) or 'none'}"
            place = Location(path, getattr(entry, "lineno", None))
            problems.append(Problem("catalogue.placeholder", message, place, hint))
        elif all(texts):
            messages[str(key)] = tuple(str(text) for text in texts)
    return Catalogue(language, messages, catalogue.plural_expr, digest_of_bytes(data))


def over(lower: Catalogue | None, upper: Catalogue) -> Catalogue:
    """The messages of a site over those of its theme; each keeps the rule of its own catalogue."""
    if lower is None:
        return upper
    ours = {key for key, texts in lower.messages.items() if len(texts) > 1} - upper.messages.keys()
    rules = {key: lower.rules.get(key, lower.plural_rule) for key in sorted(ours)}
    return replace(
        upper,
        messages={**lower.messages, **upper.messages},
        rules={key: rule for key, rule in rules.items() if rule != upper.plural_rule},
        digest=digest_of_parts(lower.digest, upper.digest),
    )


PLACEHOLDER = lazy_pattern(r"%\((\w+)\)s")
STRING = lazy_pattern(rb'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s+)?"(\\.|[^"\\])*"\s*)?')


def _unclosed(data: bytes) -> int | None:
    """The first line with an unclosed string, which Babel cuts off silently."""
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if b'"' in line and not line.lstrip().startswith(b"#") and not STRING.fullmatch(line):
            return number
    return None
