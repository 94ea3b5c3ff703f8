"""`sitegen import wordpress --fetch` brings files that are not in the export to where their address stays."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from sitegen.commands.import_site import import_command
from tests.features.importing.sites import built
from tests.features.importing.test_wordpress import HEAD, MODERN, item
from tests.hosts import Reply, closed_host, host
from tests.sites import picture

UPLOADS = "/wp-content/uploads/2019/05"
PDF = b"%PDF-1.7\n"
PLANTED = {
    f"{UPLOADS}/quay.jpg": Reply(200, picture("JPEG")),
    f"{UPLOADS}/plan.pdf": Reply(302, b"", {"Location": "/moved.pdf"}),
    "/moved.pdf": Reply(200, PDF),
    f"{UPLOADS}/a%20b.csv": Reply(200, b"a,b\n"),
    f"{UPLOADS}/alone.png": Reply(200, picture()),
    f"{UPLOADS}/page.docx": Reply(200, b"<!DOCTYPE html><p>Not found</p>"),
    f"{UPLOADS}/gone.png": Reply(404),
    f"{UPLOADS}/wrong.png": Reply(200, picture("JPEG")),
    f"{UPLOADS}/drawing.svg": Reply(200, b"<svg/>"),
    "/_headers": Reply(200, b"/*\n"),
}


def attachment(number: int, address: str, parent: str = "0") -> str:
    link = f"https://old.example/{address.rpartition('/')[2].partition('.')[0]}-page/"
    more = f"<wp:attachment_url>{address}</wp:attachment_url>"
    return item(number, "attachment", status="inherit", link=link, parent=parent, more=more)


def run(tmp_path: Path, items: str, *options: str) -> Result:
    export = tmp_path / "export.xml"
    export.write_text(HEAD.replace("NS", MODERN) + items + "</channel></rss>", encoding="utf-8")
    arguments = ["wordpress", str(export), str(tmp_path / "new"), *options]
    return CliRunner().invoke(import_command, arguments)


def files(tmp_path: Path) -> dict[str, bytes]:
    folder = tmp_path / "new/static/wp-content/uploads/2019/05"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def test_files_are_brought_once_and_failures_are_reported(tmp_path: Path) -> None:
    names = ("quay.jpg", "plan.pdf", "a%20b.csv", "gone.png", "page.docx", "wrong.png", "drawing.svg")
    with host(planted=PLANTED) as there:
        base = there.url + UPLOADS
        items = "".join(attachment(n, f"{base}/{name}") for n, name in enumerate(names, start=11))
        items += attachment(30, f"{there.url}/_headers")
        items += item(
            1, content=f'<img src="{base}/quay-300x200.jpg" alt="Q"> <a href="{base}/plan.pdf">P</a>'
        )
        first = run(tmp_path, items, "--fetch", "--local")
        asked, there.asked[:] = list(there.asked), []
        again = run(tmp_path, items, "--fetch", "--local", "--into")

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stdout.startswith("3 files brought from the old site, 5 not\n")
    assert again.stdout.startswith("0 files brought from the old site, 5 not\n")
    assert files(tmp_path) == {"quay.jpg": picture("JPEG"), "plan.pdf": PDF, "a b.csv": b"a,b\n"}
    assert "GET /moved.pdf" in asked
    assert not any("svg" in line or "_headers" in line for line in asked)
    assert there.asked == [f"GET {UPLOADS}/{name}" for name in ("gone.png", "page.docx", "wrong.png")]
    report = (tmp_path / "new/import-report.md").read_text()
    for name, reason in (
        ("gone.png", "the host answers 404"),
        ("page.docx", "the host answers with a web page"),
        ("wrong.png", "it is named .png and is JPEG inside"),
        ("drawing.svg", "a browser would run it as a part of this site"),
    ):
        assert f"- `{base}/{name}`: was not brought from the old site: {reason}\n" in report
    assert "only pictures and documents can be brought to the top of a site" in report
    text = (tmp_path / "new/content/posts/n1.md").read_text()
    assert f"![Q]({UPLOADS}/quay.jpg)" in text
    assert f"[P]({UPLOADS}/plan.pdf)" in text


def test_nothing_is_fetched_without_the_option_or_from_private_hosts(tmp_path: Path) -> None:
    with host(planted=PLANTED) as there:
        items = attachment(11, f"{there.url}{UPLOADS}/quay.jpg") + item(1)
        run(tmp_path, items)
        plain = (tmp_path / "new/import-report.md").read_text()
        run(tmp_path, items, "--into", "--fetch")

    assert there.asked == []
    assert (
        f"- 1 file is not in the folder of --media: {there.url}{UPLOADS}/quay.jpg; "
        "--fetch brings them from the old site\n" in plain
    )
    assert "the host is not on the public network" in (tmp_path / "new/import-report.md").read_text()


def test_a_host_that_does_not_answer_is_not_asked_for_every_file(tmp_path: Path) -> None:
    with closed_host() as url:
        items = "".join(attachment(n, f"{url}{UPLOADS}/{n}.png") for n in range(11, 18)) + item(1)
        run(tmp_path, items, "--fetch", "--local")

    report = (tmp_path / "new/import-report.md").read_text()
    assert "was not brought from the old site: the host refuses connections (files: 5)" in report
    assert "not asked for, since its host does not answer: import again later (files: 2)" in report


def test_a_link_in_the_new_site_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "new/content").mkdir(parents=True)
    (tmp_path / "new/static").symlink_to(tmp_path / "outside")
    with host(planted=PLANTED) as there:
        done = run(tmp_path, attachment(11, f"{there.url}{UPLOADS}/quay.jpg"), "--into", "--fetch", "--local")

    assert done.exit_code == 2
    assert "is a link that leads out of the folder" in done.stderr
    assert list((tmp_path / "outside").iterdir()) == []


def test_pages_of_attachments_without_a_published_entry_redirect_to_the_file(tmp_path: Path) -> None:
    with host(planted=PLANTED) as there:
        base = there.url + UPLOADS
        items = (
            attachment(11, f"{base}/alone.png")
            + attachment(12, f"{base}/plan.pdf", "2")
            + attachment(13, f"{base}/gone.png")
            + item(1)
            + item(2, status="draft")
        )
        run(tmp_path, items, "--fetch", "--local")

    page = (tmp_path / "new/static/alone-page/index.html").read_text()
    assert f'<meta http-equiv="refresh" content="0; url=..{UPLOADS}/alone.png">' in page
    assert (tmp_path / "new/static/plan-page/index.html").is_file()
    report = (tmp_path / "new/import-report.md").read_text()
    assert f"- `/gone-page/` led to `{UPLOADS}/gone.png`, which is no page or file\n" in report
    outputs, problems = built(tmp_path / "new")
    assert {"alone-page/index.html", "plan-page/index.html", f"{UPLOADS[1:]}/alone.png"} <= outputs
    assert problems == []
