"""Each time that an organization uses what a permission beyond the profile allowed."""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants.models import Permission, PermissionUse
from consultants.permissions import can_ask
from core import events
from core.errors import Refused
from core.permissions import require
from core.states import Actor
from notices.services import tell


@transaction.atomic
def record_use(permission: Permission, *, used_on: date, where: str, actor: User) -> PermissionUse:
    """Write down one use; the database refuses one more than was allowed. The consultant is told."""
    require(can_ask(actor, permission.organization_id))
    try:
        with transaction.atomic():
            used = PermissionUse.objects.create(
                permission=permission, used_on=used_on, where=where, recorded_by=actor
            )
    except IntegrityError:
        raise Refused(_("It was used as often as allowed, or the permission has ended.")) from None
    events.record(used, "recorded", by=Actor.ORGANIZATION, actor=actor)
    tell(permission.consultant.user, reverse("permission", args=[permission.code]))
    return used
