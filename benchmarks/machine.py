"""What the builds ran on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    cores: int
    processor: str
    memory: int
    """Bytes."""
    system: str
    python: str
    node: str
    load: float
    """Processes that wanted to run in the minute before."""

    def __str__(self) -> str:
        return (
            f"{self.cores} cores ({self.processor}), {self.memory / 2**30:.0f} GiB of memory, {self.system}, "
            f"Python {self.python}, Node {self.node}; load before the run {self.load:.2f}"
        )


def this_machine() -> Machine:
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        processor=_field("/proc/cpuinfo", "model name"),
        memory=int(_field("/proc/meminfo", "MemTotal").split()[0]) * 1024,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        node=_node(),
        load=os.getloadavg()[0],
    )


def _field(path: str, name: str) -> str:
    found = re.search(rf"^{name}\s*: *(.*)$", Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "0 (unknown)"


def _node() -> str:
    try:
        said = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True)
    except FileNotFoundError:
        return "none"
    return said.stdout.strip().removeprefix("v")
