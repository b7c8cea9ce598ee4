"""The parts that pages are made of, as tags that every template knows.

`{% card title=_("Money") %}…{% endcard %}` holds something, `{% task "work" code title=name %}` stands alone.
What leads somewhere takes a view's name and its arguments first, like Django's `{% url %}`, or `href=` where the
address is not a view's own. Other words become attributes: `aria_label=name` is `aria-label="…"`. Everything is
escaped here, once; a part knows only what it is given, nothing of the page around it.
"""

from functools import cache
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.templatetags.interface import NOTHING, attributes

register = template.Library()

TONE_ICONS = {"ok": "check", "wait": "clock", "error": "warning"}
MOMENT_ICONS = {"done": "check", "now": "clock"}
MOMENT_WORDS, LATER = (
    {"done": gettext_lazy("Done:"), "now": gettext_lazy("Now:")},
    gettext_lazy("Later:"),
)


@cache
def icon_of(name: str) -> SafeString:
    """Return a drawing; it never changes, so it is made once."""
    return render_to_string("components/icon.html", {"name": name})


def address(view: str, args: tuple[Any, ...], href: str) -> str:
    """Return where a part leads: a view's address, or the one that was given."""
    return reverse(view, args=args) if view else href


def further(given: dict[str, Any]) -> SafeString:
    """Return further words of a tag as attributes: `aria_label` is written with a hyphen."""
    return attributes({name.replace("_", "-"): value for name, value in given.items()})


def optional(html: str, value: Any) -> SafeString:
    """Return the HTML with the value in it, or nothing where there is none."""
    return format_html(html, value) if value else NOTHING


def heading(title: str, level: int, name: str) -> SafeString:
    """Return a heading of this level, or nothing without words."""
    if not title:
        return NOTHING
    return format_html('<h{0} class="{1}">{2}</h{0}>', level, name, title)


# ---------------------------------------------------------------- words
@register.simple_block_tag
def text(content: str) -> str:
    """Keep words that are put together of several, `{% text as hint %}`, for a part that comes next."""
    return content


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words; it says nothing itself."""
    return icon_of(name)


@register.simple_block_tag
def status(content: str, *, tone: str = "note") -> SafeString:
    """Where something stands, in a word or two."""
    drawing = "dot" if tone == "quiet" else TONE_ICONS.get(tone, "info")
    return format_html(
        '<span class="status status-{}">{}<span>{}</span></span>', tone, icon_of(drawing), content
    )


@register.simple_block_tag
def nothing(content: str) -> SafeString:
    """Say that a list is empty."""
    return format_html('<p class="empty">{}</p>', content)


# ---------------------------------------------------------------- ways to go on
@register.simple_block_tag
def back(content: str, view: str = "", *args: Any, href: str = "") -> SafeString:
    """Lead to the page above."""
    return format_html(
        '<a class="back" href="{}">{}{}</a>', address(view, args, href), icon_of("back"), content
    )


@register.simple_block_tag
def button(
    content: str,
    view: str = "",
    *args: Any,
    href: str = "",
    kind: str = "primary",
    icon: str = "",
    type: str = "submit",  # noqa: A002 - as the attribute is called
    **given: Any,
) -> SafeString:
    """A link that looks like a button, or the button of the form around it."""
    words = format_html("{}{}", icon_of(icon) if icon else NOTHING, content)
    if view or href:
        where, more = address(view, args, href), further(given)
        return format_html(
            '<a class="button button-{}" href="{}"{}>{}</a>', kind, where, more, words
        )
    if "name" in given:
        given = {"name": given.pop("name"), "value": given.pop("value", ""), **given}
    return format_html(
        '<button class="button button-{}" type="{}"{}>{}</button>',
        kind,
        type,
        further(given),
        words,
    )


@register.simple_tag(takes_context=True)
def action(context: Context, view: str = "", *args: Any, **given: Any) -> SafeString:
    """A form that is one button: something happens when it is pressed."""
    return action_with(context, NOTHING, view, *args, **given)


@register.simple_block_tag(takes_context=True)
def action_with(
    context: Context,
    content: str,
    view: str = "",
    *args: Any,
    href: str = "",
    label: str = "",
    kind: str = "secondary",
    **given: Any,
) -> SafeString:
    """The same with hidden fields."""
    return format_html(
        '<form class="action" method="post" action="{}" novalidate>{}{}{}</form>',
        address(view, args, href),
        token_field(context),
        content,
        button(label, kind=kind, **given),
    )


def token_field(context: Context) -> SafeString:
    """Return the hidden field with the token that a form must send back."""
    token = context.get("csrf_token")
    return optional(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token and str(token)
    )


@register.simple_tag(takes_context=True)
def menu_link(context: Context, view: str, *, label: str, exact: bool = False) -> SafeString:
    """A page of the menu, marked while somebody is on it or below it."""
    where, mark = reverse(view), NOTHING
    here = getattr(context.get("request"), "path", "")  # a page for trouble has none
    if here == where:
        mark = SafeString(' aria-current="page"')
    elif not exact and here.startswith(where):
        mark = SafeString(' aria-current="true"')
    return format_html('<li><a class="menu-link" href="{}"{}>{}</a></li>', where, mark, label)


# ---------------------------------------------------------------- boxes
@register.simple_block_tag
def card(
    content: str, *, title: str = "", level: int = 2, tone: str = "", **given: Any
) -> SafeString:
    """A box for what belongs together."""
    return format_html(
        '<section class="card{}"{}>{}{}</section>',
        optional(" card-{}", tone),
        further(given),
        heading(title, level, "card-title"),
        content,
    )


@register.simple_block_tag
def notice(
    content: str, *, tone: str = "note", title: str = "", level: int = 2, **given: Any
) -> SafeString:
    """Something to know before reading on."""
    return format_html(
        '<div class="notice notice-{}"{}>{}<div class="notice-text">{}{}</div></div>',
        tone,
        further(given),
        icon_of(TONE_ICONS.get(tone, "info")),
        heading(title, level, "notice-title"),
        content,
    )


@register.simple_block_tag(name="next", end_name="endnext")
def next_step(
    content: str,
    *,
    title: str = "",
    who: str = "",
    tone: str = "wait",
    level: int = 2,
    **given: Any,
) -> SafeString:
    """The one thing that comes next, and whose turn it is."""
    return format_html(
        '<section class="next next-{0}"{1}>{2}<h{3} class="next-title">{4}</h{3}>{5}</section>',
        tone,
        further(given),
        optional('<p class="next-who">{}</p>', who),
        level,
        title,
        content,
    )


# ---------------------------------------------------------------- lists
@register.simple_block_tag
def rows(content: str, *, label: str = "") -> SafeString:
    """A list of what is called how."""
    return format_html('<dl class="rows"{}>{}</dl>', named(label), content)


def named(label: str) -> SafeString:
    """Return what a list is called for those who don't see where it stands."""
    return optional(' aria-label="{}"', label)


@register.simple_block_tag
def row(
    content: str, view: str = "", *args: Any, href: str = "", label: str, action: str = ""
) -> SafeString:
    """One line of rows: what it is called, what it is, and perhaps where to change it."""
    where, link = address(view, args, href), NOTHING
    if where:
        link = format_html(
            '<dd class="row-action"><a href="{}">{}<span class="unseen">: {}</span></a></dd>',
            where,
            action or _("Change"),
            label,
        )
    return format_html(
        '<div class="row"><dt>{}</dt><dd class="row-value">{}</dd>{}</div>', label, content, link
    )


@register.simple_block_tag
def tasks(content: str, *, label: str = "") -> SafeString:
    """A list of things, each with where it stands."""
    return format_html('<ul class="tasks" role="list"{}>{}</ul>', named(label), content)


@register.simple_tag
def task(view: str = "", *args: Any, **given: Any) -> SafeString:
    """One line of tasks."""
    return task_with(NOTHING, view, *args, **given)


@register.simple_block_tag
def task_with(
    content: str,
    view: str = "",
    *args: Any,
    href: str = "",
    title: str = "",
    hint: str = "",
    status: str = "",
    tone: str = "note",
) -> SafeString:
    """One line of tasks with more under its title."""
    where = address(view, args, href)
    name = (
        '<a class="task-title" href="{}">{}</a>' if where else '<span class="task-title">{1}</span>'
    )
    said = NOTHING
    if status:
        said = format_html('<div class="task-status">{}</div>', standing(status, tone=tone))
    return format_html(
        '<li class="task"><div class="task-text">{}{}{}</div>{}</li>',
        format_html(name, where, title),
        optional('<p class="task-hint">{}</p>', hint),
        content,
        said,
    )


standing = status  # `status` is a word of a task too


@register.simple_block_tag
def timeline(content: str, *, label: str = "") -> SafeString:
    """What happened, happens and will happen, in order."""
    return format_html('<ol class="timeline" role="list"{}>{}</ol>', named(label), content)


@register.simple_block_tag
def moment(content: str, *, when: str = "", who: str = "", tone: str = "done") -> SafeString:
    """One moment of a timeline."""
    drawing = MOMENT_ICONS.get(tone)
    return format_html(
        '<li class="moment moment-{}"{}><span class="moment-mark">{}</span><div class="moment-text">'
        '<p class="moment-what"><span class="unseen">{}</span> {}</p>{}</div></li>',
        tone,
        SafeString(' aria-current="step"') if tone == "now" else NOTHING,
        icon_of(drawing) if drawing else NOTHING,
        MOMENT_WORDS.get(tone, LATER),
        content,
        when_and_who(when, who),
    )


def when_and_who(when: str, who: str) -> SafeString:
    """Return the small line under a moment, or nothing."""
    said = format_html("{}{}{}", when or "", " · " if when and who else "", who or "")
    return optional('<p class="moment-when">{}</p>', said)
