"""Where the value of an input differs, its digest does; and a card is made from what is digested.

A site is edited in many ways, and after each edit every input of every output is compared with what it was
before: its value, and the digest that decides whether the output is rendered again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.build import plan_site
from sitegen.build.context import Context, opened
from sitegen.digest import Digester
from sitegen.execute import executor_for
from sitegen.model.picture_plans import ImageView, PictureSource
from sitegen.plan.recipes import Recipes
from sitegen.types import Digest, Input, Language, Location, PartialDate, Shortcode
from sitegen.types.keys import DocumentKey, EntryKey
from sitegen.upkeep.translations import accept
from sitegen.views.cards import CardParts, card, digest_of_card
from sitegen.views.frame import Frame
from sitegen.views.inputs import InputSource, digest_of_input, resolve
from sitegen.views.views import Card, Fact, FileView, ForeignText, Term
from tests.sites import TODAY, base_text, entry, load, make_site, picture, write_files

EVENTS = """\
name: Event
plural: {en: Events, fr: Rencontres}
date: start
state: {from: start, until: end, values: {coming: Coming, now: Now, over: Over}}
calendar: {start: start, end: end, place: town, repeats: repeats}
fields:
  start: {kind: datetime, whole_day: true}
  end: {kind: datetime, whole_day: true}
  town: {}
  repeats: {kind: repeats}
  topics: {kind: reference, to: topics, many: true, inverse: events}
  mood: {kind: choice, choices: {good: {en: Good, fr: Bien}, bad: {en: Bad, fr: Mal}}}
  home: {kind: url}
  picture: {kind: image}
  spot: {kind: coordinates}
  country: {kind: country}
  words: {kind: markdown}
  size: {kind: integer}
  members: {kind: reference, to: people, many: true, inverse: events}
  steps: {kind: group, many: true, fields: {day: {kind: date}, text: {}}}
card: [town, mood, members, superseded_by, steps, home, spot, country, picture, size, start]
timeline: {field: steps, date: day, text: text}
places: [spot, country]
map: [spot, country]
schema: {type: Event, properties: {startDate: start, location: {field: town, type: Place}}}
index: {paginate_by: 2, facets: [topics, mood, year], pairs: [[topics, mood]], map: true,
        charts: [mood, year], feed: true}
"""
PEOPLE = """\
name: {en: Person, fr: Personne}
plural: {en: People, fr: Gens}
page: false
fields:
  town: {}
  knows: {kind: reference, to: people, many: true, inverse: known_by}
card: [knows, town]
index: {paginate_by: 2}
"""
SITE = """\
search: {filters: [topics, type]}
license: {name: CC BY 4.0, url: https://example.com/by}
cms: {backend: github, repo: cities/notes}
social_cards: {fonts: package:fontpkg_noto_sans, background: "#102030"}
"""
OBSERVED = "  observations: {kind: group, many: true, fields: {value: {kind: number}, as_of: {kind: date}}}\n"
SEEN = "observations: [{value: 3, as_of: 2020-01-01}, {value: 4, as_of: 2021-01-01}]\n"
FILES: Mapping[str, str | bytes] = {
    "content/site.yaml": base_text("content/site.yaml").replace("[projects, topics]", "[projects, events]")
    + SITE,
    "content/figures/_type.yaml": base_text("content/figures/_type.yaml") + OBSERVED,
    "content/figures/members.yaml": base_text("content/figures/members.yaml") + SEEN,
    "content/_index.md": entry("Home", body="## Welcome"),
    "content/_index.fr.md": entry("Accueil", body="## Bienvenue"),
    "content/events/_index.fr.md": entry("Tout", body="Dessus."),
    "content/events/_type.yaml": EVENTS,
    "content/events/_index.md": entry("All events", body="Above them."),
    "content/events/fair.md": entry("Fair", "start: 2026-05-01", "end: 2026-06-03", "topics: [food]",
        "mood: good", "picture: {file: a.png, alt: A}", "members: [ada]", "spot: 51.05, 3.73",
        "steps: [{day: 2026-01-01, text: Begun}]", body="[Spark](../projects/spark.md) ![A](a.png)"),
    "content/events/fair.fr.md": entry("Foire", body="{{< number members >}}"),
    "content/events/walk.md": entry("Walk", "start: 2026-06-05", "repeats: {every: week, times: 5}",
        "mood: bad", "country: NO", "topics: [water, food]"),
    "content/events/talk.md": entry("Talk", "start: 2026-04-05", "mood: good", "words: '*Old* [f](fair.md)'",
        "home: https://example.com/talk", "withdrawn: It rained.", "superseded_by: walk"),
    "content/events/a.png": picture(),
    "content/events/b.png": picture(size=(3, 2)),
    "content/people/_type.yaml": PEOPLE,
    "content/people/ada.yaml": "title: Ada\ntown: Ghent\nknows: [bo]\n",
    "content/people/bo.yaml": "title: Bo\ntown: Oslo\n",
}  # fmt: skip
FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("Fair", "Foire", "Radio", "Élan", "Zoo"),
    "summary": ("Short.", "Shorter."),
    "start": ("2026-05-01", "2026-07-02", "2025-03-04"),
    "end": ("2026-08-01", "2026-09-02"),
    "town": ("Ghent", "Lima"),
    "topics": ("[food]", "[water]", "[water, food]", "[]"),
    "mood": ("good", "bad"),
    "home": ("https://example.com/", "https://example.net/a", "https://unknown.example/"),
    "picture": ("{file: a.png, alt: A}", "{file: b.png, alt: A}", "{file: b.png, alt: B, credit: Me}"),
    "spot": ("51.05, 3.73", "-12.05, -77.04"),
    "country": ("NO", "PE", "SE"),
    "words": ("'*Some* words'", "'[Fair](fair.md)'", "'[out](https://other.example/)'"),
    "size": ("3", "4"),
    "members": ("[ada]", "[bo]", "[bo, ada]"),
    "steps": ("[{day: 2026-01-01, text: A}]", "[{day: 2025-01-01, text: B}, {text: C}]"),
    "repeats": ("{every: week, times: 5}", "{every: day, times: 9}"),
    "slug": ("there", "elsewhere"),
    "expires": ("2026-05-02", "2026-12-01"),
    "withdrawn": ("For a reason.",),
    "superseded_by": ("walk", "fair"),
    "noindex": ("true",),
    "only_in": ("[fr]", "[en]"),
    "updated": ("2026-05-03", "2026-05-04"),
    "aliases": ("[/old/]",),
    "weight": ("1", "2"),
    "sort_as": ("Aardvark",),
}
"""Lines of front matter that an edit of an event gives or takes away."""
BODIES = (
    "Text.",
    "## A\n\nWords.",
    "See [food](../topics/food.md).",
    "{{< number members >}}",
    "![B](b.png)",
)
EDITS: tuple[tuple[str, str, str], ...] = (
    ("content/site.yaml", r"en: City Notes\w*", "en: City Notes{n}"),
    ("content/site.yaml", r"What cities do\w*", "What cities do{n}"),
    ("content/site.yaml", r"example.org\S*\n", "example.org/{n}\n"),
    ("content/site.yaml", r"hosts: .*", "hosts: [example.org, unknown{n}.example]"),
    ("content/site.yaml", r"\Z(?<!Lima\n)", "time_zone: America/Lima\n"),
    ("content/site.yaml", r"permalink: /activities\w*/", "permalink: /activities{n}/"),
    ("content/site.yaml", r"CC BY \S+,", "CC BY {n},"),
    ("content/site.yaml", r"fields: countries.*\}", "fields: countries, paginate_by: {n}}}"),
    ("content/events/_type.yaml", r"fr: Rencontres\w*", "fr: Rencontres{n}"),
    ("content/events/_type.yaml", r"name: Event\w*", "name: Event{n}"),
    ("content/events/_type.yaml", r"en: Good\w*", "en: Good{n}"),
    ("content/events/_type.yaml", r"over: Over\w*", "over: Over{n}"),
    ("content/events/_type.yaml", r"paginate_by: \d+", "paginate_by: {n}"),
    ("content/events/_type.yaml", r"type: (Event|Thing)\b", "type: Thing"),
    ("content/events/_type.yaml", r"facets: \[topics, mood", "facets: [mood, topics"),
    ("content/people/_type.yaml", r"en: Person\w*", "en: Person{n}"),
    ("content/people/_type.yaml", r"paginate_by: \d+", "paginate_by: {n}"),
    ("content/people/ada.yaml", r"town: \w+", "town: Town{n}"),
    ("content/people/bo.yaml", r"title: \w+", "title: Bo{n}"),
    ("content/projects/_type.yaml", r"en: Projects\w*", "en: Projects{n}"),
    ("content/figures/members.yaml", r"(?m)^value: .*", "value: {n}"),
    ("content/sources/report.yaml", r"(?m)^title: .*", "title: Report {n}"),
    ("content/events/_index.md", r"All events\w*", "All events{n}"),
    ("content/figures/members.yaml", r"value: 4", "value: {n}"),
    ("content/_index.md", r"## Welcome\w*", "## Welcome{n}"),
    ("content/site.yaml", r"repo: \w+/", "repo: cities{n}/"),
    ("content/site.yaml", r'"#\d+"', '"#1020{n:02}"'),
    ("content/events/_index.md", r"Above\w*", "Above{n}"),
    ("content/topics/food.md", r"title: \w+", "title: Food{n}"),
    ("content/topics/food.fr.md", r"title: \w+", "title: Food{n}"),
    ("templates/locale/fr.po", r'msgstr "Accueil\w*', 'msgstr "Accueil{n}'),
    ("static/site.css", r"\Z", "/* {n} */"),
)
"""Edits of other files: a pattern, and what takes its place, with a number that differs each time."""


class Made(NamedTuple):
    """An input, by the digests that stand for it in a recipe, and by its value."""

    digest: tuple[Digest, ...]
    value: Digest


def inputs_of(root: Path, today: date) -> dict[tuple[str, Input], Made]:
    """Every input of every output of a site, by language."""
    config = load(root, today)
    with opened(root, config, Context(executor_for(1))) as context:
        prepared = plan_site(root, config, context)
        wanted = {
            (language, wanted)
            for output in prepared.plan.outputs
            for language, wanted in _wanted(prepared.recipes, output.language, output.inputs)
        }
        sources = {language: prepared.recipes.inputs(language) for language, _ in wanted}
        digests = {key: _digests(prepared.recipes, sources[key[0]], key[1]) for key in wanted}
        return {
            (language, one): Made(digest, Digester().digest_of(_shown(resolve(sources[language], one))))
            for (language, one), digest in digests.items()
        }


def _wanted(recipes: Recipes, language: str, inputs: Mapping[str, Input]) -> Iterator[tuple[str, Input]]:
    for name, wanted in inputs.items():
        whole_text = wanted.kind == "body" and name != "body"
        yield (recipes.site.documents[DocumentKey(wanted.key)].language if whole_text else language), wanted


def _digests(recipes: Recipes, source: InputSource, wanted: Input) -> tuple[Digest, ...]:
    """The digest of an input, with what else is part of every recipe in its language."""
    catalogue = recipes.templates.catalogues.get(source.viewer.language.code)
    return digest_of_input(source, wanted), source.frame_digest, catalogue.digest if catalogue else ""


def _shown(value: object) -> object:
    """A value without the places in sources that only messages name."""
    if isinstance(value, Location):
        return None
    if isinstance(value, Shortcode):
        return replace(value, line=0, column=0)
    if isinstance(value, Struct):
        return {name: _shown(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple | list | Iterator):
        return tuple(map(_shown, value))
    if isinstance(value, Mapping):
        return {key: _shown(item) for key, item in value.items()}
    return value


def _edit(root: Path, generator: random.Random, number: int) -> str:
    """One edit of some file; gives its name."""
    if generator.random() < 0.4:
        path, pattern, by = generator.choice(EDITS)
        text = (root / path).read_text(encoding="utf-8")
        edited = re.sub(pattern, by.format(n=2 + number), text, count=1)
        write_files(root, {path: edited})
        return f"{path}: {pattern}"
    events = sorted((root / "content/events").glob("[a-z]*.md"))
    chosen = generator.choice(events)
    text = chosen.read_text(encoding="utf-8")
    kind = generator.choice(["field"] * 8 + ["body", "new", "gone", "renamed"])
    if kind == "field":
        name = generator.choice(list(FIELDS))
        front = re.sub(rf"(?m)^{name}: .*\n", "", text.split("---\n")[1])
        if name == "title" or generator.random() < 0.8:
            front += f"{name}: {generator.choice(FIELDS[name])}\n"
        chosen.write_text(f"---\n{front}---\n{text.split('---')[-1]}", encoding="utf-8")
        return f"{chosen.name}: {name}"
    if kind == "body":
        chosen.write_text(
            text.rpartition("---\n")[0] + f"---\n\n{generator.choice(BODIES)}\n", encoding="utf-8"
        )
    elif kind == "new":
        write_files(root, {f"content/events/new{number}.md": entry(f"New {number}", "start: 2026-05-30")})
    elif len(events) > 4 and not chosen.name.startswith(("fair", "walk")):
        chosen.unlink() if kind == "gone" else chosen.rename(chosen.with_name(f"moved{number}.md"))
    return f"{chosen.name}: {kind}"


@pytest.mark.parametrize("seed", range(2))
def test_where_a_value_differs_its_digest_does(seed: int, tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", FILES)
    generator = random.Random(seed)
    today = TODAY
    accept(root, load(root, today))
    before = inputs_of(root, today)
    assert len({wanted.kind for _, wanted in before}) > 40
    differed: set[str] = set()
    stale: list[str] = []
    for number in range(16):
        edit = _edit(root, generator, number)
        if generator.random() < 0.2:
            today += timedelta(days=generator.choice([1, 5, 40]))
            edit += f", on {today}"
        after = inputs_of(root, today)
        for key in before.keys() & after.keys():
            if before[key].value != after[key].value:
                differed.add(key[1].kind)
                if before[key].digest == after[key].digest:
                    stale.append(f"{edit}: {key}")
        before = after

    assert stale == []
    assert len(differed) > 20, differed


PARTS = CardParts(
    EntryKey("events/fair"), "events", "Event", "Fair", "Short.", "/events/fair/", "", "en",
    date(2026, 5, 1), None,
    {"topics": (Term("topics/food", "Food", "/topics/food/"),)}, (), None,
)  # fmt: skip
OTHERS: Mapping[str, object] = {
    "entry": "events/walk",
    "type": "notes",
    "type_label": "Rencontre",
    "title": "Foire",
    "summary": "",
    "url": "https://example.net/",
    "rel": "external",
    "language": "fr",
    "date": PartialDate(2026, 5),
    "end": datetime(2026, 5, 1, 12, tzinfo=ZoneInfo("Europe/Paris")),
    "terms": {"topics": (Term("topics/food", ForeignText("Food", "en", "ltr"), "/topics/food/"),)},
    "files": (FileView("/events/fair.pdf", "", "en", "English", "PDF", 1200),),
    "picture": ImageView("/a.svg", "", "", True, 8, 5, "", "", (), "/a.svg"),
    "fields": {"town": "Ghent"},
    "facts": (Fact("town", "Town", "text", False, "Ghent"),),
}
ENGLISH = Language("en", "en_GB", "English", "ltr")
FRAME = Frame(ENGLISH, {"en": ENGLISH}, "https://example.org", "", "")


def test_every_part_of_a_card_is_digested() -> None:
    assert set(OTHERS) == set(CardParts.__struct_fields__)
    digests = {digest_of_card(replace(PARTS, **{name: other})) for name, other in OTHERS.items()}

    assert len(digests | {digest_of_card(PARTS)}) == len(OTHERS) + 1


def test_moments_of_a_card_differ_by_their_zone() -> None:
    there = datetime(2026, 5, 1, 12, tzinfo=ZoneInfo("Europe/Paris"))
    elsewhere = there.replace(tzinfo=ZoneInfo("Europe/Berlin"))

    assert digest_of_card(replace(PARTS, date=there)) != digest_of_card(replace(PARTS, date=elsewhere))


def test_a_new_attribute_of_a_card_can_only_be_made_from_what_is_digested() -> None:
    """The one who adds `town` finds nothing to make it from, adds a part, and the part is digested."""

    class CardWithTown(Card, frozen=True):
        town: str = ""

    class PartsWithTown(CardParts, frozen=True, kw_only=True):
        town: str

    def with_town(parts: CardParts, frame: Frame) -> CardWithTown:
        known = card(parts, frame)
        values = {name: getattr(known, name) for name in Card.__struct_fields__}
        return CardWithTown(**values, town=parts.town)  # type: ignore[attr-defined]

    with pytest.raises(AttributeError, match="no attribute 'town'"):
        with_town(PARTS, FRAME)
    parts = {name: getattr(PARTS, name) for name in CardParts.__struct_fields__}
    ghent, lima = PartsWithTown(**parts, town="Ghent"), PartsWithTown(**parts, town="Lima")
    assert with_town(ghent, FRAME).town == "Ghent"
    assert digest_of_card(ghent) != digest_of_card(lima)


def _classes(hint: object) -> Iterator[object]:
    """The classes that values of this type consist of."""
    inner = get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Struct):
        inner = tuple(get_type_hints(hint).values())
    if not inner or isinstance(hint, type):
        yield hint
    for part in inner:
        yield from _classes(part)


def test_what_a_card_is_made_from_does_not_lead_to_the_site() -> None:
    leaves = {*_classes(CardParts), *_classes(Frame)}

    assert leaves - {str, EntryKey, int, bool, date, datetime, type(None), ...} == {
        CardParts, Fact, FileView, Frame, ImageView, PictureSource, Term, Language, PartialDate,
        object,  # a value of a field; `tests/views/test_card_fields.py` checks that none is a card
    }  # fmt: skip
    assert get_type_hints(card) == {
        "parts": CardParts, "frame": Frame, "fields": Mapping[str, object] | None, "return": Card
    }  # fmt: skip
