"""A question of the self-assessment, in both languages."""

from django import forms
from django.utils.translation import gettext_lazy

from core import form_fields as ask


class QuestionForm(forms.Form):
    """A question in both languages."""

    text_en = ask.area(gettext_lazy("Question in English"), 300, lang="en")
    hint_en = ask.area(gettext_lazy("Help for it in English"), 300, required=False, lang="en")
    text_es = ask.area(gettext_lazy("Question in Spanish"), 300, lang="es")
    hint_es = ask.area(gettext_lazy("Help for it in Spanish"), 300, required=False, lang="es")
