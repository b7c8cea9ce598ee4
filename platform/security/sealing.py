"""Sealed values: encrypted under a key of the person, bound to the person and the field."""

from collections.abc import Iterable

from security.ciphers import NotOurs, decrypt, encrypt
from security.keys import key_to_seal_with, keys_of

__all__ = ["NotOurs", "Opener", "seal", "unseal"]


class Opener:
    """Opens sealed values of some people; their keys are read in one query and never made here."""

    def __init__(self, user_ids: Iterable[int]) -> None:
        self._keys = keys_of(user_ids)

    def open(self, sealed: bytes | memoryview, *, user_id: int, field: str) -> str:
        """Return the text of a sealed value; raise NotOurs unless it is this person's and field's."""
        value = bytes(sealed)
        if not value:
            return ""
        if user_id not in self._keys:
            raise NotOurs("no key")
        return decrypt(self._keys[user_id], value, _belongs_to(user_id, field)).decode()


def seal(text: str, *, user_id: int, field: str) -> bytes:
    """Return `text` sealed for one person and field; empty text stays empty, so absence is cheap."""
    if not text:
        return b""
    return encrypt(key_to_seal_with(user_id), text.encode(), _belongs_to(user_id, field))


def unseal(sealed: bytes | memoryview, *, user_id: int, field: str) -> str:
    """Return the text of one sealed value; raise NotOurs unless it is this person's and field's."""
    return Opener([user_id]).open(sealed, user_id=user_id, field=field)


def _belongs_to(user_id: int, field: str) -> str:
    return f"user:{user_id}:{field}"
