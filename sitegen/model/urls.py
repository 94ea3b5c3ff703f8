"""Addresses: pure rules from names to URLs and from URLs to output paths.

All begin and end with `/` and are without the base path, which views put before them.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

from sitegen.model.dates import first_day
from sitegen.types import Config, ContentType, Taxonomy, When

WITHOUT_ACCENT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""Latin letters that Unicode does not take apart into a letter and an accent."""

UNQUOTED = "/#?=&%:@!$'()*+,;~"
PLAIN = re.compile(f"[A-Za-z0-9_.{UNQUOTED}-]*")
"""An address that is ready as it is, as nearly all are."""

HANDBOOK = "/handbook/"
"""Of the handbook for editors."""


def in_language(config: Config, url: str, language: str) -> str:
    """The address of a page's version: the default language has no prefix."""
    return url if language == config.default_language else f"/{language.lower()}{url}"


def entry_url(content_type: ContentType, slug: str, when: When | None) -> str:
    year = str(first_day(when).year) if when else "undated"
    return content_type.permalink.replace("{slug}", slug).replace("{year}", year)


def index_url(content_type: ContentType) -> str:
    """The fixed part of the permalink: `/projects/{slug}/` → `/projects/`."""
    return content_type.permalink.split("{")[0]


def timeline_url(content_type: ContentType) -> str:
    return f"{index_url(content_type)}timeline/"


def facet_url(base: str, facet: str, value: str) -> str:
    return f"{base}{segment(facet)}/{segment(value)}/"


def term_url(taxonomy: Taxonomy, term: str) -> str:
    return taxonomy.permalink.replace("{term}", segment(term))


def taxonomy_url(taxonomy: Taxonomy) -> str:
    return taxonomy.permalink.split("{")[0]


def page_number_url(base: str, number: int) -> str:
    return base if number == 1 else f"{base}page/{number}/"


def map_csv_url(base: str) -> str:
    """The data of the map on a page: `/projects/` → `/projects/map.csv`."""
    return f"{base}map.csv"


def chart_csv_url(base: str, facet: str) -> str:
    """The data of the bars of a facet: `/projects/chart-topics.csv`."""
    return f"{base}chart-{segment(facet)}.csv"


def segment(value: str) -> str:
    """A value as one part of an address: `topics/food` → `food`, `Zürich West` → `zurich-west`."""
    last = value.rpartition("/")[2]
    folded = last.casefold().translate(WITHOUT_ACCENT)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug or "u" + "-".join(f"{ord(char):x}" for char in last)


def output_path(url: str) -> str:
    """The file behind an address: `/a/` → `a/index.html`, `/a.xml` → `a.xml`."""
    path = url.lstrip("/")
    return f"{path}index.html" if url.endswith("/") else path


def address_of(path: str) -> str:
    """The address of an output: `topics/food/index.html` → `/topics/food/`."""
    whole = f"/{path}"
    return whole.removesuffix("index.html") if whole.endswith("/index.html") else whole


def target_of(link: str, path: str) -> tuple[str, str]:
    """The output that a link on the page at `path` leads to, and the part of it, if it names one."""
    url, _, fragment = link.partition("#")
    return output_path(unquote(url.partition("?")[0])) if url else path, unquote(fragment)


def href(base_path: str, url: str) -> str:
    """An address ready for `href`: with the base path, and percent-encoded."""
    whole = base_path + url
    return whole if PLAIN.fullmatch(whole) else quote(whole, safe=UNQUOTED)


def media_url(path: str) -> str:
    """The address of a file that lies beside entries: `content/a/b.pdf` → `/a/b.pdf`."""
    return "/" + path.removeprefix("content/")
