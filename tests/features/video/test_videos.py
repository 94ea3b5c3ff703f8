"""Videos and galleries: what a page shows of them, and what it does not load."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import Files, attempt, base_text, entry, make_site, picture, theme_templates

ROOT = Path(__file__).parents[3]
TYPE = """name: Talk
plural: Talks
template: talk.html
fields:
  gallery: {kind: image, many: true}
  photo: {kind: image}
  video: {kind: video}
schema:
  type: Event
  properties:
    recordedIn:
      field: video
      type: VideoObject
      properties: {name: title, uploadDate: date, url: url, transcript: transcript}
"""
TALK = """<script type="application/ld+json">{{ linked_data }}</script>
{% import "macros.html" as ui %}
{% if page.picture %}<p id="top">{{ page.picture.alt }}</p>{% endif %}
{% if page.fields.video is defined %}{{ ui.video(page.fields.video) }}{% endif %}
{% if page.fields.gallery is defined %}{{ ui.gallery(page.fields.gallery) }}{% endif %}
"""
ELSEWHERE = (
    "video:",
    "  title: On rain",
    "  still: {file: a.png, alt: A speaker, credit: A. Person}",
    "  url: https://films.example/watch",
    "  date: 2025-03-01",
    "  transcript: |",
    "    Rain falls.",
    "",
    "    It stops.",
)
SITE = base_text("content/site.yaml").replace("hosts: [", "hosts: [films.example, ") + "files: [.mp4, .vtt]\n"
GALLERY = (
    "gallery:",
    "  - {file: a.png, alt: A river, caption: In spring, credit: A. Person, license: CC BY 4.0}",
    "  - {file: b.png, decorative: true}",
)


def files(*lines: str) -> Files:
    return {
        "content/site.yaml": SITE,
        "content/talks/_type.yaml": TYPE,
        "content/talks/rain.md": entry("Rain", *lines),
        **{f"content/talks/{name}.png": picture(size=(40, 30)) for name in "abc"},
        "content/talks/talk.mp4": b"\0\0\0\x18ftypmp42",
        "content/talks/talk.vtt": "WEBVTT\n",
        "templates/talk.html": TALK,
        **theme_templates(),
    }


def page(root: Path, site: Files, path: str = "talks/rain/index.html") -> str:
    outcome = attempt(root, site)
    assert not [code for code in outcome.codes if code != "host.unknown"], outcome.problems
    return re.sub(r"\?v=\w+", "", outcome[path])


def test_a_gallery_has_captions_credits_licences_and_links_to_the_pictures(tmp_path: Path) -> None:
    html = page(tmp_path, files(*GALLERY))

    items = re.findall(r"<li>(.*?)</li>", html, re.DOTALL)
    assert len(items) == 2
    assert re.search(r'<a href="/talks/a.png"><picture><img src="/talks/a.png" alt="A river"', items[0])
    caption = "<span>In spring</span> <small>A. Person, <bdi>CC BY 4.0</bdi></small>"
    assert f"<figcaption>{caption}</figcaption>" in items[0]
    assert 'alt=""' in items[1]
    assert "<a " not in items[1]
    assert "figcaption" not in items[1]


def test_a_translation_gives_the_words_of_a_gallery(tmp_path: Path) -> None:
    french = entry(
        "Pluie", "gallery:", "  - {alt: Une rivière, caption: Au printemps}", "  - {decorative: true}"
    )

    html = page(tmp_path, {**files(*GALLERY), "content/talks/rain.fr.md": french}, "fr/talks/rain/index.html")

    assert '<img src="/talks/a.png" alt="Une rivière"' in html
    credit = '<span lang="en" dir="ltr">A. Person</span>, <bdi>CC BY 4.0</bdi>'
    assert f"<span>Au printemps</span> <small>{credit}</small>" in html


def test_a_caption_that_is_not_translated_has_its_language(tmp_path: Path) -> None:
    french = entry("Pluie", "gallery: [{alt: Une rivière}, {decorative: true}]")

    html = page(tmp_path, {**files(*GALLERY), "content/talks/rain.fr.md": french}, "fr/talks/rain/index.html")

    assert '<span><span lang="en" dir="ltr">In spring</span></span>' in html


def test_a_picture_of_its_own_stands_for_an_entry_before_its_gallery(tmp_path: Path) -> None:
    alone = page(tmp_path / "1", files(*GALLERY))
    both = page(tmp_path / "2", files(*GALLERY, "photo: {file: c.png, alt: A bridge}"))

    assert '<p id="top">A river</p>' in alone
    assert '<p id="top">A bridge</p>' in both


def test_a_picture_of_a_gallery_that_is_replaced_is_made_again_with_its_page(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {**files(*GALLERY), "content/talks/snow.md": entry("Snow")})
    build(root)
    (root / "content/talks/b.png").write_bytes(picture(size=(60, 30)))

    rendered = set(build(root).rendered)

    assert {"talks/b.png", "talks/rain/index.html"} <= rendered
    assert not {"talks/a.png", "talks/snow/index.html"} & rendered
    assert_as_clean(root)


def test_a_video_on_another_site_is_a_link_and_nothing_else(tmp_path: Path) -> None:
    html = page(tmp_path, files(*ELSEWHERE))

    shown = html.partition("</script>")[2]
    assert shown.count("films.example") == 2  # the address of the link, and the host in its words
    link = re.search(r'<a href="https://films.example/watch"[^>]*>(.*?)</a>', shown)
    assert link is not None
    assert re.sub("<[^>]+>", "", link[1]).strip() == "Watch on films.example"
    assert 'alt="A speaker"' in link[1]
    assert "<small>A. Person</small>" in shown
    assert '<div class="transcript">Rain falls.\n\nIt stops.</div>' in shown
    assert not re.search("<(iframe|video|script|link)", shown)


def test_a_video_of_the_site_has_captions_and_is_not_loaded_at_once(tmp_path: Path) -> None:
    own = [line.replace("url: https://films.example/watch", "file: talk.mp4") for line in ELSEWHERE]
    captions = "  captions: [{file: talk.vtt, language: en}]"

    html = page(tmp_path, files(*own, captions))

    assert '<video controls preload="none" poster="/talks/a.png" width="40" height="30"' in html
    assert '<source src="/talks/talk.mp4">' in html
    assert '<track kind="captions" src="/talks/talk.vtt" srclang="en" label="English">' in html


def test_a_translation_of_a_video_gives_its_texts(tmp_path: Path) -> None:
    french = entry(
        "Pluie", "video:", "  title: La pluie", "  transcript: La pluie tombe.", "  still: {alt: Une femme}"
    )

    html = page(
        tmp_path, {**files(*ELSEWHERE), "content/talks/rain.fr.md": french}, "fr/talks/rain/index.html"
    )

    assert 'href="https://films.example/watch"' in html
    assert 'src="/talks/a.png" alt="Une femme"' in html
    assert '<div class="transcript">La pluie tombe.</div>' in html


def test_a_video_is_a_video_object_for_search_engines(tmp_path: Path) -> None:
    html = page(tmp_path, files(*ELSEWHERE))

    data = json.loads(html.partition('json">')[2].partition("</script>")[0])
    assert data["@graph"][0]["recordedIn"] == {
        "@type": "VideoObject",
        "name": "On rain",
        "uploadDate": "2025-03-01",
        "url": "https://films.example/watch",
        "transcript": "Rain falls.\n\nIt stops.",
    }


def test_a_new_transcript_rebuilds_the_page_alone(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", files(*ELSEWHERE))
    build(root)
    replace_in(root, "content/talks/rain.md", "It stops.", "It goes on.")

    rendered = build(root).rendered

    assert "talks/rain/index.html" in rendered
    assert not [path for path in rendered if path.endswith(".png")]
    assert_as_clean(root)
