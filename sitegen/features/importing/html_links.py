"""Links, pictures, players and forms of HTML as Markdown."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from bs4 import Tag

from sitegen.features.importing.html_inline import BREAK, LOSSES, SIGNS, escaped, inline_of
from sitegen.features.importing.html_words import WHITE, Parents, WordConverter

LINKABLE = ("http", "https", "mailto", "tel", "")


class LinkConverter(WordConverter):
    """Adds what refers to something else."""

    def convert_a(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_noformat" in parent_tags or "a" in parent_tags:
            return text
        href = el.get("href")
        name = str(el.get("id") or el.get("name") or "")
        loss = self.lost(f"the anchor #{name}") if name in self.referred else ""
        if href is None:
            gone = name or "noteref" in parent_tags or "button" in str(el.get("role") or "")
            return text + loss if gone else text + self.lost(f"the address of the link “{_short(el)}”")
        address = self.link(str(href).strip())
        if not _is_linkable(address):
            return text + loss + self.lost(f'a link to "{address}"')
        shown = inline_of(text, breaks="<br>" if "_inline" in parent_tags else "\\\n")
        if not LOSSES.sub("", shown):
            return (
                shown
                + loss
                + self.lost(
                    f"a link without words to {address}" if address else "a link without words or address"
                )
            )
        blanks = ["" if not text[:1].isspace() else " ", "" if not text[-1:].isspace() else " "]
        return f"{blanks[0]}[{shown}]({_destination(address)}){blanks[1]}{loss}"

    def convert_img(self, el: Tag, text: str, parent_tags: Parents) -> str:
        alt = escaped(WHITE.sub(" ", str(el.get("alt") or "")).strip(), bool({"td", "th"} & parent_tags))
        classes = str(el.get("class") or "")
        if "wp-smiley" in classes or "emoji" in classes:
            return alt
        source = str(el.get("src") or el.get("data-src") or "").strip()
        address = self.picture(source) if source else ""
        if "_noformat" in parent_tags or (source and not address and "a" in parent_tags):
            return alt + self.lost(f"the picture {source}")
        if not source:
            return alt + self.lost("a picture without an address")
        if not address:
            loss = self.lost(f"the picture {source} became a link")
            return f"[{alt or escaped(source, False)}]({_destination(source)}){loss}"
        return f"![{alt}]({_destination(address)})"

    def convert_iframe(self, el: Tag, text: str, parent_tags: Parents) -> str:
        source = str(el.get("src") or el.get("data") or el.get("data-src") or "").strip()
        if not source:
            inner = el.find("source", src=True)
            source = str(inner["src"]).strip() if isinstance(inner, Tag) else ""
        source = self.link(source) if source else ""
        what = {"iframe": "an embedded page", "embed": "an embedded file", "object": "an embedded file"}
        kind = what.get(el.name, f"a player ({el.name})")
        fallback = "" if el.name == "iframe" else text
        if not source or not _is_linkable(source):
            return fallback + self.lost(f"{kind} without an address")
        title = WHITE.sub(" ", str(el.get("title") or "")).strip() or source
        loss = self.lost(f"{kind} became a link: {source}")
        if "a" in parent_tags or "_noformat" in parent_tags:
            return fallback + loss
        return f"{fallback}[{escaped(title, '_inline' in parent_tags)}]({_destination(source)}){loss}"

    convert_video = convert_audio = convert_embed = convert_object = convert_iframe

    def convert_input(self, el: Tag, text: str, parent_tags: Parents) -> str:
        kind = str(el.get("type") or "text").lower()
        if kind == "hidden":
            return ""
        if kind == "checkbox" and el.parent is not None and el.parent.name in {"li", "line", "p", "label"}:
            return "[x] " if el.get("checked") is not None else "[ ] "
        return self.lost(f"a field of a form ({kind})")

    def convert_select(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return text + self.lost(f"a field of a form ({el.name})")

    convert_textarea = convert_button = convert_select

    def convert_option(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return f"{BREAK}{text}{BREAK}"

    def convert_svg(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return text + self.lost("a drawing (svg)")

    def convert_canvas(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return text + self.lost("a drawing (canvas)")


def _is_linkable(address: str) -> bool:
    try:
        return urlsplit(address).scheme.lower() in LINKABLE
    except ValueError:
        return False


def _destination(address: str) -> str:
    """An address as Markdown writes it within brackets."""
    return quote(SIGNS.sub("", address), safe="/:?#@!$&'*+,;=%~-._[]" + "".join(_letters(address)))


def _letters(address: str) -> set[str]:
    return {character for character in address if not character.isascii() and character.isalnum()}


def _short(el: Tag) -> str:
    words = WHITE.sub(" ", el.get_text()).strip()
    return words if len(words) <= 40 else f"{words[:40]}…"
