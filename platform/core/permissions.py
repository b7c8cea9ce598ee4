"""The one gate that services call with a claim from their `permissions.py`."""

from core.errors import NotAllowed


def require(claim: bool) -> None:  # noqa: FBT001 - reads as a sentence: require(can_sign(...))
    """Stop unless the claim is true; the caller learns nothing about why."""
    if not claim:
        raise NotAllowed
