"""Topics are Pelican's tags, places its authors, sections its categories."""

SITENAME = "Made-up site"
SITEURL = "https://bench.example.org"
DESCRIPTION = "A site to measure with."
SECTIONS = ["articles", "guides", "reports", "stories"]
LISTS = [*SECTIONS, "topics", "places"]
TIMEZONE = "UTC"
LOCALE = ["C"]
DEFAULT_DATE_FORMAT = "%B %-d, %Y"

PATH = "content"
OUTPUT_PATH = "public"
CACHE_PATH = ".cache"
THEME = "theme"
THEME_STATIC_PATHS = []
STATIC_PATHS = ["static"]
EXTRA_PATH_METADATA = {"static/site.css": {"path": "site.css"}}
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["see_also"]

ARTICLE_PATHS = SECTIONS
PAGE_PATHS = []
SLUGIFY_SOURCE = "basename"
FORMATTED_FIELDS = []
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.fenced_code": {},
        "markdown.extensions.tables": {},
        "markdown.extensions.toc": {"toc_depth": "2-2"},
    },
    "output_format": "html5",
}


def newest_first(article):
    return -article.date.timestamp(), article.title


ARTICLE_ORDER_BY = newest_first
ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = "topics/{slug}/index.html"
AUTHOR_URL = "places/{slug}/"
AUTHOR_SAVE_AS = "places/{slug}/index.html"
PAGINATED_TEMPLATES = {"category": 20, "tag": 20, "author": 20}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

# The feeds that are built in have addresses as ids and titles of another form, so they are templates.
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
IN_FEED = 30
DIRECT_TEMPLATES = ["index", "404", "tags", "authors", "sitemap", "robots", "feed"]
DIRECT_TEMPLATES += [f"feed-{section}" for section in SECTIONS]
TAGS_SAVE_AS = "topics/index.html"
AUTHORS_SAVE_AS = "places/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
ROBOTS_SAVE_AS = "robots.txt"
FEED_SAVE_AS = "feed.xml"
globals().update({f"FEED-{section.upper()}_SAVE_AS": f"{section}/feed.xml" for section in SECTIONS})
