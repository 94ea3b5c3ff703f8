"""Follows the redirects of a request; each target is checked like the first address."""

from __future__ import annotations

from sitegen.online.fetch import RequestLimits, Response, fetch, moved_to

HOPS = 5


def fetch_moved(address: str, limits: RequestLimits) -> Response:
    """Returns the response at the end of at most five redirects."""
    response = fetch(address, limits)
    for _ in range(HOPS):
        target = moved_to(address, response)
        if not target:
            break
        address, response = target, fetch(target, limits)
    return response


def wrong_with_response(response: Response, most: int) -> str:
    """Reason why the body of a response is not usable; empty if it is."""
    if response.failure:
        return str(response.failure.value)
    if response.status != 200:
        return f"the host answers {response.status}"
    return f"it is larger than {most // 1_000_000} MB" if response.cut else ""
