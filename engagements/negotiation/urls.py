"""Addresses of the terms."""

from django.urls import path

from engagements.negotiation import views

urlpatterns = [
    path("jobs/<slug:code>/terms/", views.terms, name="terms"),
    path("jobs/<slug:code>/terms/accept/", views.terms_accept, name="terms_accept"),
    path("jobs/<slug:code>/terms/decline/", views.terms_decline, name="terms_decline"),
    path("jobs/<slug:code>/terms/change/", views.terms_change, name="terms_change"),
    path("jobs/<slug:code>/stop/", views.stop_talking, name="stop_talking"),
]
