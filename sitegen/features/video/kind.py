"""The field kind `video`: a film that is a file beside the entry, or that is on another site.

A page shows its still, and a link to a film on another site: nothing is requested from there before a reader
follows the link. What is said and shown is on the page as text (WCAG 2.2, 1.2.1 to 1.2.3).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from sitegen.kinds.group import read_group
from sitegen.kinds.kind import OFTEN, Kind, Reading
from sitegen.types import Field, File
from sitegen.types.file_kinds import ending_of
from sitegen.yaml import nodes
from sitegen.yaml.nodes import Node, Scalar

VIDEO = "video"
CAPTIONS = ".vtt"
FILMS = (".mp4", ".m4v", ".webm", ".ogv")
"""Endings of videos that browsers play."""
LONGEST = "100000"
"""Characters of a transcript: more than four hours of speech."""


Given: TypeAlias = Mapping[str, Scalar]
"""Keys as written, by name."""
Values: TypeAlias = Mapping[str, object]


def _part(name: str, kind: str, label: str, advice: str, **more: object) -> Field:
    return Field(name, kind, {"": label}, advice, **more)  # type: ignore[arg-type]


PARTS = {
    part.name: part
    for part in (
        _part("title", "text", "Title", "What the video is called", required=True),
        _part("still", "image", "Still", "A picture from it, beside this file", required=True),
        _part("url", "url", "Address", "Where it is on another site"),
        _part("file", "file", "File", "The video itself, beside this file"),
        _part("captions", "file", "Captions", "A .vtt file for each language", many=True),
        _part("transcript", "text", "Transcript", "What is said and shown", maximum=LONGEST),
        _part("transcript_file", "file", "Transcript as a file", "In place of the text"),
        _part("date", "date", "Date", "When it was published"),
    )
}  # fmt: skip


def _read(reading: Reading, known: Field, node: Node) -> dict[str, object] | None:
    """Returns the parts of a video; reports what readers would lack."""
    before = len(reading.problems)
    values = read_group(reading, known, node)
    if values is None or not isinstance(node, nodes.Mapping):
        return None
    given = {key.text: key for key, _ in node.entries}
    if not reading.translation:
        _check_whole(reading, node, given)
    _check_source(reading, values, given)
    _check_captions(reading, values, given)
    return values if len(reading.problems) == before else None


def _check_whole(reading: Reading, node: Node, given: Given) -> None:
    """Reports what a video lacks; a translation has it from its source."""
    if not {"url", "file"} & given.keys():
        hint = "add file: talk.mp4 for a file beside this one, or url: https://…"
        reading.wrong(node, "video.source", "this video has no file and no address", hint)
    if not {"transcript", "transcript_file"} & given.keys():
        hint = "add transcript: what is said and shown, for people who cannot hear or see it"
        reading.wrong(node, "video.transcript", "this video has no transcript", hint)


def _check_source(reading: Reading, values: Values, given: Given) -> None:
    """Reports a video with two sources, and a file that is no video."""
    if "url" in given and "file" in given:
        hint = 'remove "url" to show the file, or "file" to link to the other site'
        message = "a video is a file of this site or on another one"
        reading.wrong(given["url"], "video.source", message, hint)
    film = values.get("file")
    if isinstance(film, File) and not _is_own(film, FILMS):
        message = f'"{_name(film)}" is not a video of this site'
        hint = f"its name ends in {', '.join(FILMS)}; one on another site has an address: url: https://…"
        reading.wrong(given["file"], "video.source", message, hint)


def _check_captions(reading: Reading, values: Values, given: Given) -> None:
    if "file" in given and "captions" not in given:
        hint = "add captions: {file: talk.vtt, language: en}, for people who cannot hear it"
        reading.wrong(given["file"], "video.captions", "this video has no captions", hint)
    captions = values.get("captions", ())
    for file in captions if isinstance(captions, tuple) else ():
        if isinstance(file, File) and not _is_own(file, (CAPTIONS,)):
            message = f'"{_name(file)}" is not a file with captions of this site'
            hint = f"captions are a file in WebVTT, beside this one: its name ends in {CAPTIONS}"
            reading.wrong(given["captions"], "video.captions", message, hint)


def _is_own(file: File, endings: Collection[str]) -> bool:
    """True if a file is beside the entry and its name has one of these endings."""
    return file.size is not None and ending_of(file.path) in endings


def _name(file: File) -> str:
    return file.path.rpartition("/")[2]


KINDS = {
    VIDEO: Kind(
        name=VIDEO,
        read_node=_read,
        commas=OFTEN,
        parts=PARTS,
        example="{title: A talk, still: {file: talk.jpg, alt: The speaker}, url: https://…, transcript: …}",
        form="",
        listed=False,
        write=lambda _, __: "",
        view=lambda viewing, known, value, page, place: viewing.group(known, value, page, place),
        linked="",
    )
}
