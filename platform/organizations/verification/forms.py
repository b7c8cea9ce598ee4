"""What an organization says for its check, and what an administrator notes and decides."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from organizations.models import (
    Kind,
    Organization,
    Proof,
    Verification,
    VerificationDecision,
    VerificationProof,
    Vouch,
)
from organizations.names import domain_of
from organizations.verification.vouching import why_not


class RegisterEntryForm(forms.Form):
    """Where the organization is registered."""

    register = ask.line(
        _("Which public register?"),
        120,
        hint=_("Like the register of charities of your country or state."),
    )
    number = ask.line(_("Your number in it"), 60)


class AskVouchForm(forms.Form):
    """Which checked organization to ask, and what it is to this one."""

    role = ask.one(_("What is the other organization to you?"), Vouch.As.choices)
    website = forms.URLField(
        label=_("Its website"),
        max_length=200,
        assume_scheme="https",
        help_text=_("Like www.example.org. It must be checked itself."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def __init__(self, check: Verification, data: Any = None) -> None:
        super().__init__(data)
        self.check_asked_for = check
        self.by: Organization | None = None

    def clean_website(self) -> str:
        """Find the one checked organization with this website, or say why it can't be asked."""
        website: str = self.cleaned_data["website"]
        found = Organization.objects.filter(domain=domain_of(website)).order_by("-checked_until")
        self.by = (
            next((one for one in found if one.is_checked), None)
            or found.filter(pk=self.check_asked_for.organization_id).first()
        )
        if self.by is None:
            raise ValidationError(_("We know no checked organization with this website."))
        if refusal := why_not(self.check_asked_for, self.by):
            raise ValidationError(refusal)
        return website


class ProofForm(forms.Form):
    """What an administrator found in a register, or by calling."""

    kind: Proof
    source = forms.CharField(max_length=120)

    def answers(self) -> dict[str, Any]:
        """Return what `services.note_proof` takes."""
        return {"kind": self.kind, **self.cleaned_data}


class FoundInRegisterForm(ProofForm):
    """An entry in a public register that an administrator read."""

    kind = Proof.REGISTER
    source = ask.line(
        _("In which register did you find it?"),
        120,
        hint=_("Everyone can read this. Name no people."),
    )
    number = ask.line(_("Number in the register"), 60)


class CalledBackForm(ProofForm):
    """A call that was answered, at a number that the organization did not give."""

    kind = Proof.CALL_BACK
    source = ask.line(
        _("Where did you find the telephone number?"),
        120,
        hint=_("Not from them. Write no number and no names of people."),
    )


class DecisionForm(forms.Form):
    """Whether an organization was shown to be real."""

    decision = ask.one(_("What did you find?"), VerificationDecision.Decision.choices)
    kind = forms.ChoiceField(
        label=_("Kind of organization"),
        choices=Kind.choices,
        help_text=_(
            "Police, immigration, prosecution and press never count among “all checked organizations”."
        ),
    )
    reason = ask.area(
        _("If not shown: why?"),
        1000,
        rows=3,
        hint=_("The organization reads this. Say what would help."),
        required=False,
    )
    note = ask.area(_("Note for the desk"), 1000, rows=3, required=False)

    def __init__(self, data: Any = None, *, has_alikes: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.has_alikes = has_alikes
        if has_alikes:
            self.fields["note"].help_text = _(
                "Another organization looks alike. Say why they are two."
            )

    def clean(self) -> dict[str, Any]:
        """A refusal needs its reason; a look-alike needs a thought."""
        cleaned = super().clean() or {}
        decision = cleaned.get("decision")
        # `== ""`: what was typed and is too long has its own message
        if decision == VerificationDecision.Decision.NOT_REAL and cleaned.get("reason") == "":
            self.add_error("reason", _("Say why it was not shown. They read it."))
        if (
            decision == VerificationDecision.Decision.REAL
            and self.has_alikes
            and cleaned.get("note") == ""
        ):
            self.add_error("note", _("Say why it is not the one it looks like."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Return what `services.decide` takes."""
        return dict(self.cleaned_data)


class TakeBackForm(forms.Form):
    """Why a check in force ends now."""

    reason = ask.area(
        _("Why does the check end now?"),
        1000,
        rows=3,
        hint=_("The organization reads this. Name no consultant."),
    )


def proof_forms(noted: dict[str, VerificationProof]) -> dict[str, ProofForm]:
    """Return a form for each kind that an administrator notes. What they say is not filled in: it must be read."""
    register, call = noted.get(Proof.REGISTER), noted.get(Proof.CALL_BACK)
    found = {"source": register.source, "number": register.number} if register else {}
    return {
        Proof.REGISTER: FoundInRegisterForm(initial=found, prefix="register"),
        Proof.CALL_BACK: CalledBackForm(
            initial={"source": call.source} if call else {}, prefix="call_back"
        ),
    }
