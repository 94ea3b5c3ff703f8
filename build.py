#!/usr/bin/env python3
"""Starts sitegen on a machine that has only Python 3.11 or newer and git.

    python3 build.py               build the site: the same as `sitegen build`
    python3 build.py ARGS          the same as `sitegen ARGS`
    python3 build.py test [ARGS]   run the tests; ARGS go to pytest
    python3 build.py lint          check the formatting, lint, check the types
    python3 build.py ci            lint, then test; stops at the first that fails

What sitegen needs is installed into .venv beside this file: the first time, and again when a lock file
or the version of Python has changed. At all other times nothing is installed and no network is needed.
"""

import hashlib
import os
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from typing import NoReturn

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "made-by-build.txt"  # Says that .venv is ours, and what is installed; empty: unfinished.
LOCKS = ("requirements.lock",)
DEV_LOCKS = ("requirements.lock", "requirements-dev.lock")
IN_PARALLEL = ("-n", "auto", "--dist", "loadfile")  # A file's tests share the sites that they build.
LINTERS = (("ruff", "format", "--check"), ("ruff", "check"), ("mypy",))


def say(text: str) -> None:  # A syntax error here? This is Python 2, and sitegen needs Python 3.11 or newer.
    print(f"build.py: {text}", file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    say(text)
    sys.exit(2)


def program(typed: str) -> str:
    """How messages name the program: as it was typed, so that their commands work in the same folder."""
    script = f'"{typed}"' if " " in typed else typed
    return ("py " if os.name == "nt" else "python3 ") + script


def recipe(locks: "tuple[str, ...]") -> str:
    """What the stamp says once these locks are installed: a line for Python and one for each lock."""
    digests = [hashlib.sha256((HERE / lock).read_bytes()).hexdigest() for lock in locks]
    return "\n".join((str(sys.implementation.cache_tag), *digests, ""))


def is_ready(locks: "tuple[str, ...]") -> bool:
    """Tells whether the stamp begins with these locks and .venv still has a Python of this version."""
    if not STAMP.exists() or not STAMP.read_text(encoding="utf-8").startswith(recipe(locks)):
        return False
    test = f"import sys; sys.exit(sys.implementation.cache_tag != {sys.implementation.cache_tag!r})"
    return PYTHON.exists() and subprocess.call([str(PYTHON), "-ISc", test], stderr=subprocess.DEVNULL) == 0


def set_up(locks: "tuple[str, ...]") -> None:
    """Installs the locks unless they are installed. The stamp is emptied first and written last."""
    if is_ready(locks):
        return
    if VENV.exists() and any(VENV.iterdir()) and not STAMP.exists():
        stop(f"{VENV} was not made by build.py and is left alone: move it away and start again")
    VENV.mkdir(exist_ok=True)
    with STAMP.open("a", encoding="utf-8") as lock:
        wait_for_others(lock.fileno())
        if is_ready(locks):
            return
        missing = locks[1:] if is_ready(LOCKS) else locks
        STAMP.write_text("", encoding="utf-8")
        if missing == locks:
            make_venv()
        for name in missing:
            install(name)
        STAMP.write_text(recipe(locks), encoding="utf-8")


def wait_for_others(descriptor: int) -> None:
    """Lets one build.py at a time set up; pip inherits the lock and may outlive a killed build.py."""
    if sys.platform != "win32":
        import fcntl

        os.set_inheritable(descriptor, True)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another build.py that is setting up .venv")
            fcntl.flock(descriptor, fcntl.LOCK_EX)


def make_venv() -> None:
    """Makes .venv afresh. Everything in it goes but the stamp, which keeps it ours if we are interrupted."""
    version = "{}.{}".format(*sys.version_info)
    if not find_spec("venv") or not find_spec("ensurepip"):
        packages = f"python3-venv or python{version}-venv"
        stop(f"this Python lacks venv: install it (Debian, Ubuntu: apt install {packages}) and start again")
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            rmtree(path)
        elif path != STAMP:
            path.unlink()
    say(f"making {VENV} with Python {version}")
    outside = getattr(sys, "_base_executable", sys.executable)  # We may be running in .venv itself.
    step([outside, "-Im", "venv", str(VENV)], "could not make .venv")


def install(name: str) -> None:
    """Installs a lock, whose hashes say what may be installed; pip's own settings and mirrors hold."""
    say(f"installing {name}")
    log = VENV / "pip.log"
    options = ["-qq", "--no-input", "--disable-pip-version-check", "--require-hashes", "--log", str(log)]
    command = [str(PYTHON), "-Im", "pip", "install", *options, "-r", str(HERE / name)]
    step(command, f"could not install {name}; is there a network? The whole story is in {log}")
    log.unlink()


def step(command: "list[str]", complaint: str) -> None:
    """Runs a step of the set-up; what it prints is kept back, and its last error is shown if it fails."""
    kept = subprocess.PIPE
    done = subprocess.run(command, stdout=kept, stderr=subprocess.STDOUT, close_fds=False, check=False)
    if done.returncode != 0:
        last_error = done.stdout.decode("utf-8", "replace").rpartition("ERROR: ")[2].strip()
        say(complaint)
        stop(last_error or f"exit code {done.returncode}")


def run(*module: str, last: bool = True) -> None:
    """Runs a module in .venv; if it is the last or fails, its exit code is ours."""
    command = [str(PYTHON), "-Pm", *module]
    environment = dict(os.environ, PYTHONPATH=str(HERE), PYTHONUTF8="1", SITEGEN_HOME=str(HERE))
    if last and os.name != "nt":
        os.execve(command[0], command, environment)
    code = subprocess.call(command, env=environment)
    if last or code != 0:
        sys.exit(code if code >= 0 else 128 - code)


def main(arguments: "list[str]") -> None:
    if sys.version_info < (3, 11):
        found = "{}.{}.{}".format(*sys.version_info)
        stop(f"this is Python {found}; install Python 3.11 or newer and start build.py with that")
    if arguments == ["--help"]:
        with suppress(OSError):  # sitegen says what its output cannot be written for
            os.write(1, f"{__doc__}\n".encode())
    ours = arguments[0] if arguments and arguments[0] in ("test", "lint", "ci") else ""
    try:
        set_up(DEV_LOCKS if ours else LOCKS)
    except OSError as error:
        stop(f"could not set up .venv: {error}")
    if not ours:
        os.environ["SITEGEN_PROGRAM"] = program(sys.argv[0])
        run("sitegen", *(arguments or ["build"]))
    os.chdir(HERE)
    if ours != "test":
        for linter in LINTERS:
            say(" ".join(linter))
            run(*linter, last=False)
    if ours != "lint":
        say("pytest")
        run("pytest", *IN_PARALLEL, *arguments[1:])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
