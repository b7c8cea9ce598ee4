"""Jobs of consent that the clock asks for. Nothing in force depends on them."""

from django.db.models.functions import Now

from consultants.models import Permission
from core.outbox import Claim, sweep
from notices.services import tell


@sweep("consultants.remind_of_ends", every=3600)
def remind_of_ends(task: Claim) -> None:
    """Tell people, once and without content, that a permission of theirs ends within a week."""
    with task.finishing():  # the policy of this job shows it just those that end soon
        soon = Permission.objects.filter(reminded_at=None).select_related("consultant__user")
        for permission in soon.select_for_update(of=("self",)):
            tell(permission.consultant.user, f"/permissions/{permission.code}/")
            Permission.objects.filter(pk=permission.pk).update(reminded_at=Now())
