"""The kinds of files that may lie beside entries, by the ending of their name.

A site may allow more of them, but none that a browser or a web server would run: an editor who uploads
one would write a program for the site.
"""

from __future__ import annotations

import re

IMAGES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".avif": "AVIF", ".gif": "GIF"}
"""Endings of pictures, each with the name of its format in Pillow."""
DOCUMENTS = (".pdf", ".csv", ".ods", ".odt", ".docx", ".xlsx")
MEDIA_FILES = (*IMAGES, *DOCUMENTS)
"""Endings of files that every site may have beside entries."""

IN_BROWSERS = frozenset(
    {
        *("htm", "html", "xhtml", "xht", "mht", "mhtml", "shtml", "shtm", "hta", "htc", "svg", "svgz", "swf"),
        *("xml", "xsl", "xslt", "xsd", "dtd", "rss", "atom", "rdf", "owl", "mathml", "mml", "kml", "gpx"),
        *("gml", "xul", "ttml", "plist", "js", "mjs", "cjs", "jsm", "css", "wasm"),
    }
)
"""Pages, XML of every vocabulary, and what pages can load as their own programs and styles."""
IN_SERVERS = frozenset(
    {
        *("php", "php3", "php4", "php5", "php7", "phtml", "phar", "asp", "aspx", "ashx", "jsp", "jspx"),
        *("cgi", "fcgi", "pl", "py", "rb", "sh"),
    }
)
SOURCES = frozenset({"md", "yaml", "yml"})
ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}")


def ending_of(path: str) -> str:
    """The ending of a file's name in lower case, with its full stop; empty if the name has none."""
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


def reason_against(ending: str) -> str:
    """Why files of a kind cannot be published from the content, for an ending such as `.svg`; or nothing."""
    name = ending.removeprefix(".")
    if name in IN_BROWSERS:
        return "a browser would run it as a part of this site"
    if name in IN_SERVERS:
        return "a web server could run it"
    return "it is the text of an entry" if name in SOURCES else ""
