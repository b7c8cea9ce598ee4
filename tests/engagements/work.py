"""Work at every point of its path, made by the services that the pages call."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from consultants.items import Audience, Tie
from consultants.models import Consultant
from consultants.ties import set_tie
from core.states import Actor
from engagements.contracts import services as contracts
from engagements.delivery import services as delivery
from engagements.models import Contract, Engagement, Milestone, Offer, Posting
from engagements.negotiation import services as negotiation
from engagements.postings import review
from engagements.postings import services as postings
from engagements.postings.steps import ALL_STEPS
from engagements.states import PostingState
from engagements.terms.first_terms import first_terms
from engagements.terms.terms import Stage, Terms
from payments.models import Funding
from tests.factories import acting, make_administrator, make_checked_member, make_consultant


def posting_fields(**fields: Any) -> dict[str, Any]:
    """Return the answers of a whole and fair project, some of them changed."""
    day = timezone.localdate()
    usual = {
        "title": "Review of a training",
        "summary": "Read the training for new staff.\nSay what should change.",
        "kind_of_work": "policy_review",
        "deliverable": "Written comments",
        "starts_on": day + timedelta(days=7),
        "due_on": day + timedelta(days=30),
        "hours": 20,
        "fee_amount": 180_000,
        "comparison_amount": 180_000,
        "funder": "Own funds",
        "ways_to_join": ["video", "writing"],
        "answered": ALL_STEPS,
    }
    return usual | fields


def make_posting(member: User, *, state: str = "open", **fields: Any) -> Posting:
    """Return a project of a member's organization, brought to its state by the services."""
    organization = member.membership.organization
    with acting(member):
        posting = postings.save_draft(organization, actor=member, **posting_fields(**fields))
        if state != "draft":
            posting = postings.publish(posting, actor=member)
    if state != "in_review":
        open_at_the_desk(posting)
    with acting(member):
        if state == "closed":
            postings.close(posting, actor=member)
        if state == "withdrawn":
            postings.withdraw(posting, actor=member)
    return Posting.objects.select_related("organization").get(pk=posting.pk)


def open_at_the_desk(posting: Posting) -> None:
    """Let an administrator open what was sent in; what wasn't stays as it is."""
    if posting.state == PostingState.IN_REVIEW:
        administrator = make_administrator()
        with acting(administrator):
            review.decide(posting, decision="opened", reason="", actor=administrator)


def store_posting(member: User, **fields: Any) -> Posting:
    """Store an open project past the services, for what the database itself refuses."""
    now = timezone.now()
    usual = {"state": "open", "sent_at": now, "opened_at": now, "pay_floor": 5_000}
    organization = member.membership.organization
    return Posting.objects.create(
        organization=organization, created_by=member, **(posting_fields() | usual | fields)
    )


class Work:
    """One engagement with its two people, and the steps they take."""

    def __init__(
        self,
        *,
        consultant: Consultant | None = None,
        member: User | None = None,
        name: str = "Ana Luz",
        language: str = "en",
        **answers: Any,
    ) -> None:
        self.consultant = consultant or make_consultant(name, audience=Audience.TALKING)
        self.member = member or make_checked_member()
        self.posting = make_posting(self.member, language=language, **answers)
        self.engagement = Engagement.objects.create(
            posting=self.posting,
            organization=self.member.membership.organization,
            consultant=self.consultant,
        )
        with acting(self.person):
            set_tie(self.engagement.organization_id, self.consultant.pk, Tie.TALKING)

    @property
    def person(self) -> User:
        """The consultant's account."""
        return self.consultant.user

    def fresh(self) -> Engagement:
        """Return the engagement as it is now."""
        return Engagement.objects.get(pk=self.engagement.pk)

    def terms(self, *, stages: int = 1, **changes: Any) -> Terms:
        """Return terms with so many stages."""
        day = timezone.localdate() + timedelta(days=20)
        usual = first_terms(self.engagement).as_json() | {
            "stages": [
                {
                    "title": f"Part {n}",
                    "deliverable": "Comments",
                    "due_on": (day + timedelta(days=n)).isoformat(),
                    "amount": 60_000 + n,
                    "review_days": 7,
                }
                for n in range(1, stages + 1)
            ],
            "hours": 12,
            "off_limit_topics": "Family",
        }
        return Terms.from_json(usual | changes)

    def offer(self, *, by: User | None = None, stages: int = 1, **changes: Any) -> Offer:
        """Let one side make the next version."""
        actor = by or self.member
        with acting(actor):
            terms = self.terms(stages=stages, **changes)
            return negotiation.make_offer(self.fresh(), terms=terms, actor=actor)

    def accept(self, offer: Offer, *, by: User | None = None) -> Contract:
        """Let the other side accept a version."""
        actor = by or self.person
        with acting(actor):
            return negotiation.accept_offer(
                offer, number=offer.number, sha256=offer.sha256, actor=actor
            )

    def agree(self, *, stages: int = 1) -> Contract:
        """Bring both to a contract that waits for signatures."""
        return self.accept(self.offer(stages=stages))

    def sign(self, contract: Contract, by: User, *, name: str = "A. Luz") -> Contract:
        """Let one person sign."""
        with acting(by):
            return contracts.sign(contract, sha256=contract.sha256, typed_name=name, actor=by)

    def start(self, *, stages: int = 1) -> Contract:
        """Bring both to a signed contract with planned stages."""
        contract = self.agree(stages=stages)
        self.sign(contract, self.person)
        return self.sign(contract, self.member, name="T. Member")

    def stage(self, number: int = 1) -> Milestone:
        """Return one stage as it is now."""
        return Milestone.objects.get(engagement=self.engagement, number=number)

    def fund(self, number: int = 1) -> Milestone:
        """Put the money of a stage in, as payments does after the provider said so."""
        stage = self.stage(number)
        Funding.objects.create(
            milestone=stage,
            engagement=self.engagement,
            state="held",
            amount=stage.amount,
            cost=0,
            paid_in=stage.amount,
            held_at=timezone.now(),
        )
        with acting(self.member):
            return delivery.mark_funded(stage)

    def hand_in(self, number: int = 1, *, note: str = "Here it is.", file: Any = None) -> Milestone:
        """Let the consultant hand in a stage."""
        with acting(self.person):
            return delivery.hand_in(self.stage(number), note=note, file=file, actor=self.person)

    def approve(self, number: int = 1) -> Milestone:
        """Let the organization approve a stage."""
        with acting(self.member):
            return delivery.approve_work(self.stage(number), actor=self.member)

    def tie(self) -> int | None:
        """Return what binds the two now, read as the owner of the tables."""
        from consultants.models import Standing
        from tests.conftest import as_owner

        with as_owner():
            row = Standing.objects.filter(
                organization_id=self.engagement.organization_id, consultant=self.consultant
            ).first()
        return row.tie if row else None


__all__ = ["Actor", "Stage", "Terms", "Work", "make_posting"]
