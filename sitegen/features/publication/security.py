"""Key `security` of `site.yaml`: the contact for reports of security problems."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from msgspec import Struct

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import TEXT, TEXT_SCHEMA, mapping, text
from sitegen.types import Config
from sitegen.yaml.nodes import Node


class SecurityContact(Struct, frozen=True):
    """Contact for reports of security problems, and the day until which it is valid (RFC 9116)."""

    contact: str
    expires: date


def contact_of(config: Config) -> SecurityContact | None:
    """Contact of a site; None if it names none."""
    contact = config.contributed["security"]
    assert contact is None or isinstance(contact, SecurityContact)
    return contact


def _day(own: Keys, key: Key, node: Node, _: Any) -> date:
    written: str = TEXT.read(own, key, node, "")
    try:
        return date.fromisoformat(written if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written) else "")
    except ValueError:
        if written:
            message = f'"{written}" is not a date'
            own.report("config.value", message, own.place_of(key.name), "like 2027-12-31")
        return date.max


SECURITY = mapping(
    "the security contact",
    (
        Key(
            "contact",
            text(r"(https://|mailto:|tel:)\S+"),
            "An address that begins with `https://`, `mailto:` or `tel:`. "
            "Written to `/.well-known/security.txt` (RFC 9116).",
            required=True,
        ),
        Key(
            "expires",
            Value("date", _day, TEXT_SCHEMA, date.max),
            "Last day on which the contact is valid; less than a year ahead.",
            required=True,
        ),
    ),
    lambda own: SecurityContact(**own.values()),
)
KEYS = Contributed(
    site=(
        Key(
            "security",
            SECURITY,
            "Contact for reports of security holes: see [there](#the-site-as-a-publication).",
        ),
    )
)
