"""Files of a release, for .github/workflows/release.yml, with the tools of requirements-dev.lock.

python .ci/release.py version TAG          ends with 1 unless TAG is `v` and the version of the project
python .ci/release.py files DIST ASSETS    DIST: wheel and source distribution; ASSETS: the wheel for vendor/
                                           of a site, its requirements.txt, and the list of packages (SBOM)
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = re.compile(r"^([a-z0-9._-]+)==([^\s;\\]+)((?:.*\\\n +--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)
SBOM = "sitegen.cdx.json"


def project() -> dict[str, str]:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    return {key: str(value) for key, value in tomllib.loads(text)["project"].items()}


def sbom() -> dict[str, object]:
    """The packages of requirements.lock as CycloneDX, each with the digests of its files."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    own = project()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component("application", own["name"], own["version"])},
        "components": [
            _component("library", name, version)
            | {
                "hashes": [
                    {"alg": "SHA-256", "content": digest} for digest in re.findall(r"sha256:(\w+)", rest)
                ]
            }
            for name, version, rest in PACKAGE.findall(lock)
        ],
    }


def _component(kind: str, name: str, version: str) -> dict[str, object]:
    purl = f"pkg:pypi/{name}@{version}"
    return {"type": kind, "bom-ref": purl, "name": name, "version": version, "purl": purl}


def write_files(dist: Path, assets: Path) -> None:
    from hatchling.builders.sdist import SdistBuilder
    from hatchling.builders.wheel import WheelBuilder

    for builder in (SdistBuilder(str(ROOT)), WheelBuilder(str(ROOT))):
        list(builder.build(directory=str(dist), versions=["standard"]))
    sys.path.insert(0, str(ROOT))
    from sitegen.authoring.scaffold.vendored import vendored_files

    assets.mkdir(parents=True, exist_ok=True)
    for path, data in vendored_files().items():
        (assets / Path(path).name).write_bytes(data)
    (assets / SBOM).write_text(json.dumps(sbom(), indent=1) + "\n", "utf-8")


def main(arguments: list[str]) -> None:
    match arguments:
        case ["version", tag]:
            wanted = f"v{project()['version']}"
            if tag != wanted:
                sys.exit(f"the tag is {tag}, and pyproject.toml has the version of {wanted}")
        case ["files", dist, assets]:
            write_files(Path(dist), Path(assets))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
