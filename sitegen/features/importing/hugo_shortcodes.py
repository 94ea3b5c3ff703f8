"""Shortcodes of Hugo: those that are built in become Markdown, all others keep their place and get a stub."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from sitegen.features.importing.imported import ImportedShortcode, Note, Outcome, Use
from sitegen.features.importing.source import Source
from sitegen.markdown.lines import Lines
from sitegen.types.file_names import plain_name

TAG = re.compile(
    r"\{\{(?P<open>[<%])-?\s*+(?P<comment>/\*)?\s*(?P<slash>/)?\s*(?P<name>[A-Za-z_][\w./-]*+)"
    r"(?P<rest>(?>(?:[^>%`\"]|\"(?>(?:[^\"\\]|\\.)*)\"|`[^`]*+`|[>%](?!\}\}))*))(?P<close>[>%])\}\}"
)
ARGUMENT = re.compile(
    r"""\s*(?:(?P<key>[A-Za-z_][\w-]*)\s*=\s*)?(?:"(?P<double>(?:[^"\\]|\\.)*)"|`(?P<raw>[^`]*)`|(?P<word>[^\s"`=]+))"""
)
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?:/[A-Za-z0-9_-]+)*")
LAYOUTS = ("layouts/shortcodes/", "layouts/_shortcodes/")
RESERVED = ("number",)
CLOSERS = {"<": ">", "%": "%"}
MOST_TEXT = 200


class Tag(Struct, frozen=True):
    """A tag of a shortcode in a text."""

    start: int
    end: int
    written: str
    name: str
    closing: bool
    alone: bool
    """Written with a slash at its end, so that no other tag closes it."""
    args: tuple[str, ...]
    named: Mapping[str, str]
    escaped: bool
    mark: str

    def value(self, *names: str) -> str:
        """The value with one of these names or positions; empty if there is none."""
        for name in names:
            if name.isdigit() and int(name) < len(self.args):
                return self.args[int(name)]
            if name in self.named:
                return self.named[name]
        return ""


def tags(text: str) -> Iterator[Tag]:
    """Yields the tags of a text in order."""
    for found in TAG.finditer(text) if "{{" in text else ():
        if CLOSERS[found["open"]] != found["close"]:
            continue
        rest = found["rest"].rstrip()
        escaped = found["comment"] is not None
        alone = rest.endswith("/") and not escaped
        args, named = _arguments(
            rest.removesuffix("*/") if escaped else rest.removesuffix("/") if alone else rest
        )
        yield Tag(
            found.start(), found.end(), found[0], found["name"], found["slash"] is not None, alone,
            args, named, escaped, found["open"],
        )  # fmt: skip


def _arguments(rest: str) -> tuple[tuple[str, ...], dict[str, str]]:
    args: list[str] = []
    named: dict[str, str] = {}
    for found in ARGUMENT.finditer(rest):
        if found["double"] is not None:
            value = re.sub(r"\\(.)", r"\1", found["double"])
        else:
            value = found["raw"] if found["raw"] is not None else found["word"]
        if found["key"]:
            named[found["key"]] = value
        else:
            args.append(value)
    return tuple(args), named


def valid_name(name: str) -> str:
    """Name of a shortcode in sitegen: `docs.tip` → `docs-tip`."""
    found = name if NAME.fullmatch(name) else plain_name(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name))
    found = found if NAME.fullmatch(found) else f"old-{found}"
    return f"old-{found}" if found in RESERVED else found


class Shortcodes:
    """Rewrites the shortcodes of texts, and collects their uses."""

    def __init__(
        self,
        source: Source,
        page_at: Callable[[str, str], str | None],
        params: Callable[[str], Mapping[str, Any]],
    ) -> None:
        """`page_at` is the address of the page that a reference names, from the file with it.

        `params` has the parameters of a page, or those of the site for an empty path.
        """
        self.params = params
        self.templates = dict(_templates(source))
        self.source = source
        self.page_at = page_at
        self.uses: dict[str, list[Use]] = {}
        self.values: dict[str, dict[str, None]] = {}
        self.enclosing: set[str] = set()
        self.notes: list[Note] = []

    def rewritten(self, text: str, path: str, first_line: int) -> str:
        """The text with shortcodes of sitegen, or Markdown in their place."""
        found = list(tags(text))
        if not found:
            return text
        parts: list[str] = []
        position = number = 0
        lines = Lines(text, first_line)
        while number < len(found):
            tag = found[number]
            end, step = tag.end, 1
            line = lines.line(tag.start)
            closing = self._closing(found, number)
            inner = text[tag.end : found[closing].start] if closing else ""
            new = None if tag.escaped else self._built_in(tag, inner, path, line)
            if new is None and text.endswith("](", 0, tag.start):
                new = self._address(tag, path)
            if new is not None and closing:
                end, step = found[closing].end, closing - number + 1
            parts += text[position : tag.start], self._kept(tag, path, line) if new is None else new
            position, number = end, number + step
        return "".join((*parts, text[position:]))

    def _closing(self, found: list[Tag], number: int) -> int | None:
        """Number of the tag that closes another, if one does."""
        tag = found[number]
        if tag.closing or tag.escaped or tag.alone:
            return None
        depth = 0
        for at in range(number + 1, len(found)):
            if found[at].name == tag.name and not found[at].escaped:
                if not found[at].closing:
                    if at - number > MOST_TEXT:
                        return None
                    depth += 1
                elif depth == 0:
                    return at
                else:
                    depth -= 1
        return None

    def _kept(self, tag: Tag, path: str, line: int) -> str:
        """The tag as sitegen reads it."""
        if tag.escaped:
            return tag.written
        name = valid_name(tag.name)
        if tag.closing:
            self.enclosing.add(name)
        else:
            self.uses.setdefault(name, []).append(Use(path, line, tag.written[:MOST_TEXT]))
            keys = (*(str(number) for number in range(len(tag.args))), *tag.named)
            self.values.setdefault(name, {}).update(dict.fromkeys(keys))
        return tag.written if name == tag.name else self._written(tag, name)

    def _written(self, tag: Tag, name: str) -> str:
        values = [quoted(value) for value in tag.args]
        values += [f"{key}={quoted(value)}" for key, value in tag.named.items()]
        inside = " ".join((f"/{name}" if tag.closing else name, *values))
        return f"{{{{{tag.mark} {inside} {CLOSERS[tag.mark]}}}}}"

    def _built_in(self, tag: Tag, inner: str, path: str, line: int) -> str | None:
        """Markdown for a shortcode that is part of Hugo and that the site does not replace."""
        make = BUILT_IN.get(tag.name)
        replaced = tag.name in self.templates and tag.name != "param"
        if make is None or tag.closing or replaced:
            return None
        if tag.name in ("ref", "relref"):
            name = tag.value("0", "path")
            address = self.page_at(name, path)
            if address is None:
                self.notes.append(Note(Outcome.LEFT, path, f"`{tag.written}` names no page", line))
            return address or name
        if tag.name == "param":
            return self._param(tag.value("0"), path)
        text = make(tag, inner)
        if text is not None:
            self.notes.append(Note(Outcome.DONE, path, f"the shortcode `{tag.name}` became Markdown"))
        return text

    def _address(self, tag: Tag, path: str) -> str | None:
        """The address that a shortcode in a link has as its only value."""
        value = tag.value("0")
        if len(tag.args) != 1 or tag.named or not value.startswith(("/", "https://", "http://")):
            return None
        self.notes.append(Note(Outcome.DONE, path, f"a link by `{tag.name}` leads to the address in it"))
        return value

    def _param(self, name: str, path: str) -> str | None:
        """Text of a parameter of the page or of the site."""
        found: Any = {**self.params(""), **self.params(path)}
        for part in name.lower().split("."):
            found = found.get(part) if isinstance(found, dict) else None
        return found if isinstance(found, str) else None

    def found(self) -> tuple[ImportedShortcode, ...]:
        """The shortcodes that are used and are not part of Hugo."""
        return tuple(
            ImportedShortcode(
                name=name,
                uses=tuple(uses),
                encloses=name in self.enclosing,
                parameters=tuple(self.values[name]),
                original=self.templates.get(name, ""),
            )
            for name, uses in sorted(self.uses.items())
        )


def quoted(value: str) -> str:
    """A value between quotation marks that it does not contain."""
    value = " ".join(value.split())
    if '"' not in value:
        return f'"{value}"'
    return f"'{value}'" if "'" not in value else '"' + value.replace('"', "”") + '"'


def _templates(source: Source) -> Iterator[tuple[str, str]]:
    for path in source.paths:
        folder = next((part for part in LAYOUTS if part in f"/{path}" and path.endswith(".html")), "")
        if folder:
            name = path.partition(folder)[2].removesuffix(".html")
            text = source.text(path) or ""
            yield name, text
            yield valid_name(name), text


def _nothing(_: Tag, __: str) -> str | None:
    return None


def _figure(tag: Tag, _: str) -> str | None:
    source = tag.value("src", "0")
    words = tag.value("alt") or tag.value("caption") or tag.value("title")
    caption = " ".join(filter(None, (tag.value("title"), tag.value("caption"), tag.value("attr"))))
    caption = caption if caption != words else ""
    if not source:
        return None
    target = f"<{source}>" if " " in source else source
    after = f' "{caption.replace(chr(34), chr(8221))}"' if caption else ""
    picture = f"![{words}]({target}{after})"
    link = tag.value("link")
    return f"[{picture}]({link})" if link else picture


def _video(host: str, address: str) -> Callable[[Tag, str], str | None]:
    def make(tag: Tag, _: str) -> str | None:
        key = tag.value("id", "0")
        title = tag.value("title") or f"{host}: {key}"
        return f"[{title}]({address.format(key)})" if key else None

    return make


def _gist(tag: Tag, _: str) -> str | None:
    user, key = tag.value("0"), tag.value("1")
    return f"[gist.github.com/{user}/{key}](https://gist.github.com/{user}/{key})" if key else None


def _status(tag: Tag, _: str) -> str | None:
    user, key = tag.value("user"), tag.value("id", "0")
    address = f"https://x.com/{user or 'i'}/status/{key}"
    return f"[{address.removeprefix('https://')}]({address})" if key else None


def _highlight(tag: Tag, inner: str) -> str | None:
    fence = "```" if "```" not in inner else "````"
    code = inner.strip("\n")
    return f"\n{fence}{tag.value('0', 'lang', 'type')}\n{code}\n{fence}\n"


BUILT_IN: Mapping[str, Callable[[Tag, str], str | None]] = {
    "figure": _figure,
    "param": _nothing,
    "ref": _nothing,
    "relref": _nothing,
    "youtube": _video("YouTube", "https://www.youtube.com/watch?v={}"),
    "vimeo": _video("Vimeo", "https://vimeo.com/{}"),
    "vimeo_simple": _video("Vimeo", "https://vimeo.com/{}"),
    "instagram": _video("Instagram", "https://www.instagram.com/p/{}/"),
    "gist": _gist,
    "tweet": _status,
    "twitter": _status,
    "x": _status,
    "highlight": _highlight,
}
