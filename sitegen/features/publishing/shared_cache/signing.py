"""Signatures of shared files with Ed25519 (RFC 8032): the public key reads, the private key writes.

A signature is over the name of a file and its bytes, so that no file can take the place of a different one.
"""

from __future__ import annotations

import base64
import binascii

from msgspec import Struct

from sitegen.types.patterns import lazy_pattern

PUBLIC = "ed25519:"
PRIVATE = "ed25519-private:"
LENGTH = 32
"""Bytes of a key."""
KEY = lazy_pattern(r"[A-Za-z0-9+/]{43}=")
HEAD = b"sitegen made file 1\n"
"""First bytes of a shared file, before the signature."""
SIGNATURE = 64
OVERHEAD = len(HEAD) + SIGNATURE


def key_bytes(text: str, prefix: str) -> bytes | None:
    """The bytes of a key that is written as text; None if it is not a key of this kind."""
    if not text.startswith(prefix) or not KEY.fullmatch(text[len(prefix) :]):
        return None
    try:
        data = base64.b64decode(text[len(prefix) :], validate=True)
    except binascii.Error:
        return None
    return data if len(data) == LENGTH else None


def key_text(data: bytes, prefix: str) -> str:
    return prefix + base64.b64encode(data).decode("ascii")


class Verifier(Struct, frozen=True):
    """Checks signatures with public keys."""

    keys: tuple[bytes, ...]

    def opened(self, name: str, data: bytes) -> bytes | None:
        """Content of a shared file; None if no key has signed it under this name."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        if len(data) < OVERHEAD or not data.startswith(HEAD):
            return None
        signature, content = data[len(HEAD) : OVERHEAD], data[OVERHEAD:]
        for key in self.keys:
            try:
                Ed25519PublicKey.from_public_bytes(key).verify(signature, _signed(name, content))
            except (InvalidSignature, ValueError):
                continue
            return content
        return None


class Signer(Struct, frozen=True):
    """Signs with a private key, which is in no text that this class gives."""

    key: bytes

    def __repr__(self) -> str:
        return "Signer(…)"

    def sealed(self, name: str, content: bytes) -> bytes:
        """A shared file with this content."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return HEAD + Ed25519PrivateKey.from_private_bytes(self.key).sign(_signed(name, content)) + content

    def public(self) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.key).public_key().public_bytes_raw()


def new_signer() -> Signer:
    """A signer with a new key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Signer(Ed25519PrivateKey.generate().private_bytes_raw())


def _signed(name: str, content: bytes) -> bytes:
    return HEAD + name.encode("ascii") + b"\n" + content
