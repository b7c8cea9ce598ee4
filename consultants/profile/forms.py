"""One form for each item, and those for who sees what. Every item is optional but the name."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from consultants.items import Audience, Item
from consultants.models import Availability, Expertise, Language, MayInvite, Region
from consultants.profile import photos
from core.money import MoneyField

HELP = {
    "name": _("The name you work under. It does not have to be your legal name."),
    "pronouns": _("For example: she/her, they/them."),
    "introduction": _("A few sentences about what you do. No one here asks for your story."),
    "rate": _("In US dollars, like 120."),
    "region": _("Wide on purpose. We never ask for a town."),
    "photo": _("We remove the place and the date that a camera writes into a picture."),
    "past_work": _("Projects, talks or papers that you want to show."),
    "reference": _("People or organizations that know your work. Ask them first."),
    "email": _("Stored encrypted. Shown only to those you choose."),
    "phone": _("Stored encrypted. Shown only to those you choose."),
    "legal_name": _("Stored encrypted. Only if a project needs it."),
    "address": _("Stored encrypted. A substitute address is fine."),
}
TEXTS = {
    "name": 60,
    "pronouns": 30,
    "introduction": 1500,
    "past_work": 3000,
    "reference": 1500,
    "statement": 3000,
    "legal_name": 120,
    "address": 300,
}
ONE_LINE = {"name", "pronouns", "legal_name"}


def choose_many(choices: type[Any]) -> forms.TypedMultipleChoiceField:
    """Return tick boxes for a list of choices."""
    return forms.TypedMultipleChoiceField(
        choices=choices.choices, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )


def choose_one(choices: type[Any]) -> forms.TypedChoiceField:
    """Return radio buttons with a way to choose nothing."""
    return forms.TypedChoiceField(
        choices=[("", _("Not said")), *choices.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def text_field(name: str) -> forms.CharField:
    """Return a field of one line or several."""
    widget = forms.TextInput if name in ONE_LINE else forms.Textarea
    return forms.CharField(max_length=TEXTS[name], required=name == "name", widget=widget)


class PhotoField(forms.FileField):
    """An uploaded picture, cleaned to a small JPEG without metadata."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        return photos.redraw(upload) if upload else b""


def field_for(item: Item) -> forms.Field:
    """Return the form field of an item."""
    if item.name in TEXTS:
        return text_field(item.name)
    fields: dict[str, forms.Field] = {
        "expertise": choose_many(Expertise),
        "languages": choose_many(Language),
        "region": choose_one(Region),
        "availability": choose_one(Availability),
        "rate": MoneyField(required=False),
        "photo": PhotoField(required=False, widget=forms.FileInput(attrs={"accept": "image/*"})),
        "email": forms.EmailField(max_length=120, required=False),
        "phone": forms.CharField(
            max_length=30,
            required=False,
            validators=[
                RegexValidator(r"^\+?[\d ()./-]{5,}$", _("Enter a phone number, like +1 555 0100."))
            ],
        ),
    }
    return fields[item.name]


class ItemForm(forms.Form):
    """Change one item of one's own profile."""

    def __init__(self, item: Item, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = field_for(item)
        field.label = str(item.label)
        field.help_text = HELP.get(item.name, "")
        self.fields["value"] = field


class AudienceForm(forms.Form):
    """Who can see an item: one of six levels."""

    audience = forms.TypedChoiceField(
        label=_("Who can see this"),
        choices=Audience.choices,
        coerce=lambda text: Audience(int(text)),
        widget=forms.RadioSelect,
    )


class MayInviteForm(forms.Form):
    """Which organizations may send an invitation."""

    may_invite = forms.TypedChoiceField(
        label=_("Who may invite me"),
        help_text=_("An invitation shows you all terms first. You can say no without a reason."),
        choices=MayInvite.choices,
        coerce=lambda text: MayInvite(int(text)),
        widget=forms.RadioSelect,
    )
