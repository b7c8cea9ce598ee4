"""Mail that says only that something waits."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from core.outbox import Claim, job
from notices.models import Notice


@job("notices.mail")
def mail(task: Claim, notice: int) -> None:
    """Send one content-free message, unless the person has seen the page meanwhile."""
    row = Notice.objects.select_related("user").filter(pk=notice, seen_at=None).first()
    if row is None or not row.user.email:
        return
    with translation.override(row.user.language):
        message = EmailMessage(
            subject=_("You have 1 update"),
            body=_("Sign in to see it: %(address)s") % {"address": f"{settings.BASE_URL}/in/"},
            to=[row.user.email],
        )
    message.send()
    with task.finishing():
        pass
