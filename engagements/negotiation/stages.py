"""The stages of the terms: rows of a form, numbered from 1, at least one and at most ten."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core import form_fields as ask
from core.money import MoneyField
from engagements.terms.bounds import MOST_STAGES, REVIEW_DAYS


class StageForm(forms.Form):
    """One stage. Its number stands in every label and name: a page has several."""

    title = ask.line(_("Name of stage %(number)s"), 100)
    deliverable = ask.area(_("What is handed in for stage %(number)s"), 300)
    due_on = ask.day(
        _("Due day of stage %(number)s"),
        error_messages={"invalid": _("Enter a day, like 2027-05-04")},
    )
    amount = MoneyField(
        label=_("Fee for stage %(number)s, in US dollars"), help_text=_("For example 250")
    )
    review_days = ask.number(
        _("Days to review stage %(number)s"),
        *REVIEW_DAYS,
        hint=_("Without an answer in this time, the stage is approved and paid. At most 14."),
        initial=7,
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        self.number = number
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = str(field.label) % {"number": number}

    def add_prefix(self, field_name: str) -> str:
        """Name a field as people count: `title_1` is the name of the first stage."""
        return f"{field_name}_{self.number}"

    def clean_due_on(self) -> Any:
        """Refuse days that are over, and those beyond any plan."""
        due_on, today = self.cleaned_data["due_on"], clock.today()
        if due_on < today:
            raise ValidationError(_("Choose today or a later day"))
        if due_on.year > today.year + 10:
            raise ValidationError(_("Choose a day within the next ten years"))
        return due_on


class NumberedStages(forms.BaseFormSet):  # type: ignore[type-arg] # takes no type at run time
    """The rows. A stage that was added and left empty is asked for like any other."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Number the stages."""
        number = (index or 0) + 1
        return {"number": number, "empty_permitted": False, "use_required_attribute": True}

    def total_form_count(self) -> int:
        """Return how many rows there are; anything odd is one."""
        return max(super().total_form_count(), 1)

    def typed(self) -> list[dict[str, Any]]:
        """Return what was typed into each row."""
        return [{name: stage[name].data for name in stage.fields} for stage in self]

    @property
    def may_add(self) -> bool:
        """Whether another stage fits."""
        return len(self) < MOST_STAGES

    @property
    def may_remove(self) -> bool:
        """Whether one can go: at least one stays."""
        return len(self) > 1

    @property
    def next_number(self) -> int:
        """The number that an added stage gets."""
        return len(self) + 1


StageFormSet = forms.formset_factory(
    StageForm,
    formset=NumberedStages,
    extra=0,
    min_num=1,
    max_num=MOST_STAGES,
    absolute_max=MOST_STAGES,
    validate_max=True,
)
