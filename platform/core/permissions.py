"""The one gate that services call with a claim from their `permissions.py`."""

from core.errors import NotAllowed


def require(claim: bool) -> None:
    """Stop unless the claim is true; the caller learns nothing about why."""
    if not claim:
        raise NotAllowed
