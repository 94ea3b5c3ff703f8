"""An output: a podcast feed of the type `episodes`, whose entries have a recording in the field `audio`."""

from sitegen.extend import Input, Markup, Output

FEED = Markup('<rss version="2.0"><channel><title>{}</title><link>{}</link><description>{}</description>{}')
ITEM = Markup("<item><title>{}</title><guid>{}</guid><pubDate>{:%d %b %Y} 12:00:00 GMT</pubDate>{}</item>")
FILE = Markup('<enclosure url="{}" length="{}" type="audio/mpeg"/>')
END = Markup("</channel></rss>\n")


def episodes(inputs, key):
    viewer, frame = inputs.viewer, inputs.viewer.frame
    pages = viewer.sorted(inputs.site.entries[key], ["-date"])
    files = ((page, viewer.file(page.fields["audio"])) for page in pages)
    return [(p.title, frame.permalink(p.url), p.date, frame.whole(f.url), f.size) for p, f in files]


def rss(job):
    site, rows = job.context["site"], job.context["episodes"]
    items = (ITEM.format(*about, FILE.format(url, size)) for *about, url, size in rows)
    return (FEED.format(site.title, site.url, site.description, Markup("").join(items)) + END).encode()


def plan(site, sources):
    inputs = {"site": Input("site", ""), "episodes": Input("episodes", "episodes")}
    yield Output("podcast.xml", "podcast", site.config.default_language, inputs, "content/site.yaml")


PLANNERS, INPUTS, RENDERERS = (plan,), {"episodes": episodes}, {"podcast": rss}
