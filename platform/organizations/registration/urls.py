"""The addresses of registering an organization and of its details."""

from django.urls import path

from organizations.registration import views

urlpatterns = [
    path("join/organization/", views.register, name="join_organization"),
    path("org/details/", views.change_details, name="org_details"),
]
