"""Files for hosts and programs beside the pages: sitemap, redirects, headers, manifest, `security.txt`."""

from sitegen.features.publication import inputs, outputs, redirects, renderers, sitemap

INPUTS = inputs.KINDS
PLANNERS = (sitemap.plan, redirects.plan, outputs.plan_headers, outputs.plan)
RENDERERS = {"redirects": renderers.redirects, "nginx_map": renderers.nginx_map}
TEMPLATES = dict.fromkeys(
    ("_headers", "redirect.html", "robots.txt", "security.txt", "sitemap.xml", "sitemap-index.xml"),
    "sitegen.features.publication",
)
