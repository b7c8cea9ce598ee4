"""The larger parts of a page: tags like those of `components`, each with a template in `templates/components/`."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from home.templatetags.components import further
from home.templatetags.interface import NOTHING, keep_input, page_form_id

register = template.Library()

# how it is sent, where to, what its button says and how that looks, what stands first in it, what beside the button
FORM = {
    "method": "post",
    "action": "",
    "submit": "",
    "kind": "primary",
    "before": "",
    "actions": "",
}


def rendered(context: Context, name: str, **words: Any) -> SafeString:
    """Render the template of a larger part, which sees the request and the form's token and nothing else."""
    words |= {"request": context.get("request"), "csrf_token": context.get("csrf_token")}
    engine = context.template.engine  # type: ignore[union-attr] # within a rendering there is one
    return engine.get_template(f"components/{name}.html").render(context.new(words))


@register.simple_tag(takes_context=True)
def form(context: Context, form: Any = None, **given: Any) -> SafeString:
    """A whole form: what is wrong, its fields, and the button that sends it."""
    return form_with(context, NOTHING, form, **given)


@register.simple_block_tag(takes_context=True)
def form_with(
    context: Context, content: str, form: Any = None, *, bare: bool = False, **given: Any
) -> SafeString:
    """A form with more under its fields; `bare` leaves the fields to the page. For its other words see `FORM`."""
    words = {name: given.pop(name, usual) for name, usual in FORM.items()}
    words |= {
        "form": keep_input(context, form),
        "page_form_id": page_form_id(context, words["method"]),
        "fields": not bare,
        "slot": content,
        "attrs": further(given),
    }
    return rendered(context, "form", **words)


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Any, *, bounded: bool = False) -> SafeString:
    """Ways to the pages before and after."""
    return rendered(context, "pager", page=page, bounded=bounded)


@register.simple_block_tag(takes_context=True)
def find(
    context: Context,
    content: str,
    page: Any,
    *,
    label: str,
    words: str,
    empty: str,
    kind: str = "secondary",
) -> SafeString:
    """A field to search by name, and what was found."""
    return rendered(
        context, "find", slot=content, page=page, label=label, words=words, empty=empty, kind=kind
    )


@register.simple_block_tag(takes_context=True)
def table(context: Context, content: str, *, caption: str) -> SafeString:
    """A table that can be scrolled on a small screen."""
    return rendered(context, "table", slot=content, caption=caption)


@register.simple_tag(takes_context=True)
def change(
    context: Context, *, label: str, before: str = "", after: str = "", **given: Any
) -> SafeString:
    """What stood before and what stands after."""
    return rendered(context, "change", label=label, before=before, after=after, **given)


@register.simple_block_tag(takes_context=True)
def message(
    context: Context, content: str, *, who: str, when: str = "", mine: bool = False
) -> SafeString:
    """Words that somebody wrote."""
    return rendered(context, "message", slot=content, who=who, when=when, mine=mine)
