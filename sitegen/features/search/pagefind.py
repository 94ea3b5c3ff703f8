"""Runs Pagefind, a program from the extra `search`, on files; it runs no code from the content."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from typing import IO, Any

from sitegen.definition.site_search import PAGEFIND
from sitegen.features.search.pagefind_format import as_json

COMMON = ("pagefind.js", "pagefind-worker.js", "wasm.unknown.pagefind")
"""Files that every index has, independent of its languages."""
UNUSED = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")
"""Pagefind's own user interfaces, which the site does not use."""


def package() -> str | None:
    """Name of the installed package with the program; None if none is installed."""
    return next((name for name in PAGEFIND if find_spec(name)), None)


def program() -> str:
    """Name and version of the program, for the recipe of an index."""
    name = package()
    return f"{name} {version(name)}" if name else ""


def make_index(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Makes the index of documents, by address, in their order; returns its files by path in the index.

    The order of languages, filters and their values differs from run to run. Raises OSError if the program
    fails.
    """
    requests: list[dict[str, object]] = [{"type": "NewIndex", "config": None}]
    for address, document in documents.items():
        contents = document.decode("utf-8")
        requests.append({"type": "AddFile", "index_id": 0, "url": address, "file_contents": contents})
    answer = _answer([*requests, {"type": "GetFiles", "index_id": 0}])
    files = {file["path"].replace("\\", "/"): b64decode(file["content"]) for file in answer["files"]}
    return {path: data for path, data in files.items() if not path.startswith(UNUSED)}


def programs_of(language: str) -> dict[str, bytes]:
    """The files of an index that do not depend on its pages. Raises OSError if the program fails."""
    document = f'<!doctype html><html lang="{language}"><body><p>{language}</p></body></html>'
    return programs_in(make_index({"": document.encode()}))


def programs_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those files of an index that do not depend on its pages."""
    return {path: data for path, data in files.items() if path.endswith((".js", ".pagefind"))}


def _answer(requests: Sequence[object]) -> Any:
    """Answer to the last of some requests: the program reads and writes JSON in base64, with commas between.

    It runs in a temporary folder and without environment variables that would configure it.
    """
    name = package()
    assert name is not None, "asked for before"
    executable = str(import_module(name).get_executable())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND")}
    messages = b"".join(
        b64encode(as_json({"message_id": number, "payload": request})) + b","
        for number, request in enumerate(requests)
    )
    with (
        TemporaryDirectory(prefix="sitegen-") as folder,
        Popen(
            [executable, "--service"], cwd=folder, env=environment, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.write(messages)
            process.stdin.flush()
        answers = _answers(process.stdout)
        for number, answer in answers:
            if answer["type"] == "Error" or number is None:
                raise OSError(f"the search index could not be made: {answer['message']}")
            if number + 1 == len(requests):
                return answer
    raise OSError(f"the search index could not be made: {process.returncode}")


def _answers(output: IO[bytes]) -> Iterator[tuple[int | None, Any]]:
    parts: list[bytes] = []
    while data := output.read1(2**20):  # type: ignore[attr-defined]
        *ends, rest = data.split(b",")
        for end in ends:
            decoded = json.loads(b64decode(b"".join((*parts, end))))
            yield decoded["message_id"], decoded["payload"]
            parts = []
        parts.append(rest)
