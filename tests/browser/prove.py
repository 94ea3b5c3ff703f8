"""Proofs in real programs: `python -m tests.browser.prove [PROOF …]`; quality.md says what each shows.

What a proof needs is installed with `--install`: programs by apt where this may be done, packages of
Node by their lock. A proof whose programs are missing is skipped by name, with the reason.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.authoring.scaffold import Preset, make_site
from tests.browser.kinds import pages_of_each_kind
from tests.browser.server import BAD, free_port, serving
from tests.sites import load

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIGHTHOUSE, DOCUMENTS = HERE / "lighthouse", HERE / "documents"
ACTIONS = ROOT / "tests" / "actions"

PACKAGES = {"chromium": "chromium", "node": "nodejs", "npm": "npm", "java": "default-jre-headless"}
"""Programs and the packages of Debian that bring them."""
NAMES = {"chromium": ("chromium", "chromium-browser", "google-chrome")}
OLDEST_NODE = 18
"""What playwright-core needs."""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site, served."""

    name: str
    root: Path
    built: Path
    url: str
    pages: Mapping[str, str]
    """Of each kind the address of a page."""
    other: Mapping[str, str]
    """The same in another language, one that is written from right to left where there is one."""


@dataclass(frozen=True, slots=True)
class Proof:
    name: str
    needs: tuple[str, ...]
    packages: Path
    """The folder of the packages that it needs: of Node, or of Python with a `requirements.lock`."""
    prove: Callable[[str, Site], list[str]]
    """What it finds wrong with a site, a line each."""


def main() -> int:
    """0 where nothing was found, 1 where something was, 2 where a proof could not run and had to."""
    options = _options()
    started = time.monotonic()
    chosen = [proof for proof in PROOFS if proof.name in (options.proofs or USUAL)]
    if options.install:
        _install(chosen)
    wrong, skipped = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        able = []
        for proof in chosen:
            reason = _missing(proof)
            if reason:
                skipped += 1
                say(f"SKIPPED {proof.name}: {reason}")
            else:
                able.append(proof)
        for site in _sites(Path(folder)) if able else ():
            for proof in able:
                if options.minutes and time.monotonic() - started > options.minutes * 60:
                    skipped += 1
                    say(f"SKIPPED {proof.name}, {site.name}: the {options.minutes} minutes are over")
                else:
                    wrong += _run(proof, site)
    return 1 if wrong else 2 if skipped and options.all else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.prove", description=__doc__)
    known = [proof.name for proof in PROOFS]
    parser.add_argument("proofs", nargs="*", metavar="PROOF", choices=[[], *known], help=", ".join(known))
    parser.add_argument("--install", action="store_true", help="install what is missing first")
    parser.add_argument("--minutes", type=int, help="begin no proof after so many minutes")
    parser.add_argument("--all", action="store_true", help="fail where a proof has to be skipped")
    return parser.parse_args()


def say(line: str) -> None:
    print(line, flush=True)


def _run(proof: Proof, site: Site) -> int:
    """How much a proof finds on a site; what it finds is shown."""
    started = time.monotonic()
    found = proof.prove(proof.name, site)
    verdict = f"FAILED, {len(found)} found" if found else "ok"
    say(f"{proof.name}, {site.name}: {verdict} ({time.monotonic() - started:.0f} s)")
    for line in found:
        say(f"  {line}")
    return len(found)


# --- what is needed --------------------------------------------------------------------------


def program(name: str) -> str | None:
    """The path of a program, under whichever name it is installed."""
    return next(filter(None, map(shutil.which, NAMES.get(name, (name,)))), None)


def _missing(proof: Proof) -> str:
    """Why a proof cannot run here, or nothing."""
    absent = [name for name in proof.needs if program(name) is None]
    if absent:
        return f"{', '.join(absent)} not found"
    if "node" in proof.needs:
        version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
        if int(version.strip().lstrip("v").partition(".")[0]) < OLDEST_NODE:
            return f"Node {version.strip()} is older than {OLDEST_NODE}"
    if not _has_packages(proof.packages):
        return f"the packages of {proof.packages.relative_to(ROOT)} are not installed (--install does it)"
    return ""


def _has_packages(folder: Path) -> bool:
    return any((folder / name).is_dir() for name in ("node_modules", ".venv"))


def _install(proofs: list[Proof]) -> None:
    needed = dict.fromkeys(name for proof in proofs for name in (*proof.needs, "npm"))
    packages = [PACKAGES[name] for name in needed if program(name) is None]
    if packages and shutil.which("apt-get"):
        before = [] if os.geteuid() == 0 else ["sudo", "-n"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", *packages]):
            _try([*before, "apt-get", *arguments], HERE, environment)
    for folder in dict.fromkeys(proof.packages for proof in proofs):
        if _has_packages(folder):
            continue
        if (folder / "requirements.lock").exists():
            _try([sys.executable, "-m", "venv", ".venv"], folder, dict(os.environ))
            _try([".venv/bin/pip", "install", "-q", "--require-hashes", "-r", "requirements.lock"], folder,
                 dict(os.environ))  # fmt: skip
        elif program("npm"):
            _try(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, dict(os.environ))


def _try(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Runs a step of the installation; where it fails, what it said is shown, and proofs will be skipped."""
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        say(f"{command[0]}: {error.strerror}")
        return
    if done.returncode != 0:
        say(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()[-500:]}")


# --- the sites -------------------------------------------------------------------------------


def _sites(folder: Path) -> Iterator[Site]:
    """The shipped site, one as `sitegen init` makes it with an old address, and one with another theme."""
    yield from _built("the shipped site", ROOT, folder / "shipped")
    new = folder / "new"
    make_site(new)
    about = new / "content" / "pages" / "about.md"
    about.write_text(about.read_text("utf-8").replace("---\n", "---\naliases: /old/\n", 1), "utf-8")
    yield from _built("a new site", new, folder / "new-built")
    themed = folder / "themed"
    make_site(themed, preset=Preset("network", ("en", "fr", "ar"), "A themed site"))
    shutil.copytree(ROOT / "themes/uswds/sitegen_uswds", themed / "themes/uswds")
    site = themed / "content" / "site.yaml"
    site.write_text(site.read_text("utf-8").replace("theme: network", "theme: ./themes/uswds"), "utf-8")
    yield from _built("a site in the look of USWDS", themed, folder / "themed-built")


def _built(name: str, root: Path, built: Path) -> Iterator[Site]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "sitegen",
        "build",
        "--root",
        str(root),
        "--output",
        str(built),
        "--quiet",
    ]
    subprocess.run([*command, "--clean", "--base-url", f"http://127.0.0.1:{port}"], cwd=ROOT, check=True)
    languages = load(root).languages.values()
    other = next((it.code for it in languages if it.direction == "rtl"), [it.code for it in languages][-1])
    with serving(built, port) as url:
        yield Site(
            name, root, built, url, pages_of_each_kind(root, built), pages_of_each_kind(root, built, other)
        )


# --- the proofs ------------------------------------------------------------------------------


SEARCHES = [
    {"path": "/search/", "query": "malmo", "title": "Malmö"},
    {"path": "/fr/search/", "query": "l'equite et justice", "title": "Équité et justice sociales"},
    {"path": "/fr/search/", "query": "“pacte d'amsterdam”", "title": "Pacte d’Amsterdam"},
    {"path": "/ja/search/", "query": "「都市」", "title": "都市"},
    {"path": "/ja/search/", "query": "ＥＣＯＬＩＳＥ", "title": "ECOLISE"},
    {"path": "/zh/search/", "query": "城市", "title": "城市"},
]
"""On the shipped site, which alone has a search: what is looked for, and the title that comes first."""


def _in_browser(name: str, site: Site) -> list[str]:
    """What `proofs.mjs` finds."""
    given = {
        "url": site.url,
        "chromium": program("chromium"),
        "pages": list(site.pages.values()),
        "other": list(site.other.values()),
        "redirects": [path for kind, path in site.pages.items() if kind.startswith("redirect")],
        "home": site.pages["home.html home"],
        "index": _index_with_facets(site),
        "walks": _for_a_walk(site),
        "maps": _with_a_map(site),
        "searches": SEARCHES if "search.html search" in site.pages else [],
    }
    command = ["node", str(HERE / "proofs.mjs"), name]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    if not lines or not lines[-1].startswith("checked "):
        return [f"the proof broke off: {done.stderr.strip()[-800:]}"]
    return lines[:-1]


def _index_with_facets(site: Site) -> str:
    listings = [path for kind, path in site.pages.items() if kind.endswith(" listing")]
    return next(path for path in listings if 'class="facets"' in _html(site, path))


def _with_a_map(site: Site) -> list[str]:
    """The first index that has a map, if there is one."""
    listings = [path for kind, path in site.pages.items() if kind.endswith(" listing")]
    return [path for path in listings if 'class="zoom"' in _html(site, path)][:1]


def _for_a_walk(site: Site) -> list[str]:
    """Pages on which every stop of the keyboard is looked at: homes, an index with filters, a full entry."""
    entries = [path for kind, path in site.pages.items() if kind.endswith(" entry")]
    fullest = max(entries, key=lambda path: len(_html(site, path)))
    return [site.pages["home.html home"], _index_with_facets(site), fullest, site.other["home.html home"]]


def _html(site: Site, address: str) -> str:
    path = address.lstrip("/")
    return (site.built / (f"{path}index.html" if address.endswith("/") else path)).read_text("utf-8")


def _validity(name: str, site: Site) -> list[str]:
    """What the Nu HTML checker says of every page, and that it says something of the bad one."""
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    options = ["--errors-only", "--skip-non-html", "--format", "gnu", "--stdout", "--exit-zero-always"]
    command = ["java", "-Xss4m", "-jar", str(jar), *options, str(site.built), str(BAD)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return [f"the checker broke off: {done.stderr.strip()[-800:]}"]
    lines = done.stdout.splitlines()
    if not any(str(BAD) in line for line in lines):
        return [f"the checker found nothing on {BAD.relative_to(ROOT)}, where it must"]
    return [line.replace(f"file:{site.built}", "") for line in lines if str(BAD) not in line]


def _documents(name: str, site: Site) -> list[str]:
    """What outloud finds in PDFs that PDF/UA-1 does not allow, and that it finds something in a bad one."""
    import typst

    paths = sorted(site.built.rglob("*.pdf"))
    with tempfile.TemporaryDirectory() as folder:
        bad = Path(folder) / "bad.pdf"
        made = typst.compile(b"= Without tags", pdf_tags=False)
        assert isinstance(made, bytes)
        bad.write_bytes(made)
        options = ["--layer", "conformance", "--json", "-", "--quiet"]
        command = [str(DOCUMENTS / ".venv" / "bin" / "outloud"), *options, *map(str, paths), str(bad)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = {result["path"]: result["findings"] for result in json.loads(done.stdout)["results"]}
    if len(found) != len(paths) + 1 or not found.pop(str(bad)):
        return ["outloud found nothing in a PDF without tags, or left one out"]
    return [
        f"/{Path(path).relative_to(site.built).as_posix()}: {it['rule']}: {it['message']}"
        for path, findings in found.items()
        for it in findings
        if it["severity"] == "error"
    ]


def _workflows(name: str, site: Site) -> list[str]:
    """What actionlint says of the site's workflows, and that it says something of the bad one."""
    bad = ACTIONS / "bad.yml"
    paths = sorted((site.root / ".github" / "workflows").glob("*.yml"))
    command = ["node", str(ACTIONS / "lint.cjs"), *map(str, paths), str(bad)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    if not paths or not lines or lines[-1] != f"checked {len(paths) + 1}":
        return [f"actionlint broke off: {done.stderr.strip()[-800:]}"]
    if not any(line.startswith(f"{bad}:") for line in lines):
        return [f"actionlint found nothing in {bad.relative_to(ROOT)}, where it must"]
    return [line for line in lines[:-1] if not line.startswith(f"{bad}:")]


def _lighthouse(name: str, site: Site) -> list[str]:
    given = {"url": site.url, "chromium": program("chromium"), "pages": _for_lighthouse(site)}
    command = ["node", str(LIGHTHOUSE / "lighthouse.mjs")]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    for line in lines:
        say(f"  {line.removeprefix('! ')}")
    faults = [line.removeprefix("! ") for line in lines if line.startswith("! ")]
    return faults if lines else [f"Lighthouse broke off: {done.stderr.strip()[-800:]}"]


def _for_lighthouse(site: Site) -> list[str]:
    """Home, a topic hub, an index, a charter and the other home, as far as the site has them."""
    kinds = ("home.html home", "topic.html entry", "charter.html entry")
    chosen = [site.pages[kind] for kind in kinds if kind in site.pages]
    return [*chosen, _index_with_facets(site), site.other["home.html home"]]


BROWSER, JAVA = ("chromium", "node"), ("java",)

PROOFS = (
    Proof("validity", JAVA, HERE, _validity),
    Proof("accessibility", BROWSER, HERE, _in_browser),
    Proof("reflow", BROWSER, HERE, _in_browser),
    Proof("keyboard", BROWSER, HERE, _in_browser),
    Proof("privacy", BROWSER, HERE, _in_browser),
    Proof("search", BROWSER, HERE, _in_browser),
    Proof("documents", (), DOCUMENTS, _documents),
    Proof("workflows", ("node",), ACTIONS, _workflows),
    Proof("lighthouse", BROWSER, LIGHTHOUSE, _lighthouse),
)
USUAL = ("validity", "accessibility", "reflow", "keyboard", "privacy", "search", "documents", "workflows")
"""Without `lighthouse`: what it measures depends on what else the machine does."""

if __name__ == "__main__":
    sys.exit(main())
