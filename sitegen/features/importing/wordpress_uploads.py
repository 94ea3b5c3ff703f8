"""Pictures and files of WordPress: which the folder of `--media` has, and how texts refer to them."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from sitegen.features.importing.imported import ImportedFile
from sitegen.features.importing.source import Source
from sitegen.features.importing.wordpress_text import Attachment, TextContext
from sitegen.features.importing.wxr import Wxr

SIZED = re.compile(r"-[0-9]{1,5}x[0-9]{1,5}(?=\.[A-Za-z0-9]+$)|-scaled(?=\.[A-Za-z0-9]+$)")

UPLOADS = "/wp-content/uploads/"
SAFE = "/%!$&'()*+,;=:@~"


def path_of(link: str) -> str:
    """Path of an address; empty if it names a page by a query."""
    parts = urlsplit(link)
    return "" if parts.query else re.sub("/{2,}", "/", parts.path) or "/"


class Uploads:
    """The attachments of an export and the files of the media folder."""

    def __init__(self, wxr: Wxr, folder: Path | None) -> None:
        self.wxr = wxr
        self.folder = folder
        self.by_id = {
            item.id: Attachment(
                item.id,
                item.attachment,
                item.value("_wp_attachment_image_alt"),
                item.excerpt,
                item.title,
                item.parent,
            )
            for item in wxr.items
            if item.type == "attachment"
        }
        self.known = {path_of(each.address): each for each in self.by_id.values() if each.address}
        self.pages = {
            path_of(item.link).rstrip("/"): item.attachment
            for item in wxr.items
            if item.type == "attachment" and item.attachment and item.link
        }
        """File of each attachment by the address of its page, which the new site does not have."""
        self.pages = {
            path_of(item.link).rstrip("/"): item.attachment
            for item in wxr.items
            if item.type == "attachment" and item.attachment and item.link
        }
        """File of each attachment by the address of its page, which the new site does not have."""
        self.used: dict[str, str] = {}
        """Files that texts show or link to and that are no attachments of the export."""

    @cached_property
    def context(self) -> TextContext:
        galleries: dict[str, list[Attachment]] = {}
        for attachment in self.by_id.values():
            if attachment.parent not in ("", "0"):
                galleries.setdefault(attachment.parent, []).append(attachment)
        reusable = {item.id: item.content for item in self.wxr.items if item.type == "wp_block"}
        return TextContext(self.by_id, galleries, reusable)

    @cached_property
    def in_folder(self) -> Mapping[str, str]:
        """Files of the folder, by each end of their path."""
        found: dict[str, str] = {}
        for path in Source(Path(os.fspath(self.folder))).paths if self.folder is not None else ():
            parts = path.split("/")
            for begin in range(len(parts)):
                found.setdefault("/".join(parts[begin:]), path)
        return found

    def _in_media(self, address: str) -> str:
        """Path in the media folder of the file with an address; empty if it is not there."""
        path = unquote(address).strip("/")
        while path:
            if path in self.in_folder:
                return self.in_folder[path]
            path = path.partition("/")[2] if path.count("/") > 1 else ""
        return ""

    def picture(self, address: str) -> str:
        """Address of a picture in the new site; empty if it belongs to a different site."""
        written = html.unescape(address)
        absolute = self._absolute(written)
        parts = urlsplit(absolute)
        own = parts.path if parts.scheme in ("http", "https") else ""
        if not own or not self._is_own(absolute):
            return "" if parts.scheme or written.startswith("//") else address
        whole = SIZED.sub("", own)
        taken = whole if whole in self.known or self._in_media(whole) else own
        self._use(taken, absolute)
        return taken

    def linked(self, address: str) -> str:
        """Address of a link; that of a file of the site itself is the one that the file has now."""
        path = path_of(address) if address.startswith(("http://", "https://", "/")) else ""
        if path.rstrip("/") in self.pages and path.strip("/"):
            return self.picture(self.pages[path.rstrip("/")])
        if path and (
            SIZED.sub("", path) in self.known or (UPLOADS in path and self._is_own(self._absolute(address)))
        ):
            return self.picture(address)
        return address

    def _absolute(self, address: str) -> str:
        return urljoin(f"{self.wxr.base}/", address) if address.startswith("/") else address

    def _use(self, path: str, address: str) -> None:
        if path not in self.known and not path.endswith("/"):
            self.used.setdefault(path, urljoin(address, quote(path, safe=SAFE)))

    def _is_own(self, address: str) -> bool:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        base = (urlsplit(self.wxr.base).hostname or "").removeprefix("www.")
        hosts = {base, base.replace(".wordpress.com", ".files.wordpress.com")}
        return (
            host in hosts or path_of(address) in self.known or SIZED.sub("", path_of(address)) in self.known
        )

    def files(self) -> Iterator[ImportedFile]:
        """Files that go with the site. The `source` of those that are not in the folder is their address."""
        wanted = {path: each.address for path, each in self.known.items()} | self.used
        for address, source in wanted.items():
            path = self._in_media(address)
            target = f"static{unquote(address)}"
            yield ImportedFile(path=target, source=path or source, addresses=(address,), media=bool(path))
