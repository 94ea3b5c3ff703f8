"""Connections to clusters: processes on this machine, or a scheduler that runs already."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.execute import Executor
from sitegen.features.cluster.address import Address
from sitegen.features.cluster.errors import ClusterError
from sitegen.problems.extras import install_command

if TYPE_CHECKING:
    from distributed import Client

SECONDS = 10
"""Seconds to wait for a scheduler, and for its first worker."""
DAEMON = "DASK_DISTRIBUTED__WORKER__DAEMON=False"


@contextmanager
def opened(address: Address, root: Path, themes: tuple[str, ...], here: Executor) -> Iterator[Executor]:
    """An executor on a cluster. Raises ClusterError."""
    try:
        import dask
        import distributed
    except ImportError:
        hint = install_command("cluster")
        raise ClusterError(f"--cluster needs a package; install it with: {hint}") from None
    from sitegen.features.cluster.executor import ClusterExecutor

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with ExitStack() as stack:
        settings = {"distributed.worker.daemon": False, "distributed.comm.timeouts.connect": f"{SECONDS}s"}
        stack.enter_context(dask.config.set(settings))
        place = address.text
        if address.workers:
            cluster = distributed.LocalCluster(
                n_workers=address.workers,
                threads_per_worker=1,
                memory_limit=0,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
            place = stack.enter_context(cluster).scheduler_address
        try:
            client = stack.enter_context(distributed.Client(place, timeout=SECONDS, set_as_default=False))
        except (OSError, TimeoutError) as error:
            raise ClusterError(f"no scheduler answers at {address.text}") from error
        _admit(client, address, themes)
        yield ClusterExecutor(client, root, themes, here)


def _admit(client: Client, address: Address, themes: tuple[str, ...]) -> None:
    """Raises ClusterError if there is no worker, or one that would make other pages than this program."""
    from sitegen.features.cluster.worker import identity, introduce

    try:
        client.wait_for_workers(max(1, address.workers), timeout=SECONDS * max(1, address.workers))
        found = client.run(introduce, themes, on_error="return")
    except TimeoutError:
        raise ClusterError(f"the scheduler at {address.text} has no workers") from None
    for worker, answer in sorted(found.items()):
        if isinstance(answer, BaseException):
            raise ClusterError(f"the worker {worker} cannot run this version of sitegen: {answer}")
        if answer[0] != identity(themes):
            raise ClusterError(
                f"the worker {worker} has a different version of sitegen, of Python, of a library or of a "
                "theme; start workers and builds from one image"
            )
        if not answer[1]:
            raise ClusterError(
                f"the worker {worker} may not start processes; start it with --no-nanny, "
                f"or with {DAEMON} in its environment"
            )
