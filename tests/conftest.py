"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.serve.engine import load_reading
from sitegen.types import ENGINES


@pytest.fixture(autouse=True, scope="session")
def _processes_find_the_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests start sitegen from any folder, with no clock but the one they give and a key of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        patch.delenv("SITEGEN_HOME", raising=False)
        patch.delenv("SITEGEN_SECRET", raising=False)
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _reading_is_loaded() -> None:
    """A build reads texts in a new process, which would import what it needs each time."""
    for engine in ENGINES:
        load_reading(engine)
