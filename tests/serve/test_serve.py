"""The local server, used by an editor and attacked by other sites."""

from __future__ import annotations

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from sitegen.commands.options import moment_of_run
from sitegen.serve import NoPort, SessionOptions, hosts
from sitegen.serve.server import ServedSite, Update
from sitegen.serve.session import Builder, start_server, updates
from sitegen.serve.watching import Step, watching
from tests.build.test_themes import files, install
from tests.photos import photo
from tests.sites import Files, base_text, entry, make_site, write_files

ROOT = Path(__file__).parents[2]
PATIENCE = 30
"""Seconds after which an expected event counts as missing."""
FOOD = "content/topics/food.md"


@dataclass
class Server:
    root: Path
    process: subprocess.Popen[str]
    said: Path
    port: int = 0

    @property
    def output(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, str]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return answer, answer.read().decode("utf-8")

    def page(self, path: str) -> str:
        return self.ask(path)[1]

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, encoding="utf-8")


def until(holds: Callable[[], bool]) -> None:
    """Waits for something to become true."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


@contextmanager
def serving(root: Path, *options: str, new_session: bool = False) -> Iterator[Server]:
    """A running server of a site, after its first build."""
    said = root.with_suffix(".log")
    command = [sys.executable, "-m", "sitegen", "serve", "--root", str(root), "--jobs", "1", *options]
    if "--port" not in options:
        command += ["--port", str(free_port())]
    with said.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, text=True, start_new_session=new_session
        )
    server = Server(root, process, said)
    try:
        until(lambda: "Ctrl-C" in server.output or process.poll() is not None)
        found = re.search(r"the site is at http://[^/]*:(\d+)/", server.output)
        assert found is not None, server.output
        server.port = int(found[1])
        yield server
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    files = {"content/topics/air.md": entry("Air", "draft: true")}
    with serving(make_site(tmp_path_factory.mktemp("serve") / "site", files)) as running:
        yield running


# --- editing ---------------------------------------------------------------------------------------


def test_a_page_is_shown_with_what_renews_it_and_drafts_too(server: Server) -> None:
    answer, page = server.ask("/topics/food/")

    assert answer.status == 200
    assert "<h1>Food</h1>" in page
    assert '<script src="/livereload.js"></script>' in page
    assert "<h1>Air</h1>" in server.page("/topics/air/")
    assert "livereload" in server.page("/livereload.js")


def test_an_address_that_does_not_exist_is_the_sites_own_error_page(server: Server) -> None:
    answer, page = server.ask("/nothing/")

    assert (answer.status, "Page not found" in page) == (404, True)


def test_an_edit_is_on_the_page_and_a_broken_one_lies_over_it_until_it_is_mended(server: Server) -> None:
    text = base_text(FOOD)
    server.write(FOOD, text + "\nZebra.\n")
    until(lambda: "Zebra." in server.page("/topics/food/"))

    server.write(FOOD, text.replace("title: Food", "title: Food\nsumary: <b>x</b>"))
    until(lambda: "sitegen-problems" in server.page("/topics/food/"))
    page = server.page("/topics/food/")
    assert "Zebra." in page
    assert f"{FOOD}:3:1: field.unknown: there is no field &quot;sumary&quot;" in page
    assert "sumary: &lt;b&gt;x&lt;/b&gt;" in page
    assert "did you mean summary?" in server.output

    server.write(FOOD, text)
    until(lambda: "sitegen-problems" not in server.page("/topics/food/"))
    assert "Zebra." not in server.page("/topics/food/")


def test_a_hundred_edits_in_a_row_end_in_the_last(server: Server) -> None:
    text = base_text(FOOD)
    for number in range(100):
        server.write(FOOD, f"{text}\nEdit {number}.\n")
    until(lambda: "Edit 99." in server.page("/topics/food/"))
    server.write(FOOD, text)


def test_a_file_that_is_moved_moves_its_page(server: Server) -> None:
    (server.root / FOOD).rename(server.root / "content/topics/nutrition.md")
    (server.root / "content/topics/food.fr.md").rename(server.root / "content/topics/nutrition.fr.md")
    spark = (server.root / "content/projects/spark.md").read_text(encoding="utf-8")
    server.write("content/projects/spark.md", spark.replace("food", "nutrition"))

    until(lambda: server.ask("/topics/nutrition/")[0].status == 200)
    assert server.ask("/topics/food/")[0].status == 404


def test_a_style_is_served_as_it_is_without_a_fingerprint(server: Server) -> None:
    assert '<link rel="stylesheet" href="/site.css">' in server.page("/")
    server.write("static/site.css", "p { margin: 0 }")
    until(lambda: server.page("/site.css") == "p { margin: 0 }")


def test_a_site_that_is_broken_from_the_beginning_says_so(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {FOOD: entry("Food", "sumary: x")})
    with serving(root) as running:
        assert "has not been built yet" in running.page("/")
        assert "field.unknown" in running.page("/")
        running.write(FOOD, base_text(FOOD))
        until(lambda: "<h1>Food</h1>" in running.page("/topics/food/"))


def test_a_problem_is_said_once_however_long_it_stays(tmp_path: Path) -> None:
    said: list[str] = []
    files = {
        FOOD: entry("Food", "sumary: x"),
        "content/site.yaml": f"{base_text('content/site.yaml')}search: {{}}\n",
    }
    builder = Builder(
        SessionOptions(make_site(tmp_path / "site", files), 8000, moment_of_run),
        tmp_path / "out",
        said.append,
        str,
    )
    builder.build()

    assert list(updates(builder, iter([Step.STILL] * 9))) == []
    assert len(said) == 1


def test_errors_that_need_no_pages_are_shown_before_pages_are_rendered(tmp_path: Path) -> None:
    shown: list[Update] = []
    said: list[str] = []
    root = make_site(tmp_path / "site")
    builder = Builder(
        SessionOptions(root, 8000, moment_of_run),
        tmp_path / "out",
        said.append,
        lambda problems: " ".join(problem.code for problem in problems),
    )
    builder.build()
    builder.show = shown.append
    said.clear()

    untitled = base_text(FOOD).replace("title: Food\n", "")
    write_files(root, {FOOD: untitled, "templates/home.html": "{{ page.fields.nothing }}"})
    assert builder.build().problems == "field.missing template.undefined"
    assert [update.problems for update in shown] == ["field.missing"]
    assert said == [
        "field.missing\n1 error; the pages are not updated",
        "field.missing template.undefined\n2 errors; the pages are not updated",
    ]

    write_files(root, {FOOD: f"{untitled}\n"})  # saved again
    assert builder.build().problems == "field.missing template.undefined"
    assert len(shown) == 1
    assert len(said) == 2

    write_files(root, {FOOD: base_text(FOOD), "templates/home.html": "{{ page.title }}"})
    assert builder.build().problems == ""
    write_files(root, {FOOD: untitled})
    assert builder.build().problems == "field.missing"
    assert [update.problems for update in shown] == ["field.missing", "field.missing"]
    assert said[3:] == ["field.missing\n1 error; the pages are not updated"]


def test_a_broken_definition_of_the_site_says_so(tmp_path: Path) -> None:
    with serving(make_site(tmp_path / "site")) as running:
        running.write("content/site.yaml", "titel: x\n")
        until(lambda: "config.unknown" in running.page("/"))
        running.write("content/site.yaml", base_text("content/site.yaml"))
        until(lambda: "sitegen-problems" not in running.page("/"))


def test_a_folder_of_sources_can_come_go_and_come_again(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    static = (root / "static").rename(tmp_path / "static")
    with serving(root) as running:
        assert running.ask("/site.css")[0].status == 404
        static.rename(root / "static")
        until(lambda: running.ask("/site.css")[0].status == 200)
        (root / "content").rename(tmp_path / "content")
        until(lambda: "sitegen-problems" in running.page("/"))
        (tmp_path / "content").rename(root / "content")
        until(lambda: "sitegen-problems" not in running.page("/"))
        running.write(FOOD, base_text(FOOD).replace("title: Food", "title: Good food"))
        until(lambda: "<h1>Good food</h1>" in running.page("/topics/food/"))


def test_an_edit_of_an_installed_theme_is_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "packages", "1.0", "<p>one</p>")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'packages'}{os.pathsep}{ROOT}")
    with serving(make_site(tmp_path / "site", files("company"))) as running:
        assert "<p>one</p>" in running.page("/topics/food/")
        (tmp_path / "packages/company_look/templates/top.html").write_text("<p>two</p>")
        until(lambda: "<p>two</p>" in running.page("/topics/food/"))


@pytest.mark.parametrize(
    ("path", "broken", "code"),
    [
        ("content/site.yaml", "title: [", "yaml.syntax"),
        ("content/topics/_type.yaml", "nam: Topic\n", "config.missing"),
        ("content/projects/air.md", "---\ntitle: Air\nslug: spark\nstart: 2024\n---\n", "address.collision"),
    ],
)
def test_the_first_errors_are_shown_again_after_others_have_come_and_gone(
    tmp_path: Path, path: str, broken: str, code: str
) -> None:
    shown: list[Update] = []
    files = {FOOD: entry("Food", "sumary: x"), "templates/home.html": "{{ page.fields.nothing }}"}
    root = make_site(tmp_path / "site", files)
    sound = (root / path).read_text(encoding="utf-8") if (root / path).exists() else None
    builder = Builder(
        SessionOptions(root, 8000, moment_of_run),
        tmp_path / "out",
        lambda _: None,
        lambda problems: " ".join(problem.code for problem in problems),
    )
    full = builder.build().problems
    builder.show = shown.append
    builder.build()
    assert [update.problems for update in shown] == []

    write_files(root, {path: broken})
    assert code in builder.build().problems
    shown.clear()
    (root / path).unlink() if sound is None else write_files(root, {path: sound})
    assert builder.build().problems == full
    first = [update.problems for update in shown]
    assert first == ["field.unknown"]
    assert first[0] != full


def test_what_cannot_be_read_is_said_and_the_session_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "public")

    said: list[str] = []
    monkeypatch.setattr("sitegen.serve.session.build", fail)
    builder = Builder(
        SessionOptions(make_site(tmp_path / "site"), 8000, moment_of_run), tmp_path, said.append, str
    )
    news = builder.build()

    assert news.problems == (
        "the site could not be built: No space left on device (public); it is rebuilt after the next change"
    )
    assert said == [news.problems]


def test_a_fault_in_a_build_is_reported_and_the_next_build_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("shortcodes/numbr.html")

    said: list[str] = []
    builder = Builder(
        SessionOptions(make_site(tmp_path / "site"), 8000, moment_of_run), tmp_path / "out", said.append, str
    )
    with monkeypatch.context() as patch:
        patch.setattr("sitegen.serve.session.build", fail)
        news = list(updates(builder, iter([Step.CHANGED])))

    assert [item.problems for item in news] == [
        "the site could not be built: this is a fault of sitegen, not of your content; please report it; "
        "it is rebuilt after the next change"
    ]
    assert said[0].startswith("Traceback")
    assert said[0].endswith("KeyError: 'shortcodes/numbr.html'")
    assert said[1:] == [news[0].problems]
    assert builder.build().problems == ""
    assert (tmp_path / "out" / "index.html").is_file()


def test_a_shortcode_that_is_added_to_a_built_site_and_unknown_is_reported(server: Server) -> None:
    server.write(FOOD, base_text(FOOD) + "\n{{< numbr members >}}\n")
    until(lambda: "shortcode.unknown" in server.page("/"))
    server.write(FOOD, base_text(FOOD) + "\nMore.\n")
    until(lambda: "More." in server.page("/topics/food/"))


def test_pictures_come_after_the_pages_and_the_index_for_search_in_a_quiet_moment(tmp_path: Path) -> None:
    project = "content/projects/_type.yaml"
    files: Files = {
        project: base_text(project).replace(
            "fields:\n", "fields:\n  photo: {kind: image, label: Photo}\n", 1
        ),
        "content/projects/glow.md": entry("Glow", body="![A street](street.jpg)"),
        "content/projects/street.jpg": photo(),
        "content/site.yaml": base_text("content/site.yaml") + "search: {}\n",
        "templates/search.html": "{% extends 'base.html' %}",
    }
    with serving(make_site(tmp_path / "site", files)) as running:
        until(lambda: running.ask("/projects/street.jpg", "HEAD")[0].status == 200)
        until(lambda: running.ask("/pagefind/pagefind-entry.json", "HEAD")[0].status == 200)


def test_a_change_interrupts_pictures_and_those_that_were_made_are_kept(tmp_path: Path) -> None:
    project = "content/projects/_type.yaml"
    names = [f"{number}.jpg" for number in range(3)]
    files: Files = {
        project: base_text(project).replace(
            "fields:\n", "fields:\n  photo: {kind: image, label: Photo}\n", 1
        ),
        "content/projects/glow.md": entry("Glow", body=" ".join(f"![A street]({name})" for name in names)),
        **{f"content/projects/{name}": photo(size=(300 + n, 200)) for n, name in enumerate(names)},
    }
    root = make_site(tmp_path / "site", files)
    said: list[str] = []
    builder = Builder(SessionOptions(root, 8000, moment_of_run), tmp_path / "out", said.append, str)
    made = root / ".sitegen/serve/.sitegen/pictures"
    builder.is_overtaken = lambda: any(made.rglob("*"))
    builder.build()
    assert builder.waiting

    write_files(root, {FOOD: base_text(FOOD).replace("title: Food", "title: Good food")})
    interrupted = list(updates(builder, iter([Step.CHANGED])))

    assert ["topics/food/index.html" in update.changed for update in interrupted] == [True]
    kept = {path for path in made.rglob("*") if path.is_file()}
    assert kept
    assert not list((tmp_path / "out").rglob("*.jpg"))

    builder.is_overtaken = lambda: False
    *_, pictures = updates(builder, iter([]))

    assert len([path for path in pictures.changed if path.endswith(".jpg")]) == 3
    assert kept <= set(made.rglob("*"))
    assert not builder.waiting


def test_an_edit_during_pictures_waits_for_the_next_step(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    with watching(root, poll=False) as changes:
        assert not changes.are_waiting()
        write_files(root, {FOOD: base_text(FOOD) + "\nMore.\n"})
        until(changes.are_waiting)
        assert next(changes) is Step.CHANGED
        assert not changes.are_waiting()
        assert next(changes) is Step.STILL


def test_a_port_that_cannot_be_had_is_said(tmp_path: Path) -> None:
    site = ServedSite(tmp_path, "", 8000, "", host="203.0.113.1")  # reserved by RFC 5737
    with pytest.raises(NoPort, match="annot assign requested address"):
        start_server(site)


def test_a_site_below_a_path_is_served_there(tmp_path: Path) -> None:
    with serving(make_site(tmp_path / "site"), "--base-url", "https://example.org/preview/7") as running:
        answer, _ = running.ask("/")

        assert (answer.status, answer.getheader("Location")) == (302, "/preview/7/")
        assert "<h1>Food</h1>" in running.page("/preview/7/topics/food/")
        assert f"http://127.0.0.1:{running.port}/preview/7/" in running.output


def test_where_a_port_is_taken_the_next_free_one_is_used_and_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(make_site(tmp_path / "site"), "--port", str(port)) as running:
            assert running.port > port
            assert f"port {port} is taken; using {running.port}\n" in running.output


def test_without_drafts_on_request(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"content/topics/air.md": entry("Air", "draft: true")})
    with serving(root, "--no-drafts") as running:
        assert running.ask("/topics/air/")[0].status == 404


def test_two_servers_do_not_write_into_each_other(server: Server) -> None:
    command = [sys.executable, "-m", "sitegen", "serve", "--root", str(server.root)]
    second = subprocess.run(command, capture_output=True, text=True, check=False)

    assert second.returncode == 2
    assert f"(process {server.process.pid})" in second.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_end_is_clean(tmp_path: Path, number: signal.Signals) -> None:
    with serving(make_site(tmp_path / "site")) as running:
        running.process.send_signal(number)
        assert running.process.wait(PATIENCE) == 0

        assert "Traceback" not in running.output
        assert running.output.endswith("ended\n")
        until(lambda: _is_free(running.port))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_whole_group_ends_it_once(tmp_path: Path, number: signal.Signals) -> None:
    with serving(make_site(tmp_path / "site"), new_session=True) as running:
        os.killpg(running.process.pid, number)
        assert running.process.wait(PATIENCE) == 0

        until(lambda: _is_free(running.port))
        assert "Traceback" not in running.output
        assert running.output.count("ended\n") == 1
        assert running.output.endswith("ended\n")


def test_a_killed_session_leaves_no_server_behind(tmp_path: Path) -> None:
    with serving(make_site(tmp_path / "site")) as running:
        running.process.kill()
        running.process.wait()
        until(lambda: _is_free(running.port))


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) != 0


# --- attacks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost.evil.example", "127.0.0.1:1", "", "[::1]"]
)
def test_a_name_that_only_leads_here_gets_nothing(server: Server, host: str) -> None:
    answer, page = server.ask("/topics/food/", Host=host)

    assert answer.status in (400, 421)
    assert "<h1>" not in page


@pytest.mark.parametrize(
    "path", ["/", "/site.css", "/livereload.js", "/nothing", "/__sitegen__/problems.css"]
)
def test_every_answer_forbids_what_the_site_does_not_need(server: Server, path: str) -> None:
    headers = server.ask(path)[0].headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert not [name for name in headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_done_but_looking(server: Server, method: str) -> None:
    assert server.ask("/", method)[0].status == 405


def test_head_is_answered_without_a_body(server: Server) -> None:
    answer, body = server.ask("/", "HEAD")

    assert (answer.status, body) == (200, "")


@pytest.mark.parametrize(
    "path", ["/../../../content/site.yaml", "/%2e%2e/%2e%2e/content/site.yaml", "/.sitegen.json"]
)
def test_no_path_leaves_the_site(server: Server, path: str) -> None:
    answer, page = server.ask(path)

    assert answer.status == 404
    assert "base_url" not in page


def upgrade(server: Server, origin: str) -> str:
    """First line of the answer to a request for the socket from a page of this origin."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(
            f"GET /livereload HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nOrigin: {origin}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        return connection.recv(1000).decode().split("\r\n")[0]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null", "http://localhost"])
def test_a_page_of_somebody_else_cannot_open_the_socket(server: Server, origin: str) -> None:
    assert upgrade(server, origin).startswith("HTTP/1.1 403 ")


def test_the_sites_own_pages_can(server: Server) -> None:
    assert upgrade(server, f"http://127.0.0.1:{server.port}").startswith("HTTP/1.1 101 ")


# --- for other devices -------------------------------------------------------------------------------


def asked_at(server: Server, address: str, host: str) -> tuple[int, str]:
    """Status and text of an answer from an address of this machine, for a request with this `Host`."""
    with closing(HTTPConnection(address, server.port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/topics/food/", headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8")


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(make_site(tmp_path_factory.mktemp("open") / "site"), "--host", "0.0.0.0") as running:
        yield running


def test_every_address_of_the_machine_is_answered_under_itself(open_server: Server) -> None:
    port = open_server.port
    for own, other in (("127.0.0.1", "127.0.0.2"), ("127.0.0.2", "127.0.0.1")):
        status, page = asked_at(open_server, own, f"{own}:{port}")
        assert status == 200
        assert '<script src="/livereload.js">' in page
        assert asked_at(open_server, own, f"{other}:{port}") == (
            421,
            f"421 Misdirected Request: open http://{own}:{port}/, an address of the machine itself\n",
        )


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.3", "localhost.evil.example", "10.0.0.1", "0.0.0.0", ""]
)
def test_no_name_that_leads_here_is_answered(open_server: Server, host: str) -> None:
    for named in (host, f"{host}:{open_server.port}"):
        assert asked_at(open_server, "127.0.0.2", named)[0] in (400, 421)


def test_pages_follow_changes_at_another_address_too(open_server: Server) -> None:
    port = open_server.port

    def opened(origin: str) -> str:
        with socket.create_connection(("127.0.0.2", port), timeout=PATIENCE) as connection:
            connection.sendall(
                f"GET /livereload HTTP/1.1\r\nHost: 127.0.0.2:{port}\r\nOrigin: {origin}\r\n"
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
            )
            return connection.recv(1000).decode().split("\r\n")[0]

    assert opened(f"http://127.0.0.2:{port}").startswith("HTTP/1.1 101 ")
    assert opened(f"http://127.0.0.1:{port}").startswith("HTTP/1.1 403 ")
    assert opened("http://evil.example").startswith("HTTP/1.1 403 ")


def test_everyone_in_the_network_is_said(open_server: Server) -> None:
    lines = open_server.output.splitlines()

    assert "warning: everyone in this network can read the site, with its drafts, while this runs" in lines
    shown = next((line for line in lines if line.startswith("other devices in this network open ")), None)
    assert shown is None or re.search(rf"open http://[0-9.]+:{open_server.port}/", shown)
    assert f"the site is at http://127.0.0.1:{open_server.port}/; it follows" in open_server.output


def test_one_address_of_the_machine_alone(tmp_path: Path) -> None:
    with serving(make_site(tmp_path / "site"), "--host", "127.0.0.2") as server:
        assert "everyone" not in server.output  # other machines cannot reach it
        assert f"the site is at http://127.0.0.2:{server.port}/" in server.output
        assert asked_at(server, "127.0.0.2", f"127.0.0.2:{server.port}")[0] == 200
        assert _is_free(server.port)  # at 127.0.0.1


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("192.0.2.7", "192.0.2.7 is not an address of this machine"),
        ("example.org", '"example.org" is not an IP address'),
        ("127.0.0.1:80", '"127.0.0.1:80" is not an IP address'),
    ],
)
def test_an_address_of_another_machine_is_refused(host: str, said: str, tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    command = [sys.executable, "-m", "sitegen", "serve", "--root", str(root), "--host", host]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert done.returncode == 2
    assert done.stderr == f"sitegen: {said}: name one with --host, or 0.0.0.0 for all of them\n"


def test_addresses_for_other_devices() -> None:
    assert hosts.with_port("::1", 80) == "[::1]:80"
    assert hosts.answered("::1", 80) == ("[::1]:80", "localhost:80")
    assert hosts.answered("fe80::1%eth0", 80) == ("[fe80::1]:80",)
    assert hosts.answered("192.168.1.4", 8000) == ("192.168.1.4:8000",)
    assert hosts.of_this_machine("192.168.1.4") == ("192.168.1.4",)
    assert not any(address.startswith("127.") for address in hosts.of_this_machine("0.0.0.0"))
    assert hosts.checked_host("localhost") == "127.0.0.1"
    assert "█" in hosts.as_code("http://192.168.1.4:8000/") or "▄" in hosts.as_code(
        "http://192.168.1.4:8000/"
    )


def test_the_way_of_livereload_to_reload_from_elsewhere_is_closed(server: Server) -> None:
    assert server.ask("/forcereload")[0].status == 404


# --- with a CMS --------------------------------------------------------------------------------------


def test_the_cms_may_load_more_and_is_not_renewed_under_the_hands_of_an_editor(tmp_path: Path) -> None:
    site = f"{base_text('content/site.yaml')}cms: {{repo: someone/notes}}\n"
    with serving(make_site(tmp_path / "site", {"content/site.yaml": site})) as server:
        admin, page = server.ask("/admin/")
        other, _ = server.ask("/topics/food/")

    assert "https://api.github.com" in admin.headers["Content-Security-Policy"]
    assert admin.headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert "livereload" not in page
    assert "github" not in other.headers["Content-Security-Policy"]
    assert other.headers["Cross-Origin-Opener-Policy"] == "same-origin"
