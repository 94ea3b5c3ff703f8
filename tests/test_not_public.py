"""Nothing of what is not public is in the output: not its words, not its files, not through another entry.

Every value of an entry is marked with a token of its own, in two languages, and every file of the output is
searched for all of them, unpacked where it is packed.
"""

from __future__ import annotations

import gzip
import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from sitegen.authoring.scaffold.new_site import make_site
from sitegen.kinds import every_kind
from sitegen.types import Severity
from tests.build.builds import assert_as_clean, build, tree
from tests.sites import THEME, Files, entry, write_files

FONTS = "package:fontpkg_noto_sans"
SITE_MORE = f"""
search: {{}}
social_cards: {{fonts: {FONTS}}}
cms: {{repo: example/site, script: https://cms.example.com/cms.js, integrity: "sha384-{"a" * 64}"}}
files: [zip]
limits: {{page_bytes: 900000}}
"""
TYPE = """name: Work
plural: Works
date: start
sort: [-start, title]
entry_feeds: true
state: {from: start, until: end, values: {planned: Planned, active: Active, ended: Ended}}
fields:
  start: {kind: date, partial: true}
  end: {kind: date, partial: true}
  words: {}
  keywords: {many: true}
  rich: {kind: markdown}
  people: {kind: integer}
  share: {kind: number}
  open: {kind: boolean}
  opening: {kind: datetime}
  again: {kind: repeats}
  form: {kind: choice, choices: {talk: A talk, walk: A walk}}
  topics: {kind: reference, to: topics, many: true, inverse: works}
  follows: {kind: reference, to: works, inverse: followed_by}
  country: {kind: country}
  place: {kind: coordinates}
  spoken: {kind: language}
  website: {kind: url}
  contact: {kind: email}
  picture: {kind: image}
  film: {kind: video}
  paper: {kind: file}
  steps:
    kind: group
    many: true
    fields: {day: {kind: date}, text: {}, about: {kind: reference, to: topics}}
index:
  facets: [keywords, topics, country, spoken, form, year, state]
  charts: [keywords]
  feed: full
  map: true
timeline: {field: steps, date: day, text: text, list: works}
calendar: {start: start, end: end}
places: [country, place]
map: [country, place]
schema: {type: Event, properties: {startDate: start}}
"""
OTHER = entry("Other", "summary: Another work.", "start: 2020", "country: NO", "topics: [water]")
DATA_TYPE = """name: Record
plural: Records
page: false
fields: {words: {}, paper: {kind: file}, work: {kind: reference, to: works, inverse: records}}
index: {facets: [words]}
"""


def picture(colour: tuple[int, int, int]) -> bytes:
    """A picture of about one colour, heavy enough to be made in several sizes."""
    data, noise = io.BytesIO(), Image.effect_noise((900, 600), 12)
    image = Image.new("RGB", (900, 600), colour)
    ImageChops.subtract(image, Image.merge("RGB", (noise,) * 3), scale=1, offset=120).save(data, "JPEG")
    return data.getvalue()


PINK, GREEN = (250, 10, 240), (10, 250, 40)
TOKEN = re.compile(r"qz[a-z0-9]+zq")


def work(mark: str, line: str) -> str:
    """An entry with a value of every kind, each with a token that begins with a mark."""

    def token(name: str) -> str:
        return f"qz{mark}{name}zq"

    return f"""---
title: Title {token("title")}
summary: Summary {token("summary")}.
aliases: [/old-{token("alias")}/]
owner: {token("owner")}
start: 1873-02-03
end: 1874
words: {token("words")}
keywords: [{token("first")}, {token("second")}]
rich: "Rich {token("rich")} [link](https://{token("host")}.example.com/) and [file](qz{mark}richfilezq.pdf)"
people: 918273645
share: 0.918273
open: true
opening: 1873-02-03T10:11+00:00
again: {{every: year, times: 3}}
form: walk
topics: [water]
country: TV
place: "-8.517, 179.198"
spoken: gd
website: https://{token("website")}.example.com/
contact: {token("contact")}@example.org
picture: {{file: qz{mark}fieldpicturezq.jpg, alt: Alt {token("alt")}, credit: Credit {token("credit")}}}
film:
  title: Film {token("filmtitle")}
  still: {{file: qz{mark}stillzq.jpg, alt: Alt {token("stillalt")}}}
  url: https://{token("filmhost")}.example.com/
  transcript: Transcript {token("transcript")}
paper: {{file: qz{mark}paperzq.pdf, language: gd}}
steps:
  - {{day: 1873-05-06, text: Step {token("step")}, about: water}}
{line}
---

# Heading {token("heading")}

Words {token("body")} with ![Alt {token("textalt")}](qz{mark}textpicturezq.jpg "Title {token("caption")}")

Also [a link](../topics/water.md "{token("linktitle")}"), an [archive](qz{mark}archivezq.zip) and
https://{token("bare")}.example.com/, {{{{< note >}}}}{token("note")}{{{{< /note >}}}}.
"""


def archive(mark: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr(f"qz{mark}zippedzq", "x")
    return data.getvalue()


def files_beside(mark: str, colour: tuple[int, int, int]) -> Files:
    folder = "content/works/"
    return {
        f"{folder}qz{mark}richfilezq.pdf": f"%PDF-1.7 qz{mark}richcontentzq".encode(),
        f"{folder}qz{mark}paperzq.pdf": f"%PDF-1.7 qz{mark}papercontentzq".encode(),
        f"{folder}qz{mark}archivezq.zip": archive(mark),
        f"{folder}qz{mark}fieldpicturezq.jpg": picture(colour),
        f"{folder}qz{mark}textpicturezq.jpg": picture(colour),
        f"{folder}qz{mark}stillzq.jpg": picture(colour),
    }


ALL_NAMES = {
    "base.html": "page lists types figures histories menus feeds calendars languages linked_data breadcrumbs",
    "entry.html": "toc relations entry_figures related previous next map outdated",
    "index.html": "entries pager facets links map charts",
    "taxonomy.html": "terms",
    "term.html": "groups entries pager",
    "alphabet.html": "groups",
    "timeline.html": "moments strip",
    "search.html": "filters ways",
}
"""Everything that the pages of a site may ask for: a template of somebody else might."""
BLOCKS = {
    "entry.html": "{% block main %}",
    **dict.fromkeys(ALL_NAMES.keys() - {"base.html", "entry.html"}, "{% block content %}"),
}

ENTRY, FRENCH = "content/works/qznamezq.md", "content/works/qznamezq.fr.md"
RECORD = "content/records/qzrecordzq.yaml"


def site(root: Path, line: str = "", french: str = "") -> Path:
    """A new site with a marked entry, its translation and a marked record, with a line more in them."""
    make_site(root)
    shutil.copytree(THEME / "templates", root / "templates")
    for name, names in ALL_NAMES.items():
        template = root / "templates" / name
        text = template.read_text(encoding="utf-8")
        dump = "".join(f"{{{{ {word}|string }}}}" for word in names.split())
        start = "{% block main %}" if name == "base.html" else BLOCKS[name]
        assert start in text
        template.write_text(text.replace(start, f"{start}<pre>{dump}</pre>", 1), encoding="utf-8")
    definition = (root / "content/site.yaml").read_text(encoding="utf-8")
    definition = definition.replace(
        "alphabet:\n", "  works: {types: [works], permalink: /all/, feed: true}\n\nalphabet:\n"
    )
    files: Files = {
        "content/site.yaml": definition.replace("pages]", "pages, works, records]") + SITE_MORE,
        "content/works/_type.yaml": TYPE,
        "content/records/_type.yaml": DATA_TYPE,
        "content/works/other.md": OTHER,
        "content/records/plain.yaml": "title: Plain\nwords: plain\n",
        ENTRY: work("en", line),
        FRENCH: work("fr", french),
        RECORD: f"title: qzrectitlezq\nwords: qzrecwordszq\npaper: qzrecpaperzq.pdf\n{line}\n",
        "content/records/qzrecpaperzq.pdf": b"%PDF-1.7 qzreccontentzq",
        **files_beside("en", PINK),
        **files_beside("fr", GREEN),
    }
    write_files(root, files)
    return root


def unpacked(data: bytes) -> bytes:
    """Pagefind packs its files, and puts a mark before what it has packed."""
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def colour_of(data: bytes) -> tuple[int, int, int]:
    with Image.open(io.BytesIO(data)) as image:
        found = image.convert("RGB").resize((1, 1)).getpixel((0, 0))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def near(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 30 for a, b in zip(one, other, strict=True))


SIGNS = (
    "1873", "1874", "918273645", "918,273,645", "918\u202f273\u202f645", "0.918273", "Tuvalu", "tuvalu",
    "/tv/", '"TV"', "-8.517", "179.198", "Gaelic", "écossais", "/gd/",
)  # fmt: skip
"""Values that cannot hold a token, and nothing else in the site has."""


DIGEST = re.compile(r"\b[0-9a-f]{16,}\b")
"""A digest, in which four digits may stand by chance."""


def traces(output: Path) -> dict[str, set[str]]:
    """The tokens in the name and in the bytes of each file of an output, and the signs of other values."""
    found: dict[str, set[str]] = {}
    for path, data in tree(output).items():
        plain = unpacked(data)
        text = path + "\n" + plain.decode("utf-8", "replace")
        marks = set(TOKEN.findall(text.lower()))
        if (
            not path.startswith("map/")
            and "outlines" not in path
            and not path.endswith((".js", ".wasm", ".css", ".svg"))
        ):
            without_digests = DIGEST.sub("", text)
            marks |= {sign for sign in SIGNS if sign in without_digests}
        if path.endswith((".jpg", ".png", ".webp", ".avif")):
            colour = colour_of(data)
            marks |= {name for name, its in (("pink", PINK), ("green", GREEN)) if near(colour, its)}
        if marks:
            found[path] = marks
    return found


def published(root: Path) -> dict[str, set[str]]:
    problems = build(root).report.problems
    assert not [p for p in problems if p.severity is Severity.ERROR], problems
    return traces(root / "public")


def all_marks(root: Path, *words: str) -> set[str]:
    """The marks in the sources, in names and in bytes, that have one of these words in them."""
    sources = (
        "\n".join(tree(root / "content")),
        *(d.decode("utf-8", "replace") for d in tree(root / "content").values()),
    )
    return {mark for text in sources for mark in TOKEN.findall(text) if any(word in mark for word in words)}


LIST_OF_COUNTRIES = "admin/config.yml"
HIDDEN = {"a draft": "draft: true", "published later": "publish_on: 2026-06-01"}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with all of it public, built."""
    root = site(tmp_path_factory.mktemp("public") / "site")
    published(root)
    return root


@pytest.fixture
def built(public: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(public, tmp_path / "site", symlinks=True))


def add(root: Path, path: str, line: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    before, fence, after = text.rpartition("\n---\n")
    (root / path).write_text(
        f"{before}\n{line}{fence}{after}" if fence else f"{text}{line}\n", encoding="utf-8"
    )


def test_the_entry_has_a_value_of_every_kind() -> None:
    assert set(re.findall(r"kind: (\w+)", TYPE)) | {"text"} == set(every_kind())


def test_every_mark_is_found_when_it_is_public(public: Path) -> None:
    found = set().union(*traces(public / "public").values())

    never_shown = {"qzenownerzq", "qzfrownerzq"}
    assert all_marks(public, "qz") - found == never_shown
    assert set(SIGNS) | {"pink", "green"} <= found


@pytest.mark.parametrize("how", HIDDEN)
def test_nothing_of_a_hidden_entry_is_published(how: str, tmp_path: Path) -> None:
    found = published(site(tmp_path / "site", HIDDEN[how]))
    found.pop(LIST_OF_COUNTRIES)

    assert found == {}


@pytest.mark.parametrize("how", HIDDEN)
def test_nothing_of_an_entry_is_left_after_it_was_hidden(how: str, built: Path) -> None:
    for path in (ENTRY, RECORD):
        add(built, path, HIDDEN[how])

    found = published(built)
    found.pop(LIST_OF_COUNTRIES)

    assert found == {}
    assert_as_clean(built)


@pytest.mark.parametrize("how", HIDDEN)
def test_nothing_of_a_hidden_translation_is_published(how: str, built: Path) -> None:
    add(built, FRENCH, HIDDEN[how])

    found = set().union(*published(built).values())

    assert {mark for mark in found if mark.startswith("qzfr")} | (found & {"green"}) == set()
    assert {"qzentitlezq", "pink"} <= found
    assert_as_clean(built)


def test_an_entry_appears_whole_on_its_day(public: Path, tmp_path: Path) -> None:
    root = site(tmp_path / "site", "publish_on: 2026-06-01", "publish_on: 2026-06-01")
    published(root)
    build(root, today=date(2026, 6, 1))

    assert set().union(*traces(root / "public").values()) == set().union(*traces(public / "public").values())


RETIRED = {
    "expired": "expires: 2026-05-30",
    "withdrawn": "withdrawn: It was wrong.",
    "superseded": "superseded_by: other",
}
OWN = re.compile(
    r"(fr/)?works/qz(namezq/index\.html|(en|fr)(archive|fieldpicture|paper|richfile|still|textpicture)zq\..*)"
    r"|old-qz(en|fr)aliaszq/index\.html|_redirects|redirects\.(json|map)|\.sitegen\.json"
    r"|(fr/)?countries/tv/index\.html"
)
"""The page of a retired entry and the files that it shows, its old addresses, and the page of a country that
nobody else names, which is kept for its address."""


@pytest.mark.parametrize("how", RETIRED)
def test_a_retired_entry_is_on_its_own_page_and_nowhere_else(how: str, built: Path) -> None:
    add(built, ENTRY, RETIRED[how])
    add(built, RECORD, RETIRED[how].replace("other", "plain"))

    found = published(built)
    found.pop(LIST_OF_COUNTRIES)

    assert {path for path in found if not OWN.fullmatch(path)} == set()
    assert not {mark for marks in found.values() for mark in marks if mark.startswith("qzrec")}
    assert {"works/qznamezq/index.html", "works/qzenpaperzq.pdf"} <= found.keys()
    assert_as_clean(built)


def test_a_retired_page_without_its_words_has_no_files(built: Path) -> None:
    (built / ENTRY).write_text("---\ntitle: Gone\nwithdrawn: It was wrong.\n---\n", encoding="utf-8")
    (built / FRENCH).unlink()
    for path in (built / "content/works").glob("qzfr*"):
        path.unlink()

    found = published(built)

    assert not {path for path in found if path.startswith("works/qzen")}
    assert "pink" not in set().union(*found.values())
