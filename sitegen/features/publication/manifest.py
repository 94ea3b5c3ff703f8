"""The web app manifest (W3C): the site's name, colour and icon for a home screen."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.views.viewer import Viewer


def web_manifest(viewer: Viewer, assets: Mapping[str, str]) -> dict[str, object]:
    """Members of the manifest; without an icon if the file is not in `static/`."""
    icon, site = viewer.config.icon, viewer.site_view
    assert icon is not None
    sizes = {"sizes": "any"} if icon.file.endswith(".svg") else {}
    return {
        "name": site.title,
        "description": site.description,
        "lang": site.lang,
        "dir": site.dir,
        "start_url": site.home,
        "display": "browser",
        "theme_color": icon.colour,
        "background_color": icon.colour,
        "icons": [{"src": assets[icon.file], **sizes}] if icon.file in assets else [],
    }
