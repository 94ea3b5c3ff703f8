"""Key `shared_cache` of `site.yaml`: where made files are shared, and whose signatures count."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import TEXT_SCHEMA, WORDS_SCHEMA, mapping
from sitegen.features.publishing.shared_cache.signing import PRIVATE, PUBLIC, key_bytes
from sitegen.types import Config
from sitegen.yaml.nodes import Node, Scalar

NAME = "shared_cache"
MOST_KEYS = 8


class SharedCacheRule(Struct, frozen=True):
    """Place in which made files are shared, and the keys that sign them."""

    place: str
    """Folder or address; empty if only the environment names one."""
    keys: tuple[bytes, ...]
    """Public keys; a file that none of them has signed is not used."""


def rule_of(config: Config) -> SharedCacheRule | None:
    """The rule of a site; None if it shares no files."""
    rule = config.contributed[NAME]
    assert rule is None or isinstance(rule, SharedCacheRule)
    return rule


def _read_place(own: Keys, key: Key, node: Node, _: Any) -> str:
    if not isinstance(node, Scalar):
        own.wrong(node, f'"{key.name}" must be a text')
        return ""
    from sitegen.features.publishing.errors import PublishError
    from sitegen.features.publishing.shared_cache.places import check_place

    try:
        check_place(node.text)
    except PublishError as error:
        own.wrong(node, str(error))
        return ""
    return node.text


def _read_keys(own: Keys, key: Key, node: Node, _: Any) -> tuple[bytes, ...]:
    words = tuple(own.scalars(node, key.name))
    for word in words[MOST_KEYS:]:
        own.wrong(word, f"there are more than {MOST_KEYS} keys", "remove those that are not in use")
    return tuple(public for word in words[:MOST_KEYS] if (public := _public(own, word)) is not None)


def _public(own: Keys, word: Scalar) -> bytes | None:
    """The public key that a word is. Reports a different word."""
    if word.text.startswith(PRIVATE):
        hint = "whoever can read this file can sign now: make a new pair with sitegen cache-key FILE"
        own.wrong(word, "this is a private key, which must not be in a file of the site", hint)
        return None
    public = key_bytes(word.text, PUBLIC)
    if public is None:
        hint = "sitegen cache-key FILE makes a pair of keys and prints the public one"
        own.wrong(word, f'"{word.text}" is not a public key', hint)
    return public


SHARED_CACHE = Key(
    NAME,
    mapping(
        "the shared cache",
        (
            Key(
                "place",
                Value("text", _read_place, TEXT_SCHEMA, ""),
                "A folder, relative to the site or absolute; or `s3://BUCKET/FOLDER`, `gs://…`, `az://…`; or "
                "`https://HOST/FOLDER` to read alone. The variable `SITEGEN_CACHE` replaces it, and `off` "
                "there switches the cache off.",
                otherwise="that of `SITEGEN_CACHE`; without it, nothing is shared",
            ),
            Key(
                "keys",
                Value("words", _read_keys, WORDS_SCHEMA, ()),
                "Public keys (`ed25519:…`) of those whose files are used.",
                required=True,
            ),
        ),
        lambda own: SharedCacheRule(own["place"], own["keys"]),
    ),
    "Pictures, social cards and sheets that several machines share: see "
    "[a shared cache](../developers/deploy.md#a-shared-cache-of-made-files).",
    otherwise="nothing is shared",
)
