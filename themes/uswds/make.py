"""Makes the style sheet, fonts and icons of the theme from the U.S. Web Design System: `python3 make.py`.

npm installs the versions of package-lock.json and checks their hashes; nothing of it runs but Sass. What is
made is committed, with `made.json`: the packages, and the digest of each file that went in or came out. A
test compares that with the files, so nobody needs npm to use or test the theme.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
THEME = HERE / "sitegen_uswds"
SHEET, FONTS, ICONS = THEME / "static/css/site.css", THEME / "static/fonts", THEME / "static/img"
SOURCES = (HERE / "src/site.scss", HERE / "src/tokens.css", HERE / "package-lock.json")
RECORD = HERE / "made.json"
PACKAGES = ("@uswds/uswds", "sass")

COLOURS = {
    "#005ea2": "link", "#1a4480": "strong", "#162e51": "deep", "#2491ff": "focus", "#54278f": "visited",
    "#1b1b1b": "ink", "black": "ink", "#454545": "quiet", "#565c65": "quiet", "#71767a": "edge",
    "#757575": "edge", "#919191": "edge", "#a9aeb1": "edge", "#c9c9c9": "rule", "#dfe1e2": "rule",
    "#f0f0f0": "raised", "white": "paper",
}  # fmt: skip
"""Token that takes the place of each colour of USWDS."""
COLOUR = re.compile(r"#[0-9a-f]{6}\b|\b(?:white|black)\b(?!-)")
BLOCK = {"top": "start", "bottom": "end"}
LOGICAL = (
    (r"\b(margin|padding)-left\b", r"\1-inline-start"),
    (r"\b(margin|padding)-right\b", r"\1-inline-end"),
    (r"\bborder-(top|bottom)-left-radius\b", lambda found: f"border-{BLOCK[found[1]]}-start-radius"),
    (r"\bborder-(top|bottom)-right-radius\b", lambda found: f"border-{BLOCK[found[1]]}-end-radius"),
    (r"\bborder-left\b", "border-inline-start"),
    (r"\bborder-right\b", "border-inline-end"),
    (r"(?<=text-align: )left\b", "start"),
    (r"(?<=text-align: )right\b", "end"),
    (r"(?<=float: )(left|right)\b", lambda found: f"inline-{'start' if found[1] == 'left' else 'end'}"),
    (r"(?m)^(\s*)left:", r"\1inset-inline-start:"),
    (r"(?m)^(\s*)right:", r"\1inset-inline-end:"),
)
"""Sides of the screen, and the sides of the text in their place, for languages from right to left."""
SELECTORS = re.compile(r"(?:[^,(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+")
"""Selectors of a list, with those in brackets."""
CLASS = re.compile(r"\.(usa-[\w-]+)")
IMAGE = re.compile(r"url\(\"?\.\./img/usa-icons/([\w-]+\.svg)\"?\)")
FONT = re.compile(r"\.\./fonts/publicsans-(\w+)\.woff2")
HEAD = '@import "theme:css/site.css" layer(network);\n'


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, work)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=work, check=True)
        uswds = work / "node_modules/@uswds/uswds"
        text = themed(sass(work, "--style=expanded", f"--load-path={uswds / 'packages'}", str(SOURCES[0])))
        icons = sorted({*IMAGE.findall(text), *re.findall(r"\.\./img/(\w+\.svg)", text)})
        text = IMAGE.sub(r'url("../img/\1")', text)
        (work / "site.css").write_text(SOURCES[1].read_text("utf-8") + text, "utf-8")
        for place in (SHEET.parent, FONTS, ICONS):
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
        SHEET.write_text(HEAD + sass(work, "--style=compressed", str(work / "site.css")), "utf-8")
        for name in icons:
            shutil.copyfile(uswds / "dist/img/usa-icons" / name, ICONS / name)
        for name in FONT.findall(text):
            font = uswds / f"dist/fonts/public-sans/PublicSans-{name.title()}.woff2"
            shutil.copyfile(font, FONTS / f"publicsans-{name}.woff2")
        shutil.copyfile(uswds / "LICENSE.md", HERE / "LICENSE-USWDS.md")
    RECORD.write_text(json.dumps(record(), indent=2) + "\n", "utf-8")


def sass(work: Path, *options: str) -> str:
    program = work / "node_modules/.bin/sass"
    command = [str(program), "--no-source-map", "--quiet-deps", "--no-charset", *options]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def themed(text: str) -> str:
    """Style sheet with the rules for known classes, tokens for colours, and sides of the text."""
    text = "".join(pieces(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), used_classes()))
    text = re.sub(r"@font-face \{[^}]*src: url\(\.\./fonts/[^}]*\}\s*", "", text)
    for pattern, side in LOGICAL:
        text = re.sub(pattern, side, text)
    unknown = sorted({colour for colour in COLOUR.findall(text) if colour not in COLOURS})
    if unknown:
        raise SystemExit(f"no token for {', '.join(unknown)}: add them to COLOURS in make.py")
    return COLOUR.sub(lambda found: f"var(--{COLOURS[found[0]]})", text)


def used_classes() -> set[str]:
    """Classes of USWDS in the templates and in the rules of the theme itself."""
    files = [*sorted((THEME / "templates").rglob("*.html")), SOURCES[0]]
    return set(re.findall(r"\busa-[\w-]+", "\n".join(path.read_text("utf-8") for path in files)))


def pieces(text: str, used: set[str]) -> Iterator[str]:
    """Rules of a style sheet without those for classes that are not used."""
    for head, body in rules(text):
        if head.startswith(("@media", "@supports")):
            inner = "".join(pieces(body, used))
            if inner:
                yield f"{head} {{{inner}}}\n"
        elif selectors := [it for it in SELECTORS.findall(head) if set(CLASS.findall(it)) <= used]:
            yield f"{','.join(selectors)} {{{body}}}\n"


def rules(text: str) -> Iterator[tuple[str, str]]:
    """Each rule of a style sheet: what is before its braces, and what is between them."""
    depth, begin, opened = 0, 0, 0
    for brace in re.finditer(r"[{}]", text):
        if brace[0] == "{":
            opened = opened if depth else brace.start()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield text[begin:opened].strip(), text[opened + 1 : brace.start()]
                begin = brace.end()


def record() -> dict[str, object]:
    """The packages with their hashes, and the digests of all files."""
    packages = json.loads(SOURCES[-1].read_text("utf-8"))["packages"]
    made = [path for folder in (SHEET.parent, FONTS, ICONS) for path in sorted(folder.iterdir())]
    return {
        "packages": {
            name: {key: packages[f"node_modules/{name}"][key] for key in ("version", "integrity")}
            for name in PACKAGES
        },
        "files": {path.relative_to(HERE).as_posix(): digest(path) for path in (*SOURCES, *made)},
    }


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
