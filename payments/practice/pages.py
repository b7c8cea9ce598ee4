"""The provider's pages for people: paying in, and setting up pay. They say that no money moves."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from core.views import ANYONE, allow
from payments.practice import process
from payments.practice.provider import Problem
from payments.practice.store import Object

WAYS = ("card", "bank", "fail")


@allow(ANYONE)
def pay(request: HttpRequest, identifier: str) -> HttpResponse:
    """Play the payer."""
    try:
        page: Object = process.provider().checkout(identifier)
    except Problem:
        raise Http404 from None
    how = request.POST.get("how", "")
    if request.method == "POST" and how in WAYS:
        process.provider().pay(identifier, how)
        return HttpResponseRedirect(page["success_url"])
    return render(request, "practice/pay.html", {"page": page})


@allow(ANYONE)
def setup(request: HttpRequest, identifier: str) -> HttpResponse:
    """Play the payee."""
    try:
        link: Object = process.provider().link(identifier)
    except Problem:
        raise Http404 from None
    if request.method == "POST":
        process.provider().finish_setup(identifier)
        return HttpResponseRedirect(link["return_url"])
    return render(request, "practice/setup.html", {"link": link})
