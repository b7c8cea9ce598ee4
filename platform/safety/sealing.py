"""Sealed values: AES-256-GCM under a key of the person, bound to the person and the field.

A sealed value is one version byte, a 12-byte nonce and the ciphertext with its tag. The associated
data names the owner and the field, so a value that was moved to another row or column does not open.
"""

import base64
import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from safety.models import PersonKey

VERSION = b"\x01"
NONCE_BYTES = 12


class NotOurs(Exception):  # noqa: N818 - says what is wrong with the value
    """The value was changed, moved, or sealed under a key that is not there."""


class Opener:
    """Opens sealed values of some people; their keys are read in one query and never made here."""

    def __init__(self, user_ids: Iterable[int]) -> None:
        wanted = set(user_ids)
        rows = PersonKey.objects.filter(user_id__in=wanted) if wanted else ()
        self._keys = {row.pk: _unwrap(row) for row in rows}

    def open(self, sealed: bytes | memoryview, *, user_id: int, field: str) -> str:
        """Return the text of a sealed value; raise NotOurs unless it is this person's and field's."""
        value = bytes(sealed)
        if not value:
            return ""
        if user_id not in self._keys:
            raise NotOurs("no key")
        return _decrypt(self._keys[user_id], value, _bound_to(user_id, field)).decode()


def seal(text: str, *, user_id: int, field: str) -> bytes:
    """Return `text` sealed for one person and field; empty text stays empty, so absence is cheap."""
    if not text:
        return b""
    return _encrypt(_key_to_seal_with(user_id), text.encode(), _bound_to(user_id, field))


def unseal(sealed: bytes | memoryview, *, user_id: int, field: str) -> str:
    """Return the text of one sealed value; raise NotOurs unless it is this person's and field's."""
    return Opener([user_id]).open(sealed, user_id=user_id, field=field)


def _key_to_seal_with(user_id: int) -> bytes:
    """Return the person's data key, made on first use; two first users agree on one."""
    found = PersonKey.objects.filter(user_id=user_id).first()
    if found is None:
        wrapped = _encrypt(_wrapping_key(), AESGCM.generate_key(256), _bound_to(user_id, "key"))
        found, _made = PersonKey.objects.get_or_create(
            user_id=user_id, defaults={"wrapped": wrapped}
        )
    return _unwrap(found)


def _unwrap(row: PersonKey) -> bytes:
    return _decrypt(_wrapping_key(), bytes(row.wrapped), _bound_to(row.pk, "key"))


def _wrapping_key() -> bytes:
    return base64.b64decode(settings.DATA_KEY)


def _bound_to(user_id: int, field: str) -> bytes:
    return f"user:{user_id}:{field}".encode()


def _encrypt(key: bytes, plain: bytes, associated: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, VERSION + associated)


def _decrypt(key: bytes, value: bytes, associated: bytes) -> bytes:
    if value[:1] != VERSION:
        raise NotOurs("unknown version")
    nonce, sealed = value[1 : 1 + NONCE_BYTES], value[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, sealed, VERSION + associated)
    except (InvalidTag, ValueError):
        raise NotOurs("changed or moved") from None
