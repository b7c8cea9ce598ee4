"""A posting: paid work that an organization publishes, with everything said before acceptance."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from core import clock
from core.codes import CodeField
from core.money import USD
from core.states import Moving
from core.viewer import Viewer
from engagements.models.disclosures import (
    LANGUAGES,
    Credit,
    InTheRoom,
    KindOfWork,
    Ownership,
    PersonalExperience,
    Place,
    RecordingUse,
    Support,
    WayToJoin,
    WayToPay,
)
from engagements.models.posting_rules import POSTING_RULES
from engagements.states import POSTING_MOVES, PostingState
from organizations.models import Organization

FREE_TALK_MINUTES = 30  # a longer first talk is a paid stage
BOARD = RawSQL("SELECT id FROM engagements_board", [])  # the view says what stands on the board


def in_two_weeks() -> date:
    """Return the first day that a new draft starts from; the writer is asked to look at it."""
    return clock.today() + timedelta(days=14)


def in_six_weeks() -> date:
    """Return the due day that a new draft starts from."""
    return clock.today() + timedelta(days=42)


def per_hour(amount: int, hours: int) -> int:
    """Return the pay for one hour in minor units, rounded down; 0 before hours are said."""
    return amount // hours if hours else 0


class PostingQuerySet(models.QuerySet["Posting"]):
    """Postings by who may see them."""

    def on_the_board(self) -> "PostingQuerySet":
        """What anybody can read now."""
        return self.filter(pk__in=BOARD)

    def visible_to(self, viewer: Viewer) -> "PostingQuerySet":
        """The board, an organization's own postings, and those a consultant is in touch about."""
        seen = Q(pk__in=BOARD)
        if viewer.organization_id is not None:
            seen |= Q(organization_id=viewer.organization_id)
        elif viewer.user_id is not None:
            mine = {"posting": OuterRef("pk"), "consultant__user_id": viewer.user_id}
            for name in ("interests", "invitations", "engagements"):
                related = Posting._meta.get_field(name).related_model
                assert related is not None
                seen |= Q(Exists(related._default_manager.filter(**mine)))
        return self.filter(seen)


class Posting(Moving):
    """Published paid work. A draft may have gaps; what is published has none (constraints)."""

    MOVES = POSTING_MOVES

    code = CodeField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="postings")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PostingState, default=PostingState.DRAFT)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)  # when it was last published, or sent to be looked at
    opened_at = models.DateTimeField(null=True)
    answered = ArrayField(models.CharField(max_length=15), default=list)  # pages of the form
    template_name = models.CharField(max_length=60, blank=True)  # set: a template, never published

    title = models.CharField(_("title"), max_length=100, blank=True)
    summary = models.TextField(_("what the work is"), max_length=3000, blank=True)
    kind_of_work = models.CharField(
        _("kind of work"), max_length=15, choices=KindOfWork, blank=True
    )
    deliverable = models.CharField(_("what is to be made"), max_length=300, blank=True)

    starts_on = models.DateField(_("earliest start"), default=in_two_weeks)
    due_on = models.DateField(_("to be done by"), default=in_six_weeks)
    way_to_pay = models.CharField(max_length=15, choices=WayToPay, default=WayToPay.CARD)

    hours = models.PositiveSmallIntegerField(_("paid hours in all"), default=0)
    hours_preparation = models.PositiveSmallIntegerField(default=0)  # these three are among `hours`
    hours_travel = models.PositiveSmallIntegerField(default=0)
    hours_debrief = models.PositiveSmallIntegerField(default=0)

    fee_amount = models.BigIntegerField(_("fee"), default=0)  # for each consultant, the least
    fee_up_to = models.BigIntegerField(null=True)  # the most, when the fee is a range
    currency = models.CharField(max_length=3, default=USD)
    comparison_amount = models.BigIntegerField(
        _("what others are paid for the same work"), default=0
    )
    unequal_fees_reason = models.CharField(max_length=300, blank=True)
    consultants_wanted = models.PositiveSmallIntegerField(default=1)
    pay_floor = models.BigIntegerField(default=0)  # the operator's, for an hour, when published
    funder = models.CharField(_("who funds it"), max_length=120, blank=True)
    federal_money = models.BooleanField(default=False)  # of the United States

    first_talk_minutes = models.PositiveSmallIntegerField(default=FREE_TALK_MINUTES)
    first_talk_amount = models.BigIntegerField(default=0)
    sample_asked = models.BooleanField(default=False)
    sample_amount = models.BigIntegerField(default=0)
    pay_days = models.PositiveSmallIntegerField(_("days from approval to pay"), default=0)
    cancel_full_hours = models.PositiveSmallIntegerField(default=72)
    cancel_half_days = models.PositiveSmallIntegerField(default=14)

    personal_experience = models.CharField(
        max_length=10, choices=PersonalExperience, default=PersonalExperience.NOT_ASKED
    )
    topics_to_skip = models.CharField(max_length=300, blank=True)
    in_the_room = ArrayField(models.CharField(max_length=15, choices=InTheRoom), default=list)
    mandated_reporting = models.CharField(max_length=300, blank=True)  # who must report
    reports_to = models.CharField(max_length=300, blank=True)
    recording_uses = ArrayField(models.CharField(max_length=10, choices=RecordingUse), default=list)
    recording = models.CharField(max_length=300, blank=True)  # of those uses: what, where, how long

    place = models.CharField(max_length=10, choices=Place, default=Place.REMOTE)
    region = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=40, default="America/New_York")
    language = models.CharField(max_length=5, choices=LANGUAGES, default="en")
    ways_to_join = ArrayField(models.CharField(max_length=12, choices=WayToJoin), default=list)
    support = ArrayField(models.CharField(max_length=12, choices=Support), default=list)
    support_note = models.CharField(max_length=300, blank=True)
    ownership = models.CharField(max_length=15, choices=Ownership, default=Ownership.ORGANIZATION)
    credit = models.CharField(max_length=10, choices=Credit, default=Credit.CHOOSES)
    invite_only = models.BooleanField(default=False)
    # earlier work whose terms it copies; who may see what is never copied
    again = models.ForeignKey("engagements.Engagement", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[PostingQuerySet] = PostingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-opened_at", "-id")
        indexes = (
            models.Index(
                fields=["-opened_at", "-code"],
                name="posting_board",
                condition=Q(state="open", invite_only=False),
            ),
        )
        constraints = POSTING_RULES

    def __str__(self) -> str:
        return f"posting {self.pk}"

    @property
    def hourly_amount(self) -> int:
        """Pay for one hour, all hours counted."""
        return per_hour(self.fee_amount, self.hours)

    @property
    def is_template(self) -> bool:
        """Whether it is kept to be copied and never published."""
        return bool(self.template_name)
