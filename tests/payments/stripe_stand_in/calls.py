"""What a request asks of a route."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.payments.stripe_stand_in.world import Json


@dataclass(frozen=True)
class Call:
    """A request whose parameters hold: for the platform itself, or for a connected account."""

    params: Json
    path: str
    account: str | None = None

    @property
    def owner(self) -> str:
        """Return whose money is meant."""
        return self.account or "platform"


Route = Callable[..., Json]
