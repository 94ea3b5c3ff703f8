"""Settings, tasks and snippets for VS Code, in JSON with comments.

The YAML extension of Red Hat completes and checks `.yaml` files by the schemas. It ignores front matter in
Markdown (redhat-developer/vscode-yaml #207). There, snippets complete, and the task `sitegen check` marks
problems: VS Code reads them from its output.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sitegen.authoring.entry_schemas import MOST_NAMES, TextOf, every_field, texts_for, translation_of
from sitegen.kinds import KINDS
from sitegen.kinds.choice import CHOICE
from sitegen.kinds.kind import Kind
from sitegen.kinds.reference import REFERENCE
from sitegen.types import Config, ContentType, Field
from sitegen.types.keys import entry_key

Json = dict[str, object]

PLACE = r"^(.+?):(\d+):(\d+): (?:(error|warning|note): )?([a-z_]+\.[a-z_]+): (.*)$"
"""First line of a problem in the output of `sitegen check`."""


def settings(config: Config, script: str) -> dict[str, Json]:
    """Files below `.vscode/` by name; `script` starts sitegen in a repository that has it as source."""
    return {
        "settings.json": _settings(config),
        "extensions.json": {"recommendations": ["redhat.vscode-yaml"]},
        "tasks.json": {"version": "2.0.0", "tasks": [_check(script), _serve(script)]},
        "sitegen.code-snippets": _type_snippets(config),
    }


def _settings(config: Config) -> Json:
    schemas = {
        "./.vscode/schemas/_site.json": ["content/site.yaml"],
        "./.vscode/schemas/_type.json": ["content/*/_type.yaml"],
    }
    for name in config.types:
        path = f"content/{name}"
        others = [code for code in config.languages if code != config.default_language]
        not_these = [f"!{path}/{stem}.yaml" for stem in ("_type", *(f"*.{code}" for code in others))]
        schemas[f"./.vscode/schemas/{name}.json"] = [f"{path}/*.yaml", *not_these]
        if others:
            schemas[f"./.vscode/schemas/{translation_of(name)}"] = [
                f"{path}/*.{code}.yaml" for code in others
            ]
    return {
        "yaml.schemas": schemas,
        "[markdown]": {
            "editor.quickSuggestions": {"comments": "off", "strings": "off", "other": "on"},
            "editor.wordWrap": "on",
        },
        "search.exclude": {"public": True, ".sitegen": True, "schemas": True},
    }


def _check(script: str) -> Json:
    groups = ("file", "line", "column", "severity", "code", "message")
    pattern = {"regexp": PLACE, **{name: number for number, name in enumerate(groups, start=1)}}
    matcher = {
        "owner": "sitegen",
        "source": "sitegen",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "severity": "error",
        "pattern": pattern,
    }
    group = {"kind": "build", "isDefault": True}
    return {**_task(script, "check"), "group": group, "problemMatcher": matcher}


def _serve(script: str) -> Json:
    return {**_task(script, "serve", "--open"), "isBackground": True, "problemMatcher": []}


def _task(script: str, *words: str) -> Json:
    """A command, run by the script or in the virtual environment of the site."""
    task: Json = {"label": f"sitegen {words[0]}", "type": "shell", "args": list(words)}
    if script:
        return {**task, "args": [script, *words], "command": "python3", "windows": {"command": "python"}}
    venv = "${workspaceFolder}/.venv"
    windows = {"options": {"env": {"PATH": f"{venv}/Scripts;${{env:PATH}}"}}}
    options = {"env": {"PATH": f"{venv}/bin:${{env:PATH}}"}}
    return {**task, "command": "sitegen", "options": options, "windows": windows}


# --- snippets --------------------------------------------------------------------------------


def _type_snippets(config: Config) -> Json:
    """Snippets for the front matter of a new entry of each type, and for the values of choice fields."""
    text_of = texts_for(config)
    snippets: Json = {}
    for content_type in config.types.values():
        if content_type.page:
            snippets[f"new {content_type.name}"] = {
                "scope": "markdown",
                "prefix": f"new-{content_type.name}",
                "description": text_of(content_type.description) or text_of(content_type.singular),
                "body": list(_front_matter(content_type)),
            }
    for name, field in _fields_of_kind(config, CHOICE).items():
        snippets[name] = _values(field, field.choices, text_of)
    return snippets


def name_snippets(config: Config, names: Mapping[str, Iterable[str]]) -> Json:
    """Snippets with the entries that each field may refer to."""
    text_of = texts_for(config)
    snippets: Json = {}
    for name, field in _fields_of_kind(config, REFERENCE).items():
        typed = len(field.to) > 1
        known = [
            entry_key(kind, entry) if typed else entry for kind in field.to for entry in names.get(kind, ())
        ]
        if 0 < len(known) <= MOST_NAMES:
            snippets[name] = _values(field, known, text_of)
    return snippets


def _fields_of_kind(config: Config, kind: Kind) -> dict[str, Field]:
    """Fields of a kind by name; further fields with the same name and other values get a number."""
    found: dict[str, Field] = {}
    for field in every_field(config):
        same = [
            known
            for known in found.values()
            if (known.name, known.to, known.many) == (field.name, field.to, field.many)
        ]
        if KINDS[field.kind] is kind and not any(
            tuple(known.choices) == tuple(field.choices) for known in same
        ):
            taken = sum(known.name == field.name for known in found.values())
            found[f"{field.name} {taken + 1}" if taken else field.name] = field
    return found


def _values(field: Field, values: Iterable[str], text_of: TextOf) -> Json:
    description = ". ".join(part for part in (text_of(field.label), field.help) if part)
    body = _line(field, _choice(1, values))
    return {"scope": "markdown,yaml", "prefix": field.name, "description": description, "body": body}


def _front_matter(content_type: ContentType) -> Iterator[str]:
    needed = [f for f in content_type.fields.values() if f.required and f.default is None]
    yield "---"
    for number, field in enumerate((f for f in needed if not f.fields), start=1):
        kind = KINDS[field.kind]
        shown = kind.form_of(field) or field.help or kind.example_of(field)
        yield _line(field, _choice(number, field.choices) if field.choices else _placeholder(number, shown))
    yield from ("draft: true", "---", "", "$0")


def _line(field: Field, value: str) -> str:
    return f"{field.name}: [{value}]" if field.many else f"{field.name}: {value}"


def _placeholder(number: int, text: str) -> str:
    """A place in a snippet to fill in."""
    escaped = re.sub(r"([$}\\])", r"\\\1", text)
    return f"${{{number}:{escaped}}}"


def _choice(number: int, values: Iterable[str]) -> str:
    """A place in a snippet with values to choose from."""
    escaped = (re.sub(r"([,|$}\\])", r"\\\1", value) for value in values)
    return f"${{{number}|{','.join(escaped)}|}}"
