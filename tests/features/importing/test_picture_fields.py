"""Pictures that front matter names: fields of the kind `image`, with the picture near its entry."""

from __future__ import annotations

from pathlib import Path

from sitegen.features.importing.imported import Imported, Note, Outcome
from sitegen.features.importing.site import new_site
from sitegen.features.importing.source import Source
from sitegen.features.importing.write import write
from tests.features.importing.sites import PNG, Moved
from tests.features.importing.test_wordpress import attachment, imported, item, meta
from tests.sites import Files

WITHOUT_ALT = (
    "has a picture without alternative text: write what it shows, or `decorative: true` if it says nothing"
)
HUGO: Files = {
    "hugo.toml": 'baseURL = "https://old.example/"\ntitle = "Old"\n[languages.en]\n[languages.fr]\n',
    "content/news/a.md": (
        "---\ntitle: A\nimages: [images/one.png]\n"
        "cover:\n  image: /images/one.png\n  alt: A lane\n  caption: In May\n  relative: false\n---\nText.\n"
    ),
    "content/news/a.fr.md": (
        "---\ntitle: A\nimages: [images/one.png]\n"
        "cover: {image: /images/one.png, alt: Une voie}\n---\nTexte.\n"
    ),
    "content/news/b/index.md": (
        "---\ntitle: B\nimages: [https://old.example/images/one.png, two.png]\n"
        "featured_image: two.png\nfeatured_image_alt: A quay\n---\nText.\n"
    ),
    "content/news/b/two.png": PNG,
    "content/news/c.md": "---\ntitle: C\nphoto: https://cdn.example/x.png\n---\nText.\n",
    "content/news/d.md": "---\ntitle: D\nphoto: /images/one.png\n---\n![A lane](/images/one.png)\n",
    "static/images/one.png": PNG,
}


def test_hugo(tmp_path: Path) -> None:
    site = Moved(tmp_path, "hugo", HUGO)

    definition = site.text("content/news/_type.yaml")
    assert "  images: {kind: image, many: true}  # 2 values\n" in definition
    assert "  cover: {kind: image}  # 2 values\n" in definition
    assert "  featured_image: {kind: image}  # 1 value\n" in definition
    assert "  photo: {}  # 2 values\n" in definition
    assert site.text("content/news/a.md") == (
        "---\ntitle: A\nimages:\n  - file: one.png\n"
        "cover:\n  file: one.png\n  alt: A lane\n  caption: In May\n---\n\nText.\n"
    )
    assert site.text("content/news/a.fr.md") == (
        "---\ntitle: A\ncover:\n  file: one.png\n  alt: Une voie\n---\n\nTexte.\n"
    )
    assert site.text("content/news/b/index.md") == (
        '---\ntitle: B\nimages:\n  - file: "../one.png"\n  - file: b-two.png\n'
        "featured_image:\n  file: b-two.png\n  alt: A quay\n---\n\nText.\n"
    )
    assert "photo: /images/one.png\n" in site.text("content/news/d.md")
    copies = {path: file.source for path, file in site.site.copies.items()}
    assert copies == {
        "static/images/one.png": "static/images/one.png",
        "static/news/b/two.png": "content/news/b/two.png",
        "content/news/one.png": "static/images/one.png",
        "content/news/b/b-two.png": "content/news/b/two.png",
    }
    assert site.notes(Outcome.LEFT) == [
        (
            "",
            "`photo` of news is no field of pictures: 1 of 2 values name no picture among the files of the "
            "old site: `https://cdn.example/x.png`",
        ),
        ("content/news/a.md", f"`images` {WITHOUT_ALT}"),
        ("content/news/b/index.md", f"`images` {WITHOUT_ALT}"),
    ]
    assert ("content/news/a.md", "`relative` in `cover` is for templates of the old site") in site.notes(
        Outcome.LOST
    )


def test_a_picture_builds_and_keeps_its_old_address(tmp_path: Path) -> None:
    files = {path: data for path, data in HUGO.items() if "/news/b" in path or path == "hugo.toml"}
    text = str(files["content/news/b/index.md"])
    files["content/news/b/index.md"] = text.replace(
        "images: [https://old.example/images/one.png, two.png]\n", ""
    )

    paths, problems = Moved(tmp_path, "hugo", files).built()

    assert problems == []
    assert {"news/b/index.html", "news/b/two.png"} <= paths


def test_a_copy_leaves_the_old_address_to_the_file_that_has_it(tmp_path: Path) -> None:
    files: Files = {
        "hugo.toml": 'baseURL = "https://old.example/"\ntitle = "T"\n[permalinks]\nnews = "/:year/:slug/"\n',
        "content/news/b/index.md": (
            "---\ntitle: B\ndate: 2019-05-03\nslug: b\nimage: two.png\nimage_alt: A quay\n---\nText.\n"
        ),
        "content/news/b/two.png": PNG,
    }
    site = Moved(tmp_path, "hugo", files)

    assert set(site.site.copies) == {"static/2019/b/two.png", "content/news/b/b-two.png"}
    paths, problems = site.built()
    assert problems == []
    assert "2019/b/two.png" in paths


def test_one_problem_for_each_picture_without_alternative_text(tmp_path: Path) -> None:
    files = dict(HUGO)
    del files["content/news/b/index.md"], files["content/news/b/two.png"]

    _, problems = Moved(tmp_path, "hugo", files).built()

    assert len(problems) == 1
    assert "code='image.alt'" in problems[0]
    assert "path='content/news/a.md'" in problems[0]


def test_jekyll(tmp_path: Path) -> None:
    files: Files = {
        "_config.yml": "title: Old\nurl: https://old.example\n",
        "_posts/2019-05-03-one.md": "---\ntitle: One\nimage: assets/a.png\nimageAlt: A lane\n---\nText.\n",
        "_posts/2019-05-04-two.md": (
            "---\ntitle: Two\nimage:\n  path: /assets/a.png\n  alt: The lane\n  width: 100\n---\nText.\n"
        ),
        "_posts/2019-05-05-three.md": "---\ntitle: Three\nimageAlt: Alone\n---\nText.\n",
        "assets/a.png": PNG,
    }
    site = Moved(tmp_path, "jekyll", files)

    assert "  image: {kind: image}  # 2 values\n" in site.text("content/posts/_type.yaml")
    assert "image:\n  file: a.png\n  alt: A lane\n" in site.text("content/posts/one.md")
    assert "image:\n  file: a.png\n  alt: The lane\n" in site.text("content/posts/two.md")
    assert "image_alt: Alone\n" in site.text("content/posts/three.md")
    assert ("_posts/2019-05-04-two.md", "`width` in `image` is for templates of the old site") in site.notes(
        Outcome.LOST
    )
    again = write(site.root, site.site, {}, site.source, None)
    assert (again.new, again.updated) == ((), ())

    paths, problems = site.built()

    assert problems == []
    assert "assets/a.png" in paths


def written(tmp_path: Path, site: Imported, media: Path) -> tuple[Path, tuple[Note, ...]]:
    root, new = tmp_path / "new", new_site(site)
    root.mkdir()
    write(root, new, {}, Source(tmp_path / "export.xml"), Source(media))
    return root, new.notes


def test_wordpress(tmp_path: Path) -> None:
    media = tmp_path / "uploads"
    (media / "2019/05").mkdir(parents=True)
    (media / "2019/05/a.png").write_bytes(PNG)
    site = imported(
        tmp_path,
        attachment(11, "a.png", "A lane"),
        attachment(12, "a.png"),
        item(1, more=meta("_thumbnail_id", "11")),
        item(2, more=meta("_thumbnail_id", "12")),
        media=media,
    )
    root, notes = written(tmp_path, site, media)

    assert "  image: {kind: image}  # 2 values\n" in (root / "content/posts/_type.yaml").read_text()
    assert "image:\n  file: a.png\n  alt: A lane\n" in (root / "content/posts/n1.md").read_text()
    assert "image:\n  file: a.png\n---\n" in (root / "content/posts/n2.md").read_text()
    assert (root / "content/posts/a.png").read_bytes() == PNG
    assert (root / "static/wp-content/uploads/2019/05/a.png").read_bytes() == PNG
    assert Note(Outcome.LEFT, "export.xml#2", f"`image` {WITHOUT_ALT}") in notes


def test_wordpress_without_the_files(tmp_path: Path) -> None:
    media = tmp_path / "uploads"
    media.mkdir()
    post = item(1, more=meta("_thumbnail_id", "11"))
    root, notes = written(tmp_path, imported(tmp_path, attachment(11, "a.png"), post, media=media), media)

    assert "image: /wp-content/uploads/2019/05/a.png\n" in (root / "content/posts/n1.md").read_text()
    assert (
        Note(
            Outcome.LEFT,
            "",
            "`image` of posts is no field of pictures: 1 of 1 values name no picture among the files of "
            "the old site: `/wp-content/uploads/2019/05/a.png`",
        )
        in notes
    )
