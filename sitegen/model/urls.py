"""Address rules: pure functions from names to URLs, and from URLs to output paths.

All addresses begin and end with `/` and have no base path, which views add.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from urllib.parse import quote, unquote

from sitegen.model.dates import first_day
from sitegen.types import Config, ContentType, Taxonomy, When
from sitegen.types.file_names import WITHOUT_ACCENT
from sitegen.types.keys import entry_parts

UNQUOTED = "/#?=&%:@!$'()*+,;~"
PLAIN = re.compile(f"[A-Za-z0-9_.{UNQUOTED}-]*")
"""Matches addresses that need no encoding, as most of them."""

MISSING = "/404.html"
"""Page for addresses that do not exist, in each language."""
MANIFEST = "site.webmanifest"
"""Web app manifest."""
ADMIN = "admin/"
"""Folder of the CMS in the output."""
"""Address of the handbook for editors."""


def in_language(config: Config, url: str, language: str) -> str:
    """The address of a page in a language; the default language has no prefix."""
    return url if language == config.default_language else f"/{language.lower()}{url}"


def in_no_language(config: Config, url: str, language: str) -> str:
    """The address of a page in a language without the language prefix."""
    return url if language == config.default_language else url.removeprefix(f"/{language.lower()}")


def entry_url(content_type: ContentType, slug: str, when: When | None, folder: str = "") -> str:
    """The address of an entry; `folder` is the address of its folder below that of its type."""
    path = f"{folder}/{slug}" if folder else slug
    url = content_type.permalink.replace("{path}", path).replace("{slug}", slug)
    return _filled(url, when, folder) if "{" in url else url


def _filled(url: str, when: When | None, folder: str) -> str:
    day = first_day(when) if when else None
    year, month, date = (str(day.year), f"{day.month:02d}", f"{day.day:02d}") if day else ("undated", "", "")
    for place, part in (("section", folder), ("year", year), ("month", month), ("day", date)):
        url = url.replace(f"{{{place}}}", part)
    return re.sub("/+", "/", url)


def index_url(content_type: ContentType) -> str:
    """The fixed part of the permalink: `/projects/{slug}/` → `/projects/`."""
    return content_type.permalink.split("{")[0]


def timeline_url(content_type: ContentType) -> str:
    return f"{index_url(content_type)}timeline/"


def facet_url(config: Config, base: str, facet: str, value: str) -> str:
    return f"{base}{segment(facet)}/{term_segment(config, value)}/"


def term_url(config: Config, taxonomy: Taxonomy, term: str) -> str:
    return taxonomy.permalink.replace("{term}", term_segment(config, term))


def term_segment(config: Config, term: str) -> str:
    """A term as one part of an address; for an entry only its name: `topics/food` → `food`."""
    kind, name = entry_parts(term)
    return segment(name if kind in config.types else term)


def taxonomy_url(taxonomy: Taxonomy) -> str:
    return taxonomy.permalink.split("{")[0]


def page_number_url(base: str, number: int) -> str:
    return base if number == 1 else f"{base}page/{number}/"


def map_csv_url(base: str) -> str:
    """Address of the data of a page's map: `/projects/` → `/projects/map.csv`."""
    return f"{base}map.csv"


def chart_csv_url(base: str, facet: str) -> str:
    """Address of the data of a facet's chart: `/projects/chart-topics.csv`."""
    return f"{base}chart-{segment(facet)}.csv"


def segment(value: str) -> str:
    """A text as one part of an address: `Zürich West` → `zurich-west`, `C++` → `c-plus-plus`.

    Depends only on the text, so that addresses stay the same when other texts are added. Letters of other
    scripts are written as numbers: `COVID-19 疫苗` → `covid-19-u75ab-82d7`.
    """
    named = SIGNS_AT_END.sub(_names_of_signs, value.casefold())
    folded = named.translate(WITHOUT_ACCENT)
    slug = NO_WORD.sub("-", folded if folded.isascii() else _in_latin(folded)).strip("-")
    return slug or "u" + "-".join(f"{ord(char):x}" for char in value)


SIGNS_AT_END = re.compile(r"(?<=[^\W_])(?:[+#]{2,}|[+#](?![\w+#]))")
"""Signs that are part of a word, as in `C++`, `C#` and `LGBTQ+`."""
NAMES_OF_SIGNS = {"+": "-plus", "#": "-sharp"}
NO_WORD = re.compile(r"[^a-z0-9]+")
ACCENTS = range(0x300, 0x370)
"""Combining marks of Latin letters; those of other scripts count as letters."""


def _names_of_signs(signs: re.Match[str]) -> str:
    return "".join(NAMES_OF_SIGNS[sign] for sign in signs[0]) + " "


def _in_latin(text: str) -> str:
    """A text without accents, with numbers for letters of other scripts if it has Latin ones too."""
    if not NO_WORD.sub("", _without_accents(text)):
        return ""
    runs = groupby(unicodedata.normalize("NFC", text), _is_foreign)
    return "".join(_numbers(run) if foreign else _without_accents("".join(run)) for foreign, run in runs)


def _numbers(letters: Iterable[str]) -> str:
    return f" u{'-'.join(f'{ord(char):x}' for char in letters)} "


def _without_accents(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _is_foreign(char: str) -> bool:
    """True if a character is a letter, digit or vowel sign of a script other than Latin."""
    wanted = unicodedata.category(char)[0] in "LNM" and ord(char) not in ACCENTS
    return wanted and not NO_WORD.sub("", _without_accents(char))


def beside(url: str, name: str) -> str:
    """The address of a file in the folder of a page: `/topics/food/` → `/topics/food/food.pdf`."""
    return f"{url.rpartition('/')[0]}/{name}"


def output_path(url: str) -> str:
    """The output path for an address: `/a/` → `a/index.html`, `/a.xml` → `a.xml`."""
    path = url.lstrip("/")
    return f"{path}index.html" if url.endswith("/") else path


def folded(path: str) -> str:
    """A path as file systems compare it that ignore case and forms of accents."""
    return unicodedata.normalize("NFC", path).casefold()


def address_of(path: str) -> str:
    """The address of an output: `topics/food/index.html` → `/topics/food/`."""
    whole = f"/{path}"
    return whole.removesuffix("index.html") if whole.endswith("/index.html") else whole


def target_of(link: str, path: str) -> tuple[str, str]:
    """The output that a link on the page at `path` points to, and the fragment of the link."""
    url, _, fragment = link.partition("#")
    return output_path(unquote(url.partition("?")[0])) if url else path, unquote(fragment)


def href(base_path: str, url: str) -> str:
    """An address ready for `href`: with the base path, and percent-encoded."""
    whole = base_path + url
    return whole if PLAIN.fullmatch(whole) else quote(whole, safe=UNQUOTED)
