"""Social cards: which pages have one, what it shows, and that it never shows a box."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.build.builds import assert_as_clean, build, write
from tests.photos import opened
from tests.sites import Files, Outcome, attempt, base_text, build_good, entry, make_site

FONTS = '["package:fontpkg_noto_sans", "package:fontpkg_noto_sans_arabic", "package:noto_cjk_sans_jp_bold"]'
CARDS = f'social_cards: {{fonts: {FONTS}, background: "#102030", colour: "#f0f0f0", accent: "#ff8000"}}\n'
HEAD = """{% set c = page.social_card %}
{% if c %}[{{ c.url }} {{ c.width }}×{{ c.height }} {{ c.alt }}]{% endif %}"""


def with_cards(files: Files | None = None, languages: str = "") -> Files:
    site = base_text("content/site.yaml") + CARDS
    base = base_text("templates/base.html").replace("<head>", f"<head>{HEAD}")
    return {
        "content/site.yaml": site.replace("  fr: {}\n", f"  fr: {{}}\n{languages}"),
        "templates/base.html": base,
        **(files or {}),
    }


def card(outcome: Outcome, path: str) -> Image.Image:
    return opened(next(a.data for a in outcome.artifacts if a.path == path)).convert("RGB")


def titled(tmp_path: Path, title: str, language: str = "en") -> Image.Image:
    """The card of an entry with this title."""
    code = "" if language == "en" else f".{language}"
    languages = "" if language == "en" else f"  {language}: {{}}\n"
    files: Files = {
        "content/topics/glow.md": entry("Glow"),
        f"content/topics/glow{code}.md": entry(title),
    }
    prefix = "" if language == "en" else f"{language.lower()}/"
    return card(build_good(tmp_path, with_cards(files, languages)), f"cards/{prefix}topics/glow.png")


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are more like the colour of the text than like the background."""
    grey = image.crop(box).convert("L")
    return sum(grey.histogram()[150:])


def test_every_page_with_a_title_of_its_own_has_a_card_in_each_language(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, with_cards())

    assert {path for path in outcome.paths if path.startswith("cards/")} == {
        "cards/index.png", "cards/fr.png", "cards/activities.png", "cards/fr/activities.png",
        "cards/topics.png", "cards/fr/topics.png", "cards/projects.png", "cards/fr/projects.png",
        "cards/figures.png", "cards/fr/figures.png", "cards/sources.png", "cards/fr/sources.png",
        "cards/projects/spark.png", "cards/topics/food.png", "cards/fr/topics/food.png",
        "cards/topics/water.png", "cards/a-z.png", "cards/fr/a-z.png",
        "cards/countries.png", "cards/countries/no.png", "cards/countries/fr.png",
        "cards/fr/countries.png", "cards/fr/countries/no.png", "cards/fr/countries/fr.png",
    }  # fmt: skip
    assert {card(outcome, path).size for path in outcome.paths if path.startswith("cards/")} == {(1200, 630)}


@pytest.mark.parametrize(
    ("page", "shown", "alt"),
    [
        ("projects/spark/index.html", "cards/projects/spark.png", "Spark – City Notes"),
        ("fr/topics/food/index.html", "cards/fr/topics/food.png", "Alimentation – Notes de villes"),
        ("index.html", "cards/index.png", "City Notes"),
        ("activities/index.html", "cards/activities.png", "Activities – City Notes"),
        ("activities/type/topics/index.html", "cards/activities.png", "Activities – City Notes"),
        ("fr/countries/index.html", "cards/fr/countries.png", "Countries – Notes de villes"),
        ("fr/countries/no/index.html", "cards/fr/countries/no.png", "Norvège – Notes de villes"),
    ],
)
def test_a_page_names_its_card_its_size_and_what_it_says(
    page: str, shown: str, alt: str, tmp_path: Path
) -> None:
    html = build_good(tmp_path, with_cards())[page]

    assert re.search(rf"\[https://example.org/{shown}\?v=[0-9a-f]{{8}} 1200×630 {re.escape(alt)}\]", html), (
        html[:400]
    )


def test_a_card_is_in_the_colours_of_the_site(tmp_path: Path) -> None:
    image = titled(tmp_path, "Glow")

    colours = image.getcolors(maxcolors=1000)
    assert colours is not None
    assert max(colours)[1] == (0x10, 0x20, 0x30)
    assert (image.getpixel((5, 300)), image.getpixel((1195, 300))) == ((0xFF, 0x80, 0), (0x10, 0x20, 0x30))
    assert (0xF0, 0xF0, 0xF0) in {colour for _, colour in colours}


def test_the_title_stands_where_the_language_begins(tmp_path: Path) -> None:
    latin, arabic = titled(tmp_path / "en", "Glow"), titled(tmp_path / "ar", "سلام", "ar")

    left, right = (24, 200, 600, 430), (600, 200, 1176, 430)
    assert (ink(latin, left) > 1000, ink(latin, right)) == (True, 0)
    assert (ink(arabic, left), ink(arabic, right) > 1000) == (0, True)
    assert arabic.getpixel((1195, 300)) == (0xFF, 0x80, 0)


def test_arabic_letters_are_joined(tmp_path: Path) -> None:
    joined, apart = titled(tmp_path / "1", "بيت", "ar"), titled(tmp_path / "2", "ب\u200cي\u200cت", "ar")

    title = (24, 200, 1176, 430)
    assert joined.crop(title).getbbox() is not None
    assert _width(apart.crop(title)) > _width(joined.crop(title)) * 1.2


def test_a_code_keeps_its_order_among_arabic_words(tmp_path: Path) -> None:
    title = titled(tmp_path, "سلام C++", "ar").crop((24, 200, 1176, 430)).convert("L")
    ink = title.point(lambda grey: 255 if grey > 120 else 0)
    left = ink.getbbox()
    assert left is not None
    begin = ink.crop((left[0], 0, left[0] + 8, 230)).getbbox()  # of C, which is higher than the bar of a plus
    assert begin is not None

    assert begin[3] - begin[1] > 20


def _width(image: Image.Image) -> int:
    box = image.convert("L").point(lambda grey: 255 if grey > 120 else 0).getbbox()
    assert box is not None
    return box[2] - box[0]


def test_one_character_has_the_form_of_its_language(tmp_path: Path) -> None:
    japanese, chinese = titled(tmp_path / "ja", "直骨", "ja"), titled(tmp_path / "zh", "直骨", "zh")

    title = (24, 200, 1176, 430)
    assert ink(japanese, title) > 1000
    assert japanese.crop(title).tobytes() != chinese.crop(title).tobytes()


def test_a_long_title_is_smaller_and_at_last_ends_with_an_ellipsis(tmp_path: Path) -> None:
    short = titled(tmp_path / "1", "Cities")
    long = titled(tmp_path / "2", "Cities that write down what they know " * 3)
    longest = titled(tmp_path / "3", "Cities that write down what they know " * 7)

    for image in (short, long, longest):
        assert ink(image, (1130, 0, 1200, 630)) == 0  # nothing runs over the margin
        assert ink(image, (24, 0, 1176, 60)) == 0
    assert ink(short, (24, 130, 1176, 260)) == 0 < ink(long, (24, 130, 1176, 260))
    longer = titled(tmp_path / "4", "Cities that write down what they know " * 6)
    assert longer.tobytes() == longest.tobytes()  # both end where the space does


def test_a_character_that_no_font_has_is_an_error_where_the_title_stands(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "social_cards: {fonts: package:fontpkg_noto_sans}\n"
    files: Files = {"content/site.yaml": site, "content/topics/tokyo.md": entry("Tokyo 東京")}

    (problem,) = attempt(tmp_path, files).found
    assert (problem.code, problem.location.path, problem.location.line) == (
        "cards.glyph", "content/topics/tokyo.md", 2,
    )  # fmt: skip
    assert problem.message == (
        'no font of the social cards has the character "東" (U+6771 CJK UNIFIED IDEOGRAPH-6771)'
    )


def test_a_font_may_lie_in_static(tmp_path: Path) -> None:
    from sitegen.definition.graphics import font_path

    font = font_path(tmp_path, "package:fontpkg_noto_sans")
    assert font is not None
    site = base_text("content/site.yaml") + "social_cards: {fonts: static/fonts/own.ttf}\n"
    outcome = build_good(tmp_path, {"content/site.yaml": site, "static/fonts/own.ttf": font.read_bytes()})

    assert ink(card(outcome, "cards/projects/spark.png"), (24, 200, 1176, 430)) > 1000


def test_without_the_key_there_are_no_cards(tmp_path: Path) -> None:
    files = {**with_cards(), "content/site.yaml": base_text("content/site.yaml")}
    outcome = build_good(tmp_path, files)

    assert not [path for path in outcome.paths if path.startswith("cards/")]
    assert "[https" not in outcome["index.html"]


def test_cards_are_the_same_to_the_byte_in_every_build(tmp_path: Path) -> None:
    first, second = (
        {a.path: a.data for a in build_good(tmp_path / name, with_cards(), jobs=jobs).artifacts}
        for name, jobs in (("a", 1), ("b", 2))
    )

    assert first == second
    assert Image.open(io.BytesIO(first["cards/index.png"])).info == {}


# --- pictures ---

GREY, RED, BLUE = (0x80, 0x80, 0x80), (0xE0, 0x10, 0x10), (0x10, 0x10, 0xE0)
PHOTO = "  photo: {kind: image}\n"
DRAWN = 'illustrations: {colours: {one: ["#000001", "#f00000", "#00f000", "#0000f0"]}}\n'


def striped() -> bytes:
    """A wide picture: red on the left, grey in the middle, blue on the right."""
    image = Image.new("RGB", (1500, 630), GREY)
    image.paste(RED, (0, 0, 450, 630))
    image.paste(BLUE, (1050, 0, 1500, 630))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def pictured(
    tmp_path: Path, *lines: str, title: str = "Glow", language: str = "en", illustration: str = ""
) -> Image.Image:
    """The card of an entry of a type with a field for a picture, perhaps with drawings."""
    topics = base_text("content/topics/_type.yaml").replace("fields:\n", f"fields:\n{PHOTO}", 1)
    site = with_cards(languages="" if language == "en" else f"  {language}: {{}}\n")
    files: Files = {
        **site,
        "content/site.yaml": str(site["content/site.yaml"]) + DRAWN,
        "content/topics/_type.yaml": topics + illustration,
        "content/topics/glow.md": entry(title, *lines),
        "content/topics/wide.png": striped(),
    }
    if language != "en":
        files = {**files, f"content/topics/glow.{language}.md": entry("سلام")}
    prefix = "" if language == "en" else f"{language}/"
    return card(build_good(tmp_path, files), f"cards/{prefix}topics/glow.png")


def near(one: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("focus", "colour"),
    [("", GREY), (", focus: left", RED), (", focus: top right", BLUE), (", focus: top", GREY)],
)
def test_a_card_has_the_part_of_a_picture_that_matters(
    focus: str, colour: tuple[int, int, int], tmp_path: Path
) -> None:
    image = pictured(tmp_path, f"photo: {{file: wide.png, alt: Stripes{focus}}}")

    for place in ((765, 5), (1195, 5), (980, 315), (765, 625), (1195, 625)):
        assert near(image.getpixel(place), colour)
    assert image.getpixel((755, 315)) == (0x10, 0x20, 0x30)
    assert ink(image, (24, 200, 740, 430)) > 1000


def test_a_picture_is_on_the_side_where_a_line_ends(tmp_path: Path) -> None:
    image = pictured(tmp_path, "photo: {file: wide.png, alt: Stripes}", language="ar")

    assert near(image.getpixel((220, 315)), GREY)
    assert image.getpixel((1195, 315)) == (0xFF, 0x80, 0)
    assert ink(image, (460, 200, 1176, 430)) > 1000


def test_a_card_has_the_drawing_of_an_entry_until_it_has_a_picture(tmp_path: Path) -> None:
    scene = "illustration: {}\n"
    drawn = pictured(tmp_path / "1", illustration=scene)
    replaced = pictured(tmp_path / "2", "photo: {file: wide.png, alt: Stripes}", illustration=scene)

    assert near(drawn.getpixel((980, 628)), (0, 0, 1))  # the hill in front
    assert near(drawn.getpixel((765, 2)), (0, 0xF0, 0))  # the sky
    assert near(replaced.getpixel((980, 628)), GREY)


def test_a_long_title_beside_a_picture_does_not_reach_it(tmp_path: Path) -> None:
    title = "Operationalizing intergovernmental municipalities " * 6
    image = pictured(tmp_path, "photo: {file: wide.png, alt: Stripes}", title=title)

    assert ink(image, (724, 0, 758, 630)) == 0
    assert ink(image, (24, 180, 724, 450)) > 1000


def test_only_entries_of_some_types_have_cards_of_their_own(tmp_path: Path) -> None:
    everything = build_good(tmp_path / "all", with_cards())
    few = with_cards()
    few = {
        **few,
        "content/site.yaml": str(few["content/site.yaml"]).replace("{fonts", "{types: [projects], fonts"),
    }

    outcome = build_good(tmp_path / "few", few)

    assert everything.paths - outcome.paths == {
        "cards/topics/food.png", "cards/fr/topics/food.png", "cards/topics/water.png",
    }  # fmt: skip
    assert outcome.paths <= everything.paths
    assert "/cards/projects/spark.png?v=" in outcome["projects/spark/index.html"]
    assert "/cards/fr.png?v=" in outcome["fr/topics/food/index.html"]
    assert "City Notes]" in outcome["topics/water/index.html"]


def test_a_type_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + CARDS.replace("{fonts", "{types: [project], fonts")

    outcome = attempt(tmp_path, {"content/site.yaml": site})

    assert 'social_cards names the type "project", which does not exist' in outcome.problems
    assert "did you mean projects?" in outcome.problems


def test_types_of_cards_may_change_between_two_builds(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", with_cards())
    build(root)
    every = (root / "content" / "site.yaml").read_text(encoding="utf-8")
    for types in ("[projects]", "[topics, projects]", "[topics]"):
        write(root, "content/site.yaml", every.replace("{fonts", f"{{types: {types}, fonts"))
        build(root)
        assert_as_clean(root)
