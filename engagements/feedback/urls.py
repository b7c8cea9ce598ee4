"""The address of feedback."""

from django.urls import path

from engagements.feedback import views

urlpatterns = [path("jobs/<slug:code>/feedback/", views.feedback, name="feedback")]
