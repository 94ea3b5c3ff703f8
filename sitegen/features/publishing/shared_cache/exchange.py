"""Exchange of made files with a shared cache. What is missing there, refused or late is made here."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from sitegen.build.context import Context
from sitegen.execute import GivenUp, ItemLimits
from sitegen.execute.pool import Pool
from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.shared_cache.keys import SharedCacheRule
from sitegen.features.publishing.shared_cache.maker import path_of
from sitegen.features.publishing.shared_cache.places import PlaceAddress, check_place
from sitegen.features.publishing.shared_cache.signing import PRIVATE, Signer, Verifier, key_bytes
from sitegen.features.publishing.shared_cache.transfer import Fetching, Offering, Transfer, Wanted
from sitegen.features.publishing.targets.stores import Timeouts
from sitegen.plan.recipes import Recipes, slow_renderers
from sitegen.problems.extras import install_command, with_installer
from sitegen.problems.formats import printable
from sitegen.store.output_cache import OutputCache
from sitegen.types import Digest, Output

PRIVATE_KEY = "SITEGEN_CACHE_KEY"
BATCH = 64
LEAST_SECONDS = 15.0
SECONDS_PER_FILE = 0.05
"""Limits on the time of a transfer; making a picture takes longer."""
LARGEST = 32 << 20
"""Bytes of a shared file; larger ones are not shared."""
TIMEOUTS = Timeouts(request=10, connection=3)
THREADED = frozenset({"distributed", "obstore"})
"""Libraries whose threads a forked process would lack."""
ENDED = {
    "time": "there is no answer in time",
    "memory": "its files need too much memory",
    "crash": "the process that asks it has ended",
}
"""Reasons why a transfer was ended."""
GRACE = 12.0
"""Seconds for requests that are under way when the time is over."""


def missing_of(recipes: Recipes, outputs: Sequence[Output], cache: OutputCache) -> tuple[Wanted, ...]:
    """Slow outputs that the build cache does not have."""
    slow = [output for output in outputs if output.renderer in slow_renderers()]
    found = {recipe: output.renderer for output in slow if (recipe := _recipe_of(recipes, output))}
    return tuple(Wanted(it, path_of(kind, it)) for it, kind in found.items() if not cache.has(it))


def _recipe_of(recipes: Recipes, output: Output) -> Digest:
    """Empty if code of the site fails, which rendering reports with its place."""
    try:
        return recipes.recipe(output).digest
    except Exception:  # of any kind, as extensions raise them
        return ""


class Exchange:
    """The exchange of one build."""

    def __init__(
        self, root: Path, rule: SharedCacheRule, text: str, cache: OutputCache, context: Context
    ) -> None:
        """`text` names the place."""
        self.keys = rule.keys
        self.cache = cache
        self.context = context
        self.notes: list[str] = []
        self.address: PlaceAddress | None = None
        """None if the place cannot be used, or has failed."""
        try:
            self.address = _address_of(root, text)
        except PublishError as error:
            self._fail(str(error))

    @property
    def has_failed(self) -> bool:
        return self.address is None

    def fetch(self, wanted: Sequence[Wanted]) -> Sequence[Wanted]:
        """Takes files from the shared cache; returns the others."""
        if self.address is None:
            return ()
        work = Fetching(self.address, self.cache, _deadline(len(wanted)), LARGEST, Verifier(self.keys))
        done = self._transferred("fetching", work, wanted)
        return [it for it in wanted if it not in done]

    def offer(self, made: Sequence[Wanted]) -> None:
        """Puts files into the shared cache, if this machine has a private key."""
        text = os.environ.get(PRIVATE_KEY, "").strip()
        if not text or not made or self.address is None or not self.address.is_writable:
            return
        key = key_bytes(text, PRIVATE)
        if key is None:
            self.notes.append(f"{PRIVATE_KEY} is not a private key, so nothing was offered")
        elif Signer(key).public() not in self.keys:
            self.notes.append(f"site.yaml lacks the public key of {PRIVATE_KEY}, so nothing was offered")
        else:
            work = Offering(self.address, self.cache, _deadline(len(made)), LARGEST, Signer(key))
            self._transferred("offering", work, made)

    def report(self) -> None:
        """Prints one note about all that did not work."""
        if self.notes:
            line = f"shared cache: {'; '.join(dict.fromkeys(self.notes))}"
            self.context.note(printable(with_installer(line)))

    def _transferred(self, stage: str, work: Transfer, wanted: Sequence[Wanted]) -> frozenset[Wanted]:
        """The files that were transferred, by a process that is ended if it takes too long."""
        limits = ItemLimits(work.deadline - time.monotonic() + GRACE, 0, batch_size=1)
        batches = [wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH)]
        done: set[Wanted] = set()
        refused = 0
        with closing(_pool(work, limits).results(batches)) as results:
            for number, result in enumerate(results, start=1):
                if isinstance(result, GivenUp):
                    self._fail(f"{work.address.text}: {ENDED[result.reason]}")
                    break
                done |= set(result.done)
                refused += result.refused
                self.context.progress(stage, min(number * BATCH, len(wanted)), len(wanted))
                if result.failure:
                    self.notes.append(result.failure)
                if result.ended:
                    self._fail(result.failure or f"{work.address.text} is slow; {stage} ended early")
                    break
        if refused:
            files = "1 file is" if refused == 1 else f"{refused:,} files are"
            reason = "damaged, or signed by no key of site.yaml"
            self.notes.append(f"{work.address.text}: {files} {reason}, and not used")
        return frozenset(done)

    def _fail(self, reason: str) -> None:
        """Does not use the place any more."""
        self.notes.append(reason)
        self.address = None


def _address_of(root: Path, text: str) -> PlaceAddress:
    """Raises PublishError if a text is no place, or if packages are missing."""
    check_place(text)
    environment = {name: value for name, value in os.environ.items() if name != PRIVATE_KEY}
    address = PlaceAddress(root, text, environment, TIMEOUTS)
    if not find_spec("cryptography") or (address.scheme and not find_spec("obstore")):
        raise PublishError(f"it needs packages: {install_command('cache')}")
    return address


def _pool(work: Transfer, limits: ItemLimits) -> Pool:
    """One process, which is not forked if this one has the threads of a library."""
    if THREADED.isdisjoint(sys.modules):
        return Pool(work, 1, limits)
    return Pool(work, 1, limits, start="spawn")


def _deadline(files: int) -> float:
    return time.monotonic() + LEAST_SECONDS + SECONDS_PER_FILE * files
