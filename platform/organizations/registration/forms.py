"""What an organization says about itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from organizations.models import Kind, Organization
from organizations.names import can_be_read, domain_of


class SaysOfItself(forms.Form):
    """What an organization says of itself, at registering and later."""

    name = ask.line(_("Name of the organization"), 120, autocomplete="organization")
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        assume_scheme="https",
        help_text=_("Like www.example.org"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )
    country = ask.line(_("Country"), 60, autocomplete="country-name")
    about = ask.area(
        _("What does it do?"),
        1000,
        rows=4,
        hint=_("A few sentences. Consultants read them on your page."),
    )

    def clean_name(self) -> str:
        """A name that people can read, and that is what it looks like."""
        name: str = self.cleaned_data["name"]
        if not can_be_read(name):
            raise ValidationError(_("Write the name in letters and numbers, without hidden signs."))
        return name

    def clean_website(self) -> str:
        """A website on the open web: with a name, and no other door."""
        website: str = self.cleaned_data["website"]
        if not website.startswith(("https://", "http://")) or "." not in domain_of(website):
            raise ValidationError(_("Enter the address of a website, like www.example.org"))
        return website


class RegisterForm(SaysOfItself):
    """The organization, and the person who enters it."""

    kind = forms.ChoiceField(
        label=_("Kind of organization"), choices=[("", _("Choose one")), *Kind.choices]
    )
    own_name = ask.line(
        _("Your name"),
        80,
        hint=_("Your real name. Consultants see it before they share anything."),
        autocomplete="name",
    )
    title = ask.line(_("Your role there"), 80, autocomplete="organization-title")

    def answers(self) -> dict[str, Any]:
        """Return what `services.register` takes."""
        return dict(self.cleaned_data)


class DetailsForm(SaysOfItself):
    """Changing it; what was checked is changed knowingly."""

    knows = ask.tick(_("I know that a new name or website ends the check."))

    def __init__(self, organization: Organization, data: Any = None) -> None:
        known = ("name", "website", "country", "about")
        super().__init__(data, initial={name: getattr(organization, name) for name in known})
        self.organization = organization
        if not organization.is_checked:
            del self.fields["knows"]

    def clean(self) -> dict[str, Any]:
        """Ask for the tick where the check would end."""
        cleaned = super().clean() or {}
        before = (self.organization.name, self.organization.domain)
        after = (cleaned.get("name"), domain_of(cleaned.get("website") or ""))
        if "knows" in self.fields and before != after and not self.errors and not cleaned["knows"]:
            self.add_error("knows", _("Tick this box if you want to go on."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Return what `services.change_details` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "knows"}
