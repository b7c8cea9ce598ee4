"""The one provider of this process, made from the command line."""

from django.conf import settings

from payments.practice.events import Messenger
from payments.practice.provider import Provider
from payments.practice.store import Store

_the: dict[str, Provider] = {}


def start(webhook_url: str) -> Provider:
    """Open the memory in the data folder and begin to send events."""
    store = Store(settings.DATA_DIR / "practice.json")
    _the["provider"] = Provider(store, Messenger(webhook_url).tell)
    return _the["provider"]


def provider() -> Provider:
    """Return the running provider."""
    return _the["provider"]
