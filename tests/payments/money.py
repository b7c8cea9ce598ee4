"""A signed piece of work and the people's part of the payment provider."""

from typing import Any

from core import outbox
from core.models import Task
from engagements.models import Milestone
from payments import stripe_gateway as gateway
from payments.models import Funding, Payout, PayoutMethod, ProviderEvent
from payments.services import funding, payout_methods
from tests.engagements.work import Work
from tests.factories import acting
from tests.payments.stand_in import StandIn


class Money:
    """Work that is signed, and the steps of its money at the stand-in."""

    def __init__(self, stand_in: StandIn, *, stages: int = 1) -> None:
        self.provider = stand_in
        self.work = Work()
        self.work.start(stages=stages)
        run_jobs()

    @property
    def stage(self) -> Milestone:
        """The first stage as it is now."""
        return self.work.stage(1)

    @property
    def funding(self) -> Funding:
        """The first stage's funding as it is now."""
        return Funding.objects.get(milestone=self.stage)

    @property
    def payout(self) -> Payout:
        """The first stage's payout as it is now."""
        return Payout.objects.get(milestone=self.stage)

    def open_page(self) -> str:
        """Let the organization open the payment page; return the provider's id of it."""
        with acting(self.work.member):
            funding.start(self.stage, actor=self.work.member)
        return self.funding.checkout_id

    def pay(self, **how: Any) -> None:
        """Let the organization pay on the provider's page."""
        self.provider.control(f"checkout/{self.open_page()}", how)

    def pay_in(self) -> None:
        """Pay, and hear of it."""
        self.pay()
        self.hear("checkout.session.completed", self.funding.checkout_id)

    def hear(self, kind: str, subject: str, *, account: str = "") -> None:
        """Keep an event as the webhook does, and handle it."""
        row = ProviderEvent.objects.create(
            event_id=f"evt_{ProviderEvent.objects.count()}",
            type=kind,
            object_id=subject,
            account_id=account,
        )
        enqueue("payments.handle_event", event=row.pk)
        run_jobs()

    def set_up_pay(self, *, finish: bool = True) -> str:
        """Let the consultant set up pay at the provider; return the account."""
        person = self.work.person
        with acting(person):
            payout_methods.start_setup(self.work.consultant, actor=person)
        account = PayoutMethod.objects.get(consultant=self.work.consultant).account_id
        if finish:
            self.provider.control(f"onboard/{account}", {})
            self.hear(CAPABILITY, account)
        return account

    def finish_work(self) -> None:
        """Hand in and approve the first stage, and let the jobs run."""
        self.work.hand_in()
        self.work.approve()
        run_jobs()

    def sent(self) -> list[gateway.Transfer]:
        """Return what the provider really sent for the first stage."""
        return gateway.find_transfers(f"milestone_{self.stage.pk}")

    def balances(self) -> dict[str, int]:
        """Return our ledger's balances as the consultant may read them."""
        from payments.ledger import balances

        with acting(self.work.person):
            return balances(self.work.engagement)


CAPABILITY = "v2.core.account[configuration.recipient].capability_status_updated"


def enqueue(name: str, **args: int) -> None:
    """Ask for a job."""
    from django.db import transaction

    with transaction.atomic():
        outbox.enqueue(name, **args)


def run_jobs() -> None:
    """Run what is due, as a worker does."""
    outbox.drain_once(limit=100)


def make_everything_due() -> None:
    """Let waiting tasks be due, as time does after a failure."""
    from django.utils import timezone

    Task.objects.filter(state="waiting").update(due_at=timezone.now())


def states() -> list[tuple[str, str]]:
    """Return the tasks that are not done."""
    return list(Task.objects.exclude(state="done").values_list("name", "state"))
