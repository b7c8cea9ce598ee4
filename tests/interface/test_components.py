"""Components escape what people wrote, and say the same thing in the same words everywhere."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines
from django.test import Client
from django.utils import translation

from home.templatetags.interface import errors_in_words

pytestmark = pytest.mark.django_db
EVIL = "<b>\"'&"


class Reader(HTMLParser):
    """Reads ids, link targets, texts of links and of field errors."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and str(found.get("href", "")).startswith("#id_"):
            self.targets.append(str(found["href"])[1:])


def render(source: str, **context: object) -> str:
    template = engines["django"].from_string(source)
    return template.render(context)


def failed_page(client: Client) -> str:
    return client.post("/gallery/", {"name": "A" * 50, "about": "Kept <words>"}).content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


@pytest.mark.parametrize(
    "source",
    [
        "{% card title=evil %}{{ evil }}{% endcard %}",
        "{% row href=evil label=evil action=evil %}{{ evil }}{% endrow %}",
        "{% task href=evil title=evil hint=evil status=evil tone=evil %}",
        "{% moment who=evil when=evil %}{{ evil }}{% endmoment %}",
        "{% message who=evil when=evil %}{{ evil }}{% endmessage %}",
        "{% change label=evil before=evil after=evil who=evil %}",
        "{% button name=evil value=evil kind=evil aria_label=evil %}{{ evil }}{% endbutton %}",
        "{% button href=evil rel=evil %}{{ evil }}{% endbutton %}",
        "{% action href=evil label=evil aria_label=evil %}",
        "{% notice title=evil tone=evil %}{{ evil }}{% endnotice %}",
        "{% next title=evil who=evil %}{{ evil }}{% endnext %}",
        "{% status tone=evil %}{{ evil }}{% endstatus %}",
        "{% tasks label=evil %}{{ evil }}{% endtasks %}",
        "{% rows label=evil %}{{ evil }}{% endrows %}",
        "{% timeline label=evil %}{{ evil }}{% endtimeline %}",
        "{% table caption=evil %}{{ evil }}{% endtable %}",
        "{% find page label=evil words=evil empty=evil %}{{ evil }}{% endfind %}",
        "{% form submit=evil action=evil aria_label=evil %}",
        "{% text as kept %}{{ evil }}{% endtext %}{% back href=kept %}{{ kept }}{% endback %}",
    ],
)
def test_components_escape_once(source: str) -> None:
    html = render(source, evil=EVIL)

    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert "&amp;lt;" not in html


def test_a_hint_is_text_whoever_wrote_it() -> None:
    """Administrators write the hints of the self-assessment's questions, and organizations read them."""

    class Asked(forms.Form):
        line = forms.CharField(help_text=EVIL)
        several = forms.MultipleChoiceField(
            help_text=EVIL, choices=[("a", "A")], widget=forms.CheckboxSelectMultiple
        )
        tick = forms.BooleanField(help_text=EVIL)

    for field in Asked():
        shown = field.as_field_group()
        assert "<b>" not in shown, field.name
        assert "&lt;b&gt;&quot;&#x27;&amp;" in shown, field.name


def test_a_component_takes_no_words_from_the_page_around_it() -> None:
    html = render(
        "{% card %}Plain{% endcard %}{% task %}", title="Leak", hint="Leak", status="Leak"
    )

    assert "Leak" not in html


def test_failed_form_says_error_first_in_its_title(client: Client) -> None:
    assert "<title>Components" in client.get("/gallery/").content.decode()
    assert "<title>Error: Components" in failed_page(client)


def test_summary_links_reach_their_fields(client: Client) -> None:
    page = Reader(failed_page(client))

    assert len(page.targets) == 7
    assert set(page.targets) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_summary_and_field_use_the_same_words(client: Client) -> None:
    html = failed_page(client)
    in_summary = re.findall(r'<li><a href="#id_[^"]+">([^<]+)</a>', html)
    at_fields = [
        words(found).removeprefix("Error: ")
        for found in re.findall(r'<div class="field-error".*?</div>', html, re.DOTALL)
    ]

    assert in_summary == at_fields
    assert "Fill in: Fee" in in_summary
    assert "Choose an answer: Who can see this?" in in_summary


def test_failed_form_keeps_what_was_typed(client: Client) -> None:
    assert "Kept &lt;words&gt;" in failed_page(client)


def test_no_style_or_script_stands_in_the_page(client: Client) -> None:
    for tag, attrs in Reader(failed_page(client)).tags:
        assert tag != "style"
        assert tag != "script" or attrs.get("src")
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]


def test_switching_language_keeps_page_and_input(client: Client) -> None:
    typed = {"name": "", "about": "Half a sen", "audience": "picked", "password": "hidden words"}
    response = client.post("/gallery/?page=2", {**typed, "_language": "es"})
    html = response.content.decode()

    assert response.status_code == 200
    assert '<html lang="es"' in html
    assert "Half a sen</textarea>" in html
    assert re.search(r'value="picked"[^>]*checked', html)
    assert "hidden words" not in html
    assert "field-error" not in html
    assert '<html lang="es"' in client.get("/help/").content.decode()


def test_language_switch_carries_the_form_of_the_page(client: Client) -> None:
    html = client.get("/gallery/?page=2").content.decode()
    button = re.search(r'<button[^>]*name="_language"[^>]*>', html)

    assert button
    assert 'form="page-form"' in button[0]
    assert 'formaction="/gallery/?page=2"' in button[0]


@pytest.mark.parametrize(
    ("kind", "count"), [("consultant", 5), ("member", 5), ("administrator", 3), ("", 4)]
)
def test_menu_has_at_most_five_items(client: Client, kind: str, count: int) -> None:
    html = client.get("/gallery/", {"as": kind}).content.decode()
    menu = html.split('<nav class="menu"')[1].split("</ul>")[0]

    assert menu.count("<li>") == count


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Write at most 3 characters. There are 5 now."]),
        ("es", ["Escriba como máximo 3 caracteres. Ahora hay 5."]),
    ],
)
def test_limits_are_said_in_plain_words(language: str, said: list[str]) -> None:
    class NoteForm(forms.Form):
        note = forms.CharField(max_length=3, widget=forms.Textarea)
        days = forms.IntegerField(max_value=2, error_messages={"max_value": "Two days"})

    with translation.override(language):
        form = NoteForm({"note": "typed", "days": "3"})
        assert errors_in_words(form["note"]) == said
        assert errors_in_words(form["days"]) == ["Two days"]


def test_a_browser_does_not_cut_what_is_pasted_into_a_text() -> None:
    class NoteForm(forms.Form):
        note = forms.CharField(max_length=3, widget=forms.Textarea(attrs={"rows": 2}))

    page = str(NoteForm({"note": "<typed>"})["note"])
    assert "maxlength" not in page
    assert 'rows="2"' in page
    assert "&lt;typed&gt;</textarea>" in page
