"""Work of the process that reads from a shared cache, or writes to it.

It is a process of its own, so that a build can end it, and so that no process is forked beside the threads of
an object store.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial

from msgspec import Struct

from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.shared_cache.places import Place, PlaceAddress
from sitegen.features.publishing.shared_cache.signing import OVERHEAD, Signer, Verifier
from sitegen.store.output_cache import OutputCache
from sitegen.types import Digest

AT_ONCE = 8
MOST_FAILURES = 3
"""Failed requests after which a place is not asked any more."""


class Wanted(Struct, frozen=True):
    """A file, by its recipe in the build cache and its path in the shared one."""

    recipe: Digest
    path: str


class Transferred(Struct, frozen=True):
    """Result of a transfer."""

    done: tuple[Wanted, ...] = ()
    refused: int = 0
    """Files that are damaged, or that nobody has signed whose signature counts."""
    failure: str = ""
    """The first failure of the place; empty if there was none."""
    ended: bool = False
    """True if the place is not to be asked any more."""


class Transfer:
    """Transfers batches of files, several at once, until the time is over or the place fails."""

    def __init__(self, address: PlaceAddress, cache: OutputCache, deadline: float, most: int) -> None:
        """`deadline` is a moment of the monotonic clock, `most` the limit on the bytes of a file."""
        self.address = address
        self.cache = cache
        self.deadline = deadline
        self.most = most
        self.failures: list[str] = []

    def __call__(self, batch: Sequence[Wanted]) -> Transferred:
        before = len(self.failures)
        try:
            place = self.place
        except PublishError as error:
            return Transferred(failure=str(error), ended=True)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            results = list(threads.map(partial(self._attempted, place), batch))
        done = tuple(wanted for wanted, result in zip(batch, results, strict=True) if result)
        refused = sum(result is False for result in results)
        failure = self.failures[0] if len(self.failures) > before else ""
        return Transferred(done, refused, failure, self._is_over())

    @cached_property
    def place(self) -> Place:
        """The open place. Raises PublishError."""
        return self.address.opened()

    def _attempted(self, place: Place, wanted: Wanted) -> bool | None:
        if self._is_over():
            return None
        try:
            return self.transfer(place, wanted)
        except PublishError as error:
            self.failures.append(str(error))
            return None

    def _is_over(self) -> bool:
        return len(self.failures) >= MOST_FAILURES or time.monotonic() > self.deadline

    def transfer(self, place: Place, wanted: Wanted) -> bool | None:
        """Returns True if a file was transferred, False if it was refused, None if there is none."""
        raise NotImplementedError


class Fetching(Transfer):
    """Takes files from a shared cache into the build cache of this machine."""

    def __init__(
        self, address: PlaceAddress, cache: OutputCache, deadline: float, most: int, verifier: Verifier
    ) -> None:
        super().__init__(address, cache, deadline, most)
        self.verifier = verifier

    def transfer(self, place: Place, wanted: Wanted) -> bool | None:
        data = place.get(wanted.path, self.most)
        if data is None:
            return None
        content = self.verifier.opened(wanted.path, data)
        if content is None:
            return False
        self.cache.put(wanted.recipe, content)
        return True


class Offering(Transfer):
    """Puts files of the build cache into a shared cache, signed."""

    def __init__(
        self, address: PlaceAddress, cache: OutputCache, deadline: float, most: int, signer: Signer
    ) -> None:
        super().__init__(address, cache, deadline, most)
        self.signer = signer

    def transfer(self, place: Place, wanted: Wanted) -> bool | None:
        content = self.cache.get(wanted.recipe)
        if content is None or len(content) > self.most - OVERHEAD:
            return None
        place.put(wanted.path, self.signer.sealed(wanted.path, content))
        return True
