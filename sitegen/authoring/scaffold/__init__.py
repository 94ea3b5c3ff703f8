"""Files that `sitegen init` and `sitegen new` write: new sites and new entries."""

from sitegen.authoring.scaffold.entry import entry_path, skeleton
from sitegen.authoring.scaffold.new_site import NotEmpty, make_site, site_base
from sitegen.authoring.scaffold.presets import PRESETS, Preset

__all__ = ["PRESETS", "NotEmpty", "Preset", "entry_path", "make_site", "site_base", "skeleton"]
