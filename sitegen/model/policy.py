"""What a browser may load for a page: only what the site itself brings (W3C, Content Security Policy 3)."""

from __future__ import annotations

OWN = ("script", "style", "img", "font", "connect", "media", "manifest")
"""Kinds of sources that may come from the site's own address; everything else is refused."""

POLICY = "; ".join(
    ["default-src 'none'", *(f"{kind}-src 'self'" for kind in OWN), "form-action 'self'", "base-uri 'none'"]
)
"""For a page's `<meta>`, which knows no `frame-ancestors`; the header adds that."""
