"""Connections to clusters: processes on this machine, or a scheduler that runs already."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct

from sitegen.execute import Executor
from sitegen.execute.signals import leave_signals_to_parent
from sitegen.features.cluster.address import Address
from sitegen.features.cluster.errors import ClusterError
from sitegen.features.cluster.store import SharedStore, StoreError, open_store
from sitegen.features.cluster.supplies import SOURCES
from sitegen.problems.extras import install_command

if TYPE_CHECKING:
    from distributed import Client

    from sitegen.features.cluster.workers import Workers

SECONDS = 10.0
"""Seconds to wait for a scheduler, and for its first worker."""
BUILDS = "builds"
"""Folder of the store with a folder for each build, which is removed at its end."""
LEFT = timedelta(days=1)
"""Age from which what a build has left is removed: it has ended, or was killed."""
UNUSED = timedelta(days=30)
"""Age from which sources are removed; a build that uses one that is seven days old writes it again."""
SETTINGS = {
    "distributed.worker.daemon": False,  # workers start the processes that watched work needs
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,  # it takes a twentieth of a core, also in idle workers
    "distributed.admin.tick.interval": "1s",
}
NO_STORE = (
    "workers on other machines need a place for files that they share with this one: "
    "--store s3://BUCKET/FOLDER, gs://…, az://…, or a folder that all of them have"
)


class Place(Struct, frozen=True):
    """Place in which a site is built."""

    address: Address
    store: str
    """Address of the store; empty for a temporary folder."""
    root: Path
    themes: tuple[str, ...]
    """Folders of themes outside the site."""


class Notes(Struct, frozen=True):
    """Functions that are called with lines for the user."""

    warn: Callable[[str], None]
    sum_up: Callable[[str], None]


@contextmanager
def opened(place: Place, here: Executor, notes: Notes) -> Iterator[Executor]:
    """An executor on a cluster. Raises ClusterError."""
    if not all(find_spec(name) for name in ("distributed", "cryptography")):
        hint = install_command("cluster")
        raise ClusterError(f"--cluster needs packages; install them with: {hint}")
    from sitegen.features.cluster.distribution import Cluster
    from sitegen.features.cluster.executor import Beside, ClusterExecutor
    from sitegen.features.cluster.workers import Workers

    if not (place.store or place.address.workers):
        raise ClusterError(NO_STORE)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        with ExitStack() as stack:
            folder = place.store or stack.enter_context(tempfile.TemporaryDirectory(prefix="sitegen-"))
            store = SharedStore(open_store(folder))
            build = f"{BUILDS}/{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
            _sweep(store)
            workers = Workers(_client(place.address, stack), place.themes, notes.warn)
            workers.wait(SECONDS * max(1, place.address.workers))
            stack.callback(_remove, store, build)
            stack.callback(workers.finish, build)
            yield ClusterExecutor(Cluster(workers, store, build, place.root, Beside(here)))
            notes.sum_up(_summary(workers, store))
    except StoreError as error:
        raise ClusterError(str(error)) from error


def _client(address: Address, stack: ExitStack) -> Client:
    """A client of a scheduler, which is started first for a cluster on this machine. Raises ClusterError."""
    import dask
    import distributed

    stack.enter_context(dask.config.set({**SETTINGS, "distributed.comm.timeouts.connect": f"{SECONDS}s"}))
    place: object = address.text
    if address.workers:
        place = stack.enter_context(
            distributed.LocalCluster(
                n_workers=address.workers,
                threads_per_worker=1,
                memory_limit=0,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
                security=True,  # any user of this machine can connect, and only this one has the certificate
            )
        )
    try:
        client: Client = stack.enter_context(distributed.Client(place, timeout=SECONDS, set_as_default=False))
    except (OSError, TimeoutError) as error:
        raise ClusterError(f"no scheduler answers at {address.text}") from error
    if address.workers:
        client.run(leave_signals_to_parent, terminated=True)  # Ctrl-C is sent to workers as well
    return client


def _summary(workers: Workers, store: SharedStore) -> str:
    """A line about how much was sent."""
    tasks = f"{workers.tasks:,} task{'' if workers.tasks == 1 else 's'}"
    here = f"{store.sent / 1e6:,.1f} MB sent and {store.received / 1e6:,.1f} MB received here"
    there = f"{workers.sent / 1e6:,.1f} MB sent and {workers.received / 1e6:,.1f} MB received by workers"
    return f"cluster: {tasks}; store: {here}, {there}"


def _sweep(store: SharedStore) -> None:
    """Removes what killed builds have left, and sources that no build has used for a long time."""
    store.sweep(BUILDS, LEFT)
    store.sweep(SOURCES, UNUSED)


def _remove(store: SharedStore, build: str) -> None:
    """Removes what only one build used; if the store fails, the next build does it."""
    with suppress(StoreError):
        store.sweep(build)
