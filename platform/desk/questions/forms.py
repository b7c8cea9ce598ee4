"""A question of the self-assessment, in both languages."""

from django import forms
from django.utils.translation import gettext_lazy


class QuestionForm(forms.Form):
    """A question in both languages."""

    text_en = forms.CharField(
        label=gettext_lazy("Question in English"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    hint_en = forms.CharField(
        label=gettext_lazy("Help for it in English"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    text_es = forms.CharField(
        label=gettext_lazy("Question in Spanish"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "es"}),
    )
    hint_es = forms.CharField(
        label=gettext_lazy("Help for it in Spanish"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "es"}),
    )
