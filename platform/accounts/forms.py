"""Forms about accounts. One question a page; a password is never sent back to a page."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import form_fields as ask

LONGEST_PASSWORD = 200
PASSWORD_HINT = _("15 characters or more. Four or five plain words work well. You can paste it.")


def password_field(label: Any, *, autocomplete: str, hint: Any = "") -> forms.CharField:
    """A password as typed or pasted, spaces included."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(
        label=label, max_length=LONGEST_PASSWORD, strip=False, help_text=hint, widget=widget
    )


class NewPasswordForm(forms.Form):
    """A new password, judged together with the name it belongs to."""

    password = password_field(_("Password"), autocomplete="new-password", hint=PASSWORD_HINT)
    is_adult = forms.BooleanField(label=_("I am 18 or older"))

    def user_so_far(self) -> User:
        """The account as far as it is known, to find a password that repeats it."""
        return User()

    def clean(self) -> dict[str, Any]:
        """Judge the password at its own field."""
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            try:
                validate_password(password, self.user_so_far())
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class LanguageForm(forms.Form):
    """The language of pages and messages."""

    language = ask.one(_("Language"), settings.LANGUAGES)


class SignInForm(LoginForm):  # type: ignore[misc] # allauth has no types
    """User name or work address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "login": ask.line(
                _("User name or work e-mail"),
                254,
                autocomplete="username",
                autocapitalize="none",
                spellcheck="false",
            ),
            "password": password_field(_("Password"), autocomplete="current-password"),
        }


class AgainForm(ReauthenticateForm):  # type: ignore[misc] # allauth has no types
    """The password once more."""

    password = password_field(_("Password"), autocomplete="current-password")


class PasswordForm(ChangePasswordForm):  # type: ignore[misc] # allauth has no types
    """The password of now and the new one; seen with Show, so not typed twice."""

    oldpassword = password_field(_("Your password now"), autocomplete="current-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        new = self.fields["password1"]
        new.label, new.help_text, new.max_length = (
            _("New password"),
            PASSWORD_HINT,
            LONGEST_PASSWORD,
        )
        new.widget.attrs.pop("placeholder", None)

    def clean_password1(self) -> str:
        """Bound what is hashed."""
        password: str = self.cleaned_data["password1"]
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(_("Choose a shorter password: at most 200 characters."))
        return password
