"""The command `sitegen fetch-pictures` brings pictures of other sites beside the texts that show them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.hosts import Reply, host
from tests.sites import Files, attempt, entry, make_site, picture

ROOT = Path(__file__).parents[2]
SPARK = "content/projects/spark.md"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><script>x()</script></svg>'
PLANTED = {
    "/img/Der%20Markt.JPG": Reply(200, picture("JPEG")),
    "/map.png?size=2": Reply(200, picture()),
    "/moved": Reply(302, b"", {"Location": "/map.png?size=2"}),
    "/plan.svg": Reply(200, DRAWING),
    "/page.png": Reply(200, b"<html>Not found</html>"),
    "/broken.png": Reply(200, picture()[:30]),
    "/gone.png": Reply(404),
    "/con.png": Reply(200, picture(size=(3, 3))),
}


def fetch(root: Path, *options: str, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "fetch-pictures", "--root", str(root), *options],
        cwd=ROOT, env=dict(os.environ), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def test_pictures_are_brought_beside_their_texts_and_named_there(tmp_path: Path) -> None:
    with host(planted=PLANTED) as there:
        body = (
            f'![Market]({there.url}/img/Der%20Markt.JPG) and ![Map]({there.url}/map.png?size=2 "Our map")\n\n'
            f"![Again]({there.url}/moved), `![Code]({there.url}/map.png?size=2)` and ![Plan][p].\n\n"
            f"![Con]({there.url}/con.png)\n\n[p]: {there.url}/plan.svg\n"
        )
        root = make_site(tmp_path, {SPARK: entry("Spark", body=body)})
        out = fetch(root, "--local")

    assert (root / SPARK).read_text() == entry(
        "Spark",
        body='![Market](der-markt.jpg) and ![Map](map.png "Our map")\n\n'
        f"![Again](moved.png), `![Code]({there.url}/map.png?size=2)` and ![Plan][p].\n\n"
        "![Con](picture.png)\n\n[p]: plan.svg\n",
    )
    assert (root / "content/projects/der-markt.jpg").read_bytes() == picture("JPEG")
    assert f"content/projects/map.png: from {there.url}/map.png?size=2, 1 KB\n" in out
    assert [p.code for p in attempt(root).found] == ["image.left_out"]


def test_what_is_no_picture_is_named_and_its_text_stays(tmp_path: Path) -> None:
    with host(planted=PLANTED) as there:
        body = "\n\n".join(f"![A]({there.url}/{name}.png)" for name in ("page", "broken", "gone"))
        root = make_site(tmp_path, {SPARK: entry("Spark", body=body)})
        out = fetch(root, "--local", status=1)

    assert (root / SPARK).read_text() == entry("Spark", body=body)
    assert (
        f"{SPARK}:5:6: image.fetch: {there.url}/page.png: it is not a picture of a kind that a site can have"
        in out
    )
    assert (
        f"{SPARK}:7:6: image.fetch: {there.url}/broken.png: this file is named .png but is not a picture"
        in out
    )
    assert f"{SPARK}:9:6: image.fetch: {there.url}/gone.png: the host answers 404" in out
    assert {path.suffix for path in (root / "content/projects").iterdir()} <= {".md", ".yaml"}


def test_a_private_host_is_asked_only_on_request(tmp_path: Path) -> None:
    with host(planted=PLANTED) as there:
        root = make_site(tmp_path, {SPARK: entry("Spark", body=f"![A]({there.url}/map.png?size=2)")})
        out = fetch(root, status=1)

    assert "the host is not on the public network" in out
    assert there.asked == []


def test_a_file_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    with host(planted=PLANTED) as there:
        files: Files = {
            SPARK: entry("Spark", body=f"![A]({there.url}/map.png?size=2)"),
            "content/projects/map.png": picture(size=(9, 9)),
        }
        root = make_site(tmp_path, files)
        fetch(root, "--local")

    assert (root / "content/projects/map.png").read_bytes() == picture(size=(9, 9))
    assert (root / "content/projects/map-2.png").read_bytes() == picture()
    assert "![A](map-2.png)" in (root / SPARK).read_text()


def test_a_site_without_such_pictures_is_said_so(tmp_path: Path) -> None:
    assert fetch(make_site(tmp_path)) == "no text shows a picture of another site\n"
