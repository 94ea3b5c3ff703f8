SITENAME = "Made-up site"
SITEURL = "https://bench.example.org"
TIMEZONE = "UTC"

PATH = "content"
OUTPUT_PATH = "public"
CACHE_PATH = ".cache"
THEME = "theme"
THEME_STATIC_PATHS = []
PLUGINS = []

DEFAULT_DATE = (2010, 1, 1)
ARTICLE_PATHS = ["posts"]
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
SLUGIFY_SOURCE = "basename"
MARKDOWN = {
    "extension_configs": {"markdown.extensions.meta": {}},
    "output_format": "html5",
}

DIRECT_TEMPLATES = ["index", "404"]
CATEGORY_SAVE_AS = ""
TAG_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
