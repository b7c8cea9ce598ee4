"""Jobs of organizations. Each may run twice without harm."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock, outbox
from core.outbox import Claim, job, sweep
from organizations.models import DnsState, TeamInvitation, Verification
from organizations.self_assessment import services as self_assessment
from organizations.states import VerificationState
from organizations.team.links import link_of
from organizations.verification import dns, services

KEEP_LOOKING = timedelta(days=14)  # records take a while to spread


@job("organizations.look_at_dns")
def look_at_dns(task: Claim, check: int) -> None:
    """Look for the record in a domain, outside any transaction, and write what was found."""
    row = Verification.objects.get(pk=check)
    if row.state != VerificationState.WAITING:
        return
    found = dns.look(row.domain, token=row.token)
    with task.finishing():
        services.record_look(check, found)


@sweep("organizations.look_again", every=3600)
def look_again(task: Claim) -> None:
    """Look again where somebody said that the record is there and we did not find it yet."""
    rows = Verification.objects.filter(
        state=VerificationState.WAITING, asked_at__gt=clock.now() - KEEP_LOOKING
    ).exclude(dns_state__in=[DnsState.NOT_LOOKED, DnsState.FOUND])
    with transaction.atomic():
        for check in rows.values_list("pk", flat=True):
            outbox.enqueue("organizations.look_at_dns", check=check)


@sweep("organizations.end_checks", every=600)
def end_checks(task: Claim) -> None:
    """End checks after 12 months, and tell teams whose check ended by a change."""
    services.end_lapsed()


@sweep("organizations.remind_of_checks", every=3600)
def remind_of_checks(task: Claim) -> None:
    """Say 30 days before the end that something is to do; never what."""
    services.remind()


@job("organizations.mail_invitation")
def mail_invitation(task: Claim, invitation: int) -> None:
    """Send the link to the invited address, unless it was taken back meanwhile."""
    rows = TeamInvitation.objects.select_related("invited_by")
    row = rows.filter(pk=invitation).first()  # its policy shows only what can be used
    if row is None:
        return
    with translation.override(row.invited_by.language):
        message = EmailMessage(
            subject=_("You have 1 update"),
            body=render_to_string("emails/join_team.txt", {"address": link_of(row)}),
            to=[row.email],
        )
    message.send()
    with task.finishing():
        pass


@sweep("organizations.remind_of_self_assessments", every=86_400)
def remind_of_self_assessments(task: Claim) -> None:
    """Say 30 days before the year is over that something is to do; never what."""
    with task.finishing():
        self_assessment.remind()
