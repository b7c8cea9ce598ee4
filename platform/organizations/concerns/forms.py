"""What somebody tells the desk. The first question is what they want."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from organizations.models import Concern


class ConcernForm(forms.Form):
    """A concern about an organization."""

    wanted = ask.area(
        _("What do you want to happen?"),
        2000,
        rows=3,
        hint=_("Like: look into it, tell me what I can do, or only note it."),
    )
    about = ask.one(_("What is it about?"), Concern.About.choices)
    happened = ask.area(
        _("What happened?"),
        4000,
        rows=5,
        hint=_("As much or as little as you like. Your own past does not belong here."),
        required=False,
    )


class AnswerForm(forms.Form):
    """What the desk says to the reporter."""

    text = ask.area(_("Your answer"), 2000, rows=4, hint=_("Only the person who wrote reads it."))
