"""A page, for tests only, that shows every component in every state."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from core.views import ANYONE, allow
from tests.interface import GALLERY


class ExampleForm(forms.Form):
    """One field of every sort."""

    name = forms.CharField(label="Working name", help_text="Shown on contracts.", max_length=40)
    fee = forms.CharField(
        label="Fee",
        help_text="In US dollars, like 250",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    starts = forms.DateField(
        label="First day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("es", "Español")])
    about = forms.CharField(label="About the work", widget=forms.Textarea, required=False)
    audience = forms.ChoiceField(
        label="Who can see this?",
        help_text="You can change this at any time.",
        choices=[("me", "Only me"), ("picked", "Organizations I pick"), ("any", "Anyone")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Days that suit you",
        choices=[("mo", "Monday"), ("tu", "Tuesday"), ("we", "Wednesday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    paper = forms.FileField(label="A file", required=False, help_text="PDF, up to 5 MB")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    agreed = forms.BooleanField(label="I am 18 or over")


@allow(ANYONE)
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Show all components, as the person named in the address would see them."""
    kind = request.GET.get("as")
    if kind:
        request.user = SimpleNamespace(kind=kind, is_authenticated=True)  # type: ignore[assignment]
    form = ExampleForm(request.POST, request.FILES) if request.method == "POST" else ExampleForm()
    page = Paginator(range(30), 10).get_page(request.GET.get("page"))
    template = engines["django"].from_string(GALLERY.read_text())
    return HttpResponse(template.render({"form": form, "page_obj": page}, request))


@allow(ANYONE)
def show_elsewhere(request: HttpRequest) -> HttpResponse:
    """Stand in for the neutral page that people leave to."""
    return HttpResponse("<!doctype html><title>Weather</title><p>Mild, some clouds.</p>")


urlpatterns = [
    path("elsewhere/", show_elsewhere),
    path("gallery/", show_gallery),
    path("", include("config.urls")),
]
