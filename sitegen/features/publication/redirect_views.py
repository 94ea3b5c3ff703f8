"""Redirects and pages for missing addresses, as hosts see them."""

from __future__ import annotations

from sitegen.model.urls import MISSING, in_language
from sitegen.views.redirects import redirects
from sitegen.views.viewer import Viewer


def missing_pages(viewer: Viewer) -> dict[str, str]:
    """The error page for the addresses below each language, except the default one."""
    config = viewer.config
    others = [code for code in config.languages if code != config.default_language]
    return {
        viewer.href(in_language(config, "/*", code)): viewer.href(in_language(config, MISSING, code))
        for code in others
    }


def addresses_moved(viewer: Viewer) -> dict[str, str]:
    """New addresses by old ones, both as hosts see them, sorted by the old ones."""
    base_path = viewer.config.base_path
    found = {
        base_path + form: viewer.href(viewer.url_of(redirect.page))
        for redirect in redirects(viewer.site)
        for form in redirect.old.forms
    }
    return dict(sorted(found.items()))
