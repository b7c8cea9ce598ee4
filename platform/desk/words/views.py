"""The list of the language check, kept by administrators without code."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import ADMINISTRATOR, allow, get_or_404
from desk.words.forms import EntryForm, TryForm
from engagements.language_check import queries, services
from engagements.models import WordEntry
from engagements.models.disclosures import LANGUAGES
from organizations.requests import current_user

PAGE = 20


@allow(ADMINISTRATOR, methods=("GET",))
def show_words(request: HttpRequest) -> HttpResponse:
    """List the entries of one language, and what they find in a sentence."""
    language = request.GET.get("language", "")
    language = language if language in dict(LANGUAGES) else "en"
    retired = request.GET.get("retired") == "1"
    rows = queries.entries(language=language, retired=retired)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    form = TryForm(request.GET if "sentence" in request.GET else None)
    tried = form.is_bound and form.is_valid()
    context = {
        "page_obj": page,
        "language": language,
        "languages": LANGUAGES,
        "retired": retired,
        "form": form,
        "tried": tried,
        "found": queries.wording_in(form.cleaned_data["sentence"]) if tried else [],
    }
    return render(request, "desk/words/words.html", context)


@allow(ADMINISTRATOR)
def add_word(request: HttpRequest) -> HttpResponse:
    """Add an entry."""
    form = EntryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.add_entry(actor=current_user(request), **form.cleaned_data)
        messages.success(request, _("Added. It counts from now on."))
        return redirect("desk_words")
    return render(request, "desk/words/word.html", {"form": form})


@allow(ADMINISTRATOR)
def change_word(request: HttpRequest, number: int) -> HttpResponse:
    """Change an entry."""
    entry = get_or_404(WordEntry.objects.all(), pk=number)
    form = EntryForm(request.POST if request.method == "POST" else None, entry=entry)
    if request.method == "POST" and form.is_valid():
        services.change_entry(entry, actor=current_user(request), **form.cleaned_data)
        messages.success(request, _("Changed. It counts from now on."))
        return redirect("desk_words")
    return render(request, "desk/words/word.html", {"form": form, "entry": entry})


@allow(ADMINISTRATOR, methods=("POST",))
def retire_word(request: HttpRequest, number: int) -> HttpResponse:
    """Retire an entry, or bring a retired one back."""
    entry = get_or_404(WordEntry.objects.all(), pk=number)
    retire = "bring_back" not in request.POST
    services.retire_entry(entry, actor=current_user(request), retire=retire)
    messages.success(request, _("It finds nothing now.") if retire else _("It counts again."))
    return redirect("desk_words")
