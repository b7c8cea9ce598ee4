"""The code of a person in an organization's addresses: another for each organization.

One AES block over both ids, so that two organizations can't join their lists, and a code from one
means nothing to the other.
"""

import base64
import binascii
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

BLOCK_BYTES = 16


def code_for(organization_id: int, consultant_id: int) -> str:
    """Return the 22-character code by which this organization addresses this consultant."""
    encryptor = _cipher().encryptor()
    block = (
        encryptor.update(struct.pack(">QQ", organization_id, consultant_id)) + encryptor.finalize()
    )
    return base64.urlsafe_b64encode(block).rstrip(b"=").decode()


def consultant_id_from(code: str, *, organization_id: int) -> int | None:
    """Return whom the code means to this organization; None for any other code."""
    try:
        block = base64.urlsafe_b64decode(code.encode() + b"==")
    except (binascii.Error, ValueError):
        return None
    if len(block) != BLOCK_BYTES:
        return None
    decryptor = _cipher().decryptor()
    whose, consultant_id = struct.unpack(">QQ", decryptor.update(block) + decryptor.finalize())
    # one spelling for each person: lax base64 would read others as the same block
    is_ours = whose == organization_id and code_for(whose, consultant_id) == code
    return int(consultant_id) if is_ours else None


def _cipher() -> Cipher[modes.ECB]:
    # one block that never repeats a plain text for two meanings: no mode of chaining is needed
    return Cipher(algorithms.AES(base64.b64decode(settings.PEOPLE_CODE_KEY)), modes.ECB())  # noqa: S305
