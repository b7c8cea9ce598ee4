"""Keys of people, each wrapped by a key-encryption key from the environment.

A wrapped key begins with the number of the key that wrapped it, so that several can be in use while
one takes the place of another: `DATA_KEY` wraps, it and `DATA_KEYS_BEFORE` unwrap.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Substr

from security.ciphers import NotOurs, decrypt, encrypt, new_key
from security.models import PersonKey

NUMBER_BYTES = 4
A_BATCH = 200


def keys_of(user_ids: Iterable[int]) -> dict[int, bytes]:
    """Return the keys of these people, in one query; who has none is not in it."""
    wanted = set(user_ids)
    rows = PersonKey.objects.filter(user_id__in=wanted) if wanted else ()
    return {row.pk: _unwrap(row) for row in rows}


def key_to_seal_with(user_id: int) -> bytes:
    """Return a person's key, made on first use; two first users agree on one."""
    found = PersonKey.objects.filter(user_id=user_id).first()
    if found is None:
        found, _made = PersonKey.objects.get_or_create(
            user_id=user_id, defaults={"wrapped": _wrap(new_key(), user_id)}
        )
    return _unwrap(found)


def destroy_key(user_id: int) -> bool:
    """Make everything sealed for a person unreadable for good; returns whether there was a key."""
    gone, _detail = PersonKey.objects.filter(user_id=user_id).delete()
    return bool(gone)


def wrapped_before() -> models.QuerySet[PersonKey]:
    """Return the keys that an earlier key-encryption key wraps."""
    number = Substr("wrapped", 1, NUMBER_BYTES, output_field=models.BinaryField())
    return PersonKey.objects.annotate(number=number).exclude(number=_number(_current()))


def wrap_again() -> Iterator[tuple[int, int]]:
    """Wrap every key with the current one, in short transactions; yield how many were and weren't.

    It may be stopped and begun again at any point: what is done is not done twice. A key that none
    of the settings opens stays as it is.
    """
    last = 0
    while True:
        with transaction.atomic():
            rows = list(
                wrapped_before().filter(pk__gt=last).order_by("pk").select_for_update()[:A_BATCH]
            )
            done = [row for row in rows if _wrap_row_again(row)]
            PersonKey.objects.bulk_update(done, ["wrapped"])
        if not rows:
            return
        last = rows[-1].pk
        yield len(done), len(rows) - len(done)


def _wrap_row_again(row: PersonKey) -> bool:
    try:
        row.wrapped = _wrap(_unwrap(row), row.pk)
    except NotOurs:
        return False
    return True


def _wrap(key: bytes, user_id: int) -> bytes:
    return _number(_current()) + encrypt(_current(), key, _belongs_to(user_id))


def _unwrap(row: PersonKey) -> bytes:
    wrapped = bytes(row.wrapped)
    wrapping = _by_number().get(wrapped[:NUMBER_BYTES])
    if wrapping is None:
        raise NotOurs("wrapped by a key that the settings don't have")
    return decrypt(wrapping, wrapped[NUMBER_BYTES:], _belongs_to(row.pk))


def _belongs_to(user_id: int) -> str:
    return f"user:{user_id}:key"


def _current() -> bytes:
    return base64.b64decode(settings.DATA_KEY)


def _by_number() -> dict[bytes, bytes]:
    every = [settings.DATA_KEY, *settings.DATA_KEYS_BEFORE]
    return {_number(key): key for key in map(base64.b64decode, every)}


def _number(key: bytes) -> bytes:
    """Tell a key-encryption key from others without telling anything of it."""
    return hashlib.sha256(b"number of a key\0" + key).digest()[:NUMBER_BYTES]
