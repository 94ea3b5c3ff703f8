"""The command `sitegen verify` compares a published site with its build and finds planted files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from tests.hosts import Reply, closed_host, host
from tests.sites import entry, make_site

CASINO = b'<a href="https://casino.example/win">best slots</a>'
MOVED = {"content/topics/sea.md": entry("Sea", "aliases: /old-sea/", body="Much text.")}


def run(root: Path, *arguments: str | Path, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", *map(str, arguments)],
        cwd=root,
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "SOURCE_DATE_EPOCH": "1780228800"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site that no test changes."""
    folder = make_site(tmp_path_factory.mktemp("site"), MOVED)
    run(folder, "build", "--quiet")
    return folder


@pytest.fixture
def published(root: Path, tmp_path: Path) -> Path:
    """A copy of the built site, for changes."""
    return copytree(root / "public", tmp_path / "published")


def plant(folder: Path, path: str, before: bytes, after: bytes) -> None:
    file = folder / path
    data = file.read_bytes()
    assert before in data
    file.write_bytes(data.replace(before, after, 1))


def verify(
    root: Path, target: str | Path, *arguments: str | Path, status: int = 1
) -> list[dict[str, object]]:
    said = run(root, "verify", target, "--format", "json", "--pause", "0", *arguments, status=status)
    found = json.loads(said)["differences"]
    assert isinstance(found, list)
    return found


def kinds(found: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(it["kind"], it["path"]) for it in found]


# --- a folder --------------------------------------------------------------------------------


def test_a_folder_as_it_was_built_has_no_differences(root: Path, published: Path) -> None:
    files = sum(path.is_file() for path in published.rglob("*")) - 1  # without sitegen's own list

    assert run(root, "verify", published) == f"{files:,} files are as built\n"


def test_a_planted_link_is_found_with_file_line_and_bytes(root: Path, published: Path) -> None:
    page = "topics/food/index.html"
    size = (published / page).stat().st_size
    plant(published, page, b"</body>", CASINO + b"</body>")
    line = (published / page).read_text("utf-8").split("casino.example")[0].count("\n") + 1

    said = run(root, "verify", published, status=1)

    assert said.splitlines()[0] == (
        f"changed {page}: {size + len(CASINO):,} bytes instead of {size:,};"
        " names casino.example, which the built site does not"
    )
    assert said.splitlines()[1] == f"          line {line}"
    assert "casino.example" not in said.splitlines()[2]
    assert "found: " in said.splitlines()[3]
    assert '<a href="https://casino.example/win">' in said.splitlines()[3]


def test_of_a_folder_everything_added_missing_and_linked_is_said(root: Path, published: Path) -> None:
    (published / "casino").mkdir()
    (published / "casino/index.html").write_bytes(CASINO)
    (published / "robots.txt").unlink()
    (published / "feed-of-spam.xml").symlink_to("/etc/passwd")

    found = verify(root, published)

    assert kinds(found) == [
        ("added", "casino/index.html"),
        ("added", "feed-of-spam.xml"),
        ("missing", "robots.txt"),
    ]
    assert found[0]["hosts"] == ["casino.example"]
    assert found[1]["message"] == "a link or a special file"


# --- the manifest ----------------------------------------------------------------------------


def test_a_kept_list_is_enough_without_the_built_site(root: Path, published: Path, tmp_path: Path) -> None:
    listed = tmp_path / "manifest.json"
    listed.write_text(run(root, "manifest"), "utf-8")
    plant(published, "topics/index.html", b"</body>", CASINO + b"</body>")
    (published / ".sitegen.json").write_text("{}", "utf-8")

    (found,) = verify(tmp_path, published, "--manifest", listed)

    assert (found["kind"], found["path"], found["hosts"]) == (
        "changed", "topics/index.html", ["casino.example"],
    )  # fmt: skip
    assert found["line"] is None


def test_the_list_names_every_file_with_its_sha256(root: Path) -> None:
    listed = json.loads(run(root, "manifest"))
    digests = subprocess.run(
        ["sha256sum", *listed["files"]], cwd=root / "public", capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert [line.split("  ")[0] for line in digests] == [it["sha256"] for it in listed["files"].values()]
    assert len(listed["files"]) == sum(path.is_file() for path in (root / "public").rglob("*")) - 1


def test_a_built_site_that_was_changed_itself_is_no_witness(root: Path, published: Path) -> None:
    plant(published, "topics/index.html", b"</body>", CASINO + b"</body>")

    said = run(root, "verify", published, "--output", published, status=2)

    assert "topics/index.html was modified after the build; compare with --manifest FILE" in said


def test_what_is_no_list_is_refused(root: Path) -> None:
    said = run(root, "verify", "public", "--manifest", "public/.sitegen.json", status=2)

    assert "is not a manifest of sitegen (.sitegen.json is not one)" in said


def test_what_is_neither_folder_nor_address_is_refused(root: Path) -> None:
    assert "neither a folder nor an address" in run(root, "verify", "example.org", status=2)
    assert "not the address of a site" in run(root, "verify", "https://a@example.org/", status=2)


# --- a host ----------------------------------------------------------------------------------


def test_a_host_as_it_was_built_has_no_differences(root: Path, published: Path) -> None:
    files = sum(path.is_file() for path in published.rglob("*")) - 1
    with host(published) as it:
        said = run(root, "verify", it.url)

    assert said == f"{files:,} files are as built\n"
    assert {agent.partition("/")[0] for agent in it.agents} == {"sitegen"}


def test_what_was_planted_on_a_host_is_found_in_one_report(root: Path, published: Path) -> None:
    plant(published, "index.html", b"</body>", b'<a href="/lucky/">x</a></body>')
    plant(published, "sitemap.xml", b"</urlset>", b"<url><loc>HOST/spam/1.html</loc></url></urlset>")
    for page, text in {"lucky/index.html": CASINO + b'<a href="deep/">', "lucky/deep/index.html": CASINO,
                       "spam/1.html": b"buy", "wp-login.php": b"<form>"}.items():  # fmt: skip
        (published / page).parent.mkdir(parents=True, exist_ok=True)
        (published / page).write_bytes(text)
    (published / "feed.xml").unlink()
    with host(published) as it:
        plant(published, "sitemap.xml", b"HOST", it.url.encode())
        found = verify(root, it.url)

    assert kinds(found) == [
        ("changed", "index.html"),
        ("changed", "sitemap.xml"),
        *[("added", f"{it.url}/{path}") for path in ("lucky/", "lucky/deep/", "spam/1.html", "wp-login.php")],
        ("missing", "feed.xml"),
    ]
    assert [row["message"] for row in found[2:]] == [
        f"{len(CASINO) + 16} bytes, linked from the home page",
        f"{len(CASINO)} bytes, linked from lucky/",
        "3 bytes, linked from sitemap.xml",
        "6 bytes, a usual name",
        "answers 404",
    ]


def test_a_page_that_leads_to_another_host_is_changed(root: Path, published: Path) -> None:
    planted = {"/topics/": Reply(301, b"", {"Location": "https://casino.example/"})}
    with host(published, planted) as it:
        (found,) = verify(root, it.url)

    assert found["message"] == "answers 301 and redirects to https://casino.example/"


def test_a_host_may_move_pages_on_itself_and_redirect_by_itself(root: Path, published: Path) -> None:
    planted = {
        "/404.html": Reply(301, b"", {"Location": "/404"}),
        "/404": Reply(404, (published / "404.html").read_bytes()),
        "/old-sea/": Reply(301, b"", {"Location": "/topics/sea/"}),
        "/_redirects": Reply(404, b"nothing to see"),
        "/_headers": Reply(404, b"nothing to see"),
        "/redirects.map": Reply(404, b"nothing to see"),
    }
    with host(published, planted) as it:
        verify(root, it.url, status=0)


def test_an_old_address_that_leads_elsewhere_on_the_host_is_changed(root: Path, published: Path) -> None:
    with host(published, {"/old-sea/": Reply(301, b"", {"Location": "/topics/food/"})}) as it:
        assert kinds(verify(root, it.url)) == [("changed", "old-sea/index.html")]


def test_what_does_not_answer_is_unknown_and_asked_again_first(root: Path, published: Path) -> None:
    page = (published / "topics/food/index.html").read_bytes()
    planted: dict[str, Reply | list[Reply]] = {
        "/topics/food/": [Reply(503), Reply(200, page, length=len(page) + 9), Reply(200, page)],
        "/topics/": Reply(500),
        "/projects/": Reply(200, b"x" * 100, slow=0.1),
        "/feed.xml": Reply(200, b"short", length=5000),
    }
    with host(published, planted) as it:
        found = verify(root, it.url, "--timeout", "0.6")

    assert [(row["kind"], row["path"], row["message"]) for row in found] == [
        ("unknown", "feed.xml", "the connection was closed too early"),
        ("unknown", "projects/index.html", "no complete answer in time"),
        ("unknown", "topics/index.html", "answers 500"),
    ]
    assert it.dripped < 60  # it could send 300 in three tries
    assert it.asked.count("GET /topics/food/") == 3
    assert it.asked.count("GET /topics/") == 3


def test_no_more_is_read_than_a_file_can_be(root: Path, published: Path) -> None:
    with host(published, {"/robots.txt": Reply(200, b"x" * 3_000_000)}) as it:
        (found,) = verify(root, it.url)

    size = (published / "robots.txt").stat().st_size
    assert found["message"] == f"more than {size + 1_000_000:,} bytes instead of {size:,}"


def test_a_host_that_rewrites_pages_is_told_apart(root: Path, published: Path) -> None:
    for page in published.rglob("*.html"):
        page.write_bytes(page.read_bytes().replace(b"</body>", b"<script src=/cdn-cgi/a.js></script></body>"))
    with host(published) as it:
        said = run(root, "verify", it.url, "--pause", "0", status=1)

    assert "found: " in said
    assert "/cdn-cgi/a.js" in said
    assert said.splitlines()[-2].startswith("most pages differ: ")


def test_a_host_that_knows_no_404_adds_nothing(root: Path, published: Path) -> None:
    with host(published, otherwise=Reply(200, b"welcome")) as it:
        said = run(root, "verify", it.url, "--pause", "0")

    assert said.splitlines()[0] == "the host answers 200 to addresses that do not exist; it should answer 404"


def test_an_unreachable_host_is_said_in_one_word_each(root: Path) -> None:
    with closed_host() as url:
        found = verify(root, url)

    assert {row["message"] for row in found} == {"the host refuses connections"}
    assert {row["kind"] for row in found} == {"unknown"}
