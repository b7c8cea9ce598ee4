"""What somebody says to open an account."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import NewPasswordForm
from accounts.models import User
from accounts.names import is_acceptable, propose_name
from core import form_fields as ask

WHO = [
    ("consultant", _("I want to do paid work as a consultant")),
    ("organization", _("I act for an organization")),
]


YES_NO = [("yes", _("Yes, or I am not sure")), ("no", _("No, only I use it"))]


class WhoForm(forms.Form):
    """The first question."""

    who = ask.one(_("Who are you?"), WHO)


class DeviceForm(forms.Form):
    """Asked to choose the next page; not stored anywhere."""

    shared = ask.one(
        _("Do others use this device?"), YES_NO, hint=_("We do not store this answer.")
    )


class ConsultantForm(NewPasswordForm):
    """A user name that says nothing, and a password."""

    field_order = ("username", "password", "language", "is_adult")
    username = forms.CharField(
        label=_("User name"),
        min_length=3,
        max_length=40,
        help_text=_("We made this one up. Keep it or choose another. Do not use your real name."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    language = ask.one(_("Language"), settings.LANGUAGES)

    def __init__(self, *args: Any, is_shared: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_shared:  # nothing for the browser to remember
            self.fields["username"].widget.attrs["autocomplete"] = "off"
            self.fields["password"].widget.attrs["autocomplete"] = "off"
        if not self.is_bound:
            self.initial.setdefault("username", propose_name())

    def clean_username(self) -> str:
        """A taken name gets the same answer as one of the wrong shape."""
        username: str = self.cleaned_data["username"]
        if not is_acceptable(username):
            raise ValidationError(name_refused())
        return username

    def user_so_far(self) -> User:
        """With the name, which a password may not repeat."""
        return User(username=self.cleaned_data.get("username", ""))


def name_refused() -> str:
    """The one answer for names that can't be used, with one that can."""
    said = _("Choose another user name, like %(name)s. Use letters, numbers and hyphens.")
    return said % {"name": propose_name()}


class AddressForm(forms.Form):
    """Where the link to join goes."""

    email = forms.EmailField(
        label=_("Work e-mail"),
        max_length=254,
        help_text=_("An address of your organization. We send one message with a link."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        """Capital letters make no other address."""
        return str(self.cleaned_data["email"]).lower()


class MemberForm(NewPasswordForm):
    """A password for the address behind the link."""

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def user_so_far(self) -> User:
        """With the address, which a password may not repeat."""
        return User(email=self.email)
