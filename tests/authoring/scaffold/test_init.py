"""The site that `sitegen init` creates: small, complete, and valid after changes by editors."""

from __future__ import annotations

import getpass
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import html5lib
import pytest
import yaml
from click.testing import CliRunner

from sitegen.authoring.scaffold import NotEmpty, Preset, make_site
from sitegen.authoring.scaffold.new_site import site_files
from sitegen.build.build import build, examine
from sitegen.build.context import Context, Options
from sitegen.build.result import Result
from sitegen.commands import command_of, commands
from sitegen.commands.init import init_command
from sitegen.execute import executor_for
from sitegen.model.translations import State, states
from sitegen.problems.formats import as_text
from sitegen.types import Field, Problem, Severity
from sitegen.upkeep.translations import accept
from tests.sites import TODAY, line_of, load, write_files

ROOT = Path(__file__).parents[3]
TYPES = ("figures", "news", "organisations", "pages", "projects", "sources", "topics")


# --- helpers ---------------------------------------------------------------------------------


def run(*arguments: str | Path, status: int = 0) -> str:
    """Output of a command, which must end with this status."""
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", *map(str, arguments)],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def made(root: Path, files: Mapping[str, str] | None = None) -> Path:
    """A new site with these files added or changed."""
    make_site(root)
    accept(root, load(root))
    write_files(root, files or {})
    return root


def built(root: Path, today: date = TODAY, base_url: str | None = None, drafts: bool = False) -> Result:
    context = Context(executor_for(1), options=Options(reports=True))
    return build(root, load(root, today, base_url, drafts), context)


def problems(site: Result) -> list[Problem]:
    """Errors and warnings of a site."""
    return [problem for problem in site.report.problems if problem.severity is not Severity.NOTE]


def shown(root: Path, found: Iterable[Problem]) -> str:
    return "\n".join(as_text(problem, line_of(root)) for problem in found)


def pages(site: Result) -> dict[str, str]:
    return {a.path: a.data.decode("utf-8") for a in site.artifacts if a.path.endswith(".html")}


def source(path: str) -> str:
    return site_files()[path].decode("utf-8")


# --- init, build and check -------------------------------------------------------------------


@pytest.mark.parametrize("base_url", [None, "https://example.org/preview/7/"])
def test_a_new_site_builds_and_passes_the_strict_check(tmp_path: Path, base_url: str | None) -> None:
    root = tmp_path / "new" / "site"
    options = ["--base-url", base_url] if base_url else []

    assert f"    cd {root}\n    python3 -m venv .venv\n    .venv/bin/pip install -r" in run("init", root)
    assert " pages in 2 languages" in run("build", "--root", root, *options)
    assert (root / "public" / "fr" / "index.html").is_file()
    assert "pages checked" in run("check", "--strict", "--root", root, *options)
    assert "::error" not in run("check", "--strict", "--format", "github", "--root", root, *options)


def test_every_file_is_written_with_dots_at_the_top(tmp_path: Path) -> None:
    number = make_site(tmp_path)

    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(written) == number
    assert {".github/workflows/site.yml", ".gitignore", "README.md", "requirements.txt"} <= written
    assert not [path for path in written if "dot-" in path]


def test_init_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")

    assert "is not empty" in run("init", tmp_path, status=2)
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"
    with pytest.raises(NotEmpty):
        make_site(tmp_path / "README.md")


def test_init_ends_with_lines_that_serve_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = (
        "python3 -m venv .venv",
        ".venv/bin/pip install -r requirements.txt",
        ".venv/bin/sitegen serve",
    )
    lines = "".join(f"    {line}\n" for line in programs)
    monkeypatch.chdir(tmp_path)
    for folder, first in (("a b's", """cd 'a b'"'"'s'"""), ("sites/rivers", "cd sites/rivers")):
        shown = CliRunner().invoke(init_command, [folder]).output
        assert f"To see it:\n\n    {first}\n{lines}\n" in shown

    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")
    assert f"To see it:\n\n{lines}\n" in CliRunner().invoke(init_command, ["."]).output


def test_init_takes_a_folder_with_a_new_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    assert make_site(tmp_path) > 0


@pytest.mark.parametrize("today", [date(2024, 2, 29), TODAY, date(2031, 1, 1), date(2050, 12, 31)])
def test_a_new_site_has_no_problem_on_any_day(tmp_path: Path, today: date) -> None:
    site = built(made(tmp_path), today, drafts=True)

    assert not problems(site), shown(tmp_path, problems(site))


def test_a_draft_says_so_where_it_is_shown(tmp_path: Path) -> None:
    root = made(tmp_path)
    draft = source("content/news/first-results.md").replace("---\n", "---\ndraft: true\n", 1)
    write_files(root, {"content/news/draft.md": draft})
    found = pages(built(root, drafts=True))

    assert "This is a draft and will not be published." in found["news/draft/index.html"]
    assert "This is a draft" not in found["news/first-results/index.html"]
    assert "news/draft/index.html" not in pages(built(root))


def test_states_follow_from_the_dates(tmp_path: Path) -> None:
    before = pages(built(made(tmp_path / "a"), date(2030, 12, 31)))
    after = pages(built(made(tmp_path / "b"), date(2031, 1, 1)))

    assert "Reading rooms" in before["projects/state/planned/index.html"]
    assert "projects/state/planned/index.html" not in after
    assert "Reading rooms" in after["projects/state/active/index.html"]
    assert "Street trees" in after["projects/state/ended/index.html"]


# --- readers ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return built(made(tmp_path_factory.mktemp("site")), base_url="https://example.org/preview/7/")


def test_pages_are_valid_and_say_what_they_are(site: Result) -> None:
    for path, text in pages(site).items():
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)

        assert tree.get("lang") == ("fr" if path.startswith("fr/") else "en"), path
        assert len(tree.findall(".//h1")) == 1, path
        assert tree.findtext(".//title"), path
        assert tree.find(".//meta[@name='description']").get("content"), path
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), path


def test_pages_load_nothing_from_elsewhere_and_have_no_inline_script_or_style(site: Result) -> None:
    for path, text in pages(site).items():
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        loaded = [element.get("src") for element in tree.iter() if element.get("src")]
        loaded += [
            link.get("href") for link in tree.iter("link") if link.get("rel") in ("icon", "stylesheet")
        ]

        assert loaded, path
        assert [address for address in loaded if not address.startswith("/preview/7/")] == [], path
        assert not {e.tag for e in tree.iter()} & {"iframe", "style", "object"}, path
        scripts = [e for e in tree.iter("script") if e.get("type") != "application/ld+json"]
        assert all(e.get("src") for e in scripts), path
        assert not [e for e in tree.iter() if any(str(name).startswith("on") for name in e.attrib)], path
    css = next(a.data.decode("utf-8") for a in site.artifacts if a.path == "css/site.css")
    assert not re.search(r"url\((?!\"\.\./img/)|@import|@font-face", css)


def test_every_link_is_below_the_base_path(site: Result) -> None:
    for path, text in pages(site).items():
        links = [a.get("href") for a in html5lib.parse(text, namespaceHTMLElements=False).iter("a")]
        inner = [link for link in links if not link.startswith(("https://example.com/", "mailto:", "#"))]

        assert inner, path
        assert [link for link in inner if not link.startswith("/preview/7/")] == [], path


def test_the_figure_on_the_home_pages_is_in_their_language(site: Result) -> None:
    assert '<data value="1200">over 1,200</data>' in pages(site)["index.html"]
    assert '<data value="1200">plus de 1\u202f200</data>' in pages(site)["fr/index.html"]


def test_a_translation_is_as_its_source_until_that_changes(tmp_path: Path) -> None:
    notice = "Cette traduction est plus ancienne que le texte en"
    root = made(tmp_path)
    assert set(states(examine(root, load(root)).site).values()) == {State.FRESH}
    assert not [path for path, html in pages(built(root)).items() if notice in html]

    made_from = source("content/pages/about.md")
    write_files(root, {"content/pages/about.md": made_from.replace("Name an address", "Give an address")})
    found = {path: html for path, html in pages(built(root)).items() if notice in html}
    assert set(found) == {"fr/about/index.html"}
    assert f'{notice} <a href="/about/" hreflang="en">anglais</a>.' in found["fr/about/index.html"]

    write_files(root, {"content/pages/about.md": made_from.replace("title:", "updated: 2026-05-30\ntitle:", 1)
                       .replace("Name an address", "Give an address")})  # fmt: skip
    assert (
        'hreflang="en">anglais</a>, modifié pour la dernière fois le '
        '<time datetime="2026-05-30">30 mai 2026</time>.'
    ) in pages(built(root))["fr/about/index.html"]


def test_what_is_not_translated_is_marked(tmp_path: Path) -> None:
    root = made(tmp_path)
    (root / "content/topics/learning.fr.md").unlink()
    found = pages(built(root, base_url="https://example.org/preview/7/"))
    home = found["fr/index.html"]
    assert '<a href="/preview/7/topics/learning/" hreflang="en" lang="en" dir="ltr">Learning</a>' in home
    assert '<span class="language-tag">anglais</span>' in home
    assert '<a href="/preview/7/fr/topics/water/">Eau</a>' in found["fr/topics/index.html"]


# --- presets ---------------------------------------------------------------------------------

EIGHT = ("ar", "en", "es", "fr", "ja", "ko", "pt", "zh")


@pytest.mark.parametrize("first", EIGHT)
@pytest.mark.parametrize("preset", ["institute", "network", "minimal"])
def test_every_preset_is_whole_in_every_language(preset: str, first: str, tmp_path: Path) -> None:
    languages = (first, *(code for code in ("en", "fr") if code != first))
    make_site(tmp_path, preset=Preset(preset, languages, 'My "site": &'))
    accept(tmp_path, load(tmp_path))
    site = built(tmp_path)

    assert not problems(site), shown(tmp_path, problems(site))
    assert f'<html lang="{first}"' in pages(site)["index.html"]
    assert "<title>My &#34;site&#34;: &amp;</title>" in pages(site)["index.html"]
    assert {"index.html", "news/index.html"} <= pages(site).keys()
    assert not {"templates", "static"} & {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("title", ["Rivers", r"\d \1 \g<0>", 'The "Blue" one\'s', "水: # [a]"])
@pytest.mark.parametrize("preset", ["institute", "network", "minimal"])
def test_the_title_is_that_of_the_home_page_in_every_language(preset: str, title: str) -> None:
    for languages in (("en", "fr"), ("fr", "en")):
        files = site_files(Preset(preset, languages, title))
        homes = ("content/_index.md", f"content/_index.{languages[1]}.md")
        fronts = [files[path].decode("utf-8").split("---\n")[1] for path in homes]

        assert [yaml.safe_load(front)["title"] for front in fronts] == [title, title]
        assert all(yaml.safe_load(front)["summary"] for front in fronts)
        assert yaml.safe_load(files["content/site.yaml"])["title"] == title


def test_no_text_is_shown_as_if_it_were_in_another_language(tmp_path: Path) -> None:
    make_site(tmp_path, preset=Preset("network", ("ar", "en")))
    texts = {p.relative_to(tmp_path).as_posix() for p in (tmp_path / "content").rglob("*.md")}

    assert texts == set()
    assert "فعالية" in (tmp_path / "content/events/_type.yaml").read_text("utf-8")


def test_a_site_in_french_has_its_fields_in_the_french_files(tmp_path: Path) -> None:
    french = site_files(Preset("institute", ("fr", "en")))
    entry = french["content/projects/river-map.md"].decode("utf-8")

    assert entry.startswith("---\ntitle: Carte de la rivière\nsummary: Un exemple de projet en cours,")
    assert "start: 2024-03\ncountries: [FR, BE]\n" in entry
    assert "## Ce qui se passe" in entry
    english = french["content/projects/river-map.en.md"].decode("utf-8")
    assert english.startswith("---\ntitle: River map\nsummary: ")
    assert "start:" not in english
    assert "content/topics/water.fr.md" not in french
    only = site_files(Preset("institute", ("en",)))
    assert not [path for path in only if ".fr." in path]
    assert "fr:" not in only["content/site.yaml"].decode("utf-8")


def test_init_says_what_is_wrong_with_a_language(tmp_path: Path) -> None:
    assert '"klingon" is not a language code' in run(
        "init", tmp_path / "a", "--languages", "klingon", status=2
    )
    assert "name at least one language" in run("init", tmp_path / "a", "--languages", ",", status=2)
    run("init", tmp_path / "a", "--preset", "minimal", "--languages", "pt, en", "--title", "Rede")
    assert "default_language: pt\nlanguages:\n  pt: {}\n  en: {locale: en_GB}" in (
        tmp_path / "a/content/site.yaml"
    ).read_text("utf-8")
    assert "no problems" in run("check", "--strict", "--root", tmp_path / "a")


# --- editors ---------------------------------------------------------------------------------


GIVEN = {
    "text": "An example.",
    "number": "12.5",
    "date": "2026-05-31",
}
REFERENCES = {"topics": "water", "sources": "annual-report"}
WAITING = re.compile(r"^(\w+):  # required", re.MULTILINE)


def value_for(field: Field) -> str:
    if field.kind == "reference":
        return REFERENCES[field.to[0]]
    return next(iter(field.choices)) if field.kind == "choice" else GIVEN[field.kind]


@pytest.mark.parametrize("name", TYPES)
def test_a_new_entry_passes_once_its_required_fields_are_filled(tmp_path: Path, name: str) -> None:
    root = made(tmp_path)
    path = run("new", name, "Kitchen: a “test”", "--root", root).strip()
    text = (root / path).read_text(encoding="utf-8")
    fields = load(root).types[name].fields
    required = [field.name for field in fields.values() if field.required and field.name != "title"]
    assert sorted(WAITING.findall(text)) == sorted(required)

    empty = problems(built(root, drafts=True))
    assert [p.code for p in empty if p.location.path == path] == ["field.empty"] * len(required)

    filled = WAITING.sub(lambda match: f"{match[1]}: {value_for(fields[match[1]])}  # required", text)
    for version in (filled, re.sub(r"^draft: .*\n", "", filled, flags=re.MULTILINE)):
        (root / path).write_text(version, encoding="utf-8")
        site = built(root, drafts="draft:" in version)
        assert not problems(site), shown(root, problems(site))
    assert any("Kitchen: a “test”" in text for text in pages(site).values()) or name in ("pages", "figures")


def test_new_never_overwrites(tmp_path: Path) -> None:
    root = made(tmp_path)
    before = (root / "content/topics/water.md").read_bytes()

    assert "exists already" in run("new", "topics", "Water", "--root", root, status=2)
    assert (root / "content/topics/water.md").read_bytes() == before


EVENTS = {
    "content/events/_type.yaml": """\
name: {en: Event, fr: Événement}
plural: {en: Events, fr: Événements}
date: start
sort: [-start, title]
state:
  from: start
  until: [end, start]
  values:
    upcoming: {en: Upcoming, fr: À venir}
    ongoing: {en: Taking place now, fr: En cours}
    past: {en: Past, fr: Passé}
fields:
  start: {kind: datetime, whole_day: true, required: true, label: {en: Start, fr: Début}}
  end: {kind: datetime, whole_day: true, label: {en: End, fr: Fin}}
  place: {kind: text, label: {en: Place, fr: Lieu}}
  country: {kind: country, label: {en: Country, fr: Pays}}
  topics:
    kind: reference
    to: topics
    many: true
    label: {en: Topics, fr: Thèmes}
    inverse: events
    inverse_label: {en: Events, fr: Événements}
index:
  facets: [state, topics, country]
  feed: true
""",
    "content/events/river-day.md": """\
---
title: River day
summary: A day at the river.
start: 2026-06-20T10:00+02:00
end: 2026-06-20T16:00+02:00
place: The old bridge
country: PT
topics: [water]
---

Bring boots.
""",
    "content/events/street-walk.md": """\
---
title: Street walk
summary: A walk through the streets.
start: 2025-09-16
topics: [public-space, water]
---

It was dry.
""",
}


def test_a_folder_makes_a_type(tmp_path: Path) -> None:
    root = made(tmp_path, EVENTS)

    site = built(root)

    assert not problems(site), shown(root, problems(site))
    found = pages(site)
    assert "River day" in found["events/index.html"]
    assert "Événements" in found["fr/events/index.html"]
    assert "River day" in found["events/state/upcoming/index.html"]
    assert "Street walk" in found["events/state/past/index.html"]
    assert "Street walk" in found["events/topics/water/index.html"]
    assert "River day" in found["countries/pt/index.html"]
    water = found["topics/water/index.html"]
    assert water.index("<h2>Events</h2>") < water.index("River day") < water.index("Street walk")
    assert "16 September 2025" in water
    assert {"events/feed.xml", "fr/events/feed.xml", "data/events.json"} <= {a.path for a in site.artifacts}
    assert "/events/feed.xml" in found["events/index.html"]


def test_a_type_of_data_needs_no_template_of_its_own(tmp_path: Path) -> None:
    definition = """\
name: Member
plural: Members
page: false
fields:
  topics: {kind: reference, to: topics, many: true, inverse: members, inverse_label: Members}
"""
    members = {
        "content/members/_type.yaml": definition,
        "content/members/a.yaml": "title: A\ntopics: [water]\n",
    }
    root = made(tmp_path, members)

    site = built(root)

    assert not problems(site), shown(root, problems(site))
    assert '<li class="card" id="a">' in pages(site)["members/index.html"]
    assert '<a href="/members/#a">A</a>' in pages(site)["topics/water/index.html"]


def test_the_mistake_in_the_readme_is_reported_as_there(tmp_path: Path) -> None:
    example = re.search(r"```\n(content/.*?)```", source("README.md"), re.DOTALL)
    assert example
    path = "content/projects/street-trees.md"
    root = made(tmp_path, {path: source(path).replace("[public-space]", "[public-spaces]")})

    assert shown(root, problems(built(root))) == example[1].strip()


def test_the_readme_names_files_and_commands_that_exist() -> None:
    text = source("README.md")
    files = site_files().keys()
    folders = {f"{parent}/" for path in files for parent in map(str, Path(path).parents)}
    invented = {
        "content/news/summer-school.md",
        "content/events/",
        "public/",
        ".venv/",
        "vendor/",
        "requirements.txt",
    }
    for name in re.findall(r"`([\w./-]+(?:/|\.md|\.yaml|\.yml|\.po|\.txt))`", text):
        near = {f"content/{name}", f"content/topics/{name}"}
        assert {name, *near} & (files | folders | invented) or name == "_type.yaml", name
    check_commands(text)


WORKFLOWS = [f".github/workflows/sitegen-{name}.yml" for name in ("check", "preview", "site", "weekly")]


@pytest.mark.parametrize("path", [*WORKFLOWS, ".gitlab-ci.yml"])
def test_the_workflows_run_commands_that_exist(path: str) -> None:
    """The other tests of the workflows are in tests/actions."""
    check_commands(source(path))


@pytest.mark.parametrize(
    ("ci", "written"),
    [("github", {".github/workflows/site.yml"}), ("gitlab", {".gitlab-ci.yml"}), ("none", set())],
)
def test_a_site_has_the_files_of_its_ci_system(ci: str, written: set[str], tmp_path: Path) -> None:
    run("init", "--ci", ci, tmp_path / "site")

    paths = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*")}
    assert paths & {".github/workflows/site.yml", ".gitlab-ci.yml"} == written
    assert (".github/ISSUE_TEMPLATE/1-mistake.yml" in paths) == (ci != "gitlab")
    run("schema", "--check", "--root", tmp_path / "site")


def check_commands(text: str) -> None:
    """Checks that every `sitegen …` in a text is a command with options that exist."""
    found = re.findall(rf"sitegen ({'|'.join(commands())})((?: +(?:--[\w-]+|\"[^\"\n]*\"|\w+))*)", text)
    assert found
    for name, rest in found:
        command = command_of(name)
        assert command
        options = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[\w-]+", rest)) <= options, (name, rest)


# --- the files themselves --------------------------------------------------------------------

HOSTS = {"example.org", "example.com", "localhost:8000", "www.python.org", "www.w3.org"}
HOSTS |= {"github.com", "docs.github.com", "api.netlify.com"}


def test_nothing_names_this_machine() -> None:
    private = {str(ROOT), str(Path.home()), socket.gethostname(), "/tmp", "/home/", "/Users/", "127.0.0.1"}
    if len(getpass.getuser()) > 4:
        private.add(getpass.getuser())
    for path, data in site_files().items():
        text = data.decode("utf-8")

        assert [word for word in private if word in text] == [], path
        assert set(re.findall(r"https?://([^/\s\"'>)]+)", text)) <= HOSTS, path


def test_files_are_written_the_same_way() -> None:
    for path, data in site_files().items():
        text = data.decode("utf-8")

        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert "\r" not in text, path
        assert "\t" not in text, path
        assert not re.search(r"[ ]+$", text, re.MULTILINE), path


def test_the_wheel_takes_every_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    beside = {name: f"sitegen/{name}" for name in ("LICENSE", "requirements.lock")}
    assert (wheel["packages"], wheel["force-include"]) == (["sitegen"], beside)

    rules = [line for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line]
    ignored = {rule.strip("/") for rule in rules if not rule.startswith(("#", "/"))}
    here = ROOT / "sitegen"
    folders = (here / "authoring/scaffold", here / "themes")
    files = [p.relative_to(here) for folder in folders for p in folder.rglob("*") if p.suffix != ".pyc"]
    for file in files:
        assert not [rule for rule in ignored for part in file.parts if Path(part).match(rule)], file
        assert not [part for part in file.parts if part.startswith(".")], file
