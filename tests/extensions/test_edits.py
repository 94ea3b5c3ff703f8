"""What a build renders after an edit of each kind of extension, and that it is what a clean build gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.upkeep.why import as_text, why
from tests.build.builds import assert_as_clean, build, replace_in, tree, write
from tests.sites import entry, load

SITE = """title: Notes
description: What happens.
base_url: https://example.org
languages: {en: {}, fr: {}}
"""
PAGE = '<!doctype html>{% include "head.html" %}{{ page.title }}|{% block main %}{% endblock %}'
FILES = {
    "content/site.yaml": SITE,
    "content/people/_type.yaml": "name: Person\nplural: People\ndescription: People.\nindex: false\n"
    "template: person.html\nfields:\n  phone: {kind: phone}\n",
    "content/people/ann.md": entry("Ann", "phone: +47 22"),
    "content/people/bob.md": entry("Bob", "phone: +47 33"),
    "content/places/_type.yaml": "name: Place\nplural: Places\ndescription: Places.\nindex: false\n",
    "content/places/port.md": entry("Port", body="Since {{< year 1990 >}}."),
    "content/places/bay.md": entry("Bay", body="A ==calm== bay."),
    "templates/head.html": "{{ motto() }}",
    "templates/home.html": "<!doctype html>{{ page.title }}",
    "templates/page.html": PAGE,
    "templates/person.html": '{% extends "page.html" %}{% block main %}'
    "{{ page.fields.phone }}{{ body.html }}{% endblock %}",
    "templates/entry.html": '{% extends "page.html" %}{% block main %}'
    "{{ page.title|loud }}{{ body.html }}{% endblock %}",
    "templates/404.html": "{% if page.title is short %}short{% endif %}",
    "templates/index.html": "",
    "static/site.css": "p {}",
    "extensions/_signs.py": 'SIGN = "!"\n',
    "extensions/loud.py": (
        "from ._signs import SIGN\n\n"
        "def loud(text):\n    return text.upper() + SIGN\n\nFILTERS = {'loud': loud}\n"
    ),
    "extensions/short.py": "def short(text):\n    return len(text) < 20\n\nTESTS = {'short': short}\n",
    "extensions/motto.txt": "Together",
    "extensions/motto.py": (
        "from pathlib import Path\n\nFILES = ('extensions/motto.txt',)\n\n"
        "def motto():\n    return (Path(__file__).parent / 'motto.txt').read_text()\n\n"
        "GLOBALS = {'motto': motto}\n"
    ),
    "extensions/phone.py": (
        "from sitegen.extend import Kind\n\n"
        "def view(viewing, field, value, page, place):\n    return 'tel:' + value\n\n"
        "KINDS = {'phone': Kind(name='phone', noun='a number', pattern=r'[+0-9 ]+', example='+47', "
        "view=view)}\n"
    ),
    "extensions/year.py": (
        "def year(number):\n    return f'the year {int(number)}'\n\nSHORTCODES = {'year': year}\n"
    ),
    "extensions/marks.py": "MARKDOWN = {'pymdownx.mark': {}}\n",
    "extensions/style.py": (
        "from sitegen.extend import Location, Problem, Severity\n\n"
        "def check(document, config, source):\n"
        "    if 'never' in source.text:\n"
        "        yield Problem('style.word', 'avoid never', Location(document.path), "
        "severity=Severity.WARNING)\n\n"
        "DOCUMENT_RULES = (check,)\n"
    ),
    "extensions/names.py": (
        "from sitegen.extend import Input, Output\n\n"
        "def names(inputs, key):\n    return sorted(page.title for page in inputs.site.pages.values())\n\n"
        "def text(job):\n    return ', '.join(job.context['names']).encode()\n\n"
        "def plan(site, sources):\n"
        "    yield Output('names.txt', 'names', 'en', {'names': Input('names', '')}, 'content/site.yaml')\n\n"
        "INPUTS = {'names': names}\nRENDERERS = {'names': text}\nPLANNERS = (plan,)\n"
    ),
    "templates/list.html": "{{ page.title }}: {{ podcast|join(', ') }}|{{ motto() }}|{{ people }}",
    "extensions/podcast/__init__.py": (
        "from sitegen.extend import GeneratedPage, SubjectKind, generated, in_languages\n\n"
        "def view(context, key):\n"
        "    return generated(context, 'podcast', 'podcast', '/podcast/', 'Our podcast', 'All of it.')\n\n"
        "def podcast(inputs, key):\n    return [key, 'two']\n\n"
        "def plan(site, sources):\n"
        "    page = GeneratedPage('/podcast/', 'podcast:', 'podcast.html', 'content/site.yaml',\n"
        "                         {'podcast': 'podcast'}, 'one')\n"
        "    yield from in_languages(page, site.config)\n\n"
        "INPUTS = {'podcast': podcast}\nSUBJECTS = {'podcast': view}\n"
        "TEMPLATES = {'podcast.html': 'files/podcast.html'}\nPLANNERS = (plan,)\n"
    ),
    "extensions/podcast/files/podcast.html": '{% include "list.html" %}!',
    "extensions/people.py": (
        "def people(inputs, key):\n"
        "    return len(inputs.site.entries['people'])\n\nSHARED_INPUTS = {'people': people}\n"
    ),
    "extensions/cover.py": (
        "from sitegen.extend import Input, Output\n\n"
        "def cover(job):\n    return job.output.language.encode() + b' cover'\n\n"
        "def plan(site, sources):\n"
        "    for code in site.config.languages:\n"
        "        yield Output(f'{code}.cover', 'cover', code, {}, 'content/site.yaml')\n\n"
        "RENDERERS = {'cover': cover}\nSLOW = ('cover',)\nPLANNERS = (plan,)\n"
    ),
    "extensions/_words.txt": "never",
    "extensions/_words.py": (
        "from pathlib import Path\n\nFILES = ('extensions/_words.txt',)\n"
        "WORDS = Path(__file__).with_name('_words.txt').read_text()\n"
    ),
    "extensions/words.py": "from ._words import WORDS\n\nSHORTCODES = {'words': lambda: WORDS}\n",
    "content/places/hill.md": entry("Hill", body="{{< words >}} again."),
}  # fmt: skip
HOMES = {"index.html", "fr/index.html"}
MISSING = {"404.html", "fr/404.html"}
PEOPLE = {"people/ann/index.html", "people/bob/index.html"}
PORT, BAY, HILL = ({f"places/{name}/index.html"} for name in ("port", "bay", "hill"))
SHOWN = PORT | BAY | HILL
DATA = {"data/index.json", "data/people.csv", "data/people.json"}
PODCAST = {"podcast/index.html", "fr/podcast/index.html"}

Edit = Callable[[Path], None]


def edit(name: str, old: str, new: str) -> Edit:
    return lambda root: replace_in(root, f"extensions/{name}", old, new)


EDITS: dict[str, tuple[Edit, set[str]]] = {
    "a filter": (edit("loud.py", "upper", "title"), SHOWN),
    "a module that a filter imports": (edit("_signs.py", "!", "?"), SHOWN),
    "a filter that gives the same": (edit("loud.py", "upper() + SIGN", "upper() + SIGN + ''"), SHOWN),
    "a test": (edit("short.py", "< 20", "> 20"), MISSING),
    "a global": (edit("motto.py", ".read_text()", ".read_text().upper()"), PEOPLE | SHOWN | PODCAST),
    "a file that a global reads": (edit("motto.txt", "Together", "Alone"), PEOPLE | SHOWN | PODCAST),
    "the view of a field kind": (edit("phone.py", "tel:", "call:"), PEOPLE),
    "a shortcode": (edit("year.py", "the year", "year"), PORT),
    "a Markdown extension": (edit("marks.py", "'pymdownx.mark': {}", "'pymdownx.caret': {}"), BAY),
    "a rule": (edit("style.py", "never", "Since"), set()),
    "a renderer": (edit("names.py", "', '.join", "'; '.join"), {"names.txt"}),
    "an input": (edit("names.py", "page.title for", "page.title.upper() for"), {"names.txt"}),
    "the path of an output": (edit("names.py", "names.txt", "list.txt"), {"list.txt"}),
    "a subject": (edit("podcast/__init__.py", "Our podcast", "The podcast"), PODCAST),
    "the address of a page": (
        edit("podcast/__init__.py", "/podcast/", "/sound/"), {"sound/index.html", "fr/sound/index.html"},
    ),
    "a template of an extension": (edit("podcast/files/podcast.html", "!", "?"), PODCAST),
    "the template that one includes": (
        lambda root: replace_in(root, "templates/list.html", "{{ page.title }}", "A {{ page.title }}"),
        PODCAST,
    ),
    "a template of the site in place of one of an extension": (
        lambda root: write(root, "templates/podcast.html", "Own {{ page.title }}"), PODCAST,
    ),
    "a shared input": (edit("people.py", "['people'])", "['people']) + 1"), PODCAST),
    "a slow renderer": (edit("cover.py", "' cover'", "' picture'"), {"en.cover", "fr.cover"}),
    "a file that an imported module reads": (edit("_words.txt", "never", "always"), HILL),
    "a person": (
        lambda root: write(root, "content/people/eve.md", entry("Eve", "phone: +47 44")),
        {"people/eve/index.html", "names.txt", "sitemap.xml"} | DATA | PODCAST,
    ),
    "a comment": (edit("motto.py", "def motto", "# The motto.\ndef motto"), PEOPLE | SHOWN | PODCAST),
    "a file that nothing imports": (
        lambda root: write(root, "extensions/notes.txt", "Remember the milk."), set(),
    ),
}  # fmt: skip


def make(root: Path) -> Path:
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        write(root, name, text)
    result = build(root)
    assert not result.report.problems, result.report.problems
    return root


WARNED = {"a Markdown extension": ("markdown.template",)}
"""Warnings after an edit: without the extension that marks words, readers see `==` as it is written."""


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_renders_exactly_what_uses_it(tmp_path: Path, name: str, jobs: int) -> None:
    change, expected = EDITS[name]
    root = make(tmp_path / "site")
    change(root)

    result = build(root, jobs=jobs)

    assert set(result.rendered) == expected
    if name != "a rule":
        assert_as_clean(root, warned=WARNED.get(name, ()))


def test_the_values_of_all_registers_are_on_the_pages(tmp_path: Path) -> None:
    root = make(tmp_path / "site")

    pages = {
        path: data.decode() for path, data in tree(root / "public").items() if path.endswith(("html", "txt"))
    }

    assert pages["places/port/index.html"] == "<!doctype html>TogetherPort|PORT!<p>Since the year 1990.</p>"
    assert pages["places/bay/index.html"] == "<!doctype html>TogetherBay|BAY!<p>A calm bay.</p>"
    assert pages["people/ann/index.html"] == "<!doctype html>TogetherAnn|tel:+47 22<p>Text.</p>"
    assert pages["404.html"] == "short"
    assert pages["names.txt"] == "Ann, Bay, Bob, Hill, Port"
    assert pages["podcast/index.html"] == "Our podcast: one, two|Together|2!"
    assert pages["places/hill/index.html"] == "<!doctype html>TogetherHill|HILL!<p>never again.</p>"
    assert (root / "public/fr.cover").read_bytes() == b"fr cover"


def test_why_lists_the_extensions_of_a_page_or_file(tmp_path: Path) -> None:
    root = make(tmp_path / "site")
    config = load(root)

    def extensions(address: str) -> list[str]:
        (origin,) = why(root, config, address).found
        return [path.removeprefix("extensions/") for path in origin.extensions]

    assert extensions("/people/ann/") == ["motto.py", "phone.py"]
    assert extensions("/places/port/") == ["loud.py", "motto.py", "year.py"]
    assert extensions("/places/hill/") == ["loud.py", "motto.py", "words.py"]
    assert extensions("/podcast/") == ["motto.py", "people.py", "podcast/__init__.py"]
    assert extensions("/404.html") == ["short.py"]
    assert extensions("/names.txt") == ["names.py"]
    assert extensions("/fr.cover") == ["cover.py"]
    assert extensions("/") == extensions("/data/people.json") == []
    shown = as_text(why(root, config, "/people/ann/").found[0])
    assert "\n  extensions  extensions/motto.py\n              extensions/phone.py\n  inputs      " in shown
