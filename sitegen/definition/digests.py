"""Digests of a site's definition, by which a build knows whether it has changed."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from sitegen.digest import Digester, digest_of_fields, digest_of_parts
from sitegen.types import Config, ContentType, Digest, MarkdownRule, Theme


def digest_of_type(content_type: ContentType) -> Digest:
    """Digest of a content type."""
    own = digest_of_fields(replace(content_type, contributed={}))
    return digest_of_parts(own, Digester().digest_of(content_type.contributed))


def digest_of_definition(config: Config) -> Digest:
    """Digest of all that `Config` has, without the day."""
    apart = (config.markdown, config.theme, config.contributed, tuple(config.types))
    own = replace(config, today=date.min, markdown=MarkdownRule(), theme=Theme(), contributed={}, types={})
    types = map(digest_of_type, config.types.values())
    return digest_of_parts(digest_of_fields(own), Digester().digest_of(apart), *types)
