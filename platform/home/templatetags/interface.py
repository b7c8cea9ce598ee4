"""What the components need to know about the page they stand on."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BooleanField, BoundField, ChoiceField, Field, FileField
from django.forms.utils import ErrorDict
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

PAGE_FORM = "page-form"
NOTHING = SafeString("")
LIMITS = {  # by the codes of Django's validators
    "max_length": gettext_lazy(
        "Write at most %(limit_value)s characters. There are %(show_value)s now."
    ),
    "min_length": gettext_lazy("Write at least %(limit_value)s characters."),
    "max_value": gettext_lazy("Enter %(limit_value)s or less."),
    "min_value": gettext_lazy("Enter %(limit_value)s or more."),
}


@register.filter
def first_control(field: BoundField) -> str:
    """Return the id an error link must reach: the field, or its first choice."""
    if field.use_fieldset and field.auto_id:
        return f"{field.auto_id}_0"
    return field.id_for_label or str(field.auto_id)


@register.filter
def errors_in_words(field: BoundField) -> list[str]:
    """Return what to do about a field, in the same words for the summary and for the field."""
    return [in_words(field, error) for error in field.errors.as_data()]


def in_words(field: BoundField, error: ValidationError) -> str:
    """Return our own sentence where Django's is not plain; a field's own sentence stays."""
    if error.code == "required" and error.message == Field.default_error_messages["required"]:
        return ask_again(field)
    if error.code == "null_characters_not_allowed":
        return _("Take out the sign that can't be read, or type the text again.")
    if error.code in LIMITS and error.code not in field.field.error_messages:
        return LIMITS[error.code] % error.params
    return " ".join(map(str, error.messages))


def ask_again(field: BoundField) -> str:
    """Name the unanswered field, since "this field" says nothing in a summary."""
    label = {"label": field.label}
    if isinstance(field.field, BooleanField):
        return _("Tick the box: %(label)s") % label
    if isinstance(field.field, FileField):
        return _("Choose a file: %(label)s") % label
    if isinstance(field.field, ChoiceField):
        return _("Choose an answer: %(label)s") % label
    return _("Fill in: %(label)s") % label


def attributes(given: Mapping[str, Any]) -> SafeString:
    """Return attributes as HTML writes them: True is a name alone, False is left out."""
    said = NOTHING
    for name, value in given.items():
        if value is True:
            said += format_html(" {}", name)
        elif value is not False:
            said += format_html(' {}="{}"', name, value)
    return said


# The choices of a form are written here: an included template for each took a quarter of a page with a filter.
@register.simple_tag
def input_tag(widget: dict[str, Any]) -> SafeString:
    """Write one input of a widget: its value as text, and the attributes that Django gives it."""
    value = widget["value"]
    said = NOTHING if value is None else format_html(' value="{}"', str(value))
    more = attributes(widget["attrs"])
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], said, more
    )


@register.simple_tag
def choice_tags(widget: dict[str, Any]) -> SafeString:
    """Return the choices of a group, each an input within its label."""
    return format_html_join(
        "",
        "{}{}",
        (
            (
                format_html('<p class="choices-group">{}</p>', group) if group else NOTHING,
                format_html_join("", "{}", ((choice_tag(one),) for one in options)),
            )
            for group, options, _index in widget["optgroups"]
        ),
    )


def choice_tag(option: dict[str, Any]) -> SafeString:
    """Return one choice of a group."""
    if not option.get("wrap_label"):
        return input_tag(option)
    meant = option["attrs"].get("id")
    target = format_html(' for="{}"', meant) if meant else NOTHING
    return format_html(
        '<label class="choice"{}>{}<span>{}</span></label>',
        target,
        input_tag(option),
        option["label"],
    )


@register.simple_tag
def option_tags(widget: dict[str, Any]) -> SafeString:
    """Return the options of a select."""
    found = [
        (format_html('<optgroup label="{}">{}</optgroup>', group, options) if group else options,)
        for group, options in (
            (group, format_html_join("", '<option value="{}"{}>{}</option>', map(parts_of, rows)))
            for group, rows, _index in widget["optgroups"]
        )
    ]
    return format_html_join("", "{}", found)


def parts_of(option: dict[str, Any]) -> tuple[str, SafeString, str]:
    """Return what stands in one option."""
    return str(option["value"]), attributes(option["attrs"]), option["label"]


def page_form_id(context: Context, method: str) -> SafeString | str:
    """Name the page's first form, so that the language switch can carry what was typed in it."""
    request = context.get("request")
    if request is None or method != "post" or hasattr(request, "page_form"):
        return ""
    request.page_form = PAGE_FORM
    return format_html(' id="{}"', PAGE_FORM)


@register.simple_tag(takes_context=True)
def keep_input(context: Context, form: BaseForm | None) -> BaseForm | None:
    """Show what was typed before the language was switched, without judging it."""
    kept = getattr(context.get("request"), "kept_input", None)
    if form is None or form.is_bound or not kept:
        return form
    if any(form.add_prefix(name) in kept for name in form.fields):
        form.data, form.is_bound = kept, True
        form._errors = ErrorDict()  # type: ignore[attr-defined] # nothing was sent: nothing is wrong
    return form
