"""The small forms beside the pages of a posting: a template's name, and the two answers to found wording."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from engagements.postings import steps
from engagements.postings.columns.column import limit_of
from engagements.postings.language_findings import Found


class TemplateForm(forms.Form):
    """What a template is called in the organization's list."""

    name = ask.line(
        _("Name of the template"), limit_of("template_name"), hint=_("Only your team sees it.")
    )


class UseForm(forms.Form):
    """Which words were found, and where, as they stood on the page."""

    field = forms.ChoiceField(
        choices=[(name, name) for name in steps.TEXTS], widget=forms.HiddenInput
    )
    start = forms.IntegerField(
        min_value=0, max_value=max(map(limit_of, steps.TEXTS)), widget=forms.HiddenInput
    )
    words = forms.CharField(max_length=500, strip=False, widget=forms.HiddenInput)


class KeepForm(UseForm):
    """Why the words are right here."""

    explanation = ask.area(
        _("Why is it right here?"),
        300,
        hint=_("An administrator reads it before the project opens."),
    )

    @classmethod
    def about(cls, one: Found) -> "KeepForm":
        """Return the form for one finding."""
        found = one.finding
        return cls(initial={"field": one.field, "start": found.start, "words": found.words})
