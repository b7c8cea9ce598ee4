"""An entry of the list of wording, and a sentence to try it with."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from engagements.models import WordEntry
from engagements.models.disclosures import LANGUAGES
from engagements.models.wording import WordKind
from engagements.word_patterns import LONGEST, UnclearPattern, compile_pattern

MOST_LINES = 30


class EntryForm(forms.Form):
    """What is looked for, why, and what to write instead."""

    language = ask.one(_("Language"), LANGUAGES)
    kind = ask.one(_("Kind"), WordKind.choices)
    pattern = ask.line(
        _("What is looked for"),
        LONGEST,
        hint=_(
            "Words as they are written. “word*” is any ending, “a/b” is either, “...” is up to three"
            " words between."
        ),
    )
    fine_in = ask.area(
        _("Where it is fine"),
        1000,
        rows=4,
        hint=_("One phrase a line, like “search and rescue”."),
        required=False,
    )
    why = ask.area(_("Why"), 300, hint=_("The writer reads this, in the language of the entry."))
    better = ask.line(_("What to write instead"), 100)

    def __init__(self, *args: Any, entry: WordEntry | None = None, **kwargs: Any) -> None:
        self.entry = entry
        if entry is not None:
            kwargs["initial"] = {name: getattr(entry, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean_pattern(self) -> str:
        """Refuse what can't be read as a pattern."""
        pattern = " ".join(self.cleaned_data["pattern"].split())
        _require_clear(pattern)
        return pattern

    def clean_fine_in(self) -> str:
        """Read each line as a pattern."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["fine_in"].splitlines()]
        phrases = [line for line in lines if line]
        if len(phrases) > MOST_LINES:
            raise ValidationError(_("Use at most 30 lines."))
        for phrase in phrases:
            _require_clear(phrase)
        return "\n".join(phrases)

    def clean(self) -> dict[str, Any]:
        """An entry stands once in the list of a language."""
        given = super().clean() or {}
        same = WordEntry.objects.filter(
            language=given.get("language", ""), pattern=given.get("pattern", "")
        )
        if self.entry is not None:
            same = same.exclude(pk=self.entry.pk)
        if same.exists():
            self.add_error("pattern", _("This stands in the list already, maybe retired."))
        return given


class TryForm(forms.Form):
    """A sentence to see what the list finds in it."""

    sentence = ask.area(_("Try a sentence"), 500)


def _require_clear(pattern: str) -> None:
    try:
        compile_pattern(pattern)
    except UnclearPattern as unclear:
        raise ValidationError(unclear.args[0]) from None
