"""Reads the keys of `site.yaml` about the publication: licence, security contact, icon and CMS."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import TEXT, TEXT_SCHEMA, choice, mapping, text
from sitegen.types import CmsRule, IconRule, Licence, SecurityContact
from sitegen.yaml.nodes import Node

ADDRESS = text(r"https?://\S+")
COLOUR = text(r"#[0-9a-fA-F]{6}")

LICENCE = mapping(
    "the licence",
    (
        Key(
            "name", TEXT, "Name of the licence of the [data](#addresses). Each file names it.", required=True
        ),
        Key("url", ADDRESS, "Address of its text.", required=True),
    ),
    lambda own: Licence(**own.values()),
)


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

ICON = mapping(
    "the icon",
    (
        Key("file", TEXT, "A file in `static/`, best an SVG. Written to `/site.webmanifest`.", required=True),
        Key("colour", COLOUR, "The colour around it.", "#ffffff"),
    ),
    lambda own: IconRule(**own.values()),
)

BACKENDS = ("github", "gitlab", "gitea")
PUBLISH_MODES = ("editorial_workflow", "simple")
SVELTIA = "https://unpkg.com/@sveltia/cms@0.221.1/dist/sveltia-cms.js"
SVELTIA_DIGEST = "sha384-JQ+XsKx/UzwdTiNnFStza3XtqqQoVtyNPApkfvwlzZDfhe7giE9CnfQrpHqgv3k6"
"""Digest of the file in the npm package of that version, which unpkg serves."""
SCRIPT = r"https://\S+\.m?js|[A-Za-z0-9_-][A-Za-z0-9._/@-]*\.m?js"
DIGEST = r"sha(256|384|512)-[A-Za-z0-9+/]+={0,2}"


def _cms(own: Keys) -> CmsRule:
    script, integrity = own["script"], own["integrity"]
    if script.startswith("https://") and not integrity:
        message = 'a script of another site needs "integrity": the digest that it must have'
        hint = "or put the script below static/ and name it by its path there"
        own.report("config.missing", message, own.place_of("script"), hint)
    program = {"script": script or SVELTIA, "integrity": integrity if script else SVELTIA_DIGEST}
    return CmsRule(**own.values() | program)


CMS = mapping(
    "the CMS",
    (
        Key(
            "repo",
            text(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+"),
            "The repository: `owner/name`.",
            required=True,
            example="my-city/website",
        ),
        Key("branch", text(r"[A-Za-z0-9._/-]+"), "The branch that is published.", "main"),
        Key("backend", choice(*BACKENDS), "Host of the repository."),
        Key(
            "auth",
            ADDRESS,
            "Address of the service with which editors log in, such as your own "
            "[Sveltia CMS Authenticator](https://github.com/sveltia/sveltia-cms-auth). "
            "Without it they log in with a token.",
            otherwise="that of the backend",
        ),
        Key(
            "publish_mode",
            choice(*PUBLISH_MODES),
            "A pull request for each entry, or a commit on the branch at once.",
        ),
        Key(
            "script",
            text(SCRIPT),
            "Another program: a path below `static/`, or an `https://` address.",
            otherwise="Sveltia 0.221.1, from unpkg.com",
        ),
        Key(
            "integrity",
            text(DIGEST),
            "The digest that a script from another site must have: `sha384-…` (Subresource Integrity).",
            otherwise="that of the default",
        ),
    ),
    _cms,
)
