"""What somebody tells the desk. The first question is what they want."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Concern


class ConcernForm(forms.Form):
    """A concern about an organization."""

    wanted = forms.CharField(
        label=_("What do you want to happen?"),
        max_length=2000,
        help_text=_("Like: look into it, tell me what I can do, or only note it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    about = forms.ChoiceField(
        label=_("What is it about?"), choices=Concern.About.choices, widget=forms.RadioSelect
    )
    happened = forms.CharField(
        label=_("What happened?"),
        max_length=4000,
        required=False,
        help_text=_("As much or as little as you like. Your own past does not belong here."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AnswerForm(forms.Form):
    """What the desk says to the reporter."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        help_text=_("Only the person who wrote reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
