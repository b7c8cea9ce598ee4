"""What a consultant does with their own profile. Everything starts hidden and stays optional."""

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants import consent_log, consent_words
from consultants.items import BY_NAME, Audience
from consultants.models import ConsentStep, Consultant, MayInvite, Profile
from consultants.models.profile import new_order_key
from core import clock, events
from core.errors import Refused
from core.permissions import require
from core.states import Actor
from security.sealing import seal


@transaction.atomic
def open_profile(user: User) -> Consultant:
    """Give a new account its consultant and an empty, hidden profile."""
    consultant = Consultant.objects.create(user=user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT open_profile(%s, %s)", [consultant.pk, new_order_key()])
    return consultant


@transaction.atomic
def change_item(profile: Profile, name: str, *, value: Any, actor: User) -> None:
    """Store an item of the actor's own profile; who can see it stays as it is."""
    require(profile.consultant.user_id == actor.pk)
    stored = seal(value, user_id=actor.pk, field=name) if BY_NAME[name].sealed else value
    setattr(profile, name, stored)
    profile.save(update_fields=[name])
    events.record(profile, "item_changed", by=Actor.CONSULTANT, actor=actor, after=name)


@transaction.atomic
def change_audience(
    profile: Profile, name: str, *, audience: Audience, actor: User, before: Audience | None = None
) -> None:
    """Set who can see an item; in force for the next look. Refused if it is not `before` any more."""
    require(profile.consultant.user_id == actor.pk)
    column = f"{BY_NAME[name].name}_audience"
    profile.refresh_from_db(fields=[column], from_queryset=Profile.objects.select_for_update())
    found = Audience(getattr(profile, column))
    if before is not None and found != before:
        raise Refused(_("This was changed in another window. Look at it again."))
    if found == audience:
        return
    setattr(profile, column, audience)
    profile.save(update_fields=[column])
    item, audience = BY_NAME[name], Audience(audience)
    consent_log.record(
        profile.consultant, ConsentStep.AUDIENCE, actor=actor, items=item.mask, level=audience,
        words=consent_words.audience(item, before=found, after=audience),
    )  # fmt: skip


@transaction.atomic
def pause(consultant: Consultant, *, actor: User) -> None:
    """Show nobody anything until the person comes back; running work goes on."""
    require(consultant.user_id == actor.pk)
    if Consultant.objects.filter(pk=consultant.pk, paused_at=None).update(paused_at=clock.now()):
        words = consent_words.paused()
        consent_log.record(consultant, ConsentStep.PAUSED, actor=actor, words=words)


@transaction.atomic
def unpause(consultant: Consultant, *, actor: User) -> None:
    """Let everything be seen again as it was set before the pause."""
    require(consultant.user_id == actor.pk)
    if Consultant.objects.filter(pk=consultant.pk).exclude(paused_at=None).update(paused_at=None):
        words = consent_words.came_back()
        consent_log.record(consultant, ConsentStep.CAME_BACK, actor=actor, words=words)


@transaction.atomic
def change_may_invite(consultant: Consultant, *, may_invite: MayInvite, actor: User) -> None:
    """Set which organizations may send an invitation."""
    require(consultant.user_id == actor.pk)
    rows = Consultant.objects.filter(pk=consultant.pk).exclude(may_invite=may_invite)
    if rows.update(may_invite=may_invite):
        words = consent_words.may_invite(MayInvite(may_invite))
        name = ConsentStep.MAY_INVITE
        consent_log.record(consultant, name, actor=actor, level=may_invite, words=words)
