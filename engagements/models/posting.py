"""A posting: paid work that an organization publishes, with everything said before acceptance."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import CodeField
from core.money import USD
from core.viewer import Viewer
from engagements.states import PostingState
from organizations.models import Organization


class KindOfWork(models.TextChoices):
    """The neutral names of the work; nothing here names a kind of exploitation."""

    POLICY_REVIEW = "policy_review", _("Policy review")
    TRAINING = "training", _("Training")
    SPEAKING = "speaking", _("Speaking")
    CURRICULUM = "curriculum", _("Curriculum")
    RESEARCH = "research", _("Research advice")
    EVALUATION = "evaluation", _("Evaluation")
    FACILITATION = "facilitation", _("Facilitation")
    PEER_SUPPORT = "peer_support", _("Peer support design")
    OTHER = "other", _("Other")


class PersonalExperience(models.TextChoices):
    """Whether the work asks about the consultant's own life."""

    NOT_ASKED = "not_asked", _("Not asked")
    OPTIONAL = "optional", _("Optional: the consultant decides")
    CENTRAL = "central", _("Central to the work")


class InTheRoom(models.TextChoices):
    """Who takes part or reads the result, told before anybody accepts."""

    POLICE = "police", _("Police")
    IMMIGRATION = "immigration", _("Immigration officers")
    PROSECUTORS = "prosecutors", _("Prosecutors")
    PRESS = "press", _("Press")
    FUNDERS = "funders", _("Funders")
    PUBLIC = "public", _("The public")
    CO_PRESENTERS = "co_presenters", _("Other speakers")


class Place(models.TextChoices):
    """Where the work happens; an exact venue is told only once the two are talking."""

    REMOTE = "remote", _("Remote")
    IN_PERSON = "in_person", _("In person")
    EITHER = "either", _("Remote or in person")


class WayToJoin(models.TextChoices):
    """How a consultant may take part."""

    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    CAMERA_OFF = "camera_off", _("Video with camera off")
    VOICE = "voice", _("Phone or voice only")
    WRITING = "writing", _("In writing")


class Support(models.TextChoices):
    """What the organization pays for ahead, apart from the fee."""

    INTERPRETER = "interpreter", _("Interpreter (the consultant may refuse one)")
    TRANSLATION = "translation", _("Translation")
    CAPTIONS = "captions", _("Captions")
    COMPANION = "companion", _("A companion")
    CHILDCARE = "childcare", _("Childcare")
    TRAVEL = "travel", _("Travel")
    BREAKS = "breaks", _("Breaks")
    DEBRIEF = "debrief", _("Preparation and debrief")


class PostingQuerySet(models.QuerySet["Posting"]):
    """Postings by who may see them."""

    def on_the_board(self) -> "PostingQuerySet":
        """Open postings of organizations whose check is in force; invite-only ones stay off."""
        return self.filter(
            state=PostingState.OPEN,
            invite_only=False,
            organization__checked_until__gt=Now(),
        )

    def visible_to(self, viewer: Viewer) -> "PostingQuerySet":
        """The board, an organization's own postings, and those a consultant is in touch about."""
        from engagements.models.engagement import Engagement
        from engagements.models.joining import Interest, Invitation

        seen = Q(pk__in=Posting.objects.on_the_board().values("pk"))
        if viewer.organization_id is not None:
            seen |= Q(organization_id=viewer.organization_id)
        elif viewer.user_id is not None:
            mine = {"posting": OuterRef("pk"), "consultant__user_id": viewer.user_id}
            for related in (Interest, Invitation, Engagement):
                seen |= Q(Exists(related.objects.filter(**mine)))
        return self.filter(seen)


class Posting(models.Model):
    """Published paid work. Unpaid is impossible; the disclosures are part of the row."""

    code = CodeField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="postings")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PostingState, default=PostingState.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)

    title = models.CharField(_("title"), max_length=100)
    summary = models.TextField(_("what the work is"), max_length=3000)
    kind_of_work = models.CharField(_("kind of work"), max_length=15, choices=KindOfWork)
    deliverable = models.CharField(_("what is to be made"), max_length=300)
    starts_on = models.DateField(_("earliest start"))
    due_on = models.DateField(_("to be done by"))
    hours = models.PositiveSmallIntegerField(_("paid hours in all"))
    fee_amount = models.BigIntegerField(_("fee"))
    currency = models.CharField(max_length=3, default=USD)
    comparison_amount = models.BigIntegerField(_("what others are paid for the same work"))
    funder = models.CharField(_("who funds it"), max_length=120)
    pay_days = models.PositiveSmallIntegerField(_("days from approval to pay"), default=0)
    personal_experience = models.CharField(
        max_length=10, choices=PersonalExperience, default=PersonalExperience.NOT_ASKED
    )
    in_the_room = ArrayField(models.CharField(max_length=15, choices=InTheRoom), default=list)
    mandated_reporting = models.CharField(max_length=300, blank=True)
    recording = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=10, choices=Place, default=Place.REMOTE)
    region = models.CharField(max_length=80, blank=True)
    language = models.CharField(
        max_length=5, choices=[("en", "English"), ("es", "Español")], default="en"
    )
    ways_to_join = ArrayField(models.CharField(max_length=12, choices=WayToJoin), default=list)
    support = ArrayField(models.CharField(max_length=12, choices=Support), default=list)
    consultants_wanted = models.PositiveSmallIntegerField(default=1)
    invite_only = models.BooleanField(default=False)

    objects: ClassVar[PostingQuerySet] = PostingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-opened_at", "-id")
        indexes = (
            models.Index(
                fields=["-opened_at", "-id"], name="posting_board", condition=Q(state="open")
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="posting_state_known", condition=Q(state__in=PostingState.values)
            ),
            models.CheckConstraint(name="posting_is_paid", condition=Q(fee_amount__gt=0)),
            models.CheckConstraint(name="posting_has_hours", condition=Q(hours__gt=0)),
            models.CheckConstraint(
                name="posting_comparison_is_pay", condition=Q(comparison_amount__gt=0)
            ),
            models.CheckConstraint(
                name="posting_dates_in_order", condition=Q(due_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="posting_paid_in_30_days", condition=Q(pay_days__lte=30)),
            models.CheckConstraint(
                name="posting_wants_somebody", condition=Q(consultants_wanted__gt=0)
            ),
            models.CheckConstraint(
                name="posting_open_since", condition=~Q(state="open") | Q(opened_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"posting {self.pk}"

    @property
    def hourly_amount(self) -> int:
        """Pay for one hour, all hours counted, in minor units rounded down."""
        return self.fee_amount // self.hours
