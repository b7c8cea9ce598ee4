"""Joining with a work address: the account is made only behind the link that went there.

A page can't tell whether an address is known here: both get the same page and one message. And
nobody can open an account on somebody else's address, because there is none before the link.
"""

import smtplib
from datetime import timedelta

from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.signup.services import is_known
from core.errors import Refused

LINK_LASTS = timedelta(days=2)
SALT = "accounts.signup.links"


def send_link(request: HttpRequest, *, email: str) -> None:
    """Write to the address: how to go on, or that an account is there already."""
    known = is_known(email)
    if not ratelimit.consume(request, action="confirm_email", key=email):
        return  # the earlier message still works; a page that says so would tell something
    template = "emails/known_address.txt" if known else "emails/join.txt"
    address = f"{settings.BASE_URL}/in/" if known else link_for(email)
    message = EmailMessage(
        subject=_("You have 1 update"),
        body=render_to_string(template, {"address": address}),
        to=[email],
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException):
        raise Refused(_("We could not send the message. Try again in a few minutes.")) from None


def link_for(email: str) -> str:
    """Return the address of the page where this person chooses a password."""
    return f"{settings.BASE_URL}/join/open/{signing.dumps(email, salt=SALT)}/"


def address_in(token: str) -> str | None:
    """Return the address that a link was made for, None when it is too old or not ours."""
    try:
        found: str = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    return found
