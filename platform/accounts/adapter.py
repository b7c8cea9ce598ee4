"""What we change in django-allauth: no addresses stored, one answer for known and unknown names."""

import hmac
from hashlib import sha256
from ipaddress import IPv6Address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Kind
from notices.services import notify

HOMES = {Kind.CONSULTANT: "home", Kind.MEMBER: "org", Kind.ADMINISTRATOR: "desk"}
ONE_ANSWER = _("The name or the password is not right. Check both, then try again.")
SAID: dict[str, str | Promise] = {
    "account/messages/password_changed.txt": _(
        "Your password is changed. Sign in with the new one."
    )
}


def home_of(user: Any) -> str:
    """Return the address of a person's own first page."""
    return reverse(HOMES[Kind(user.kind)])


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps allauth to what this site promises."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": ONE_ANSWER,
        "email_password_mismatch": ONE_ANSWER,
        "incorrect_password": _("The password is not right. Try again."),
        "enter_current_password": _("This is not your password of now. Try again."),
        "too_many_login_attempts": _("There were many tries. Wait 5 minutes, then try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return a keyed hash of the day in place of the address; limits still work, nothing is kept."""
        return hashed_address(get_client_ip(request) or "")

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer everybody with pages."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead each role to its own home."""
        return home_of(request.user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """A changed password ended every session, this one too."""
        return reverse(settings.LOGIN_URL)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say our own sentences, and nothing for the rest: "signed in as …" shows a name on a shared screen."""
        sentence = message or SAID.get(message_template or "")
        if sentence:
            messages.add_message(request, level, str(sentence), extra_tags=extra_tags)

    def send_notification_mail(
        self, template_prefix: str, user: Any, *_args: Any, **_kwargs: Any
    ) -> None:
        """Leave a content-free notice; mail goes out through the outbox."""
        with transaction.atomic():
            notify(user, "account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing here is mailed by allauth itself."""
        raise RuntimeError(f"no mail is written for {template_prefix}")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> Any:
        """A closed account looks like a wrong password (the backend refuses it before)."""
        return redirect(settings.LOGIN_URL)


def hashed_address(address: str) -> str:
    """Return today's keyed hash of a network address, shaped as one (allauth cuts them at /64)."""
    day = timezone.now().date().isoformat()
    key = settings.SECRET_KEY.encode()
    digest = hmac.new(key, f"limits {day} {address}".encode(), sha256).digest()
    return str(IPv6Address(digest[:8] + bytes(8)))
