"""`sitegen import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from sitegen.commands.console import GOOD, PROGRAM, USAGE, activate_extensions, site_here, stop
from sitegen.problems.formats import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.features.importing.imported import Imported
    from sitegen.features.importing.source import Source


class ImportArguments(Struct, frozen=True):
    """Arguments and options of `import`."""

    name: str
    source: Path
    target: Path
    into: bool
    media: Path | None
    type: str
    language: str
    fetch: bool
    local: bool


@click.command("import")
@click.argument("name", metavar="NAME")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--into", is_flag=True, help="Import into a site that exists; nothing in it is overwritten.")
@click.option(
    "--media",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    metavar="FOLDER",
    help="Folder with pictures and documents that are not in SOURCE.",
)
@click.option("--type", "type", default="", metavar="NAME", help="Type of the entries of a table.")
@click.option(
    "--language", default="en", metavar="CODE", help="Language of texts that name none (default en)."
)
@click.option("--fetch", is_flag=True, help="Bring files that are not in SOURCE from the old site.")
@click.option("--local", is_flag=True, help="With --fetch, also ask hosts in your own network.")
def import_command(**values: Any) -> None:
    """Import the content of another generator: SOURCE becomes a site in TARGET."""
    from sitegen.features.importing.importers import ImportOptions, importers
    from sitegen.features.importing.source import Source, UnusableSource

    args = ImportArguments(**values)
    activate_extensions(args.target if args.into else site_here())
    known = importers()
    if args.name not in known:
        stop(f'there is no importer "{args.name}"; importers: {", ".join(sorted(known))}', USAGE)
    if not args.into and args.target.exists() and any(args.target.iterdir()):
        stop(f"{args.target} is not empty; name a new folder, or add --into", USAGE)
    if args.into and not (args.target / "content").is_dir():
        stop(f"{args.target} has no folder content/; leave out --into for a new site", USAGE)
    try:
        source = Source(args.source)
        options = ImportOptions(media=args.media, type=args.type, language=args.language)
        imported = known[args.name](source, options)
    except UnusableSource as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{args.source} cannot be read: {error.strerror}", USAGE)
    _write(args, _with_missing(args, imported), source)
    sys.exit(GOOD)


def _with_missing(args: ImportArguments, imported: Imported) -> Imported:
    """The import with the files that were missing; with --fetch, they are brought from the old site."""
    from sitegen.features.importing.missing import with_present
    from sitegen.features.importing.write import Unwritable

    if not args.fetch:
        return with_present(imported, args.target, {})
    from sitegen.online.missing_files import FileOptions, bring_missing

    try:
        (args.target / "content").mkdir(parents=True, exist_ok=True)  # so that --into can complete it
        done = bring_missing(
            args.target,
            imported.missing,
            FileOptions(args.local),
            lambda line: click.echo(printable(line), err=True),
        )
    except Unwritable as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{args.target} cannot be written: {error.strerror}", USAGE)
    click.echo(f"{len(done.brought):,} files brought from the old site, {len(done.failed):,} not")
    return with_present(imported, args.target, done.failed)


def _write(args: ImportArguments, imported: Imported, source: Source) -> None:
    from sitegen.features.importing.imported import Outcome
    from sitegen.features.importing.report import MOVING, REPORT, report
    from sitegen.features.importing.site import new_site
    from sitegen.features.importing.source import Source as OtherSource
    from sitegen.features.importing.write import Unwritable, write

    site = new_site(imported)
    media = OtherSource(args.media) if args.media else None
    try:
        args.target.mkdir(parents=True, exist_ok=True)
        written = write(args.target, site, _base(), source, media)
        notes = (*site.notes, *source.notes, *(media.notes if media else ()))
        (args.target / REPORT).write_text(report(imported, site, written, notes), encoding="utf-8")
        _generate(args.target)
    except Unwritable as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{args.target} cannot be written: {error.strerror}", USAGE)
    numbers = {outcome: sum(note.outcome is outcome for note in notes) for outcome in Outcome}
    click.echo(
        f"{args.target}: texts: {len(site.entries):,}, files: {len(site.copies):,}, "
        f"old addresses kept: {len(site.kept.lock):,}"
    )
    left, lost = numbers[Outcome.LEFT], numbers[Outcome.LOST]
    click.echo(f"Left for you: {left:,}, lost: {lost:,}; see {args.target / REPORT}")
    click.echo(f"Next: {PROGRAM} check --root {args.target}   (guide: {MOVING})")


def _base() -> Mapping[str, bytes]:
    """Files of a new site besides its content: workflows, settings, and sitegen itself."""
    from sitegen.authoring.scaffold import site_base

    return site_base()


def _generate(target: Path) -> None:
    """Writes the files for editors' tools, if the definition of the site is sound."""
    from sitegen.authoring import generated_files, write
    from sitegen.commands.options import moment_of_run
    from sitegen.definition.config import load_config

    config, _ = load_config(target, moment_of_run())
    if config is not None:
        write(target, generated_files(target, config))
