"""The fields that every entry has."""

from __future__ import annotations

from typing import Any

from sitegen.kinds.language import SITE_LANGUAGE
from sitegen.kinds.repeats import REPEATS
from sitegen.types import Field


def built_in(name: str, kind: str, label: str, advice: str, **limits: Any) -> Field:
    return Field(name, kind, {"": label}, advice, show=False, **limits)


ONLY_IN = "only_in"
"""Field that limits an entry to some languages."""

REF = "ref"
"""Field that names the entry that a file with another name is a version of."""

BUILT_IN = (
    built_in("title", "text", "Title", "the name of the page", required=True, maximum="300"),
    built_in("summary", "text", "Summary", "one or two whole sentences"),
    built_in(
        "slug",
        "text",
        "Slug",
        "lower-case letters, digits and hyphens: my-project",
        pattern="[a-z0-9]+(-[a-z0-9]+)*",
        translate=False,
    ),
    built_in(
        REF,
        "text",
        "Version of",
        "the entry that this file translates, if its file has another name: guides/deep/page",
        pattern=r"[^/]+(/[^/]+)*",
    ),
    built_in(
        "aliases",
        "text",
        "Old addresses",
        "an old address that redirects here, beginning with a slash: /old/name/",
        many=True,
        pattern=r"/[^#\\]*",
        form="old_address",
        translate=False,
    ),
    built_in(
        "link_to",
        "url",
        "Leads to",
        "a page on a different site that it links to; it has no page of its own here",
    ),
    built_in("draft", "boolean", "Draft", "true: left out until it is ready"),
    built_in("publish_on", "date", "Publish on", "left out before this day"),
    built_in("updated", "date", "Updated", "the day of the last real change"),
    built_in(
        "sort_as",
        "text",
        "Sorted as",
        "sort text in place of the title: a family name first, or a phonetic reading",
        maximum="300",
    ),
    built_in(
        ONLY_IN,
        "language",
        "Only in",
        "the languages that it is limited to; lists of other languages leave it out",
        many=True,
        form=SITE_LANGUAGE,
    ),
    built_in("weight", "integer", "Weight", "lower comes first where lists sort by weight"),
    built_in(
        "template",
        "text",
        "Template",
        "a template in place of the type's: special.html",
        pattern=r"[a-z0-9_/-]+\.html",
        translate=False,
    ),
    built_in(
        "owner",
        "text",
        "Owner",
        "the person responsible: a name, a team or an e-mail address",
        maximum="200",
        translate=False,
    ),
    built_in("review_by", "date", "Review by", "the day by which it should be reviewed"),
    built_in("expires", "date", "Expires", "the last day on which it is valid; after that no list has it"),
    built_in("withdrawn", "text", "Withdrawn", "the reason, in words for readers", maximum="500"),
    built_in("superseded_by", "reference", "Superseded by", "the entry that replaces it"),
    built_in(
        "noindex", "boolean", "Hidden from search engines", "true: search engines are asked to leave it out"
    ),
)
"""Fields that every entry has; a type may require or limit them further."""

REPEATS_FIELD = built_in(
    REPEATS.name, REPEATS.name, "Repeats", "how an event repeats: {every: week, until: 2027-06-30}"
)
"""Field that every type with a calendar has, unless it declares one of this kind."""
