"""Fills in a body: renders its shortcodes and translates its interface strings."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Mapping
from html import escape, unescape

from jinja2 import Environment
from markupsafe import Markup
from msgspec import Struct, field

from sitegen.markdown.shortcodes import CLOSE, OPEN
from sitegen.problems.extension_failures import ExtensionFailed, called_from
from sitegen.render.environment import Translator
from sitegen.types.patterns import lazy_pattern
from sitegen.views.bodies import Call, UnfilledBody
from sitegen.views.inputs import NUMBER
from sitegen.views.views import BodyView, SiteView

SHORTCODE_NAMES = ("args", "inner", "named", "site")
"""Variables in templates of shortcodes; the template of `number` has `figure` and `site`."""
MARK = re.compile(f"{OPEN}([STE])([^{CLOSE}]*){CLOSE}")


class _Frame(Struct):
    """Content between the two tags of a shortcode."""

    call: Call | None
    parts: list[str] = field(default_factory=list)


def fill_body(
    body: UnfilledBody,
    jinja: Environment,
    translator: Translator,
    site: SiteView,
    timed: list[tuple[str, float]],
) -> BodyView:
    """Returns the finished body; adds each shortcode with its seconds to `timed`.

    Raises the exceptions of Jinja if the template of a shortcode fails.
    """
    if not body.calls and OPEN not in body.html:
        return BodyView(Markup(body.html))  # noqa: S704 sanitised when the text was read

    def render(call: Call, inner: str) -> str:
        started = time.perf_counter()
        try:
            markup = _render(call, inner, jinja, site)
        except ExtensionFailed as error:
            shortcode = call.shortcode
            raise called_from(error, f"{call.path}:{shortcode.line}:{shortcode.column}") from error
        timed.append((call.shortcode.name, time.perf_counter() - started))
        return markup

    frames = [_Frame(None)]
    end = 0
    for match in MARK.finditer(body.html):
        frames[-1].parts.append(body.html[end : match.start()])
        end = match.end()
        kind, key = match.groups()
        if kind == "T":
            frames[-1].parts.append(_message(key, translator))
            continue
        call = body.calls[int(key)]
        if kind == "E":
            frame = frames.pop()
            frames[-1].parts.append(render(call, "".join(frame.parts)))
        elif call.shortcode.closed:
            frames.append(_Frame(call))
        else:
            frames[-1].parts.append(render(call, ""))
    frames[-1].parts.append(body.html[end:])
    return BodyView(Markup("".join(frames[-1].parts)))  # noqa: S704 sanitised when the text was read


def links_with_names(markup: str) -> Mapping[str, list[bool]]:
    """Address → whether each of its links has text, a described picture or a label, in order."""
    found: dict[str, list[bool]] = defaultdict(list)
    for link in LINK.finditer(markup):
        address, attributes, inner = link.groups()
        named = LABEL.search(attributes) or LABEL.search(inner) or TAG.sub("", inner).strip()
        found[unescape(address)].append(bool(named))
    return found


LINK = lazy_pattern(r'<a href="([^"]*)"([^>]*)>((?:[^<]|<(?!/a>))*)</a>')
LABEL = lazy_pattern(r'\b(?:alt|aria-label|aria-labelledby|title)="\s*[^"\s]')
TAG = lazy_pattern(r"<[^>]*>")


def _message(key: str, translator: Translator) -> str:
    message, _, number = key.partition("|")
    return escape(translator.gettext(message).replace("%(n)s", number))


def _render(call: Call, inner: str, jinja: Environment, site: SiteView) -> str:
    shortcode = call.shortcode
    template = jinja.get_template(f"shortcodes/{shortcode.name}.html")
    if shortcode.name == NUMBER:
        return template.render(figure=call.figure, site=site).strip("\n")
    values = {"args": shortcode.args, "named": shortcode.named, "inner": Markup(inner), "site": site}  # noqa: S704
    return template.render(values).strip("\n")
