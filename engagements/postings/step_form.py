"""What every page of a posting's form does: details under their question, rules across answers, two tabs."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from engagements.models import Posting
from engagements.postings import fields as ask
from engagements.postings import rules, steps


class StepForm(forms.Form):
    """One page: its answers are columns of the posting; `gates` are yes-or-no questions before details."""

    slug = ""
    gates: Mapping[str, tuple[str, ...]] = {}
    missing_details = _("Answer this, or choose no above.")
    needless_details = _("You chose no above. Empty this, or choose yes.")

    read = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, posting: Posting, **kwargs: Any) -> None:
        self.posting = posting
        self.step = steps.BY_SLUG[self.slug]
        super().__init__(data, initial=self._answers_of(posting), **kwargs)
        self.label_suffix = ""

    def _answers_of(self, posting: Posting) -> dict[str, Any]:
        """Return what the draft says; an unanswered gate is left open."""
        answers = {column: getattr(posting, column) for column in self.step.columns}
        is_answered = self.slug in posting.answered or self.step.is_usual
        for gate, details in self.gates.items():
            is_yes = answers.get(gate, any(answers[detail] for detail in details))
            answers[gate] = ask.as_choice(bool(is_yes)) if is_answered else None
        return answers | {"read": steps.digest(posting, self.step)}

    def clean(self) -> dict[str, Any]:
        """Check the details against their question, and the answers against each other."""
        given = super().clean() or {}
        for gate, details in self.gates.items():
            self._check_details(given, gate, details)
        known = {column: getattr(self.posting, column) for column in steps.COLUMNS}
        mine = {name: given.get(name) for name in self.step.columns}
        for field, problem in rules.problems(known | mine):
            if field in self.fields and field not in self.errors:
                self.add_error(field, problem)
        return given

    def _check_details(self, given: dict[str, Any], gate: str, details: tuple[str, ...]) -> None:
        if gate not in given:
            return
        for detail in details:
            if detail in self.errors:
                continue
            if given[gate] and not given.get(detail):
                self.add_error(detail, self.missing_details)
            if not given[gate] and given.get(detail):
                self.add_error(detail, self.needless_details)

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
        """Return the columns as they are stored: an empty amount is none where none may be."""
        given = {name: self.cleaned_data[name] for name in self.step.columns}
        return {
            name: 0 if value is None and name != "fee_up_to" else value
            for name, value in given.items()
        }
