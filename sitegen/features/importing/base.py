"""Files of `sitegen init` that an imported site starts with: its templates, styles and workflows."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

from sitegen.features.importing.imported import Imported

LOCALES = "templates/locale/"
OF_EXAMPLES = ("templates/figures.html", "templates/sources.html")
"""Templates of types that only the example has."""


def adapted(base: Mapping[str, bytes], imported: Imported) -> Mapping[str, bytes]:
    """The files for this site: a home page for any content, and the catalogues of its languages."""
    codes = {language.code for language in imported.languages}
    found = {
        path: data
        for path, data in base.items()
        if path not in OF_EXAMPLES
        and not (path.startswith(LOCALES) and path.removeprefix(LOCALES).partition(".")[0] not in codes)
    }
    home = resources.files("sitegen.features.importing") / "templates" / "home.html"
    return found | {"templates/home.html": home.read_bytes()}
