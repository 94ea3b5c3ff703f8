"""What `site.yaml` says about the site as a publication: its licence, whom to tell of holes, its icon."""

from __future__ import annotations

import re
from datetime import date

from sitegen.definition import Keys
from sitegen.types import IconRule, Licence, Problem, SecurityContact

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
