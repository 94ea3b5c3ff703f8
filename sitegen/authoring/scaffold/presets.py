"""Content of a new site: a preset in the languages that were asked for.

The folders of `presets/` have definitions in eight languages and example entries in English and French. An
entry in English is complete, its French version has only texts; a site in French has it the other way round.
A site in a language without example entries has none: no text is shown as if it were in a different language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib import resources

from msgspec import Struct

from sitegen.authoring.scaffold.packed import files_below

PRESETS: Mapping[str, tuple[str, ...]] = {
    "institute": ("institute",),
    "network": ("institute", "network"),
    "minimal": ("minimal",),
}
"""Folders of each preset; a file of a later one replaces that of an earlier one."""
LABELLED = ("en", "es", "fr", "pt", "ko", "ja", "zh", "ar")
"""Languages of the definitions."""
WRITTEN = ("en", "fr")
"""Languages of the example entries; the first is complete."""
LOCALES = {"en": "en_GB", "zh": "zh_Hans"}
SITE = "content/site.yaml"
HOME = re.compile(r"content/_index(\.[^./]+)?\.md")
LABEL = re.compile(rf"( +)({'|'.join(LABELLED)}): .*\n")
TITLE = re.compile(r"^title:.*\n(?: +.*\n)*", re.MULTILINE)
FRENCH = re.compile(r"\.fr(\.\w+)$")
EXAMPLE = " # example"
"""End of a line of `site.yaml` that names an example entry."""


class Preset(Struct, frozen=True):
    """The content of a new site."""

    name: str = "institute"
    languages: tuple[str, ...] = ("en", "fr")
    """Codes, the default language first."""
    title: str = ""
    """Name of the site; empty: that of the preset."""


def preset_files(wanted: Preset) -> dict[str, bytes]:
    """The files below `content/` of a new site, by path."""
    texts: dict[str, str] = {}
    for name in PRESETS[wanted.name]:
        folder = resources.files("sitegen.authoring.scaffold") / "presets" / name
        texts |= {path: item.read_text(encoding="utf-8") for path, item in files_below(folder)}
    definitions = {path: text for path, text in texts.items() if path.endswith(("_type.yaml", SITE))}
    found = {path: _labels(text, wanted.languages) for path, text in definitions.items()}
    found[SITE] = _site(found[SITE], wanted)
    found |= _entries({path: text for path, text in texts.items() if path not in definitions}, wanted)
    for path in filter(HOME.fullmatch, found) if wanted.title else ():
        found[path] = TITLE.sub(lambda _: _title(wanted), found[path], count=1)
    return {path: text.encode("utf-8") for path, text in sorted(found.items())}


def _labels(text: str, languages: tuple[str, ...]) -> str:
    """A definition with the texts in these languages; a first language without any has the English ones."""
    lines = []
    for line in text.splitlines(keepends=True):
        label = LABEL.fullmatch(line)
        if label and label[2] == "en" and languages[0] not in LABELLED:
            lines.append(line.replace("en:", f"{languages[0]}:", 1))
        elif not label or label[2] in languages:
            lines.append(line)
    return "".join(lines)


def _site(text: str, wanted: Preset) -> str:
    locales = ((code, LOCALES.get(code)) for code in wanted.languages)
    languages = [f"  {code}: {{{f'locale: {name}' if name else ''}}}\n" for code, name in locales]
    default = wanted.languages[0]
    text = text.replace("LANGUAGES\n", f"{default}\nlanguages:\n{''.join(languages)}")
    if wanted.title:
        text = TITLE.sub(lambda _: _title(wanted), text, count=1)
    lines = text.splitlines(keepends=True)
    if default not in WRITTEN:
        lines = [line for line in lines if not line.endswith(f"{EXAMPLE}\n")]
    return "".join(line.replace(f"{EXAMPLE}\n", "\n") for line in lines)


def _title(wanted: Preset) -> str:
    return f"title: {json.dumps(wanted.title, ensure_ascii=False)}\n"


# --- example entries --------------------------------------------------------------------------


def _entries(texts: Mapping[str, str], wanted: Preset) -> dict[str, str]:
    default, *others = wanted.languages
    found: dict[str, str] = {}
    for path, english in texts.items():
        french = texts.get(".fr.".join(path.rsplit(".", 1)))
        if default not in WRITTEN or FRENCH.search(path) or french is None:
            continue
        versions = {"en": english, "fr": french}
        fields, translated = (_parts(text) for text in versions.values())
        found[path] = english if default == "en" else _joined({**fields[0], **translated[0]}, translated[1])
        short = {key: line for key, line in fields[0].items() if key in translated[0]}
        shortened = {"en": _joined(short, fields[1]), "fr": french}
        for code in (code for code in others if code in WRITTEN):
            found[f".{code}.".join(path.rsplit(".", 1))] = shortened[code]
    return found


def _parts(text: str) -> tuple[dict[str, str], str | None]:
    """Lines of the fields of an entry by name, and its text; None for an entry without one."""
    front, body = (text.removeprefix("---\n").split("---\n", 1)) if text.startswith("---\n") else (text, None)
    return {line.split(":", 1)[0]: line for line in front.splitlines(keepends=True)}, body


def _joined(fields: Mapping[str, str], body: str | None) -> str:
    front = "".join(fields.values())
    return front if body is None else f"---\n{front}---\n{body}"
