"""The address of an organization's page for everybody."""

from django.urls import path

from organizations.public_page import views

urlpatterns = [path("o/<str:code>/", views.show_organization, name="organization")]
