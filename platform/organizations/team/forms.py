"""What owners say about people of their team, and what an invited person says of themself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.signup.forms import MemberForm
from core import form_fields as ask
from organizations.models import Membership, Organization, Role
from organizations.permissions import is_at

ROLES = (
    (Role.OWNER, _("Owner: everything, the team too")),
    (Role.COORDINATOR, _("Coordinator: posts, invites, agrees, signs, approves")),
    (Role.FINANCE, _("Finance: sees the work and pays in")),
    (Role.VIEWER, _("Viewer: sees the work")),
)
WHERE = (
    ("all", _("All work of the organization")),
    ("named", _("Only the work that they are named on")),
)


class RoleForm(forms.Form):
    """What somebody may do, and for which work."""

    role = ask.one(
        _("Role"),
        ROLES,
        hint=_("A new owner ends the check of your organization. Then we look again."),
    )
    where = ask.one(
        _("For which work?"),
        WHERE,
        hint=_("Named work: you choose it on the page of each piece of work."),
        initial="all",
    )

    def clean(self) -> dict[str, Any]:
        """An owner has all of it."""
        cleaned = super().clean() or {}
        if cleaned.get("role") == Role.OWNER and cleaned.get("where") == "named":
            self.add_error("where", _("An owner sees all work. Choose all work, or another role."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Return what the services take."""
        return {
            "role": self.cleaned_data["role"],
            "limited": self.cleaned_data["where"] == "named",
        }


class InviteForm(RoleForm):
    """The address to ask, and what the person will be."""

    field_order = ("email", "role", "where")
    email = forms.EmailField(
        label=_("Work e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        self.organization = organization
        super().__init__(*args, **kwargs)
        hint = _("An address that ends with %(domain)s. We send one message with a link.")
        self.fields["email"].help_text = hint % {"domain": f"@{organization.domain}"}

    def clean_email(self) -> str:
        """Only addresses of the checked domain, and nobody twice."""
        email = str(self.cleaned_data["email"]).lower()
        if not is_at(email, self.organization.domain):
            said = _("Enter an address that ends with %(domain)s")
            raise ValidationError(said % {"domain": f"@{self.organization.domain}"})
        if Membership.objects.filter(
            organization=self.organization, user__email__iexact=email
        ).exists():
            raise ValidationError(_("This person is in your team already."))
        return email

    def answers(self) -> dict[str, Any]:
        """Return what the service takes."""
        return super().answers() | {"email": self.cleaned_data["email"]}


class NameForm(forms.Form):
    """Who somebody is in the team."""

    name = ask.line(
        _("Your name"),
        80,
        hint=_("Your real name. Consultants see it before they share anything."),
        autocomplete="name",
    )
    title = ask.line(_("Your role there"), 80, autocomplete="organization-title")


class NewMemberForm(NameForm, MemberForm):
    """The same, with a password for a new account."""

    field_order = ("name", "title", "password", "is_adult")
