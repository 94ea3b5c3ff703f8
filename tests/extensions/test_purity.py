"""What differs between two runs is found in the code of functions that must be pure, and only there."""

# ruff: noqa: E501 - code of extensions, as it is

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sitegen.definition.config import load_config
from tests.sites import make_site

FOUND = {
    "today": ("from datetime import date\n\ndef f(x):\n    return date.today()\n", 4, "the clock: date.today"),
    "now, by a different name": (
        "import datetime as dt\n\ndef f(x):\n    return dt.datetime.now()\n",
        4,
        "the clock: dt.datetime.now",
    ),
    "a clock in a lambda": ("import time\n\nf = lambda x: time.time()\n", 3, "the clock: time.time"),
    "a clock that is passed on": (
        "from time import time\n\ndef f(x):\n    return max(map(time, ()))\n",
        4,
        "the clock: time",
    ),
    "a clock in a function inside": (
        "from time import time\n\ndef f(x):\n    def g():\n        return time()\n    return g()\n",
        5,
        "the clock: time",
    ),
    "a clock in a class": (
        "from datetime import date\n\nclass Age:\n    def of(self, x):\n        return date.today()\n\n"
        "def f(x):\n    return Age().of(x)\n",
        5,
        "the clock: date.today",
    ),
    "an import inside": ("def f(x):\n    import random\n    return random.choice(x)\n", 3, "chance: random.choice"),
    "chance without a seed": ("import random\n\ndef f(x):\n    return random.Random().random()\n", 4, "chance: random.Random"),
    "a name by chance": ("from uuid import uuid4\n\ndef f(x):\n    return str(uuid4())\n", 4, "chance: uuid4"),
    "the environment": ("import os\n\ndef f(x):\n    return os.environ['HOME']\n", 4, "the environment: os.environ"),
    "the environment by a method": (
        "from os import environ\n\ndef f(x):\n    return environ.get('HOME')\n",
        4,
        "the environment: environ.get",
    ),
    "the network": (
        "import urllib.request\n\ndef f(x):\n    return urllib.request.urlopen(x).read()\n",
        4,
        "the network: urllib.request.urlopen",
    ),
    "a program": ("import subprocess\n\ndef f(x):\n    return subprocess.run(x)\n", 4, "another program: subprocess.run"),
    "a number of the object": ("def f(x):\n    return id(x)\n", 2, "a number that differs from run to run: id"),
    "a statement of the module": (
        "from datetime import date\n\nYEAR = date.today().year\n\ndef f(x):\n    return YEAR\n",
        3,
        "the clock: date.today",
    ),
}  # fmt: skip
ALLOWED = {
    "a date that is given": "from datetime import date\n\ndef f(x):\n    return date(2026, 1, 1) - x\n",
    "chance with a seed": "import random\n\ndef f(x):\n    return random.Random(x).random()\n",
    "a parameter with such a name": "def f(id):\n    return id\n",
    "a variable with such a name": "def f(x):\n    hash = len(x)\n    return hash\n",
    "a function of its own with such a name": "def hash(x):\n    return 1\n\n\ndef f(x):\n    return hash(x)\n",
    "a loader that asks the network": (
        "import time\nimport urllib.request\n\ndef load(request):\n    time.time()\n"
        "    yield {'title': str(urllib.request.urlopen('http://localhost').read())}\n\n"
        "LOADERS = {'load': load}\n\ndef f(x):\n    return x\n"
    ),
    "a function that no register has": "import time\n\ndef g(x):\n    return time.time()\n\ndef f(x):\n    return x\n",
}


def problems(root: Path, code: str, more: str = "FILTERS = {'f': f}\n") -> list[tuple[int | None, str]]:
    make_site(root, {"extensions/f.py": f"{code}\n{more}"})
    _, found = load_config(root, date(2026, 1, 1))
    assert {problem.code for problem in found} <= {"extension.impure"}
    return [(problem.location.line, problem.message) for problem in found]


@pytest.mark.parametrize("name", FOUND)
@pytest.mark.parametrize("register", ["FILTERS", "GLOBALS", "SHORTCODES"])
def test_what_differs_is_found(tmp_path: Path, name: str, register: str) -> None:
    code, line, used = FOUND[name]

    ((found, message),) = problems(tmp_path, code, f"{register} = {{'f': f}}\n")

    assert (found, message.partition(" uses ")[2]) == (line, used)


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_the_same_in_every_run_is_allowed(tmp_path: Path, name: str) -> None:
    assert problems(tmp_path, ALLOWED[name]) == []


def test_a_function_of_a_file_beside_it(tmp_path: Path) -> None:
    beside = "from datetime import date\n\n\ndef age(x):\n    return date.today() - x\n"
    make_site(tmp_path, {"extensions/_ages.py": beside})
    code = "from ._ages import age\n\n\ndef f(x):\n    return age(x)\n"
    make_site(tmp_path, {"extensions/f.py": f"{code}\nFILTERS = {{'f': f}}\n", "extensions/_ages.py": beside})

    _, (problem,) = load_config(tmp_path, date(2026, 1, 1))

    assert (problem.location.path, problem.location.line) == ("extensions/_ages.py", 5)
    assert problem.message == 'the filter "f" uses the clock: date.today'


def test_a_field_kind(tmp_path: Path) -> None:
    code = (
        "from datetime import date\n\nfrom sitegen.extend import Kind\n\n\ndef f(reading, field, node):\n"
        "    return date.today()\n"
    )

    found = problems(tmp_path, code, "KINDS = {'day': Kind(name='day', read=f)}\n")

    assert found == [(7, 'the field kind "day" uses the clock: date.today')]
