"""Asking a checked organization whether it knows one that is being checked, and its answer."""

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import events
from core.errors import Refused, WrongState
from core.permissions import require
from core.states import Actor, move
from notices.services import tell
from organizations.checks.services import lock_waiting
from organizations.models import Membership, Organization, OrganizationCheck, Role, Vouch
from organizations.permissions import owns
from organizations.states import VOUCH_MOVES, VouchState

MOST_ASKED = 5  # a check: enough for a sponsor, two that know it, and two that don't answer


@transaction.atomic
def ask(check: OrganizationCheck, *, actor: User, by: Organization, role: str) -> Vouch:
    """Ask another organization; its owners find the question on their own page."""
    check = lock_waiting(check)
    require(owns(actor, check.organization))
    if refusal := why_not(check, by):
        raise Refused(refusal)
    vouch = Vouch.objects.create(organization_check=check, by=by, role=role)
    events.record(vouch, "asked", by=Actor.ORGANIZATION, actor=actor)
    for owner in User.objects.filter(
        membership__organization=by, membership__role=Role.OWNER, is_active=True
    ):
        tell(owner, page_of(vouch))
    return vouch


def page_of(vouch: Vouch) -> str:
    """Return the page on which the organization that is asked answers."""
    return reverse("org_check_answer", args=[vouch.code])


def why_not(check: OrganizationCheck, by: Organization) -> str:
    """Return why this organization can't be asked, or nothing."""
    if by.pk == check.organization_id:
        return str(_("Your own organization can't confirm itself."))
    if not by.is_checked:
        return str(_("We know no checked organization with this website."))
    if check.vouches.filter(by=by).exists():
        return str(_("You have asked this organization already."))
    if check.vouches.count() >= MOST_ASKED:
        return str(_("You can ask five organizations for one check."))
    if rests_on(by, check.organization):
        return str(_("Its own check rests on your word. Name another organization."))
    return ""


@transaction.atomic
def answer(vouch: Vouch, *, actor: User, confirms: bool) -> Vouch:
    """Say for one's own, checked organization whether it knows the other one."""
    check = lock_waiting(vouch.organization_check)
    vouch = Vouch.objects.select_for_update(of=("self",)).select_related("by").get(pk=vouch.pk)
    require(owns(actor, vouch.by))
    if vouch.state != VouchState.ASKED:
        raise WrongState
    if confirms and not vouch.by.is_checked:
        raise Refused(_("Your own check has ended. Your word counts after the next one."))
    if confirms and rests_on(vouch.by, check.organization):
        raise Refused(_("Your own check rests on their word. So yours does not count for them."))
    vouch.answered_by, vouch.answered_at = actor, timezone.now()
    to = VouchState.CONFIRMED if confirms else VouchState.DECLINED
    vouch.save(update_fields=["answered_by", "answered_at"])
    move(vouch, to, moves=VOUCH_MOVES, by=Actor.ORGANIZATION, actor=actor)
    for member in Membership.objects.filter(organization=check.organization).select_related("user"):
        tell(member.user, reverse("org_check"))
    return vouch


def rests_on(by: Organization, organization: Organization) -> bool:
    """Whether the check of one organization rests, over whatever steps, on the word of the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s IN (SELECT organization_rests_on(%s))", [organization.pk, by.pk])
        return bool(cursor.fetchone()[0])
