"""Kinds of files that are allowed beside entries, by the ending of their name.

A site may allow more kinds, but none that a browser or a web server would execute: otherwise an editor could
upload a program.
"""

from __future__ import annotations

from sitegen.types.patterns import lazy_pattern

IMAGES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".avif": "AVIF", ".gif": "GIF"}
"""Endings of pictures, with Pillow's names of their formats."""
DRAWINGS = (".svg",)
"""Endings of pictures whose formats features know."""
PICTURES = (*IMAGES, *DRAWINGS)
DOCUMENTS = (".pdf", ".csv", ".ods", ".odt", ".docx", ".xlsx")
MEDIA_FILES = (*IMAGES, *DOCUMENTS)
"""Endings of files that every site allows beside entries."""

IN_BROWSERS = frozenset(
    {
        *("htm", "html", "xhtml", "xht", "mht", "mhtml", "shtml", "shtm", "hta", "htc", "svg", "svgz", "swf"),
        *("xml", "xsl", "xslt", "xsd", "dtd", "rss", "atom", "rdf", "owl", "mathml", "mml", "kml", "gpx"),
        *("gml", "xul", "ttml", "plist", "js", "mjs", "cjs", "jsm", "css", "wasm"),
    }
)
"""Endings of web pages, of XML vocabularies, and of scripts and styles that pages can load."""
IN_SERVERS = frozenset(
    {
        *("php", "php3", "php4", "php5", "php7", "phtml", "phar", "asp", "aspx", "ashx", "jsp", "jspx"),
        *("cgi", "fcgi", "pl", "py", "rb", "sh"),
    }
)
SOURCES = frozenset({"md", "yaml", "yml"})
ENDING = lazy_pattern(r"\.[A-Za-z0-9]{1,10}")


def ending_of(path: str) -> str:
    """Returns the ending of a file's name in lower case, with its full stop; empty if the name has none."""
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


def reason_against(ending: str) -> str:
    """Returns the reason why content may not include files with an ending such as `.svg`; empty if it may."""
    name = ending.removeprefix(".")
    if name in IN_BROWSERS:
        return "a browser would run it as a part of this site"
    if name in IN_SERVERS:
        return "a web server could run it"
    return "it is the text of an entry" if name in SOURCES else ""
