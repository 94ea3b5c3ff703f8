"""The option `--cluster` of `sitegen build`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from sitegen.commands.console import USAGE, config_of, stop
from sitegen.commands.options import Options
from sitegen.execute import Executor, executor_for
from sitegen.problems.extras import with_installer
from sitegen.types.registers import missing


@contextmanager
def executor_of(options: Options, home: Path) -> Iterator[Executor]:
    """The executor of a build; exits if its cluster cannot be used, or was lost."""
    here = executor_for(options.jobs or os.cpu_count() or 1)
    if options.cluster is None:
        yield here
        return
    if "sitegen.features.cluster" in missing():
        stop("sitegen.features.cluster, which builds on clusters, is not installed", USAGE)
    from sitegen.build.context import no_note
    from sitegen.features.cluster.address import address_of, store_of
    from sitegen.features.cluster.errors import ClusterError
    from sitegen.features.cluster.opening import Notes, Place, opened

    try:
        address = address_of(options.cluster)
    except ValueError as error:
        raise click.UsageError(f"--cluster: {error}") from error
    layers = config_of(home, options).theme.layers
    themes = tuple(layer.path for layer in layers if Path(layer.path).is_absolute())
    echo = partial(click.echo, err=True)
    notes = Notes(no_note if options.quiet else echo, echo if options.verbose else no_note)
    place = Place(address, store_of(options.store or ""), home, themes)
    try:
        with opened(place, here, notes) as executor:
            yield executor
    except ClusterError as error:
        stop(with_installer(f"{error}; nothing was published"), USAGE)
