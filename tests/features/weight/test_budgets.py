"""What pages weigh, and what is said where they weigh more than `budgets` in `site.yaml` allows."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pytest
from PIL import Image

from sitegen.features.weight.carbon import grams_per_view
from sitegen.features.weight.weight import CSS, HTML, IMAGE, JAVASCRIPT, Scales, Weight
from sitegen.types import Config
from tests.sites import BASE, Files, attempt, base_text, build_good, load

SITE = base_text("content/site.yaml")
HEAD = "</head>"


def noise(size: int) -> bytes:
    """Bytes that cannot be compressed; the same in each run."""
    return random.Random(1).randbytes(size)


def long_text(size: int) -> str:
    """Letters of which gzip leaves about three quarters."""
    chosen = random.Random(1).choices(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=size
    )
    return "".join(chosen)


def weigh(html: str, **files: bytes) -> Weight:
    """The page `/a/` with this HTML on a site of these files; `__` in a name is a slash, `_` a point."""
    named = {name.replace("__", "/").replace("_", "."): data for name, data in files.items()}
    return Scales(load(BASE).base_url, {"a/index.html": html.encode(), **named}).weigh("a/index.html")


def paths(weight: Weight) -> list[str]:
    return [file.path for file in weight.files]


# --- weighing ------------------------------------------------------------------------------


def test_text_is_weighed_as_gzip_sends_it_and_pictures_as_they_are() -> None:
    weight = weigh('<img src="/a.png"><p>' + "word " * 1000, a_png=b"x" * 5000)

    assert [(file.kind, file.path) for file in weight.files] == [(HTML, "a/index.html"), (IMAGE, "a.png")]
    assert weight.files[0].size < 200
    assert weight.files[1].size == 5000
    assert weight.size == sum(file.size for file in weight.files)


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/b.png">',
        '<img src="../b.png" alt="">',
        '<img src="/b.png?v=12345678">',
        '<img alt="" src="https://example.org/b.png">',
        "<img src='/b.png'>",
        "<img src=/b.png>",
        '<video poster="/b.png"></video>',
        '<link rel="icon" type="image/png" href="/b.png">',
        '<link href="/b.png" as="image" rel="preload">',
    ],
)
def test_a_file_is_found_however_it_is_named(html: str) -> None:
    assert paths(weigh(html, b_png=b"x")) == ["a/index.html", "b.png"]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://elsewhere.org/b.png">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="/c.png">',
        '<a href="/b.png">A picture</a>',
        '<link rel="alternate" href="/b.png">',
        '<img src="">',
    ],
)
def test_what_a_page_does_not_load_from_this_site_has_no_weight(html: str) -> None:
    assert paths(weigh(html, b_png=b"x")) == ["a/index.html"]


def test_a_file_that_is_named_twice_is_loaded_once() -> None:
    assert weigh('<img src="/b.png"><img src="../b.png">', b_png=b"x").requests == 2


def test_of_a_picture_in_several_sizes_the_largest_counts() -> None:
    html = '<img src="/b.webp" srcset="/b.webp 400w, /c.webp 800w, /d.webp 600w">'

    assert paths(weigh(html, b_webp=b"x", c_webp=b"xxx", d_webp=b"xx")) == ["a/index.html", "c.webp"]


def test_of_a_picture_in_several_formats_the_first_counts() -> None:
    html = (
        '<picture><source type="image/avif" srcset="/b.avif 400w, /c.avif 800w"><source srcset="/b.webp">'
        '<img src="/b.jpg" loading="lazy"></picture><img src="/d.jpg">'
    )
    weight = weigh(html, b_avif=b"x", c_avif=b"xx", b_webp=b"xxx", b_jpg=b"xxxx", d_jpg=b"x")

    assert paths(weight) == ["a/index.html", "c.avif", "d.jpg"]


def test_a_lazy_picture_has_weight_and_is_no_request() -> None:
    weight = weigh('<img src="/b.png" loading="lazy"><img src="/c.png">', b_png=b"x" * 99, c_png=b"x")

    assert weight.requests == 2
    assert weight.size == weight.files[0].size + 100


def test_a_picture_that_is_lazy_in_one_place_only_is_a_request() -> None:
    assert weigh('<img src="/b.png" loading="lazy"><img src="/b.png">', b_png=b"x").requests == 2


def test_a_style_sheet_brings_what_it_names() -> None:
    style = b'@import "deep.css"; body { background: url(../b.png) } .x { mask: url("data:image/png,x") }'
    deep = b'@import "site.css"; @font-face { src: url("/c.woff2") }'
    html = '<link rel="stylesheet" href="/css/site.css?v=1">'
    weight = weigh(html, css__site_css=style, css__deep_css=deep, b_png=b"x", c_woff2=b"x")

    assert sorted(paths(weight)[1:]) == ["b.png", "c.woff2", "css/deep.css", "css/site.css"]
    assert [file.path for file in weight.of(CSS)] == ["css/site.css", "css/deep.css"]


def test_scripts_count_as_javascript() -> None:
    weight = weigh('<script src="/a.js" defer></script><script type="module" src="/b.mjs"></script>',
                   a_js=b"x", b_mjs=b"x")  # fmt: skip

    assert [file.path for file in weight.of(JAVASCRIPT)] == ["a.js", "b.mjs"]


def test_on_a_site_below_a_path_files_are_found_as_well(tmp_path: Path) -> None:
    config: Config = load(BASE, base_url="https://example.org/preview/7")
    files = {"index.html": b'<img src="/preview/7/b.png">', "b.png": b"x"}

    assert paths(Scales(config.base_url, files).weigh("index.html")) == ["index.html", "b.png"]


def test_the_estimate_is_that_of_the_model() -> None:
    """Worked by hand: (0.055 + 0.059 + 0.080 + 0.012 + 0.013 + 0.081) kWh/GB x 494 g/kWh = 148.2 g/GB."""
    assert grams_per_view(1_000_000_000) == pytest.approx(148.2)
    assert grams_per_view(300_000) == pytest.approx(0.04446)


# --- budgets -------------------------------------------------------------------------------


def over(tmp_path: Path, files: Files) -> list[tuple[str, str, str]]:
    """What `sitegen check` says of budgets: code, file and message."""
    outcome = attempt(tmp_path, files, reports=True)
    return [(p.code, p.location.path, p.message) for p in outcome.found if p.code.startswith("budget.")]


def with_script(size: int, budgets: str = "") -> Files:
    return {
        "templates/base.html": base_text("templates/base.html").replace(
            HEAD, f'<script src="/a.js"></script>{HEAD}'
        ),
        "static/a.js": noise(size),
        "content/site.yaml": SITE + budgets,
    }


def test_a_light_site_is_within_every_budget(tmp_path: Path) -> None:
    assert over(tmp_path, {}) == []


def test_what_all_pages_load_is_reported_once(tmp_path: Path) -> None:
    (found,) = over(tmp_path, with_script(10_900))

    assert found[:2] == ("budget.javascript", "static/a.js")
    assert re.search(r"loads 11 KB of JavaScript, most in /a\.js \(11 KB\); its budget is 10 KB;"
                     r" \d+ more pages are over theirs$", found[2])  # fmt: skip


def test_a_budget_of_the_site_takes_the_place_of_the_default(tmp_path: Path) -> None:
    assert over(tmp_path, with_script(10_900, "budgets: {javascript: 12}\n")) == []


def test_a_build_says_nothing_about_budgets(tmp_path: Path) -> None:
    build_good(tmp_path, with_script(10_900))


def test_a_type_can_have_a_budget_of_its_own_for_its_entries_and_its_index(tmp_path: Path) -> None:
    budgets = "budgets:\n  javascript: 99\n  types: {projects: {javascript: 10}}\n"
    (found,) = over(tmp_path, with_script(10_900, budgets))
    pages = {p for p in attempt(tmp_path, {}).paths if p.startswith(("projects/", "fr/projects/"))}
    html = [p for p in pages if p.endswith(".html")]

    assert re.match(r"/(fr/)?projects/", found[2])
    assert found[2].endswith(f"{len(html) - 1} more pages are over theirs")


def test_what_a_type_does_not_say_is_as_for_every_page(tmp_path: Path) -> None:
    budgets = "budgets: {javascript: 99, types: {projects: {css: 1}, topics: {html: 99}}}\n"

    assert over(tmp_path, with_script(10_900, budgets)) == []


def test_pages_of_one_file_are_one_problem_each(tmp_path: Path) -> None:
    body = f"---\ntitle: Long\n---\n\n{long_text(60_000)}\n"
    found = over(tmp_path, {"content/topics/a.md": body, "content/topics/b.md": body})

    assert [(code, path) for code, path, _ in found] == [
        ("budget.html", "content/topics/a.md"),
        ("budget.html", "content/topics/b.md"),
    ]


def test_a_heavy_picture_is_named_where_it_lies(tmp_path: Path) -> None:
    body = "---\ntitle: Map\n---\n\n![A map](map.png)\n"
    heavy = io.BytesIO()
    Image.frombytes("L", (1600, 1600), noise(1600 * 1600)).save(heavy, "PNG")
    (found,) = over(tmp_path, {"content/topics/a.md": body, "content/topics/map.png": heavy.getvalue()})

    assert found[:2] == ("budget.page", "content/topics/map.png")
    assert re.search(r"most in /topics/map\.png\S* \([\d,]+ KB\)", found[2])
