"""What `site.yaml` says about the site as a publication: licence, whom to tell of holes, icon, its CMS."""

from __future__ import annotations

import re
from datetime import date

from sitegen.definition.reader import Keys
from sitegen.types import CmsRule, IconRule, Licence, Problem, SecurityContact

ADDRESS = r"https?://\S+"
CONTACT = r"(https://|mailto:|tel:)\S+"
COLOUR = r"#[0-9a-fA-F]{6}"


def licence(site: Keys) -> Licence | None:
    """`licence: {name: CC BY 4.0, url: https://…}`, of the data that the site gives away."""
    own = site.nested("licence", "the licence")
    if own is None:
        return None
    found = Licence(own.text("name", required=True), own.text("url", required=True, pattern=ADDRESS))
    own.done()
    return found


def security(site: Keys) -> SecurityContact | None:
    """`security: {contact: "mailto:…", expires: 2027-12-31}`, for `security.txt` (RFC 9116)."""
    own = site.nested("security", "the security contact")
    if own is None:
        return None
    written = own.text("expires", required=True)
    expires = _day(own, written)
    found = SecurityContact(own.text("contact", required=True, pattern=CONTACT), expires)
    own.done()
    return found


def _day(keys: Keys, written: str) -> date:
    try:
        return date.fromisoformat(written if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written) else "")
    except ValueError:
        if written:
            message, place = f'"{written}" is not a date', keys.place_of("expires")
            keys.problems.append(Problem("config.value", message, place, "like 2027-12-31"))
        return date.max


def icon(site: Keys) -> IconRule | None:
    """`icon: {file: favicon.svg, colour: "#0b6e4f"}`, for the web app manifest (W3C)."""
    own = site.nested("icon", "the icon")
    if own is None:
        return None
    found = IconRule(own.text("file", required=True), own.text("colour", "#ffffff", pattern=COLOUR))
    own.done()
    return found


BACKENDS = ("github", "gitlab", "gitea")
PUBLISH_MODES = ("editorial_workflow", "simple")
SVELTIA = "https://unpkg.com/@sveltia/cms@0.221.1/dist/sveltia-cms.js"
SVELTIA_DIGEST = "sha384-JQ+XsKx/UzwdTiNnFStza3XtqqQoVtyNPApkfvwlzZDfhe7giE9CnfQrpHqgv3k6"
"""Of the file in the npm package of that version, which unpkg hands out."""
SCRIPT = r"https://\S+\.m?js|[A-Za-z0-9_-][A-Za-z0-9._/@-]*\.m?js"
DIGEST = r"sha(256|384|512)-[A-Za-z0-9+/]+={0,2}"


def cms(site: Keys) -> CmsRule | None:
    """`cms: {repo: owner/name}`, for the pages of a git-based CMS at `/admin/`."""
    own = site.nested("cms", "the CMS")
    if own is None:
        return None
    script = own.text("script", pattern=SCRIPT)
    integrity = own.text("integrity", pattern=DIGEST)
    if script.startswith("https://") and not integrity:
        message = 'a script of another site needs "integrity": the digest that it must have'
        hint = "or put the script below static/ and name it by its path there"
        own.problems.append(Problem("config.missing", message, own.place_of("script"), hint))
    found = CmsRule(
        backend=own.choice("backend", BACKENDS, BACKENDS[0]),
        repo=own.text("repo", required=True, pattern=r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+"),
        branch=own.text("branch", "main", pattern=r"[A-Za-z0-9._/-]+"),
        auth=own.text("auth", pattern=ADDRESS),
        publish_mode=own.choice("publish_mode", PUBLISH_MODES, PUBLISH_MODES[0]),
        script=script or SVELTIA,
        integrity=integrity if script else SVELTIA_DIGEST,
    )
    own.done()
    return found
