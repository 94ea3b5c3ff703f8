"""Small built sites for publications, and what a reader of the published site finds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from sitegen.digest import digest_of_bytes, fingerprint
from sitegen.features.publishing.engine import BuiltSite, Options, built_site
from sitegen.features.publishing.retries import Retries

QUICK = Retries(pause=0)
OPTIONS = Options(retries=QUICK)
ADDRESS = re.compile(r'(?:href|src)="/([^"?]*)(?:\?v=[0-9a-f]+)?"')


def page(*links: str, style: bytes = b"p {}", picture: str = "") -> bytes:
    """A page with its style, links and perhaps a picture."""
    parts = [f'<link rel="stylesheet" href="/site.css?v={fingerprint(digest_of_bytes(style))}">']
    parts += [f'<a href="/{link}">x</a>' for link in links]
    parts += [f'<img src="/{picture}">'] if picture else []
    return "\n".join(parts).encode("utf-8")


FIRST: Mapping[str, bytes] = {
    "index.html": page("a/", "b/", "feed.xml"),
    "a/index.html": page("", "b/", picture="a/old.png"),
    "a/old.png": b"old",
    "b/index.html": page("", "a/", picture="logo.png"),
    "logo.png": b"logo",
    "site.css": b"p {}",
    "feed.xml": b"<feed>a b</feed>",
    "404.html": page(""),
    "notes": b"a file without an extension",
}
BOLD = b"p {font-weight: bold}"
SECOND: Mapping[str, bytes] = {
    "index.html": page("a/", "c/", "feed.xml", "c/feed.xml", style=BOLD),
    "a/index.html": page("", "c/d/", style=BOLD, picture="a/new.png"),
    "a/new.png": b"new",
    "c/index.html": page("", "c/d/", style=BOLD, picture="logo.png"),
    "c/d/index.html": page("c/", "a/", style=BOLD, picture="a/new.png"),
    "c/feed.xml": b"<feed>c</feed>",
    "logo.png": b"logo",
    "site.css": BOLD,
    "feed.xml": b"<feed>a c</feed>",
    "404.html": page("", style=BOLD),
    "notes/index.html": page("", style=BOLD),
}
"""After an edit: `b/` is gone, `c/` is new, the style and a picture are different, a file is now a folder."""


def output(folder: Path, files: Mapping[str, bytes]) -> BuiltSite:
    """A finished build of these files."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    digests = {path: digest_of_bytes(data) for path, data in files.items()}
    (folder / ".sitegen.json").write_text(json.dumps({"made by": "sitegen", "files": digests}))
    return built_site(folder)


def missing_for_readers(read: Callable[[str], bytes | None]) -> list[str]:
    """What a reader misses who follows every link from the home page; empty if there is no home page."""
    found, seen, waiting = [], set[str](), ["index.html"] if read("index.html") is not None else []
    while waiting:
        path = waiting.pop()
        data = read(path) or b""
        for name in ADDRESS.findall(data.decode("utf-8")) if path.endswith(".html") else ():
            target = name + "index.html" if name.endswith("/") or not name else name
            needed = read(target)
            if needed is None:
                found.append(f"{path} needs {target}")
            elif target not in seen:
                seen.add(target)
                waiting.append(target)
    return found


def newer_than_styles(
    read: Callable[[str], bytes | None], pages: Mapping[str, bytes], style: bytes
) -> list[str]:
    """Pages in their new state whose style is not there yet."""
    wanted = read("site.css") == style
    return [
        path for path, data in pages.items() if path.endswith(".html") and read(path) == data and not wanted
    ]


def files_in(folder: Path) -> dict[str, bytes]:
    """Content of each file of a published site, without the records of publications."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if ".sitegen" not in path.relative_to(folder).parts
    }
