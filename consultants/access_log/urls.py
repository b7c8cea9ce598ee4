"""The address of who looked."""

from django.urls import path

from consultants.access_log import views

urlpatterns = [path("looked/", views.looked, name="looked")]
