"""What a browser may load for a page: only what the site itself brings (W3C, Content Security Policy 3)."""

from __future__ import annotations

OWN = ("script", "style", "img", "font", "connect", "media", "manifest")
"""Kinds of sources that may come from the site's own address; everything else is refused."""

COMPILED = "'wasm-unsafe-eval'"
"""Lets a script of the site compile WebAssembly, which is what Pagefind searches with, and nothing else."""


def policy(search: bool) -> str:
    """For a page's `<meta>`, which knows no `frame-ancestors`; the header adds that."""
    more = {"script": f" {COMPILED}"} if search else {}
    sources = (f"{kind}-src 'self'{more.get(kind, '')}" for kind in OWN)
    return "; ".join(["default-src 'none'", *sources, "form-action 'self'", "base-uri 'none'"])
