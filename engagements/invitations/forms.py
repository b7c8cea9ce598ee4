"""What a consultant shows with an interest, and what an organization writes with an invitation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultants.consents.forms import own_choices
from consultants.profile.queries import OwnItem
from core import form_fields as ask
from engagements.invitations.quota import quota_used
from engagements.language_check.find import Finding
from engagements.language_check.queries import wording_in


class InterestForm(forms.Form):
    """The items to show this organization; the working name is always among them."""

    items = ask.several(
        _("What they may see"),
        hint=_(
            "An item that is hidden now will stand at: Organizations I pick. Others still don't see it."
        ),
    )
    note = ask.area(_("A note"), 1000, rows=3, required=False)

    def __init__(self, own: list[OwnItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask.offer(self, "items", own_choices(own))


class InviteForm(forms.Form):
    """Which project to invite to, and a few words."""

    posting = forms.ChoiceField(label=_("Project"))
    message = ask.area(
        _("Message"),
        1000,
        rows=4,
        hint=_("They see the whole project first. Write about the work, not about their life."),
        required=False,
    )

    def __init__(
        self,
        projects: list[tuple[str, str]],
        *args: Any,
        is_full: bool = False,
        names: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_full = is_full
        self.names = names  # of organizations: no wording to look at
        self.advice: list[Finding] = []
        ask.offer(self, "posting", projects)

    def clean(self) -> dict[str, Any]:
        """Say when the day's invitations are used up, and which words to look at, before anything is sent."""
        if self.is_full:
            raise forms.ValidationError(quota_used())
        self._look_at_wording(self.cleaned_data.get("message", ""))
        return self.cleaned_data

    def _look_at_wording(self, message: str) -> None:
        """Find words that may read differently than meant; to send them so is a second decision."""
        self.advice = wording_in(message, names=self.names)
        if not self.advice:
            return
        self.fields["as_written"] = ask.tick(_("Send the message as it is"))
        if "as_written" not in self.data:
            words = ", ".join(f"“{one.words}”" for one in self.advice)
            said = gettext("Look at these words once more: %(words)s.") % {"words": words}
            self.add_error("message", said)
