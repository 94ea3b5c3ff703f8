"""Tags of Liquid and Nunjucks in texts: those that need no program become Markdown or shortcodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from sitegen.features.importing.hugo_shortcodes import quoted, valid_name
from sitegen.features.importing.imported import ImportedShortcode, Note, Outcome, Use
from sitegen.markdown.lines import Lines

BLOCK = re.compile(r"\{%-?\s*(?P<name>raw|verbatim|comment|highlight)\b(?P<rest>[^%\n]*)%\}\n?|\{\#")
"""Beginning of a block in which no tags are read."""
ENDS = {
    **{
        name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}")
        for name in ("raw", "verbatim", "comment", "highlight")
    },
    "#": re.compile(r"\#\}"),
}
TAG = re.compile(r"\{%-?\s*(?P<name>[A-Za-z_]\w*)(?P<rest>(?>(?:[^%]|%(?!\})){0,2000}))%\}")
OUTPUT = re.compile(r"\{\{-?\s*(?P<inside>(?>(?:[^{}\n]|\}(?!\}))*))\}\}")
ARGUMENT = re.compile(
    r"""(?:(?P<key>[A-Za-z_][\w-]*)\s*[=:]\s*)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<word>[^\s,"'=]+))"""
)
URL_FILTERS = frozenset({"relative_url", "absolute_url", "url", "prepend: site.baseurl", "htmlBaseUrl"})
LITERAL = re.compile(r"""["']([^"']*)["']""")
PATH = re.compile(r"""[\"']([^\"'\s]+)[\"']""")
LINKS = ("link", "post_url")
MOST_TEXT = 200
MARK = "\ue010"
"""Stands for the braces of text that shows Liquid, so that nothing in it is read as a tag."""


class Names(Struct, frozen=True):
    """Meanings of the tags and outputs of a site."""

    values: Mapping[str, str]
    """Texts of variables: `site.title`."""
    includes: Mapping[str, str]
    """Templates of includes, by name."""
    address_of: Callable[[str], str | None]
    """Address of the file or post that `link` and `post_url` name."""
    paired: frozenset[str] = frozenset()
    """Shortcodes of the site that enclose text."""
    single: frozenset[str] = frozenset()
    """Its other shortcodes."""


class Tags:
    """Rewrites the tags of texts, and collects what became shortcodes."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.uses: dict[str, list[Use]] = {}
        self.values: dict[str, dict[str, None]] = {}
        self.originals: dict[str, str] = {}
        self.enclosing: set[str] = set()
        self.notes: list[Note] = []

    def rewritten(self, text: str, path: str, first_line: int) -> str:
        """The text without the tags that could be translated. The others stay, with a note for each name."""
        if "{%" not in text and "{{" not in text and "{#" not in text:
            return text
        kept = _without_blocks(text)
        lines = Lines(kept, first_line)
        kept = TAG.sub(lambda found: self._tag(found, path, lines), kept)
        lines = Lines(kept, first_line)
        kept = OUTPUT.sub(lambda found: self._output(found, path, lines), kept)
        return kept.replace(MARK + "%", "{%").replace(MARK + "{", "{{")

    def shortcodes(self) -> Iterator[ImportedShortcode]:
        for name, uses in sorted(self.uses.items()):
            yield ImportedShortcode(
                name=name,
                uses=tuple(uses),
                encloses=name in self.enclosing,
                parameters=tuple(self.values[name]),
                original=self.originals.get(name, ""),
            )

    def _tag(self, found: re.Match[str], path: str, lines: Lines) -> str:
        name, rest = found["name"], found["rest"].strip().rstrip("-").strip()
        line, text = lines.line(found.start()), found.string
        if name in LINKS:
            address = self.names.address_of(rest.strip("\"'"))
            if address is not None:
                return address
        if text[max(found.start() - 2, 0) : found.start()] == "](" and (target := PATH.fullmatch(rest)):
            self.notes.append(Note(Outcome.DONE, path, f"a link by `{name}` leads to the path in it"))
            is_whole = target[1].startswith(("/", ".", "#", "http")) or target[1].endswith((".md", ".html"))
            return target[1] if is_whole else f"/{target[1]}"
        if name in ("include", "include_relative", "include_cached", "render"):
            return self._include(rest, path, line, found[0])
        if name.removeprefix("end") in self.names.paired or name in self.names.paired:
            return self._paired(name, rest, path, line)
        if name in self.names.single:
            return self._shortcode(valid_name(name), rest, path, line)
        self.notes.append(
            Note(Outcome.LEFT, path, f"the tag `{{% {name} %}}` is a program: write its result", line)
        )
        return found[0]

    def _include(self, rest: str, path: str, line: int, written: str) -> str:
        head, _, arguments = rest.partition(" ")
        head = head.strip("\"',")
        if not head or "{" in head:
            self.notes.append(Note(Outcome.LEFT, path, f"`{written}` names its file by a program", line))
            return written
        stem = head.rpartition(".")[0] or head
        name = valid_name(re.sub(r"^(?:\.\./|\./)+", "", stem).replace("/", "-"))
        self.originals.setdefault(name, self.names.includes.get(head, ""))
        return self._shortcode(name, arguments, path, line)

    def _paired(self, name: str, rest: str, path: str, line: int) -> str:
        own = valid_name(name.removeprefix("end") if name.removeprefix("end") in self.names.paired else name)
        if name.startswith("end"):
            self.enclosing.add(own)
            return f"{{{{< /{own} >}}}}"
        return self._shortcode(own, rest, path, line)

    def _shortcode(self, name: str, arguments: str, path: str, line: int) -> str:
        values: list[str] = []
        keys: list[str] = []
        for found in ARGUMENT.finditer(arguments):
            value = next(found[group] for group in ("double", "single", "word") if found[group] is not None)
            key = (found["key"] or "").lower().replace("-", "_")
            keys.append(key or str(len(keys)))
            values.append(f"{key}={quoted(value)}" if key else quoted(value))
        self.uses.setdefault(name, []).append(Use(path, line, f"{name} {arguments}"[:MOST_TEXT]))
        self.values.setdefault(name, {}).update(dict.fromkeys(keys))
        return f"{{{{< {' '.join((name, *values))} >}}}}"

    def _output(self, found: re.Match[str], path: str, lines: Lines) -> str:
        inside = found["inside"].strip().strip("-").strip()
        if inside.startswith(("<", "%")):
            return found[0]
        parts = [part.strip() for part in inside.split("|")]
        filters = parts[1:]
        literal = LITERAL.fullmatch(parts[0])
        if literal and all(each in URL_FILTERS or each.startswith("url") for each in filters):
            return "/" + literal[1].lstrip("/") if filters else literal[1]
        if parts[0].lower().endswith((".baseurl", ".base_url", ".pathprefix")) and not filters:
            return self.names.values.get(parts[0], "")
        if parts[0] in self.names.values and all(
            each in URL_FILTERS or each in ("escape", "safe") for each in filters
        ):
            return self.names.values[parts[0]]
        line = lines.line(found.start())
        self.notes.append(
            Note(Outcome.LEFT, path, f"`{found[0][:MOST_TEXT]}` is a program: write its result", line)
        )
        return found[0]


def _without_blocks(text: str) -> str:
    """The text without comments and blocks; code and text that shows tags stay. Takes linear time."""
    parts: list[str] = []
    position = 0
    unclosed: set[str] = set()
    for found in BLOCK.finditer(text):
        name = found["name"] or "#"
        if found.start() < position or name in unclosed:
            continue
        end = ENDS[name].search(text, found.end())
        if end is None:
            unclosed.add(name)
            continue
        inner = text[found.end() : end.start()]
        parts += text[position : found.start()], _block(name, (found["rest"] or "").strip(" -"), inner)
        position = end.end()
    return "".join((*parts, text[position:]))


def _block(name: str, rest: str, inner: str) -> str:
    shown = inner.replace("{%", MARK + "%").replace("{{", MARK + "{")
    if name in ("raw", "verbatim"):
        return shown
    if name == "highlight":
        fence = "````" if "```" in inner else "```"
        code = shown.strip("\n")
        return f"\n{fence}{rest.partition(' ')[0]}\n{code}\n{fence}\n"
    return f"<!--{shown.replace('--', '- -')}-->" if inner.strip() else ""
