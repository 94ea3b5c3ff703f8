"""Files for hosts and programs beside the pages: sitemap, redirects, headers, manifest, `security.txt`."""

from sitegen.types.registers import EntryPoint, entry_points

KEYS = EntryPoint("sitegen.features.publication.security:KEYS")
INPUTS = entry_points(
    "sitegen.features.publication.inputs:KINDS",
    "addresses",
    "sitemaps",
    "address",
    "redirects",
    "missing_pages",
    "security",
    "manifest",
)
PLANNERS = (
    EntryPoint("sitegen.features.publication.sitemap:plan"),
    EntryPoint("sitegen.features.publication.redirects:plan"),
    EntryPoint("sitegen.features.publication.outputs:plan_headers"),
    EntryPoint("sitegen.features.publication.outputs:plan"),
)
REPORTS = (EntryPoint("sitegen.features.publication.unused_files:report"),)
RULES = (
    EntryPoint("sitegen.features.publication.old_addresses:RULE"),
    EntryPoint("sitegen.features.publication.released_addresses:RULE"),
)
RENDERERS = {
    "redirects": EntryPoint("sitegen.features.publication.renderers:redirects"),
    "nginx_map": EntryPoint("sitegen.features.publication.renderers:nginx_map"),
}
TEMPLATES = dict.fromkeys(
    ("_headers", "redirect.html", "robots.txt", "security.txt", "sitemap.xml", "sitemap-index.xml"),
    "sitegen.features.publication",
)
