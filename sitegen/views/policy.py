"""The Content Security Policy of pages (W3C, level 3): browsers load files from the site only."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sitegen.types import Config
from sitegen.types.registers import by_name

OWN = ("script", "style", "img", "font", "connect", "media", "manifest")
"""Kinds of sources that may come from the site's own address; all others are refused."""

COMPILED = "'wasm-unsafe-eval'"
"""Allows scripts of the site to compile WebAssembly, which Pagefind needs, without allowing `eval`."""


def policy(search: bool) -> str:
    """The policy for a page's `<meta>`, which does not support `frame-ancestors`; the header adds that."""
    more = {"script": f" {COMPILED}"} if search else {}
    sources = (f"{kind}-src 'self'{more.get(kind, '')}" for kind in OWN)
    return "; ".join(["default-src 'none'", *sources, "form-action 'self'", "base-uri 'none'"])


def policies_of(config: Config) -> Mapping[str, str]:
    """Policies of folders with programs, such as the CMS; features give them to the register `POLICIES`."""
    register: Mapping[str, Callable[[Config], str]] = by_name({}, "POLICIES")
    found = {folder: policy_of(config) for folder, policy_of in register.items()}
    return {folder: own for folder, own in found.items() if own}
