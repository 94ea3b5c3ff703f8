"""Failures in the code of extensions are problems with their line and that of the caller, never faults."""

# ruff: noqa: E501 - messages are as long as they are

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.builds import build
from tests.sites import attempt, base_text, entry, make_site

TOPIC = "content/topics/food.md"
TYPES = "name: Person\nplural: People\nfields:\n  phone: {kind: phone}\n"
ANN = {"content/people/_type.yaml": TYPES, "content/people/ann.md": entry("Ann", "phone: '22'")}
KIND = (
    "from sitegen.extend import Kind\n\n\ndef {head}:\n    {body}\n\n\n"
    "KINDS = {{'phone': Kind(name='phone', {name}={name})}}\n"
)
OUTPUT = "from sitegen.extend import Input, Output\n\n\n{code}\n\n\nPLANNERS = (plan,)\n{more}"
PLAN = "def plan(site, sources):\n    yield Output('a.txt', '{}', 'en', {}, 'content/site.yaml')\n"
CALL = '{% extends "base.html" %}{% block main %}\n'

FAILURES: dict[str, tuple[dict[str, str], str]] = {
    "a filter on a page": (
        {"f.py": "def f(text):\n    return text[99]\n\n\nFILTERS = {'f': f}\n",
         "404.html": CALL + "<p>{{ page.title|f }}</p>{% endblock %}"},
        'extensions/f.py:2:12: extension.failed: the filter "f" fails: IndexError: string index out of range; '
        "called from templates/404.html:2, while rendering /404.html",
    ),
    "a filter named for another filter": (
        {"f.py": "def f(text):\n    return text[99]\n\n\nFILTERS = {'f': f}\n",
         "404.html": CALL + "<p>{{ ['a']|map('f')|join }}</p>{% endblock %}"},
        'extensions/f.py:2:12: extension.failed: the filter "f" fails: IndexError: string index out of range; '
        "called from templates/404.html:2, while rendering /404.html",
    ),
    "a method of Python under FILTERS": (
        {"f.py": "FILTERS = {'f': str.upper}\n", "404.html": CALL + "<p>{{ 1|f }}</p>{% endblock %}"},
        "extensions/f.py:1:12: extension.failed: the filter \"f\" fails: TypeError: descriptor 'upper' for 'str' "
        "objects doesn't apply to a 'int' object; called from templates/404.html:2, while rendering /404.html",
    ),
    "a filter that returns an open file": (
        {"f.py": "import io\n\n\ndef f(text):\n    return io.StringIO(text)\n\n\nFILTERS = {'f': f}\n",
         "404.html": CALL + "<p>{{ page.title|f }}</p>{% endblock %}"},
        'extensions/f.py:8:12: extension.result: the filter "f" returns an open file; it may return texts, numbers, '
        "dates, lists and mappings of them; called from templates/404.html:2, while rendering /404.html",
    ),
    "a filter that returns a generator in a list": (
        {"f.py": "def f(text):\n    return [n for n in [(c for c in text)]]\n\n\nFILTERS = {'f': f}\n",
         "404.html": CALL + "<p>{{ page.title|f }}</p>{% endblock %}"},
        'extensions/f.py:5:12: extension.result: the filter "f" returns a value of the type generator; it may return '
        "texts, numbers, dates, lists and mappings of them; called from templates/404.html:2, while rendering "
        "/404.html",
    ),
    "a filter that calls itself": (
        {"f.py": "def f(text):\n    return f(text)\n\n\nFILTERS = {'f': f}\n",
         "404.html": CALL + "<p>{{ page.title|f }}</p>{% endblock %}"},
        'extensions/f.py:2:12: extension.failed: the filter "f" fails: RecursionError: maximum recursion depth '
        "exceeded; called from templates/404.html:2, while rendering /404.html",
    ),
    "a filter that ends the program": (
        {"f.py": "import sys\n\n\ndef f(text):\n    sys.exit(3)\n\n\nFILTERS = {'f': f}\n",
         "404.html": CALL + "<p>{{ page.title|f }}</p>{% endblock %}"},
        'extensions/f.py:5:5: extension.failed: the filter "f" fails: SystemExit: 3; '
        "called from templates/404.html:2, while rendering /404.html",
    ),
    "a filter that gets nothing from the template": (
        {"f.py": "def f(text):\n    return text.upper()\n\n\nFILTERS = {'f': f}\n",
         "404.html": CALL + "<p>{{ page.titel2|f }}</p>{% endblock %}"},
        'templates/404.html:2:12: template.undefined: page has no "titel2"',
    ),
    "a test that returns a number": (
        {"f.py": "def f(text):\n    return len(text)\n\n\nTESTS = {'f': f}\n",
         "404.html": CALL + "<p>{{ page.title is f }}</p>{% endblock %}"},
        'extensions/f.py:5:10: extension.result: the test "f" returns a number, not True or False; called from '
        "templates/404.html:2, while rendering /404.html",
    ),
    "a misspelt test": (
        {"f.py": "def short(text):\n    return len(text) < 9\n\n\nTESTS = {'short': short}\n",
         "404.html": CALL + "<p>{{ page.title is shrot }}</p>{% endblock %}"},
        'templates/404.html:2:21: template.syntax: there is no test "shrot"',
    ),
    "a global": (
        {"f.py": "def f():\n    raise ValueError('no\\nmore')\n\n\nGLOBALS = {'f': f}\n",
         "404.html": CALL + "<p>{{ f() }}</p>{% endblock %}"},
        'extensions/f.py:2:5: extension.failed: the global "f" fails: ValueError: no; called from '
        "templates/404.html:2, while rendering /404.html",
    ),
    "a global that is a class": (
        {"f.py": "class F:\n    pass\n\n\nGLOBALS = {'f': F}\n"},
        'extensions/f.py:5:12: extension.value: the global "f" is a class',
    ),
    "a shortcode": (
        {"f.py": "def f(n):\n    return str(1 / int(n))\n\n\nSHORTCODES = {'f': f}\n",
         TOPIC: entry("Food", body="A {{< f 0 >}}.")},
        'extensions/f.py:2:16: extension.failed: the shortcode "f" fails: ZeroDivisionError: division by zero; called '
        "from content/topics/food.md:5:3",
    ),
    "a shortcode that returns bytes": (
        {"f.py": "def f():\n    return b'a'\n\n\nSHORTCODES = {'f': f}\n",
         TOPIC: entry("Food", body="A {{< f >}}.")},
        'extensions/f.py:5:15: extension.result: the shortcode "f" returns bytes, not a text or Markup; called from '
        "content/topics/food.md:5:3",
    ),
    "the reading of a field kind": (
        {"f.py": KIND.format(head="read(reading, field, node)", body="return node.txt", name="read"), **ANN},
        'extensions/f.py:5:12: extension.failed: the field kind "phone" fails: AttributeError: \'Scalar\' object has '
        "no attribute 'txt'; called from content/people/ann.md:3:8",
    ),
    "a value of a field kind that cannot be stored": (
        {"f.py": KIND.format(head="read(reading, field, node)", body="return {node.text}", name="read"), **ANN},
        'extensions/f.py:8:10: extension.result: the field kind "phone" returns a set; it may return texts, whole '
        "numbers, dates and tuples of them; called from content/people/ann.md:3:8",
    ),
    "the view of a field kind that looks at other entries": (
        {"f.py": KIND.format(head="view(viewing, field, value, page, place)",
                             body="return viewing.entry('topics/food')", name="view")
                 .replace("name='phone'", "name='phone', noun='a number', pattern='.+'"), **ANN},
        'extensions/f.py:5:12: extension.failed: the field kind "phone" fails: AttributeError: the view of a field '
        "kind has words, rich, choice",
    ),
    "a rule": (
        {"f.py": "from sitegen.extend import Rule, Scope\n\n\ndef check(checked):\n    yield checked.nothing\n\n\n"
                 "RULES = (Rule(check, Scope.FACTS),)\n"},
        "extensions/f.py:5:11: extension.failed: the rule fails: AttributeError: 'Checked' object has no attribute "
        "'nothing'",
    ),
    "a rule for documents": (
        {"f.py": "def check(document, config, source):\n    if document.path == 'content/topics/food.md':\n"
                 "        yield document.nothing\n\n\nDOCUMENT_RULES = (check,)\n"},
        "extensions/f.py:3:15: extension.failed: the rule check fails: AttributeError: 'Document' object has no "
        "attribute 'nothing'; called from content/topics/food.md",
    ),
    "a planner": (
        {"f.py": OUTPUT.format(code="def plan(site, sources):\n    yield site.nothing", more="")},
        "extensions/f.py:5:11: extension.failed: the planner plan fails: AttributeError: 'Site' object has no "
        "attribute 'nothing'",
    ),
    "a planner that yields a text": (
        {"f.py": OUTPUT.format(code="def plan(site, sources):\n    yield 'a.txt'", more="")},
        "extensions/f.py:8:13: extension.result: the planner plan yields a text, not an Output",
    ),
    "an output outside the site": (
        {"f.py": OUTPUT.format(code=PLAN.format("json", "{}").replace("a.txt", "../a.txt"), more="")},
        'extensions/f.py:9:13: extension.result: the planner plan yields an Output with the path "../a.txt"; a path '
        "is like podcast.xml",
    ),
    "an output with a misspelt renderer": (
        {"f.py": OUTPUT.format(code=PLAN.format("jsno", "{}"), more="")},
        'extensions/f.py:9:13: extension.result: the planner plan yields an Output with the renderer "jsno", which '
        "does not exist; did you mean json?",
    ),
    "an output with a misspelt input": (
        {"f.py": OUTPUT.format(code=PLAN.format("json", "{'data': Input('adresses', '')}"), more="")},
        'extensions/f.py:9:13: extension.result: the planner plan yields an Output with an input of the kind '
        '"adresses", which does not exist; did you mean addresses?',
    ),
    "a renderer": (
        {"f.py": OUTPUT.format(code=PLAN.format("f", "{}") + "\n\ndef f(job):\n    return job.nothing",
                               more="RENDERERS = {'f': f}\n")},
        "extensions/f.py:9:12: extension.failed: the renderer \"f\" fails: AttributeError: 'Job' object has no "
        "attribute 'nothing'; while rendering /a.txt",
    ),
    "a renderer that returns a text": (
        {"f.py": OUTPUT.format(code=PLAN.format("f", "{}") + "\n\ndef f(job):\n    return 'text'",
                               more="RENDERERS = {'f': f}\n")},
        'extensions/f.py:13:14: extension.result: the renderer "f" returns a text, not bytes; write .encode("utf-8") '
        "behind it; while rendering /a.txt",
    ),
    "an input": (
        {"f.py": OUTPUT.format(code=PLAN.format("f", "{'f': Input('f', '')}")
                               + "\n\ndef f(*_):\n    return _[0].nothing",
                               more="RENDERERS = {'f': f}\nINPUTS = {'f': f}\n")},
        "extensions/f.py:9:12: extension.failed: the input \"f\" fails: AttributeError: 'InputSource' object has no "
        "attribute 'nothing'; while rendering /a.txt",
    ),
    "a setting that a Markdown extension does not have": (
        {"f.py": "MARKDOWN = {'toc': {'dept': 2}}\n"},
        'extensions/f.py:1:13: extension.value: the Markdown extension "toc" cannot be used: KeyError:',
    ),
    "a misspelt Markdown extension": (
        {"f.py": "MARKDOWN = {'pymdownx.mrak': {}}\n"},
        'extensions/f.py:1:13: extension.value: the Markdown extension "pymdownx.mrak" cannot be imported: No module '
        "named 'pymdownx.mrak'",
    ),
    "a Markdown extension that every site has": (
        {"f.py": "MARKDOWN = {'footnotes': {}}\n"},
        'extensions/f.py:1:13: extension.taken: sitegen has a Markdown extension "footnotes" already',
    ),
    "a file that ends the program": (
        {"f.py": "import sys\n\nsys.exit(3)\n"},
        "extensions/f.py:3:1: extension.failed: the extension fails: SystemExit: 3",
    ),
    "a filter that asks for the context": (
        {"f.py": "from jinja2 import pass_context\n\n\n@pass_context\ndef f(context, text):\n    return text\n\n\n"
                 "FILTERS = {'f': f}\n"},
        'extensions/f.py:9:12: extension.value: the filter "f" asks for the context of the template',
    ),
    "a loader that does not exist": (
        {"content/people/_type.yaml": "name: Person\nplural: People\nrows: {loader: member}\n",
         "f.py": "def members(request):\n    return []\n\n\nLOADERS = {'members': members}\n"},
        'content/people/_type.yaml:3:16: config.value: there is no loader "member"',
    ),
    "neither a loader nor an address": (
        {"content/people/_type.yaml": "name: Person\nplural: People\nrows: {at: data}\n",
         "f.py": "FILTERS = {'f': str.upper}\n"},
        'content/people/_type.yaml:3:7: config.missing: the rows needs "from"',
    ),
}  # fmt: skip


def placed(files: dict[str, str]) -> dict[str, str]:
    """The files with their folders: `f.py` is an extension, `404.html` a template."""
    folders = {".py": "extensions/", "html": "templates/"}
    return {
        path if "/" in path else folders["html" if path.endswith("html") else ".py"] + path: text
        for path, text in files.items()
    }


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_names_the_extension_and_its_caller(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    files, expected = FAILURES[name]

    outcome = attempt(tmp_path, placed(files))

    assert outcome.problems.startswith(expected)
    assert "fault of sitegen" not in outcome.problems
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_on_many_pages_is_one_problem(tmp_path: Path, jobs: int) -> None:
    base = base_text("templates/base.html").replace("<h1>{{ page.title }}", "<h1>{{ page.title|f }}")
    code = "def f(text):\n    return text[99]\n\n\nFILTERS = {'f': f}\n"
    topics = {f"content/topics/t{n}.md": entry(f"T{n}") for n in range(200)}

    outcome = attempt(tmp_path, {"extensions/f.py": code, "templates/base.html": base, **topics}, jobs=jobs)

    assert outcome.codes == ["extension.failed"]


def test_other_mistakes_are_reported_in_the_same_run(tmp_path: Path) -> None:
    code = "def check(document, config, source):\n    yield 1\n\n\nDOCUMENT_RULES = (check,)\n"

    outcome = attempt(tmp_path, {"extensions/f.py": code, TOPIC: entry("Food", body="[A](missing.md).")})

    assert {"extension.result", "link.missing"} <= set(outcome.codes)


def test_a_failure_after_a_good_build_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", placed(FAILURES["a renderer"][0]))
    (root / "extensions/f.py").write_text("FILTERS = {'f': str.upper}\n", encoding="utf-8")
    assert build(root).report.problems == ()
    before = (root / "public/index.html").read_bytes()
    for path, text in placed(FAILURES["a renderer"][0]).items():
        (root / path).write_text(text, encoding="utf-8")

    assert [problem.code for problem in build(root).report.problems] == ["extension.failed"]
    assert (root / "public/index.html").read_bytes() == before
    assert not (root / "public/a.txt").exists()
