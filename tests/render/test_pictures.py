"""Pictures that pages show: every size and format that is made, what is taken away, and the HTML."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from tests.photos import SECRETS, TURNED, noise, opened, photo, wide_gamut_profile
from tests.photos import picture as colours
from tests.sites import Files, Outcome, attempt, base_text, build_good, entry, picture

PAGE = "content/projects/glow.md"
TYPE = "content/projects/_type.yaml"
WITH_FIELD = base_text(TYPE).replace("fields:\n", "fields:\n  photo: {kind: image, label: Photo}\n", 1)


def shown(data: bytes, name: str = "street.jpg", title: str = "") -> Files:
    written = f' "{title}"' if title else ""
    body = f"![A street]({name}{written})"
    return {PAGE: entry("Glow", body=body), f"content/projects/{name}": data}


def made(outcome: Outcome, name: str = "street.jpg") -> dict[str, bytes]:
    """The files that a picture became, by what follows its name."""
    start = f"projects/{name}"
    return {a.path.removeprefix(start): a.data for a in outcome.artifacts if a.path.startswith(start)}


def test_a_photograph_becomes_every_width_up_to_its_own_in_two_formats_and_a_fallback(tmp_path: Path) -> None:
    files = made(build_good(tmp_path, shown(photo(size=(1400, 700)))))

    sizes = {name: (opened(data).format, opened(data).size) for name, data in files.items()}
    assert sizes == {
        "": ("JPEG", (1400, 700)),
        ".480.avif": ("AVIF", (480, 240)), ".480.webp": ("WEBP", (480, 240)),
        ".800.avif": ("AVIF", (800, 400)), ".800.webp": ("WEBP", (800, 400)),
        ".1200.avif": ("AVIF", (1200, 600)), ".1200.webp": ("WEBP", (1200, 600)),
        ".1400.avif": ("AVIF", (1400, 700)), ".1400.webp": ("WEBP", (1400, 700)),
        ".1200.jpg": ("JPEG", (1200, 600)),
    }  # fmt: skip


def test_a_light_drawing_is_its_own_fallback(tmp_path: Path) -> None:
    data = io.BytesIO()
    drawing = noise((1600, 800)).point(lambda grey: 255 if grey > 250 else 0).convert("1")
    drawing.save(data, "PNG")
    assert 10_000 < len(data.getvalue()) < 150_000

    files = made(build_good(tmp_path, shown(data.getvalue(), "a.png")), "a.png")
    assert sorted(path for path in files if not path.endswith(("avif", "webp"))) == [""]


def test_a_text_shows_a_picture_with_all_its_files_its_size_and_only_when_it_is_near(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, shown(photo()))

    html = re.sub(r"\?v=[0-9a-f]{8}", "", outcome["projects/glow/index.html"])
    sizes = 'sizes="(min-width: 48em) 44em, 100vw"'
    avif, webp = (
        ", ".join(f"/projects/street.jpg.{width}.{ending} {width}w" for width in (480, 800, 1000))
        for ending in ("avif", "webp")
    )
    assert (
        f'<p><picture><source type="image/avif" srcset="{avif}" {sizes}>'
        f'<source type="image/webp" srcset="{webp}" {sizes}>'
        '<img src="/projects/street.jpg" alt="A street" width="1000" height="500" loading="lazy">'
        "</picture></p>"
    ) in html


def test_every_address_of_a_picture_is_that_of_a_file(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, shown(photo(size=(2000, 1000))))

    named = set(re.findall(r"/(projects/street[^? ]+)\?v=", outcome["projects/glow/index.html"]))
    assert named == {f"projects/street.jpg{name}" for name in made(outcome)} - {"projects/street.jpg"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_but_pixels_is_published(kind: str, tmp_path: Path) -> None:
    data = photo(kind)
    name = f"street.{kind.lower()}"
    assert sum(secret in data for secret in SECRETS) >= 3

    for path, published in made(build_good(tmp_path, shown(data, name)), name).items():
        image = opened(published)
        assert [secret for secret in SECRETS if secret in published] == [], path
        assert image.info.keys() & {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp"} == set()
        assert dict(image.getexif()) == {}


def test_nothing_but_pixels_is_published_of_a_picture_that_a_page_links_to(tmp_path: Path) -> None:
    glow = entry("Glow", body="[Photo of the street](street.jpg)")
    files = made(
        build_good(tmp_path, {"content/projects/street.jpg": photo(), "content/projects/glow.md": glow})
    )

    assert list(files) == [""]
    assert [secret for secret in SECRETS if secret in files[""]] == []


def test_a_photograph_of_a_turned_camera_stands_upright_everywhere(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, shown(photo(turn=TURNED)))

    assert 'width="500" height="1000"' in outcome["projects/glow/index.html"]
    for path, data in made(outcome).items():
        image = opened(data).convert("RGB")
        width, height = image.size
        above, below = image.getpixel((width // 2, 20)), image.getpixel((width // 2, height - 20))
        assert width * 2 == height, path
        assert isinstance(above, tuple)
        assert isinstance(below, tuple)
        assert (above[0] > 180, below[0] < 80) == (True, True), path


def test_colours_are_turned_into_those_that_screens_expect(tmp_path: Path) -> None:
    data = io.BytesIO()
    colours((1000, 500)).save(data, "JPEG", icc_profile=wide_gamut_profile())

    for path, published in made(build_good(tmp_path, shown(data.getvalue()))).items():
        image = opened(published).convert("RGB")
        colour = image.getpixel((20, 20))
        assert isinstance(colour, tuple)
        assert colour[1] > colour[0] + 100, path  # what the profile calls red is green
        assert "icc_profile" not in image.info


def test_a_photograph_of_a_phone_that_brings_a_second_picture_is_the_first(tmp_path: Path) -> None:
    data = io.BytesIO()
    small = Image.new("RGB", (100, 50))
    colours((1000, 500)).save(data, "MPO", save_all=True, append_images=[small])
    assert opened(data.getvalue()).format == "MPO"

    files = made(build_good(tmp_path, shown(data.getvalue())))
    assert (opened(files[""]).format, opened(files[""]).size, len(files)) == ("JPEG", (1000, 500), 7)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1"])
def test_pictures_in_other_colours_are_shown(mode: str, tmp_path: Path) -> None:
    data, kind = io.BytesIO(), "PNG" if mode == "1" else "JPEG"
    colours((900, 900), mode).save(data, kind)

    files = made(build_good(tmp_path, shown(data.getvalue(), f"a.{kind.lower()}")), f"a.{kind.lower()}")
    assert {opened(published).mode for published in files.values()} <= {"RGB", "L", "1"}


def test_a_picture_of_16_bits_keeps_its_greys(tmp_path: Path) -> None:
    data = io.BytesIO()
    image = Image.linear_gradient("L").resize((1000, 1000)).convert("I").point(lambda grey: grey * 257)
    image.convert("I;16").save(data, "PNG")

    for published in made(build_good(tmp_path, shown(data.getvalue(), "a.png")), "a.png").values():
        grey = opened(published).convert("L")
        assert grey.getpixel((200, grey.height // 2)) == pytest.approx(127, abs=12)


def test_what_one_can_see_through_stays_so(tmp_path: Path) -> None:
    data = io.BytesIO()
    image = colours((1000, 500), "RGBA")
    image.putalpha(Image.linear_gradient("L").resize((1000, 500)))
    image.save(data, "PNG")

    files = made(build_good(tmp_path, shown(data.getvalue(), "a.png")), "a.png")
    assert sorted(files) == [
        "", ".1000.avif", ".1000.webp", ".480.avif", ".480.webp", ".800.avif", ".800.webp",
    ]  # fmt: skip
    for published in files.values():
        alpha = opened(published).getchannel("A").getextrema()
        assert alpha == pytest.approx((0, 255), abs=6)


def test_small_and_moving_pictures_stay_one_file(tmp_path: Path) -> None:
    data = io.BytesIO()
    frames = [colours((200, 200)).rotate(90 * turn) for turn in range(3)]
    frames[0].save(
        data, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0, comment=b"Secret"
    )
    small = io.BytesIO()
    Image.new("RGB", (600, 600)).save(small, "PNG")
    body = "![Moving](a.gif)\n\n![Small](b.png)"
    files: Files = {
        PAGE: entry("Glow", body=body),
        "content/projects/a.gif": data.getvalue(),
        "content/projects/b.png": small.getvalue(),
    }

    outcome = build_good(tmp_path, files)
    html = re.sub(r"\?v=[0-9a-f]{8}", "", outcome["projects/glow/index.html"])
    moving = Image.open(io.BytesIO(made(outcome, "a.gif")[""]))
    assert '<img src="/projects/a.gif" alt="Moving" width="200" height="200" loading="lazy">' in html
    assert '<img src="/projects/b.png" alt="Small" width="600" height="600" loading="lazy">' in html
    assert (sorted(made(outcome, "a.gif")), sorted(made(outcome, "b.png"))) == ([""], [""])
    assert (getattr(moving, "n_frames", 1), moving.info["duration"], moving.info["loop"]) == (3, 80, 0)
    assert b"Secret" not in made(outcome, "a.gif")[""]


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "PNG"])
def test_moving_pictures_of_other_formats_keep_their_frames(kind: str, tmp_path: Path) -> None:
    data = io.BytesIO()
    frames = [colours((300, 200)).rotate(180 * turn) for turn in range(3)]
    frames[0].save(data, kind, save_all=True, append_images=frames[1:], duration=[80, 120, 200])
    name = f"a.{kind.lower()}"

    files = made(build_good(tmp_path, shown(data.getvalue(), name)), name)
    assert {path: getattr(Image.open(io.BytesIO(f)), "n_frames", 1) for path, f in files.items()} == {"": 3}


def test_the_title_of_a_picture_that_stands_alone_is_its_caption(tmp_path: Path) -> None:
    html = build_good(tmp_path, shown(photo(), title="Photo: A. Person, CC BY 4.0"))[
        "projects/glow/index.html"
    ]

    assert re.search(
        r"<figure><picture>.*?</picture><figcaption>Photo: A. Person, CC BY 4.0</figcaption>", html
    )
    assert not re.search(r'<p>\s*<figure>|title="Photo', html)


def test_the_title_of_a_picture_within_a_sentence_follows_it(tmp_path: Path) -> None:
    files = shown(photo())
    body = 'See ![a street](street.jpg "By A & B") here.'
    html = build_good(tmp_path, {**files, PAGE: entry("Glow", body=body)})["projects/glow/index.html"]

    assert "</picture> <small>By A &amp; B</small> here.</p>" in html


def test_a_template_is_given_the_files_of_a_picture_in_a_field(tmp_path: Path) -> None:
    template = base_text("templates/entry.html").replace(
        "{% block main %}",
        "{% block main %}{% set p = page.fields.photo %}{% if p is defined %}{{ p.url }} {{ p.width }}"
        " {{ p.height }} {{ p.credit }} {{ p.sources|map(attribute='type')|join(' ') }}"
        " {{ p.original }}{% endif %}",
    )
    files: Files = {
        TYPE: WITH_FIELD,
        "templates/entry.html": template,
        "content/projects/street.jpg": photo(size=(2000, 1000)),
        PAGE: entry("Glow", "photo: {file: street.jpg, alt: A street., credit: A. Person}"),
    }

    html = re.sub(r"\?v=[0-9a-f]{8}", "", build_good(tmp_path, files)["projects/glow/index.html"])
    wanted = "/projects/street.jpg.1200.jpg 1200 600 A. Person image/avif image/webp /projects/street.jpg"
    assert wanted in html


def test_a_site_says_which_files_are_made(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + (
        "images: {widths: [300, 600], formats: webp, quality: {webp: 40}, sizes: 50vw}\n"
    )
    outcome = build_good(tmp_path, {**shown(photo()), "content/site.yaml": site})

    assert sorted(made(outcome)) == ["", ".300.webp", ".600.jpg", ".600.webp"]
    assert 'sizes="50vw"' in outcome["projects/glow/index.html"]


def test_without_better_formats_the_sizes_are_those_of_the_picture_itself(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "images: {formats: []}\n"
    outcome = build_good(tmp_path, {**shown(photo()), "content/site.yaml": site})

    html = re.sub(r"\?v=[0-9a-f]{8}", "", outcome["projects/glow/index.html"])
    assert sorted(made(outcome)) == ["", ".480.jpg", ".800.jpg"]
    assert (
        '<p><img src="/projects/street.jpg" srcset="/projects/street.jpg.480.jpg 480w, '
        '/projects/street.jpg.800.jpg 800w, /projects/street.jpg 1000w" sizes='
    ) in html


def test_a_picture_is_the_same_to_the_byte_in_every_build(tmp_path: Path) -> None:
    files = shown(photo(size=(1400, 700)))

    assert made(build_good(tmp_path / "a", files)) == made(build_good(tmp_path / "b", files, jobs=2))


def test_a_picture_that_breaks_off_is_an_error(tmp_path: Path) -> None:
    (problem,) = attempt(tmp_path, shown(photo()[:9000])).found

    assert (problem.code, problem.location.path) == ("file.bytes", "content/projects/street.jpg")
    assert problem.message == "this file is broken inside"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_whatever_bytes_a_picture_has_it_is_made_or_refused(kind: str, tmp_path: Path) -> None:
    generator, data = Random(3), photo(kind, (90, 60)) if kind != "GIF" else picture("GIF", (90, 60))
    files: dict[str, str | bytes | None] = {}
    for number in range(40):
        changed = bytearray(data)
        for _ in range(generator.randint(1, 12)):
            changed[generator.randrange(min(len(changed), 900))] = generator.randrange(256)
        files[f"content/projects/x{number}.{kind.lower()}"] = bytes(changed)

    looked_at = attempt(tmp_path / "all", files)
    refused = {problem.location.path for problem in looked_at.found}
    assert set(looked_at.codes) <= {"file.bytes"}
    drawn = attempt(tmp_path / "good", {path: data for path, data in files.items() if path not in refused})
    assert set(drawn.codes) <= {"file.bytes", "limit.memory"}
    assert drawn.artifacts


def test_a_picture_that_takes_too_much_memory_is_an_error(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "limits: {page_memory: 200000000}\n"
    data = io.BytesIO()
    Image.new("RGB", (7000, 7000)).save(data, "PNG")  # small as a file, 147 MB once it is decoded
    files = {**shown(data.getvalue(), "a.png"), "content/site.yaml": site}

    assert set(attempt(tmp_path, files).codes) == {"limit.memory"}


# --- pictures that one can see through -------------------------------------------------------


def lines(kind: str, alpha: int) -> Image.Image:
    """A drawing of which one pixel has this opacity."""
    drawing = Image.new("RGBA", (40, 20), (0, 0, 0, 255))
    drawing.putpixel((3, 3), (0, 0, 0, alpha))
    return drawing.convert(kind)


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **how)
    return data.getvalue()


def palette(used: bool, kind: str) -> bytes:
    """A drawing with two colours, the second of which is no colour."""
    drawing = Image.new("P", (40, 20))
    drawing.putpalette([0, 0, 0, 255, 255, 255])
    drawing.putpixel((3, 3), int(used))
    return saved(drawing, kind, transparency=1)


def grey_of_16_bits(clear: int) -> bytes:
    """A PNG of one pixel whose grey 7 is not shown, if `clear` is 7."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + checksum

    header = chunk(b"IHDR", (1).to_bytes(4, "big") * 2 + bytes([16, 0, 0, 0, 0]))
    pixel = chunk(b"IDAT", zlib.compress(b"\0" + (7).to_bytes(2, "big")))
    hidden = chunk(b"tRNS", clear.to_bytes(2, "big"))
    return b"\x89PNG\r\n\x1a\n" + header + hidden + pixel + chunk(b"IEND", b"")


TRANSPARENT = {
    "rgba.png": saved(lines("RGBA", 254), "PNG"),
    "grey.png": saved(lines("LA", 0), "PNG"),
    "palette.png": palette(used=True, kind="PNG"),
    "palette.gif": palette(used=True, kind="GIF"),
    "colour.png": saved(Image.new("RGB", (40, 20), (7, 7, 7)), "PNG", transparency=(7, 7, 7)),
    "level.png": saved(Image.new("L", (40, 20), 7), "PNG", transparency=7),
    "bits.png": saved(Image.new("1", (40, 20)), "PNG", transparency=0),
    "deep.png": grey_of_16_bits(clear=7),
    "web.webp": saved(lines("RGBA", 0), "WEBP", lossless=True),
    "new.avif": saved(lines("RGBA", 0).resize((400, 200)), "AVIF", quality=100),
}
OPAQUE = {
    "photo.png": saved(lines("RGBA", 255), "PNG"),
    "grey.png": saved(lines("LA", 255), "PNG"),
    "palette.png": palette(used=False, kind="PNG"),
    "deep.png": grey_of_16_bits(clear=8),
    "web.webp": saved(lines("RGBA", 255), "WEBP", lossless=True),
    "photo.jpg": saved(lines("RGB", 255), "JPEG"),
}


@pytest.mark.parametrize("name", TRANSPARENT)
def test_a_picture_that_one_can_see_through_says_so_in_a_text(tmp_path: Path, name: str) -> None:
    page = build_good(tmp_path, shown(TRANSPARENT[name], name))["projects/glow/index.html"]

    assert f'<img class="transparent" src="/projects/{name}?v=' in page


@pytest.mark.parametrize("name", OPAQUE)
def test_a_picture_that_could_be_seen_through_and_cannot_is_a_photo(tmp_path: Path, name: str) -> None:
    page = build_good(tmp_path, shown(OPAQUE[name], name))["projects/glow/index.html"]

    assert f'<img src="/projects/{name}?v=' in page


@pytest.mark.parametrize("engine", ["python-markdown", "gfm"])
def test_an_edit_of_the_picture_is_an_edit_of_the_page(tmp_path: Path, engine: str) -> None:
    site = base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n"
    files: Files = {"content/site.yaml": site, **shown(OPAQUE["photo.png"], "a.png")}
    assert '<img src="/projects/a.png' in build_good(tmp_path, files)["projects/glow/index.html"]

    page = build_good(tmp_path, {**files, "content/projects/a.png": TRANSPARENT["rgba.png"]})[
        "projects/glow/index.html"
    ]
    assert '<img class="transparent" src="/projects/a.png' in page


def test_paper_is_behind_it_in_the_dark() -> None:
    css = (Path(__file__).parents[2] / "sitegen/themes/network/static/css/site.css").read_text("utf-8")

    assert "img.transparent { background: light-dark(transparent, #fff); }" in css


def test_the_theme_says_it_of_pictures_in_fields(tmp_path: Path) -> None:
    macros = (Path(__file__).parents[2] / "sitegen/themes/network/templates/parts.html").read_text("utf-8")
    template = base_text("templates/entry.html").replace(
        "{% block main %}",
        '{% block main %}{% from "pictures.html" import picture %}{% set p = page.fields.photo %}'
        "{% if p is defined %}{{ picture(p) }}{% endif %}",
    )
    files: Files = {
        "templates/pictures.html": macros[macros.index("{% macro picture(") :].partition("{# ")[0],
        "templates/entry.html": template,
        TYPE: WITH_FIELD,
        PAGE: entry("Glow", "photo: {file: a.png, alt: A street}"),
        "content/projects/a.png": TRANSPARENT["rgba.png"],
    }

    html = build_good(tmp_path, files)["projects/glow/index.html"]
    assert '<img class="transparent" src="/projects/a.png' in html
