"""AES-256-GCM in one format: a version byte, a 12-byte nonce, the ciphertext with its tag.

The associated data names what the value belongs to, so a value that was moved does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BITS = 256


class NotOurs(Exception):  # noqa: N818 - says what is wrong with the value
    """The value was changed, moved, or sealed under a key that is not there."""


def new_key() -> bytes:
    """Return a random key."""
    return AESGCM.generate_key(KEY_BITS)


def encrypt(key: bytes, plain: bytes, belongs_to: str) -> bytes:
    """Return `plain` encrypted, bound to what it belongs to."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, VERSION + belongs_to.encode())


def decrypt(key: bytes, value: bytes, belongs_to: str) -> bytes:
    """Return what was encrypted; raise NotOurs unless it is whole, unchanged and where it belongs."""
    if value[:1] != VERSION:
        raise NotOurs("unknown version")
    nonce, sealed = value[1 : 1 + NONCE_BYTES], value[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, sealed, VERSION + belongs_to.encode())
    except (InvalidTag, ValueError):
        raise NotOurs("changed or moved") from None
