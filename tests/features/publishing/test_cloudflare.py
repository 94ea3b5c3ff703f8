"""Publishing to Cloudflare Pages: the requests, a host that fails, several publishers, the tokens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.commands.cli import main
from sitegen.features.publishing.cloudflare import deployments
from sitegen.features.publishing.cloudflare.deployments import publish_deployment, roll_back_deployment
from sitegen.features.publishing.cloudflare.project import CloudflareProject, digest_of_asset
from sitegen.features.publishing.engine import BuiltSite
from sitegen.features.publishing.errors import LostError, PublishError
from sitegen.features.publishing.targets.addresses import host_kind
from tests.features.publishing.cloudflare import ACCOUNT, PROJECT, TOKEN, Cloudflare, digest_of, serve
from tests.features.publishing.outputs import FIRST, OPTIONS, QUICK, SECOND, output
from tests.features.publishing.s3 import Fault
from tests.sites import make_site

PLACE = f"cloudflare://{PROJECT}"
SETTINGS = {"_headers": b"/*\n  X-Frame-Options: DENY\n", "_redirects": b"/old /a/ 301\n"}


@pytest.fixture
def cloudflare(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloudflare]:
    cloudflare = Cloudflare()
    server = serve(cloudflare)
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", TOKEN)
    monkeypatch.setenv("CLOUDFLARE_ACCOUNT_ID", ACCOUNT)
    monkeypatch.setenv("CLOUDFLARE_API_BASE_URL", f"http://127.0.0.1:{cloudflare.port}")
    yield cloudflare
    server.shutdown()
    server.server_close()


@pytest.fixture
def project(cloudflare: Cloudflare) -> CloudflareProject:
    return project_at(PLACE)


@pytest.fixture
def sites(tmp_path: Path) -> tuple[BuiltSite, BuiltSite]:
    return output(tmp_path / "one", {**FIRST, **SETTINGS}), output(tmp_path / "two", SECOND)


def project_at(address: str) -> CloudflareProject:
    kind = host_kind(address)
    assert kind
    found = kind.opened(address, QUICK)
    assert isinstance(found, CloudflareProject)
    return found


def error_of(project: CloudflareProject, site: BuiltSite) -> str:
    with pytest.raises(PublishError) as error:
        publish_deployment(project, site, OPTIONS)
    assert TOKEN not in str(error.value)
    return str(error.value)


def test_digests_are_those_of_wrangler() -> None:
    """The first two are in the tests of wrangler."""
    assert digest_of_asset("logo.png", b"foobar") == "2082190357cfd3617ccfe04f340c6247"
    assert digest_of_asset("logo.txt", b"foobar") == "1a98fb08af91aca4a7df1764a2c4ddb0"
    assert digest_of_asset("a.b/.well", b"foobar") == digest_of_asset("notes", b"foobar")
    assert digest_of_asset("ä/b.tar.gz", b"foobar") == digest_of("x.gz", b"foobar")


def test_only_missing_files_are_sent(
    cloudflare: Cloudflare, project: CloudflareProject, sites: tuple[BuiltSite, ...]
) -> None:
    first = publish_deployment(project, sites[0], OPTIONS)
    assert cloudflare.read() == {**FIRST, **SETTINGS}
    assert (first.release, first.remark) == ("d0", "")
    assert sorted(cloudflare.sent) == sorted(digest_of(path, data) for path, data in FIRST.items())
    types = dict(cloudflare.blobs.values())
    assert types[FIRST["feed.xml"]] == "application/atom+xml; charset=utf-8"
    assert types[FIRST["notes"]] == "application/octet-stream"

    cloudflare.sent.clear()
    second = publish_deployment(project, sites[1], OPTIONS)
    assert cloudflare.read() == SECOND
    changed = {digest_of(path, data) for path, data in SECOND.items() if FIRST.get(path) != data}
    assert sorted(cloudflare.sent) == sorted(changed)
    assert [digest_of(path, SECOND[path]) for path in second.plan.sent] == cloudflare.sent
    assert second.size == sum(len(SECOND[path]) for path in second.plan.sent)
    assert sorted(cloudflare.kept) == sorted({digest_of(path, data) for path, data in SECOND.items()})

    again = publish_deployment(project, sites[1], OPTIONS)
    assert (again.plan.sent, again.release, len(cloudflare.deployments)) == ((), "d1", 2)
    cloudflare.sent.clear()
    assert publish_deployment(project, sites[0], OPTIONS).release == "d2"
    assert cloudflare.sent == []
    assert cloudflare.read() == {**FIRST, **SETTINGS}


def test_a_dry_run_changes_nothing(
    cloudflare: Cloudflare, project: CloudflareProject, sites: tuple[BuiltSite, ...]
) -> None:
    dry = publish_deployment(project, sites[0], replace(OPTIONS, dry_run=True))

    assert sorted(dry.plan.sent) == sorted(FIRST)
    assert cloudflare.deployments == []
    assert cloudflare.blobs == {}


def test_files_are_sent_in_several_requests(
    cloudflare: Cloudflare,
    project: CloudflareProject,
    sites: tuple[BuiltSite, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deployments, "MOST_FILES", 2)
    monkeypatch.setattr(deployments, "MOST_BYTES", 300)

    publish_deployment(project, sites[0], OPTIONS)

    assert len([path for _, path in cloudflare.requests if path.endswith("/upload")]) >= 5
    assert cloudflare.read() == {**FIRST, **SETTINGS}


@pytest.mark.parametrize(
    "fault", [Fault(status=500), Fault(status=502, after=True), Fault(half=True), Fault(status=429)]
)
def test_each_request_may_fail_once(
    cloudflare: Cloudflare, project: CloudflareProject, sites: tuple[BuiltSite, ...], fault: Fault
) -> None:
    failed: set[str] = set()

    def once(_: int, method: str, path: str) -> Fault | None:
        key = f"{method} {path}"
        if key in failed:
            return None
        failed.add(key)
        return fault

    cloudflare.fault = once

    outcome = publish_deployment(project, sites[0], OPTIONS)

    assert cloudflare.read() == {**FIRST, **SETTINGS}
    assert len(cloudflare.deployments) == 1
    assert outcome.release == "d0"


def test_a_token_that_expires_is_replaced(
    cloudflare: Cloudflare, project: CloudflareProject, sites: tuple[BuiltSite, ...]
) -> None:
    def expire(_: int, __: str, path: str) -> None:
        if path.endswith(("/upload", "/upsert-hashes")) and cloudflare.tokens < 3:
            cloudflare.tokens += 1

    cloudflare.fault = expire

    publish_deployment(project, sites[0], OPTIONS)

    assert cloudflare.read() == {**FIRST, **SETTINGS}
    assert cloudflare.tokens >= 3


def test_a_host_that_stays_broken_publishes_nothing(
    cloudflare: Cloudflare, project: CloudflareProject, sites: tuple[BuiltSite, ...]
) -> None:
    cloudflare.fault = lambda _, __, path: Fault(status=500) if path.endswith("/upload") else None

    assert error_of(project, sites[0]) == (f"{PLACE}: Cloudflare answers 500 (fault for …); try again later")
    assert cloudflare.deployments == []


def test_a_deployment_that_is_rejected(
    cloudflare: Cloudflare, project: CloudflareProject, sites: tuple[BuiltSite, ...]
) -> None:
    cloudflare.rejects = True

    assert error_of(project, sites[0]) == (f"{PLACE}: Cloudflare rejects the deployment d0; look at it there")


def test_an_earlier_publication_loses(
    cloudflare: Cloudflare, project: CloudflareProject, sites: tuple[BuiltSite, ...]
) -> None:
    publish_deployment(project, sites[0], OPTIONS)

    def other(_: int, method: str, path: str) -> None:
        if method == "GET" and path.endswith("/deployments/d1"):
            cloudflare.finish(cloudflare.deployments[0])
            cloudflare.publish(dict(FIRST))
            cloudflare.fault = lambda *_: None

    cloudflare.fault = other
    with pytest.raises(LostError, match="readers have the deployment d2, and not d1"):
        publish_deployment(project, sites[1], OPTIONS)


def test_a_later_publication_says_what_it_has_replaced(
    cloudflare: Cloudflare, project: CloudflareProject, sites: tuple[BuiltSite, ...]
) -> None:
    publish_deployment(project, sites[0], OPTIONS)

    def other(_: int, __: str, path: str) -> None:
        if path.endswith("/upsert-hashes"):
            cloudflare.publish(dict(FIRST))

    cloudflare.fault = other
    assert publish_deployment(project, sites[1], OPTIONS).remark == (
        "the deployment d1 was published meanwhile, and this one has replaced it; if that was newer, publish "
        "it again"
    )
    assert cloudflare.read() == SECOND


def test_rollback(cloudflare: Cloudflare, project: CloudflareProject, sites: tuple[BuiltSite, ...]) -> None:
    publish_deployment(project, sites[0], OPTIONS)
    cloudflare.rejects = True
    error_of(project, sites[1])
    cloudflare.rejects = False
    for _ in range(26):  # more than one page
        cloudflare.publish(dict(SECOND))
    cloudflare.canonical = cloudflare.deployments[-3]
    assert roll_back_deployment(project, replace(OPTIONS, dry_run=True)) == "d0"
    assert cloudflare.read() == SECOND

    assert roll_back_deployment(project, OPTIONS) == "d0"

    assert cloudflare.read() == {**FIRST, **SETTINGS}
    with pytest.raises(PublishError, match="has no deployment before the current one, d0"):
        roll_back_deployment(project, OPTIONS)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("_worker.js", "Cloudflare would run this as a program"),
        ("functions/api.js", "Cloudflare would run this as a program"),
        ("large.bin", "is larger than 25 MiB"),
    ],
)
def test_what_cloudflare_does_not_take(
    cloudflare: Cloudflare,
    project: CloudflareProject,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    message: str,
) -> None:
    monkeypatch.setattr(deployments, "LARGEST", 1000)
    data = b"x" * (1001 if path == "large.bin" else 1)

    assert message in error_of(project, output(tmp_path / "site", {**FIRST, path: data}))
    assert cloudflare.requests == []


def test_too_many_files(
    cloudflare: Cloudflare, project: CloudflareProject, sites: tuple[BuiltSite, ...]
) -> None:
    cloudflare.most_files = 8

    assert error_of(project, sites[0]).endswith(" has 9 files, and Cloudflare takes 8 from you")
    assert cloudflare.blobs == {}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "CLOUDFLARE_API_TOKEN",
            "",
            "there are no credentials: set CLOUDFLARE_API_TOKEN in the environment",
        ),
        (
            "CLOUDFLARE_ACCOUNT_ID",
            "x",
            "there is no account: set CLOUDFLARE_ACCOUNT_ID in the environment to the 32 characters at "
            "Cloudflare",
        ),
        (
            "CLOUDFLARE_API_BASE_URL",
            "http://example.org",
            "CLOUDFLARE_API_BASE_URL in the environment is not an address with https://; correct it",
        ),
    ],
)
def test_settings(
    cloudflare: Cloudflare, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(PublishError) as error:
        project_at(PLACE)
    assert str(error.value) == message


def test_a_wrong_token_and_a_wrong_project(
    cloudflare: Cloudflare, sites: tuple[BuiltSite, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert error_of(project_at("cloudflare://other"), sites[0]).startswith("cloudflare://other: ")
    with pytest.raises(PublishError, match='there is no project "other" in this account of Cloudflare'):
        project_at("cloudflare://other").project()
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", "wrong")
    assert error_of(project_at(PLACE), sites[0]) == (
        f"{PLACE}: there is no permission; check CLOUDFLARE_API_TOKEN in the environment, and that its "
        "account may publish the site"
    )


@pytest.mark.parametrize(
    "address", ["cloudflare://", "cloudflare://a/b", "cloudflare://a_b", "cloudflare:/a"]
)
def test_addresses(cloudflare: Cloudflare, address: str) -> None:
    with pytest.raises(PublishError, match="write the address of a project as cloudflare://PROJECT"):
        project_at(address)


def test_without_its_package(cloudflare: Cloudflare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "blake3", None)

    with pytest.raises(PublishError, match=r'cloudflare:// needs a package: .*"blake3'):
        project_at(PLACE)


def test_the_command(
    cloudflare: Cloudflare,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(make_site(tmp_path))
    assert _ran("build", "--now", "2026-05-31", "-q") == 0
    assert _ran("publish", PLACE) == 0
    assert capsys.readouterr().out.startswith(f"{PLACE}: ")
    assert cloudflare.read().keys() == {
        path.relative_to(tmp_path / "public").as_posix()
        for path in (tmp_path / "public").rglob("*")
        if path.is_file() and path.name != ".sitegen.json"
    }
    assert _ran("publish", PLACE, "--full") == 2
    assert "Cloudflare Pages always gets a whole site" in capsys.readouterr().err
    assert _ran("publish", PLACE, "--rollback") == 2
    assert _ran("verify", PLACE) == 2
    assert "Cloudflare Pages does not give files back" in capsys.readouterr().err


def _ran(*arguments: str) -> object:
    with pytest.raises(SystemExit) as end:
        main([*arguments])
    return end.value.code or 0
