"""`sitegen verify` and `sitegen manifest`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
from msgspec import Struct

from sitegen.commands.console import CONTENT, GOOD, USAGE, find_root, stop
from sitegen.commands.options import ROOT, pause_option, timeout_option
from sitegen.problems.formats import printable
from sitegen.types.registers import missing

if TYPE_CHECKING:
    from sitegen.online.published.differences import Verification
    from sitegen.online.published.manifest import Manifest

OUTPUT = click.option(
    "--output", type=click.Path(path_type=Path), help="Folder of the built site (default: ROOT/public)."
)


class VerifyArguments(Struct, frozen=True):
    """Options of `verify`."""

    target: str
    manifest: Path | None
    root: Path | None
    output: Path | None
    at_once: int
    timeout: float
    pause: float
    style: str


@click.command("manifest")
@ROOT
@OUTPUT
def manifest_command(root: Path | None, output: Path | None) -> None:
    """Print the SHA-256 and size of every file of the built site."""
    from sitegen.online.published.manifest import NoManifest, as_json, manifest_of

    try:
        click.echo(as_json(manifest_of(output or find_root(root) / "public")), nl=False)
    except NoManifest as error:
        stop(str(error), USAGE)


@click.command("verify")
@click.argument("target", metavar="FOLDER|URL|TARGET")
@click.option(
    "--manifest",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Output of `sitegen manifest`, instead of the built site.",
)
@ROOT
@OUTPUT
@click.option(
    "--at-once",
    type=click.IntRange(1, 16),
    default=4,
    metavar="N",
    help="Number of simultaneous requests (default 4).",
)
@timeout_option(20)
@pause_option("before a second try")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="Output format.")
def verify_command(**values: Any) -> None:
    """Compare a published site, in a folder, at an address or a target of `publish`, with the built one."""
    from sitegen.online.published.differences import as_json, as_text
    from sitegen.online.published.manifest import NoManifest

    args = VerifyArguments(**values)
    try:
        result = _compared(args)
    except NoManifest as error:
        stop(str(error), USAGE)
    click.echo(as_json(result) if args.style == "json" else as_text(result))
    sys.exit(CONTENT if result.differences else GOOD)


def _compared(args: VerifyArguments) -> Verification:
    from sitegen.commands.progress import progress_for
    from sitegen.online.published.folder import compare_folder
    from sitegen.online.published.host import HostOptions, compare_host
    from sitegen.online.published.manifest import manifest_of, parse_manifest

    at_an_address = args.target.startswith(("http://", "https://"))
    at_a_target = not at_an_address and not Path(args.target).is_dir() and _is_target(args.target)
    if not at_an_address and not at_a_target and not Path(args.target).is_dir():
        stop(f"{args.target} is neither a folder nor an address that begins with https://", USAGE)
    if args.manifest:
        manifest = parse_manifest(args.manifest.read_text("utf-8", "replace"), str(args.manifest))
        folder = args.output or (args.root / "public" if args.root else None)
    else:
        folder = args.output or find_root(args.root) / "public"
        manifest = manifest_of(folder)
    built = _built(folder, manifest)
    if at_an_address:
        with progress_for(quiet=False, verbose=False) as progress:
            options = HostOptions(args.timeout, args.at_once, args.pause, progress=progress)
            return compare_host(_site(args.target), manifest, built, options)
    if at_a_target:
        return _compared_target(args.target, manifest, built)
    return compare_folder(Path(args.target), manifest, built)


def _is_target(address: str) -> bool:
    """True for an address to which `sitegen publish` sends sites."""
    if "sitegen.features.publishing" in missing():
        return False
    from sitegen.features.publishing.targets.addresses import has_scheme

    return has_scheme(address)


def _compared_target(address: str, manifest: Manifest, built: Callable[[str], bytes | None]) -> Verification:
    from contextlib import closing

    from sitegen.features.publishing.errors import PublishError
    from sitegen.features.publishing.targets.addresses import open_target
    from sitegen.online.published.target import compare_target

    try:
        with closing(open_target(address, ())) as target:
            return compare_target(target, manifest, built)
    except PublishError as error:
        stop(printable(str(error)), USAGE)


def _site(target: str) -> str:
    """Address of the home page, with which every other address begins."""
    parts = urlsplit(target)
    if not parts.hostname or parts.query or parts.fragment or parts.username is not None:
        stop(f"{target} is not the address of a site, like https://example.org/", USAGE)
    return target if target.endswith("/") else f"{target}/"


def _built(folder: Path | None, manifest: Manifest) -> Callable[[str], bytes | None]:
    """Returns a function from a path to its built bytes, or None where they differ from the manifest."""
    from sitegen.read.scan import read_bytes

    def bytes_of(path: str) -> bytes | None:
        try:
            data = read_bytes(folder, path) if folder else None
        except OSError:
            return None
        wanted = manifest.files[path].sha256
        return data if data is not None and sha256(data).hexdigest() == wanted else None

    return bytes_of
