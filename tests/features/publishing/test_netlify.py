"""Publishing to Netlify: the requests, a host that fails, several publishers, the token."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.commands.cli import main
from sitegen.features.publishing.engine import BuiltSite
from sitegen.features.publishing.errors import LostError, PublishError, TemporaryError
from sitegen.features.publishing.netlify.deploys import publish_deploy, roll_back_deploy
from sitegen.features.publishing.netlify.host import NetlifyHost
from sitegen.features.publishing.targets.addresses import host_kind
from tests.features.publishing.netlify import ID, NAME, TOKEN, Netlify, serve
from tests.features.publishing.outputs import FIRST, OPTIONS, QUICK, SECOND, output
from tests.features.publishing.s3 import Fault
from tests.sites import make_site

CHANGED = [
    "404.html",
    "a/index.html",
    "a/new.png",
    "c/d/index.html",
    "c/feed.xml",
    "c/index.html",
    "feed.xml",
]
CHANGED += ["index.html", "site.css"]
"""Files of SECOND with content that FIRST does not have; `notes/index.html` equals `404.html`."""
PLACE = f"netlify://{NAME}"


@pytest.fixture
def netlify(monkeypatch: pytest.MonkeyPatch) -> Iterator[Netlify]:
    netlify = Netlify()
    server = serve(netlify)
    monkeypatch.setenv("NETLIFY_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("NETLIFY_API_URL", f"http://127.0.0.1:{netlify.port}")
    yield netlify
    server.shutdown()
    server.server_close()


@pytest.fixture
def host(netlify: Netlify) -> NetlifyHost:
    return host_at(PLACE)


@pytest.fixture
def sites(tmp_path: Path) -> tuple[BuiltSite, BuiltSite]:
    return output(tmp_path / "one", FIRST), output(tmp_path / "two", SECOND)


def host_at(address: str) -> NetlifyHost:
    kind = host_kind(address)
    assert kind
    found = kind.opened(address, QUICK)
    assert isinstance(found, NetlifyHost)
    return found


def error_of(host: NetlifyHost, site: BuiltSite) -> str:
    with pytest.raises(PublishError) as error:
        publish_deploy(host, site, OPTIONS)
    assert TOKEN not in str(error.value)
    return str(error.value)


def test_only_the_required_files_are_sent(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]
) -> None:
    first = publish_deploy(host, sites[0], OPTIONS)
    assert netlify.read() == FIRST
    assert (first.release, first.remark, first.unchanged) == ("d0", "", 0)
    assert sorted(netlify.put()) == sorted(FIRST)

    netlify.requests.clear()
    second = publish_deploy(host_at(f"netlify://{ID}"), sites[1], OPTIONS)
    assert netlify.read() == SECOND
    assert sorted(netlify.put()) == sorted(second.plan.sent) == sorted(CHANGED)
    assert second.plan.removed == ("a/old.png", "b/index.html", "notes")
    assert second.size == sum(len(SECOND[path]) for path in CHANGED)

    netlify.requests.clear()
    again = publish_deploy(host, sites[1], OPTIONS)
    assert (again.plan.sent, again.plan.removed, again.release) == ((), (), "d1")
    assert {method for method, _ in netlify.requests} == {"GET"}


def test_files_of_earlier_deploys_and_equal_files_are_not_sent(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...], tmp_path: Path
) -> None:
    publish_deploy(host, sites[0], OPTIONS)
    publish_deploy(host, sites[1], OPTIONS)
    netlify.requests.clear()
    assert publish_deploy(host, sites[0], OPTIONS).plan.sent == ()
    assert netlify.put() == []

    copies = {**FIRST, "x/ä b.png": b"same", "y/ä b.png": b"same"}
    assert publish_deploy(host, output(tmp_path / "copies", copies), OPTIONS).plan.sent == ("x/ä b.png",)
    assert netlify.put() == ["x/%C3%A4%20b.png"]
    assert netlify.read() == copies


def test_many_files_are_compared_before_they_are_sent(
    netlify: Netlify, host: NetlifyHost, tmp_path: Path
) -> None:
    files = {**FIRST, **{f"page-{number}.html": b"%d" % number for number in range(100)}}
    assert len(publish_deploy(host, output(tmp_path / "many", files), OPTIONS).plan.sent) == 109
    assert netlify.deploys[0].many
    assert netlify.read() == files


def test_a_dry_run_changes_nothing(netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]) -> None:
    publish_deploy(host, sites[0], OPTIONS)
    netlify.requests.clear()
    dry = publish_deploy(host, sites[1], replace(OPTIONS, dry_run=True))
    assert sorted(dry.plan.sent) == sorted(CHANGED)
    assert dry.plan.removed == ("a/old.png", "b/index.html", "notes")
    assert dry.release == "d0"
    assert {method for method, _ in netlify.requests} == {"GET"}


def test_rollback(netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]) -> None:
    with pytest.raises(PublishError) as error:
        roll_back_deploy(host, OPTIONS)
    assert str(error.value) == f"{PLACE} has no published deploy"
    publish_deploy(host, sites[0], OPTIONS)
    netlify.publish(dict(FIRST)).context = "branch-deploy"
    netlify.publish({"index.html": b"broken"}).state = "error"
    publish_deploy(host, sites[1], OPTIONS)

    assert roll_back_deploy(host, replace(OPTIONS, dry_run=True)) == "d0"
    assert netlify.read() == SECOND
    assert roll_back_deploy(host, OPTIONS) == "d0"
    assert netlify.read() == FIRST
    with pytest.raises(PublishError) as error:
        roll_back_deploy(host, OPTIONS)
    assert str(error.value) == f"{PLACE} has no deploy before the current one, d0"


@pytest.mark.parametrize("fault", [Fault(500), Fault(503, after=True), Fault(429), Fault(half=True)])
def test_each_request_may_fail_once(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...], fault: Fault
) -> None:
    publish_deploy(host, sites[0], OPTIONS)
    seen = set[tuple[str, str]]()

    def once(_: int, method: str, path: str) -> Fault | None:
        if (method, path) in seen:
            return None
        seen.add((method, path))
        return fault

    netlify.fault = once
    outcome = publish_deploy(host, sites[1], OPTIONS)
    assert netlify.read() == SECOND
    assert (outcome.remark, outcome.plan.removed) == ("", ("a/old.png", "b/index.html", "notes"))


def test_a_host_that_stays_down(netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]) -> None:
    publish_deploy(host, sites[0], OPTIONS)
    netlify.fault = lambda _number, method, _path: Fault(502) if method == "PUT" else None
    assert error_of(host, sites[1]) == f"{PLACE}: Netlify answers 502 (fault for …); try again later"
    assert netlify.read() == FIRST
    netlify.fault = lambda *_: Fault(half=True)
    assert error_of(host, sites[1]) == f"{PLACE}: the answer is not complete; try again later"
    asked: list[str] = []
    netlify.wait_headers = {"Location": f"http://127.0.0.1:{netlify.port}/elsewhere"}

    def redirect(_number: int, _method: str, path: str) -> Fault:
        asked.append(path)
        return Fault(301)

    netlify.fault = redirect
    assert error_of(host, sites[1]) == (
        f"{PLACE}: Netlify redirects; check NETLIFY_API_URL in the environment"
    )
    assert "/elsewhere" not in asked
    netlify.fault = lambda *_: None
    publish_deploy(host, sites[1], OPTIONS)
    assert netlify.read() == SECOND


def test_half_a_file_is_not_published(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]
) -> None:
    publish_deploy(host, sites[0], OPTIONS)
    netlify.fault = lambda _number, _method, path: Fault(half=path.endswith("/site.css"))
    assert error_of(host, sites[1]) == f"{PLACE}/site.css did not arrive complete; repeat the publication"
    assert netlify.read() == FIRST


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (503, {"Retry-After": "5", "X-RateLimit-Reset": "1000000030"}, 5),
        (500, {"X-RateLimit-Reset": "1000000030"}, 0),
        (429, {"Retry-After": "7"}, 7),
        (429, {"Retry-After": "86400"}, 90),
        (429, {"X-RateLimit-Reset": "1000000030"}, 30),
        (429, {"X-RateLimit-Reset": "999999999"}, 0),
        (429, {"Retry-After": "Sun, 31 May 2026 12:00:00 GMT"}, 0),
        (429, {"X-RateLimit-Reset": "-1"}, 0),
    ],
)
def test_the_wait_that_netlify_asks_for(
    netlify: Netlify,
    host: NetlifyHost,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    headers: dict[str, str],
    seconds: float,
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    netlify.wait_headers = headers
    netlify.fault = lambda number, *_: Fault(status) if number == 0 else None
    assert host.site().id == ID
    assert sum(slept) == seconds


def test_refusals(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert error_of(host_at("netlify://other.netlify.app"), sites[0]) == (
        'there is no site "other.netlify.app" at Netlify that the token gives access to; write its ID or '
        "NAME.netlify.app"
    )
    netlify.fault = lambda _number, method, _path: Fault(422) if method == "POST" else None
    assert error_of(host, sites[0]) == f"{PLACE}: Netlify answers 422 (fault for …)"
    netlify.fault = lambda _number, method, _path: Fault(404) if method == "PUT" else None
    assert error_of(host, sites[0]) == f"{PLACE}: Netlify answers 404 (fault for …)"
    netlify.fault = lambda *_: None
    netlify.rejects = "too many redirects"
    assert error_of(host, sites[0]).endswith(
        f": Netlify rejects the deploy d{len(netlify.deploys) - 1}: too many redirects"
    )
    assert netlify.read() == {}
    monkeypatch.setenv("NETLIFY_AUTH_TOKEN", "wrong")
    assert error_of(host_at(PLACE), sites[0]) == (
        f"{PLACE}: there is no permission; check NETLIFY_AUTH_TOKEN in the environment, and that its account "
        "may publish the site"
    )


def test_a_deploy_that_does_not_become_ready(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.features.publishing.netlify.host.POLLS", 3)
    monkeypatch.setattr(Netlify, "finish", lambda *_: None)
    assert error_of(host, sites[0]) == (f'{PLACE}: the deploy d0 is still "uploading"; look at it at Netlify')


def test_a_locked_deploy(netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]) -> None:
    publish_deploy(host, sites[0], OPTIONS)
    netlify.deploys[0].locked = True
    netlify.requests.clear()
    assert error_of(host, sites[1]) == (
        f"{PLACE}: the published deploy is locked; unlock it on the page of the deploys at Netlify, "
        "then repeat"
    )
    assert netlify.requests == [("GET", f"/sites/{ID}")]


def test_a_deploy_that_is_locked_meanwhile(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]
) -> None:
    publish_deploy(host, sites[0], OPTIONS)

    def lock(_number: int, method: str, _path: str) -> None:
        netlify.deploys[-1].locked |= method == "POST"

    netlify.fault = lock
    assert error_of(host, sites[1]) == (
        f"{PLACE}: the deploy d1 is ready, but Netlify has not published it; publish it there"
    )
    assert netlify.read() == FIRST


def test_a_deploy_in_between_that_is_replaced(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]
) -> None:
    publish_deploy(host, sites[0], OPTIONS)

    def publish(_number: int, method: str, _path: str) -> None:
        if method == "PUT" and len(netlify.deploys) == 2:
            netlify.publish({"index.html": b"by somebody else"})

    netlify.fault = publish
    assert publish_deploy(host, sites[1], OPTIONS).remark == (
        "the deploy d2 was published meanwhile, and this one has replaced it; if that was "
        "newer, publish it again"
    )
    assert netlify.read() == SECOND


def test_a_rollback_in_between_that_is_replaced(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...], tmp_path: Path
) -> None:
    publish_deploy(host, sites[0], OPTIONS)
    publish_deploy(host, sites[1], OPTIONS)
    third = output(tmp_path / "third", {**SECOND, "site.css": b"p {color: red}"})

    def restore(_number: int, method: str, _path: str) -> None:
        if method == "PUT":
            netlify.restore(netlify.deploys[-1])

    netlify.fault = restore
    assert publish_deploy(host, third, OPTIONS).remark.startswith("the deploy d0 was published meanwhile")


def test_a_deploy_that_was_begun_twice_is_ours(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]
) -> None:
    publish_deploy(host, sites[0], OPTIONS)
    publish_deploy(host, sites[1], OPTIONS)

    def lose(_number: int, method: str, _path: str) -> Fault | None:
        return Fault(503, after=True) if method == "POST" and len(netlify.deploys) == 2 else None

    netlify.fault = lose
    assert publish_deploy(host, sites[0], OPTIONS).remark == ""
    assert len(netlify.deploys) == 4
    assert netlify.read() == FIRST


def test_a_deploy_in_between_that_readers_have(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]
) -> None:
    publish_deploy(host, sites[0], OPTIONS)

    def publish(_number: int, method: str, path: str) -> None:
        if method == "GET" and len(netlify.deploys) == 2 and netlify.deploys[0].state == "ready":
            netlify.publish({"index.html": b"by somebody else"})

    netlify.fault = publish
    with pytest.raises(LostError) as error:
        publish_deploy(host, sites[1], OPTIONS)
    assert str(error.value) == (
        f"a different publication has changed {PLACE}: readers have the deploy d2, and not d1; repeat this "
        "one if it is newer"
    )


def test_a_deploy_right_after_a_rollback(
    netlify: Netlify, host: NetlifyHost, sites: tuple[BuiltSite, ...]
) -> None:
    publish_deploy(host, sites[0], OPTIONS)
    publish_deploy(host, sites[1], OPTIONS)

    def publish(_number: int, _method: str, path: str) -> None:
        if path == f"/sites/{ID}" and netlify.published is netlify.deploys[-1]:
            netlify.publish({"index.html": b"by somebody else"})

    netlify.fault = publish
    with pytest.raises(LostError) as error:
        roll_back_deploy(host, OPTIONS)
    assert str(error.value) == (
        f"a different publication has changed {PLACE}; look at its deploys, then repeat"
    )


def test_eight_publishers(netlify: Netlify, sites: tuple[BuiltSite, ...], tmp_path: Path) -> None:
    builds = [output(tmp_path / f"at-once-{n}", {**SECOND, "index.html": b"%d" % n}) for n in range(8)]
    publish_deploy(host_at(PLACE), sites[0], OPTIONS)
    results: list[str] = []
    begun = threading.Barrier(8)

    def meet(_number: int, method: str, _path: str) -> None:
        if method == "POST":
            begun.wait()

    netlify.fault = meet

    def run(site: BuiltSite) -> None:
        try:
            outcome = publish_deploy(host_at(PLACE), site, OPTIONS)
            results.append("replaced" if outcome.remark else "alone")
        except LostError:
            results.append("lost")

    threads = [threading.Thread(target=run, args=(site,)) for site in builds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert results.count("alone") <= 1
    assert results.count("lost") <= 7
    assert netlify.read() in [{**SECOND, "index.html": b"%d" % n} for n in range(8)]


@pytest.mark.parametrize(
    "address",
    ["netlify://atlas", "netlify://", f"netlify://{NAME}/folder", f"netlify://{NAME}?a=b", "netlify://a..b"],
)
def test_addresses(netlify: Netlify, address: str) -> None:
    with pytest.raises(PublishError) as error:
        host_at(address)
    assert str(error.value) == (
        "write the address of a site as netlify://SITE_ID or netlify://NAME.netlify.app"
    )
    assert netlify.asked == 0


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("NETLIFY_AUTH_TOKEN", "", "there are no credentials: set NETLIFY_AUTH_TOKEN in the environment"),
        (
            "NETLIFY_AUTH_TOKEN",
            f"{TOKEN}\r\nX: y",
            "NETLIFY_AUTH_TOKEN in the environment is not a token; copy it again",
        ),
        (
            "NETLIFY_API_URL",
            "http://api.example.org",
            "NETLIFY_API_URL in the environment is not an address with https://; correct it",
        ),
    ],
)
def test_the_environment(
    netlify: Netlify, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(PublishError) as error:
        host_at(PLACE)
    assert str(error.value) == message


def test_a_host_that_is_not_there(netlify: Netlify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETLIFY_API_URL", "http://127.0.0.1:1")
    with pytest.raises(TemporaryError) as error:
        host_at(PLACE).site()
    assert str(error.value) == f"{PLACE}: the host refuses connections; try again later"


def test_names_that_netlify_does_not_have(netlify: Netlify, host: NetlifyHost, tmp_path: Path) -> None:
    site = output(tmp_path / "one", {**FIRST, "c#.html": b"x"})
    assert error_of(host, site) == (
        f"{tmp_path}/one/c#.html: Netlify has no files with # or ? in their names; rename it"
    )
    assert netlify.asked == 0


@pytest.mark.usefixtures("sites")
def test_the_command(
    netlify: Netlify,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        return end.value.code or 0, *capsys.readouterr()

    monkeypatch.chdir(make_site(tmp_path / "home"))
    one = ("--output", str(tmp_path / "one"))
    size = sum(map(len, FIRST.values()))
    assert run("publish", PLACE, *one) == (
        0,
        f"{PLACE}: 9 files sent ({size} bytes), 0 removed, 0 unchanged; release d0\n",
        "",
    )
    dry = run("publish", PLACE, "--output", str(tmp_path / "two"), "--dry-run")[1].splitlines()
    assert "send    site.css" in dry
    assert dry[-1].endswith(" 3 removed, 2 unchanged; release d0")
    with monkeypatch.context() as patch:
        patch.setattr("sitegen.features.publishing.netlify.deploys._compare", lambda *_: "look at it")
        assert run("publish", PLACE, "--output", str(tmp_path / "two"), "-q") == (
            0,
            "",
            f"{PLACE}: look at it\n",
        )
    assert run("publish", PLACE, "--rollback")[1] == f"{PLACE} went back to release d0\n"
    assert "leave out --full, --merge and --unlock" in run("publish", PLACE, *one, "--merge")[2]
    assert run("verify", PLACE, *one)[2] == (
        "sitegen: Netlify does not give files back; write the https:// address of the site instead\n"
    )
    assert run("publish", f"netlify://nfp_secret@{NAME}", *one)[2].startswith(
        "sitegen: the address contains credentials; remove them"
    )
