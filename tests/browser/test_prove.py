"""The parts of the proofs that need no browser: which pages they look at, and with which headers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.browser.kinds import pages_of_each_kind
from tests.browser.prove import DOCUMENTS, HERE, PROOFS, USUAL
from tests.browser.server import BAD_PREFIX, free_port, headers_for, serving
from tests.sites import Files, base_text, build_good, entry

RULES = "/*\n  A: 1\n  B: x: y\n/data/*\n  C: 3\n/one.txt\n  A: 4\n"


def build(root: Path, files: Files) -> Path:
    """A built site in the folder `out`."""
    for artifact in build_good(root, files).artifacts:
        file = root / "out" / artifact.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(artifact.data)
    return root / "out"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/a/", {"A": "1", "B": "x: y"}),
        ("/data/a.json", {"A": "1", "B": "x: y", "C": "3"}),
        ("/one.txt", {"A": "4", "B": "x: y"}),
        ("/one.txt.gz", {"A": "1", "B": "x: y"}),
    ],
)
def test_an_address_has_the_headers_of_every_rule_that_fits(path: str, headers: dict[str, str]) -> None:
    assert headers_for(RULES, path) == headers


def test_the_server_sends_the_headers_of_the_site_and_its_404_page(tmp_path: Path) -> None:
    built = build(tmp_path, {})
    with serving(built, free_port()) as url:
        with urlopen(f"{url}/topics/") as answer:
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert answer.headers["Content-Encoding"] == "gzip"
        with urlopen(url + BAD_PREFIX) as answer:
            assert "Content-Security-Policy" in answer.headers
        for address in ("/nothing/", "/..%2Fcontent/site.yaml"):
            with pytest.raises(HTTPError) as missing:
                urlopen(url + address)
            assert missing.value.code == 404
            assert missing.value.read()
            missing.value.close()


def test_of_each_kind_of_page_the_fullest_is_looked_at(tmp_path: Path) -> None:
    files = {
        "content/topics/sea.md": entry("Sea", "aliases: /old/", body="Much more text than the others. " * 99),
        "content/topics/_type.yaml": base_text("content/topics/_type.yaml") + "index: {paginate_by: 1}\n",
    }
    built = build(tmp_path, files)
    pages = pages_of_each_kind(tmp_path, built)

    assert pages["redirect.html"] == "/old/"
    assert pages["home.html home"] == "/"
    assert pages["404.html error"] == "/404.html"
    assert re.fullmatch(r"/topics/page/\d/", pages["index.html listing later"])
    assert pages["index.html listing filtered"].startswith(("/activities/type/", "/projects/state/"))
    assert "/topics/sea/" in pages.values()
    assert set(pages_of_each_kind(tmp_path, built, "fr").values()) & {"/fr/", "/fr/topics/food/"} != set()


def test_packages_are_locked_and_name_no_registry() -> None:
    for folder in {proof.packages for proof in PROOFS} - {DOCUMENTS}:
        wanted = json.loads((folder / "package.json").read_text("utf-8"))["dependencies"]
        text = (folder / "package-lock.json").read_text("utf-8")
        locked = json.loads(text)["packages"]

        assert '"resolved"' not in text
        assert all(locked[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
        assert all("integrity" in package for name, package in locked.items() if name)


def test_packages_of_python_are_locked_and_name_no_registry() -> None:
    text = (DOCUMENTS / "requirements.lock").read_text("utf-8")
    locked = re.findall(r"^([a-z0-9-]+==[0-9.]+)", text, re.MULTILINE)

    assert "://" not in text
    assert set((DOCUMENTS / "requirements.in").read_text("utf-8").split()) < set(locked)
    assert text.count(" \\\n    --hash=sha256:") >= len(locked)


def test_every_proof_has_a_name_and_those_that_are_usual_exist() -> None:
    names = [proof.name for proof in PROOFS]

    assert len(set(names)) == len(names)
    assert set(USUAL) < set(names)
    assert (HERE / "bad" / "index.html").is_file()
