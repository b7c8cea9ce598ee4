"""What every page of a posting's form does: details under their question, rules across answers, two tabs."""

from copy import deepcopy
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from core.form_fields import YesOrNo
from engagements.models import Posting
from engagements.postings import rules, steps
from engagements.postings.columns.column import Column, Question, Step

NEEDLESS = _("You chose no above. Empty this, or choose yes.")
CODE = r"^[A-Za-z0-9_-]{22}\Z"


class StepForm(forms.Form):
    """One page: its answers are columns of the posting, yes-or-no questions stand before their details."""

    read = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, step: Step, data: Any = None, *, posting: Posting) -> None:
        self.step = step
        self.posting = posting
        shown = {question.name: self._shown(question) for question in step.questions}
        super().__init__(data, initial=shown | {"read": steps.digest(posting, step)})
        self.label_suffix = ""
        for question in step.questions:
            self.fields[question.name] = deepcopy(question.field)

    def _shown(self, question: Question) -> Any:
        """Return what the draft says; an unanswered yes or no is left open."""
        if isinstance(question.field, YesOrNo):
            is_answered = self.step.slug in self.posting.answered or self.step.is_usual
            return self._is_yes(question) if is_answered else None
        value = getattr(self.posting, question.name)
        is_gap = isinstance(question, Column) and question.is_gap_at_zero and value == 0
        return "" if is_gap else value

    def _is_yes(self, question: Question) -> bool:
        """Return the column's answer, or that of a question that only stands before details."""
        names = (question.name,) if isinstance(question, Column) else question.details
        return any(getattr(self.posting, name) for name in names)

    def clean(self) -> dict[str, Any]:
        """Check the details against their question, and the answers against each other."""
        given = super().clean() or {}
        for question in self.step.questions:
            self._check_details(given, question)
        mine = {name: given.get(name) for name in self.step.columns}
        for field, problem in rules.problems(steps.answers_of(self.posting) | mine):
            if field in self.fields and field not in self.errors:
                self.add_error(field, problem)
        return given

    def _check_details(self, given: dict[str, Any], question: Question) -> None:
        if question.name not in given:
            return
        for detail in question.details:
            if detail in self.errors:
                continue
            if given[question.name] and not given.get(detail):
                self.add_error(detail, question.missing)
            if not given[question.name] and given.get(detail):
                self.add_error(detail, NEEDLESS)

    @property
    def is_stale(self) -> bool:
        """Whether another tab changed this page's answers since they were read."""
        now = steps.digest(self.posting, self.step)
        is_changed = self.cleaned_data.get("read") not in ("", now)
        # a second press of the same button changes nothing
        stored = {name: getattr(self.posting, name) for name in self.step.columns}
        return is_changed and stored != self.answers()

    def ask_again(self) -> None:
        """Tell that another tab was quicker; sent once more, this page's answers take the place of those."""
        self.add_error(
            None,
            _(
                "Somebody changed these answers in another tab. Yours are below. Continue again to keep yours."
            ),
        )
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent["read"] = steps.digest(self.posting, self.step)
        self.data = sent

    def answers(self) -> dict[str, Any]:
        """Return the columns as they are stored: an empty amount is 0 where the column has no other nothing."""
        given = {name: self.cleaned_data[name] for name in self.step.columns}
        return {
            name: 0 if value is None and not Posting._meta.get_field(name).null else value
            for name, value in given.items()
        }


class FirstStepForm(StepForm):
    """The first page carries the draft's code, so that two presses are one draft."""

    code = forms.RegexField(CODE, widget=forms.HiddenInput, initial=new_code, required=False)
