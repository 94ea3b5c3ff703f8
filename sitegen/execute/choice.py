"""The choice of an executor."""

from __future__ import annotations

from sitegen.execute.executor import Executor


def executor_for(jobs: int) -> Executor:
    """One that uses `jobs` processes; with 1, this process alone for what is trusted."""
    from sitegen.execute.processes import Processes
    from sitegen.execute.serial import Serial

    return Serial() if jobs <= 1 else Processes(jobs)
