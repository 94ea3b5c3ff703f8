"""The examples of `extending.md` do what the page says, and are on it as they are here."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sitegen.definition.config import load_config
from tests.build.builds import assert_as_clean, build, replace_in
from tests.hosts import Reply, host
from tests.sites import Files, attempt, base_text, build_good, entry, make_site

ROOT = Path(__file__).parents[2]
HOME = Path(__file__).parent / "examples"
EXAMPLES = ("initials", "phone", "house_style", "podcast", "donors", "members", "formulas")
PAGE = ROOT / "docs/content/manual/developers/extending.md"
ENTRY = base_text("templates/entry.html")


def example(name: str) -> dict[str, str | bytes | None]:
    return {f"extensions/{name}.py": (HOME / f"{name}.py").read_text(encoding="utf-8")}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_on_the_page_and_short(name: str) -> None:
    text = (HOME / f"{name}.py").read_text(encoding="utf-8")

    assert f"`extensions/{name}.py`" in PAGE.read_text(encoding="utf-8")
    assert f"```python\n{text}```" in PAGE.read_text(encoding="utf-8")
    assert text.count("\n") < 30


def test_a_filter(tmp_path: Path) -> None:
    page = "<!doctype html>{{ page.title|initials }}"

    built = build_good(tmp_path, {**example("initials"), "templates/404.html": page})

    assert built["404.html"] == "<!doctype html>PNF"  # Page not found


PEOPLE = "name: Person\nplural: People\nfields:\n  phone: {kind: phone, many: true}\n"


def test_a_field_kind(tmp_path: Path) -> None:
    site: dict[str, str | bytes | None] = {**example("phone"), "content/people/_type.yaml": PEOPLE}
    phones = "{% for phone in page.fields.phone|default(()) %}{{ phone }}{% endfor %}"
    site["templates/entry.html"] = ENTRY.replace("{% block main %}", f"{{% block main %}}{phones}")
    good = {**site, "content/people/ann.md": entry("Ann", "phone: [+47 22 33 44 55]")}

    built = build_good(tmp_path, good)

    assert '<a href="tel:+4722334455">+47 22 33 44 55</a>' in built["people/ann/index.html"]

    wrong = attempt(tmp_path, {"content/people/ann.md": entry("Ann", "phone: [+47 22, 22 33 44 55]")})
    assert wrong.problems == (
        'content/people/ann.md:3:9: field.pattern: "+47 22" is not a telephone number with its country\n'
        "  | phone: [+47 22, 22 33 44 55]\n"
        "  |         ^\n"
        "  like +47 22 33 44 55\n"
        'content/people/ann.md:3:17: field.pattern: "22 33 44 55" is not a telephone number with its '
        "country\n"
        "  | phone: [+47 22, 22 33 44 55]\n"
        "  |                 ^\n"
        "  like +47 22 33 44 55"
    )


def test_a_rule(tmp_path: Path) -> None:
    site: dict[str, str | bytes | None] = {
        **example("house_style"),
        "extensions/house-words.txt": "e-mail = email\nutilise = use\n",
        "content/topics/air.md": entry("Air", body="Good.\n\nWe utilise e-mail, not emails."),
    }

    built = build_good(tmp_path, site, warned={"house.word"})

    assert built.problems == (
        'content/topics/air.md:7:4: warning: house.word: "utilise" is not a word of ours\n'
        "  | We utilise e-mail, not emails.\n"
        "  |    ^\n"
        "  write use\n"
        'content/topics/air.md:7:12: warning: house.word: "e-mail" is not a word of ours\n'
        "  | We utilise e-mail, not emails.\n"
        "  |            ^\n"
        "  write email"
    )


EPISODES = """name: Episode
plural: Episodes
date: published
fields:
  published: {kind: date, required: true}
  audio: {kind: file, required: true}
"""
PODCAST: Files = {
    "content/site.yaml": base_text("content/site.yaml") + "files: [mp3]\n",
    "content/episodes/_type.yaml": EPISODES,
    "content/episodes/one.md": entry("Bread & butter", "published: 2026-03-01", "audio: one.mp3"),
    "content/episodes/one.mp3": b"ID3" + bytes(97),
    "content/episodes/two.md": entry("Water", "published: 2026-04-12", "audio: two.mp3"),
    "content/episodes/two.mp3": b"ID3" + bytes(197),
}
FEED = (
    '<rss version="2.0"><channel><title>City Notes</title><link>https://example.org/</link>'
    "<description>What cities do together.</description>"
    "<item><title>Water</title><guid>https://example.org/episodes/two/</guid>"
    "<pubDate>12 Apr 2026 12:00:00 GMT</pubDate>"
    '<enclosure url="https://example.org/episodes/two.mp3" length="200" type="audio/mpeg"/></item>'
    "<item><title>Bread &amp; butter</title><guid>https://example.org/episodes/one/</guid>"
    "<pubDate>01 Mar 2026 12:00:00 GMT</pubDate>"
    '<enclosure url="https://example.org/episodes/one.mp3" length="100" type="audio/mpeg"/></item>'
    "</channel></rss>\n"
)


def test_an_output(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {**example("podcast"), **PODCAST})

    assert build(root).report.problems == ()
    assert (root / "public/podcast.xml").read_text(encoding="utf-8") == FEED

    replace_in(root, "content/episodes/one.md", "Text.", "Words.")
    assert "podcast.xml" not in build(root).rendered
    replace_in(root, "content/episodes/one.md", "Bread & butter", "Bread")
    assert "podcast.xml" in build(root).rendered
    assert_as_clean(root)


GIVERS = "name: Giver\nplural: Givers\nindex: false\n"
DONORS = (
    '{% extends "base.html" %}{% block main %}<ul>{% for name in donors %}<li>{{ name }}{% endfor %}</ul>'
    "{% for one in languages %}{{ one.url }} {% endfor %}{% endblock %}"
)


def test_a_page(tmp_path: Path) -> None:
    site: dict[str, str | bytes | None] = {
        **example("donors"),
        "extensions/donors.html": DONORS,
        "content/givers/_type.yaml": GIVERS,
        "content/givers/ann.md": entry("Ann"),
        "content/givers/ida.md": entry("Ida & Sons"),
    }
    root = make_site(tmp_path / "site", site)

    assert build(root).report.problems == ()
    english, french = (
        (root / f"public/{place}donors/index.html").read_text("utf-8") for place in ("", "fr/")
    )
    assert "<ul><li>Ann<li>Ida &amp; Sons</ul>" in english
    assert "<title>Donors" in english
    assert "<title>Donateurs" in french
    assert "/donors/ /fr/donors/ " in english

    replace_in(root, "content/givers/ann.md", "Text.", "Words.")
    assert "donors/index.html" not in build(root).rendered
    replace_in(root, "extensions/donors.html", "<ul>", "<ul class=donors>")
    assert set(build(root).rendered) == {"donors/index.html", "fr/donors/index.html"}
    assert_as_clean(root)


SHEET = b"Organisation,Country,Joined,Status\nOslo Rivers,no,2019-04-02,active\nOld Port,fr,2011-01-01,left\n"
MEMBERS = """name: Member
plural: Members
rows: {{loader: members, from: "{url}/members.csv"}}
fields:
  country: {{kind: country}}
  since: {{kind: integer}}
"""


def test_a_loader(tmp_path: Path) -> None:
    with host(planted={"/members.csv": Reply(200, SHEET, {"Content-Type": "text/csv"})}) as office:
        types = {"content/members/_type.yaml": MEMBERS.format(url=office.url)}
        root = make_site(tmp_path, {**example("members"), **types})
        done = sitegen("fetch", "members", "--root", str(root), "--now", "2026-05-31")

    assert done.stdout + done.stderr == "content/members/_rows.csv: 1 rows, changed\n"
    assert (root / "content/members/_rows.csv").read_text() == "title,country,since\nOslo Rivers,NO,2019\n"
    lock = (root / "content/rows.lock").read_text()
    assert lock.startswith("members 2026-05-31 ")
    assert lock.endswith(f" {office.url}/members.csv\n")
    assert "Oslo Rivers" in build_good(tmp_path)["members/oslo-rivers/index.html"]


def test_a_loader_that_fails_names_its_line(tmp_path: Path) -> None:
    with host(planted={"/members.csv": Reply(200, SHEET.replace(b"Status", b"State"))}) as office:
        types = {"content/members/_type.yaml": MEMBERS.format(url=office.url)}
        root = make_site(tmp_path, {**example("members"), **types})
        done = sitegen("fetch", "--root", str(root))

    assert done.returncode == 1
    assert (
        "extensions/members.py:10:12: extension.failed: the loader \"members\" fails: KeyError: 'Status'"
        in (done.stdout)
    )
    assert not (root / "content/members/_rows.csv").exists()


def sitegen(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sitegen", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


MATH = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>e</mi><mo>=</mo><mi>m</mi>'
    "<msup><mi>c</mi><mn>2</mn></msup></mrow>"
)


@pytest.mark.parametrize("engine", ["python-markdown", "gfm"])
def test_math(tmp_path: Path, engine: str) -> None:
    site: dict[str, str | bytes | None] = {
        **example("formulas"),
        "extensions/katex/katex.min.js": (HOME / "katex/katex.min.js").read_bytes(),
        "content/site.yaml": base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n",
        "content/topics/energy.md": entry(
            "Energy", body="It is {{< math `e=mc^2` >}}.\n\n{{< math `\\frac{a}{b}` block >}}"
        ),
    }

    page = build_good(tmp_path, site, jobs=2)["topics/energy/index.html"]

    assert MATH in page
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">' in page
    assert "<script" not in page


def test_a_formula_that_is_wrong_is_reported_at_its_place(tmp_path: Path) -> None:
    site: dict[str, str | bytes | None] = {
        **example("formulas"),
        "extensions/katex/katex.min.js": (HOME / "katex/katex.min.js").read_bytes(),
        "content/topics/energy.md": entry("Energy", body="It is {{< math `\\frac{a` >}}."),
    }

    outcome = attempt(tmp_path, site)

    assert outcome.codes == ["extension.failed"]
    message = outcome.found[0].message
    assert message.startswith(
        'the shortcode "math" fails: JSException: ParseError: KaTeX parse error: Unexpec'
    )
    assert message.endswith("at end of input: \\frac{a; called from content/topics/energy.md:5:7")


def test_a_site_without_the_package_that_an_example_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "quickjs", None)
    make_site(tmp_path, example("formulas"))

    config, problems = load_config(tmp_path, date(2026, 1, 1))

    assert config is None
    assert [(p.code, p.location.line) for p in problems] == [("extension.import", 6)]
