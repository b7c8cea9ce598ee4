"""Telling the desk about an organization, and the desk's answer. The organization learns nothing."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import events
from core.errors import Refused
from core.permissions import require
from core.states import Actor, move
from notices.services import tell
from organizations.models import Concern, Organization
from organizations.permissions import can_check
from organizations.states import CONCERN_MOVES, ConcernState
from safety.sealing import seal

MOST_A_DAY = 5


@transaction.atomic
def report(
    organization: Organization, *, actor: User, about: str, wanted: str, happened: str
) -> Concern:
    """Seal what somebody tells the desk and put it into the queue."""
    require(actor.is_consultant or actor.is_member)
    User.objects.select_for_update().get(pk=actor.pk)  # two clicks take turns
    today = Concern.objects.filter(
        reporter=actor, sent_at__gt=timezone.now() - timedelta(days=1)
    ).exclude(state=ConcernState.WITHDRAWN)
    if today.count() >= MOST_A_DAY:
        raise Refused(
            _("You sent us five messages today. We read them first. Write again tomorrow.")
        )
    concern = Concern(organization=organization, reporter=actor, about=about)
    concern.wanted = _sealed(concern, "wanted", wanted)
    concern.happened = _sealed(concern, "happened", happened)
    concern.save()
    events.record(concern, "sent", by=_side_of(actor), actor=actor)
    return concern


@transaction.atomic
def withdraw(concern: Concern, *, actor: User) -> Concern:
    """Take a concern back; the desk reads no further."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    require(concern.reporter_id == actor.pk)
    move(concern, ConcernState.WITHDRAWN, moves=CONCERN_MOVES, by=_side_of(actor), actor=actor)
    return concern


@transaction.atomic
def take_up(concern: Concern, *, actor: User) -> Concern:
    """Open a concern at the desk: it is on the record who did, and the reporter sees that somebody did."""
    concern = _lock_at_desk(concern, actor)
    move(concern, ConcernState.LOOKED_AT, moves=CONCERN_MOVES, by=Actor.ADMINISTRATOR, actor=actor)
    tell(concern.reporter, page_of(concern))
    return concern


@transaction.atomic
def answer(concern: Concern, *, actor: User, text: str) -> Concern:
    """Tell the reporter what was done; sealed like their own words."""
    concern = _lock_at_desk(concern, actor)
    concern.answer, concern.answered_at = _sealed(concern, "answer", text), timezone.now()
    concern.save(update_fields=["answer", "answered_at"])
    move(concern, ConcernState.ANSWERED, moves=CONCERN_MOVES, by=Actor.ADMINISTRATOR, actor=actor)
    tell(concern.reporter, page_of(concern))
    return concern


def page_of(concern: Concern) -> str:
    """Return where the reporter reads what became of it."""
    return reverse("concern", args=[concern.code])


def sealed_field(concern: Concern, name: str) -> str:
    """Return what a sealed text is bound to: this concern and this column."""
    return f"concern:{concern.code}:{name}"


def _sealed(concern: Concern, name: str, text: str) -> bytes:
    return seal(text, user_id=concern.reporter_id, field=sealed_field(concern, name))


def _lock_at_desk(concern: Concern, actor: User) -> Concern:
    locked = Concern.objects.select_for_update(of=("self",)).select_related(
        "organization", "reporter"
    )
    concern = locked.get(pk=concern.pk)
    require(can_check(actor, concern.organization))
    return concern


def _side_of(actor: User) -> Actor:
    return Actor.CONSULTANT if actor.is_consultant else Actor.ORGANIZATION
