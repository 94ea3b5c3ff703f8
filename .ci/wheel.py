"""Tries the wheel in an empty environment, with this Python: install, `init`, build, check, build again.

    python .ci/wheel.py [WHEEL]

Without WHEEL, pip builds one of this folder. What sitegen needs comes from requirements.lock, with digests.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path) -> None:
    print("+", *command, flush=True)  # noqa: T201
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([str(word) for word in command], cwd=cwd, env=environment, check=True)


def make_environment(folder: Path) -> Path:
    """Creates an environment and returns its folder of programs."""
    venv.create(folder, with_pip=True)
    return folder / ("Scripts" if os.name == "nt" else "bin")


def wheel_of(folder: Path, python: Path) -> Path:
    run(
        python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "dist", ROOT, cwd=folder
    )
    return next((folder / "dist").glob("*.whl"))


def main(folder: Path, given: list[str]) -> None:
    programs = make_environment(folder / "installed")
    python, sitegen = programs / "python", programs / "sitegen"
    wheel = Path(given[0]).resolve() if given else wheel_of(folder, python)
    lock = ROOT / "requirements.lock"
    run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", lock, cwd=folder)
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel, cwd=folder)
    run(python, "-m", "pip", "check", cwd=folder)
    run(sitegen, "--version", cwd=folder)
    run(sitegen, "init", "site", cwd=folder)
    site = folder / "site"
    run(sitegen, "build", "--strict", cwd=site)
    run(sitegen, "check", "--strict", cwd=site)
    run(sitegen, "build", "--verify", cwd=site)
    # The site as its own workflows do it: from what it brings along.
    own = make_environment(site / ".venv")
    requirements = ("--require-hashes", "--requirement", "requirements.txt")
    run(own / "python", "-m", "pip", "install", "--quiet", *requirements, cwd=site)
    run(own / "sitegen", "build", "--strict", "--clean", cwd=site)


if __name__ == "__main__":
    with TemporaryDirectory(prefix="sitegen-wheel-") as name:
        main(Path(name).resolve(), sys.argv[1:])
