"""`sitegen completion`, and what is completed: names of commands, types and entries.

A shell starts the program at each press of Tab, so names are listed from the folders of `content/`, without
reading any file. Only the names of commands need code of the site: that of its extensions.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from sitegen.commands.console import VARIABLE
from sitegen.types.patterns import lazy_pattern

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "sitegen"
ENTRY = lazy_pattern(r"([^.@][^.@]*)(\.[A-Za-z-]+)?\.(?:md|yaml|docx|odt|html?)")
"""File of an entry: its name and perhaps a language."""
NOT_ENTRIES = "_"
"""First character of files and folders that are no entries."""


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes commands, options, types and entries."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(context.find_root().command, {}, PROGRAM, VARIABLE).source())


def complete_commands(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Names of commands that begin with a text, those of the site's extensions included."""
    program = context.find_root()
    assert isinstance(program.command, click.Group)
    return [name for name in program.command.list_commands(context) if name.startswith(begun)]


def complete_types(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Names of content types that begin with a text."""
    content = _content(context.params)
    return [name for name in _types(content) if name.startswith(begun)] if content else []


def complete_entries(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Keys of entries that begin with a text; as long as several types do, the names of these."""
    content = _content(context.params)
    if content is None:
        return []
    types = [name for name in _types(content) if f"{name}/".startswith(begun) or begun.startswith(f"{name}/")]
    if len(types) > 1:
        return [f"{name}/" for name in types]
    keys = (key for name in types for key in _entries(content / name, f"{name}/", begun))
    return sorted({key for key in keys if key.startswith(begun)})


def _content(given: Mapping[str, object]) -> Path | None:
    """The folder `content/` of the site that a command would use."""
    here, root = Path.cwd(), given.get("root")
    places = (
        [root] if isinstance(root, Path) else [here, *here.parents, Path(os.environ.get("SITEGEN_HOME", "."))]
    )
    return next((place / "content" for place in places if (place / "content").is_dir()), None)


def _types(content: Path) -> list[str]:
    return sorted(file.parent.name for file in content.glob("*/_type.yaml"))


def _entries(folder: Path, place: str, begun: str) -> Iterator[str]:
    """Keys of the entries in a folder and, where they begin with the text, in those below it."""
    with os.scandir(folder) as items:
        for item in items:
            path = f"{place}{item.name}"
            if item.name.startswith(NOT_ENTRIES):
                continue
            if item.is_dir(follow_symlinks=False):
                if f"{path}/".startswith(begun) or begun.startswith(f"{path}/"):
                    yield from _below(Path(item.path), path, begun)
            elif match := ENTRY.fullmatch(item.name):
                yield f"{place}{match[1]}"


def _below(folder: Path, path: str, begun: str) -> Iterator[str]:
    """Keys in a folder, which may be that of one entry (`index.md`)."""
    for key in _entries(folder, f"{path}/", begun):
        yield path if key == f"{path}/index" else key
