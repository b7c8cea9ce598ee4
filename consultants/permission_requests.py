"""An organization asks; the consultant allows, allows part, or does not. No answer is no."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants import ledger, wording
from consultants.items import mask_of, names_in
from consultants.models import (
    ConsentStep,
    Consultant,
    Permission,
    PermissionRequest,
    SentRequest,
)
from consultants.permissions import can_ask
from consultants.permissions_given import give
from consultants.scope import Scope, Use, refuse_what_cannot_be, uses_in
from consultants.states import REQUEST_MOVES, RequestState
from core.codes import new_code
from core.errors import NotAllowed, Refused
from core.permissions import require
from core.states import Actor, move
from notices.services import tell
from organizations.models import Organization
from organizations.services import people_of

WAITS = timedelta(days=14)
A_DAY = 20


@transaction.atomic
def ask(
    consultant: Consultant, *, organization: Organization, scope: Scope, actor: User
) -> PermissionRequest:
    """Ask one person whom the organization sees; any item may be asked for, since a no tells nothing."""
    require(can_ask(actor, organization))
    refuse_what_cannot_be(scope)
    code = new_code()
    outcome, request_id = _write_request(consultant, code=code, scope=scope)
    if outcome == "missing":
        raise NotAllowed
    if outcome == "asked":
        raise Refused(_("You asked this person already. Wait for the answer, or take it back."))
    if outcome == "quota":
        raise Refused(_("You have asked 20 times in 24 hours. Ask again tomorrow."))
    request = PermissionRequest(pk=request_id, code=code, consultant=consultant)
    _note_question(request, organization=organization, scope=scope, actor=actor)
    tell(consultant.user, reverse("asked", args=[code]))
    return request


@transaction.atomic
def take_back(code: str, *, organization: Organization, actor: User) -> None:
    """Withdraw what looks unanswered; an answered request stays as it is. Twice is once."""
    require(can_ask(actor, organization))
    with connection.cursor() as cursor:
        cursor.execute("SELECT withdraw_request(%s)", [code])
        (is_gone,) = cursor.fetchone()
    if is_gone:
        sent = SentRequest.objects.select_related("consultant").get(code=code)
        with ledger.in_language_of(sent.consultant):
            ledger.record(
                sent.consultant, ConsentStep.TAKEN_BACK, actor=actor, organization=organization,
                request_id=sent.pk, items=sent.items, uses=sent.uses, purpose=sent.purpose,
                words=wording.taken_back(organization),
            )  # fmt: skip


@transaction.atomic
def allow(
    request: PermissionRequest,
    *,
    items: frozenset[str],
    uses: frozenset[Use],
    until: datetime,
    actor: User,
) -> Permission:
    """Give all of what was asked, or less of it for less long. A second press gives once."""
    request = _lock_own(request, actor=actor)
    if request.state in (RequestState.ALLOWED, RequestState.PARTLY):
        return request.permission
    _require_waiting(request)
    if not request.organization.is_checked:
        raise Refused(
            _(
                "The check of this organization has ended. You can allow this when it is checked again."
            )
        )
    scope = scope_of(request, items=items, uses=uses, until=until)
    permission = give(
        request.consultant,
        organization=request.organization,
        scope=scope,
        actor=actor,
        request=request,
    )
    _answer(request, _how_much(request, scope), actor=actor)
    ledger.record(
        request.consultant, ConsentStep.ANSWERED, actor=actor, permission=permission,
        words=wording.allowed(permission, in_part=request.state == RequestState.PARTLY),
    )  # fmt: skip
    for user in people_of(request.organization):
        tell(user, reverse("org_permissions"))
    return permission


@transaction.atomic
def do_not_allow(request: PermissionRequest, *, actor: User) -> PermissionRequest:
    """Say no, without a reason and at no cost; the organization sees the same as for no answer."""
    request = _lock_own(request, actor=actor)
    if request.state != RequestState.NOT_ALLOWED:
        _require_waiting(request)
        _answer(request, RequestState.NOT_ALLOWED, actor=actor)
        ledger.record(
            request.consultant, ConsentStep.ANSWERED, actor=actor,
            organization=request.organization, request_id=request.pk, purpose=request.purpose,
            words=wording.not_allowed(request.organization),
        )  # fmt: skip
    return request


def _note_question(
    request: PermissionRequest, *, organization: Organization, scope: Scope, actor: User
) -> None:
    consultant, sent = request.consultant, SentRequest.objects.get(code=request.code)
    with ledger.in_language_of(consultant):
        ledger.record(
            consultant, ConsentStep.ASKED, actor=actor, organization=organization,
            request_id=sent.pk, items=sent.items, uses=sent.uses, purpose=scope.purpose,
            until=scope.until, words=wording.asked(organization, sent, until=scope.until),
        )  # fmt: skip


def _write_request(consultant: Consultant, *, code: str, scope: Scope) -> tuple[str, int | None]:
    values: list[int | str | datetime | None] = [
        consultant.pk, code, mask_of(scope.items), scope.uses_mask, scope.purpose,
        scope.purpose_text, scope.recipients, scope.channel, scope.output, scope.uses_allowed,
        scope.until, timezone.now() + WAITS,
    ]  # fmt: skip
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT outcome, request FROM ask_permission({places})",  # noqa: S608 - placeholders
            values,
        )
        outcome, request_id = cursor.fetchone()
    return str(outcome), request_id


def _lock_own(request: PermissionRequest, *, actor: User) -> PermissionRequest:
    require(request.consultant.user_id == actor.pk)
    rows = PermissionRequest.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "consultant").get(pk=request.pk)


def _require_waiting(request: PermissionRequest) -> None:
    if not request.is_waiting:
        raise Refused(_("This request can't be answered any more."))


def scope_of(
    request: PermissionRequest, *, items: frozenset[str], uses: frozenset[Use], until: datetime
) -> Scope:
    """Return what a yes to these gives: never more, and never longer, than was asked."""
    uses = uses & frozenset(request.use_list)
    return Scope(
        items=items & frozenset(request.item_names),
        purpose=request.purpose,
        until=min(until, request.until),
        purpose_text=request.purpose_text,
        recipients=request.recipients,
        channel=request.channel,
        uses=uses,
        output=request.output if uses else "",
        uses_allowed=request.uses_allowed if uses else None,
    )


def _how_much(request: PermissionRequest, scope: Scope) -> RequestState:
    is_all = (
        scope.items == frozenset(names_in(request.items))
        and scope.uses == frozenset(uses_in(request.uses))
        and scope.until == request.until
    )
    return RequestState.ALLOWED if is_all else RequestState.PARTLY


def _answer(request: PermissionRequest, answer: RequestState, *, actor: User) -> None:
    request.answered_at = timezone.now()
    request.save(update_fields=["answered_at"])
    move(request, answer, moves=REQUEST_MOVES, by=Actor.CONSULTANT, actor=actor)
