"""Addresses of the contract."""

from django.urls import path

from engagements.contracts import views

urlpatterns = [
    path("jobs/<slug:code>/sign/", views.sign, name="sign"),
    path("jobs/<slug:code>/sign/decline/", views.sign_decline, name="sign_decline"),
    path("jobs/<slug:code>/contract/", views.contract, name="contract"),
    path("jobs/<slug:code>/contract/file/", views.contract_file, name="contract_file"),
]
