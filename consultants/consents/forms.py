"""What is asked or given, in one form for both sides; what to keep; what was done about a takedown."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultants.consent_scope import (
    LONGEST,
    LONGEST_OUTPUT,
    LONGEST_PURPOSE,
    LONGEST_RECIPIENTS,
    MOST_USES,
    Channel,
    Purpose,
    Scope,
    Use,
)
from consultants.items import ITEMS, NAME
from consultants.models import Consent, ConsentRequest, Takedown
from consultants.profile.queries import OwnItem
from core import clock
from core import form_fields as ask

Choices = list[tuple[str, Any]]


def end_of(day: date) -> datetime:
    """Return the last moment of a day in the reader's zone."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def _refuse_odd_day(day: date, *, start: date | None = None) -> date:
    today = clock.today()
    if day < today:
        raise ValidationError(_("Choose an end that is still to come."))
    if day > (start or today) + LONGEST:
        raise ValidationError(_("Choose an earlier end: a permission lasts three years at most."))
    return day


class ScopeForm(forms.Form):
    """Which items or uses, what for, who else, where, until when."""

    field_order = (
        "items", "purpose", "purpose_text", "recipients", "until", "uses", "output",
        "uses_allowed", "channel",
    )  # fmt: skip

    items = ask.several(_("Items of the profile"))
    uses = ask.several(
        _("Use outside this application"),
        [(str(use.value), use.label) for use in Use],
        hint=_("Only for a named output, and a number of times."),
    )
    output = ask.line(
        _("The output"),
        LONGEST_OUTPUT,
        hint=_("Only for use outside. For example: Annual report 2027."),
        required=False,
    )
    uses_allowed = forms.IntegerField(
        label=_("How many times"),
        min_value=1,
        max_value=MOST_USES,
        required=False,
        help_text=_("Only for use outside. For example: 1."),
    )
    channel = ask.one(_("Where it may appear"), Channel.choices)
    purpose = ask.one(_("What for"), Purpose.choices)
    purpose_text = ask.area(_("What for, in plain words"), LONGEST_PURPOSE, rows=3)
    recipients = ask.line(
        _("Who else will see it"),
        LONGEST_RECIPIENTS,
        hint=_("Outside the team, like a funder or a printer. Empty means nobody."),
        required=False,
    )
    until = ask.day(_("Until"), hint=_("At most three years from today."))

    def __init__(self, items: Choices, data: Any = None) -> None:
        usual = clock.today() + timedelta(days=90)
        super().__init__(data, initial={"channel": Channel.HERE, "until": usual})
        ask.offer(self, "items", items)

    def clean_until(self) -> date:
        """Refuse a past end and one beyond three years."""
        return _refuse_odd_day(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        """Something must be chosen; uses need their output, number and place, and only they do."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        uses = data.get("uses") or []
        if not uses and not data.get("items") and not {"uses", "items"} & set(self.errors):
            self.add_error("items", _("Choose at least one thing."))
        if uses:
            self._require_the_rest_of_uses(data)
        elif data.get("output") or data.get("uses_allowed"):
            self.add_error("uses", _("Choose what may be used, or leave the output empty."))
        return data

    def _require_the_rest_of_uses(self, data: dict[str, Any]) -> None:
        if not data.get("output") and "output" not in self.errors:
            self.add_error("output", _("Name the output it is for, like “Annual report 2027”."))
        if data.get("uses_allowed") is None and "uses_allowed" not in self.errors:
            self.add_error("uses_allowed", _("Say how many times it may be used: from 1 to 1,000."))
        if data.get("channel") == Channel.HERE:
            self.add_error("channel", _("Say where it may appear."))

    def scope(self) -> Scope:
        """Return what was chosen."""
        data = self.cleaned_data
        return Scope(
            items=frozenset(data["items"]),
            purpose=data["purpose"],
            until=end_of(data["until"]),
            purpose_text=data["purpose_text"],
            recipients=data["recipients"],
            channel=data["channel"],
            uses=frozenset(Use(int(one)) for one in data["uses"]),
            output=data["output"],
            uses_allowed=data["uses_allowed"],
        )


def every_item() -> Choices:
    """All items but the name: asking is possible for any, so that a no tells no setting."""
    return [(item.name, item.label) for item in ITEMS if item != NAME]


def own_choices(own: list[OwnItem]) -> Choices:
    """One's own items to tick, each with what giving it changes."""
    return [(one.item.name, label_of(one)) for one in own]


def label_of(one: OwnItem) -> str:
    """Name an item, and say when it is hidden now."""
    if one.is_hidden:
        return _("%(item)s (hidden now)") % {"item": one.item.label}
    return str(one.item.label)


class KeepForm(forms.Form):
    """Which of some items and uses to keep, and until when: for a part of a request, and for changes."""

    items = ask.several(_("Items of the profile"))
    uses = ask.several(_("Use outside this application"))
    until = ask.day(_("Until"))

    def __init__(
        self,
        covers: ConsentRequest | Consent,
        *args: Any,
        latest: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.latest = latest
        self.start = covers.valid_from.date() if isinstance(covers, Consent) else None
        self.ends_at = covers.valid_until if isinstance(covers, Consent) else covers.until
        kept: dict[str, Choices] = {
            "items": [
                (i.name, i.label) for i in ITEMS if i.name in covers.item_names and i != NAME
            ],
            "uses": [(str(use.value), use.label) for use in covers.use_list],
        }
        for name, choices in kept.items():
            ask.offer(self, name, choices)
            if not choices:
                del self.fields[name]
        # as an interest gives it that shows nothing else: then only its end can be chosen
        self.is_only_name = not any(kept.values())

    def clean_until(self) -> date:
        """Refuse a past end, one beyond three years, and one beyond what was asked."""
        day = _refuse_odd_day(self.cleaned_data["until"], start=self.start)
        if self.latest is not None and day > self.latest:
            raise ValidationError(_("They asked for less time. Choose an earlier end."))
        return day

    def clean(self) -> dict[str, Any]:
        """Something must be kept."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            not self.is_only_name
            and not data.get("items")
            and not data.get("uses")
            and not {"items", "uses"} & set(self.errors)
        ):
            first = "items" if "items" in self.fields else "uses"
            self.add_error(first, _("Choose at least one thing."))
        return data

    def kept(self) -> dict[str, Any]:
        """Return what was chosen, as the services take it."""
        data = self.cleaned_data
        items = [NAME.name] if self.is_only_name else data.get("items", ())
        # the day it ends on already is no other end: to keep less asks for no password
        is_same_day = data["until"] == timezone.localtime(self.ends_at).date()
        return {
            "items": frozenset(items),
            "uses": frozenset(Use(int(one)) for one in data.get("uses", ())),
            "until": self.ends_at if is_same_day else end_of(data["until"]),
        }


class UseForm(forms.Form):
    """One time that something was used."""

    used_on = ask.day(_("When"))
    where = ask.line(_("Where"), 200, hint=_("For example: page 4, or a link."))

    def clean_used_on(self) -> date:
        """Something used in the future was not used yet."""
        day: date = self.cleaned_data["used_on"]
        if day > clock.today():
            raise ValidationError(_("Choose today or a day before."))
        return day


class TakedownForm(forms.Form):
    """What the organization did about what it kept."""

    answer = ask.one(_("What did you do?"), Takedown.Answer.choices)
    note = ask.area(
        _("A note"),
        500,
        rows=3,
        hint=_("If a law makes you keep it: which, and until when. The person reads this."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Who keeps something names the law."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("answer") == Takedown.Answer.MUST_KEEP and not data.get("note"):
            self.add_error("note", _("Say which law makes you keep it, and until when."))
        return data
